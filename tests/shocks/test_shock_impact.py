"""Shocks on worlds and through equilibria of year and decade: bans leave what they say, nothing comes of nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import ScenarioError
from technostate.shocks.decade import counterfactual
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.decade import to_decade
from technostate.shocks.impact.draws import LONG_RUN, Draw
from technostate.shocks.impact.long_run import long_run
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.year import to_year
from technostate.shocks.specification import Shock, load, names
from technostate.shocks.specification.levels import Levels, neutral
from technostate.shocks.specification.regions import SIXTEEN, sixteen
from technostate.shocks.specification.resolve import Resolved, coarsen, resolve
from technostate.shocks.year import YearEconomy
from technostate.world import World, aggregate
from technostate.world import load as load_world

#: Shocks that name regions which the worlds of 1995–2011 do not show, with one of these.
NOT_IN_WIOD = {
    "hormuz-closure": "SAU",
    "red-sea-2024": "HKG",
    "russia-food-2014": "NOR",
    "suez-2021": "HKG",
    "thai-floods-2011": "THA",
    "us-tariffs-2025": "VNM",
    "us-tariffs-end-by-court": "VNM",
}


@pytest.fixture(scope="module")
def fine() -> World:
    return load_world("icio-2022")


@pytest.fixture(scope="module")
def small(fine: World) -> World:
    return aggregate(fine, regions=sixteen(fine.regions))


@pytest.fixture(scope="module")
def economy(small: World) -> YearEconomy:
    return YearEconomy.from_world(small, missing_tariff=0.0)


@pytest.fixture(scope="module")
def one_set(small: World) -> dict[str, Any]:
    return {"FGO": long_run(small)["FGO"]}


def at_sixteen(found: Shock, fine: World, draws: int = 0) -> Resolved:
    return coarsen(resolve(found, fine, draws), fine, sixteen(fine.regions))


def levels(economy: YearEconomy, **fields: Any) -> Levels:
    return Levels(**(neutral(*economy.base.shape) | fields))


@pytest.mark.parametrize("name", [name for name in names() if load(name).world is None])
def test_shipped_shocks_resolve_in_both_classifications(name: str, fine: World) -> None:
    own_world = load(name).world
    for world in (fine, load_world("wiod-2011")) if own_world is None else (load_world(own_world),):
        if world is not fine and name in NOT_IN_WIOD:
            with pytest.raises(ScenarioError, match=f"does not show {NOT_IN_WIOD[name]}"):
                resolve(load(name), world)
            continue
        bears_on_what_it_says(resolve(load(name), world))


@pytest.mark.parametrize("name", [name for name in names() if load(name).world is not None])
def test_shipped_shocks_with_a_world_of_their_own_resolve_there(name: str) -> None:
    found = load(name)
    bears_on_what_it_says(resolve(found, load_world(str(found.world))))


def bears_on_what_it_says(found: Resolved) -> None:
    level = found.levels["central"]
    touched = [(level.delivered != 1), (level.tariff_change != 0), (level.trade_cost != 1)]
    late = [row.share > 0 for row in found.late("central", range(len(found.steps)))]
    assert any(mask.any() for mask in (*touched, *late, level.capacity < 1)) or level.transfers.any()
    own = np.arange(len(found.regions))
    assert not any(mask[:, own, own].any() for mask in (*touched, *late))


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
    rows = [row.model_dump() for row in load("us-china-decoupling").measures]
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


@pytest.mark.parametrize("year", [1, 10])
def test_lost_demand_is_measured_with_the_basket_of_the_base(
    year: int, economy: YearEconomy, one_set: dict[str, Any], fine: World
) -> None:
    row = {"measure": "demand_loss", "name": "less", "regions": ["CHN"], "sectors": ["SVC"], "loss": 0.2}
    there = at_sixteen(shock(row), fine)
    impact = to_year(there, economy, draws=0) if year == 1 else to_decade(there, economy, one_set, draws=0)
    assert impact.prices is not None
    # CES price of the base's basket, from prices and income alone; the basket that is left falls in price.
    china = there.regions.index("CHN")
    result = equilibria.solve(
        economy, there.in_year("central", year), Draw.central(), one_set["FGO"], year, tolerance=1e-10
    )
    base, power = economy.base, 1.0 - result.economy.elasticities.final
    bought = base.final_share[china] > 0
    prices, share = 1.0 + impact.prices.central[china, bought] / 100, base.final_share[china, bought]
    # At an elasticity of one, that of the decade, the index is the geometric mean.
    index = (share * prices**power).sum() ** (1.0 / power) if abs(power) > 1e-9 else np.exp(share @ np.log(prices))
    expected = result.income[china] / base.base_income[china] / index - 1.0
    assert impact.real_income.central[china] == pytest.approx(100 * expected, abs=1e-6)
    # The engine's own figure has the basket that is left, which falls in price while nothing moves in its place.
    if year == 1:
        assert impact.real_income.central[china] > 100 * result.real_income[china] + 0.1


def test_trade_inside_a_group_is_said_not_to_be_shown(fine: World) -> None:
    coarse = at_sixteen(shock(BAN | {"exporters": ["DEU"], "importers": ["FRA"]}), fine)
    assert any("trade inside EU" in note for note in coarse.notes)
    assert (coarse.levels["severe"].delivered == 1).all()


@pytest.mark.parametrize("year", [1, 4, 10])
@pytest.mark.parametrize("leak", [0.0, 0.05, 0.5])
def test_a_ban_leaves_its_leak_of_the_quantity(
    leak: float, year: int, fine: World, economy: YearEconomy, one_set: dict[str, Any]
) -> None:
    level = at_sixteen(shock(BAN | {"leak": leak}), fine).in_year("central", year)
    found = equilibria.solve(economy, level, Draw.central(), one_set["FGO"], year)
    at = economy.base.sectors.index("C26"), economy.base.regions.index("CHN"), economy.base.regions.index("USA")
    assert found.delivered[at] == pytest.approx(leak, rel=1e-6, abs=1e-15)
    assert found.wedges[at] > 1


@pytest.mark.parametrize("year", [1, 10])
def test_many_bans_are_ceilings(year: int, economy: YearEconomy, one_set: dict[str, Any]) -> None:
    rng = np.random.default_rng(3)
    n, j = economy.base.shape
    delivered = np.where(rng.random((j, n, n)) < 0.2, rng.uniform(0.05, 0.5, (j, n, n)), 1.0)
    own = np.arange(n)
    delivered[:, own, own] = 1.0
    banned = (delivered < 1) & (economy.base.import_share > 1e-12)
    there = levels(economy, delivered=delivered, withheld=1.0 - delivered)
    found = equilibria.solve(economy, there, Draw.central(), one_set["FGO"], year)
    left = found.delivered[banned] / delivered[banned]
    # Where other bans make a supplier dear less arrives by itself, and the ban has no price.
    assert left.max() < 1 + 1e-6
    assert (np.abs(left - 1) < 1e-6).mean() > 0.9
    assert ((np.abs(left - 1) < 1e-6) | (np.abs(found.wedges[banned] - 1) < 1e-6)).all()
    assert (found.wedges >= 1 - 1e-9).all() and (found.rents >= -1e-9).all()


def test_nothing_comes_of_no_shock(fine: World, economy: YearEconomy, one_set: dict[str, Any]) -> None:
    impact = to_decade(at_sixteen(shock(BAN | {"leak": 1.0}), fine), economy, one_set, draws=0)
    for spread in (impact.real_income, impact.output, impact.prices, impact.trade, impact.gdp):
        assert spread is not None and np.nanmax(np.abs(spread.central)) < 1e-7
    assert impact.unsettled == ()


def test_a_tariff_is_that_of_the_engine_of_the_decade(
    fine: World, economy: YearEconomy, one_set: dict[str, Any]
) -> None:
    there = at_sixteen(shock(tariff()), fine)
    impact = to_decade(there, economy, one_set, draws=0)
    base = replace(economy.base, trade_elasticity=one_set["FGO"])
    rate = base.base_tariff.copy()
    rate[base.sectors.index("C26"), base.regions.index("CHN"), base.regions.index("USA")] += 0.25
    assert (there.in_year("central").tariff_change + base.base_tariff == rate).all()
    assert impact.real_income.central == pytest.approx(100 * counterfactual(base, tariff=rate).real_income, abs=1e-6)


def test_a_freeze_takes_its_amount_and_what_terms_of_trade_add(
    fine: World, economy: YearEconomy, one_set: dict[str, Any]
) -> None:
    there = at_sixteen(load("reserve-freeze"), fine, draws=16)
    spent = 100 * 30000 / economy.base.base_income[economy.base.regions.index("RUS")]
    for impact in (to_year(there, economy, draws=16), to_decade(there, economy, one_set, draws=16)):
        found = impact.region("RUS")
        assert found.p10 < found.median < found.p90 < 0 and found.side == "lose"
        # Russia spends about 30 bn a year less; terms of trade add to that and not more than twice over.
        assert spent < -found.central < 3 * spent


@pytest.mark.parametrize("year", [1, 10])
def test_less_demand_for_a_sector_shrinks_it(
    year: int, fine: World, economy: YearEconomy, one_set: dict[str, Any]
) -> None:
    row = {"measure": "demand_loss", "name": "less", "regions": ["USA"], "sectors": ["C29"], "loss": 0.5}
    there = at_sixteen(shock(row), fine)
    impact = to_year(there, economy, draws=0) if year == 1 else to_decade(there, economy, one_set, draws=0)
    at = economy.base.regions.index("USA"), economy.base.sectors.index("C29")
    assert impact.prices is not None
    # In the first year factors stay where they are and prices fall; after a decade they leave.
    change = impact.prices.central if year == 1 else impact.output.central
    assert change[at] < -2 and change[at] == np.nanmin(change[at[0]])


def test_a_region_cut_off_entirely_gets_a_clear_answer(
    fine: World, economy: YearEconomy, one_set: dict[str, Any]
) -> None:
    out = BAN | {"exporters": ["RUS"], "importers": ["rest"], "sectors": ["all"], "leak": 0.0}
    into = out | {"name": "into", "exporters": ["rest"], "importers": ["RUS"]}
    there = at_sixteen(shock(out, into), fine)
    for run in (lambda: to_year(there, economy, draws=0), lambda: to_decade(there, economy, one_set, draws=0)):
        with pytest.raises(ScenarioError, match="RUS would trade with nobody and cannot keep a surplus"):
            run()


@pytest.mark.parametrize("horizon", ["year", "decade"])
def test_ranges_are_those_of_the_draws_and_central_is_beside_them(
    horizon: str, fine: World, small: World, economy: YearEconomy
) -> None:
    there, sets = at_sixteen(load("us-china-decoupling"), fine, draws=16), long_run(small)
    impact = (
        to_year(there, economy, draws=16) if horizon == "year" else to_decade(there, economy, sets, draws=16, low=sets)
    )
    assert len(impact.cases) == 16 and impact.income_cases.shape == (16, len(small.regions))
    assert impact.cases == tuple(f"draw {number}" for number in range(1, 17)) and impact.values.shape == (
        16,
        len(impact.parameters),
    )
    tables = [spread for spread, _ in impact.tables().values()]
    for spread in tables:
        order = (spread.low, spread.p10, spread.median, spread.p90, spread.high)
        for less, more in pairwise(order):
            assert np.all((less <= more + 1e-12) | np.isnan(more))
        known = ~np.isnan(spread.median)
        total = spread.loss[known] + spread.gain[known]
        assert (total <= 1 + 1e-12).all() and (np.minimum(spread.loss[known], spread.gain[known]) >= 0).all()
    assert impact.real_income.median == pytest.approx(np.median(impact.income_cases, axis=0), abs=1e-12)
    assert impact.real_income.p10 == pytest.approx(np.quantile(impact.income_cases, 0.1, axis=0), abs=1e-12)
    keys = [row.key for row in impact.variants]
    assert keys[:4] == ["who rations", "other side", "used up", "no substitutes"]
    assert keys[4:] == (["low long-run elasticity"] if horizon == "decade" else [])
    # Each draw takes one of the sets of elasticities, and each set its share of the draws.
    if horizon == "decade":
        means, count = np.unique(impact.values[:, impact.parameters.index(LONG_RUN)], return_counts=True)
        assert len(means) == len(sets) == 8 and (count == 2).all()


def test_the_centre_of_the_decade_is_the_median_of_the_sets(fine: World, small: World, economy: YearEconomy) -> None:
    there, sets = at_sixteen(load("us-china-decoupling"), fine), long_run(small)
    assert len(sets) == 8
    alone = [to_decade(there, economy, {name: theta}, draws=0).real_income.central for name, theta in sets.items()]
    both = to_decade(there, economy, sets, draws=0).real_income.central
    assert both == pytest.approx(np.median(alone, axis=0), abs=1e-5)
    assert np.ptp(alone, axis=0).max() > 0.1


def check_contract(data: dict[str, Any], horizon: str) -> None:
    assert next(iter(data)) == "unsettled"
    n, j = len(data["regions"]), len(data["sectors"])
    shapes = {
        "real_income": (n,), "gdp": (n,), "consumer_prices": (n,), "employment": (n,), "output": (n, j),
        "prices": (n, j), "purchases": (n, n),
    }  # fmt: skip
    assert list(data["tables"]) == list(shapes)
    for name, shape in shapes.items():
        table = data["tables"][name]
        assert table["unit"] == "% change"
        assert table["kind"] == data["kind"] == "modelled"
        for part in ("median", "p10", "p90", "low", "high", "central", "loss", "gain"):
            assert np.array(table[part], dtype=float).shape == shape
    assert data["horizon"] == horizon and data["schema"] == 3
    assert data["origin"]["inputs"]
    assert data["shock"]["measures"] and data["cases"] and data["notes"]
    cases = len(data["cases"])
    assert np.array(data["income_cases"]["values"]).shape == (cases, n)
    assert np.array(data["parameters"]["values"]).shape == (cases, len(data["parameters"]["names"]))
    assert {row["unit"] for row in data["variants"]} == {"% change"}


def test_the_json_of_an_impact_keeps_its_contract(fine: World, economy: YearEconomy, one_set: dict[str, Any]) -> None:
    there = at_sixteen(load("zte-2018"), fine, draws=2)
    for horizon, impact in (
        ("year", to_year(there, economy, draws=2)),
        ("decade", to_decade(there, economy, one_set, draws=2)),
    ):
        assert isinstance(impact, Impact)
        check_contract(json.loads(json.dumps(impact.as_dict(), allow_nan=False)), horizon)
