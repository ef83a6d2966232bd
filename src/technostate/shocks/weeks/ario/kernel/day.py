"""A day: what every sector makes, what every region receives, and what it orders for the next."""

from __future__ import annotations

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ario.kernel.alternatives import arrive, place
from technostate.shocks.weeks.ario.kernel.arrays import Array, Base, Gates, Pace, Results, State
from technostate.shocks.weeks.ario.kernel.products import (
    ask_final,
    cover,
    fill_orders,
    limit,
    meet,
    seep,
    send,
    stop,
    store,
    turn,
    want,
)

#: Scarcity within this of zero is rounding, and capacity comes back to the base's.
SCARCE = 1e-6
#: Scenarios in one product of matrices: more would make the library start threads of its own.
WIDE = 64
#: Numbers in one array of a slab of products, so that its shares, stocks and orders stay in the second cache.
SLAB = 2**16


@compiled(fastmath=SUMS)
def produce(t: int, base: Base, pace: Pace, state: State, results: Results) -> None:
    """Make the least of capacity, demand and what stocks allow; share it out in proportion to orders.

    Before that capacity moves with the gap between what is ordered today and yesterday's output, never below the base;
    without a gap it comes back.
    """
    N, B, J = state.alpha.shape
    plan, made, before = state.plan[t % 2], state.made[t % 2], state.made[(t - 1) % 2]
    left, asked = state.left[t % 2], state.asked[t % 2]
    for i in range(N):
        for b in range(B):
            for s in range(J):
                demand = base.other[i, s]
                for part in range(len(state.demand)):
                    demand += state.demand[part, s, b, i]
                alpha = state.alpha[i, b, s]
                if t > 0:
                    scarce = (demand - before[i, b, s]) / demand if demand > 0 else demand
                    rise = (pace.most - alpha) * scarce if abs(scarce) > SCARCE else 1 - alpha
                    alpha = max(alpha + rise / pace.climb, results.output.dtype.type(1))
                    state.alpha[i, b, s] = alpha
                if pace.alternatives:
                    state.capacity[t % 2, s, b, i] = alpha * left[b, i * J + s]
                plan[i, b, s] = min(alpha * left[b, i * J + s] * base.output[i, s], demand)
                made[i, b, s] = min(plan[i, b, s], state.allowed[i, b, s])
                state.fill[s, b, i] = made[i, b, s] / demand if demand > 0 else 0.0
                state.per_plan[i, b, s] = 1 / plan[i, b, s] if plan[i, b, s] > 0 else 0.0
                results.output[b, t, i, s] = made[i, b, s]
                results.wanted[b, t, i, s] = base.final[i, s] * asked[b, i * J + s]


@compiled()
def arrivals(share: Array, goods: Array, into: Array) -> None:
    """Scenario by user: sum over origins of the share of each in purchases × the share of its orders that arrives."""
    for s in range(len(share)):
        for b in range(0, goods.shape[1], WIDE):
            np.dot(goods[s, b : b + WIDE], share[s], into[s, b : b + WIDE])


@compiled()
def orders_of(share: Array, wanted: Array, orders: Array) -> None:
    """Scenario by origin: sum over users of the share of each origin in purchases × what is wanted."""
    for s in range(len(share)):
        for b in range(0, orders.shape[1], WIDE):
            np.dot(wanted[s, b : b + WIDE], share[s].T, orders[s, b : b + WIDE])


@compiled()
def receive(
    t: int, i: int, first: int, last: int, base: Base, pace: Pace, state: State, gates: Gates, results: Results,
    goods: Array, into: Array,
) -> None:  # fmt: skip
    """Deliver some products to region i on day t: stocks, final demand met, cover."""
    now, before = t % 2, (t - 1) % 2
    fill_orders(first, last, state.fill, gates.row[i], gates.doors[now], goods)
    if pace.alternatives:
        arrive(base.share[i, first:last], state.capacity[before, first:last], goods, into)
    else:
        arrivals(base.share[i, first:last], goods, into)
    turn(first, last, gates.row[i], gates.spill[now], gates.turned[now], into)
    seep(first, last, state.fill, base.share[i, first:last], gates.row[i], gates.doors[now], into)
    meet(t, i, first, last, base.final, state.asked[now], into, results.met)
    cover(t, i, first, last, state.stock[i], base.inverse[i], state.per_plan[i], results.cover)
    store(
        t, i, first, last, base.use[i], base.keep, state.plan[before, i], state.made[before, i], pace.restock, into,
        state.made[now, i], state.stock[i], results.stocks,
    )  # fmt: skip


@compiled()
def order(
    t: int, i: int, first: int, last: int, base: Base, pace: Pace, state: State, gates: Gates, demand: Array,
    sent: Array, wanted: Array,
) -> None:  # fmt: skip
    """Place region i's orders of some products for day t + 1."""
    now, after = t % 2, (t + 1) % 2
    send(first, last, state.orders[i], state.fill, sent)
    limit(first, last, state.stock[i], base.inverse[i], state.allowed[i])
    want(
        first, last, state.stock[i], base.use[i], base.keep, state.plan[now, i], state.made[now, i], pace.restock,
        wanted,
    )  # fmt: skip
    ask_final(i, first, last, base.final, state.asked[after], wanted)
    turn(first, last, gates.row[i], gates.spill[after], gates.turned[after], wanted)
    if pace.alternatives:
        place(base.share[i, first:last], state.capacity[now, first:last], wanted, state.orders[i, first:last])
    else:
        orders_of(base.share[i, first:last], wanted, state.orders[i, first:last])
    stop(
        first, last, base.share[i, first:last], gates.row[i], gates.doors[after], gates.spill[after],
        gates.turned[after], wanted, state.orders[i], demand,
    )  # fmt: skip


@compiled()
def serve(
    t: int, first: int, last: int, part: int, base: Base, pace: Pace, state: State, gates: Gates, results: Results
) -> None:
    """Deliver the goods of day t to regions first to last, and place their orders for day t + 1; t = −1 only orders."""
    N, J, B, _ = state.stock.shape
    kind = state.stock.dtype
    slab = max(1, min(J, SLAB // base.share[0, 0].size, SLAB // (B * (J + 1))))
    goods, sent = np.empty((slab, B, N), kind), np.empty((B, N), kind)
    into, wanted = np.empty((slab, B, J + 1), kind), np.empty((slab, B, J + 1), kind)
    demand = state.demand[part]
    demand[:] = 0.0
    for i in range(first, last):
        state.allowed[i], sent[:] = np.inf, 0.0
        for s in range(0, J, slab):
            end = min(s + slab, J)
            if t >= 0:
                receive(t, i, s, end, base, pace, state, gates, results, goods, into)
            order(t, i, s, end, base, pace, state, gates, demand, sent, wanted)
        results.trade[i] += sent
