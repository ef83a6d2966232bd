"""Change points of a formulation's rate, claimed only where a shuffled series would hardly show as much.

The series is the square root of the rate, which makes the variance of a Poisson count nearly the same at every level,
divided by its noise: the larger of the robust spread of its steps and the spread of the Poisson counts. PELT with
squared loss finds the segments at a penalty of 3 ln n for each further one. Nothing is claimed unless shuffling the
whole series gives as large a contrast of any stretch to the rest in at most 5 % of cases (the statistic of circular
binary segmentation). Then each change point is tested by shuffling its two neighbouring segments, the p values adjusted
for their number (Holm); the weakest is dropped and its segments joined until all that remain have at most 5 %.

Shuffling takes documents as exchangeable. Where a report repeats the one before, chance alone makes long runs: so the
first test must hold as well when runs of four documents are shuffled whole.

References
----------
Killick, R., Fearnhead, P., Eckley, I. A. (2012). Optimal detection of changepoints with a linear computational cost.
JASA 107, 1590–1598. Zhang, N. R., Siegmund, D. O. (2007). A modified Bayes information criterion. Biometrics 63, 22–32.
Olshen, A. B., Venkatraman, E. S., Lucito, R., Wigler, M. (2004). Circular binary segmentation. Biostatistics 5,
557–572. Truong, C., Oudre, L., Vayatis, N. (2020). Selective review of offline change point detection methods. Signal
Processing 167, 107299 (the package ruptures).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.record import Answer, terms_of
from technostate.doctrine.views.segments import (
    LEVEL,
    SHUFFLES,
    Method,
    eliminate,
    line_fits_better,
    segment,
    standardised,
    stretch_p,
)  # fmt: skip
from technostate.errors import DataError
from technostate.evidence.figure import Figure

#: Documents that are shuffled together in the second test.
RUN = 4
#: Documents of a series.
FEWEST = 8


@dataclass(frozen=True)
class Break:
    """A change of the rate between two documents.

    Parameters
    ----------
    before, after : str
        The documents between which it lies.
    hits_before, hits_after, rate_before, rate_after : Figure
        Of the two neighbouring segments.
    p : Figure
        Of the step in its two segments, by shuffling, adjusted for their number (Holm), when it was last tested.
    claimed : bool
        Whether it was not dropped and the series as a whole is unlike shuffled ones, by both tests.
    """

    before: str
    after: str
    before_year: int | None
    after_year: int | None
    hits_before: Figure
    hits_after: Figure
    rate_before: Figure
    rate_after: Figure
    p: Figure
    claimed: bool


@dataclass(frozen=True)
class Segment:
    """Documents between two change points that are claimed, with their hits and rate."""

    first: str
    last: str
    first_year: int | None
    last_year: int | None
    documents: int
    hits: Figure
    rate: Figure


@dataclass(frozen=True)
class Breaks(Answer):
    """The change points of one formulation.

    Parameters
    ----------
    penalty : float
        In units of the noise variance.
    p_any : Figure
        Of any stretch unlike the rest, by shuffling the documents.
    p_runs : Figure
        The same by shuffling runs of four documents whole.
    line_fits_better : bool
        Whether a straight line has a lower BIC than the steps found.
    segments : tuple of Segment
        Between the change points that are claimed.
    series : tuple of Figure
        Rate of each document.
    """

    formulation: str
    method: Method
    penalty: float
    p_any: Figure
    p_runs: Figure
    shuffles: int
    seed: int
    line_fits_better: bool
    segments: tuple[Segment, ...]
    series: tuple[Figure, ...]


def change_points(
    texts: CountedCollection, term: str, *, method: Method = "pelt", penalty: float | None = None, seed: int = 1
) -> Breaks:
    """Return where the rate of a formulation changes, with the evidence for each change.

    Parameters
    ----------
    texts : CountedCollection
        Documents without any character or word are left out.
    method : {"pelt", "binary"}
        Optimal segments, or binary segmentation.
    penalty : float, optional
        Above 0, in units of the noise variance; 3 ln n by default.
    seed : int
        Of the shuffling.

    Raises
    ------
    LabelError
        If the term was not counted.
    DataError
        If there are fewer than eight documents, the penalty is not above 0, or the extra ``doctrine`` is not installed.
    """
    texts = texts.naming((term,))
    place = texts.find(term)
    kept = np.flatnonzero(texts.extents > 0)
    if len(kept) < FEWEST:
        raise DataError(
            f"{texts.name} has {len(kept)} documents with text; change points need {FEWEST}", hint="see trend instead"
        )
    cost = 3 * math.log(len(kept)) if penalty is None else penalty
    if not (cost > 0 and math.isfinite(cost)):
        raise DataError(f"the penalty is {penalty}", hint="a number above 0; 3 ln n by default")
    count, extent = texts.counts[place, kept].astype(float), texts.extents[kept].astype(float)
    series = standardised(count, extent)
    found = segment(series, cost, method)
    generator = np.random.default_rng(seed)
    p_any, p_runs = stretch_p(series, generator), stretch_p(series, generator, run=RUN)
    edges = [0, *found, len(series)]
    p, kept_places = eliminate(series, found, generator)
    claimed = [max(p_any, p_runs) <= LEVEL and edge in kept_places for edge in found]
    members = [texts.members[at] for at in kept]

    def rate(start: int, stop: int, year: int | None = None) -> Figure:
        made = figures.rate(int(count[start:stop].sum()), float(extent[start:stop].sum()), texts.origin, year)
        assert made is not None, "every document kept has text"
        return made

    def hits(start: int, stop: int) -> Figure:
        return figures.count(int(count[start:stop].sum()), texts.origin)

    def level(value: float) -> Figure:
        return Figure(value, "1", "derived", texts.origin)

    rows = tuple(
        Break(
            members[b - 1].id, members[b].id, members[b - 1].year, members[b].year, hits(a, b), hits(b, c),
            rate(a, b), rate(b, c),
            level(p[at]), claimed[at],
        )
        for at, (a, b, c) in enumerate(zip(edges, edges[1:], edges[2:], strict=False))
    )  # fmt: skip
    sure = [edge for edge, claim in zip(found, claimed, strict=True) if claim]
    segments = tuple(
        Segment(members[a].id, members[b - 1].id, members[a].year, members[b - 1].year, b - a, hits(a, b), rate(a, b))
        for a, b in pairwise([0, *sure, len(series)])
    )
    line = line_fits_better(series, sure)
    notes = (*_notes(p_any, p_runs, line=line), *texts.notes)
    item = texts.formulations[place]
    return Breaks(
        texts.name, texts.unit, texts.origin, notes, rows, terms_of([item], texts.language), item.id, method, cost,
        level(p_any), level(p_runs), SHUFFLES, seed, line, segments,
        tuple(rate(at, at + 1, member.year) for at, member in enumerate(members)),
    )  # fmt: skip


def _notes(p_any: float, p_runs: float, *, line: bool) -> tuple[str, ...]:
    notes = (
        f"Claimed: a change with an adjusted p up to {LEVEL} in a series with p_any and p_runs up to {LEVEL}.",
        "Documents, or runs of them, are taken as exchangeable: a slow drift passes too, as a change at some year.",
        f"With runs of {RUN} documents shuffled whole p is {p_runs:.2f}: persistence alone may make such a series."
        if p_any <= LEVEL < p_runs
        else "",
        "A straight line fits better than the steps (BIC): read the change points as a drift." if line else "",
    )
    return tuple(filter(None, notes))
