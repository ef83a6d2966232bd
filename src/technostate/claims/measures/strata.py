"""Counts compared within strata: pooled ratios and exact tests, so that a collection that grew passes for no change.

Every count asked here has, given its margins, a distribution of one family: weights that the ratio in question tilts.
The sum over strata has that form too, so that one convolution gives p and interval.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: All ways to deal documents are counted up to this many; beyond it as many are drawn.
DEALS = 5_000
#: Half of what lies outside the interval, and the widest ratio that is looked for.
_TAIL, _WIDEST = 0.025, 1e9


@dataclass(frozen=True, eq=False)
class Stratum:
    """A count and the chances that it might have had: `log_weights` of `least`, `least` + 1, … at a ratio of one."""

    count: int
    least: int
    log_weights: NDArray[np.float64]


def rates(old: int, room: float, new: int, other: float) -> Stratum:
    """Return the later of two Poisson counts, given their sum (Przyborowski and Wilenski 1940)."""
    from scipy.special import gammaln

    total = old + new
    k = np.arange(total + 1)
    weights = -gammaln(k + 1) - gammaln(total - k + 1) + k * math.log(other / room)
    return Stratum(new, 0, weights)


def odds(first: int, second: int, later_first: int, later_second: int) -> Stratum:
    """Return a count of a fourfold table, given its margins (Fisher's exact test)."""
    from scipy.special import gammaln

    mine, others, total = first + later_first, second + later_second, later_first + later_second
    least = max(0, total - others)
    k = np.arange(least, min(mine, total) + 1)
    weights = -gammaln(k + 1) - gammaln(mine - k + 1) - gammaln(total - k + 1) - gammaln(others - total + k + 1)
    return Stratum(later_first, least, weights)


def exact(strata: Sequence[Stratum]) -> tuple[float, float, float]:
    """Return the exact two-sided p of a ratio of one, and the exact 95 % interval of the ratio, over all strata.

    Parameters
    ----------
    strata : sequence of Stratum
        At least one.

    Examples
    --------
    >>> [round(it, 3) for it in exact([rates(20, 1.0, 10, 1.0)])]
    [0.099, 0.209, 1.119]
    """
    chance = np.ones(1)
    for one in strata:
        part = np.exp(one.log_weights - one.log_weights.max())
        chance = np.convolve(chance, part / part.sum())
    seen = sum(one.count - one.least for one in strata)
    p = min(1.0, float(chance[chance <= chance[seen] * (1 + 1e-7)].sum()))
    k = np.arange(len(chance))
    with np.errstate(divide="ignore"):
        logs = np.log(chance)

    def at_least(log_ratio: float, bound: int) -> float:
        tilted = logs + k * log_ratio
        weights = np.exp(tilted - tilted.max())
        return float(weights[bound:].sum() / weights.sum())

    low = 0.0 if seen == 0 else _solved(lambda x: at_least(x, seen) - _TAIL)
    high = math.inf if seen == len(chance) - 1 else _solved(lambda x: at_least(x, seen + 1) - (1 - _TAIL))
    return p, low, high


def _solved(rising: Callable[[float], float]) -> float:
    """Return exp(x) where a rising function of x is zero."""
    low, high = -math.log(_WIDEST), math.log(_WIDEST)
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return math.exp((low + high) / 2)


def pooled(tops: Sequence[float], bottoms: Sequence[float]) -> float:
    """Return the ratio of two sums; infinite over zero, NaN of nothing."""
    top, bottom = math.fsum(tops), math.fsum(bottoms)
    return top / bottom if bottom else math.inf if top else math.nan


def rate_ratio(rows: Sequence[tuple[int, float, int, float]]) -> float:
    """Return the ratio of rates within strata, pooled with the weights of Mantel and Haenszel (Rothman 1986).

    Parameters
    ----------
    rows : sequence of (int, float, int, float)
        Earlier hits and room, later hits and room, of each stratum.

    Examples
    --------
    >>> rate_ratio([(5, 10.0, 10, 10.0)]), rate_ratio([(1, 10.0, 2, 10.0), (100, 10.0, 1800, 90.0)])
    (2.0, 2.0)
    """
    return pooled(
        [new * room / (room + other) for _, room, new, other in rows],
        [old * other / (room + other) for old, room, _, other in rows],
    )


def odds_ratio(rows: Sequence[tuple[int, int, int, int]]) -> float:
    """Return the odds ratio within strata, pooled with the weights of Mantel and Haenszel (1959).

    Parameters
    ----------
    rows : sequence of (int, int, int, int)
        Earlier first and second count, later first and second count, of each stratum.

    Examples
    --------
    >>> odds_ratio([(10, 10, 20, 10)])
    2.0
    """
    sizes = [max(sum(row), 1) for row in rows]
    return pooled(
        [row[2] * row[1] / size for row, size in zip(rows, sizes, strict=True)],
        [row[0] * row[3] / size for row, size in zip(rows, sizes, strict=True)],
    )


def dealt(parts: Sequence[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]]) -> float:
    """Return the share of ways to deal whole documents into two windows that part the two at least as far.

    Documents are dealt within their stratum. All ways are counted where there are few (`DEALS`), else that many drawn
    with a fixed seed.

    Parameters
    ----------
    parts : sequence of (ndarray, ndarray, ndarray of bool), each of shape (documents,)
        Hits, what they are measured against, and which documents are of the later window, of each stratum.

    Examples
    --------
    >>> later = np.array([False, False, True, True])
    >>> dealt([(np.array([0.0, 0.0, 5.0, 5.0]), np.full(4, 100.0), later)])
    0.3333333333333333
    """
    from itertools import combinations

    random = np.random.default_rng(1)
    own, apart = 0.0, np.zeros(1)
    for hits, room, later in parts:
        size, chosen = len(hits), int(later.sum())
        if len(parts) == 1 and math.comb(size, chosen) <= DEALS:
            deals = np.array(list(combinations(range(size), chosen)), dtype=np.intp).reshape(-1, chosen)
        else:
            deals = random.random((DEALS, size)).argpartition(chosen - 1, axis=1)[:, :chosen]
            deals = np.vstack([np.flatnonzero(later)[None, :], deals])
        there, against = hits[deals].sum(axis=1), room[deals].sum(axis=1)
        all_hits, all_room = hits.sum(), max(room.sum(), 1e-12)
        # Hits less what they would be at one rate throughout: zero where the windows do not differ.
        apart = apart + there - all_hits * against / all_room
        own += hits[later].sum() - all_hits * room[later].sum() / all_room
    return float(np.mean(np.abs(apart) >= abs(own) * (1 - 1e-9) - 1e-12))
