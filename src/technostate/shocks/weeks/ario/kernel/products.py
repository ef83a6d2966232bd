"""One region and some products at a time: fill orders, move stocks, say what is wanted and what doors stop."""

from __future__ import annotations

from typing import Any

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ario.kernel.arrays import Array


@compiled()
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


@compiled(fastmath=SUMS)
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


@compiled(fastmath=SUMS)
def turn(first: int, last: int, row: Array, spill: Array, turned: Array, out: Array) -> None:
    """Raise what goes by open links (·, B, J + 1) by the part of what is stopped that they take."""
    one = out.dtype.type(1)
    for s in range(first, last):
        for b in range(row.shape[1]):
            r = row[s, b]
            if r >= 0:
                for u in range(out.shape[2]):
                    out[s - first, b, u] *= one + turned[r] * spill[r, u]


@compiled(fastmath=SUMS)
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


@compiled(fastmath=SUMS | {"nnan"})
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


@compiled(fastmath=SUMS)
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


@compiled(fastmath=SUMS)
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


@compiled(fastmath=SUMS)
def limit(first: int, last: int, stock: Array, inverse: Array, out: Array) -> None:
    """Lower out (B, J user) to the output that stocks allow, where they are needed."""
    for s in range(first, last):
        for b in range(stock.shape[1]):
            for u in range(stock.shape[2]):
                allowed = min(out[b, u], stock[s, b, u] * inverse[s, u])
                out[b, u] = allowed if inverse[s, u] > 0 else out[b, u]


@compiled(fastmath=SUMS)
def send(first: int, last: int, orders: Array, fill: Array, sent: Array) -> None:
    """Count yesterday's orders as sent (B, N origin)."""
    for s in range(first, last):
        for b in range(orders.shape[1]):
            for j in range(orders.shape[2]):
                sent[b, j] += orders[s, b, j] * fill[s, b, j]


@compiled(fastmath=SUMS)
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


@compiled()
def meet(t: int, i: int, first: int, last: int, final: Array, asked: Array, into: Array, out: Array) -> None:
    """Write the final demand met."""
    J = final.shape[1]
    for s in range(first, last):
        for b in range(len(asked)):
            out[b, t, i, s] = final[i, s] * asked[b, i * J + s] * into[s - first, b, J]


@compiled()
def ask_final(i: int, first: int, last: int, final: Array, asked: Array, out: Array) -> None:
    """Fill the last user of out (·, B, J + 1)."""
    J = final.shape[1]
    for s in range(first, last):
        for b in range(len(asked)):
            out[s - first, b, J] = final[i, s] * asked[b, i * J + s]
