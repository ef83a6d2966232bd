"""Inputs and final goods apart: doubled sectors reproduce the base, and a shock to one use is felt as such."""

from __future__ import annotations

import numpy as np
import pytest

from technostate.errors import DataError
from technostate.evidence import Origin
from technostate.shocks.decade import (
    TradeEconomy,
    by_use,
    counterfactual,
    folded,
    folded_prices,
    folded_trade,
    settled,
)
from technostate.world import World, load

FOUR = [4.0] * 35


def alike(n: int = 3, j: int = 2, seed: int = 3) -> World:
    """A made-up world in which inputs and final goods come from the same origins, with tariffs."""
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.ones(n), size=(j, n)) * 0.5
    share[:, np.arange(n), np.arange(n)] += 0.5
    used, final = rng.uniform(1, 3, (n, j, j)), rng.uniform(20, 30, (n, j))
    tariff = rng.uniform(0, 0.2, (j, n, n))
    tariff[:, np.arange(n), np.arange(n)] = 0.0
    # What is paid with duty follows one set of shares.
    flow = share / (1.0 + tariff)
    intermediate = np.einsum("jni,njk->ijnk", flow, used).reshape(n * j, n * j)
    demand = np.einsum("jni,nj->ijn", flow, final).reshape(n * j, n)
    output = intermediate.sum(1) + demand.sum(1)
    return World(
        name="alike", year=2020, regions=("AAA", "BBB", "CCC")[:n], sectors=tuple(f"s{k}" for k in range(j)),
        classification="made up", intermediate=intermediate, final_demand=demand, inventories=np.zeros((n * j, n)),
        value_added=output - intermediate.sum(0), taxes_on_products=np.zeros(n * j), gross_output=output,
        discrepancy=np.zeros(n * j), trade_elasticity=np.array([4.0, 6.0])[:j],
        origin=Origin("nobody", "made up", "made up", "2020", "none"), tariff=tariff,
    )  # fmt: skip


@pytest.fixture(scope="module")
def year_2011() -> World:
    return load("wiod-2011")


@pytest.fixture(scope="module")
def plain(year_2011: World) -> TradeEconomy:
    return TradeEconomy.from_world(year_2011, trade_elasticity=FOUR)


@pytest.fixture(scope="module")
def twice(plain: TradeEconomy, year_2011: World) -> TradeEconomy:
    return by_use(plain, year_2011)


