"""Where a state stands: the newest figures of an indicator, its ranks and its change over ten years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from technostate.evidence.origin import Kind, Origin
from technostate.evidence.series import Series
from technostate.strategies.dictionary import Indicator, indicators, values
from technostate.strategies.measures import NOT_STATES

#: A trend runs over this many years, or over those within `TREND_SLACK` of it that are nearest to it.
TREND_YEARS = 10
TREND_SLACK = 2

#: A rank compares figures that are at most this many years older than the newest of all states.
RANK_AGE = 3


@dataclass(frozen=True)
class Trend:
    """Change of one state's figure between two years, both with a published or derived value."""

    start_year: int
    start: float
    end_year: int
    end: float

    @property
    def change(self) -> float:
        """End less start, in the indicator's unit."""
        return self.end - self.start

    @property
    def per_year(self) -> float:
        """Change a year, in the indicator's unit."""
        return self.change / (self.end_year - self.start_year)


@dataclass(frozen=True)
class Rank:
    """Place among the states that have a recent figure, highest value first; ties share the better place."""

    place: int
    of: int
    oldest: int
    newest: int


@dataclass(frozen=True)
class Row:
    """One indicator for some states: newest values, each with its year, rank, and trend.

    Parameters
    ----------
    values, year : dict of str to number or None
        By region; None where the indicator has no figure for it.
    states : int
        Number of states with any figure.
    """

    indicator: Indicator
    kind: Kind
    origin: Origin
    values: dict[str, float | None]
    year: dict[str, int | None]
    rank: dict[str, Rank | None]
    trend: dict[str, Trend | None]
    states: int


def rows(strategy: str, regions: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of a strategy's indicators for the regions, in the dictionary's order.

    Parameters
    ----------
    regions : sequence of str
        State, comparator and peers; a region without figures has None throughout.
    """
    return tuple(row(item, values(item), regions) for item in indicators(strategy))


def row(indicator: Indicator, series: Series, regions: Iterable[str]) -> Row:
    """Return one indicator's row from its figures.

    Parameters
    ----------
    series : Series
        In the indicator's unit.
    """
    wanted = tuple(dict.fromkeys(regions))
    newest = {region: series.latest(region) for region in wanted}
    places = ranks(series)
    return Row(
        indicator=indicator,
        kind=series.kind,
        origin=series.origin,
        values={region: seen.value if seen else None for region, seen in newest.items()},
        year={region: seen.year if seen else None for region, seen in newest.items()},
        rank={region: places.get(region) for region in wanted},
        trend={region: trend(series, region) for region in wanted},
        states=sum(region not in NOT_STATES for region in series.regions),
    )


def trend(series: Series, region: str, years: int = TREND_YEARS) -> Trend | None:
    """Return the change to the newest figure from the one nearest to `years` earlier, or None without such a figure.

    Parameters
    ----------
    years : int
        The start may lie up to `TREND_SLACK` years off; both years are in the result.

    Examples
    --------
    >>> from technostate.evidence import Origin, Series
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> table = Series("e/t/a", "A", "%", "measured", source, {"CHN": {2009: 1.0, 2010: 1.5, 2020: 2.5}})
    >>> trend(table, "CHN").change
    1.0
    """
    newest = series.latest(region)
    if newest is None:
        return None
    path = series.path(region)
    ages = {year: abs(newest.year - years - year) for year in path if year < newest.year}
    near = [year for year, off in ages.items() if off <= TREND_SLACK]
    if not near:
        return None
    start = min(near, key=lambda year: (ages[year], year))
    return Trend(start, path[start], newest.year, newest.value)


def ranks(series: Series) -> dict[str, Rank]:
    """Return the place of every state whose newest figure is recent, highest value first; groups are not ranked."""
    newest = {region: series.latest(region) for region in series.regions if region not in NOT_STATES}
    seen = {region: figure for region, figure in newest.items() if figure is not None}
    if not seen:
        return {}
    last = max(figure.year for figure in seen.values())
    recent = {region: figure for region, figure in seen.items() if figure.year >= last - RANK_AGE}
    oldest = min(figure.year for figure in recent.values())
    ordered = sorted((figure.value for figure in recent.values()), reverse=True)
    first: dict[float, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {region: Rank(first[figure.value], len(recent), oldest, last) for region, figure in recent.items()}
