"""The path in plain NumPy, state by state: slow, and independent of the compiled one, which tests hold against it.

Trade is solved by Newton's method on wages alone, with prices iterated to their fixed point and expenditure as one
linear system; mechanisms are written anew as sums over states.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.coefficients import coefficients
from technostate.dynamics.kernel.records import Coefficients
from technostate.dynamics.levers import BY_PAIR, BY_REGION, Policy
from technostate.dynamics.path import Baseline, Path
from technostate.dynamics.setting import Setting
from technostate.errors import ConvergenceError
from technostate.shocks.decade import TradeEconomy

Array = NDArray[np.float64]


class Trade(NamedTuple):
    """An equilibrium: factor income, GDP, expenditure, log real income (N,), purchases (N, J), shares (J, N, N)."""

    factor: Array
    gdp: Array
    spent: Array
    income: Array
    bought: Array
    shares: Array


#: What states set in a year, by name: (N,) or (N, N).
Moves = dict[str, Array]


def path(
    setting: Setting,
    baseline: Baseline,
    values: Mapping[str, float],
    policy: Policy,
    *,
    without: Collection[str] = (),
    tolerance: float = 1e-12,
) -> Path:
    """Return what `technostate.dynamics.path` returns, by other means.

    Parameters
    ----------
    baseline, values, policy, without
        As there, of a few regions and sectors: time grows with the fourth power of the regions (none is checked).
    tolerance : float
        Largest excess demand, share of a region's factor income.

    Raises
    ------
    ConvergenceError
        If wages of a year do not settle.
    """
    c = coefficients(values, without)
    years, n, _ = setting.shape
    known = _knowledge(setting, values)
    base = baseline.knowledge / baseline.knowledge[0] * known
    knowledge, capital, forces, usual = known.copy(), np.ones(n), np.ones(n), np.ones(n)
    threat = c.initial_threat * setting.named.astype(float)
    priority, raised = np.zeros(n), np.zeros(n)
    rows: list[dict[str, Array]] = []
    for t in range(years):
        moves = _moves(policy, t)
        plan = _plan(setting, c, moves, priority, raised, threat if t > 0 else np.zeros_like(threat))
        trade = _trade(setting, c.waste, plan, moves["barrier"], capital, t, np.log(knowledge / known), tolerance)
        rows.append(_row(setting, plan, trade, knowledge, capital, forces, priority, threat))
        if t == years - 1:
            break
        security = plan["burden"] - setting.burden + plan["stock"] + plan["internal"]
        left = 1 - (c.crowding * security + moves["research"]) / 0.25
        invested = setting.investment * np.exp(trade.income) * np.maximum(left, 0)
        capital = baseline.capital[t + 1] if c.capital_follows else (1 - setting.depreciation) * capital + invested
        known_now = (knowledge, base[t], known)
        surplus = _balance(setting, c.technology_weight, known_now, forces, usual)
        forces, usual = _armed(setting, baseline, c.forces_depreciation, c.forces_follow, plan, trade, t, forces, usual)
        gap = trade.income - baseline.income[t]
        wanted = c.burden_response * priority + (c.spending_elasticity - 1) * gap
        raised = raised + c.burden_adjustment * (wanted - raised)
        fear = (setting.rivals * threat).sum(1)
        priority = priority + np.where(fear > priority, c.up, c.down) * (fear - priority)
        threat = (
            c.persistence * threat
            + c.by_restriction * plan["restriction"].T
            + c.by_forces * (surplus[None, :] - surplus[:, None])
            + c.by_shortfall * np.maximum(-gap, 0)[:, None]
        )
        effort = _effort(setting, c, moves, plan["burden"])
        knowledge = _learnt(setting, c, baseline.shares[t], base[t], base[t + 1], trade.shares, knowledge, plan, effort)
    return _as_path(setting, baseline, values, rows, known)


def _knowledge(setting: Setting, values: Mapping[str, float]) -> Array:
    mix = values["knowledge_mix"]
    logs: Array = mix * np.log(setting.knowledge_by_home) + (1 - mix) * np.log(setting.knowledge_by_workers)
    return np.exp(logs)


def _moves(policy: Policy, t: int) -> Moves:
    alone = {name: policy.by_region[t, :, at] for at, name in enumerate(BY_REGION)}
    return alone | {name: policy.by_pair[t, at] for at, name in enumerate(BY_PAIR)}


def _plan(setting: Setting, c: Coefficients, moves: Moves, priority: Array, raised: Array, threat: Array) -> Moves:
    """Return what states do of themselves and because a lever says so."""
    p = c._asdict()
    n = len(setting.regions)
    high = np.maximum(priority, 0)
    wedge, hidden, restriction = np.zeros((3, n, n))
    for a in range(n):
        for b in range(n):
            if setting.abroad[a, b]:
                far = setting.distance[a, b] * high[a]
                wedge[a, b] = p["wedge_response"] * far + moves["self_reliance"][a] + moves["aimed"][a, b]
                hidden[a, b] = p["closure_response"] * far + moves["closure"][a]
                feared = max(threat[a, b], 0.0) if setting.named[a, b] else 0.0
                restriction[a, b] = p["restriction_response"] * feared + moves["restriction"][a, b]
    return {
        "burden": np.maximum(setting.burden * np.exp(raised) + moves["military"], 0),
        "stock": p["stock_response"] * high + moves["stockpile"],
        "internal": p["internal_response"] * high + moves["internal_security"],
        "wedge": wedge,
        "hidden": hidden,
        "restriction": restriction,
    }


def _trade(
    setting: Setting,
    waste: float,
    plan: Moves,
    barrier: Array,
    capital: Array,
    t: int,
    log_knowledge: Array,
    tolerance: float,
) -> Trade:
    """Return the equilibrium of a year."""
    e = setting.economy
    strategic = setting.strategic[:, None, None] > 0
    duty = (1 + e.base_tariff) * np.where(strategic, np.exp((1 - waste) * plan["wedge"]), 1)
    melts = np.where(strategic, np.exp(waste * plan["wedge"] + plan["restriction"].T), 1) * np.exp(barrier)
    cost = duty / (1 + e.base_tariff) * melts
    links = np.where(np.isinf(cost), 0, e.import_share * cost ** -e.trade_elasticity[:, None, None])
    share = setting.labour_share
    endowment = e.value_added * setting.labour[t] ** share * capital ** (1 - share)
    skill = (log_knowledge / e.trade_elasticity[:, None]).T
    block = _block(links)
    wages = np.zeros(len(e.regions))
    for _ in range(60):
        found, excess = _at(e, links, duty, skill, endowment, block, wages)
        if np.abs(excess).max() < tolerance:
            return found
        slope = np.empty((wages.size, wages.size))
        for n in range(wages.size):
            step = wages.copy()
            step[n] += 1e-7
            slope[:, n] = (_at(e, links, duty, skill, endowment, block, step)[1] - excess) / 1e-7
        change = np.linalg.solve(slope, -excess)
        wages = wages + change * min(1.0, 0.5 / np.abs(change).max())
    raise ConvergenceError(f"wages of {setting.years[t]} did not settle", hint="make the policy smaller")


def _block(links: Array) -> NDArray[np.int64]:
    """Return the number of the group of each region, of those that reach each other."""
    reach = (links.sum(0) > 0) | np.eye(links.shape[1], dtype=bool)
    for _ in range(links.shape[1]):
        reach = (reach.astype(float) @ reach.astype(float)) > 0
    both = reach & reach.T
    return np.unique(both.argmax(1), return_inverse=True)[1].astype(np.int64)


def _at(
    e: TradeEconomy, links: Array, duty: Array, skill: Array, endowment: Array, block: NDArray[np.int64], wages: Array
) -> tuple[Trade, Array]:
    """Return trade at log wages, and excess demand for a region's factors; for the last of a block, its numeraire."""
    theta = e.trade_elasticity
    prices = np.zeros(e.shape)
    for _ in range(2000):
        cost = e.value_added_share * wages[:, None] + np.einsum("nkj,nk->nj", e.input_share, prices) - skill
        weight = links * np.exp(-theta[:, None] * cost.T)[:, None, :]
        new = -np.log(weight.sum(2)).T / theta
        change = np.abs(new - prices).max()
        prices = new
        if change < 1e-15:
            break
    shares = weight / weight.sum(2, keepdims=True)
    factor = np.exp(wages) * endowment
    want = e.deficit / e.value_added
    owed = np.array([(want * factor)[block == b].sum() / factor[block == b].sum() for b in block])
    deficit = (want - owed) * factor
    net = shares / duty
    n, j = e.shape
    system = np.eye(n * j).reshape(n, j, n, j) - np.einsum("nkj,jin->nkij", e.input_share, net)
    for a in range(n):
        system[a, :, a, :] -= np.outer(e.final_share[a], 1 - net[:, a].sum(1))
    fixed = (e.final_share * (factor + deficit)[:, None]).ravel()
    bought = np.linalg.solve(system.reshape(n * j, n * j), fixed).reshape(n, j)
    gdp = factor + (bought * (1 - net.sum(2).T)).sum(1)
    spent = gdp + deficit
    income = np.log(spent / e.base_income) - (e.final_share * prices).sum(1)
    sold = (net * bought.T[:, :, None]).sum((0, 1))
    paid = (net * bought.T[:, :, None]).sum((0, 2))
    excess = (sold - paid + deficit) / factor
    for b in np.unique(block):
        inside = block == b
        excess[np.flatnonzero(inside)[-1]] = factor[inside].sum() / e.value_added[inside].sum() - 1
    return Trade(factor, gdp, spent, income, bought, shares), excess


