"""A figure before and after: what most rules compare, with its sentence and its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from technostate.claims.verdict import Figure
from technostate.claims.windows import Window, relative_change, span
from technostate.notation import plain


@dataclass(frozen=True)
class Change:
    """Means of two windows.

    Examples
    --------
    >>> rise = Change((2013, 2014), (2020, 2022), 0.5, 0.625)
    >>> rise.relative, rise.words(2, " per 10,000")
    (0.25, '0.50 per 10,000 in 2013–2014, 0.62 in 2020–2022')
    """

    base: Window
    test: Window
    old: float
    new: float

    @property
    def relative(self) -> float:
        """New over old, less one."""
        return relative_change(self.new, self.old)

    def words(self, digits: int = 1, unit: str = "") -> str:
        """Return both means with their windows, the unit behind the first."""
        old, new = plain(self.old, digits), plain(self.new, digits)
        return f"{old}{unit} in {span(*self.base)}, {new} in {span(*self.test)}"

    def figures(self, label: str, region: str, unit: str, source: str) -> tuple[Figure, ...]:
        """Return both means as figures."""
        return figures_of(label, region, unit, source, ((self.old, self.base), (self.new, self.test)))


def figures_of(
    label: str, region: str, unit: str, source: str, values: Iterable[tuple[float, Window | int]]
) -> tuple[Figure, ...]:
    """Return one derived figure for each value and its window or year."""
    spans = ((value, (when, when) if isinstance(when, int) else when) for value, when in values)
    return tuple(Figure(label, region, value, unit, span(*window), "derived", source) for value, window in spans)
