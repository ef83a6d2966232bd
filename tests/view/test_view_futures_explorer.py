"""Paths under conditions: how many remain, beside the same draws of drift, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from technostate.dynamics import OUTCOMES
from technostate.errors import LabelError
from technostate.evidence.figure import value_of
from technostate.futures import scenarios
from technostate.futures.ensemble import Ensemble, Question, shipped
from technostate.futures.space import Space
from technostate.view.futures import conditions
from technostate.view.futures import explorer as module
from technostate.view.futures.explorer import explore, question
from technostate.view.futures.explorer_blocks import MOSTLY, headline
from technostate.view.futures.explorer_data import Explored
from technostate.web import choices
from technostate.web.route import found
from technostate.write import Chart, View
from technostate.write.blocks import walk

from .doors import agree

YEARS = tuple(range(2022, 2051))
DRAWS = 90


def made(asked: Question, gap: float) -> Ensemble:
    """Draw k's paths grow to 1 + k/89 + gap in a line; the first thing drawn is k, the second its opposite."""
    regions, rows = ("CHN", "USA", "JPN"), Space.of(shipped(asked.scenario)).dimensions
    last = np.linspace(0.0, 1.0, DRAWS)[:, None] + gap
    figures = np.ones((len(asked.outcomes), DRAWS, len(YEARS), len(regions)))
    figures += (last * np.arange(len(YEARS))[None, :] / 28)[None, :, :, None]
    cases = np.zeros((DRAWS, len(rows)))
    cases[:, 0], cases[:, 1] = np.arange(DRAWS), -np.arange(DRAWS)
    names, titles = tuple(row.name for row in rows), tuple(row.title for row in rows)
    return Ensemble(names, titles, cases, regions, YEARS, asked.outcomes, figures)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Made-up paths; by how much each scenario's last year lies above drift's."""
    gaps = {"drift": 0.0, "china-brief": -0.5}
    monkeypatch.setattr(module, "ensemble", lambda of, parts: made(of, gaps[of.scenario]))
    return gaps


def test_all_paths_beside_the_same_draws_of_drift(kept: dict[str, float], tmp_path: Path) -> None:
    view = explore("CHN", parts=tmp_path)
    data = view.data
    assert (data.scenario, data.draws, data.paths, data.remaining, data.whole) == ("china-brief", 90, 90, 90, ())
    assert data.fans[0].years[2050].value == pytest.approx(1.0) and data.still[0].years[2050].value == pytest.approx(
        1.5
    )
    assert data.fans[0].years[2050].low == pytest.approx(0.6) and data.fans[0].half[2050].low == pytest.approx(0.75)
    assert data.below is not None and (data.below.value, data.below.high) == (1.0, 1.0)
    assert headline(data) == "China: real income a head in 2050 is lower than in drift, in every draw"
    assert [(row.dimension, round(value_of(row.correlation), 6)) for row in data.moved] == [
        ("beta", 1.0), ("insight_share", -1.0),
    ]  # fmt: skip
    assert agree(view) > 60


def test_a_condition_leaves_a_third_and_says_so(kept: dict[str, float], tmp_path: Path) -> None:
    view = explore("China", where="beta:low", parts=tmp_path)
    data = view.data
    assert (data.remaining, [row.leaves for row in data.conditions]) == (30, [30])
    assert data.fans[0].years[2050].value == pytest.approx(0.5 + 14.5 / 89)
    assert data.still[0].years[2050].value == pytest.approx(1.0 + 14.5 / 89)
    assert data.whole[0].years[2050].value == pytest.approx(1.0)
    assert "Only" not in view.text().split("Real income a head, median")[0].split("! ")[1]
    assert "--where beta:low" in view.command and agree(view) > 60


def test_goals_are_conditions_and_a_share_of_those_that_met_it_is_one(kept: dict[str, float], tmp_path: Path) -> None:
    goal = "chn-income-a-head-2035-since-2022"
    kept["china-brief"] = 1.5
    data = explore("CHN", where=(f"{goal}:met",), parts=tmp_path).data
    # Twice the base year's in 2035: 1 + (k/89 + 1.5) · 13/28 ≥ 2 from k/89 = 0.654 on, k = 59 to 89.
    assert data.remaining == 31
    row = next(item for item in data.goals if item.odds.milestone == goal)
    assert (row.odds.share.value, row.whole and row.whole.value) == (1.0, pytest.approx(31 / 90))
    assert row.still is not None and row.still.value == 0.0
    missed = explore("CHN", where=(f"{goal}:missed",), parts=tmp_path).data
    assert missed.remaining == 59


def test_few_paths_are_rough_and_fewer_say_nothing(
    kept: dict[str, float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = explore("CHN", where="beta:low,insight_share:low", parts=tmp_path)
    assert (none.data.remaining, none.data.fans, none.data.goals, none.data.moved) == (0, (), (), ())
    assert "No path remains: too few" in none.text() and "30 where" in none.text()
    assert agree(none) == 0
    monkeypatch.setattr(conditions, "LEAST", 30)
    assert explore("CHN", where="beta:low", parts=tmp_path).data.fans
    monkeypatch.setattr(conditions, "LEAST", 31)
    refused = explore("CHN", where="beta:low", parts=tmp_path)
    assert refused.data.goals == () and refused.data.fans == () and refused.data.whole


def test_a_title_says_no_more_than_its_draws(kept: dict[str, float], tmp_path: Path) -> None:
    data = explore("CHN", parts=tmp_path).data
    assert data.above is not None and data.below is not None

    def of(above: float, below: float) -> str:
        assert data.above is not None and data.below is not None
        return headline(replace(data, above=replace(data.above, value=above, range=None),
                                below=replace(data.below, value=below, range=None)))  # fmt: skip

    assert of(MOSTLY, 0.05).endswith("is higher than in drift, in nearly every draw")
    assert of(MOSTLY - 0.001, 0.05).endswith("higher than in drift in some draws and lower in others")
    assert of(0.0, MOSTLY).endswith("is lower than in drift, in nearly every draw")
    assert of(0.0, 0.0).endswith("is that of drift")


def test_drift_has_nothing_beside_it_and_a_small_state_is_said_to_be_missing(
    kept: dict[str, float], tmp_path: Path
) -> None:
    view = explore("Tuvalu", "USA", parts=tmp_path)
    assert (view.data.scenario, view.data.still, view.data.above) == ("drift", (), None)
    assert view.data.missing == ("Paths do not show Tuvalu by itself.",)
    assert [fan.region for fan in view.data.fans] == ["USA"]
    charts = [block for block in walk(view.blocks) if isinstance(block, Chart)]
    assert charts[0].caption == "The United States: real income a head to 2050, no lever moved"


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("betta:low", "beta"),
        ("beta:lowest", "side of beta"),
        ("beta", "no condition"),
        ("beta:low,waste:low,waste:high,closure_response:low", "4 conditions"),
        ("chn-gdp-2050-market:low", "side of chn-gdp-2050-market"),
    ],
)
def test_what_is_no_condition_is_refused(kept: dict[str, float], tmp_path: Path, where: str, words: str) -> None:
    with pytest.raises(LabelError) as error:
        explore("CHN", where=where, parts=tmp_path)
    assert words in f"{error.value} {error.value.hint}"


def test_the_same_paths_as_claims_read_and_the_page_knows_all_choices() -> None:
    from technostate.view.futures import outlook

    assert question("drift", "cost") == outlook.question("drift")
    assert question("drift", "threat").outcomes == tuple(sorted((*outlook.question("drift").outcomes, "threat")))
    assert choices.scenarios() == tuple(scenarios.names())
    assert choices.outcomes() == (tuple(OUTCOMES), tuple(row.title for row in OUTCOMES.values()))
    asked, _ = found("/futures/China", [("where", "waste:low"), ("where", "beta:high")])
    assert asked.address == "/futures/CHN?where=waste:low,beta:high"
    assert asked.question.arguments(asked.given)[1]["where"] == ("waste:low", "beta:high")


def test_a_view_is_explored(kept: dict[str, float], tmp_path: Path) -> None:
    view: View[Explored] = explore("CHN", outcome="threat", scenario="china-brief", parts=tmp_path)
    assert view.command == "technostate futures explore CHN --against USA --scenario china-brief --outcome threat"