def no_imported_inputs(economy: TradeEconomy) -> float:
    """Real income of the United States, per cent, when it buys no inputs abroad, goods or services."""
    n, j = economy.shape
    home = economy.region_index("USA")
    cost = np.ones((j, n, n))
    cost[: j // 2, home] = np.inf
    cost[: j // 2, home, home] = 1.0
    return float(100 * counterfactual(economy, trade_cost=cost).real_income[home])


def test_doubled_sectors_are_the_same_base(plain: TradeEconomy, twice: TradeEconomy) -> None:
    assert np.abs(twice.imbalance).max() < 1e-12
    assert folded(twice.base_output) == pytest.approx(plain.base_output, rel=1e-10, abs=1e-6)
    assert folded(twice.base_expenditure) == pytest.approx(plain.base_expenditure, rel=1e-10, abs=1e-6)
    assert folded_trade(twice.base_trade) == pytest.approx(plain.base_trade, rel=1e-10, abs=1e-6)
    assert twice.base_income == pytest.approx(plain.base_income, rel=1e-12)


def test_inputs_are_those_of_the_table(year_2011: World, twice: TradeEconomy) -> None:
    """c14 (electronics) from China: the table's own sales to users in the United States, USD million."""
    j, n = year_2011.n_sectors, year_2011.region_nodes("USA")
    recorded = year_2011.intermediate[year_2011.node("CHN", "c14"), n].sum()
    at = year_2011.sector_index("c14"), year_2011.region_index("USA"), year_2011.region_index("CHN")
    assert twice.base_trade[:j][at] == pytest.approx(recorded, rel=1e-6)
    assert twice.base_trade[:j][at] != pytest.approx(twice.base_trade[j:][at], rel=0.1)


def test_the_doubled_base_solves_itself(twice: TradeEconomy) -> None:
    same = counterfactual(twice)
    assert np.abs(same.real_income).max() < 1e-9
    assert same.output == pytest.approx(twice.base_output, rel=1e-8, abs=1e-4)


def test_where_origins_are_alike_nothing_changes() -> None:
    """Tariffs, costs, productivity: output, trade, income and prices as in the economy that is not doubled."""
    world = alike()
    economy = TradeEconomy.from_world(world)
    double = by_use(economy, world)
    rng = np.random.default_rng(1)
    off = 1.0 - np.eye(3)
    tariff = economy.base_tariff + rng.uniform(0, 0.5, (2, 3, 3)) * off
    cost, skill = 1.0 + rng.uniform(0, 1, (2, 3, 3)) * off, rng.uniform(0.7, 1.3, (3, 2))
    one = counterfactual(economy, tariff=tariff, trade_cost=cost, productivity=skill, tolerance=1e-13)
    two = counterfactual(
        double,
        tariff=np.tile(tariff, (2, 1, 1)),
        trade_cost=np.tile(cost, (2, 1, 1)),
        productivity=np.tile(skill, 2),
        tolerance=1e-13,
    )
    assert np.abs(one.real_income).max() > 0.01
    assert two.real_income == pytest.approx(one.real_income, abs=1e-10)
    assert folded(two.output) == pytest.approx(one.output, rel=1e-10)
    assert folded_trade(two.trade) == pytest.approx(one.trade, rel=1e-10)
    assert folded_prices(two.prices, double.base_expenditure) == pytest.approx(one.prices, rel=1e-10)
    assert two.costs[:, :2] == pytest.approx(two.costs[:, 2:], rel=1e-12)


def test_the_two_products_of_a_producer_cost_the_same(twice: TradeEconomy) -> None:
    j = twice.shape[1] // 2
    cost = np.ones((2 * j, 41, 41))
    cost[:j, 0, 1:] = 1.5
    found = counterfactual(twice, trade_cost=cost)
    assert found.costs[:, :j] == pytest.approx(found.costs[:, j:], rel=1e-9)
    assert np.abs(found.costs - 1).max() > 1e-3


def test_splitting_moves_large_economies_by_at_most_two_hundredths(plain: TradeEconomy, twice: TradeEconomy) -> None:
    """China and the United States put 25 points on each other's goods, whatever they are bought for."""
    china, america = plain.region_index("CHN"), plain.region_index("USA")
    tariff = plain.base_tariff.copy()
    for buyer, seller in ((china, america), (america, china)):
        tariff[:16, buyer, seller] += 0.25
    at = [plain.region_index(code) for code in ("USA", "CHN", "DEU", "JPN")]
    one = 100 * counterfactual(plain, tariff=tariff).real_income[at]
    two = 100 * counterfactual(twice, tariff=np.tile(tariff, (2, 1, 1))).real_income[at]
    assert np.abs(one[:2]).min() > 0.05
    assert two == pytest.approx(one, abs=0.02)
    assert np.abs(two - one).max() > 1e-5


#: Caliendo and Parro (2015), table 1, full sample, on the goods of WIOD; electrical and optical equipment as their
#: electrical machinery, transport equipment as their other transport. Services as in the authors' own files.
CP = [8.11, 15.72, 2.55, 5.56, 5.56, 10.83, 9.07, 51.08, 4.75, 1.66, 2.76, 7.99, 1.52, 10.60, 0.37, 5.00, *[8.22] * 19]


def test_the_united_states_without_imported_inputs(year_2011: World, twice: TradeEconomy) -> None:
    """Eppinger, Felbermayr, Krebs and Kukharskyy (2021), CESifo Working Paper 9079, abstract: −2.2 %.

    Read so: the United States buy no inputs abroad, goods or services; final goods are traded as before, deficits stay.
    Our year is 2011 and our elasticities are not theirs, so that the published figure is met in size alone: it lies
    between four throughout and the estimates of Caliendo and Parro. Transport equipment decides: at 1.01, their motor
    vehicles, the second figure is −1.67.
    """
    assert no_imported_inputs(twice) == pytest.approx(-2.06, abs=0.01)
    found = []
    for transport in (CP[14], 1.01):
        theta = [*CP[:14], transport, *CP[15:]]
        economy = TradeEconomy.from_world(year_2011, trade_elasticity=theta)
        found.append(no_imported_inputs(by_use(economy, year_2011)))
    assert found == pytest.approx([-2.74, -1.67], abs=0.01)


def test_stopping_final_imports_costs_less_than_stopping_both(twice: TradeEconomy) -> None:
    """Each use alone costs something; together more than either."""
    n, j = twice.shape
    home = twice.region_index("DEU")
    losses = []
    for part in (slice(0, j // 2), slice(j // 2, j), slice(0, j)):
        cost = np.ones((j, n, n))
        cost[part, home] = 2.0
        cost[part, home, home] = 1.0
        losses.append(counterfactual(twice, trade_cost=cost).real_income[home])
    inputs, final, both = losses
    assert both < inputs < -0.01
    assert both < final < -0.01


def test_prices_of_a_sector_are_the_mean_over_its_uses() -> None:
    prices = np.array([[2.0, 3.0, 8.0, 3.0]])
    assert folded_prices(prices, np.ones((1, 4))).round(12).tolist() == [[4.0, 3.0]]
    assert folded_prices(prices, np.array([[1.0, 1.0, 0.0, 0.0]])).round(12).tolist() == [[2.0, 3.0]]
    assert folded_prices(prices, np.zeros((1, 4))).round(12).tolist() == [[4.0, 3.0]]


def test_the_world_must_be_that_of_the_economy(plain: TradeEconomy, year_2011: World) -> None:
    with pytest.raises(DataError, match="other regions or sectors") as caught:
        by_use(plain, alike())
    assert "same division" in caught.value.hint
    with pytest.raises(DataError, match="other regions or sectors"):
        by_use(plain, load("icio-2022"))
    with pytest.raises(DataError, match="is not that of the world it is to be split by"):
        by_use(plain, load("wiod-1995"))
    with pytest.raises(DataError, match="is not that of the world") as caught:
        by_use(settled(plain, deficit="remove"), year_2011)
    assert "first" in caught.value.hint
