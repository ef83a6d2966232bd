"""Growing coalitions and the standard battery: one rule for every state, losses that grow with the coalition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import ScenarioError
from technostate.shocks.impact import Stage, coalition_curve, compare_horizons
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.specification import battery, coalitions, load, mirror, names, steps_of
from technostate.shocks.specification.coalition import acting_on, sides
from technostate.states import codes, group


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def test_every_measure_against_the_target_gets_the_members_of_the_step() -> None:
    found = coalitions(load("us-china-decoupling"), {"two": ["USA", "JPN"], "all": ["rest"]})
    one, other = found["two"].measures
    assert (one.exporters, one.importers) == (("USA", "JPN"), ("CHN",))
    assert (other.exporters, other.importers) == (("CHN",), ("USA", "JPN"))
    assert found["all"].measures[0].exporters == ("rest",)
    assert found["two"].name != found["all"].name


def test_what_the_target_does_stays_as_it_is() -> None:
    found = coalitions(load("us-china-tariffs-2018"), {"two": ["USA", "JPN"]})["two"]
    assert found.measure("duties-of-the-united-states").importers == ("USA", "JPN")
    assert found.measure("duties-of-china") == load("us-china-tariffs-2018").measure("duties-of-china")


def test_allies_are_those_of_the_states_files_in_force() -> None:
    steps = steps_of(load("zte-2018"))
    assert set(group("nato", 2018)) <= set(steps["with allies"])
    assert "SWE" not in steps["with allies"]
    assert set(steps["with allies"]) < set(steps["with security partners"])
    assert "CHN" not in steps["with security partners"]
    assert steps["alone"] == ("USA",) and steps["with all"] == ("rest",)


@pytest.mark.parametrize("state", codes())
def test_every_state_has_steps_by_the_same_rule(state: str, stage: Stage) -> None:
    other = "CHN" if state != "CHN" else "USA"
    steps = steps_of(battery(other, against=state)[0], stage.fine.regions)
    assert (next(iter(steps)), list(steps)[-1]) == ("alone", "with all")
    sizes = [len(names) for step, names in steps.items() if step != "with all"]
    assert sizes == sorted(set(sizes))
    for step, found in coalitions(battery(other, against=state)[0], shown=stage.fine.regions).items():
        stage.resolve(found)
        assert step in steps


def test_a_state_without_a_file_has_two_steps() -> None:
    assert tuple(steps_of(shock(BAN | {"exporters": ["BRA"]}))) == ("alone", "with all")


def test_the_loss_of_the_target_grows_with_the_coalition(stage: Stage) -> None:
    curve = coalition_curve(battery("CHN", against="USA")[0], stage)
    assert curve.steps == ("alone", "with allies", "with security partners", "with all")
    assert (curve.actor_regions, curve.target_regions) == (("USA",), ("CHN",))
    for horizon in ("weeks", "year", "decade"):
        losses = [found.targets.central for step in curve.steps if (found := curve.changes(horizon, step))]
        assert losses == sorted(losses, reverse=True)
        assert losses[-1] < losses[0] < 0
    assert curve.members["with all"] == ("rest",)


def test_members_are_those_who_act_wherever_the_answer_of_the_target_stands(stage: Stage) -> None:
    back = tariff(name="answer", exporters=["CHN"], importers=["USA"])
    for rows in ((tariff(), back), (tariff(name="duty-first"), back)):
        curve = coalition_curve(shock(*rows), stage, steps={"two": ["CHN", "RUS"]}, horizons=("decade",))
        assert curve.members["two"] == ("CHN", "RUS")
    ordered = shock(BAN | {"name": "answer", "exporters": ["CHN"], "importers": ["USA"]}, BAN)
    assert sides(ordered).actors == ("CHN",)
    assert acting_on(ordered, ("CHN",)) == ("USA",)


def test_the_change_of_several_regions_is_weighted_by_what_they_spend(stage: Stage) -> None:
    found = compare_horizons(shock(BAN), stage, horizons=("decade",), draws=4).impacts["decade"]
    alone, china = found.together(("CHN",)), found.region("CHN")
    assert [alone.median, alone.p10, alone.low] == pytest.approx([china.median, china.p10, china.low])
    world = found.together(found.regions)
    weight = found.base_income / found.base_income.sum()
    assert world.low <= world.p10 <= world.median <= world.p90 <= world.high
    assert world.central == pytest.approx(float(found.real_income.central @ weight))
    # Cases are added up, not their quantiles.
    assert world.median == pytest.approx(float(np.median(found.income_cases @ weight)))


def test_a_refused_horizon_is_refused_at_every_step(stage: Stage) -> None:
    curve = coalition_curve(shock(tariff()), stage, steps={"alone": ["CHN"], "two": ["CHN", "RUS"]})
    assert all(curve.changes("weeks", step) is None for step in curve.steps)
    assert all("prices do not move" in curve.comparisons[step].refused["weeks"] for step in curve.steps)


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ({}, "no step is given"),
        ({"one": []}, "name states and groups"),
        ({"one": ["USA", "rest"]}, "'rest' alone"),
        ({"one": ["UAS"]}, "unknown region"),
        ({"one": ["sco"]}, "CHN is among the targets"),
    ],
)
def test_wrong_steps_are_one_error(steps: dict[str, Any], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        coalitions(shock(BAN), steps)


def test_a_shock_without_two_sides_or_against_all_has_no_coalition() -> None:
    with pytest.raises(ScenarioError, match="no measure with two sides"):
        sides(load("reserve-freeze"))
    with pytest.raises(ScenarioError, match="against all others"):
        sides(shock(BAN | {"importers": ["rest"]}))


def test_measures_that_contradict_each_other_when_all_are_by_the_same_states_are_named() -> None:
    looser = BAN | {"name": "looser", "exporters": ["JPN"], "leak": 0.5}
    with pytest.raises(ScenarioError, match="ban and looser contradict"):
        coalitions(shock(BAN, looser), {"two": ["USA", "JPN"]})


def test_a_part_of_a_region_is_not_shown_apart(stage: Stage) -> None:
    with pytest.raises(ScenarioError, match="DEU is not shown apart"):
        coalition_curve(shock(BAN | {"exporters": ["DEU"]}), stage)
    assert stage.regions_of(("DEU", "EU"), 2022) == ("EU",)
    with pytest.raises(ScenarioError, match="DEU, FRA is not shown apart"):
        stage.regions_of(("DEU", "FRA"), 2022)
    assert stage_of("icio-2022", "full").regions_of(("DEU",), 2022) == ("DEU",)


@pytest.mark.parametrize("state", codes())
def test_the_battery_is_the_same_for_every_state_and_answers_at_sixteen_regions(state: str, stage: Stage) -> None:
    other = "CHN" if state != "CHN" else "USA"
    shocks = battery(state, against=other)
    assert len(shocks) == 4 and len({row.name for row in shocks}) == 4
    assert not {row.name for row in shocks} & set(names())
    for row, back in zip(shocks, battery(other, against=state), strict=True):
        assert row.assumptions == back.assumptions and row.leaves_out and row.leaves_out == back.leaves_out
        stage.resolve(row)
    for row in (shocks[1], shocks[3]):
        swapped = {(link.exporters, link.importers) for link in mirror(row).measures}
        assert swapped == {(link.exporters, link.importers) for link in row.measures}
    swapped = {(link.exporters, link.importers) for link in mirror(shocks[0]).measures}
    assert swapped == {(link.exporters, link.importers) for link in battery(other, against=state)[0].measures}
    if state not in stage.world.regions:  # a state inside one of the sixteen is taken out of it, as the report does
        with pytest.raises(ScenarioError, match=f"{state} is not shown apart"):
            stage.regions_of((state,), 2027)
        stage = stage_of("icio-2022", apart=(state,))
    assert stage.regions_of((state,), 2027) == (state,)


def test_the_battery_of_tariffs_is_refused_at_weeks_and_shown_as_such(stage: Stage) -> None:
    found = compare_horizons(battery("CHN", against="USA")[3], stage, draws=0)
    assert tuple(found.refused) == ("weeks",)


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        (("CHN", "CHN"), "both sides"),
        (("EU", "DEU"), "DEU cannot be on both sides"),
        (("CHN", "US"), "unknown region"),
        (("rest", "CHN"), "names nobody"),
    ],
)
def test_a_pair_that_is_none_has_no_battery(pair: tuple[str, str], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        battery(pair[0], against=pair[1])
