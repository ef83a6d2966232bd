"""One product in one region, origin by origin: what arrives, what is sought elsewhere, and the next day's orders."""

from __future__ import annotations

from typing import Any

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ties.kernel.arrays import Array, Base, Gates, State, Terms


@compiled(fastmath=SUMS)
def receive(t: int, n: int, i: int, b: int, state: State, gates: Gates, used: Array, short: Array, sent: Array) -> Any:
    """Add to stocks what arrives less what is used; fill `short` with what does not come and return its sum."""
    stock, order, fill, row = state.stock[n, i, b], state.order[n, i, b], state.fill[i, b], gates.row[n, i, b]
    total = stock[0] - stock[0]
    if row >= 0:
        doors, late = gates.doors[t % 2, row], gates.late[row]
        for o in range(len(stock)):
            came = order[o] * doors[o] * fill[o]
            stock[o] = max(stock[o] + came + late[o] - used[o], 0.0)
            short[o] = order[o] - came
            sent[o] += came
            total += short[o]
    else:
        for o in range(len(stock)):
            came = order[o] * fill[o]
            stock[o] = max(stock[o] + came - used[o], 0.0)
            short[o] = order[o] - came
            sent[o] += came
            total += short[o]
    return total


@compiled(fastmath=SUMS)
def find(
    t: int, n: int, i: int, b: int, base: Base, state: State, gates: Gates, short: Array, sought: Array, sent: Array
) -> None:
    """Store what was found elsewhere in the places of the origins that are short, in proportion to what is sought.

    Where nothing is short any more it is stored where it came from.
    """
    scale = state.sought[n, i, b]
    if scale <= 0:
        return
    stock, order, turned = state.stock[n, i, b], state.order[n, i, b], state.turned[n, i, b]
    row, room, fill = gates.row[n, i, b], state.room[(t - 1) % 2, i, b], state.fill_extra[i, b]
    got, lacking = scale - scale, scale - scale
    for o in range(len(stock)):
        sought[o] = scale * base.bought[n, i, o] * room[o] * fill[o]
        if row >= 0 and gates.doors[t % 2, row, o] < 1:
            sought[o] = 0.0
        sent[o] += sought[o]
        got += sought[o]
        lacking += min(turned[o] * order[o], short[o])
    if lacking > 0:
        for o in range(len(stock)):
            stock[o] += min(turned[o] * order[o], short[o]) * (got / lacking)
    else:
        for o in range(len(stock)):
            stock[o] += sought[o]


@compiled(fastmath=SUMS)
def search(
    t: int, n: int, i: int, b: int, base: Base, terms: Terms, state: State, gates: Gates, short: Array, sought: Array,
    extra: Array,
) -> None:  # fmt: skip
    """Place the next day's regular orders, turn to other origins, and seek there what did not come.

    What is sought goes to open doors, in proportion to base purchases and room.
    """
    stock, order, turned = state.stock[n, i, b], state.order[n, i, b], state.turned[n, i, b]
    need, bought, room = state.need[n, i, b], base.bought[n, i], state.room[t % 2, i, b]
    keep, top = terms.keep[i, b], terms.keep[i, b] + terms.pile[n, i, b]
    restock, limit, turn = terms.restock[b], terms.limit[b], terms.turn[b]
    wanted, open_ = keep - keep, keep - keep
    for o in range(len(stock)):
        share = short[o] / order[o] if order[o] > 1e-12 * bought[o] else 0.0
        turned[o] += (limit * share - turned[o]) * turn
        gap = max(keep * bought[o] - stock[o], 0.0) - max(stock[o] - top * bought[o], 0.0)
        order[o] = max(need[o] + gap * restock, 0.0)
        wanted += min(turned[o] * order[o], short[o])
        sought[o] = bought[o] * room[o]
    row = gates.row[n, i, b]
    if row >= 0:
        for o in range(len(stock)):
            if gates.doors[(t + 1) % 2, row, o] < 1:
                sought[o] = 0.0
    for o in range(len(stock)):
        open_ += sought[o]
    scale = wanted / open_ if open_ > 0 else 0.0
    state.sought[n, i, b] = scale
    if scale > 0:
        for o in range(len(stock)):
            extra[o] += scale * sought[o]


@compiled(fastmath=SUMS)
def renew(n: int, i: int, b: int, base: Base, terms: Terms, state: State) -> None:
    """Place the next day's orders where nothing is missing and nothing is sought elsewhere."""
    stock, order, need, bought = state.stock[n, i, b], state.order[n, i, b], state.need[n, i, b], base.bought[n, i]
    keep, top, restock = terms.keep[i, b], terms.keep[i, b] + terms.pile[n, i, b], terms.restock[b]
    for o in range(len(stock)):
        gap = max(keep * bought[o] - stock[o], 0.0) - max(stock[o] - top * bought[o], 0.0)
        order[o] = max(need[o] + gap * restock, 0.0)


@compiled(fastmath=SUMS)
def count(t: int, n: int, i: int, b: int, state: State, gates: Gates, demand: Array) -> Any:
    """Add the next day's orders, as far as doors let them, to demand; return the sum of stocks."""
    stock, order, row = state.stock[n, i, b], state.order[n, i, b], gates.row[n, i, b]
    held = stock[0] - stock[0]
    for o in range(len(stock)):
        demand[o] += order[o] if row < 0 else order[o] * gates.doors[(t + 1) % 2, row, o]
        held += stock[o]
    return held
