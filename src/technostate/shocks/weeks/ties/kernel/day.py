"""A day: what every region needs and its sectors make, what suppliers deliver, and what is stored and ordered."""

from __future__ import annotations

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ties.kernel.arrays import Array, Base, Gates, Results, State, Terms
from technostate.shocks.weeks.ties.kernel.shortage import cover_of, firms_out, halt, split, stops
from technostate.shocks.weeks.ties.kernel.slots import (
    count,
    find,
    held,
    lacks,
    receive,
    renew,
    seek,
    ship,
    take,
    turn,
)

#: Spare room at an origin that has none, so that what is sought elsewhere is always sought somewhere.
LITTLE = 0.01


@compiled(fastmath=SUMS)
def plan(base: Base, terms: Terms, state: State) -> None:
    """Plan the least of capacity and what is ordered, regular orders and others."""
    N, B, J = state.alpha.shape
    for o in range(N):
        for b in range(B):
            for i in range(J):
                regular, other = base.other[o, i], base.other[o, i] - base.other[o, i]
                for part in range(len(state.demand)):
                    regular += state.demand[part, i, b, o]
                    other += state.extra[part, i, b, o]
                state.regular[o, b, i], state.other[o, b, i] = regular, other
                cap = state.alpha[o, b, i] * (1 + terms.slack[i, b]) * state.left[b, o * J + i] * base.output[o, i]
                state.plan[o, b, i] = min(cap, regular + other)


@compiled(fastmath=SUMS)
def wish(n: int, i: int, base: Base, terms: Terms, state: State, users: Array) -> None:
    """Fill users (B, J + 1) with what a region's sectors need for their plans, and its final users."""
    J = users.shape[1] - 1
    for b in range(len(users)):
        for u in range(J):
            users[b, u] = base.use[n, i, u] * state.plan[n, b, u]
        users[b, J] = base.final[n, i] * state.asked[b, n * J + i] + state.waiting[n, i, b] * terms.wait[b]


@compiled()
def consume(t: int, first: int, last: int, base: Base, terms: Terms, state: State, results: Results) -> None:
    """Regions first to last: what they need, what is missing and what is made of their plans."""
    _, J, B, origins = state.stock.shape
    kind = state.stock.dtype
    users, order, keeps = np.empty((B, J + 1), kind), np.empty(origins, np.int64), np.empty((B, J), kind)
    ratios, out = np.empty(origins, kind), np.empty(origins, kind)
    lost, mean, left = np.empty(J, kind), np.empty(J, kind), np.empty(J, kind)
    for n in range(first, last):
        keeps[:] = 1.0
        for i in range(J):
            wish(n, i, base, terms, state, users)
            stock, need, share = state.stock[n, i], state.need[n, i], base.share[n, i]
            np.dot(users, share.T, need)
            to_final, critical, weight = base.to_final[n, i], base.critical[i], base.weight[n, i]
            for b in range(B):
                asked = base.final[n, i] * state.asked[b, n * J + i]
                waiting, unmet, unserved = state.waiting[n, i, b] * terms.wait[b], 0.0, 0.0
                cover = cover_of(b, terms.keep[i, b], stock, need, ratios)
                state.short[n, i, b] = cover < 1 - terms.least[b]
                if state.short[n, i, b]:
                    firms_out(ratios, terms.spread[b], terms.least[b], out)
                    missing, unmet, unserved = split(
                        b, out, to_final, asked, waiting, terms.priority[b], need, state.left_over[n, i],
                        state.given[n, i], order,
                    )  # fmt: skip
                    stops(missing, order, out, share, terms.ties[b], left, lost, mean)
                    free = state.qualified[n, i, b]
                    still = halt(lost, mean, free, critical, weight, keeps[b], state.mean[n, i, b])
                    state.qualified[n, i, b] += (1 - free) * still * terms.qualify[b]
                served = waiting - unserved
                results.cover[b, t, n, i] = cover
                results.wanted[b, t, n, i] = asked
                results.met[b, t, n, i] = asked - unmet + served
                results.lost[b, t, n, i] = (1 - terms.postponed[i, b]) * unmet
                state.waiting[n, i, b] += terms.postponed[i, b] * unmet - served
                results.waiting[b, t, n, i] = state.waiting[n, i, b]
        for b in range(B):
            state.limited[n, b] = False
            for u in range(J):
                state.made[n, b, u] = state.plan[n, b, u] * keeps[b, u]
                state.limited[n, b] |= keeps[b, u] < 1


