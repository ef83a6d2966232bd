"""Shocks on worlds and through the engine of the decade: bans leave what they say, nothing comes of nothing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from decade_economies import made_up
from technostate.shocks.impact.bans import banned_equilibrium

from technostate.errors import ScenarioError
from technostate.shocks.decade import TradeEconomy, counterfactual
from technostate.shocks.impact.decade import economies, to_decade
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.year import to_year, year_economy
from technostate.shocks.specification import Shock, load, names
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.regions import SIXTEEN, sixteen
from technostate.shocks.specification.resolve import Resolved, coarsen, resolve
from technostate.shocks.year import counterfactual as year_counterfactual
from technostate.world import World, aggregate
from technostate.world import load as load_world

BAN: dict[str, Any] = {
    "measure": "export_ban", "name": "ban", "exporters": ["USA"], "importers": ["CHN"], "sectors": ["C26"], "leak": 0.1,
}  # fmt: skip


#: Shocks that name regions which the worlds of 1995–2011 do not show, with one of these.
NOT_IN_WIOD = {
    "hormuz-closure": "SAU",
    "russia-food-2014": "NOR",
    "us-tariffs-2025": "VNM",
    "us-tariffs-end-by-court": "VNM",
}


def shock(*measures: dict[str, Any]) -> Shock:
    return Shock(name="trial", title="Trial", starts="2018-01-01", measures=list(measures))


@pytest.fixture(scope="module")
def fine() -> World:
    return load_world("icio-2022")


@pytest.fixture(scope="module")
def small(fine: World) -> World:
    return aggregate(fine, regions=sixteen(fine.regions))


@pytest.fixture(scope="module")
def economy(small: World) -> TradeEconomy:
    return economies(small, ("FGO",))["FGO"]


def at_sixteen(found: Shock, fine: World) -> Resolved:
    return coarsen(resolve(found, fine), fine, sixteen(fine.regions))


def neutral(economy: TradeEconomy) -> Levels:
    n, j = economy.shape
    links, nodes = np.ones((j, n, n)), np.ones((n, j))
    return Levels(links, 0 * links, links, nodes, nodes, np.zeros(n), 0 * nodes, links)


@pytest.mark.parametrize("name", names())
def test_shipped_shocks_resolve_in_both_classifications(name: str, fine: World) -> None:
    for world in (fine, load_world("wiod-2011")):
        if world is not fine and name in NOT_IN_WIOD:
            with pytest.raises(ScenarioError, match=f"does not show {NOT_IN_WIOD[name]}"):
                resolve(load(name), world)
            continue
        level = resolve(load(name), world).levels["central"]
        touched = [(level.delivered != 1), (level.tariff_change != 0), (level.trade_cost != 1)]
        assert any(mask.any() for mask in touched) or level.transfers.any()
        own = np.arange(len(world.regions))
        assert not any(mask[:, own, own].any() for mask in touched)


def test_a_region_or_sector_that_the_world_lacks_is_named_with_all_others(fine: World) -> None:
    both = shock(BAN | {"exporters": ["QAT"]}, BAN | {"name": "two", "sectors": ["c14"]})
    with pytest.raises(ScenarioError) as caught:
        resolve(both, fine)
    assert "does not show QAT" in str(caught.value)
    assert "no sector of 'c14'" in str(caught.value)


def test_a_cut_that_takes_a_tariff_below_minus_one_hundred_per_cent_is_refused(fine: World) -> None:
    duties = [
        {**BAN, "measure": "tariff", "name": name, "rate": -0.6, "basis": "added"} for name in ("one", "two")
    ]  # fmt: skip
    for row in duties:
        del row["leak"]
    with pytest.raises(ScenarioError, match="−100 % is the limit"):
        resolve(shock(*duties), fine)


def test_the_order_of_measures_does_not_matter(fine: World) -> None:
    rows = [row.model_dump() for row in load("chips-2022").measures]
    duties = [row.model_dump() for row in load("us-china-tariffs-2018").measures]
    base, other = (resolve(shock(*order), fine) for order in ([*rows, *duties], [*duties[::-1], *rows[::-1]]))
    for severity in base.levels:
        for name in Levels.__dataclass_fields__:
            assert (getattr(base.levels[severity], name) == getattr(other.levels[severity], name)).all()


def test_severe_leaks_less_than_mild(fine: World) -> None:
    levels = resolve(load("russia-2022"), fine).levels
    cell = [float(levels[s].delivered.min()) for s in ("mild", "central", "severe")]
    assert cell == [0.5, 0.25, 0.1]


def test_a_freeze_takes_from_one_what_it_leaves_with_others(fine: World) -> None:
    change = resolve(load("reserve-freeze"), fine).levels["central"].transfers
    assert change.sum() == pytest.approx(0, abs=1e-6)
    assert change[fine.regions.index("RUS")] == pytest.approx(-30000)


def test_sixteen_regions_hold_every_region_once(fine: World) -> None:
    table = sixteen(fine.regions)
    assert len(set(table.values())) == 16
    listed = [member for group in SIXTEEN.values() for member in group]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(fine.regions)


def test_a_ban_on_a_member_stops_its_part_of_the_groups_trade(fine: World) -> None:
    coarse = at_sixteen(shock(BAN | {"exporters": ["DEU"], "leak": 0.0}), fine)
    from technostate.world import bilateral_sales

    flow = bilateral_sales(fine)[fine.sectors.index("C26"), fine.regions.index("CHN")]
    union = np.array([sixteen(fine.regions)[region] == "EU" for region in fine.regions])
    left = 1 - flow[fine.regions.index("DEU")] / flow[union].sum()
    at = fine.sectors.index("C26"), coarse.regions.index("CHN"), coarse.regions.index("EU")
    assert coarse.levels["central"].delivered[at] == pytest.approx(left, rel=1e-12)


def test_a_members_stockpile_counts_by_what_it_uses_of_its_group(fine: World) -> None:
    row = {"measure": "stockpile", "name": "oil", "regions": ["DEU"], "sectors": ["B06"], "days": 30.0}
    at = at_sixteen(shock(row), fine)
    union = [place for place, region in enumerate(fine.regions) if sixteen(fine.regions)[region] == "EU"]
    n, j = fine.shape
    oil = fine.intermediate.reshape(n, j, n, j)[:, fine.sectors.index("B06")].sum((0, 2))
    expected = 30.0 * oil[fine.regions.index("DEU")] / oil[union].sum()
    found = at.levels["central"].stock_days[at.regions.index("EU"), at.sectors.index("B06")]
    assert found == pytest.approx(expected, rel=1e-9)


def test_year_and_decade_measure_lost_demand_with_the_basket_of_the_base(small: World, fine: World) -> None:
    row = {"measure": "demand_loss", "name": "less", "regions": ["CHN"], "sectors": ["SVC"], "loss": 0.2}
    base = year_economy(small)
    impact = to_year(at_sixteen(shock(row), fine), base, draws=0)
    assert impact.prices is not None
    # CES price of the base's basket, from prices and income alone; the basket that is left falls by half a point more.
    demand = np.ones(base.base.shape)
    china = small.regions.index("CHN")
    demand[china, small.sectors.index("SVC")] = 0.8
    result = year_counterfactual(base, demand=demand, deficit="lend")["importer"]
    power = 1.0 - base.elasticities.final
    bought = base.base.final_share[china] > 0
    prices = 1.0 + impact.prices.central[china, bought] / 100
    index = (base.base.final_share[china, bought] * prices**power).sum() ** (1.0 / power)
    expected = result.income[china] / base.base.base_income[china] / index - 1.0
    assert impact.real_income.central[china] == pytest.approx(100 * expected, abs=1e-8)
    assert impact.real_income.central[china] > 0 > result.real_income[china]


def test_trade_inside_a_group_is_said_not_to_be_shown(fine: World) -> None:
    coarse = at_sixteen(shock(BAN | {"exporters": ["DEU"], "importers": ["FRA"]}), fine)
    assert any("trade inside EU" in note for note in coarse.notes)
    assert (coarse.levels["severe"].delivered == 1).all()


@pytest.mark.parametrize("leak", [0.0, 0.05, 0.5])
def test_a_ban_leaves_its_leak_of_the_share(leak: float, fine: World, economy: TradeEconomy) -> None:
    level = at_sixteen(shock(BAN | {"leak": leak}), fine).levels["central"]
    found = banned_equilibrium(economy, level)
    at = economy.sectors.index("C26"), economy.regions.index("CHN"), economy.regions.index("USA")
    assert found.import_share[at] == pytest.approx(leak * economy.import_share[at], rel=1e-6, abs=1e-15)


def test_many_bans_leave_at_most_their_leaks(economy: TradeEconomy) -> None:
    rng = np.random.default_rng(3)
    n, j = economy.shape
    level = neutral(economy)
    delivered = np.where(rng.random((j, n, n)) < 0.2, rng.uniform(0.05, 0.5, (j, n, n)), 1.0)
    own = np.arange(n)
    delivered[:, own, own] = 1.0
    bans = Levels(**{name: getattr(level, name) for name in Levels.__dataclass_fields__} | {"delivered": delivered})
    found = banned_equilibrium(economy, bans)
    banned = (delivered < 1) & (economy.import_share > 1e-12)
    ratio = found.import_share[banned] / (delivered * economy.import_share)[banned]
    # A ban binds from above: where other bans make a supplier dear its share falls below the limit by itself.
    assert ratio.max() < 1 + 1e-6
    assert (np.abs(ratio - 1) < 1e-6).mean() > 0.99


def test_nothing_comes_of_no_shock(fine: World, economy: TradeEconomy) -> None:
    impact = to_decade(at_sixteen(shock(BAN | {"leak": 1.0}), fine), economy)
    for spread in (impact.real_income, impact.output, impact.prices, impact.trade):
        assert np.nanmax(np.abs(spread.central)) < 1e-7
    assert impact.sign_changes == ()


def test_a_tariff_is_that_of_the_engine(fine: World, economy: TradeEconomy) -> None:
    duty = {key: value for key, value in BAN.items() if key != "leak"}
    duty |= {"measure": "tariff", "rate": 0.25, "basis": "added"}
    impact = to_decade(at_sixteen(shock(duty), fine), economy)
    tariff = economy.base_tariff.copy()
    tariff[economy.sectors.index("C26"), economy.regions.index("CHN"), economy.regions.index("USA")] += 0.25
    assert impact.real_income.central == pytest.approx(
        100 * counterfactual(economy, tariff=tariff).real_income, abs=1e-7
    )


def test_a_freeze_is_an_equilibrium_with_the_new_deficit(fine: World, economy: TradeEconomy) -> None:
    impact = to_decade(at_sixteen(load("reserve-freeze"), fine), economy)
    low, central, high = impact.region("RUS")
    assert low < central < high < 0
    # Russia spends about 30 bn a year less; terms of trade add to that and not more than twice over.
    spent = 100 * 30000 / economy.base_income[economy.regions.index("RUS")]
    assert spent < -central < 3 * spent


def test_prices_after_spending_follow_from_wages() -> None:
    from technostate.shocks.impact.decade import _prices

    base = made_up(seed=5, n=4, j=3)
    new = counterfactual(base, labour=np.array([1.1, 1.0, 1.0, 0.9]))
    price, cost = _prices(base, new.wages)
    assert price == pytest.approx(new.prices, abs=1e-9)
    assert cost == pytest.approx(new.costs, abs=1e-9)


def test_less_demand_for_a_sector_shrinks_it(fine: World, economy: TradeEconomy) -> None:
    row = {"measure": "demand_loss", "name": "less", "regions": ["USA"], "sectors": ["C29"], "loss": 0.5}
    impact = to_decade(at_sixteen(shock(row), fine), economy)
    at = economy.regions.index("USA"), economy.sectors.index("C29")
    assert impact.output.central[at] < -10
    assert impact.output.central[at] == np.nanmin(impact.output.central)


def test_a_ban_of_every_supplier_is_refused(economy: TradeEconomy) -> None:
    level = neutral(economy)
    delivered = np.ones_like(level.delivered)
    delivered[0, 0, :] = 0.5
    with pytest.raises(ScenarioError, match="every supplier is banned"):
        banned_equilibrium(
            economy,
            Levels(**{name: getattr(level, name) for name in Levels.__dataclass_fields__} | {"delivered": delivered}),
        )


def test_a_region_cut_off_entirely_gets_a_clear_answer(fine: World, economy: TradeEconomy) -> None:
    out = BAN | {"exporters": ["RUS"], "importers": ["rest"], "sectors": ["all"], "leak": 0.0}
    into = out | {"name": "into", "exporters": ["rest"], "importers": ["RUS"]}
    with pytest.raises(ScenarioError, match="RUS") as caught:
        to_decade(at_sixteen(shock(out, into), fine), economy)
    assert "surplus" in str(caught.value)


def test_the_range_holds_every_case(fine: World, small: World) -> None:
    all_sets = economies(small)
    impact = to_decade(at_sixteen(load("us-china-decoupling"), fine), all_sets)
    assert len(impact.cases) == 3 * len(all_sets) == 24
    assert (impact.cases[impact.central].elasticities, impact.cases[impact.central].severity) == ("FGO", "central")
    for name in ("real_income", "output", "prices", "trade"):
        spread = getattr(impact, name)
        assert np.all((spread.low <= spread.central) & (spread.central <= spread.high) | np.isnan(spread.central))
    alone = to_decade(at_sixteen(load("us-china-decoupling"), fine), all_sets["CP"])
    assert np.all(impact.real_income.low <= alone.real_income.low + 1e-12)


def check_contract(data: dict[str, Any]) -> None:
    assert next(iter(data)) == "sign_changes"
    n, j = len(data["regions"]), len(data["sectors"])
    for name, shape in {"real_income": (n,), "output": (n, j), "prices": (n, j), "trade": (n, n)}.items():
        table = data[name]
        assert table["unit"] == "%"
        assert table["kind"] == data["kind"] == "modelled"
        for part in ("low", "central", "high"):
            assert np.array(table[part], dtype=float).shape == shape
    assert data["horizon"] == "decade"
    assert data["origin"]["inputs"]
    assert data["shock"]["measures"] and data["cases"] and data["notes"]


def test_the_json_of_an_impact_keeps_its_contract(fine: World, economy: TradeEconomy) -> None:
    impact = to_decade(at_sixteen(load("zte-2018"), fine), economy)
    assert isinstance(impact, Impact)
    check_contract(json.loads(json.dumps(impact.as_dict(), allow_nan=False)))
