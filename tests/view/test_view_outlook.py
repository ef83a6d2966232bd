"""Paths in the report: fair to both states, read from kept paths, the same as claims read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from technostate.errors import RunError
from technostate.evidence.figure import value_of
from technostate.futures import scenarios
from technostate.futures.ensemble import Ensemble, Question, shipped
from technostate.view.futures import outlook as module
from technostate.view.futures.outlook import DRAWS, STILL, outlook, own, question
from technostate.view.futures.outlook_data import Outlook
from technostate.write import Table, View
from technostate.write.blocks import Chart, Fold, walk

from .doors import agree

YEARS = tuple(range(2022, 2051))


def made(asked: Question, level: Mapping[str, float] | None = None, failed: int = 0) -> Ensemble:
    """A made-up ensemble: every outcome of a state grows in a line, draw k a little faster than draw k − 1."""
    regions = ("CHN", "USA", "JPN")
    figures = np.empty((len(asked.outcomes), asked.runs, len(YEARS), len(regions)))
    tilt = np.linspace(0.5, 1.5, asked.runs)[:, None] * np.arange(len(YEARS))[None, :] / 28
    for place, outcome in enumerate(asked.outcomes):
        for at, region in enumerate(regions):
            start = 0.0 if outcome == "cost" else 1.0
            figures[place, :, :, at] = start + (level or {}).get(region, 1.0) * tilt
    figures[:, :failed] = np.nan
    cases = np.stack([np.linspace(0.0, 1.0, asked.runs), np.zeros(asked.runs)], axis=1)
    titles = ("CHN: military spending", "Something that does not matter")
    return Ensemble(("a", "b"), titles, cases, regions, YEARS, asked.outcomes, figures)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Made-up paths in place of those of the model; the scenarios that were asked for."""
    asked: list[str] = []

    def answer(of: Question, parts: object) -> Ensemble:
        asked.append(of.scenario)
        return made(of, {"CHN": 2.0 if of.scenario == "china-brief" else 1.0}, failed=3 if of.scenario == STILL else 0)

    monkeypatch.setattr(module, "ensemble", answer)
    return asked


def view(pair: tuple[str, str], tmp_path: Path) -> View[Outlook]:
    return outlook(*pair, parts=tmp_path)


def test_each_state_has_its_own_scenario_and_no_code_names_one(kept: list[str], tmp_path: Path) -> None:
    found = view(("CHN", "USA"), tmp_path).data
    assert kept == [STILL, "china-brief", "us-brief"] == list(found.scenarios)
    assert found.whose == {"china-brief": "CHN", "us-brief": "USA"}
    other = view(("USA", "CHN"), tmp_path).data
    assert other.whose == {"us-brief": "USA", "china-brief": "CHN"}
    by_id = {goal.milestone: goal.shares for goal in found.goals}
    assert by_id == {goal.milestone: goal.shares for goal in other.goals}


def test_own_scenarios_are_those_in_which_the_state_alone_moves() -> None:
    for name in scenarios.names():
        moved = {move.region for move in shipped(name).moves}
        assert all((name in own(code)) == (moved == {code}) for code in ("CHN", "USA", "JPN", "EU"))


def test_figures_are_the_percentiles_of_the_paths(kept: list[str], tmp_path: Path) -> None:
    found = view(("CHN", "USA"), tmp_path).data
    course = found.course("china-brief", "cost", "CHN")
    assert course is not None
    last = course.years[2050]
    assert (value_of(last), last.low, last.high) == pytest.approx((2.0, 1.2, 2.8))
    assert last.range is not None and last.range.over == f"p10 to p90 of {DRAWS} paths"
    still = found.course(STILL, "cost", "CHN")
    assert still is not None and still.years[2050].range is not None
    assert still.years[2050].range.over == f"p10 to p90 of {DRAWS - 3} paths"
    assert found.failed == {STILL: 3}
    assert found.course(STILL, "cost", "TUV") is None


def test_what_the_cost_goes_with_is_named_and_what_does_not_move_it_is_not(kept: list[str], tmp_path: Path) -> None:
    answer = view(("CHN", "USA"), tmp_path)
    course = answer.data.course("china-brief", "cost", "CHN")
    assert course is not None and len(course.moves) == 1
    assert "China: China, military spending" in answer.text()
    assert "does not matter" not in answer.text()


def test_odds_are_shares_of_paths_with_an_interval(kept: list[str], tmp_path: Path) -> None:
    found = view(("CHN", "USA"), tmp_path).data
    (goal,) = [row for row in found.goals if row.milestone == "chn-income-a-head-2035-since-2022"]
    # 2022 + 13 of 28 years: tilt · level ≥ 1 asks for a tilt of 2.15, or of 1.08 at twice the level.
    assert value_of(goal.shares[STILL]) == 0.0
    share = value_of(goal.shares["china-brief"])
    assert share == pytest.approx(0.423, abs=0.01)
    low, high = goal.shares["china-brief"].low, goal.shares["china-brief"].high
    assert low is not None and high is not None and low < share < high


def test_goals_nobody_or_everybody_meets_stand_in_a_fold(kept: list[str], tmp_path: Path) -> None:
    answer = view(("CHN", "USA"), tmp_path)
    folded = [block for fold in answer.blocks if isinstance(fold, Fold) for block in walk(fold.blocks)]
    tables = [block for block in walk(answer.blocks) if isinstance(block, Table) and "Goal and" in str(block.columns)]
    assert len(tables) == 2 and len([table for table in tables if table in folded]) == 1
    assert sum(len(table.body) for table in tables) == len(answer.data.goals)


def test_every_door_says_the_same(kept: list[str], tmp_path: Path) -> None:
    assert agree(view(("CHN", "USA"), tmp_path)) > 50


def test_a_state_that_paths_do_not_show_is_said_and_the_other_is_shown(kept: list[str], tmp_path: Path) -> None:
    answer = view(("TUV", "USA"), tmp_path)
    assert {row.region for row in answer.data.courses} == {"USA"}
    assert "Paths do not show Tuvalu by itself" in answer.text()
    assert any(isinstance(block, Chart) for block in answer.blocks)
    nobody = view(("TUV", "DEU"), tmp_path)
    assert nobody.data.courses == () and nobody.data.goals == () and not nobody.data.scenarios
    assert "Germany" in nobody.text() and not any(isinstance(block, Chart) for block in nobody.blocks)


def test_a_scenario_without_paths_is_missing_and_the_others_are_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def answer(of: Question, parts: object) -> Ensemble:
        if of.scenario == "us-brief":
            raise RunError("90 of 256 draws of us-brief have no path", hint="narrow the ranges")
        return made(of)

    monkeypatch.setattr(module, "ensemble", answer)
    found = view(("CHN", "USA"), tmp_path)
    assert list(found.data.scenarios) == [STILL, "china-brief"]
    assert "us-brief: 90 of 256 draws" in found.text()


def test_claims_read_the_same_paths() -> None:
    """Both ask for every outcome that a goal is about, so that one ensemble serves both."""
    asked = question(STILL)
    assert asked == replace(asked, runs=256, seed=1, last=None, lifted=())
    assert {row.outcome for row in scenarios.shipped_milestones().values()} == set(asked.outcomes)
