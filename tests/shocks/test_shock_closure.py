"""The closure of a shock: read from its file, refused by name, and at work in the decade."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import ScenarioError
from technostate.shocks.decade import Deficit, Revenue, TradeEconomy, counterfactual, settled, with_labour_supply
from technostate.shocks.impact import Impact, Stage, check, impact
from technostate.shocks.impact.decade import to_decade
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.specification import Shock, compose, json_schema, load, mirror, parse
from technostate.shocks.specification.closure import DEFICITS, REVENUES, Closure

RELIEF = {"labour_supply": 0.5, "revenue": "income-tax"}
DUTIES = tariff(sectors=["all"], rate=0.3)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def closing(closure: dict[str, Any], *rows: dict[str, Any]) -> Shock:
    found = shock(*(rows or (DUTIES,)))
    return Shock(**{**found.as_dict(), "closure": closure})


def one_set(found: Shock, stage: Stage) -> Impact:
    one = {"FGO": base(stage).trade_elasticity}
    return to_decade(stage.resolve(found), stage.year, one, draws=0, world=stage.world)


def base(stage: Stage) -> TradeEconomy:
    return TradeEconomy.from_world(stage.world, trade_elasticity="FGO", missing_tariff=0.0)


def test_a_closure_is_read_from_a_file_and_kept() -> None:
    found = parse(
        "name: x\ntitle: X\nbased_on: us-china-tariffs-2018\nclosure: {labour_supply: 0.5, revenue: income-tax}\n"
    )
    assert found.closure == Closure(labour_supply=0.5, revenue="income-tax")
    assert Shock(**found.as_dict()) == found
    assert mirror(found).closure == found.closure
    assert load("us-china-tariffs-2018").closure == Closure()


@pytest.mark.parametrize(
    ("closure", "said"),
    [
        ({"labour_supply": -0.5}, "from 0 to 3"),
        ({"labour_supply": 50}, "from 0 to 3"),
        ({"labour_supply": "0.5"}, "'0.5' is not a number"),
        ({"labour_supply": True}, "True is not a number"),
        ({"labour_supply": None}, "None is not a number"),
        ({"labour_supply": float("nan")}, "labour_supply"),
        ({"labour_supply": {"low": 0.1, "central": 0.5, "high": 1}}, "is not a number"),
        ({"labour": 0.5}, "labour is no field of it"),
        ({"revenue": "income_tax", "labour_supply": 0.5}, "revenue"),
        ({"revenue": "income-tax"}, "changes nothing where labour does not answer"),
        ({"deficits": "held"}, "deficits"),
        ({"deficits": 0}, "deficits"),
        ("lump-sum", "closure"),
        (["hold"], "closure"),
        (0.5, "closure"),
    ],
)
def test_bad_closures_are_refused_by_name(closure: Any, said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as caught:
        closing(closure)
    assert "closure" in str(caught.value)
    assert caught.value.hint


def test_words_of_a_closure_are_those_of_the_engine() -> None:
    assert set(DEFICITS) == set(get_args(Deficit))
    assert set(REVENUES) == set(get_args(Revenue))
    fields = json_schema()["$defs"]["Closure"]["properties"]
    assert set(fields["deficits"]["enum"]) == set(DEFICITS)
    assert fields["labour_supply"]["maximum"] == 3.0


def test_shocks_of_two_closures_are_not_composed() -> None:
    one, two = closing(RELIEF), closing({"deficits": "share"}, BAN)
    with pytest.raises(ScenarioError, match="close the decade differently"):
        compose([one, two], name="both", title="Both")
    assert compose([one, shock(BAN)], name="both", title="Both").closure == one.closure


def test_a_closure_is_said_in_the_notes(stage: Stage) -> None:
    labour = "labour answers to real pay after tax with an elasticity of 0.5"
    note = f"decade: {labour}; new revenue replaces a tax on factor income"
    assert note in check(closing(RELIEF), stage).notes
    assert note in one_set(closing(RELIEF), stage).notes
    assert not [text for text in one_set(closing({"deficits": "share"}), stage).notes if "deficits are held" in text]


def test_labour_and_relief_are_those_of_the_engine(stage: Stage) -> None:
    economy = base(stage)
    duty = economy.base_tariff.copy()
    duty[:, economy.region_index("CHN"), economy.region_index("USA")] += 0.3
    direct = with_labour_supply(economy, elasticity=0.5, revenue="income-tax", tariff=duty)
    found = one_set(closing(RELIEF), stage).real_income.central
    assert found == pytest.approx(100 * direct.equilibrium.real_income, abs=2e-4)
    plain = one_set(closing({}), stage).real_income.central
    assert np.abs(found - plain).max() > 0.005


@pytest.mark.parametrize("rule", ["share", "lend", "world"])
def test_deficits_follow_the_rule(stage: Stage, rule: Deficit) -> None:
    economy = base(stage)
    duty = economy.base_tariff.copy()
    duty[:, economy.region_index("CHN"), economy.region_index("USA")] += 0.3
    direct = counterfactual(economy, tariff=duty, deficit=rule)
    found = one_set(closing({"deficits": rule}), stage).real_income.central
    assert found == pytest.approx(100 * direct.real_income, abs=2e-4)


def test_removed_deficits_are_out_of_the_base_too(stage: Stage) -> None:
    """The figure is what the shock does in a world without deficits, not what their removal does."""
    economy = settled(base(stage), deficit="remove")
    duty = economy.base_tariff.copy()
    duty[:, economy.region_index("CHN"), economy.region_index("USA")] += 0.3
    direct = counterfactual(economy, tariff=duty)
    found = one_set(closing({"deficits": "remove"}), stage).real_income.central
    assert found == pytest.approx(100 * direct.real_income, abs=2e-4)
    nothing = one_set(closing({"deficits": "remove"}, tariff(rate=0.0)), stage).real_income.central
    assert np.abs(nothing).max() < 1e-4


def test_a_closure_goes_with_bans_on_inputs_and_with_freezes(stage: Stage) -> None:
    freeze = {
        "measure": "transfer_freeze", "name": "freeze", "regions": ["RUS"], "held_by": ["EU"],
        "amount_musd_per_year": 30000.0,
    }  # fmt: skip
    ban = BAN | {"use": "inputs", "leak": 0.3}
    found = one_set(closing({"labour_supply": 0.5, "deficits": "share"}, ban, freeze), stage)
    russia, china = (stage.world.region_index(code) for code in ("RUS", "CHN"))
    plain = one_set(closing({}, ban, freeze), stage)
    for at in (russia, china):
        assert found.real_income.central[at] < 0 and plain.real_income.central[at] < 0
        assert abs(found.real_income.central[at] - plain.real_income.central[at]) > 1e-4


def test_a_region_cut_off_from_all_trade_answers_without_deficits(stage: Stage) -> None:
    out = BAN | {"exporters": ["RUS"], "importers": ["rest"], "sectors": ["all"], "leak": 0.0}
    into = out | {"name": "into", "exporters": ["rest"], "importers": ["RUS"]}
    found = impact(closing({"deficits": "remove"}, out, into), "decade", stage, draws=0)
    assert -60 < found.region("RUS").central < -3


@pytest.mark.parametrize(("deficits", "holds"), [("hold", True), ("share", False)])
def test_the_notes_on_deficits_do_not_contradict_each_other(deficits: str, holds: bool, stage: Stage) -> None:
    notes = impact(closing({"deficits": deficits}), "decade", stage, draws=0).notes
    assert any("hold its level after a decade" in note for note in notes) is holds
    assert any("share of each region's own value added" in note for note in notes) is not holds
