"""The solver against a twin that shares nothing with it but the shares, and its derivative against differences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from decade_economies import made_up
from year_economies import small

from technostate.errors import ConvergenceError
from technostate.shocks.year import RENTS, Elasticities, Result, Rules, YearEconomy, counterfactual
from technostate.shocks.year.linear import Linear
from technostate.shocks.year.newton import Effort, improve
from technostate.shocks.year.reference import Quotas, Reference, reference
from technostate.shocks.year.scenario import prepare
from technostate.shocks.year.system import System

SETS = {
    "central": Elasticities(origins=0.76),
    "origins above one": Elasticities(origins=1.5),
    "edges": Elasticities(value_added=1.0, inputs=0.0, origins=np.array([0.7, 1.0, 3.0]), final=1.0),
    "near one": Elasticities(value_added=1.0001, inputs=0.9999, origins=0.9995, final=1.0005),
}
HALF: Quotas = {(j, 2, i): 0.5 for j in (0, 1) for i in (0, 1)}
#: Bans that bind, a total one, one on goods whose cost doubles, two on an exporter whose capacity goes.
MIXED: Quotas = {
    (0, 2, 0): 0.5, (0, 2, 1): 0.2, (1, 2, 0): 0.0, (1, 2, 1): 0.9, (1, 3, 1): 0.95, (0, 0, 3): 0.3, (1, 1, 3): 1e-3
}  # fmt: skip
ALL = Rules(substitutes=2.0, ceiling=True, pay_floor=0.99, labour=0.6, anchor="region")


def shares(economy: YearEconomy, quotas: Quotas) -> np.ndarray:
    left = np.ones_like(economy.base.import_share)
    for at, leak in quotas.items():
        left[at] = leak
    return left


def split(economy: YearEconomy, rules: Rules) -> Rules:
    """The rules with rents that go to another side on every link."""
    rng = np.random.default_rng(8)
    mine, used = rng.dirichlet(np.ones(3), size=economy.base.import_share.shape).transpose(3, 0, 1, 2)[:2]
    return replace(rules, to_exporter=mine, used_up=used)


def changes(economy: YearEconomy) -> dict[str, Any]:
    rng = np.random.default_rng(4)
    cost = rng.uniform(1.0, 1.2, (3, 4, 4))
    cost[:, range(4), range(4)], cost[1, 3, 1] = 1.0, 2.0
    capacity = rng.uniform(0.9, 1.1, (4, 3))
    capacity[3] = 0.3
    return {
        "tariff": economy.base.base_tariff * 1.3, "trade_cost": cost, "productivity": rng.uniform(0.9, 1.1, (4, 3)),
        "capacity": capacity, "demand": rng.uniform(0.8, 1.2, (4, 3)),
    }  # fmt: skip


def same(result: Result, twin: Reference, quotas: Quotas, tolerance: float = 1e-9) -> None:
    """Hold every figure that the twin has against the solver's."""
    at = tuple(np.array([*quotas]).T)
    for name in ("real_income", "real_gdp", "consumer_prices"):
        assert getattr(result, name) == pytest.approx(getattr(twin, name), abs=tolerance), name
    scale = result.economy.base.value_added.sum()
    for one, other in (
        (result.gross_output, twin.output), (result.trade, twin.trade), (result.rents[at], twin.rent),
        (result.substituted[at], twin.instead), (result.rent_income, twin.rents), (result.deficit, twin.deficit),
    ):  # fmt: skip
        assert one / scale == pytest.approx(other / scale, abs=tolerance)
    for one, other in (
        (result.costs, twin.costs), (result.factor_prices, twin.factor_prices), (result.employment, twin.employment),
    ):  # fmt: skip
        assert one + 1.0 == pytest.approx(other, rel=10 * tolerance)
    assert result.wedges[at] == pytest.approx(twin.wedges, rel=100 * tolerance)
    assert result.delivered[at] == pytest.approx(twin.delivered, abs=10 * tolerance)


