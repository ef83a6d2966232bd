"""Measures on inputs or on final goods alone: read, refused, said and run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import ScenarioError
from technostate.shocks.decade import TradeEconomy, by_use, counterfactual
from technostate.shocks.impact import Stage, check, impact
from technostate.shocks.impact.decade import to_decade
from technostate.shocks.impact.equilibria import LAST
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.impact.uses import levels_in, stacked
from technostate.shocks.specification import Shock, horizons, json_schema, mirror, parse, require
from technostate.shocks.specification.levels import Levels, neutral
from technostate.shocks.specification.resolve import resolve
from technostate.view.shock.described import described
from technostate.world import load as load_world

COST = {key: value for key, value in BAN.items() if key != "leak"} | {"measure": "trade_cost", "increase": 0.5}


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def centre(*rows: dict[str, Any], stage: Stage) -> np.ndarray[Any, np.dtype[np.float64]]:
    found: np.ndarray[Any, np.dtype[np.float64]] = impact(shock(*rows), "decade", stage, draws=0).real_income.central
    return found


def test_a_measure_is_on_both_uses_unless_it_says_otherwise() -> None:
    assert [row.use for row in shock(BAN, tariff(), COST | {"name": "cost"}).measures] == ["both"] * 3
    text = "name: x\ntitle: X\nstarts: 2027-01-01\nmeasures:\n  - {measure: import_ban, name: a, exporters: [CHN], "
    found = parse(text + "importers: [USA], sectors: [all], leak: 0.1, use: inputs}\n")
    assert found.measures[0].use == "inputs"
    assert Shock(**found.as_dict()) == found
    assert mirror(found).measures[0].use == "inputs"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (BAN | {"use": "input"}, "use"),
        (BAN | {"use": "Inputs"}, "use"),
        (BAN | {"use": None}, "use"),
        (BAN | {"use": True}, "use"),
        (BAN | {"use": ["inputs"]}, "use"),
        (BAN | {"use": ""}, "use"),
        (BAN | {"uses": "inputs"}, "uses"),
        (tariff(use="finals"), "use"),
        (COST | {"use": 1}, "use"),
        ({"measure": "capacity_loss", "name": "a", "regions": ["USA"], "sectors": ["C26"], "loss": 0.1,
          "use": "inputs"}, "use"),
        ({"measure": "demand_loss", "name": "a", "regions": ["USA"], "sectors": ["C26"], "loss": 0.1,
          "use": "final"}, "use"),
        ({"measure": "technology_cutoff", "name": "a", "exporters": ["USA"], "importers": ["CHN"],
          "sectors": ["C26"], "share": 0.5, "use": "inputs"}, "use"),
    ],
)  # fmt: skip
def test_bad_uses_are_refused_by_name(row: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as caught:
        shock(row)
    assert str(caught.value).count("  - ") == 1
    assert caught.value.hint


@pytest.mark.parametrize("use", ["inputs", "final"])
@pytest.mark.parametrize("horizon", ["weeks", "year"])
def test_weeks_and_the_year_refuse_one_use_and_say_why(horizon: Any, use: str) -> None:
    with pytest.raises(ScenarioError, match="only the decade tells inputs from final goods"):
        require(shock(BAN | {"use": use}), horizon)
    require(shock(BAN | {"use": "both"}), horizon)


def test_the_reason_why_a_horizon_refuses_a_measure_at_all_comes_first() -> None:
    cells = horizons(shock(tariff(use="inputs")))
    assert cells["weeks"]["duty"].text.startswith("prices do not move")
    assert cells["year"]["duty"].text == "only the decade tells inputs from final goods"
    assert cells["decade"]["duty"].text == "new tariff, with revenue, on what is bought as inputs"


def test_check_says_the_use_and_what_is_refused(stage: Stage) -> None:
    found = check(shock(BAN | {"use": "final"}), stage)
    assert set(found.refused) == {"weeks", "year", "path"}
    assert found.meanings["decade"]["ban"].text.endswith("on what final demand buys")


def test_the_words_of_a_measure_say_the_use() -> None:
    words = described(shock(BAN | {"use": "inputs"})).measures[0]
    assert words["how_much"] == "10 % still delivered, on what is bought as inputs"
    assert described(shock(BAN)).measures[0]["how_much"] == "10 % still delivered"


def test_the_schema_has_the_three_uses() -> None:
    schema = json_schema()["$defs"]
    for kind in ("ExportBan", "ImportBan", "Tariff", "TradeCost"):
        assert schema[kind]["properties"]["use"]["enum"] == ["inputs", "final", "both"]
    assert "use" not in schema["CapacityLoss"]["properties"]


def test_bans_on_different_uses_do_not_contradict_each_other() -> None:
    inputs, final = BAN | {"use": "inputs"}, BAN | {"name": "other", "leak": 0.5, "use": "final"}
    assert len(shock(inputs, final).measures) == 2
    for use in ("inputs", "both"):
        with pytest.raises(ScenarioError, match="different shares of the same trade"):
            shock(inputs, final | {"use": use})
    whole = tariff(basis="total", rate=0.1, use="inputs")
    assert len(shock(whole, tariff(basis="total", rate=0.3, use="final", name="more")).measures) == 2


def test_levels_by_use_keep_each_measure_on_its_use() -> None:
    world = load_world("icio-2022")
    rows = BAN | {"use": "inputs"}, tariff(use="final"), COST | {"name": "cost", "importers": ["DEU"]}
    at = resolve(shock(*rows), world)
    assert at.single_use
    assert not resolve(shock(BAN), world).single_use
    j, link = 28, (world.sector_index("C26"), world.region_index("CHN"), world.region_index("USA"))
    levels = levels_in(at, "central", LAST)
    assert levels.delivered.shape == (56, 81, 81)
    assert (levels.delivered[:j][link], levels.delivered[j:][link]) == (0.1, 1.0)
    assert (levels.tariff_change[:j][link], levels.tariff_change[j:][link]) == (0.0, 0.25)
    assert (levels.trade_cost[:j] == levels.trade_cost[j:]).all()
    assert levels.trade_cost.max() == 1.5
    assert at.during("central", range(3)).delivered[link] == 0.1


def test_tariffs_on_two_uses_are_not_added_up() -> None:
    """Two cuts of 90 points on different uses are one cut for each; on the same use they would pass −100 %."""
    cut = {"rate": -0.9}
    world = load_world("icio-2022")
    rows = tariff(use="inputs", **cut), tariff(use="final", name="other", **cut)
    assert levels_in(resolve(shock(*rows), world), "central", LAST).tariff_change.min() == -0.9
    with pytest.raises(ScenarioError, match="−100 % is the limit"):
        resolve(shock(tariff(**cut), tariff(name="other", **cut)), world)


def test_stacked_levels_treat_regions_alike_in_both_halves() -> None:
    fields = neutral(2, 3)
    fields["capacity"] = np.array([[0.5, 1, 1], [1, 1, 0.25]])
    levels = stacked(Levels(**fields), Levels(**fields))
    assert levels.capacity.tolist() == [[0.5, 1, 1, 0.5, 1, 1], [1, 1, 0.25, 1, 1, 0.25]]
    assert levels.transfers.shape == (2,)


def test_a_tariff_on_inputs_is_that_of_the_doubled_economy(stage: Stage) -> None:
    economy = TradeEconomy.from_world(stage.world, trade_elasticity="FGO", missing_tariff=0.0)
    one_set = {"FGO": economy.trade_elasticity}
    found = to_decade(stage.resolve(shock(tariff(use="inputs"))), stage.year, one_set, draws=0, world=stage.world)
    double = by_use(economy, stage.world)
    duty = double.base_tariff.copy()
    duty[economy.sector_index("C26"), economy.region_index("CHN"), economy.region_index("USA")] += 0.25
    after = counterfactual(double, tariff=duty)
    assert found.real_income.central == pytest.approx(100 * after.real_income, abs=2e-4)
    assert np.abs(found.real_income.central).max() > 0.005
    n, j = economy.shape
    assert found.output.central.shape == found.prices.central.shape == (n, j)
    at = economy.region_index("CHN"), economy.sector_index("C26")
    assert found.prices.central[at] > 0.1
    assert found.trade.central[at[0], economy.region_index("USA")] < -1


def test_both_uses_named_apart_are_close_to_both_together(stage: Stage) -> None:
    """A duty on inputs and the same on final goods differ from one on all trade by the split of origins alone."""
    apart = centre(tariff(use="inputs"), tariff(use="final", name="other"), stage=stage)
    together = centre(tariff(), stage=stage)
    assert np.abs(together).max() > 0.01
    assert apart == pytest.approx(together, abs=0.01)


def test_a_ban_on_inputs_spares_final_goods(stage: Stage) -> None:
    inputs, final, both = (centre(BAN | {"use": use, "leak": 0.1}, stage=stage) for use in ("inputs", "final", "both"))
    china = stage.world.region_index("CHN")
    assert both[china] < min(inputs[china], final[china]) < 0
    assert inputs[china] < final[china]


def test_an_economy_alone_does_not_know_uses(stage: Stage) -> None:
    with pytest.raises(ScenarioError, match="needs the world of the economy") as caught:
        to_decade(stage.resolve(shock(BAN | {"use": "inputs"})), stage.year, stage.long_run, draws=0)
    assert "world=" in caught.value.hint
