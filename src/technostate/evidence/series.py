"""A series: one quantity for regions and years, with its unit, kind and origin."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from technostate import units
from technostate.errors import DataError
from technostate.evidence.origin import KINDS, Kind, Origin
from technostate.evidence.regions import missing


class Observation(NamedTuple):
    """One figure: region (ISO 3166 alpha-3, a group's key or ``ROW``), calendar year, value in the series' unit."""

    region: str
    year: int
    value: float


@dataclass(frozen=True)
class Series:
    """One quantity by region and year. Missing is absent, never zero and never NaN.

    Parameters
    ----------
    id : str
        ``producer/dataset/series``.
    title : str
        What is measured, as a chart's title would say it.
    unit : str
        A symbol of `technostate.units`.
    values : mapping of str to mapping of int to float
        Region → year → value.

    Raises
    ------
    DataError
        If the id is malformed, the kind unknown, or a value is not finite.
    LabelError
        If the unit is not in the table of units.

    Examples
    --------
    >>> from technostate.evidence import Origin
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> gdp = Series("example/table/gdp", "GDP", "musd", "measured", source, {"CHN": {2019: 14.3e6, 2020: 14.7e6}})
    >>> gdp.value("CHN", 2019), gdp.latest("CHN").year, gdp.latest("USA")
    (14300000.0, 2020, None)
    """

    id: str
    title: str
    unit: str
    kind: Kind
    origin: Origin
    values: Mapping[str, Mapping[int, float]]

    def __post_init__(self) -> None:
        check_id(self.id)
        units.unit(self.unit)
        if self.kind not in KINDS:
            raise DataError(f"{self.id}: kind {self.kind!r} is none of {', '.join(KINDS)}", hint="see design law 1")
        ordered: dict[str, Mapping[int, float]] = {}
        for region in sorted(self.values):
            path = self.values[region]
            if None in path.values() or not all(map(math.isfinite, path.values())):
                bad = [year for year, value in path.items() if value is None or not math.isfinite(value)]
                raise DataError(
                    f"{self.id}: {region} {bad[0]} is not a finite number",
                    hint="leave a missing value out; missing is not zero and not NaN",
                )
            ordered[region] = MappingProxyType(_plain(path))
        object.__setattr__(self, "values", MappingProxyType(ordered))

    @property
    def regions(self) -> tuple[str, ...]:
        """Regions with at least one value, sorted."""
        return tuple(self.values)

    @property
    def years(self) -> tuple[int, ...]:
        """Years with at least one value, sorted."""
        return tuple(sorted({year for path in self.values.values() for year in path}))

    def path(self, region: str) -> Mapping[int, float]:
        """Return year → value of one region, in order of years; raises `LabelError` if it has none."""
        try:
            return self.values[region]
        except KeyError:
            raise missing(region, self.regions, self.id) from None

    def value(self, region: str, year: int) -> float:
        """Return one figure; raises `LabelError` for the region, `DataError` for the year (naming the newest)."""
        path = self.path(region)
        if year not in path:
            newest = max(path)
            raise DataError(
                f"{self.id} has no value for {region} in {year}",
                hint=f"{len(path)} years exist, {min(path)} to {newest}; the newest is {newest}",
            )
        return path[year]

    def latest(self, region: str, *, until: int | None = None) -> Observation | None:
        """Return the newest figure of a region (not after `until`), or None if there is none."""
        years = [year for year in self.values.get(region, {}) if until is None or year <= until]
        return Observation(region, max(years), self.values[region][max(years)]) if years else None

    def cross_section(self, year: int, regions: Iterable[str] | None = None) -> dict[str, float]:
        """Return region → value in one year, for those that have it (of `regions`, if given)."""
        wanted = self.regions if regions is None else tuple(regions)
        return {region: self.values[region][year] for region in wanted if year in self.values.get(region, {})}


def _plain(path: Mapping[int, float]) -> dict[int, float]:
    """Return a path as plain numbers in order of years; most are so already."""
    years = list(path)
    if set(map(type, years)) <= {int} and set(map(type, path.values())) <= {float} and years == sorted(years):
        return dict(path)
    return {int(year): float(path[year]) for year in sorted(path)}


def check_id(series_id: str) -> None:
    """Raise `DataError` unless the id is three non-empty parts joined by slashes."""
    parts = series_id.split("/")
    if len(parts) != 3 or not all(part.strip() == part and part for part in parts):
        raise DataError(
            f"{series_id!r} is not a series id",
            hint="write producer/dataset/series, e.g. worldbank/wdi/GB.XPD.RSDV.GD.ZS",
        )
