"""The baseline: one number a region and year, its productivity, makes real income meet its target; politics at rest."""

from __future__ import annotations

import numpy as np

from technostate.dynamics import mechanisms
from technostate.dynamics.kernel.records import Course, Factors, Trade, Year
from technostate.dynamics.kernel.trade import settle, wedges
from technostate.dynamics.mechanisms.capital import accumulate
from technostate.kernels import compiled
from technostate.shocks.decade import kernel as decade
from technostate.shocks.decade.kernel.powers import Floats, Integers

#: Gap to the target over the tolerance of trade after which one correction more is the last; most rounds of a year.
CLOSE, ROUNDS = 3e3, 12
#: Tolerance of trade while productivity is still corrected, over that at the end.
LOOSE = 1e2


@compiled()
def endow(factors: Factors, added: Floats, t: int, capital: Floats, endowment: Floats) -> None:
    """Write value added at base wages of a year's labour and capital (Cobb–Douglas)."""
    for n in range(added.size):
        share = factors.labour_share[n]
        endowment[n] = added[n] * np.exp(share * np.log(factors.labour[t, n]) + (1.0 - share) * np.log(capital[n]))


@compiled(calls=(mechanisms, decade))
def meet(
    trade: Trade, year: Year, duty: bool, block: Integers, target: Floats, part: Floats, given: bool, tolerance: float,
    productivity: Floats, step: Floats, z: Floats,
) -> tuple[int, float]:  # fmt: skip
    """Correct productivity (N,) and its step, in place, until income meets its target; return sweeps and the gap left.

    Trade is solved loosely until the gap is small, then once more to the tolerance; where productivity is `given`, only
    that. Sweeps are negative where trade was not solved.
    """
    N, J = year.shift.shape
    total, gap, loose = 0, np.inf, LOOSE * tolerance
    final = given
    for _ in range(ROUNDS):
        for n in range(N):
            for j in range(J):
                year.shift[n, j] = -productivity[n]
        made = settle(trade, year, duty, block, 1, z, tolerance if final else loose)
        total += abs(made)
        if made < 0:
            return -total, gap
        gap = np.abs(target - year.income).max()
        if final:
            break
        final = gap < CLOSE * tolerance
        for n in range(N):
            change = part[n] * (target[n] - year.income[n])
            productivity[n] += change
            step[n] += change
    return total, gap


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
    taken, capital = np.zeros(N), np.ones(N)
    productivity, step, grown, before = np.zeros(N), np.zeros(N), np.zeros(N), np.zeros(N)
    z, last, older = trade.start.copy(), trade.start.copy(), trade.start.copy()
    worst, sweeps = 0.0, 0
    duty = wedges(trade, np.zeros(J), 1.0, np.zeros((N, N)), year)
    block = np.zeros(N, np.int64)
    for t in range(Y):
        endow(factors, trade.added, t, capital, year.endowment)
        if t > 0:
            # Productivity grows as it did, but for what is new in the target and in labour and capital.
            for n in range(N):
                wanted = target[t, n] - course.income[t - 1, n] - np.log(year.endowment[n] / before[n])
                step[n] += part[n] * (wanted - grown[n])
                grown[n] = wanted
                productivity[n] += step[n]
            z[:] = last + (last - older)
        before[:] = year.endowment
        made, gap = meet(trade, year, duty, block, target[t], part, t == 0, tolerance, productivity, step, z)
        sweeps += abs(made)
        if made < 0:
            return worst, sweeps, t
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
