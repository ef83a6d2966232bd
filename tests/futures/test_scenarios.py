"""Named scenarios: their sources exist, files on top of others change what they name, a digest is of what decides."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from technostate import states
from technostate.dynamics import LEVERS
from technostate.errors import DataError, ScenarioError
from technostate.evidence import catalogue
from technostate.futures import scenarios
from technostate.futures.scenario import Milestone, base_year, labels

NAMED = {
    "drift", "detente", "china-brief", "us-brief", "decoupling", "two-worlds", "de-risking", "fortress", "eu-derisking",
    "japan-security", "india-self-reliance",
}  # fmt: skip
#: What a source may be besides one in the file of a state.
ASSUMED = "assumed"


def test_the_named_scenarios_are_there() -> None:
    assert set(scenarios.names()) >= NAMED


@pytest.mark.parametrize("name", scenarios.names())
def test_a_scenario_made_of_its_specification_is_the_same(name: str) -> None:
    scenario = scenarios.load(name)
    again = scenarios.made(json.loads(json.dumps(scenario.specification())))
    assert again == scenario and again.digest() == scenario.digest()
    assert scenario.name == name and scenario.text and scenario.source


@pytest.mark.parametrize("name", scenarios.names())
def test_every_move_has_a_reason_and_a_source_that_exists(name: str) -> None:
    for move in scenarios.load(name).moves:
        assert move.why.endswith(".") and move.source
        for source in move.source.split("; "):
            if source != ASSUMED:
                code, _, key = source.partition(":")
                assert key in {row.key for row in states.load(code).sources}, source
        if move.source == ASSUMED:
            assert name in ("fortress", "detente")


def test_goals_that_milestones_follow_exist_and_fall_in_the_same_year() -> None:
    followed = [row for row in scenarios.shipped_milestones().values() if row.goal]
    assert followed
    for row in followed:
        code, _, key = row.goal.partition(":")
        (goal,) = (goal for goal in states.load(code).goals if goal.key == key)
        assert goal.year == row.year, row.id
        if goal.unit == "% of GDP":
            assert goal.target == pytest.approx(100 * row.value)


def test_twice_the_income_of_2020_is_that_many_times_the_income_of_2022() -> None:
    series = catalogue.load("worldbank/wdi/NY.GDP.PCAP.PP.KD")
    meant = 2 * series.value("CHN", 2020) / series.value("CHN", 2022)
    row = scenarios.shipped_milestones()["chn-income-a-head-2035-since-2020"]
    assert row.value == pytest.approx(meant, abs=5e-5)
    assert "11.9 per cent" in row.definition and round(100 * (2 / meant - 1), 1) == 11.9


def test_goals_of_technology_say_that_its_level_is_that_of_all_labour_and_capital() -> None:
    goals = [row for row in scenarios.shipped_milestones().values() if row.outcome == "technology"]
    assert len(goals) >= 4
    assert all("labour and capital in the base year" in row.definition for row in goals)


def test_no_wedge_counts_again_what_the_base_year_holds() -> None:
    (move,) = (row for row in scenarios.load("us-brief").moves if row.name == "USA.aimed.CHN")
    assert "not counted again" in " ".join(move.why.split())
    names = {state for row in scenarios.load("de-risking").moves for state in (row.region, row.against)} - {"CHN"}
    assert "six states and groups" in scenarios.load("de-risking").text and len(names) == 6


def test_figures_that_reasons_name_are_those_of_the_series() -> None:
    burden, research = catalogue.load("sipri/milex/share-of-gdp"), catalogue.load("worldbank/wdi/GB.XPD.RSDV.GD.ZS")
    assert [round(burden.value("CHN", year), 1) for year in (2022, 2024)] == [1.6, 1.7]
    assert round(burden.value("USA", 2022), 1) == 3.3 and round(burden.value("JPN", 2022), 1) == 1.0
    assert [round(burden.value("IND", year), 1) for year in (2020, 2024)] == [2.8, 2.3]
    assert round(research.value("CHN", 2022), 1) == 2.5
    assert [round(research.value("USA", year), 1) for year in (2022, 2023)] == [3.5, 3.4]
    assert round(research.value("IND", 2020), 2) == 0.65
    reached = [research.value("CHN", 2022) * (1.07 / growth) ** 8 for growth in (1.05, 1.04)]
    assert [round(share, 1) for share in reached] == [2.9, 3.1]
    (move,) = (m for m in scenarios.load("china-brief").moves if m.lever == "research")
    added = [(share - research.value("CHN", 2022)) / 100 for share in reached]
    assert move.low <= added[0] <= added[1] <= move.high


def test_the_brief_of_either_state_moves_levers_of_all_five_strategies() -> None:
    for name in ("china-brief", "us-brief"):
        moved = {LEVERS[move.lever].strategy for move in scenarios.load(name).moves}
        assert moved == {"national_security", "innovation", "military", "fusion", "securitization"}


def test_both_states_of_a_pair_stand_under_like_ranges_where_nothing_is_known() -> None:
    rows = {move.name: move for move in scenarios.load("de-risking").moves}
    for theirs, ours in (("wedges.CHN", "wedges.of.CHN"), ("controls.CHN", "controls.of.CHN")):
        assert (rows[theirs].low, rows[theirs].high) == (rows[ours].low, rows[ours].high)


OWN = """
name: own
title: Own
extends: china-brief
ranges: {beta: {low: 0.2, high: 0.3}}
without: [CHN.closure, chn-burden-2035]
moves:
- {name: CHN.military, low: 0.01, high: 0.02}
- {region: JPN, lever: aimed, against: CHN, value: 0.1, start: 2025, why: added}
milestones: [jpn-cost-2050, chn-gdp-2035-ppp]
"""


def test_a_file_on_top_of_another_changes_what_it_names_and_nothing_else() -> None:
    own, base = scenarios.parse(OWN), scenarios.load("china-brief")
    before, after = ({move.name: move for move in row.moves} for row in (base, own))
    assert set(before) - set(after) == {"CHN.closure"} and set(after) - set(before) == {"JPN.aimed.CHN"}
    assert (after["CHN.military"].low, after["CHN.military"].high) == (0.01, 0.02)
    assert after["CHN.military"].why == before["CHN.military"].why
    assert all(after[name] == before[name] for name in set(before) & set(after) - {"CHN.military"})
    asked = [row.id for row in own.milestones]
    assert "chn-burden-2035" not in asked and asked[-1] == "jpn-cost-2050" and asked.count("chn-gdp-2035-ppp") == 1
    assert (own.ranges["beta"].low, own.ranges["beta"].high) == (0.2, 0.3)
    assert own.text == "" and own.title == "Own"


def test_states_of_a_move_that_another_file_names_replace_those_that_were_there() -> None:
    own = scenarios.parse(
        "name: own\ntitle: Own\nextends: decoupling\nmoves: [{name: blocs, against: [CHN], high: 1}]\n"
    )
    base = scenarios.load("decoupling")
    assert {move.region for move in own.moves} == {move.region for move in base.moves}
    assert {move.against for move in own.moves} == {"CHN"} and {move.high for move in own.moves} == {1.0}


def test_one_value_takes_the_place_of_a_range_and_back() -> None:
    stopped = scenarios.load("two-worlds")
    assert {(move.low, move.high) for move in stopped.moves} == {(math.inf, math.inf)}
    assert len(stopped.moves) == len(scenarios.load("decoupling").moves) == 16


def test_milestones_of_the_base_after_the_last_year_fall_away() -> None:
    short = scenarios.parse("name: short\ntitle: Short\nextends: drift\nlast: 2040\n")
    assert short.milestones and max(row.year for row in short.milestones) <= 2040
    assert short.years == tuple(range(2022, 2041))


def test_a_file_extends_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text("name: first\ntitle: First\nextends: drift\nlast: 2040\n", "utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "second.yaml").write_text("name: second\ntitle: Second\nextends: ../first.yaml\n", "utf-8")
    assert scenarios.load(inside / "second.yaml").last == 2040
    assert scenarios.load(str(inside / "second.yaml")).last == 2040


def test_the_digest_is_of_what_decides_paths() -> None:
    first = scenarios.parse(OWN)
    same = scenarios.parse(OWN.replace("title: Own", "title: Other").replace("why: added", "why: another"))
    asked = scenarios.parse(OWN.replace("jpn-cost-2050, ", ""))
    assert first.digest() == same.digest() == asked.digest()
    changes = (
        ("high: 0.02", "high: 0.03"),
        ("high: 0.3", "high: 0.31"),
        ("2025", "2026"),
        ("without: [CHN.closure, ", "without: ["),
    )
    others = {scenarios.parse(OWN.replace(*change)).digest() for change in changes}
    assert len(others | {first.digest()}) == len(changes) + 1
    assert len(first.digest()) == 64


def test_labels_are_those_of_the_division_of_a_world() -> None:
    assert len(labels("icio-2022", "16")) == 16 and len(labels("icio-2022", "full")) == 81
    assert {"DEU", "EU without DEU"} <= set(labels("icio-2022", "16", ("DEU",)))
    apart = scenarios.parse(
        "name: own\ntitle: Own\napart: [DEU]\n"
        "moves: [{region: DEU, lever: military, value: 0.01, start: 2025, why: test}]\n"
    )
    assert apart.moves[0].region == "DEU" and base_year(apart.world) == 2022
    with pytest.raises(ScenarioError):
        base_year("mine")


PATHS = {
    ("income", "CHN"): [[1.0, 2.5, 1.9], [1.0, 1.5, 2.0]],
    ("reliance", "CHN"): [[0.5, 0.4, 0.3], [0.4, 0.4, 0.36]],
    ("gdp_market", "CHN"): [[0.2, 0.3, 0.2], [0.2, 0.2, 0.2]],
    ("gdp_market", "USA"): [[0.25, 0.25, 0.25], [0.25, 0.2, 0.21]],
}


def paths(outcome: str, region: str) -> np.ndarray:
    return np.array(PATHS[outcome, region])


@pytest.mark.parametrize(
    ("fields", "met"),
    [
        ({"outcome": "income", "value": 2.0}, [False, True]),
        ({"outcome": "income", "value": 2.0, "when": "by"}, [True, True]),
        ({"outcome": "income", "value": 2.0, "year": 2023}, [True, False]),
        ({"outcome": "reliance", "value": 0.8, "compare": "at_most", "relative": True}, [True, False]),
        ({"outcome": "reliance", "value": 0.35, "compare": "at_most"}, [True, False]),
        ({"outcome": "gdp_market", "value": 1.0, "against": "USA"}, [False, False]),
        ({"outcome": "gdp_market", "value": 1.0, "against": "USA", "when": "by"}, [True, True]),
    ],
)
def test_a_path_reaches_a_milestone_or_misses_it(fields: dict[str, object], met: list[bool]) -> None:
    usual = {"id": "m", "title": "M", "region": "CHN", "year": 2024, "compare": "at_least", "definition": "d"}
    row = Milestone(**usual | fields)  # type: ignore[arg-type]
    assert row.met(paths, (2022, 2023, 2024)).tolist() == met


def test_a_milestone_is_asked_of_years_and_paths_that_exist() -> None:
    row = Milestone("m", "M", "CHN", "income", 2040, "at_least", 2.0, "d")
    with pytest.raises(ScenarioError, match="asks for 2040"):
        row.met(paths, (2022, 2023, 2024))
    failed = Milestone("m", "M", "CHN", "income", 2024, "at_least", 2.0, "d")
    with pytest.raises(DataError, match="1 paths have no figure"):
        failed.met(lambda *_: np.array([[1.0, 2.0, np.nan], [1.0, 1.0, 1.0]]), (2022, 2023, 2024))
