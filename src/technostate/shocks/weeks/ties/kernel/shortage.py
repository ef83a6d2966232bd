"""One product in one region: who falls short, and how far firms that need several sources stop."""

from __future__ import annotations

from typing import Any

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ties.kernel.arrays import Array

#: See `reference.NOTICED`.
NOTICED = 1e-7


@compiled()
def firms_out(stock: Any, goal: Any, spread: Any, least: Any) -> Any:
    """Return the share of firms out of stock where `stock` is left of `goal`; 0 where it is not noticed."""
    gone = 1 - stock / goal
    if gone <= least:
        return 0 * gone
    out = gone * gone if spread == 2 else gone**spread
    return out if out >= 2 * NOTICED else 2 * (out - NOTICED)


@compiled()
def split(
    stock: Array, need: Array, to_final: Array, asked: Any, waiting: Any, keep: Any, spread: Any, least: Any,
    priority: Any, missing: Array, given: Array, order: Array,
) -> tuple[int, float, float]:  # fmt: skip
    """Divide what is missing of each origin (O,) among waiting buyers, final users and firms.

    Fills `missing`, the share that firms lack, `given`, what final users get, and takes from `need` the waiting buyers
    who are not served. `order` begins with the origins of which firms lack something, the worst first.

    Returns
    -------
    tuple
        Number of those, final demand not met and waiting buyers served.
    """
    count, unmet, served = 0, 0.0, 0.0
    for o in range(len(stock)):
        late, now = waiting * to_final[o], asked * to_final[o]
        lack = late - late
        goal = keep * need[o]
        if stock[o] < goal:
            lack = firms_out(stock[o], goal, spread, least) * need[o]
        to_late = min(lack, late)
        lack -= to_late
        firms = max(need[o] - late - now, 0.0)
        rate, cut = 0.0, 0.0
        if lack > 0:
            rate = lack / (firms + priority * now)
            cut = priority * rate
            if cut > 1:
                cut, rate = 1.0, min(max(lack - now, 0.0) / firms, 1.0) if firms > 1e-12 * need[o] else 0.0
        need[o] -= to_late
        missing[o], given[o] = rate, (1 - cut) * now + late - to_late
        unmet += cut * now
        served += late - to_late
        if rate > 0:
            at = count
            while at > 0 and missing[order[at - 1]] < rate:
                order[at] = order[at - 1]
                at -= 1
            order[at] = o
            count += 1
    return count, unmet, served


@compiled(fastmath=SUMS)
def power(left: Array, ties: Any, square: Array, out: Array) -> None:
    """Fill out with left**ties for a whole number of ties, and with the mean of its neighbours for one between."""
    whole = int(ties)
    part = ties - whole
    for u in range(len(out)):
        square[u] = left[u]
        out[u] = 1 - part + part * left[u]
    while whole > 0:
        if whole % 2 == 1:
            for u in range(len(out)):
                out[u] *= square[u]
        whole //= 2
        if whole > 0:
            for u in range(len(out)):
                square[u] *= square[u]


@compiled(fastmath=SUMS)
def stops(
    count: int, order: Array, missing: Array, share: Array, ties: Any, room: Array, lost: Array, mean: Array
) -> None:
    """Fill, by user, the share of firms that stop for want of one of their sources, and what is missing on average.

    A firm draws its sources with the shares of the origins and stops with the worst: the mean of the worst of several
    draws, a sum over the origins in order. `room` (3, J user) is for intermediate results.
    """
    users = len(lost)
    left, square, powers = room[0], room[1], room[2]
    for u in range(users):
        left[u], lost[u], mean[u] = 1.0, 0.0, 0.0
    for k in range(count):
        o = order[k]
        rate = missing[o]
        step = rate - missing[order[k + 1]] if k + 1 < count else rate
        for u in range(users):
            left[u] = max(left[u] - share[o, u], 0.0)
            mean[u] += rate * share[o, u]
        if step > 0:
            power(left, ties, square, powers)
            for u in range(users):
                lost[u] += step * (1 - powers[u])
