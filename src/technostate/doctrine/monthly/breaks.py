"""Change points of a term by the month: the method of `technostate.doctrine.views.breaks`, with years kept whole.

News of a month repeats with the calendar (the sessions of March, the conference of December), so that the second test
shuffles runs of twelve months whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine.monthly.rates import UNIT, per_million, told
from technostate.doctrine.monthly.stored import NAME, ORIGIN, Items, MonthlySeries, series
from technostate.doctrine.views.record import Answer
from technostate.doctrine.views.segments import LEVEL, SHUFFLES, eliminate, segment, standardised, stretch_p
from technostate.errors import DataError
from technostate.evidence.figure import Figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Months that are shuffled together in the second test.
RUN = 12
#: Hits below which no change is looked for.
FEWEST_HITS = 10


@dataclass(frozen=True)
class MonthlyBreak:
    """A change of the rate between two months.

    Parameters
    ----------
    before, after : str
        The months between which it lies.
    rate_before, rate_after : Figure
        Of the two neighbouring segments.
    p : Figure
        Of the step in its two segments, by shuffling, adjusted for their number (Holm).
    claimed : bool
        Whether it was not dropped and the series as a whole is unlike shuffled ones, by both tests.
    """

    before: str
    after: str
    rate_before: Figure
    rate_after: Figure
    p: Figure
    claimed: bool


@dataclass(frozen=True)
class MonthlyBreaks(Answer):
    """The change points of one term.

    Parameters
    ----------
    term : str
        The term, or the id of a concept.
    items : str
        In which items.
    penalty : float
        In units of the noise variance.
    p_any, p_runs : Figure
        Of any stretch unlike the rest, by shuffling months, and years whole.
    """

    term: str
    items: Items
    penalty: float
    p_any: Figure
    p_runs: Figure
    shuffles: int
    seed: int


def change_points(term: str, items: Items = "all", *, penalty: float | None = None, seed: int = 1) -> MonthlyBreaks:
    """Return where the monthly rate of a term changes, with the evidence for each change.

    Parameters
    ----------
    term : str
        A term, or the id of a formulation.
    items : {"all", "domestic", "foreign", "both"}
        In which items; months without any are left out.
    penalty : float, optional
        Above 0, in units of the noise variance; 3 ln n by default.
    seed : int
        Of the shuffling.

    Raises
    ------
    LabelError
        If the term was not counted.
    DataError
        If it has fewer than ten hits, the penalty is not above 0, or the extra ``doctrine`` is not installed.
    """
    found = series(term, items)
    kept = np.flatnonzero(found.characters > 0)
    if found.count.sum() < FEWEST_HITS:
        raise DataError(
            f"{found.name} has {int(found.count.sum())} hits in these items; change points need {FEWEST_HITS}",
            hint="see the trend instead: technostate doctrine trend TERM --collection xwlb --by month",
        )
    cost = 3 * math.log(len(kept)) if penalty is None else penalty
    if not (cost > 0 and math.isfinite(cost)):
        raise DataError(f"the penalty is {penalty}", hint="a number above 0; 3 ln n by default")
    values = standardised(found.count[kept].astype(float), found.characters[kept].astype(float))
    edges = segment(values, cost)
    generator = np.random.default_rng(seed)
    p_any, p_runs = stretch_p(values, generator), stretch_p(values, generator, run=RUN)
    p, remaining = eliminate(values, edges, generator)
    sure = max(p_any, p_runs) <= LEVEL
    whole = [0, *edges, len(kept)]
    rows = tuple(
        MonthlyBreak(
            found.months[kept[b - 1]], found.months[kept[b]], _rate(found, kept[a:b]), _rate(found, kept[b:c]),
            _level(p[at]), sure and b in remaining,
        )
        for at, (a, b, c) in enumerate(zip(whole, whole[1:], whole[2:], strict=False))
    )  # fmt: skip
    notes = (
        f"Claimed: a change with an adjusted p up to {LEVEL} in a series with both p of a stretch up to {LEVEL}.",
        "A slow drift passes too, as a change at some month; a burst of a month or two is two changes.",
        *told(items, found.months[0]),
    )
    return MonthlyBreaks(
        NAME, UNIT, ORIGIN, notes, rows, {found.name: found.terms}, found.name, items, cost, _level(p_any),
        _level(p_runs), SHUFFLES, seed,
    )  # fmt: skip


def _rate(found: MonthlySeries, places: NDArray[np.int64]) -> Figure:
    rate = per_million(int(found.count[places].sum()), int(found.characters[places].sum()))
    assert rate is not None, "every month kept has text"
    return rate


def _level(value: float) -> Figure:
    return Figure(value, "1", "derived", ORIGIN)
