"""The compiled part of a day: what is made, and what each importer receives and orders.

`technostate.shocks.weeks.reference` states the same days in plain NumPy with an order for every pair of nodes; the
tests hold the two together. Here users of a region share one block of origins a product, (N origin, J + 1 user) with
final demand as the last user, and orders on suppliers are kept by link and product, (N, J, N) a scenario: with
deliveries shared in proportion to orders that is all an exporter needs to know.

A day passes over each block once, for all scenarios, and uses it twice while it lies in the cache: what arrives is
(scenario, origin) · (origin, user), what is ordered is (scenario, user) · (user, origin), both by the linear algebra
library. Orders by user are not kept: yesterday's follow from yesterday's plan, output and stocks.

Two days live side by side: arrays with a leading 2 hold day t at t % 2. One module holds it all because numba's cache
on disk watches the file of the function that is called only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba  # type: ignore[import-untyped,unused-ignore]
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
Array = NDArray[Any]


def _compiled(**options: Any) -> Callable[[Function], Function]:
    """Return numba's decorator, cached on disk and releasing the lock, with its type kept."""
    return cast(Callable[[Function], Function], numba.njit(cache=True, nogil=True, error_model="numpy", **options))


#: Sums may be reordered (for vector units); infinities and NaN keep their meaning.
SUMS = {"reassoc", "contract", "nsz"}
#: Scarcity within this of zero is rounding, and capacity comes back to the base's.
SCARCE = 1e-6
#: Scenarios in one product of matrices: more would make the library start threads of its own.
WIDE = 64
#: Numbers in one array of a slab of products, so that its shares, stocks and orders stay in the second cache.
SLAB = 2**16


class Base(NamedTuple):
    """What all scenarios share.

    Parameters
    ----------
    share : array (N importer, J product, N origin, J + 1 user)
        Origins of each user's purchases of a product, final demand last; sum to one over origins, or zero.
    use : array (N, J product, J user)
        Input coefficients.
    inverse : array (N, J product, J user)
        1 / (use × psi × days of stock): output that a unit of stock allows; 0 where nothing is used or stored.
    final, other, output : array (N, J)
        Final demand by buyer and product, other constant demand and base output by producer: annual rate.
    keep : array (J,)
        Days of stock; 0: not stored.
    """

    share: Array
    use: Array
    inverse: Array
    final: Array
    other: Array
    output: Array
    keep: Array


class Pace(NamedTuple):
    """Share of a gap in stocks ordered a day; most that capacity rises to, and over how many days.

    Scalars in the precision of the arrays, which would otherwise be widened with them.
    """

    restock: Any
    most: Any
    climb: Any


class Gates(NamedTuple):
    """Doors of the R triples (importer, product, scenario) that some ban touches.

    Parameters
    ----------
    row : array (N importer, J, B)
        Row of a triple; −1: its doors are always open.
    doors : array (2, R, N origin)
        Share of what is ordered that is delivered on a day.
    spill : array (2, R, J + 1)
        What is stopped of each user's purchases over what comes by open links; 0 where none does.
    turned : array (2, R)
        Share of the stopped orders that other suppliers take.
    """

    row: Array
    doors: Array
    spill: Array
    turned: Array


class State(NamedTuple):
    """Where B scenarios stand.

    Parameters
    ----------
    stock : array (N importer, J product, B, J user)
        Days × annual rate.
    orders : array (N importer, J product, B, N origin)
        Placed for the day, through its doors.
    demand : array (parts, J product, B, N origin)
        Sum of orders, by the part of the importers that placed them.
    allowed : array (N, B, J)
        Output that stocks allow.
    plan, made : array (2, N, B, J)
    per_plan : array (N, B, J)
        1 / plan; 0 without one.
    alpha : array (N, B, J)
        Capacity over base capacity.
    fill : array (J, B, N)
        Made over demanded.
    left, asked : array (2, B, N·J)
        What events leave of capacity and of final demand.
    """

    stock: Array
    orders: Array
    demand: Array
    allowed: Array
    plan: Array
    made: Array
    per_plan: Array
    alpha: Array
    fill: Array
    left: Array
    asked: Array


class Results(NamedTuple):
    """Receive what happened: (B, T, N, J) each, as in `Path`, and the sum of deliveries (N importer, B, N origin)."""

    output: Array
    met: Array
    wanted: Array
    stocks: Array
    cover: Array
    trade: Array


@_compiled()
def pass_doors(share: Array, place: Array, doors: Array, out: Array) -> None:
    """Fill out (R, J + 1) with what is stopped over what comes by open links, for the triples at `place` (R, 2)."""
    for r in range(len(place)):
        origins = share[place[r, 0], place[r, 1]]
        for u in range(out.shape[1]):
            stopped, free = 0.0, 0.0
            for j in range(len(origins)):
                stopped += origins[j, u] * (1.0 - doors[r, j])
                free += origins[j, u] if doors[r, j] == 1 else 0.0
            out[r, u] = stopped / free if free > 0 else 0.0


