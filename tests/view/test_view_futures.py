"""What ensembles say: fans, odds, boxes, shares of variance; scenarios beside each other in the same draws."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from technostate.errors import DataError, LabelError, ScenarioError, TechnostateError
from technostate.futures import scenarios
from technostate.futures.run import run
from technostate.view.futures.compare import compare
from technostate.view.futures.compared_record import Compared
from technostate.view.futures.ensemble import read
from technostate.view.futures.record import Shown
from technostate.view.futures.show import show
from technostate.write import View

from .doors import agree
from .made_runs import made_run, renamed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 1,024 draws, one in fifty of which has no path."""
    return made_run(tmp_path_factory.mktemp("runs") / "brief", runs=1024, failing=0.02)


@pytest.fixture(scope="module")
def view(folder: Path) -> View[Shown]:
    return show(folder)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same draws without and with a bonus on growth; the second lacks a few."""
    base = tmp_path_factory.mktemp("pair")
    return made_run(base / "drift", "drift", runs=256), made_run(base / "brief", runs=256, bonus=1.0, failing=0.02)


@pytest.fixture(scope="module")
def compared(pair: tuple[Path, Path]) -> View[Compared]:
    return compare(pair)


def test_every_door_says_what_an_ensemble_says(view: View[Shown]) -> None:
    assert agree(view) > 200
    assert set(json.loads(view.json())) >= {"fans", "odds", "indices", "boxes"}


def test_a_fan_is_the_quantiles_of_the_paths_in_the_file(view: View[Shown], folder: Path) -> None:
    table = pl.read_parquet(folder / "paths.parquet").filter(pl.col("region") == "CHN", pl.col("year") == 2040)
    found = np.percentile(table["income_a_head"].to_numpy().astype(float), [10, 25, 50, 75, 90])
    fan = next(row for row in view.data.fans if (row.outcome, row.region) == ("income_a_head", "CHN"))
    wide, half = fan.years[2040], fan.half[2040]
    assert (wide.low, half.low, wide.value, half.high, wide.high) == pytest.approx(found)
    assert wide.unit == "ratio" and wide.kind == "modelled"


def test_odds_are_the_share_of_paths_in_the_file(view: View[Shown], folder: Path) -> None:
    table = pl.read_parquet(folder / "paths.parquet").filter(pl.col("region") == "CHN", pl.col("year") == 2050)
    row = next(
        item for item in view.data.odds if item.region == "CHN" and item.title.startswith("Security costs China")
    )
    assert row.goal.value is not None
    met = table["cost"].to_numpy().astype(float) <= row.goal.value
    assert row.share.value == pytest.approx(met.mean())
    assert row.share.low is not None and row.share.high is not None
    assert row.share.low < met.mean() < row.share.high < row.share.low + 0.07


def test_a_share_of_paths_is_called_no_probability_before_anything_else(view: View[Shown]) -> None:
    words = " ".join(view.text().split())
    assert words.index("is no probability of the event") < words.index("of the paths (")


def test_draws_without_a_path_are_counted_and_said(view: View[Shown]) -> None:
    assert view.data.failed == {"2031 has no solution": 1024 - view.data.paths}
    assert 5 <= 1024 - view.data.paths <= 35
    assert "draws have no path and no part in any figure: 2031 has no solution" in " ".join(view.text().split())


def test_a_box_says_in_words_where_a_goal_is_met(view: View[Shown]) -> None:
    box = next(item for item in view.data.boxes if item.title == "Security costs China at most one per cent in 2050")
    (bound,) = box.bounds
    # The cost is 0.06 g - 0.01, so that one per cent is kept below g = 1/3 of the way from 0 to 0.3.
    assert (bound.dimension, bound.low, box.side) == ("gain_arms", None, "met")
    assert bound.high is not None and bound.high.value == pytest.approx(0.1, abs=0.01)
    assert box.density.value == pytest.approx(1.0, abs=0.05) and box.coverage.value == pytest.approx(1.0, abs=0.05)
    words = " ".join(view.text().split())
    assert "Security costs China at most one per cent in 2050 in 33" in words
    assert "it is met in 100 % of those where gain of arms (g_a) lies" in words.replace("\u00a0", " ")


def test_shares_of_variance_name_what_no_data_decide(view: View[Shown]) -> None:
    part = next(item for item in view.data.indices if (item.outcome, item.region) == ("cost", "CHN"))
    assert [row.dimension for row in part.inputs] == ["gain_arms"]
    assert part.inputs[0].total.value == pytest.approx(1.0, abs=0.01)
    growth = next(item for item in view.data.indices if item.outcome == "income_a_head")
    found = {row.dimension: row.identified for row in growth.inputs}
    assert found == {"growth_china": True, "beta": False}
    assert any("No data decide what matters here" in str(item) for item in view.blocks[0].items)  # type: ignore[attr-defined]


def test_few_paths_have_shares_of_variance_whose_ranges_are_said_to_be_wide(pair: tuple[Path, Path]) -> None:
    found = show(pair[0])
    part = next(item for item in found.data.indices if (item.outcome, item.region) == ("cost", "CHN"))
    assert [row.dimension for row in part.inputs] == ["gain_arms"]
    assert "256 paths: ranges of these shares are wide" in found.data.few
    assert found.data.few in " ".join(found.text().split())
    assert agree(found) > 100


def test_very_few_paths_have_odds_and_no_shares_of_variance(tmp_path: Path) -> None:
    found = show(made_run(tmp_path / "run", runs=64))
    assert found.data.odds and found.data.fans and not found.data.indices
    assert json.loads(found.json())["indices"] == []
    assert found.data.few.startswith("Shares of variance need 128 paths; this run has 64")


def test_many_paths_have_no_warning_of_few(view: View[Shown]) -> None:
    assert view.data.indices and not view.data.few


def test_regions_that_are_asked_for_are_shown(pair: tuple[Path, Path]) -> None:
    found = show(pair[0], ["EU"])
    assert {row.region for row in found.data.fans} == {"EU"}
    assert found.command.endswith("--region EU")
    with pytest.raises(LabelError, match="FRA"):
        show(pair[0], ["FRA"])


def test_every_door_says_what_scenarios_differ_by(compared: View[Compared]) -> None:
    assert agree(compared) > 20
    assert compared.data.left_out == 256 - compared.data.draws > 0


def test_a_difference_is_of_the_same_draw(compared: View[Compared]) -> None:
    row = next(
        item
        for item in compared.data.differences
        if (item.outcome, item.region, item.year) == ("income_a_head", "CHN", 2050)
    )
    exact = 100.0 * (np.exp(28 * 0.005) - 1.0)
    assert (row.change.low, row.change.value, row.change.high) == pytest.approx((exact,) * 3, rel=1e-4)
    assert row.higher.value == 1.0
    same = next(item for item in compared.data.differences if (item.outcome, item.year) == ("cost", 2050))
    assert (same.change.value, same.higher.value) == (0.0, 0.0)


def test_goals_of_both_scenarios_stand_beside_each_other(compared: View[Compared]) -> None:
    row = next(item for item in compared.data.odds if item.milestone == "chn-income-a-head-2035-since-2022")
    first, second = (figure.value for figure in row.shares.values())
    assert first is not None and second is not None and first < second


def test_regret_is_given_away_against_the_best_of_the_same_draw(compared: View[Compared]) -> None:
    found = {(row.scenario, row.outcome, row.region): row for row in compared.data.regrets}
    lost = found["drift", "civil", "USA"]
    assert lost.regret.value == pytest.approx(100.0 * (1.0 - np.exp(-28 * 0.005)), rel=1e-4)
    assert (lost.best.value, found["china-brief", "civil", "USA"].best.value) == (0.0, 1.0)


def test_runs_of_other_seeds_are_not_compared(pair: tuple[Path, Path], tmp_path: Path) -> None:
    other = made_run(tmp_path / "other", runs=256, seed=2)
    with pytest.raises(ScenarioError, match="drew another beta in the same draw") as caught:
        compare([pair[0], other])
    assert "--seed" in caught.value.hint


def test_one_run_is_not_compared(pair: tuple[Path, Path]) -> None:
    with pytest.raises(DataError, match="one run cannot be compared"):
        compare([pair[0]])


def test_a_folder_that_holds_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TechnostateError) as caught:
        show(tmp_path)
    assert caught.value.hint


def test_draws_of_other_parameters_are_refused(tmp_path: Path) -> None:
    out = made_run(tmp_path / "run", "drift", runs=64)
    plan = read(out).run.plan
    renamed(out, dimensions=({**plan.dimensions[0], "name": "gone"}, *plan.dimensions[1:]))
    with pytest.raises(DataError, match="drew other parameters"):
        show(out)


APART = """
extends: drift
name: apart
title: Two worlds without a third
moves:
  - name: blocs
    region: [USA, EU, GBR, JPN, KOR, TWN, CAN, AUS+NZL, MEX, Latin America, IND, ASEAN, Middle East and Africa, ROW]
    lever: barrier
    against: [CHN, RUS]
    value: stop
    start: 2030
    full: 2030
    why: What no trade between two blocs would mean.
    source: assumed
"""


def test_worlds_apart_have_paths_and_what_has_no_figure_there_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "apart.yaml"
    file.write_text(APART)
    made = run(scenarios.load(file), runs=4, seed=1, out=tmp_path / "run")
    assert not made.failed and made.missing == ("gdp_market",)
    assert np.isnan(made.paths("gdp_market", "CHN")[:, -1]).all()
    assert np.isfinite(made.paths("gdp_market", "CHN")[:, 0]).all()
    view = show(made.folder)
    said = " ".join(view.text().split())
    assert "GDP at market rates and goals about it are left out" in said
    assert all(row.outcome != "gdp_market" for row in view.data.fans) and view.data.fans and view.data.odds
    assert agree(view) > 100


def test_a_goal_beside_the_base_year_is_a_ratio(view: View[Shown]) -> None:
    relative = {row.id for row in scenarios.load("china-brief").milestones if row.relative or row.against}
    units = {row.reached.unit for row in view.data.odds if row.milestone in relative}
    assert units == {"ratio"}


def test_a_run_beside_itself_is_refused(folder: Path) -> None:
    with pytest.raises(DataError, match="named twice"):
        compare([folder, folder])
