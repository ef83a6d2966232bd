"""One year's trade: wedges on its links, its equilibrium, and what regions earn and pay in it."""

from __future__ import annotations

import numpy as np

from technostate.dynamics.kernel.records import Trade, Year
from technostate.dynamics.kernel.solver import Past, improve
from technostate.kernels import SUMS, compiled
from technostate.shocks.decade import kernel as decade
from technostate.shocks.decade.kernel import solve
from technostate.shocks.decade.kernel.powers import Floats, Integers, apart, exponentials

#: Sweeps before a slower way is tried, and sweeps of that.
MOST, SLOWLY = 150, 1500


@compiled(calls=(decade,))
def wedges(trade: Trade, strategic: Floats, waste: float, barrier: Floats, year: Year) -> bool:
    """Fill A and B of a year; return whether any duty is left.

    A wedge h on strategic imports multiplies the price paid by exp(h): exp(waste·h) of it melts away, and the rest is a
    duty whose revenue stays with the buyer. Restrictions and barriers melt. A barrier holds for all sectors.
    """
    J, N, _ = trade.shares.shape
    h, r = year.preference, year.restriction
    # Free of the duty that a wedge leaves; the same for all strategic sectors.
    free = np.ones((N, N))
    x, work = apart(N * N), np.empty(N * N, np.int64)
    melts = x.reshape(N, N)
    kept = False
    for n in range(N):
        for i in range(N):
            if h[n, i] != 0.0:
                kept = True
                free[n, i] = np.exp(-(1.0 - waste) * h[n, i])
    for j in range(J):
        moved = False
        for n in range(N):
            for i in range(N):
                cost = barrier[n, i]
                if strategic[j] > 0.0:
                    cost += h[n, i] + r[i, n]
                moved |= cost != 0.0
                melts[n, i] = -trade.theta[j] * cost
        if moved:
            exponentials(x, work)
            for n in range(N):
                for i in range(N):
                    a = 0.0 if barrier[n, i] == np.inf else trade.shares[j, n, i] * melts[n, i]
                    year.A[j, n, i] = a
                    year.B[j, n, i] = a * trade.free[j, n, i] * (free[n, i] if strategic[j] > 0.0 else 1.0)
        else:
            year.A[j] = trade.shares[j]
            year.B[j] = trade.shares[j] * trade.free[j]
    return trade.duty or (kept and waste < 1.0)


@compiled(calls=(decade,))
def attempt(
    trade: Trade, year: Year, duty: bool, block: Integers, target: Floats, wanted: Floats, z: Floats, tolerance: float,
    past: Past,
) -> int:  # fmt: skip
    """Improve z in place; return the number of sweeps, negative where the equilibrium was not found.

    Where the fast way fails, the same start is tried again, first without what is remembered, then, unless productivity
    is sought, with short steps.
    """
    first = z.copy()
    made = 0
    for _ in range(2):
        found = improve(trade, year, duty, block, target, wanted, z, tolerance, MOST, past)
        made += min(abs(found), MOST)
        if 0 < found <= MOST:
            return made
        past.kept[0] = 0
        z[:] = first
    if wanted.size > 0:
        return -made
    found = solve(
        year.A, year.B, duty, trade.inputs, trade.inputs_t, trade.added_share, year.shift, trade.final_share,
        year.endowment, year.hold, year.share, trade.theta, trade.price, trade.spending, trade.wage, trade.answers,
        block, target, z, tolerance, SLOWLY, 4, 0.05, np.empty(SLOWLY),
    )  # fmt: skip
    made += min(abs(found), SLOWLY)
    return made if 0 < found <= SLOWLY else -made


@compiled(calls=(decade,))
def settle(
    trade: Trade, year: Year, duty: bool, block: Integers, blocks: int, z: Floats, tolerance: float, past: Past
) -> int:
    """Find a year's equilibrium from z, and measure it; return sweeps, negative where it was not found.

    Deficits are shares of value added, less what makes them sum to zero; where the world is in several blocks they sum
    to zero in each, and each has its value added of the base year as numeraire.
    """
    N = trade.added.size
    target, nothing = np.zeros(blocks), np.empty(0)
    for n in range(N):
        target[block[n]] += trade.added[n]
    year.hold[:] = 0.0
    year.share[:] = 0.0
    if blocks == 1:
        year.share[:] = trade.deficit
        made = attempt(trade, year, duty, block, target, nothing, z, tolerance, past)
        measure(trade, year, z)
        return made
    total = 0
    for _ in range(100):
        made = attempt(trade, year, duty, block, target, nothing, z, tolerance, past)
        total += abs(made)
        if made < 0:
            return -total
        owed, sums = np.zeros(blocks), np.zeros(blocks)
        for n in range(N):
            factor = np.exp(z[n]) * year.endowment[n]
            owed[block[n]] += trade.deficit[n] * factor
            sums[block[n]] += factor
        change = 0.0
        for n in range(N):
            factor = np.exp(z[n]) * year.endowment[n]
            new = (trade.deficit[n] - owed[block[n]] / sums[block[n]]) * factor
            change = max(change, abs(new - year.hold[n]) / factor)
            year.hold[n] = new
        if change <= tolerance:
            measure(trade, year, z)
            return total
    return -total


@compiled(calls=(decade,), fastmath=SUMS)
def measure(trade: Trade, year: Year, z: Floats) -> None:
    """Write shares, expenditure, factor income, GDP, expenditure and real income of a year from the solver's vector."""
    J, N, _ = year.A.shape
    lw = z[:N]
    lP, x = z[N : N + N * J].reshape(N, J), z[N + N * J :].reshape(N, J)
    flat, work = apart(J * N), np.empty(J * N, np.int64)
    cost = flat.reshape(J, N)
    for n in range(N):
        year.factor[n] = np.exp(lw[n]) * year.endowment[n]
        for j in range(J):
            total = trade.added_share[n, j] * lw[n] + year.shift[n, j]
            for k in range(J):
                total += trade.inputs_t[n, j, k] * lP[n, k]
            cost[j, n] = -trade.theta[j] * total
            year.expenditure[n, j] = x[n, j] * year.endowment[n]
    for j in range(J):
        cost[j] -= cost[j].max()
    exponentials(flat, work)
    owed = (year.share * year.factor).sum() / year.factor.sum()
    for n in range(N):
        year.gdp[n] = year.factor[n]
    for j in range(J):
        for n in range(N):
            total, free = 0.0, 0.0
            for i in range(N):
                total += year.A[j, n, i] * cost[j, i]
                free += year.B[j, n, i] * cost[j, i]
            if total > 0.0:
                for i in range(N):
                    year.shares[j, n, i] = year.A[j, n, i] * cost[j, i] / total
                year.gdp[n] += year.expenditure[n, j] * (1.0 - free / total)
            else:
                year.shares[j, n] = 0.0
    for n in range(N):
        year.spent[n] = year.gdp[n] + year.hold[n] + (year.share[n] - owed) * year.factor[n]
        index = 0.0
        for j in range(J):
            index += trade.final_share[n, j] * lP[n, j]
        year.income[n] = np.log(year.spent[n] / trade.income[n]) - index
