"""A day: what every region needs and its sectors make, what suppliers deliver, and what is stored and ordered."""

from __future__ import annotations

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ties.kernel.arrays import Array, Base, Gates, Results, State, Terms
from technostate.shocks.weeks.ties.kernel.shortage import split, stops
from technostate.shocks.weeks.ties.kernel.slots import count, find, receive, renew, search

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


@compiled(fastmath=SUMS)
def lowest(stock: Array, need: Array, keep: float) -> float:
    """Return the least ratio of stock to the stock that is needed, over origins; infinite where nothing is."""
    least = np.inf
    for o in range(len(stock)):
        goal = keep * need[o]
        least = min(least, stock[o] / goal if goal > 0 else np.inf)
    return least


@compiled()
def consume(t: int, first: int, last: int, base: Base, terms: Terms, state: State, results: Results) -> None:
    """Regions first to last: what they need, what is missing and what is made of their plans."""
    _, J, B, origins = state.stock.shape
    kind = state.stock.dtype
    users, order, missing = np.empty((B, J + 1), kind), np.empty(origins, np.int64), np.empty(origins, kind)
    lost, mean, room, keeps = np.empty(J, kind), np.empty(J, kind), np.empty((3, J), kind), np.empty((B, J), kind)
    for n in range(first, last):
        keeps[:] = 1.0
        for i in range(J):
            wish(n, i, base, terms, state, users)
            np.dot(users, base.share[n, i].T, state.need[n, i])
            for b in range(B):
                stock, need = state.stock[n, i, b], state.need[n, i, b]
                asked = base.final[n, i] * state.asked[b, n * J + i]
                waiting = state.waiting[n, i, b] * terms.wait[b]
                cover = lowest(stock, need, terms.keep[i, b])
                unmet, served = 0.0, waiting
                if cover < 1 - terms.least[b]:
                    count, unmet, served = split(
                        stock, need, base.to_final[n, i], asked, waiting, terms.keep[i, b], terms.spread[b],
                        terms.least[b], terms.priority[b], missing, state.given[n, i, b], order,
                    )  # fmt: skip
                    stops(count, order, missing, base.share[n, i], terms.ties[b], room, lost, mean)
                    state.short[n, i, b] = True
                    halt(n, i, b, lost, mean, missing, base, terms, state, keeps[b])
                else:
                    state.short[n, i, b] = False
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
def halt(
    n: int, i: int, b: int, lost: Array, mean: Array, missing: Array, base: Base, terms: Terms, state: State,
    keeps: Array,
) -> None:  # fmt: skip
    """Lower the part (J,) of its plan that each user makes; firms that stand still find other sources in time."""
    free, still = state.qualified[n, i, b], 0.0
    for u in range(len(keeps)):
        extra = max(lost[u] - mean[u], 0.0)
        still += base.weight[n, i, u] * extra
        keeps[u] = min(keeps[u], 1 - base.critical[i, u] * (mean[u] + (1 - free) * extra))
        state.mean[n, i, b, u] = 1 - mean[u]
    state.qualified[n, i, b] += (1 - free) * still * terms.qualify[b]
    for o in range(len(missing)):
        state.left_over[n, i, b, o] = 1 - missing[o]


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
def draw_on(n: int, i: int, base: Base, terms: Terms, state: State, users: Array) -> None:
    """Fill users (B, J + 1) with what each user takes, were all origins to give what they can."""
    J = users.shape[1] - 1
    for b in range(len(users)):
        for u in range(J):
            taken = state.made[n, b, u]
            if state.short[n, i, b]:
                mean = state.mean[n, i, b, u]
                taken = min(taken / mean, state.plan[n, b, u]) if mean > 0 else 0.0
            users[b, u] = base.use[n, i, u] * taken
        users[b, J] = 0.0


@compiled()
def settle(
    t: int, first: int, last: int, part: int, base: Base, terms: Terms, state: State, gates: Gates, results: Results
) -> None:
    """Regions first to last: what they use and receive, and what they order for the next day."""
    _, J, B, origins = state.stock.shape
    kind = state.stock.dtype
    users, used, sent = np.empty((B, J + 1), kind), np.empty((B, origins), kind), np.empty((B, origins), kind)
    short, sought = np.empty(origins, kind), np.empty(origins, kind)
    state.demand[part], state.extra[part] = 0.0, 0.0
    for n in range(first, last):
        sent[:] = 0.0
        for i in range(J):
            some = False
            for b in range(B):
                some |= state.limited[n, b] or state.short[n, i, b]
            if some:
                draw_on(n, i, base, terms, state, users)
                np.dot(users, base.share[n, i].T, used)
            for b in range(B):
                if state.limited[n, b] or state.short[n, i, b]:
                    take(n, i, b, base, state, used[b], results.met[b, t])
                else:
                    used[b] = state.need[n, i, b]
                lacking = receive(t, n, i, b, state, gates, used[b], short, sent[b])
                if lacking > 0:
                    state.active[n, i, b] = True
                if state.active[n, i, b]:
                    find(t, n, i, b, base, state, gates, short, sought, sent[b])
                    search(t, n, i, b, base, terms, state, gates, short, sought, state.extra[part, i, b])
                else:
                    renew(n, i, b, base, terms, state)
                results.stocks[b, t, n, i] = count(t, n, i, b, state, gates, state.demand[part, i, b])
        results.trade[n] += sent


@compiled(fastmath=SUMS)
def take(n: int, i: int, b: int, base: Base, state: State, used: Array, met: Array) -> None:
    """Turn what users take (O,) into what leaves stocks: firms what is there, final users what they are given."""
    if state.short[n, i, b]:
        for o in range(len(used)):
            used[o] = state.left_over[n, i, b, o] * used[o] + state.given[n, i, b, o]
    else:
        for o in range(len(used)):
            used[o] += met[n, i] * base.to_final[n, i, o]
