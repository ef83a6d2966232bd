"""Security priced on snapshots of paths: the world of a year, the same bytes however it is made, one clear message."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from technostate.cli.app import run as command
from technostate.dynamics.calibrate.sectors import groups
from technostate.errors import ConvergenceError, DataError, RunError, ScenarioError
from technostate.futures import scenarios
from technostate.futures.battery import Asked, of_scenario
from technostate.futures.battery import making as room
from technostate.futures.battery.bench import CHUNK, Bench, content
from technostate.futures.battery.making import Battery, batteries, priced
from technostate.futures.battery.snapshots import duties, snapshot
from technostate.futures.price import Terms
from technostate.futures.price.cases import forms_of, premium_of
from technostate.futures.run import read, run
from technostate.futures.scenario import Scenario
from technostate.view.futures.show import show

SHORT = """
extends: china-brief
name: short
title: The brief for fourteen years
last: 2036
"""
ASKED = Asked("CHN", "USA", 2035, Terms(draws=8))


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    file = tmp_path_factory.mktemp("short") / "short.yaml"
    file.write_text(SHORT)
    return scenarios.load(file)


@pytest.fixture(scope="module")
def bare(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nobody has priced."""
    return run(scenario, runs=12, seed=1, out=tmp_path_factory.mktemp("bare") / "run").folder