def _technology(setting: Setting, log_growth: Array) -> Array:
    """Growth of the productivity of strategic sectors (…, N): that of their sales, times sales over GDP of a region."""
    e = setting.economy
    core = setting.strategic if setting.strategic.any() else np.ones_like(setting.strategic)
    sales = e.base_output * (core > 0)
    grown = (sales * (log_growth / e.trade_elasticity[:, None]).T).sum(1) / sales.sum(1)
    growth: Array = grown * e.base_output.sum(1) / e.value_added
    return growth


def _balance(setting: Setting, weight: float, known: tuple[Array, Array, Array], forces: Array, usual: Array) -> Array:
    now, expected, start = known
    ahead = _technology(setting, np.log(now / start)) - _technology(setting, np.log(expected / start))
    surplus: Array = np.log(forces / usual) + weight * ahead
    return surplus


def _armed(
    setting: Setting,
    baseline: Baseline,
    depreciation: float,
    follow: bool,
    plan: Moves,
    trade: Trade,
    t: int,
    forces: Array,
    usual: Array,
) -> tuple[Array, Array]:
    first = baseline.domestic[0]
    as_usual = np.exp(baseline.income[t]) * baseline.domestic[t] / first
    ratio = np.divide(plan["burden"], setting.burden, out=np.ones_like(first), where=setting.burden > 0)
    real = np.exp(trade.income) * trade.gdp / trade.spent / first * ratio
    bought = as_usual if follow else np.where(setting.burden > 0, real, as_usual)
    return forces + depreciation * (bought - forces), usual + depreciation * (as_usual - usual)


