"""The baseline: one number a region and year, its productivity, makes real income meet its target; politics at rest."""

from __future__ import annotations

import numpy as np

from technostate.dynamics import mechanisms
from technostate.dynamics.kernel.records import Course, Factors, Trade, Year
from technostate.dynamics.kernel.solver import nothing_past
from technostate.dynamics.kernel.trade import attempt, measure, wedges
from technostate.dynamics.mechanisms.capital import accumulate
from technostate.kernels import compiled
from technostate.shocks.decade import kernel as decade
from technostate.shocks.decade.kernel.powers import Floats


@compiled()
def endow(factors: Factors, added: Floats, t: int, capital: Floats, endowment: Floats) -> None:
    """Write value added at base wages of a year's labour and capital (Cobb–Douglas)."""
    for n in range(added.size):
        share = factors.labour_share[n]
        endowment[n] = added[n] * np.exp(share * np.log(factors.labour[t, n]) + (1.0 - share) * np.log(capital[n]))


@compiled(calls=(mechanisms, decade))
def follow(
    trade: Trade,
    factors: Factors,
    target: Floats,
    part: Floats,
    start: Floats,
    tolerance: float,
    year: Year,
    course: Course,
    shares: Floats,
) -> tuple[float, int, int]:
    """Fill the baseline; return the largest gap to the target, sweeps, and the year that was not solved (or −1).

    Prices, expenditure, wages and productivity of a year are found together. The guess is that they go on as they went,
    but for what is new in the target and in labour and capital.

    Parameters
    ----------
    target : array (Y, N)
        Log real income over the base year's.
    part : array (N,)
        Value added over sales: how much productivity of sales it takes for a log point of income, the first guess.
    start : array (J, N)
        Knowledge of the base year.
    shares : array (Y, J, N, N)
        Receives import shares.
    """
    (Y, N), J, size = target.shape, trade.theta.size, trade.start.size
    taken, capital, grown, before = np.zeros(N), np.ones(N), np.zeros(N), np.zeros(N)
    z = np.zeros(size + N)
    z[:size] = trade.start
    last, older = z.copy(), z.copy()
    worst, sweeps, past = 0.0, 0, nothing_past(trade, size + N)
    duty = wedges(trade, np.zeros(J), 1.0, np.zeros((N, N)), year)
    block, nothing = np.zeros(N, np.int64), np.empty(0)
    year.share[:] = trade.deficit
    world = np.full(1, trade.added.sum())
    for t in range(Y):
        endow(factors, trade.added, t, capital, year.endowment)
        if t == 0:
            made = attempt(trade, year, duty, block, world, nothing, z[:size], tolerance, nothing_past(trade, size))
        else:
            z[:] = last + (last - older)
            for n in range(N):
                wanted = target[t, n] - target[t - 1, n] - np.log(year.endowment[n] / before[n])
                z[size + n] += part[n] * (wanted - grown[n])
                grown[n] = wanted
            made = attempt(trade, year, duty, block, world, target[t], z, tolerance, past)
        sweeps += abs(made)
        if made < 0:
            return worst, sweeps, t
        for n in range(N):
            year.shift[n] = -z[size + n]
        measure(trade, year, z[:size])
        worst = max(worst, np.abs(target[t] - year.income).max())
        before[:] = year.endowment
        older[:] = last
        last[:] = z
        course.income[t] = year.income
        course.capital[t] = capital
        course.domestic[t] = year.gdp / year.spent
        course.solution[t] = z[:size]
        shares[t] = year.shares
        for j in range(J):
            for n in range(N):
                course.knowledge[t, j, n] = start[j, n] * np.exp(trade.theta[j] * z[size + n])
        accumulate(year.income, taken, factors.depreciation, factors.investment, capital)
    return worst, sweeps, -1