@_compiled(fastmath=SUMS)
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
                plan[i, b, s] = min(alpha * left[b, i * J + s] * base.output[i, s], demand)
                made[i, b, s] = min(plan[i, b, s], state.allowed[i, b, s])
                state.fill[s, b, i] = made[i, b, s] / demand if demand > 0 else 0.0
                state.per_plan[i, b, s] = 1 / plan[i, b, s] if plan[i, b, s] > 0 else 0.0
                results.output[b, t, i, s] = made[i, b, s]
                results.wanted[b, t, i, s] = base.final[i, s] * asked[b, i * J + s]


@_compiled(fastmath=SUMS)
def fill_orders(first: int, last: int, fill: Array, row: Array, doors: Array, out: Array) -> None:
    """Fill out (·, B, N origin) with the share of each order by an open link that arrives; see `seep` for the rest."""
    for s in range(first, last):
        for b in range(fill.shape[1]):
            for j in range(fill.shape[2]):
                out[s - first, b, j] = fill[s, b, j]
            if row[s, b] >= 0:
                for j in range(fill.shape[2]):
                    if doors[row[s, b], j] < 1:
                        out[s - first, b, j] = 0.0


@_compiled(fastmath=SUMS)
def turn(first: int, last: int, row: Array, spill: Array, turned: Array, out: Array) -> None:
    """Raise what goes by open links (·, B, J + 1) by the part of what is stopped that they take."""
    one = out.dtype.type(1)
    for s in range(first, last):
        for b in range(row.shape[1]):
            r = row[s, b]
            if r >= 0:
                for u in range(out.shape[2]):
                    out[s - first, b, u] *= one + turned[r] * spill[r, u]


@_compiled(fastmath=SUMS)
def seep(first: int, last: int, fill: Array, share: Array, row: Array, doors: Array, out: Array) -> None:
    """Add to out (·, B, J + 1) what arrives through doors that are not quite closed; nothing is rerouted to them."""
    for s in range(first, last):
        for b in range(row.shape[1]):
            r = row[s, b]
            if r >= 0:
                for j in range(doors.shape[1]):
                    if 0 < doors[r, j] < 1:
                        part = fill[s, b, j] * doors[r, j]
                        for u in range(out.shape[2]):
                            out[s - first, b, u] += part * share[s - first, j, u]


@_compiled(fastmath=SUMS | {"nnan"})
def cover(t: int, i: int, first: int, last: int, stock: Array, inverse: Array, per_plan: Array, out: Array) -> None:
    """Write the lowest ratio, over users, of stock to the stock that the plan needs."""
    none = stock.dtype.type(np.inf)
    for s in range(first, last):
        for b in range(stock.shape[1]):
            lowest = none
            for u in range(stock.shape[2]):
                per_unit = inverse[s, u] * per_plan[b, u]
                ratio = stock[s, b, u] * per_unit
                lowest = min(lowest, ratio if per_unit > 0 else none)
            out[b, t, i, s] = lowest


@_compiled(fastmath=SUMS)
def store(
    t: int, i: int, first: int, last: int, use: Array, keep: Array, plan: Array, before: Array, pace: Any, into: Array,
    made: Array, stock: Array, out: Array,
) -> None:  # fmt: skip
    """Add to stocks what arrives of what was wanted, take what is used, and write the sums; see `want`."""
    none = stock.dtype.type(0)
    for s in range(first, last):
        for b in range(stock.shape[1]):
            total = none
            if keep[s] > 0:
                for u in range(stock.shape[2]):
                    gap = max(plan[b, u] * use[s, u] * keep[s] - stock[s, b, u], none)
                    arrived = (use[s, u] * before[b, u] + pace * gap) * into[s - first, b, u]
                    now = max(stock[s, b, u] + arrived - use[s, u] * made[b, u], none)
                    stock[s, b, u] = now
                    total += now
            out[b, t, i, s] = total if keep[s] > 0 else np.nan


@_compiled(fastmath=SUMS)
def want(
    first: int, last: int, stock: Array, use: Array, keep: Array, plan: Array, made: Array, pace: Any, out: Array
) -> None:
    """Fill out (·, B, J + 1) with what sectors want: what they used, and part of what the plan's stock lacks."""
    none = stock.dtype.type(0)
    for s in range(first, last):
        for b in range(stock.shape[1]):
            for u in range(stock.shape[2]):
                gap = max(plan[b, u] * use[s, u] * keep[s] - stock[s, b, u], none)
                out[s - first, b, u] = use[s, u] * made[b, u] + pace * gap


