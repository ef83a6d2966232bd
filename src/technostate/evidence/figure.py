"""A figure: one number with everything that must travel with it to a table, a chart, a file or a page."""

from __future__ import annotations

import math
from dataclasses import dataclass

from technostate import units
from technostate.errors import DataError
from technostate.evidence.origin import KINDS, Kind, Origin


@dataclass(frozen=True)
class Range:
    """Both ends of a range, with what it is over.

    Parameters
    ----------
    low, high : float
        In the unit of the figure; infinite where one end lies beyond what was computed.
    over : str
        What varies, for example ``"lowest to highest of 32 cases"`` or a source.
    open : bool
        Whether the sign is not settled inside the range. The engine that made the figure says so, by its own rule.

    Raises
    ------
    DataError
        If an end is no number, or the low one lies above the high one.
    """

    low: float
    high: float
    over: str = ""
    open: bool = False

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise DataError(f"{self.low:g} to {self.high:g} is no range", hint="low must not lie above high")


@dataclass(frozen=True)
class Figure:
    """One number with its unit, kind and origin, and with region, year and range where it has them.

    Parameters
    ----------
    value : float or None
        In `unit`; None only where a range is known and its middle is not.
    unit : str
        A symbol of `technostate.units`.
    region : str
        ISO 3166 alpha-3 code, a group's key, a label of joined codes, or empty.
    year : int or None
        Of the quantity, not of the edition.

    Raises
    ------
    DataError
        If the value is not finite, or kind is none of the three.
    LabelError
        If the unit is not in the table of units.

    Examples
    --------
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> share = Figure(2.4, "% of GDP", "measured", source, "CHN", 2020)
    >>> share.value, share.low, share.open
    (2.4, None, False)
    """

    value: float | None
    unit: str
    kind: Kind
    origin: Origin
    region: str = ""
    year: int | None = None
    range: Range | None = None

    def __post_init__(self) -> None:
        if self.unit not in units.UNITS:
            units.unit(self.unit)
        if self.kind not in KINDS:
            raise DataError(f"kind {self.kind!r} is none of {', '.join(KINDS)}", hint="see design law 1")
        if self.value is None and self.range is None:
            raise DataError("a figure has neither value nor range", hint="leave out what is missing; it is not zero")
        if self.value is not None and not math.isfinite(self.value):
            raise DataError(f"{self.value} is no figure", hint="leave out what is missing; it is not zero and not NaN")

    @property
    def low(self) -> float | None:
        """Lower end of the range, None without one."""
        return None if self.range is None else self.range.low

    @property
    def high(self) -> float | None:
        """Upper end of the range, None without one."""
        return None if self.range is None else self.range.high

    @property
    def open(self) -> bool:
        """Whether the sign is not settled inside the range."""
        return self.range is not None and self.range.open


def value_of(figure: Figure) -> float:
    """Return the value of a figure that is compared or computed with: one that has only a range is no zero.

    Raises
    ------
    DataError
        If only the range is known.
    """
    if figure.value is None:
        raise DataError("a figure whose range alone is known is compared", hint="leave it out; it is not zero")
    return figure.value