def _effort(setting: Setting, c: Coefficients, moves: Moves, burden: Array) -> Array:
    p = c._asdict()
    passed = np.clip(p["permeability"] + moves["permeability"], 0, 1)
    defence = setting.defence_research * p["spillover"]
    before = setting.civil_research + p["permeability"] * defence * setting.burden
    after = np.maximum(setting.civil_research + moves["research"], 0) + passed * defence * burden
    e = setting.economy
    part = (e.base_output * (setting.strategic > 0)).sum(1) / e.base_output.sum(1)
    steered = moves["concentration"]
    out = np.empty((setting.strategic.size, part.size))
    for j, core in enumerate(setting.strategic > 0):
        gain = 1 + (1 - p["misallocation"]) * steered * (1 - part) / np.where(part > 0, part, 1)
        out[j] = (after / before * (gain if core else 1 - steered)) ** p["research_elasticity"]
    return out


def _met(shares: Array, knowledge: Array, inputs: Array, beta: float, hidden: Array) -> Array:
    """Return what producers see (J, N), summed link by link."""
    j, n = knowledge.shape
    out = np.zeros((j, n))
    for a in range(n):
        seen = np.array(
            [
                sum(np.exp(-hidden[a, b]) * shares[k, a, b] ** (1 - beta) * knowledge[k, b] ** beta for b in range(n))
                for k in range(j)
            ]
        )
        for user in range(j):
            whole = inputs[a, :, user].sum()
            out[user, a] = (inputs[a, :, user] * seen).sum() / whole if whole > 0 else 0.0
    return out


