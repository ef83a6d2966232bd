"""One product in one region: who falls short, and how far firms that need several sources stop."""

from __future__ import annotations

from typing import Any

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ties.kernel.arrays import Array

#: See `reference.NOTICED`.
NOTICED = 1e-6


@compiled(fastmath=SUMS)
def cover_of(b: int, keep: float, stock: Array, need: Array, ratios: Array) -> Any:
    """Fill ratios (N origin,) with stock over the stock that is needed, and return the least; infinite: none is."""
    for o in range(len(ratios)):
        goal = keep * need[b, o]
        ratios[o] = stock[b, o] / goal if goal > 0 else np.inf
    least = ratios[0]
    for o in range(len(ratios)):
        least = min(least, ratios[o])
    return least


@compiled(fastmath=SUMS)
def firms_out(ratios: Array, spread: Any, least: Any, out: Array) -> None:
    """Fill out (N origin,) with the share of firms out of stock; 0 where it is not noticed."""
    if spread == 2:
        for o in range(len(out)):
            gone = max(1 - ratios[o], 0.0)
            out[o] = gone * gone
    else:
        for o in range(len(out)):
            out[o] = (1 - ratios[o]) ** spread if ratios[o] < 1 - least else 0.0
    for o in range(len(out)):
        out[o] = out[o] if out[o] >= 2 * NOTICED else 2 * max(out[o] - NOTICED, 0.0)


@compiled()
def split(
    b: int, out: Array, to_final: Array, asked: Any, waiting: Any, priority: Any, need: Array, left_over: Array,
    given: Array, order: Array,
) -> tuple[int, float, float]:  # fmt: skip
    """Divide what is missing of each origin among waiting buyers, final users and firms.

    `out` (N origin,) is the share of firms out of stock and becomes the share of their need that firms lack. Fills
    `left_over`, one less that, and `given`, what final users get, and takes from `need` the waiting buyers who are not
    served. `order` begins with the origins of which firms lack something, the worst first.

    Returns
    -------
    tuple
        Number of those, final demand not met and waiting buyers not served.
    """
    count, unmet, unserved = 0, 0.0, 0.0
    for o in range(len(out)):
        given[b, o] = (asked + waiting) * to_final[o]
        left_over[b, o] = 1.0
    for o in range(len(out)):
        if out[o] <= 0:
            continue
        late, now = waiting * to_final[o], asked * to_final[o]
        lack = out[o] * need[b, o]
        to_late = min(lack, late)
        lack -= to_late
        firms = max(need[b, o] - late - now, 0.0)
        rate, cut = 0.0, 0.0
        if lack > 0:
            rate = lack / (firms + priority * now)
            cut = priority * rate
            if cut > 1:
                rate = min(max(lack - now, 0.0) / firms, 1.0) if firms > 1e-12 * need[b, o] else 0.0
                cut = 1.0
        need[b, o] -= to_late
        given[b, o] -= cut * now + to_late
        out[o], left_over[b, o] = rate, 1 - rate
        unmet += cut * now
        unserved += to_late
        if rate > 0:
            at = count
            while at > 0 and out[order[at - 1]] < rate:
                order[at] = order[at - 1]
                at -= 1
            order[at] = o
            count += 1
    return count, unmet, unserved


@compiled(fastmath=SUMS)
def stops(
    count: int, order: Array, missing: Array, share: Array, ties: Any, left: Array, lost: Array, mean: Array
) -> None:
    """Fill, by user, the share of firms that stop for want of one of their sources, and what is missing on average.

    A firm draws its sources with the shares of the origins and stops with the worst: the mean of the worst of several
    draws, a sum over the origins in order. None of a whole number of draws is among some origins with probability
    left**ties, a product of squares; between whole numbers the mean of the two is taken. `left` (J user,) is for
    intermediate results.
    """
    whole = int(ties)
    part = ties - whole
    one, two, four, eight, last = whole & 1, whole >> 1 & 1, whole >> 2 & 1, whole >> 3 & 1, whole >> 4 & 1
    for u in range(len(lost)):
        left[u], lost[u], mean[u] = 1.0, 0.0, 0.0
    for k in range(count):
        o = order[k]
        rate = missing[o]
        step = rate - missing[order[k + 1]] if k + 1 < count else rate
        for u in range(len(lost)):
            square = max(left[u] - share[o, u], 0.0)
            left[u] = square
            none = (1 - part + part * square) * (1 - one + one * square)
            square *= square
            none *= 1 - two + two * square
            square *= square
            none *= 1 - four + four * square
            square *= square
            none *= 1 - eight + eight * square
            none *= 1 - last + last * square * square
            lost[u] += step * (1 - none)
            mean[u] += rate * share[o, u]


@compiled(fastmath=SUMS)
def halt(lost: Array, mean: Array, free: Any, critical: Array, weight: Array, keeps: Array, got: Array) -> float:
    """Lower the part of its plan that each user (J,) makes; return the share of firms that stand still for their ties.

    Parameters
    ----------
    free : float
        Share of firms that need no single source any more.
    got : array (J,)
        Filled with the share of its need that a user gets on average.
    """
    still = 0.0
    for u in range(len(keeps)):
        lost[u] = max(lost[u] - mean[u], 0.0)
    for u in range(len(keeps)):
        still += weight[u] * lost[u]
    for u in range(len(keeps)):
        keeps[u] = min(keeps[u], 1 - critical[u] * (mean[u] + (1 - free) * lost[u]))
    for u in range(len(keeps)):
        got[u] = 1 - mean[u]
    return still
