"""A named scenario run through the dynamics, at reduced size: the same bytes at any number of threads, by command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from test_run_folders import digests

from technostate.cli.app import run as command
from technostate.dynamics import OUTCOMES, Values, calibrated, parameters
from technostate.dynamics import baseline as followed
from technostate.dynamics import path as walked
from technostate.futures import scenarios
from technostate.futures.model import Dynamics
from technostate.futures.run import Run, read, run
from technostate.futures.space import Space

SHORT = """
extends: china-brief
name: short
title: The brief for fourteen years
last: 2036
"""


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("short") / "short.yaml"
    file.write_text(SHORT)
    return file


@pytest.fixture(scope="module")
def made(short: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    yield run(scenarios.load(short), runs=80, seed=1, out=tmp_path_factory.mktemp("made") / "run")


def test_threads_write_the_same_bytes(short: Path, made: Run, tmp_path: Path) -> None:
    again = run(scenarios.load(short), runs=80, seed=1, out=tmp_path / "run", workers=2)
    assert digests(again.folder) == digests(made.folder)


def test_a_draw_is_the_path_of_its_values(short: Path, made: Run) -> None:
    scenario = scenarios.load(short)
    space, model = Space.of(scenario), Dynamics(scenario)
    number = int(made.draws["draw"][70])
    (point,) = model.points(1, range(number, number + 1))
    draw = space.draw(point)
    drawn = made.draws.row(70, named=True)
    assert {name: drawn[name] for name in drawn if name in parameters()} == pytest.approx(
        {name: draw.values[name] for name in drawn if name in parameters()}
    )
    setting = calibrated(projection=draw.projection, last=2036)
    base = followed(setting, Values({name: draw.values[name] for name in draw.values if name in growth()}))
    found = walked(setting, base, draw.values, draw.policy)
    for name in OUTCOMES:
        for at, region in enumerate(setting.regions):
            np.testing.assert_allclose(made.paths(name, region)[70], found.outcomes[name][:, at], rtol=1e-6, atol=1e-9)


def growth() -> set[str]:
    return {name for name, row in parameters().items() if row.mechanism == "baseline"}


def test_growth_that_is_not_drawn_shares_one_baseline(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from technostate import dynamics

    asked: list[object] = []

    def counting(setting: object, values: object) -> object:
        asked.append(values)
        return followed(setting, values)  # type: ignore[arg-type]

    monkeypatch.setattr(dynamics, "baseline", counting)
    fixed = "".join(f"  {name}: {parameters()[name].central}\n" for name in sorted(growth()))
    model = Dynamics(scenarios.load(_written(short, f"{SHORT}ranges:\n{fixed}")))
    for point in model.points(1, range(3)):
        model.path(point, {})
    assert len(asked) == 1


def _written(beside: Path, text: str) -> Path:
    file = beside.with_name("fixed.yaml")
    file.write_text(text)
    return file


def test_the_command_runs_and_goes_on(
    short: Path, made: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["futures", "run", str(short), "--runs", "80", "--seed", "1", "--out", str(tmp_path / "run")]
    assert command([*words, "--workers", "2"]) == 0
    said = capsys.readouterr().out
    assert "80 of 80 draws of short have a path: 16 regions, 2022 to 2036" in " ".join(said.split())
    assert digests(tmp_path / "run") == digests(made.folder)
    assert json.loads((tmp_path / "run" / "spec.json").read_text())["hash"] == read(tmp_path / "run").plan.hash
    assert command([*words, "--workers", "1"]) == 0
    assert command(["futures", "run", str(short), "--runs", "81", "--seed", "1", "--out", str(tmp_path / "run")]) == 2
    assert "holds another run, short" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "china-brief"], "--out"),
        (["run", "china-breif", "--out", "x"], "china-brief"),
        (["run", "china-brief", "--out", "x", "--runs", "0"], "0 runs are asked for"),
        (["run", "china-brief", "--out", "x", "--runs", "1.5"], "no whole number"),
        (["run", "china-brief", "--out", "x", "--seed", "-1"], "the seed is -1"),
        (["run", "china-brief", "--out", "x", "--workers", "0"], "0 workers are asked for"),
        (["run", "china-brief", "--out", "x", "--workers", "2", "--dask", "tcp://x:1"], "--workers are threads"),
        (["run", "china-brief", "--out", ""], "no file or folder is named"),
        (["run", "china-brief", "--out", "x", "--dask", ""], "--dask names no scheduler"),
    ],
)
def test_what_cannot_be_run_is_one_message(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(["futures", *words]) == 2
    out = capsys.readouterr()
    assert said in out.err and "Traceback" not in out.err and not out.out


def test_what_was_run_is_shown_and_compared(
    made: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drift = tmp_path / "drift.yaml"
    drift.write_text("extends: drift\nname: short-drift\ntitle: Drift for fourteen years\nlast: 2036\n")
    words = ["--runs", "80", "--seed", "1", "--out", str(tmp_path / "run")]
    assert command(["futures", "run", str(drift), *words]) == 0
    capsys.readouterr()
    assert command(["futures", "show", str(made.folder), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"fans", "odds", "indices", "boxes"} <= set(shown.get("data", shown))
    assert command(["futures", "compare", str(tmp_path / "run"), str(made.folder), "--region", "CHN"]) == 0
    assert capsys.readouterr().out.strip()
    # Parameters that both scenarios draw have the same values in draw k of both.
    both = [name for name in read(tmp_path / "run").draws.columns if name in parameters()]
    assert len(both) == 29
    assert read(tmp_path / "run").draws.select(both).equals(made.draws.select(both))


@pytest.mark.parametrize("words", [["list"], ["check", "china-brief"], ["parameters"], ["--help"]])
def test_views_are_asked_by_commands(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["futures", *words]) == 0
    assert len(capsys.readouterr().out) > 400


def test_control_c_is_said_in_the_words_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(self: Dynamics, point: np.ndarray, kept: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Dynamics, "path", stopped)
    assert command(["futures", "run", "drift", "--runs", "9", "--out", str(tmp_path / "run")]) == 130
    said = capsys.readouterr().err
    assert f"stopped; 0 of 1 batches are kept in {tmp_path / 'run'}: the same command goes on from there" in said
