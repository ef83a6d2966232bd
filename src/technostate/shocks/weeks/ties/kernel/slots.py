"""One product in one region, all scenarios and origins: what arrives, what is sought elsewhere, the next day's orders.

Arrays are (B, N origin) unless said. Loops write one array each, so that they run on vector units.
"""

from __future__ import annotations

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ties.kernel.arrays import Array

#: See `reference.NARROW`.
NARROW = 0.1


@compiled(fastmath=SUMS)
def take(exact: Array, short: Array, need: Array, left_over: Array, given: Array, to_final: Array, met: Array,
         used: Array) -> None:  # fmt: skip
    """Turn what firms draw on into what leaves stocks: firms what is there, final users what they are given.

    Where nothing is short and everybody makes what was planned it is what is needed (`exact`, B).
    """
    for b in range(len(used)):
        if exact[b]:
            for o in range(used.shape[1]):
                used[b, o] = need[b, o]
        elif short[b]:
            for o in range(used.shape[1]):
                used[b, o] = left_over[b, o] * used[b, o] + given[b, o]
        else:
            for o in range(used.shape[1]):
                used[b, o] += met[b] * to_final[o]


@compiled(fastmath=SUMS)
def ship(row: Array, doors: Array, order: Array, fill: Array, came: Array, short: Array) -> None:
    """Fill `came` with what is delivered of orders, as far as doors let them, and `short` with the rest."""
    asked, filled, out, rest = order.reshape(-1), fill.reshape(-1), came.reshape(-1), short.reshape(-1)
    for at in range(len(out)):
        out[at] = asked[at] * filled[at]
    for b in range(len(row)):
        if row[b] >= 0:
            for o in range(came.shape[1]):
                came[b, o] *= doors[row[b], o]
    for at in range(len(out)):
        rest[at] = asked[at] - out[at]


@compiled(fastmath=SUMS)
def receive(row: Array, late: Array, came: Array, used: Array, stock: Array, sent: Array) -> None:
    """Add to stocks what arrives less what is used; count what was sent."""
    arrived, taken, there, total = came.reshape(-1), used.reshape(-1), stock.reshape(-1), sent.reshape(-1)
    for at in range(len(arrived)):
        total[at] += arrived[at]
    for b in range(len(row)):
        if row[b] >= 0:
            for o in range(came.shape[1]):
                came[b, o] += late[row[b], o]
    for at in range(len(arrived)):
        there[at] = max(there[at] + arrived[at] - taken[at], 0.0)


@compiled(fastmath=SUMS)
def passing(door: float) -> float:
    """Return how far a door that lets a share of orders through is open to what is sought elsewhere."""
    return max(1.0 - (1.0 - door) / NARROW, 0.0)


@compiled(fastmath=SUMS)
def lacks(b: int, short: Array) -> bool:
    """Return whether something that was ordered does not come."""
    total = 0.0
    for o in range(short.shape[1]):
        total += short[b, o]
    return total > 0


@compiled(fastmath=SUMS)
def find(
    b: int, scale: float, bought: Array, room: Array, fill: Array, row: Array, doors: Array, order: Array,
    short: Array, turned: Array, found: Array, stock: Array, sent: Array,
) -> None:  # fmt: skip
    """Store what was found elsewhere in the places of the origins that are short, in proportion to what is sought.

    Where nothing is short any more it is stored where it came from. `found` (N origin,) is for intermediate results.
    """
    got, wanted = 0.0, 0.0
    for o in range(len(found)):
        found[o] = scale * bought[o] * room[b, o] * fill[b, o]
    if row[b] >= 0:
        for o in range(len(found)):
            found[o] *= passing(doors[row[b], o])
    for o in range(len(found)):
        got += found[o]
    for o in range(len(found)):
        sent[b, o] += found[o]
    for o in range(len(found)):
        wanted += min(turned[b, o] * order[b, o], short[b, o])
    if wanted > 0:
        for o in range(len(found)):
            stock[b, o] += min(turned[b, o] * order[b, o], short[b, o]) * (got / wanted)
    else:
        for o in range(len(found)):
            stock[b, o] += found[o]


@compiled(fastmath=SUMS)
def turn(b: int, limit: float, pace: float, bought: Array, order: Array, short: Array, turned: Array) -> None:
    """Move what is sought elsewhere towards the share of orders that does not come."""
    for o in range(len(bought)):
        least = 1e-12 * bought[o]
        share = short[b, o] / order[b, o] if order[b, o] > least else 0.0
        turned[b, o] += (limit * share - turned[b, o]) * pace


@compiled(fastmath=SUMS)
def renew(
    b: int, keep: float, pile: float, pace: float, bought: Array, stock: Array, need: Array, order: Array
) -> None:
    """Place the next day's orders: what is needed, and part of what stocks lack or have too much of."""
    if pile == 0:
        for o in range(len(bought)):
            order[b, o] = max(need[b, o] + (keep * bought[o] - stock[b, o]) * pace, 0.0)
        return
    for o in range(len(bought)):
        gap = max(keep * bought[o] - stock[b, o], 0.0) - max(stock[b, o] - (keep + pile) * bought[o], 0.0)
        order[b, o] = max(need[b, o] + gap * pace, 0.0)


@compiled(fastmath=SUMS)
def seek(
    b: int, bought: Array, room: Array, row: Array, doors: Array, order: Array, short: Array, turned: Array,
    places: Array, extra: Array,
) -> float:  # fmt: skip
    """Seek elsewhere what did not come (`short`): as far as doors are open, in proportion to base purchases and room.

    Adds to `extra` and returns the scale. `places` (N origin,) is for intermediate results.
    """
    wanted, open_ = 0.0, 0.0
    for o in range(len(bought)):
        wanted += min(turned[b, o] * order[b, o], short[b, o])
    if wanted <= 0:
        return 0.0
    for o in range(len(bought)):
        places[o] = bought[o] * room[b, o]
    if row[b] >= 0:
        for o in range(len(bought)):
            places[o] *= passing(doors[row[b], o])
    for o in range(len(bought)):
        open_ += places[o]
    if open_ <= 0:
        return 0.0
    scale = wanted / open_
    for o in range(len(bought)):
        extra[b, o] += scale * places[o]
    return scale


@compiled(fastmath=SUMS)
def held(b: int, stock: Array) -> float:
    """Return the sum of stocks."""
    total = 0.0
    for o in range(stock.shape[1]):
        total += stock[b, o]
    return total


@compiled(fastmath=SUMS)
def count(row: Array, doors: Array, order: Array, demand: Array) -> None:
    """Add the next day's orders, as far as doors let them, to demand."""
    for b in range(len(row)):
        if row[b] >= 0:
            for o in range(order.shape[1]):
                demand[b, o] += order[b, o] * doors[row[b], o]
        else:
            for o in range(order.shape[1]):
                demand[b, o] += order[b, o]