@_compiled(fastmath=SUMS)
def limit(first: int, last: int, stock: Array, inverse: Array, out: Array) -> None:
    """Lower out (B, J user) to the output that stocks allow, where they are needed."""
    for s in range(first, last):
        for b in range(stock.shape[1]):
            for u in range(stock.shape[2]):
                allowed = min(out[b, u], stock[s, b, u] * inverse[s, u])
                out[b, u] = allowed if inverse[s, u] > 0 else out[b, u]


@_compiled(fastmath=SUMS)
def send(first: int, last: int, orders: Array, fill: Array, sent: Array) -> None:
    """Count yesterday's orders as sent (B, N origin)."""
    for s in range(first, last):
        for b in range(orders.shape[1]):
            for j in range(orders.shape[2]):
                sent[b, j] += orders[s, b, j] * fill[s, b, j]


@_compiled(fastmath=SUMS)
def stop(
    first: int, last: int, share: Array, row: Array, doors: Array, spill: Array, turned: Array, wanted: Array,
    orders: Array, demand: Array,
) -> None:  # fmt: skip
    """Let through doors their share of what would be ordered without rerouting; add orders to demand on suppliers."""
    one, none = orders.dtype.type(1), orders.dtype.type(0)
    for s in range(first, last):
        for b in range(orders.shape[1]):
            r = row[s, b]
            if r >= 0:
                for j in range(orders.shape[2]):
                    if doors[r, j] < 1:
                        total = none
                        for u in range(wanted.shape[2]):
                            total += share[s - first, j, u] * wanted[s - first, b, u] / (one + turned[r] * spill[r, u])
                        orders[s, b, j] = doors[r, j] * total
            for j in range(orders.shape[2]):
                demand[s, b, j] += orders[s, b, j]


@_compiled()
def meet(t: int, i: int, first: int, last: int, final: Array, asked: Array, into: Array, out: Array) -> None:
    """Write the final demand met."""
    J = final.shape[1]
    for s in range(first, last):
        for b in range(len(asked)):
            out[b, t, i, s] = final[i, s] * asked[b, i * J + s] * into[s - first, b, J]


@_compiled()
def ask_final(i: int, first: int, last: int, final: Array, asked: Array, out: Array) -> None:
    """Fill the last user of out (·, B, J + 1)."""
    J = final.shape[1]
    for s in range(first, last):
        for b in range(len(asked)):
            out[s - first, b, J] = final[i, s] * asked[b, i * J + s]


@_compiled()
def arrivals(share: Array, goods: Array, into: Array) -> None:
    """Scenario by user: sum over origins of the share of each in purchases × the share of its orders that arrives."""
    for s in range(len(share)):
        for b in range(0, goods.shape[1], WIDE):
            np.dot(goods[s, b : b + WIDE], share[s], into[s, b : b + WIDE])


@_compiled()
def orders_of(share: Array, wanted: Array, orders: Array) -> None:
    """Scenario by origin: sum over users of the share of each origin in purchases × what is wanted."""
    for s in range(len(share)):
        for b in range(0, orders.shape[1], WIDE):
            np.dot(wanted[s, b : b + WIDE], share[s].T, orders[s, b : b + WIDE])


@_compiled()
def receive(
    t: int, i: int, first: int, last: int, base: Base, pace: Pace, state: State, gates: Gates, results: Results,
    goods: Array, into: Array,
) -> None:  # fmt: skip
    """Deliver some products to region i on day t: stocks, final demand met, cover."""
    now, before = t % 2, (t - 1) % 2
    fill_orders(first, last, state.fill, gates.row[i], gates.doors[now], goods)
    arrivals(base.share[i, first:last], goods, into)
    turn(first, last, gates.row[i], gates.spill[now], gates.turned[now], into)
    seep(first, last, state.fill, base.share[i, first:last], gates.row[i], gates.doors[now], into)
    meet(t, i, first, last, base.final, state.asked[now], into, results.met)
    cover(t, i, first, last, state.stock[i], base.inverse[i], state.per_plan[i], results.cover)
    store(
        t, i, first, last, base.use[i], base.keep, state.plan[before, i], state.made[before, i], pace.restock, into,
        state.made[now, i], state.stock[i], results.stocks,
    )  # fmt: skip


@_compiled()
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
    orders_of(base.share[i, first:last], wanted, state.orders[i, first:last])
    stop(
        first, last, base.share[i, first:last], gates.row[i], gates.doors[after], gates.spill[after],
        gates.turned[after], wanted, state.orders[i], demand,
    )  # fmt: skip


@_compiled()
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