@pytest.fixture(scope="module")
def folder(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same run with a battery made in this process."""
    out = Path(shutil.copytree(bare, tmp_path_factory.mktemp("priced") / "run"))
    priced(out, ASKED)
    return out


@pytest.fixture(scope="module")
def bench(scenario: Scenario) -> Bench:
    return Bench.of(scenario, ASKED)


def digest(out: Path) -> str:
    return hashlib.sha256((out / "battery.parquet").read_bytes() + (out / "battery.json").read_bytes()).hexdigest()


def test_the_snapshot_of_the_base_year_is_the_world_as_it_is(bench: Bench) -> None:
    here = bench.sides[0].here
    setting, draw, path = bench.model.whole(bench.model.points(1, range(1))[0], {})
    there = snapshot(here, setting, path, draw.values, draw.policy, 2022, groups(here.stage.given))
    one, other = here.year.base, there.year.base
    assert np.abs(other.import_share - one.import_share).max() < 1e-4
    assert other.value_added == pytest.approx(one.value_added, rel=1e-4)
    assert there.civil == pytest.approx(here.civil, rel=1e-3)
    case = [bench.sides[0].cases.sets[0]]
    for form, same in zip(forms_of(here, ASKED.terms, case), forms_of(there, ASKED.terms, case), strict=True):
        premiums = [premium_of(at, item, bench.sides[0].cases, 0) for at, item in ((here, form), (there, same))]
        assert premiums[1] == pytest.approx(premiums[0], rel=2e-3, abs=1e-6)


def test_a_snapshot_has_the_path_s_sizes_trade_and_duties(bench: Bench) -> None:
    here = bench.sides[0].here
    setting, draw, path = bench.model.whole(bench.model.points(1, range(3, 4))[0], {})
    base = snapshot(here, setting, path, draw.values, draw.policy, 2035, bench.group_of).year.base
    t = setting.years.index(2035)
    wanted = path.factor_income[t] / path.factor_income[t].sum()
    assert base.value_added / base.value_added.sum() == pytest.approx(wanted, rel=0.02)
    china, usa = base.regions.index("CHN"), base.regions.index("USA")
    chips, group = base.sectors.index("C26"), setting.economy.sectors.index("Electronics")
    gone = path.shares[t, group, china, usa] / setting.economy.import_share[group, china, usa]
    assert base.import_share[chips, china, usa] / here.year.base.import_share[chips, china, usa] == pytest.approx(
        gone, rel=0.1
    )
    grown = duties(setting, path, draw.values, draw.policy, t)
    assert grown[china, usa] > 1.0 and (np.diag(grown) == 1.0).all()
    before = here.year.base.base_tariff
    assert base.base_tariff[chips, china, usa] == pytest.approx((1 + before[chips, china, usa]) * grown[china, usa] - 1)
    services = base.sectors.index("SVC")
    assert (base.base_tariff[services] == before[services]).all()


def test_a_region_that_can_buy_a_sector_nowhere_has_no_snapshot(bench: Bench) -> None:
    setting, draw, path = bench.model.whole(bench.model.points(1, range(1))[0], {})
    shares = path.shares.copy()
    shares[13, 2, 5] = 0.0
    with pytest.raises(ConvergenceError, match="can buy B07 nowhere in 2035"):
        snapshot(
            bench.sides[0].here, setting, replace(path, shares=shares), draw.values, draw.policy, 2035, bench.group_of
        )


def test_processes_write_the_same_bytes(folder: Path, bare: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(bare, tmp_path / "run"))
    priced(out, ASKED, workers=2)
    assert digest(out) == digest(folder)
    assert sorted(item.name for item in out.iterdir()) == sorted(item.name for item in folder.iterdir())


def test_what_a_stop_leaves_is_not_done_again(
    folder: Path, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, real = Path(shutil.copytree(bare, tmp_path / "run")), content
    made: list[object] = []

    def stopping(*asked: object) -> bytes:
        if made:
            raise KeyboardInterrupt
        made.append(asked[-1])
        return real(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "content", stopping)
    with pytest.raises(KeyboardInterrupt, match="what is priced is kept"):
        priced(out, ASKED)
    assert len(list((out / "battery").iterdir())) == 1
    monkeypatch.setattr(room, "content", lambda *asked: made.append(asked[-1]) or real(*asked))  # type: ignore[func-returns-value]
    priced(out, ASKED)
    assert [len(list(chunk)) for chunk in made] == [CHUNK, CHUNK] and made[0] != made[1]  # type: ignore[call-overload]
    assert digest(out) == digest(folder)


def test_a_second_call_prices_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bench, "of", None)
    found = priced(folder, ASKED)
    assert len(found.sides[0].elastic) == 8 and not found.failed


def test_sides_are_the_rows_of_the_table(folder: Path) -> None:
    (found,) = batteries(folder)
    assert (found.asked.state, found.asked.year, found.asked.snapshots) == ("CHN", 2035, 8)
    table = pl.read_parquet(folder / "battery.parquet")
    for side in found.sides:
        assert side.bare.shape == (4, 3, 8)
        (aimed,) = [row for row in side.of("aimed", "comparator") if row.form == "waste"]
        mine = table.filter(pl.col("state") == side.state, pl.col("lever") == "aimed", pl.col("form") == "waste")
        at = mine.filter(pl.col("shock") == "cut", pl.col("rent") == "lost").sort("draw")
        assert aimed.loss[list(side.shocks).index("cut"), side.rents.index("lost")] == pytest.approx(at["loss"])
        assert aimed.premium == pytest.approx(at["premium"].to_numpy()) and (aimed.premium > 0).all()
        nothing = table.filter(pl.col("state") == side.state, pl.col("lever") == "none", pl.col("shock") == "cut")
        assert side.bare[2].T.ravel() == pytest.approx(nothing["loss"].to_numpy())


def test_two_batteries_lie_beside_each_other_whichever_came_first(folder: Path, tmp_path: Path) -> None:
    out, other = Path(shutil.copytree(folder, tmp_path / "run")), Asked("CHN", "USA", 2030, Terms(draws=8))
    before = (out / "battery.parquet").read_bytes()
    priced(out, other)
    assert [item.asked.year for item in batteries(out)] == [2030, 2035]
    one, two = (found.sides[0].of("aimed", "comparator")[2].premium for found in batteries(out))
    assert not np.allclose(one, two)
    assert (out / "battery.parquet").read_bytes() != before
    again: Battery = priced(out, ASKED)
    assert again.sides[0].bare == pytest.approx(batteries(folder)[0].sides[0].bare)


def test_cases_of_elasticities_are_no_copy_of_the_order_of_paths() -> None:
    cases = np.array(Asked("CHN", "USA", 2035, Terms(draws=256)).cases())
    assert sorted(cases.tolist()) == list(range(256))
    assert abs(np.corrcoef(cases, np.arange(256))[0, 1]) < 0.15
    assert 90 < ((cases < 128) == (np.arange(256) < 128)).sum() < 166


def test_show_has_the_price_where_it_was_asked_for(folder: Path, bare: Path) -> None:
    assert not show(bare).data.prices
    view = show(folder)
    (price,) = view.data.prices
    assert (price.state, price.year) == ("CHN", 2035) and "8 paths of short" in price.paths
    assert any(row["part"] == "price" for row in view.rows)
    assert "The price of security in 2035" in view.text()


def test_the_command_says_both_sides_then_and_today(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["price", "CHN", "--against", "USA", "--at", "2035", "--paths", str(folder), "--snapshots", "8", "--json"]
    assert command([*words, "--draws", "4", "--parts", str(tmp_path / "parts")]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {row["state"] for row in said["rows"]} == {"CHN", "USA"} and said["year"] == 2035
    assert {cell["lever"] for cell in said["today"]} >= {"aimed", "stockpile", "self_reliance"}
    row = next(
        item for item in said["rows"] if (item["lever"], item["shock"], item["wedge"]) == ("aimed", "cut", "waste")
    )
    assert row["premium"] > 0 and row["break_even"] > 0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked("CHN", "USA", 2022, Terms(draws=8)), "have no year 2022 after their base"),
        (Asked("CHN", "USA", 2040, Terms(draws=8)), "have no year 2040"),
        (Asked("CHN", "USA", 2035, Terms(draws=8, world="wiod-2011")), "start from icio-2022"),
        (Asked("DEU", "CHN", 2035, Terms(draws=8)), "do not show"),
    ],
)
def test_a_question_that_does_not_fit_the_paths_is_refused(bare: Path, asked: Asked, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as said:
        priced(bare, asked)
    assert said.value.hint
    assert not (bare / "battery.parquet").exists()


@pytest.mark.parametrize("draws", [4, 257])
def test_too_few_or_many_snapshots_are_refused(draws: int) -> None:
    with pytest.raises(ScenarioError, match=f"{draws} snapshots; 8 to 256"):
        Asked("CHN", "USA", 2035, Terms(draws=draws))


def test_nobody_insures_against_itself() -> None:
    with pytest.raises(ScenarioError, match="CHN against itself"):
        Asked("CHN", "CHN")


def test_paths_of_other_code_are_not_followed_again(bare: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(bare, tmp_path / "run"))
    plan = replace(read(out).plan, code="f" * 64)
    (out / "spec.json").write_text(json.dumps(plan.record()), "utf-8")
    with pytest.raises(DataError, match="made by other code"):
        priced(out, ASKED)


def test_a_damaged_table_is_named(folder: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(folder, tmp_path / "run"))
    (out / "battery.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(DataError, match=r"battery\.parquet is damaged"):
        priced(out, ASKED)
    (out / "battery.json").write_text("[]")
    with pytest.raises(DataError, match=r"battery\.json is not what a battery writes"):
        priced(out, ASKED)


def test_a_full_disk_keeps_what_is_done(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = Path(shutil.copytree(bare, tmp_path / "run"))
    monkeypatch.setattr(room, "content", lambda *asked: b"")

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, "write", full)
    with pytest.raises(RunError, match="No space left") as said:
        priced(out, ASKED)
    assert "goes on" in said.value.hint


def test_a_battery_of_a_scenario_is_that_of_who_moves_first() -> None:
    found = of_scenario(scenarios.load("us-brief"), None, 16, True)
    assert found is not None and (found.state, found.against, found.year) == ("USA", "CHN", 2035)
    assert of_scenario(scenarios.load("drift"), None, None, False) is None
    with pytest.raises(ScenarioError, match="--at and --snapshots"):
        of_scenario(scenarios.load("drift"), 2040, None, False)


@pytest.mark.parametrize("more", [["--paths", "nowhere"], ["--snapshots", "8"]])
def test_paths_without_a_year_are_refused(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["price", "CHN", *more]) == 2
    assert "--at 2035" in capsys.readouterr().err