@compiled(fastmath=SUMS)
def produce(t: int, base: Base, terms: Terms, state: State, results: Results) -> None:
    """Deliver regular orders first and others from what is left over; capacity moves towards what is ordered."""
    N, B, J = state.alpha.shape
    room = state.room[t % 2]
    for o in range(N):
        for b in range(B):
            for i in range(J):
                regular, other = state.regular[o, b, i], state.other[o, b, i]
                made, size, alpha = state.made[o, b, i], base.output[o, i], state.alpha[o, b, i]
                spare = 1 + terms.slack[i, b]
                state.fill[i, b, o] = min(made / regular, 1.0) if regular > 0 else 0.0
                state.fill_extra[i, b, o] = min(max(made - regular, 0.0) / other, 1.0) if other > 0 else 0.0
                results.output[b, t, o, i] = made
                room[i, b, o], goal = LITTLE, 1.0
                if size > 0:
                    cap = alpha * spare * state.left[b, o * J + i] * size
                    room[i, b, o] += max(cap - regular, 0.0) / size
                    goal = min(max((regular + other) / (size * spare), 1.0), terms.most[i, b])
                state.alpha[o, b, i] += (goal - alpha) * terms.climb[b]


@compiled(fastmath=SUMS)
def draw_on(n: int, i: int, base: Base, state: State, users: Array) -> None:
    """Fill users (B, J + 1) with what each user takes, were all origins to give what they can."""
    J = users.shape[1] - 1
    for b in range(len(users)):
        if state.short[n, i, b]:
            for u in range(J):
                mean = state.mean[n, i, b, u]
                taken = min(state.made[n, b, u] / mean, state.plan[n, b, u]) if mean > 0 else 0.0
                users[b, u] = base.use[n, i, u] * taken
        else:
            for u in range(J):
                users[b, u] = base.use[n, i, u] * state.made[n, b, u]
        users[b, J] = 0.0


@compiled()
def settle(
    t: int, first: int, last: int, part: int, base: Base, terms: Terms, state: State, gates: Gates, results: Results
) -> None:
    """Regions first to last: what they use and receive, and what they order for the next day."""
    _, J, B, origins = state.stock.shape
    kind = state.stock.dtype
    users, used, sent = np.empty((B, J + 1), kind), np.empty((B, origins), kind), np.empty((B, origins), kind)
    came, short, places = np.empty((B, origins), kind), np.empty((B, origins), kind), np.empty(origins, kind)
    exact, met = np.empty(B, np.bool_), np.empty(B, kind)
    now, after = gates.doors[t % 2], gates.doors[(t + 1) % 2]
    state.demand[part], state.extra[part] = 0.0, 0.0
    for n in range(first, last):
        sent[:] = 0.0
        for i in range(J):
            stock, order, need, turned = state.stock[n, i], state.order[n, i], state.need[n, i], state.turned[n, i]
            bought, row, sought, active = base.bought[n, i], gates.row[n, i], state.sought[n, i], state.active[n, i]
            before, room, extra = state.room[(t - 1) % 2, i], state.room[t % 2, i], state.extra[part, i]
            some = False
            for b in range(B):
                exact[b] = not (state.limited[n, b] or state.short[n, i, b])
                met[b] = results.met[b, t, n, i]
                some |= not exact[b]
            if some:
                draw_on(n, i, base, state, users)
                np.dot(users, base.share[n, i].T, used)
            take(
                exact, state.short[n, i], need, state.left_over[n, i], state.given[n, i], base.to_final[n, i], met, used
            )
            ship(row, now, order, state.fill[i], came, short)
            receive(row, gates.late, came, used, stock, sent)
            for b in range(B):
                keep = terms.keep[i, b]
                if not active[b]:
                    active[b] = lacks(b, short)
                if active[b]:
                    if sought[b] > 0:
                        find(
                            b, sought[b], bought, before, state.fill_extra[i], row, now, order, short, turned, places,
                            stock, sent,
                        )  # fmt: skip
                    turn(b, terms.limit[b], terms.turn[b], bought, order, short, turned)
                renew(b, keep, terms.pile[n, i, b], terms.restock[b], bought, stock, need, order)
                if active[b]:
                    sought[b] = seek(b, bought, room, row, after, order, short, turned, places, extra)
                results.stocks[b, t, n, i] = held(b, stock)
            count(row, after, order, state.demand[part, i])
        results.trade[n] += sent
