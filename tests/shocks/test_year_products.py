"""Products in the year: outside options, the nest of critical inputs, makers' room, against twin and differences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from decade_economies import made_up
from test_year_reference import same, shares, split
from year_products import PRODUCTS, carved, product

from technostate.errors import DataError, ScenarioError
from technostate.shocks.year import Elasticities, Result, Rules, YearEconomy, counterfactual, with_products
from technostate.shocks.year.linear import Linear
from technostate.shocks.year.products import sliver
from technostate.shocks.year.reference import Quotas, reference
from technostate.shocks.year.scenario import prepare
from technostate.shocks.year.services import Services
from technostate.shocks.year.system import System

SETS = {
    "central": Elasticities(origins=1.2),
    "edges": Elasticities(value_added=1.0, inputs=0.0, origins=np.array([0.7, 1.0, 3.0, 0.9, 2.0]), final=1.0),
    "near one": Elasticities(value_added=1.0001, inputs=0.9999, origins=0.9995, final=1.0005),
}
#: Of both products nearly all that B and C buy abroad, a little of what is no product, and one ban that does not bind.
BANS: Quotas = {
    (2, 2, 0): 0.02, (2, 2, 1): 0.02, (2, 2, 3): 0.0, (3, 1, 0): 0.0, (3, 1, 2): 0.3, (0, 2, 0): 0.5, (1, 3, 1): 0.95,
}  # fmt: skip
ALL = Rules(substitutes=2.0, ceiling=True, pay_floor=0.99, labour=0.6, anchor="region")


def changes(economy: YearEconomy) -> dict[str, Any]:
    rng = np.random.default_rng(4)
    cost = rng.uniform(1.0, 1.2, (5, 4, 4))
    cost[:, range(4), range(4)] = 1.0
    return {
        "tariff": economy.base.base_tariff * 1.3, "trade_cost": cost, "productivity": rng.uniform(0.9, 1.1, (4, 5)),
        "capacity": rng.uniform(0.9, 1.1, (4, 5)), "demand": rng.uniform(0.8, 1.2, (4, 5)),
        "deficit": "lend", "held": 0.3,
    }  # fmt: skip


def room(left: float = 0.5) -> np.ndarray:
    """What A can still deliver of the second product."""
    found = np.ones((4, 5))
    found[0, 3] = left
    return found


def dear(economy: YearEconomy, multiple: float) -> YearEconomy:
    """The economy with another M for both products."""
    m = np.where(economy.critical, multiple, np.inf)
    return economy.with_elasticities(replace(economy.elasticities, multiple=m))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("multiple", [1.3, 6.0, 60.0])
def test_the_base_is_an_equilibrium(seed: int, multiple: float) -> None:
    economy = dear(carved(seed), multiple)
    system = System(economy, prepare(economy))
    z = np.zeros(3 * system.n * system.j)
    state = system.state(z)
    assert np.abs(system.residual(z, state)).max() < 1e-12
    assert state.uses.moved == pytest.approx(sliver() / (1.0 + sliver()), rel=1e-12)
    assert counterfactual(economy).real_income == pytest.approx(0.0, abs=1e-11)
    assert counterfactual(economy).real_gdp == pytest.approx(0.0, abs=1e-11)


def test_who_buys_none_of_the_other_goods_has_no_option() -> None:
    base = made_up(3, 4, 5)
    # B buys nothing of S0, neither as input nor in the end.
    final, inputs = base.final_share.copy(), base.input_share.copy()
    final[1, 4] += final[1, 0]
    inputs[1, 4] += inputs[1, 0]
    final[1, 0] = inputs[1, 0] = 0.0
    from technostate.shocks.decade import settled

    other = settled(replace(base, final_share=final, input_share=inputs))
    economy = YearEconomy(other, with_products(Elasticities(origins=1.2), other.sectors, PRODUCTS), PRODUCTS)
    assert counterfactual(economy).real_income == pytest.approx(0.0, abs=1e-11)
    found = counterfactual(economy, delivered=shares(economy, {(2, 1, 0): 0.1, (2, 2, 0): 0.1}), deficit="lend")
    assert found.outside[1, 2] == 0.0 and found.outside[2, 2] > 0.0
    assert found.service_prices[1, 2] == found.prices[1, 2]


def test_a_user_of_a_product_alone_buys_more_of_the_other_goods_as_it_turns() -> None:
    """It buys none at the base, where its shares of services have a part below zero that its option makes up for."""
    base = made_up(3, 4, 5)
    inputs = base.input_share.copy()
    inputs[1, 4, 4] += inputs[1, 0, 4]
    inputs[1, 0, 4] = 0.0
    from technostate.shocks.decade import settled

    other = settled(replace(base, input_share=inputs))
    economy = YearEconomy(other, with_products(Elasticities(origins=1.2), other.sectors, PRODUCTS), PRODUCTS)
    assert counterfactual(economy).real_income == pytest.approx(0.0, abs=1e-11)
    left = shares(economy, {(2, 1, i): 0.0 for i in (0, 2, 3)})
    found = counterfactual(economy, delivered=left, deficit="lend", rules=ALL)
    assert found.outside[1, 2] > 10 * sliver()


@pytest.mark.parametrize("multiple", [1.5, 4.0, 30.0])
def test_half_of_the_spending_has_moved_at_m_and_services_cost_no_more(multiple: float) -> None:
    economy = dear(carved(), multiple)
    services = Services(economy, economy.base.final_share)
    bundle = np.random.default_rng(0).normal(0.0, 0.3, (4, 5))
    bundle[:, 2] = bundle[:, 0] + np.log(multiple)
    bundle[:, 3] = bundle[:, 1] + np.array([-1.0, 0.0, 3.0, 300.0])
    price, moved = services.effective(bundle)
    assert moved[:, 0] == pytest.approx(0.5, rel=1e-12)
    assert (np.diff(moved[:, 1]) >= 0).all() and moved[0, 1] < moved[1, 1] < moved[2, 1]
    most = bundle[:, [0, 1]] + np.log(multiple) * (1.0 + np.log1p(sliver()) / np.log(1.0 / sliver()))
    assert (price[:, [2, 3]] <= most + 1e-12).all()
    assert price[3, 3] == pytest.approx(most[3, 1], abs=1e-12)
    assert (price[:, [0, 1, 4]] == bundle[:, [0, 1, 4]]).all()


@pytest.mark.parametrize("anchor", ["world", "region"])
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("mobility", [0.0, 0.4, 1.0])
def test_the_derivative_of_everything(name: str, mobility: float, anchor: Any) -> None:
    """The whole Jacobian at a state off the equilibrium, where options and their half are reached."""
    economy = carved(plain=SETS[name])
    rules = split(economy, replace(ALL, mobility=mobility, anchor=anchor))
    case = changes(economy) | {"delivered": shares(economy, BANS), "rules": rules, "room": room()}
    system, found = System(economy, prepare(economy, **case)), counterfactual(economy, **case)
    z = found._vector + 0.01 * np.random.default_rng(2).standard_normal(found._vector.size)
    state, unit, step = system.state(z), np.eye(z.size), 2e-5
    linear = Linear(system, state)

    def residual(at: np.ndarray) -> np.ndarray:
        return system.residual(at, system.state(at))

    exact = np.stack([linear.product(one) for one in unit])
    near, far = (
        np.stack([residual(z + k * step * one) - residual(z - k * step * one) for one in unit]) for k in (1.0, 2.0)
    )
    assert np.abs(exact - (8.0 * near - far) / (12.0 * step)).max() < 1e-8 * max(1.0, np.abs(exact).max())
    assert 0 < state.banned.held.sum() < state.banned.held.size
    assert state.uses.moved.max() > 10 * sliver()


def test_without_trade_the_regions_own_blocks_are_the_whole_derivative() -> None:
    base = made_up(5, 4, 5, local=5, gaps=False, duties=False)
    economy = YearEconomy(base, with_products(Elasticities(origins=1.2), base.sectors, PRODUCTS), PRODUCTS)
    system = System(economy, prepare(economy, rules=Rules(mobility=0.4, pay_floor=0.99, labour=0.6)))
    z = 0.3 * np.random.default_rng(1).standard_normal(3 * 20)
    linear = Linear(system, system.state(z))
    jacobian = np.stack([linear.product(one) for one in np.eye(60)], 1).reshape(3, 4, 5, 3, 4, 5)
    # The numeraire is the world's: what it adds to a region's own block is in the block, its other parts are not.
    for n, inverse in enumerate(linear.near_inverse()):
        own = jacobian[:, n, :, :, n, :].reshape(15, 15)
        assert inverse @ own == pytest.approx(np.eye(15), abs=1e-9)


@pytest.mark.parametrize("anchor", ["world", "region"])
@pytest.mark.parametrize("mobility", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("name", SETS)
def test_the_twin_finds_the_same(name: str, mobility: float, anchor: Any) -> None:
    """With bans, a ceiling on a maker, rents by link, substitutes, a floor on pay, and every change at once."""
    economy = carved(plain=SETS[name])
    rules, change = split(economy, replace(ALL, mobility=mobility, anchor=anchor)), changes(economy)
    result = counterfactual(
        economy, delivered=shares(economy, BANS), rules=rules, room=room(), tolerance=1e-12, **change
    )
    arrives = 0.5 / change["trade_cost"][3, :, 0]
    quotas = BANS | {(3, n, 0): min(BANS.get((3, n, 0), 1.0), float(arrives[n])) for n in range(4)}
    change["capacity"] = change["capacity"] * room() ** (1.0 - mobility)
    twin = reference(economy, quotas=quotas, rules=rules, **change)
    same(result, twin, quotas, 1e-10)
    assert 1.0 + result.service_prices == pytest.approx(twin.service_prices, rel=1e-9)
    assert result.outside == pytest.approx(twin.outside, abs=1e-10)
    assert (twin.outside > 10 * sliver()).any() and (twin.wedges > 1.0 + 1e-9).any() and (twin.wedges <= 1.0).any()


@pytest.mark.parametrize("seed", range(8))
def test_the_twin_finds_the_same_whatever_the_products(seed: int) -> None:
    """One that is not critical, one whose other goods lie elsewhere, any M, ε and room of makers."""
    rng = np.random.default_rng(seed)
    products = tuple(
        product(
            code, instead, multiple=rng.choice([1.5, 3.0, 20.0]), origins=rng.uniform(0.5, 3.0),
            beside=rng.choice([0.0, 0.05, 0.2, 1.0]), expand=rng.choice([0.0, 0.1, 1.0]), critical=critical,
        )
        for code, instead, critical in (("S1", "S0", True), ("S2", "S0", bool(seed % 2)), ("S3", "S4", True))
    )  # fmt: skip
    economy = carved(seed, Elasticities(inputs=rng.choice([0.0, 0.2, 1.0]), origins=1.3), products)
    bans = {(int(k), int(n), 0): 0.1 for k, n in np.argwhere(rng.uniform(size=(4, 4)) < 0.7) if n and k}
    rules = replace(ALL, pay_floor=None, substitutes=float(rng.choice([1.5, 4.0, np.inf])))
    result = counterfactual(economy, delivered=shares(economy, bans), deficit="lend", rules=rules, tolerance=1e-12)
    twin = reference(economy, quotas=bans, deficit="lend", rules=rules)
    same(result, twin, bans, 1e-10)
    assert result.outside == pytest.approx(twin.outside, abs=1e-10)


def solo(multiple: float, leak: float = 0.0, seed: int = 7, **rules: Any) -> Result:
    """C and B get less of the first product from A and D."""
    economy = dear(carved(seed), multiple)
    left = shares(economy, {(2, n, i): leak for n in (1, 2) for i in (0, 3)})
    rules = {"ceiling": True, "substitutes": 3.0, "pay_floor": 0.97, "labour": 0.6, "anchor": "region"} | rules
    return counterfactual(economy, delivered=left, deficit="lend", rules=Rules(**rules), tolerance=1e-11)


@pytest.mark.parametrize("seed", [1, 7, 11])
def test_the_world_loses_more_the_dearer_it_is_to_do_without(seed: int) -> None:
    loss = [-solo(m, seed=seed).world_real_income for m in (1.5, 2.0, 4.0, 8.0, 20.0, 60.0)]
    assert loss[0] > 0 and (np.diff(loss) > 0).all(), loss


@pytest.mark.parametrize("seed", [1, 7, 11])
def test_more_of_a_cut_costs_the_world_more(seed: int) -> None:
    loss = [-solo(6.0, leak, seed).world_real_income for leak in (0.999, 0.9, 0.7, 0.5, 0.3, 0.1, 0.01, 0.0)]
    assert (np.diff(loss) > -5e-4).all(), loss


@pytest.mark.parametrize("seed", [1, 7, 11])
def test_services_cost_no_more_than_m_times_the_other_goods(seed: int) -> None:
    for multiple in (1.5, 6.0, 40.0):
        found = solo(multiple, seed=seed)
        most = multiple * (1.0 + found.prices[:, [0, 1]]) * 1.001
        assert (1.0 + found.service_prices[:, [2, 3]] <= most).all()
        assert (1.0 + found.told_prices[:, [2, 3]] <= multiple + 1e-12).all()
        dearest = np.maximum(found.prices[:, [2, 3]], found.prices[:, [0, 1]])
        assert (found.service_prices[:, [2, 3]] <= dearest + 1e-12).all()
        assert (found.told_prices[:, [0, 1, 4]] == found.prices[:, [0, 1, 4]]).all()


def test_goods_that_stand_in_count_at_what_they_replace() -> None:
    """GDP falls by as much as what users get for the goods that they turn to is less than those goods."""
    found = solo(6.0, pay_floor=None)
    economy, state = found.economy, found._state
    added = economy.factor_income.sum(1)
    quantity = np.exp(-state.bundle)
    # By expenditure: services of final demand, and what is sold abroad beyond what is bought there.
    sold = (1.0 + np.nan_to_num(found.output)) * economy.base.base_output
    by_spending = (state.uses.final * np.exp(-state.uses.price) + sold - (state.used + state.final) * quantity).sum(1)
    replaced = state.banned.replaced * np.exp(-state.banned.log_price)
    k, n, _ = found._prepared.links
    made = replaced - state.banned.instead * np.exp(-state.composite[k, n])
    by_spending += np.bincount(n, made, economy.base.shape[0])
    assert by_spending / added - 1.0 == pytest.approx(found.real_gdp, abs=1e-12)
    # It takes more of them: who counted them as they are would put GDP higher by the difference.
    goods = ((state.used + state.final) * quantity)[:, [0, 2]].sum(1)
    services = ((state.uses.used + state.uses.final) * np.exp(-state.uses.price))[:, [0, 2]].sum(1)
    assert (goods - services)[[1, 2]].min() > 0.001 * added[[1, 2]].min()


@pytest.mark.parametrize("multiple", [1.5, 6.0, 60.0, 1e4])
def test_gdp_stays_within_what_the_product_is_of_it(multiple: float) -> None:
    found = solo(multiple, pay_floor=None)
    base = found.economy.base
    part = base.base_expenditure[:, 2] / found.economy.factor_income.sum(1)
    assert (found.real_gdp < 0.01).all()
    assert (found.real_gdp > -part * min(multiple, 10.0)).all()


def test_makers_deliver_no_more_than_their_room_and_their_factors_are_idle() -> None:
    economy = carved()
    rules = Rules(used_up=0.5, ceiling=True, substitutes=3.0, pay_floor=0.97, labour=0.6, anchor="region")
    found = counterfactual(economy, room=room(0.4), deficit="lend", rules=rules)
    assert np.nanmax(found.delivered[3, :, 0]) == pytest.approx(0.4, abs=1e-9)
    assert found.output[0, 3] == pytest.approx(-0.6, abs=0.01)
    # Buyers pay more than the maker gets, whose pay stays near the base's.
    assert abs(found.factor_prices[0, 3]) < 0.15 and found.wedges[3, :, 0].min() > 1.1
    assert found.rents[3, :, 0].min() > 0 and found.real_income[0] < 0
    # As a loss of productivity the maker would gain by what buyers pay.
    less = np.ones((4, 5))
    less[0, 3] = 0.4
    other = counterfactual(economy, productivity=less, deficit="lend", rules=rules)
    assert other.real_income[0] > found.real_income[0] + 0.02


def test_room_limits_what_is_sent_not_what_arrives() -> None:
    """Where a third melts on the way less arrives; else the maker would have to make more than it has room for."""
    cost = np.ones((5, 4, 4))
    cost[3, 1:, 0] = 1.5
    rules = Rules(used_up=0.5, ceiling=True, substitutes=3.0, pay_floor=0.97, labour=0.6, anchor="region")
    found = counterfactual(carved(), room=room(0.4), trade_cost=cost, deficit="lend", rules=rules)
    assert found.output[0, 3] <= -0.6 + 1e-9
    assert found.delivered[3, 1:, 0].max() == pytest.approx(0.4 / 1.5, abs=1e-9)
    assert found.factor_prices[0, 3] < 0.15


def test_makers_lose_more_the_less_room_they_have() -> None:
    rules = Rules(used_up=0.5, ceiling=True, substitutes=3.0, pay_floor=0.97, labour=0.6, anchor="region")
    rows = [
        counterfactual(carved(), room=room(left), deficit="lend", rules=rules) for left in (1.0, 0.9, 0.6, 0.3, 0.1)
    ]
    assert (np.diff([row.real_income[0] for row in rows]) < 0).all()
    assert (np.diff([row.world_real_income for row in rows]) < 0).all()


def test_factors_that_move_are_not_idle() -> None:
    economy = carved()
    supply = [
        prepare(economy, room=room(0.25), rules=Rules(mobility=mobility)).supply[0, 3] for mobility in (0.0, 0.5, 1.0)
    ]
    assert supply == pytest.approx(economy.factor_income[0, 3] * np.array([0.25, 0.5, 1.0]), rel=1e-12)


@pytest.mark.parametrize("left", [0.0, 1.2, np.nan])
def test_room_that_has_no_meaning_is_refused(left: float) -> None:
    with pytest.raises(ScenarioError, match="room"):
        counterfactual(carved(), room=room(left))


@pytest.mark.parametrize("seed", [1, 7])
def test_ten_random_starts_end_at_one_point(seed: int) -> None:
    from technostate.shocks.year.newton import Effort, improve

    usual = solo(6.0, 0.01, seed)
    system = System(usual.economy, usual._prepared)
    rng = np.random.default_rng(seed)
    for _ in range(10):
        z, size, _near = improve(system, 0.3 * rng.standard_normal(usual._vector.size), 1e-11, 60, Effort())
        assert size < 1e-11
        assert z == pytest.approx(usual._vector, abs=1e-8)


def test_the_order_of_sectors_and_products_does_not_matter() -> None:
    usual = solo(6.0)
    economy, order = usual.economy, np.array([3, 0, 4, 2, 1])
    base, e = economy.base, economy.elasticities
    arrays = {
        "import_share": base.import_share[order], "value_added_share": base.value_added_share[:, order],
        "input_share": base.input_share[:, order][:, :, order], "final_share": base.final_share[:, order],
        "trade_elasticity": base.trade_elasticity[order], "tariff": base.base_tariff[order],
    }  # fmt: skip
    turned = replace(base, **arrays, sectors=tuple(base.sectors[at] for at in order))
    by_sector = {name: np.asarray(getattr(e, name))[order] for name in ("value_added", "origins", "multiple")}
    other = YearEconomy(turned, replace(e, **by_sector), economy.products[::-1])
    left = shares(economy, {(2, n, i): 0.0 for n in (1, 2) for i in (0, 3)})[order]
    found = counterfactual(other, delivered=left, deficit="lend", rules=usual._prepared.rules, tolerance=1e-11)
    assert found.real_income == pytest.approx(usual.real_income, abs=1e-10)
    assert found.prices == pytest.approx(usual.prices[:, order], abs=1e-9)


def test_at_banned_links_a_product_has_its_own_m() -> None:
    """A missing unit is replaced at its own multiple; where nothing replaces anything, neither does it."""
    usual, dearer = solo(2.0, 0.3), solo(2.0, 0.3, substitutes=8.0)
    assert dearer.real_income == pytest.approx(usual.real_income, abs=1e-12)
    none = solo(2.0, 0.3, substitutes=np.inf)
    assert none.substituted.sum() == 0.0 < usual.substituted.sum()


def test_where_every_supplier_is_banned_users_turn_to_the_other_goods() -> None:
    """The trace that is let through has no part in the result; goods without an option are refused as ever."""
    economy = carved()
    everyone = {(2, 1, i): 0.0 for i in (0, 2, 3)} | {(2, i, i): 1.0 for i in range(4)}
    share = economy.base.import_share.copy()
    share[2, 1] = np.array([0.5, 0.0, 0.2, 0.3])
    from technostate.shocks.decade import settled

    base = settled(replace(economy.base, import_share=share))
    alone = YearEconomy(base, economy.elasticities, economy.products)
    rules = Rules(ceiling=True, substitutes=3.0)
    found = counterfactual(alone, delivered=shares(alone, everyone), deficit="lend", rules=rules)
    assert found.outside[1, 2] == pytest.approx(1.0, abs=1e-3)
    assert found.service_prices[1, 2] + 1.0 == pytest.approx(6.0 * (1.0 + found.prices[1, 0]), rel=1e-3)
    barely = shares(alone, everyone | {(2, 1, i): 1e-8 for i in (0, 2, 3)})
    other = counterfactual(alone, delivered=barely, deficit="lend", rules=rules)
    assert other.real_income == pytest.approx(found.real_income, abs=3e-5)
    with pytest.raises(ScenarioError, match="without any supplier"):
        plain = alone.with_elasticities(replace(alone.elasticities, multiple=None))
        counterfactual(plain, delivered=shares(alone, everyone), deficit="lend", rules=rules)


def test_products_that_have_no_place_are_refused_together() -> None:
    base = made_up(7, 4, 5)
    wrong = (product("S9", "S0"), product("S2", "S3"), product("S3", "S1", multiple=1.0))
    with pytest.raises(DataError) as error:
        YearEconomy(base, products=wrong)
    assert all(part in str(error.value) for part in ("S9", "S3, whose goods are to replace S2", "M of S3"))


def test_a_multiple_that_is_none_is_refused() -> None:
    with pytest.raises(ScenarioError, match="multiple"):
        Elasticities(multiple=np.array([2.0, 1.0]))
