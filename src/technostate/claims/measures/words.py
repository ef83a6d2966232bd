"""Words before and after: hits of formulations in two windows of a state's own texts, with an exact test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from technostate.claims.case import Case
from technostate.claims.change import figures_of
from technostate.claims.measures.measure import Asked, Measure, Window
from technostate.claims.reading import Holds, Reading, Step, Test
from technostate.claims.text_counts import hits_of
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import span
from technostate.notation import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from technostate.doctrine.views import CountedCollection

#: A state's principal yearly text: what ``report`` stands for.
REPORTS = {"CHN": "gwr", "USA": "sotu", "IND": "budget"}

#: Fewer hits than this in both windows together decide nothing.
FEWEST_HITS = 10

#: All ways to deal documents are counted up to this many; beyond it as many are drawn.
DEALS = 20_000


class Ask(Asked):
    """Formulations in two windows of dated texts.

    Parameters
    ----------
    formulations : tuple of str
        Ids of the lexicon, counted together; a hit inside a longer one counts once.
    collections : tuple of str
        Embedded collections read as one; ``report`` stands for the state's principal yearly text.
    base, test : Window
        The earlier and the later window of years.
    """

    formulations: tuple[str, ...] = Field(min_length=1, max_length=100)
    collections: tuple[str, ...] = ("report",)
    base: Window
    test: Window


def read(ask: Ask, case: Case, holds: Holds) -> Reading:
    """Return the ratio of the rates of some formulations, later over earlier window, pooled over all documents."""
    texts = [case.evidence.texts(collection_of(name, case.state)) for name in ask.collections]
    newest = max(member.year for one in texts for member in one.members if member.year is not None)
    base, test = ((one.first, one.last or newest) for one in (ask.base, ask.test))
    counts, extents, later = windows(texts, ask.formulations, base, test)
    old, new = (int(counts[later == which].sum()) for which in (False, True))
    room = tuple(float(extents[later == which].sum()) for which in (False, True))
    if not all(room):
        raise NotTestableError(f"no text in {span(*base)} or {span(*test)}")
    rates = 1e4 * old / room[0], 1e4 * new / room[1]
    ratio = rates[1] / rates[0] if old else math.inf if new else math.nan
    unit, names = texts[0].unit.removeprefix("hits "), " and ".join(one.name for one in texts)
    what = ", ".join(ask.formulations)
    steps = tuple(
        Step(
            f"hits of {what} in {span(*window)}, of {plain(size, 0)} characters or words", float(count), "count", names
        )
        for count, size, window in ((old, room[0], base), (new, room[1], test))
    )
    said = (
        f"{old} hits in {span(*base)} and {new} in {span(*test)}, {plain(rates[0], 2)} and {plain(rates[1], 2)} {unit} "
        f"({names})"
    )
    figures = figures_of(f"use of {what}", case.state, "per 10,000", names, ((rates[0], base), (rates[1], test)))
    return Reading(
        ratio, "ratio", said, test[1], figures, tuple(one.origin for one in texts), steps, old + new,
        exact(old, room[0], new, room[1], counts, extents, later),
        controls(texts, ask.formulations, base, test, holds), proxy=ask.proxy,
    )  # fmt: skip


def collection_of(name: str, state: str) -> str:
    """Return the collection that a name stands for in a state; raises `NotTestableError` where there is none."""
    if name != "report":
        return name
    if state not in REPORTS:
        raise NotTestableError(f"no yearly text of {state} was counted; counted are those of {', '.join(REPORTS)}")
    return REPORTS[state]


def windows(
    texts: Sequence[CountedCollection], formulations: Sequence[str], base: tuple[int, int], test: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return hits and extent of each document in either window, and which stand in the later one.

    Returns
    -------
    (ndarray of int, ndarray of int, ndarray of bool), each of shape (documents,)
    """
    counts, extents, later = [], [], []
    for one in texts:
        found = np.bincount(one.document[hits_of(one, formulations)], minlength=len(one.members))
        for at, member in enumerate(one.members):
            year = member.year
            if year is not None and (base[0] <= year <= base[1] or test[0] <= year <= test[1]):
                counts.append(int(found[at]))
                extents.append(member.extent)
                later.append(test[0] <= year <= test[1])
    return np.array(counts, dtype=np.int64), np.array(extents, dtype=np.int64), np.array(later, dtype=np.bool_)


def exact(
    old: int, room: float, new: int, other: float, counts: NDArray[np.int64], extents: NDArray[np.int64],
    later: NDArray[np.bool_],
) -> Test | None:  # fmt: skip
    """Return the exact test of two rates, by hits and by documents; None without a hit.

    Parameters
    ----------
    old, new : int
        Hits in the earlier and the later window.
    room, other : float
        Characters or words of the two windows.
    counts, extents, later : ndarray, shape (documents,)
        As `windows` gives them.
    """
    from technostate.doctrine.views.rates import equal_rates_p, ratio_interval

    if old + new == 0:
        return None
    low, high = ratio_interval(new, old) if old else (ratio_interval(new, 1)[0], math.inf)
    scale = room / other
    return Test(equal_rates_p(old, room, new, other), low * scale, high * scale, by_documents(counts, extents, later))


def by_documents(counts: NDArray[np.int64], extents: NDArray[np.int64], later: NDArray[np.bool_]) -> float:
    """Return the share of ways to deal the documents that part the two rates at least as far as the windows do.

    All ways are counted where there are few (`DEALS`), else that many are drawn with a fixed seed.

    Examples
    --------
    >>> import numpy as np
    >>> by_documents(np.array([0, 0, 5, 5]), np.full(4, 100), np.array([False, False, True, True]))
    0.3333333333333333
    """
    size, chosen = len(counts), int(later.sum())
    if math.comb(size, chosen) <= DEALS:
        deals = np.array(list(combinations(range(size), chosen)), dtype=np.intp)
    else:
        random = np.random.default_rng(1)
        drawn = random.random((DEALS, size)).argpartition(chosen - 1, axis=1)[:, :chosen]
        deals = np.vstack([np.flatnonzero(later)[None, :], drawn])
    hits, room = counts[deals].sum(axis=1), extents[deals].sum(axis=1)
    apart = np.abs(hits / room - (counts.sum() - hits) / (extents.sum() - room))
    own = np.abs(counts[later].sum() / extents[later].sum() - counts[~later].sum() / extents[~later].sum())
    return float(np.mean(apart >= own * (1 - 1e-9)))


def controls(
    texts: Sequence[CountedCollection], asked: Sequence[str], base: tuple[int, int], test: tuple[int, int], holds: Holds
) -> tuple[int, int] | None:
    """Return for how many other formulations of these texts the condition holds, of how many with enough hits."""
    met = tried = 0
    for item in texts[0].formulations:
        if item.id in asked or not all(item.variants(one.language) for one in texts):
            continue
        old = new = 0
        room = other = 0.0
        for one in texts:
            row = one.counts[one.find(item.id)]
            for at, member in enumerate(one.members):
                if member.year is None:
                    continue
                if base[0] <= member.year <= base[1]:
                    old, room = old + int(row[at]), room + member.extent
                elif test[0] <= member.year <= test[1]:
                    new, other = new + int(row[at]), other + member.extent
        if old + new >= FEWEST_HITS and room and other:
            tried += 1
            met += holds((new / other) / (old / room) if old else math.inf)
    return (met, tried) if tried else None


MEASURE = Measure("words", "ratio of the rates of formulations in two windows of a state's texts", Ask, read)
