"""Gather figures into series: one value a region and year, known labels only, zeros kept apart from gaps."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Kind, Origin
from technostate.evidence.series import Series


@dataclass
class Gathering:
    """A series in the making.

    Examples
    --------
    >>> from technostate.evidence import Origin
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> gdp = Gathering("example/table/gdp", "GDP", "musd", "measured", source)
    >>> gdp.add("CHN", 2020, 14.7e6, where="table.csv line 2")
    >>> gdp.add("CHN", 2021, None, where="table.csv line 3")
    >>> gdp.series().years
    (2020,)
    """

    id: str
    title: str
    unit: str
    kind: Kind
    origin: Origin
    values: dict[str, dict[int, float]] = field(default_factory=dict)

    def add(self, region: str, year: int, value: float | None, *, where: str) -> None:
        """Add one figure; None is left out. Raises `LabelError` for the region, `DataError` for a second value."""
        if value is None:
            return
        if not math.isfinite(value):
            raise DataError(f"{where}: {region} {year} is {value}", hint="leave a missing value empty")
        path = self.values.setdefault(regions.check(region), {})
        if year in path:
            raise DataError(
                f"{where}: {region} {year} is there twice in {self.id} ({path[year]:g} and {value:g})",
                hint="remove the duplicate row, or take one kind of row alone: other columns may tell them apart",
            )
        path[year] = value

    def series(self) -> Series:
        """Return what was gathered; raises `DataError` if that is nothing."""
        values = {region: path for region, path in self.values.items() if path}
        if not values:
            raise DataError(f"no figure was found for {self.id}", hint="the file is empty or not the one expected")
        return Series(self.id, self.title, self.unit, self.kind, self.origin, values)


def without_leading_zeros(series: Series) -> Series:
    """Return the series without the zeros before each region's first other value.

    Balance-of-payments items are written as zero where a country did not yet report them apart: a gap, not a zero.
    A region that has nothing but zeros loses them all.
    """
    values: dict[str, dict[int, float]] = {}
    for region, path in series.values.items():
        started = [year for year, value in path.items() if value != 0.0]
        if started:
            values[region] = {year: value for year, value in path.items() if year >= min(started)}
    return Series(series.id, series.title, series.unit, series.kind, series.origin, values)
