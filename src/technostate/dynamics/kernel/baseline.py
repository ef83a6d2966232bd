"""The baseline: productivity, one number a region and year, that makes real income meet its target; politics at rest."""

from __future__ import annotations

import numpy as np

from technostate.dynamics import mechanisms
from technostate.dynamics.kernel.records import Course, Factors, Trade, Year
from technostate.dynamics.kernel.trade import settle, wedges
from technostate.dynamics.mechanisms.capital import accumulate
from technostate.kernels import compiled
from technostate.shocks.decade import kernel as decade
from technostate.shocks.decade.kernel.powers import Floats

#: Gap to the target, log points, below which productivity is left as it is; rounds in which it is corrected.
CLOSE, ROUNDS = 1e-6, 8


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
    (Y, N), J = target.shape, trade.theta.size
    productivity, taken, capital = np.zeros(N), np.zeros(N), np.ones(N)
    z, last, older = trade.start.copy(), trade.start.copy(), trade.start.copy()
    worst, sweeps = 0.0, 0
    duty = wedges(trade, np.zeros(J), 1.0, np.zeros((N, N)), year)
    block = np.zeros(N, np.int64)
    before = year.endowment.copy()
    for t in range(Y):
        endow(factors, trade.added, t, capital, year.endowment)
        if t > 0:
            for n in range(N):
                grown = np.log(year.endowment[n] / before[n])
                productivity[n] += part[n] * (target[t, n] - course.income[t - 1, n] - grown)
            z[:] = last + (last - older)
        before[:] = year.endowment
        gap, final = 1.0, t == 0
        for _ in range(ROUNDS):
            for n in range(N):
                for j in range(J):
                    year.shift[n, j] = -productivity[n]
            made = settle(trade, year, duty, block, 1, z, tolerance if final else max(tolerance, 1e-2 * gap * gap))
            sweeps += abs(made)
            if made < 0:
                return worst, sweeps, t
            gap = np.abs(target[t] - year.income).max()
            if final:
                break
            final = gap < 30.0 * CLOSE
            for n in range(N):
                productivity[n] += part[n] * (target[t, n] - year.income[n])
        worst = max(worst, gap)
        older[:] = last
        last[:] = z
        course.income[t] = year.income
        course.capital[t] = capital
        course.domestic[t] = year.gdp / year.spent
        course.solution[t] = z
        shares[t] = year.shares
        for j in range(J):
            for n in range(N):
                course.knowledge[t, j, n] = start[j, n] * np.exp(-trade.theta[j] * year.shift[n, j])
        accumulate(year.income, taken, factors.depreciation, factors.investment, capital)
    return worst, sweeps, -1