@pytest.mark.parametrize("rent", RENTS)
@pytest.mark.parametrize("mobility", [0.0, 1.0])
@pytest.mark.parametrize("name", SETS)
def test_the_twin_finds_the_same_equilibrium(name: str, mobility: float, rent: Any) -> None:
    """Fixed quantities, pure rules on rents, no substitutes."""
    economy = small().with_elasticities(SETS[name])
    rules, change = replace(RENTS[rent], mobility=mobility), changes(economy)
    result = counterfactual(economy, delivered=shares(economy, HALF), rules=rules, **change)
    same(result, reference(economy, quotas=HALF, rules=rules, **change), HALF)


@pytest.mark.parametrize("anchor", ["world", "region"])
@pytest.mark.parametrize("mobility", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("name", SETS)
def test_the_twin_finds_the_same_with_all_rules_at_once(name: str, mobility: float, anchor: Any) -> None:
    """Rents by link, substitutes, ceilings, a floor on labour's pay, half-held deficits, a transfer, every change."""
    economy = small().with_elasticities(SETS[name])
    rules = split(economy, replace(ALL, mobility=mobility, anchor=anchor))
    change = changes(economy) | {
        "deficit": "lend", "held": 0.3, "transfer": np.array([0.02, -0.05, 0.03, 0.0]) * economy.base.value_added.min()
    }  # fmt: skip
    result = counterfactual(economy, delivered=shares(economy, MIXED), rules=rules, tolerance=1e-12, **change)
    twin = reference(economy, quotas=MIXED, rules=rules, **change)
    same(result, twin, MIXED)
    # The case has what it is here for: bans of either kind, substitutes with either anchor, labour that is idle.
    binds, replaced = twin.wedges > 1.0 + 1e-9, twin.instead > 1e-9
    assert (twin.delivered[~binds] < np.array([*MIXED.values()])[~binds]).all()
    assert (~binds).any() and (binds & replaced & twin.anchored).any() and (binds & replaced & ~twin.anchored).any()
    assert twin.employment.min() < 0.99 or (mobility == 1.0 and anchor == "region")


@pytest.mark.parametrize("substitutes", [1.5, 2.0, 8.0])
@pytest.mark.parametrize("sigma", [0.5, 1.0, 3.0])
def test_the_twin_finds_the_same_after_total_bans(sigma: float, substitutes: float) -> None:
    """Nothing is delivered; M of two is where the mean cost of substitutes has a branch of its own."""
    economy = small(sigma)
    quotas: Quotas = {(j, 2, i): 0.0 for j in (0, 1) for i in (0, 1)}
    rules = Rules(substitutes=substitutes, ceiling=True)
    result = counterfactual(economy, delivered=shares(economy, quotas), deficit="lend", rules=rules, tolerance=1e-12)
    twin = reference(economy, quotas=quotas, deficit="lend", rules=rules)
    same(result, twin, quotas)
    assert result.rents == pytest.approx(0.0, abs=1e-13)
    assert (twin.surplus > 0).all()


def anything(seed: int) -> tuple[YearEconomy, Quotas, dict[str, Any]]:
    """An economy, bans, and a change of everything under rules of any kind."""
    rng = np.random.default_rng(seed)
    elasticities = Elasticities(
        rng.choice([0.4, 0.5, 1.0, 0.9995]), rng.choice([0.0, 0.2, 1.0]),
        rng.choice([0.76, 0.9995, 1.0, 1.0003, 1.5, 2.0, 4.0], 3), rng.choice([0.9, 1.0, 1.1]),
    )  # fmt: skip
    economy = YearEconomy(made_up(seed % 60), elasticities)
    left, at = np.ones((3, 4, 4)), range(4)
    left[:2] = np.clip(rng.uniform(-0.3, 1.3, (2, 4, 4)), 0, 1)
    left[:, at, at] = 1.0
    left[rng.uniform(size=left.shape) < 0.6] = 1.0
    cost = rng.uniform(0.9, 1.3, (3, 4, 4))
    cost[:, at, at] = 1.0
    change = {
        "tariff": economy.base.base_tariff * rng.uniform(0.5, 2, (3, 4, 4)), "trade_cost": cost,
        "productivity": rng.uniform(0.9, 1.1, (4, 3)), "capacity": rng.uniform(0.7, 1.1, (4, 3)),
        "demand": rng.uniform(0.8, 1.2, (4, 3)), "deficit": "lend", "held": float(rng.choice([0.0, 0.4, 1.0])),
    }  # fmt: skip
    mine, used = rng.dirichlet(np.ones(3), size=left.shape).transpose(3, 0, 1, 2)[:2]
    change["rules"] = Rules(
        mine, used, substitutes=float(rng.choice([1.2, 2.0, 3.0, 8.0])), ceiling=True,
        mobility=float(rng.choice([0.0, 0.5, 1.0])), pay_floor=float(rng.choice([0.9, 0.99])), labour=0.6,
        anchor=str(rng.choice(["region", "world"])),
    )  # fmt: skip
    quotas = {(int(k), int(n), int(i)): float(left[k, n, i]) for k, n, i in np.argwhere(left < 1)}
    return economy, quotas, change


@pytest.mark.parametrize("seed", [*range(24), 222])
def test_the_twin_finds_the_same_whatever_is_asked(seed: int) -> None:
    """The last has a ban on the way that ceases to bind, at which a search that may only come nearer is stuck."""
    economy, quotas, change = anything(seed)
    result = counterfactual(economy, delivered=shares(economy, quotas), tolerance=1e-11, **change)
    same(result, reference(economy, quotas=quotas, **change), quotas)


@pytest.mark.parametrize("rent", RENTS)
@pytest.mark.parametrize("mobility", [0.0, 1.0])
@pytest.mark.parametrize("floor", [0.95, 1.0])
def test_the_twin_finds_the_same_unemployment(floor: float, mobility: float, rent: Any) -> None:
    economy = small(1.5)
    rules = replace(RENTS[rent], pay_floor=floor, mobility=mobility)
    result = counterfactual(economy, delivered=shares(economy, HALF), rules=rules)
    same(result, reference(economy, quotas=HALF, rules=rules), HALF)
    # Either pay is at its floor or all are employed.
    assert (result.factor_prices > floor - 1 - 1e-9).all()
    assert ((result.factor_prices + 1 - floor) * result.employment) == pytest.approx(0.0, abs=1e-9)
    if floor == 1.0:
        assert result.employment.min() < -0.01


def derivative_gap(system: System, z: np.ndarray, direction: np.ndarray, step: float = 1e-5) -> float:
    """Largest gap between the derivative and differences of fourth order, over the derivative's largest part."""
    product = Linear(system, system.state(z)).product(direction)

    def residual(length: float) -> np.ndarray:
        at = z + length * direction
        return system.residual(at, system.state(at))

    near, far = (residual(one * step) - residual(-one * step) for one in (1.0, 2.0))
    differences = (8.0 * near - far) / (12.0 * step)
    return float(np.abs(product - differences).max() / np.abs(product).max())


@pytest.mark.parametrize("rent", ["importer", "exporter"])
@pytest.mark.parametrize("mobility", [0.0, 1.0])
@pytest.mark.parametrize("name", SETS)
def test_the_derivative_is_the_limit_of_differences(name: str, mobility: float, rent: Any) -> None:
    economy = small().with_elasticities(SETS[name])
    rules = replace(RENTS[rent], mobility=mobility, pay_floor=1.0)
    left = shares(economy, dict.fromkeys(HALF, 0.1))
    system = System(economy, prepare(economy, delivered=left, tariff=economy.base.base_tariff * 1.5, rules=rules))
    rng = np.random.default_rng(1)
    z, direction = np.array([0.05, 1.0])[:, None] * rng.standard_normal((2, 3 * system.n * system.j))
    assert derivative_gap(system, z, direction) < 1e-8


@pytest.mark.parametrize("anchor", ["world", "region"])
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("mobility", [0.0, 0.4, 1.0])
def test_the_derivative_knows_all_rules_at_once(name: str, mobility: float, anchor: Any) -> None:
    """At a state off the equilibrium with substitutes of either anchor, slack bans and idle labour."""
    economy = small().with_elasticities(SETS[name])
    rules = split(economy, replace(ALL, mobility=mobility, anchor=anchor))
    case = {"delivered": shares(economy, MIXED), "deficit": "lend", "held": 0.3, "rules": rules, **changes(economy)}
    system, found = System(economy, prepare(economy, **case)), counterfactual(economy, **case)
    rng = np.random.default_rng(2)
    noise, direction = rng.standard_normal((2, 3 * system.n * system.j))
    z = found._vector + 0.01 * noise
    state = system.state(z)
    banned = state.banned
    assert 0 < banned.held.sum() < banned.held.size
    assert (banned.anchored[banned.instead > 0] == 1).any() and (banned.anchored[banned.instead > 0] == 0).any()
    # Pay that is the same throughout a region is not below a part of its mean.
    assert (state.short < 0).any() != (mobility == 1.0 and anchor == "region") and (state.short == 0).any()
    assert derivative_gap(system, z, direction, 2e-5) < 1e-8


def test_newton_converges_in_few_steps() -> None:
    economy = small()
    system = System(economy, prepare(economy, delivered=shares(economy, {(0, 2, 0): 0.3}), rules=RENTS["exporter"]))
    effort = Effort()
    _, size, _ = improve(system, np.zeros(3 * system.n * system.j), 1e-11, 40, effort)
    assert size < 1e-11
    assert effort.steps <= 8


def test_a_linear_system_is_solved_as_exactly_as_asked() -> None:
    """The regions' own blocks condition it; many fewer products than unknowns are needed."""
    economy = small(1.5)
    system = System(economy, prepare(economy, delivered=shares(economy, MIXED), rules=ALL))
    z, b = np.zeros(3 * system.n * system.j), np.random.default_rng(0).standard_normal(3 * system.n * system.j)
    linear = Linear(system, system.state(z))
    found, used = linear.solve(b, linear.near_inverse(), 1e-12)
    assert np.linalg.norm(linear.product(found) - b) < 1e-11 * np.linalg.norm(b)
    assert used <= b.size


def test_the_twin_says_when_it_fails() -> None:
    with pytest.raises(ConvergenceError, match="reference did not settle"):
        reference(small(), quotas={(0, 2, 0): 1e-9}, rules=RENTS["exporter"])


@pytest.mark.parametrize("seed", [*range(12), 783, 1065])
def test_a_bundles_price_is_found_however_far_off_the_search_is(seed: int) -> None:
    """Shares sum to one and services are what leaks and what replaces the rest; kinks send Newton alone to and fro."""
    rng = np.random.default_rng(seed)
    origins = rng.choice([0.2, 0.5, 0.76, 0.9995, 1.0, 1.0003, 1.5, 2.0, 4.0, 8.0], 3)
    economy = YearEconomy(made_up(seed % 60), Elasticities(origins=origins))
    left, at = np.ones((3, 4, 4)), range(4)
    left[:2] = np.clip(rng.uniform(-0.3, 1.3, (2, 4, 4)), 0, 1)
    left[:, at, at] = 1.0
    left[rng.uniform(size=left.shape) < 0.4] = 1.0
    rules = Rules(substitutes=float(rng.choice([1.05, 1.2, 2.0, 3.0, 8.0, 50.0])), ceiling=bool(rng.integers(2)))
    system = System(economy, prepare(economy, delivered=left, rules=rules))
    k, n, _i = system.prepared.links
    for far in (0.01, 0.3, 1.0, 2.0):
        state = system.state(far * rng.standard_normal(3 * system.n * system.j))
        banned = state.banned
        assert state.inside + system.on_bundles(banned.share) == pytest.approx(1.0, abs=1e-12)
        price = np.exp(banned.log_price) * system.bundles.base_value
        services, replaced = banned.share * state.expenditure[n, k] / price, banned.replaced / price
        binds = banned.held > 0
        assert services[binds] == pytest.approx((system.prepared.leak + replaced)[binds], rel=1e-10, abs=1e-12)
        assert (services[~binds] <= system.prepared.leak[~binds] * (1 + 1e-12)).all()
