"""A path with politics and levers: eight mechanisms in one step a year."""

from __future__ import annotations

import numpy as np

from technostate.dynamics import mechanisms
from technostate.dynamics.kernel.baseline import endow
from technostate.dynamics.kernel.records import (
    Coefficients,
    Course,
    Factors,
    Levers,
    Snapshot,
    States,
    Trade,
    Written,
    Year,
)
from technostate.dynamics.kernel.solver import nothing_past
from technostate.dynamics.kernel.trade import settle, wedges
from technostate.dynamics.mechanisms.budgets import adjust, close, prefer, set_aside, spend
from technostate.dynamics.mechanisms.capital import accumulate
from technostate.dynamics.mechanisms.forces import arm, effective, technology
from technostate.dynamics.mechanisms.ideas import insight, learn
from technostate.dynamics.mechanisms.priority import rank
from technostate.dynamics.mechanisms.research import efforts, permeability
from technostate.dynamics.mechanisms.restrictions import restrict
from technostate.dynamics.mechanisms.threat import perceive, shortfalls, summed
from technostate.kernels import compiled
from technostate.shocks.decade import kernel as decade
from technostate.shocks.decade.kernel.powers import Floats


@compiled(calls=(mechanisms, decade))
def decide(states: States, levers: Levers, c: Coefficients, t: int, now: Snapshot, year: Year) -> None:
    """Write what states spend, prefer, close and restrict in a year, from priority and threat at its start."""
    s = now.priority
    spend(states.burden, now.raised, levers.military[t], year.burden)
    set_aside(s, c.stock_response, levers.stockpile[t], year.stock)
    set_aside(s, c.internal_response, levers.internal_security[t], year.internal)
    prefer(
        s, c.wedge_response, levers.self_reliance[t], levers.aimed[t], states.distance, states.abroad, year.preference
    )
    close(s, c.closure_response, levers.closure[t], states.distance, states.abroad, year.hidden)
    # The base year is as it was measured: what rivals did in it is in its trade.
    response = c.restriction_response if t > 0 else 0.0
    restrict(now.threat, response, states.named, levers.restriction[t], states.abroad, year.restriction)


@compiled(calls=(mechanisms, decade))
def learn_of(
    trade: Trade, states: States, levers: Levers, c: Coefficients, t: int, own: Floats, arrival: Floats, now: Snapshot,
    year: Year, found: Floats, effort: Floats, passed: Floats,
) -> None:  # fmt: skip
    """Move knowledge a year on: what is met in what is used, times what research makes of it."""
    insight(year.shares, now.knowledge, trade.mix, c.beta, year.hidden, found)
    permeability(c.permeability, levers.permeability[t], passed)
    efforts(
        states.civil, states.defence, year.burden, states.burden, passed, c.permeability, c.spillover,
        c.research_elasticity, levers.concentration[t], c.misallocation, states.strategic, states.part,
        levers.research[t], effort,
    )  # fmt: skip
    learn(own[t], arrival[t], found, effort, now.knowledge)


@compiled(calls=(mechanisms, decade))
def arms(states: States, c: Coefficients, course: Course, t: int, now: Snapshot, year: Year, surplus: Floats) -> None:
    """Write log effective forces over those of the baseline (N,), then move both a year on."""
    N = surplus.size
    skill, skill_expected, expected = np.empty(N), np.empty(N), np.empty(N)
    spending, spending_expected = np.empty(N), np.empty(N)
    technology(now.knowledge, course.knowledge[0], states.weight, skill)
    technology(course.knowledge[t], course.knowledge[0], states.weight, skill_expected)
    effective(now.forces, skill, c.technology_weight, surplus)
    effective(now.forces_expected, skill_expected, c.technology_weight, expected)
    for n in range(N):
        surplus[n] -= expected[n]
        domestic = course.domestic[0, n]
        usual = course.domestic[t, n] / domestic * np.exp(course.income[t, n])
        real = year.gdp[n] / year.spent[n] / domestic * np.exp(year.income[n])
        spending_expected[n] = usual
        # Where nothing was spent at the base there is no ratio: forces are what the baseline's are.
        spending[n] = real * year.burden[n] / states.burden[n] if states.burden[n] > 0.0 else usual
    arm(spending_expected, c.forces_depreciation, now.forces_expected)
    arm(spending_expected if c.forces_follow else spending, c.forces_depreciation, now.forces)


