"""One series over another, before and after: for example production over use."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from technostate.claims.case import Case
from technostate.claims.change import figures_of
from technostate.claims.measures.measure import Asked, Measure, Window
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import common_years, path_of, span, window_mean
from technostate.notation import plain


class Ask(Asked):
    """Two series and two windows.

    Parameters
    ----------
    series, over : str
        Ids in the catalogue; the first is divided by the second year by year.
    called : str
        What the quotient is called in a sentence.
    base, test : Window
        The earlier and the later window; each needs figures in at least half of its years.
    give : {"ratio", "level"}
        Mean of the later window over that of the earlier, or the mean of the later alone.
    """

    series: str
    over: str
    called: str = Field(min_length=3, max_length=120)
    base: Window
    test: Window
    give: Literal["ratio", "level"] = "ratio"


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return how a quotient of two series changed, or where it stands."""
    above, below = case.evidence.series(ask.series), case.evidence.series(ask.over)
    top, bottom = path_of(above, case.state), path_of(below, case.state)
    path = {year: top[year] / bottom[year] for year in common_years(top, bottom) if bottom[year] > 0}
    if not path:
        raise NotTestableError(f"{ask.series} and {ask.over} share no year for {case.state}")
    windows = [(one.first, one.last or max(path)) for one in (ask.base, ask.test)]
    means = [window_mean(path, *window) for window in windows]
    for mean, window in zip(means, windows, strict=True):
        if mean is None:
            raise NotTestableError(f"{ask.called} of {case.state} has too few years in {span(*window)}")
    old, new = (mean for mean in means if mean is not None)
    if ask.give == "ratio" and old <= 0:
        raise NotTestableError(f"{ask.called} of {case.state} is not above zero in {span(*windows[0])}")
    value = new / old if ask.give == "ratio" else new
    said = f"{ask.called}: {plain(old, 2)} in {span(*windows[0])}, {plain(new, 2)} in {span(*windows[1])}"
    pairs = ((old, windows[0]), (new, windows[1]))
    source = f"{ask.series} over {ask.over}"
    steps = tuple(Step(f"{ask.called}, mean of {span(*window)}", mean, "ratio", source) for mean, window in pairs)
    figures = figures_of(ask.called, case.state, "ratio", ask.series, pairs)
    return Reading(value, "ratio", said, windows[1][1], figures, (above.origin, below.origin), steps, proxy=ask.proxy)


MEASURE = Measure("quotient", "one series over another, in two windows", Ask, read)
