"""A figure before and after: what most rules compare, with its sentence and its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from technostate.claims.claim import Claim
from technostate.claims.verdict import Figure, NotTestableError
from technostate.claims.windows import Window, relative_change, span, window_mean, window_of
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


def change_in(claim: Claim, path: Mapping[int, float], what: str) -> Change:
    """Return the change of yearly figures between the windows ``base`` and ``test`` of a claim.

    Parameters
    ----------
    claim : Claim
        Thresholds ``base_from``, ``base_to``, ``test_from``; ``test_to`` unless the window runs to the newest year.
    path : mapping of int to float
        Year → value.
    what : str
        How an error names the figures.

    Raises
    ------
    NotTestableError
        With texts in fewer than half of the years of a window.
    """
    base, test = (window_of(claim, key, path) for key in ("base", "test"))
    return Change(base, test, mean_in(path, base, what), mean_in(path, test, what))


def mean_in(path: Mapping[int, float], window: Window, what: str) -> float:
    """Return the mean of a window; raises `NotTestableError` with texts in fewer than half of its years."""
    mean = window_mean(path, *window)
    if mean is None:
        raise NotTestableError(f"too few texts in {span(*window)} for {what}")
    return mean


def figures_of(
    label: str, region: str, unit: str, source: str, values: Iterable[tuple[float, Window | int]]
) -> tuple[Figure, ...]:
    """Return one derived figure for each value and its window or year."""
    spans = ((value, (when, when) if isinstance(when, int) else when) for value, when in values)
    return tuple(Figure(label, region, value, unit, span(*window), "derived", source) for value, window in spans)
