"""A series before and after: ratio or difference of the means of two windows of years."""

from __future__ import annotations

from typing import Literal

from technostate.claims.case import Case
from technostate.claims.change import Change, figures_of
from technostate.claims.measures.measure import Asked, Measure, Window
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import mean_of, path_of, span
from technostate.notation import plain


class Ask(Asked):
    """Two windows of a series.

    Parameters
    ----------
    series : str
        Id in the catalogue.
    of : {"state", "comparator"}
        Whose figures.
    base, test : Window
        The earlier and the later window; each needs figures in at least half of its years.
    give : {"ratio", "difference"}
        Later over earlier mean, or later less earlier in the series' unit.
    digits : int
        Of the figures in the sentence.
    """

    series: str
    of: Literal["state", "comparator"] = "state"
    base: Window
    test: Window
    give: Literal["ratio", "difference"] = "ratio"
    digits: int = 2


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return the change of a series between two windows of years."""
    series = case.evidence.series(ask.series)
    region = case.state if ask.of == "state" else case.against
    newest = max(path_of(series, region))
    base, test = ((one.first, one.last or newest) for one in (ask.base, ask.test))
    change = Change(base, test, mean_of(series, region, *base), mean_of(series, region, *test))
    if ask.give == "ratio" and min(change.old, change.new) < 0:
        raise NotTestableError(f"{series.title} is below zero in {span(*base)} or {span(*test)}, so it has no ratio")
    # From zero a rise is infinite, and no change is a ratio of one.
    value = 1.0 + change.relative if ask.give == "ratio" else change.new - change.old
    unit = "ratio" if ask.give == "ratio" else series.unit
    steps = tuple(
        Step(f"mean of {series.id} in {span(*window)}", mean, series.unit, series.id)
        for mean, window in ((change.old, base), (change.new, test))
    )
    said = f"{series.title}: {change.words(ask.digits)} ({ask.give} {plain(value, ask.digits)})"
    figures = figures_of(series.title, region, series.unit, series.id, ((change.old, base), (change.new, test)))
    return Reading(value, unit, said, test[1], figures, (series.origin,), steps, proxy=ask.proxy)


MEASURE = Measure("change", "ratio or difference of the means of two windows of a series", Ask, read)
