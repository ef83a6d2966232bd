"""A series' newest figure, or that of a year, of the state or over the comparator's."""

from __future__ import annotations

from typing import Literal

from technostate.claims.case import Case
from technostate.claims.measures.measure import Asked, Measure
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import Figure, NotTestableError
from technostate.claims.windows import latest_of, path_of
from technostate.evidence import Observation, Series
from technostate.notation import plain


class Ask(Asked):
    """A figure of a series.

    Parameters
    ----------
    series : str
        Id in the catalogue.
    year : int, optional
        The newest by default.
    give : {"level", "over comparator", "less comparator"}
        The state's figure alone, divided by the comparator's of its newest or the same year, or less it.
    digits : int
        Of the figures in the sentence.
    """

    series: str
    year: int | None = None
    give: Literal["level", "over comparator", "less comparator"] = "level"
    digits: int = 2


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return a figure of a state, alone or beside the comparator's."""
    series = case.evidence.series(ask.series)
    regions = (case.state,) if ask.give == "level" else (case.state, case.against)
    seen = [_at(series, region, ask.year) for region in regions]
    value, unit = seen[0].value, series.unit
    if ask.give == "over comparator":
        if seen[1].value <= 0:
            raise NotTestableError(f"{series.title} is not above zero for {case.against}, so there is no ratio")
        value, unit = seen[0].value / seen[1].value, "ratio"
    elif ask.give == "less comparator":
        value = seen[0].value - seen[1].value
    said = f"{series.title}: " + ", ".join(f"{it.region} {plain(it.value, ask.digits)} in {it.year}" for it in seen)
    figures = tuple(
        Figure(series.title, it.region, it.value, series.unit, str(it.year), series.kind, series.id) for it in seen
    )
    steps = tuple(Step(f"{it.region} in {it.year}", it.value, series.unit, series.id) for it in seen)
    kind = series.kind if ask.give == "level" else "derived"
    return Reading(value, unit, said, seen[0].year, figures, (series.origin,), steps, kind=kind, proxy=ask.proxy)


def _at(series: Series, region: str, year: int | None) -> Observation:
    if year is None:
        return latest_of(series, region)
    path = path_of(series, region)
    if year not in path:
        raise NotTestableError(f"{series.title} ({series.id}) has no figure for {region} in {year}")
    return Observation(region, year, path[year])


MEASURE = Measure(
    "level", "the newest figure of a series, or that of a year, alone or beside the comparator's", Ask, read
)