@compiled(calls=(mechanisms, decade))
def move(
    factors: Factors, states: States, levers: Levers, c: Coefficients, course: Course, t: int, now: Snapshot, year: Year
) -> None:
    """Move capital, forces, burden, threat and priority a year on."""
    N = now.capital.size
    taken, surplus, short, perceived = np.empty(N), np.empty(N), np.empty(N), np.empty(N)
    for n in range(N):
        security = year.burden[n] - states.burden[n] + year.stock[n] + year.internal[n]
        taken[n] = c.crowding * security + levers.research[t, n]
    if c.capital_follows:
        now.capital[:] = course.capital[t + 1]
    else:
        accumulate(year.income, taken, factors.depreciation, factors.investment, now.capital)
    arms(states, c, course, t, now, year, surplus)
    shortfalls(course.income[t], year.income, short)
    adjust(
        now.priority, c.burden_response, year.income, course.income[t], c.spending_elasticity, c.burden_adjustment,
        now.raised,
    )  # fmt: skip
    summed(now.threat, states.rivals, perceived)
    rank(perceived, c.up, c.down, now.priority)
    perceive(c.persistence, c.by_restriction, c.by_forces, c.by_shortfall, year.restriction, surplus, short, now.threat)


@compiled(calls=(mechanisms, decade))
def write(states: States, t: int, now: Snapshot, year: Year, out: Written) -> None:
    """Write a year's outcomes."""
    J, N, _ = year.shares.shape
    out.knowledge[t] = now.knowledge
    out.shares[t] = year.shares
    out.capital[t] = now.capital
    out.factor[t] = year.factor
    out.gdp[t] = year.gdp
    out.spent[t] = year.spent
    out.income[t] = year.income
    out.burden[t] = year.burden
    out.stock[t] = year.stock
    out.internal[t] = year.internal
    out.forces[t] = now.forces
    out.priority[t] = now.priority
    out.threats[t] = now.threat
    out.restrictions[t] = year.restriction
    summed(now.threat, states.rivals, out.threat[t])
    for n in range(N):
        met, bought, away = 0.0, 0.0, 0.0
        for i in range(N):
            met += states.rivals[n, i] * year.restriction[i, n]
        for j in range(J):
            if states.strategic[j] > 0.0:
                bought += year.expenditure[n, j]
                for i in range(N):
                    away += states.abroad[n, i] * year.shares[j, n, i] * year.expenditure[n, j]
        out.restricted[t, n] = met
        out.bought[t, n] = bought
        out.bought_abroad[t, n] = away


@compiled(calls=(mechanisms, decade))
def begin(trade: Trade, states: States, c: Coefficients, course: Course) -> Snapshot:
    """Return the model's state at the start: nothing moved but the threat that is there."""
    N = trade.added.size
    return Snapshot(
        course.knowledge[0].copy(), np.ones(N), np.ones(N), np.ones(N), c.initial_threat * states.named, np.zeros(N),
        np.zeros(N), trade.start.copy(),
    )  # fmt: skip


@compiled(calls=(mechanisms, decade))
def walk(
    trade: Trade, factors: Factors, states: States, levers: Levers, c: Coefficients, course: Course, own: Floats,
    arrival: Floats, tolerance: float, year: Year, out: Written,
) -> tuple[int, int]:  # fmt: skip
    """Fill a path; return sweeps, and the year that was not solved (or −1).

    Parameters
    ----------
    own, arrival : array (Y − 1, J, N)
        x and α of the baseline, see `mechanisms.ideas.arrivals`.
    """
    (Y, N), J = course.income.shape, trade.theta.size
    now = begin(trade, states, c, course)
    found, effort, passed = np.empty((J, N)), np.empty((J, N)), np.empty(N)
    away, before = np.zeros(trade.start.size), np.zeros(trade.start.size)
    sweeps, past = 0, nothing_past(trade, trade.start.size)
    for t in range(Y):
        decide(states, levers, c, t, now, year)
        duty = wedges(trade, states.strategic, c.waste, levers.barrier[t], year)
        endow(factors, trade.added, t, now.capital, year.endowment)
        for n in range(N):
            for j in range(J):
                year.shift[n, j] = -np.log(now.knowledge[j, n] / course.knowledge[0, j, n]) / trade.theta[j]
        # The baseline, and how far the path has gone from it and goes on to go, is the best guess.
        now.solution[:] = course.solution[t] + (away + (away - before))
        made = settle(trade, year, duty, levers.block[t], levers.blocks[t], now.solution, tolerance, past)
        sweeps += abs(made)
        if made < 0:
            return sweeps, t
        before[:] = away
        away[:] = now.solution - course.solution[t]
        write(states, t, now, year, out)
        if t < Y - 1:
            move(factors, states, levers, c, course, t, now, year)
            learn_of(trade, states, levers, c, t, own, arrival, now, year, found, effort, passed)
    return sweeps, -1
