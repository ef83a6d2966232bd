"""A run's folder: the same bytes however it is made and however often it is killed; nothing lost, one clear message."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from running_made_up import DIMENSIONS, MadeUp, model, plan

from technostate.errors import DataError, RunError, ScenarioError, TechnostateError
from technostate.futures import batches, folder
from technostate.futures.here import code, here
from technostate.futures.plan import MOST, Plan
from technostate.futures.run import carry_out, read

HERE = Path(__file__).parent


def digests(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "run"
    carry_out(plan(), model(failing=0.1), out)
    return out


def command(out: Path, *, runs: int = 300, workers: int = 2, pause: float = 0.0) -> subprocess.Popen[str]:
    words = [sys.executable, str(HERE / "running_made_up.py"), str(out), str(runs), str(workers), str(pause)]
    return subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_a_run_says_what_each_draw_gives(whole: Path) -> None:
    run = read(whole)
    points = 2 * MadeUp().points(1, range(300))
    solved = points[:, 0] >= 0.2
    assert 0 < len(run.failed) < 60 and len(run.draws) + len(run.failed) == 300
    assert sorted(run.failed) == np.flatnonzero(~solved).tolist()
    assert all(text.startswith("2024 has no solution") for text in run.failed.values())
    assert run.draws.columns == ["draw", *(row["name"] for row in DIMENSIONS)]
    np.testing.assert_array_equal(run.draws.drop("draw").to_numpy(), points[solved])
    assert (run.regions, run.years, run.outcomes) == (
        ("CHN", "EU", "USA"),
        (2022, 2023, 2024, 2025),
        ("income", "civil"),
    )
    grid = np.arange(4) * points[solved, 1:2] / 2
    np.testing.assert_allclose(run.paths("income", "USA"), 1 + grid, rtol=1e-6)
    np.testing.assert_allclose(run.paths("civil", "EU"), np.exp(-grid - points[solved, 2:3]), rtol=1e-6)
    assert run.scenario["name"] == "made-up"
    assert repr(run).startswith(f"Run(made-up, {len(run.draws)} paths 2022–2025, {len(run.failed)} failed, ")


def test_tables_are_sorted_narrow_and_alone(whole: Path) -> None:
    paths = pl.read_parquet(whole / "paths.parquet")
    assert paths.columns == ["draw", "region", "year", "income", "civil"]
    assert paths.schema["income"] == pl.Float32
    assert paths.equals(paths.sort("draw", "region", "year"))
    assert sorted(path.name for path in whole.iterdir()) == ["draws.parquet", "paths.parquet", "spec.json"]
    record = json.loads((whole / "spec.json").read_text())
    assert record["hash"] == plan().hash and record["runs"] == 300 and len(record["dimensions"]) == 3


@pytest.mark.parametrize("workers", [2, 3, 8])
def test_any_number_of_threads_writes_the_same_bytes(whole: Path, tmp_path: Path, workers: int) -> None:
    carry_out(plan(), model(failing=0.1), tmp_path / "run", workers=workers)
    assert digests(tmp_path / "run") == digests(whole)


def test_a_batch_is_a_pure_function_of_its_number() -> None:
    made = MadeUp(failing=0.1)
    assert batches.content(plan(), made, 2) == batches.content(plan(), made, 2)
    assert batches.content(plan(), made, 2) == batches.content(plan(), MadeUp(failing=0.1), 2)


def test_killed_at_twenty_moments_the_run_ends_with_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    rng = random.Random(7)
    killed = 0
    for _ in range(20):
        running = command(out, pause=0.002)
        # From before the first file to after the last: importing takes most of the time, a batch about 0.13 s.
        while not (out / "spec.json").exists() and running.poll() is None:
            time.sleep(0.005)
        time.sleep(rng.uniform(0.0, 0.35))
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        running.communicate()
        if (out / "paths.parquet").exists() and rng.random() < 0.7:
            # Begun anew, so that early moments are met as well.
            for path in [*(out / "batches").glob("*"), *out.glob("*.*")]:
                path.unlink()
    last = command(out)
    _, said = last.communicate(timeout=60)
    assert last.returncode == 0, said
    assert killed >= 10
    assert digests(out) == digests(whole)


def test_what_exists_is_not_done_again(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    begun: list[float] = []

    class Stopping(MadeUp):
        def path(self, point: np.ndarray, kept: dict[object, object]) -> dict[str, np.ndarray]:
            begun.append(0.0)
            if len(begun) == 200:
                raise KeyboardInterrupt
            return dict(super().path(point, kept))

    with pytest.raises(KeyboardInterrupt, match=r"stopped; 3 of 5 batches are kept in .*run"):
        carry_out(plan(), lambda: Stopping(failing=0.1), out)
    begun.clear()
    shown: list[float | None] = []
    carry_out(plan(), lambda: Stopping(failing=0.1), out, show=lambda words, done: shown.append(done))
    assert len(begun) == 300 - 192
    assert shown[0] == 192 / 300 and shown[-1] is None and shown[-2] == 1.0
    assert digests(out) == digests(whole)


def test_a_damaged_batch_is_made_anew(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    made = folder.Folder(out)
    with made.opened(plan()):
        for number, data in enumerate([b"", b"PAR1 cut", batches.content(plan(seed=2), MadeUp(), 2)]):
            made.batch(number).write_bytes(data)
        assert made.existing(plan()) == set()
    carry_out(plan(), model(failing=0.1), out)
    assert digests(out) == digests(whole)


def test_a_finished_run_is_read_and_not_run(whole: Path) -> None:
    def never() -> MadeUp:
        raise AssertionError

    assert len(carry_out(plan(), never, whole).draws) > 200


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (plan(runs=301), "runs 300 and not 301"),
        (plan(seed=2), "seed 1 and not 2"),
        (
            Plan({"name": "drift"}, "d", DIMENSIONS, 300, 1, *here()),
            "scenario made-up and not drift",
        ),
        (
            Plan({"name": "made-up", "last": 2030}, "d", DIMENSIONS, 300, 1, *here()),
            r"another version of the scenario \(last\)",
        ),
        (replace(plan(), version="0.0"), "version .* and not 0.0"),
        (replace(plan(), data="f" * 64), "data .* and not ffffffff"),
        (replace(plan(), code="e" * 64), "code .* and not eeeeeeee"),
    ],
)
def test_a_folder_of_another_run_is_refused_by_name(whole: Path, other: Plan, words: str) -> None:
    before = digests(whole)
    with pytest.raises(DataError, match=f"holds another run, made-up .*: {words}"):
        carry_out(other, model(), whole)
    assert digests(whole) == before


def test_the_code_of_paths_is_told_apart_and_that_of_reading_them_is_not(tmp_path: Path) -> None:
    for name in ("dynamics/kernel/path.py", "dynamics/levers.toml", "futures/price/levers.py", "view/show.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"one\ntwo\n")
    first = code(tmp_path)
    for name in ("futures/price/levers.py", "view/show.py"):
        (tmp_path / name).write_text("other")
    (tmp_path / "dynamics/levers.toml").write_bytes(b"one\r\ntwo\r\n")
    assert code(tmp_path) == first
    (tmp_path / "dynamics/kernel/path.py").write_text("other")
    second = code(tmp_path)
    (tmp_path / "dynamics/kernel/path.py").rename(tmp_path / "dynamics/kernel/walk.py")
    assert len({first, second, code(tmp_path), here()[2]}) == 4


def test_other_titles_and_milestones_are_the_same_run(whole: Path, tmp_path: Path) -> None:
    carry_out(plan(), model(), tmp_path / "run")
    titled = Plan({"name": "made-up", "last": 2025, "title": "T"}, "a digest", DIMENSIONS, 300, 1, *here())
    assert carry_out(titled, model(), tmp_path / "run").scenario["title"] == "T"


def test_a_full_disk_keeps_what_is_done(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, real, synced = tmp_path / "run", os.fsync, []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) > 7:  # spec.json and three batches, each with its folder
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError, match=r"No space left on device; 3 of 5 batches are kept") as said:
        carry_out(plan(), model(failing=0.1), out)
    assert said.value.exit_code == 1 and "the same command goes on" in said.value.hint
    assert not list(out.rglob("*.part"))
    monkeypatch.setattr(os, "fsync", real)
    carry_out(plan(), model(failing=0.1), out)
    assert digests(out) == digests(whole)


def test_a_full_disk_at_the_end_keeps_every_batch(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, out = pl.LazyFrame.sink_parquet, tmp_path / "run"

    def full(self: pl.LazyFrame, part: object, **how: object) -> None:
        if ".paths.parquet." not in str(part):
            real(self, part, **how)  # type: ignore[arg-type]
            return
        Path(str(part)).write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(pl.LazyFrame, "sink_parquet", full)
        with pytest.raises(RunError, match="5 of 5 batches are kept"):
            carry_out(plan(), model(failing=0.1), out)
    assert not (out / "paths.parquet").exists() and not list(out.glob(".*.part"))
    carry_out(plan(), model(failing=0.1), out)
    assert digests(out) == digests(whole)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(DataError, match="cannot be written: Permission denied"):
            carry_out(plan(), model(), tmp_path / "run")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("mine")
    with pytest.raises(DataError, match="run cannot be written: File exists"):
        carry_out(plan(), model(), tmp_path / "run")


def test_a_folder_of_other_things_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(DataError, match=r"holds thesis\.tex and no run"):
        carry_out(plan(), model(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not what a run writes"),
        ("[]", "it is no table"),
        ("{}", "it has no scenario"),
        ("changed", "its hash is not that of what it says"),
        ("batches", "its batches have 32 draws"),
    ],
)
def test_a_changed_specification_is_refused(whole: Path, tmp_path: Path, text: str, words: str) -> None:
    record = json.loads((whole / "spec.json").read_text())
    changed = {"changed": {**record, "seed": 5}, "batches": {**record, "batch": 32}}.get(text)
    (tmp_path / "spec.json").write_text(text if changed is None else json.dumps(changed))
    for work in (lambda: carry_out(plan(), model(), tmp_path), lambda: read(tmp_path)):
        with pytest.raises(DataError, match=words):
            work()


def test_a_second_process_in_the_folder_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    made = folder.Folder(tmp_path / "run")
    with made.opened(plan()), pytest.raises(DataError, match="another process is running in"):
        carry_out(plan(), model(), tmp_path / "run")


def test_what_is_no_finished_run_cannot_be_read(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no run"):
        read(tmp_path)
    (tmp_path / "spec.json").write_bytes((whole / "spec.json").read_bytes())
    with pytest.raises(DataError, match="is not finished"):
        read(tmp_path)
    for name in ("draws.parquet", "paths.parquet"):
        (tmp_path / name).write_bytes((whole / name).read_bytes()[:-9])
    with pytest.raises(DataError, match="is damaged"):
        read(tmp_path)


@pytest.mark.parametrize(("runs", "seed"), [(0, 1), (-1, 1), (MOST + 1, 1), (10, -1), (10, 2**31)])
def test_runs_and_seeds_have_bounds(runs: int, seed: int) -> None:
    with pytest.raises(ScenarioError):
        plan(runs, seed)


@pytest.mark.parametrize("workers", [0, -1, 1000])
def test_workers_have_bounds(tmp_path: Path, workers: int) -> None:
    with pytest.raises(ScenarioError, match="workers are asked for"):
        carry_out(plan(), model(), tmp_path / "run", workers=workers)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("outcome", "region"), [("incom", "CHN"), ("income", "CHM")])
def test_unknown_names_are_refused_with_the_nearest(whole: Path, outcome: str, region: str) -> None:
    with pytest.raises(TechnostateError) as said:
        read(whole).paths(outcome, region)
    assert "did you mean" in said.value.hint


def test_figures_that_are_no_numbers_fail_the_draw(tmp_path: Path) -> None:
    class Odd(MadeUp):
        def path(self, point: np.ndarray, kept: dict[object, object]) -> dict[str, np.ndarray]:
            found = dict(super().path(point, kept))
            if point[0] > 0.5:
                found["civil"][2, 1] = np.nan
            return found

    run = carry_out(plan(20), Odd, tmp_path / "run")
    assert run.failed and set(run.failed.values()) == {"civil of CHN in 2024 is no finite number"}


def test_a_run_without_any_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="none of 20 draws has a path; the first: 2024 has no solution"):
        carry_out(plan(20), model(failing=1.0), tmp_path / "run")


def test_an_error_of_the_model_ends_the_run_and_all_threads(tmp_path: Path) -> None:
    class Broken(MadeUp):
        def path(self, point: np.ndarray, kept: dict[object, object]) -> dict[str, np.ndarray]:
            if point[0] > 0.99:
                raise ScenarioError("broken")
            return dict(super().path(point, kept))

    with pytest.raises(ScenarioError, match="broken"):
        carry_out(plan(3000), lambda: Broken(0.001), tmp_path / "run", workers=4)
    time.sleep(0.05)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("technostate-futures")]


def test_control_c_keeps_what_is_done_and_says_so(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    running = command(out, pause=0.02)
    while not list(out.glob("batches/*.parquet")) and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert "batches are kept in" in said and "Traceback" not in said
    carry_out(plan(), model(failing=0.1), out)
    assert digests(out) == digests(whole)


def test_memory_does_not_grow_with_the_number_of_draws(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    program = (
        "import sys, resource; sys.path.insert(0, sys.argv[1]); from running_made_up import main; "
        "main(sys.argv[2], int(sys.argv[3]), 1, 0.0); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    assert resource

    def most(runs: int) -> int:
        words = [sys.executable, "-c", program, str(HERE), str(tmp_path / str(runs)), str(runs)]
        return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)

    small, large = most(640), most(12_800)
    assert large < 1.3 * small