def _learnt(
    setting: Setting,
    c: Coefficients,
    base_shares: Array,
    base: Array,
    base_next: Array,
    shares: Array,
    knowledge: Array,
    plan: Moves,
    effort: Array,
) -> Array:
    p, inputs = c._asdict(), setting.economy.input_share
    growth = base_next / base - 1
    met = p["insight_share"] * np.maximum(growth, 0)
    seen_there = _met(base_shares, base, inputs, p["beta"], np.zeros_like(plan["hidden"]))
    seen_here = _met(shares, knowledge, inputs, p["beta"], plan["hidden"])
    learnt: Array = (1 + growth - met) * knowledge + met * base * np.divide(
        seen_here, seen_there, out=np.zeros_like(seen_here), where=seen_there > 0
    ) * effort
    return learnt


def _row(
    setting: Setting,
    plan: Moves,
    trade: Trade,
    knowledge: Array,
    capital: Array,
    forces: Array,
    priority: Array,
    threat: Array,
) -> dict[str, Array]:
    strategic = trade.bought * (setting.strategic > 0)
    away = (trade.shares * setting.abroad).sum(2).T
    with np.errstate(invalid="ignore"):
        reliance = (strategic * away).sum(1) / strategic.sum(1)
    return {
        "knowledge": knowledge, "shares": trade.shares, "factor": trade.factor, "gdp": trade.gdp, "spent": trade.spent,
        "income": trade.income, "capital": capital, "forces": forces, "priority": priority, "threats": threat,
        "threat": (setting.rivals * threat).sum(1), "restrictions": plan["restriction"], "reliance": reliance,
        "restricted": (setting.rivals * plan["restriction"].T).sum(1),
        "spending": np.stack([plan["burden"], plan["stock"], plan["internal"]]),
    }  # fmt: skip


def _as_path(
    setting: Setting, baseline: Baseline, values: Mapping[str, float], rows: list[dict[str, Array]], known: Array
) -> Path:
    all_years = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    income, spending = np.exp(all_years["income"]), all_years["spending"]
    first = baseline.domestic[0]
    civil = income * (1 - spending.sum(1) * all_years["gdp"] / all_years["spent"])
    usual = np.exp(baseline.income) * (1 - setting.burden * baseline.domestic)
    market = setting.gdp_market * all_years["gdp"] / (setting.economy.base_income * first)
    whole = [int(_block(shares).max()) == 0 for shares in all_years["shares"]]
    ppp = setting.gdp_ppp * income
    skill = np.array([_technology(setting, np.log(now / known)) for now in all_years["knowledge"]])
    level = np.exp(skill) * setting.productivity
    outcomes = {
        "income": income, "income_a_head": income / (setting.population / setting.population[0]),
        "civil": civil / (1 - setting.burden * first), "cost": (usual - civil) / usual,
        "gdp_market": np.where(np.array(whole)[:, None], market / market.sum(1, keepdims=True), np.nan),
        "gdp_ppp": ppp / ppp.sum(1, keepdims=True), "technology": level / _frontier(setting, level)[:, None],
        "reliance": all_years["reliance"], "burden": spending[:, 0],
        "forces": all_years["forces"] * np.exp(values["technology_weight"] * skill),
        "priority": all_years["priority"], "threat": all_years["threat"], "restricted": all_years["restricted"],
    }  # fmt: skip
    return Path(
        outcomes=outcomes, knowledge=all_years["knowledge"], shares=all_years["shares"],
        factor_income=all_years["factor"], gdp=all_years["gdp"], expenditure=all_years["spent"], spending=spending,
        capital=all_years["capital"], threat=all_years["threats"], restriction=all_years["restrictions"], sweeps=0,
    )  # fmt: skip


def _frontier(setting: Setting, level: Array) -> Array:
    state = np.array(setting.state_of or range(len(setting.regions)))
    size = [setting.gdp_ppp[state == k].sum() for k in state]
    tenth = sorted(set(zip(size, state, strict=True)), reverse=True)[:10]
    among = np.isin(state, [k for _, k in tenth])
    best: Array = level[:, among].max(1)
    return best
