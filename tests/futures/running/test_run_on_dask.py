"""The same run on a Dask scheduler with real workers: the same bytes with one killed and one that joins."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from running_made_up import model, plan
from test_run_folders import digests

from technostate.errors import DataError, RunError, ScenarioError
from technostate.futures import cluster
from technostate.futures.run import carry_out

pytest.importorskip("distributed")
HERE = Path(__file__).parent


class Cluster:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.workers = folder, []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        path = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        program = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        log = (self.folder / f"{words[0]}.log").open("ab")
        with log:
            return subprocess.Popen(
                program, env={**os.environ, "PYTHONPATH": path}, stdout=log, stderr=log, start_new_session=True
            )

    def worker(self) -> None:
        self.workers.append(
            self._start("worker", self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                        "--local-directory", str(self.folder))
        )  # fmt: skip

    def end(self) -> None:
        for process in [*self.workers, self.scheduler]:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    try:
        until(lambda: "Scheduler at" in (tmp_path / "scheduler.log").read_text())
        yield found
    finally:
        found.end()


def in_a_thread(out: Path, address: str, pause: float) -> tuple[threading.Thread, list[BaseException]]:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            carry_out(plan(640), model(pause, 0.1), out, dask=address)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, failed


def until(found: object, seconds: float = 40.0) -> None:
    end = time.monotonic() + seconds
    while not found():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


def test_one_worker_killed_and_one_joining_change_no_byte(made: Cluster, tmp_path: Path) -> None:
    carry_out(plan(640), model(failing=0.1), tmp_path / "here")
    made.worker()
    made.worker()
    out = tmp_path / "run"
    thread, failed = in_a_thread(out, made.address, 0.01)
    until(lambda: failed or len(list(out.glob("batches/*.parquet"))) >= 2)
    kill(made.workers[0])
    made.worker()
    thread.join(60)
    assert not thread.is_alive() and not failed
    assert digests(out) == digests(tmp_path / "here")


def test_a_lost_scheduler_is_one_message_and_loses_nothing(
    made: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 3.0)
    made.worker()
    out = tmp_path / "run"
    thread, failed = in_a_thread(out, made.address, 0.01)
    until(lambda: failed or len(list(out.glob("batches/*.parquet"))) >= 2)
    kill(made.scheduler)
    thread.join(40)
    assert not thread.is_alive()
    (error,) = failed
    assert isinstance(error, RunError)
    assert "is lost" in str(error) and "of 10 batches are kept in" in str(error)
    kept = {path.name: path.stat().st_mtime_ns for path in out.glob("batches/*.parquet")}
    assert 2 <= len(kept) < 10
    carry_out(plan(640), model(failing=0.1), out)
    carry_out(plan(640), model(failing=0.1), tmp_path / "here")
    assert digests(out) == digests(tmp_path / "here")


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    with pytest.raises(RunError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        carry_out(plan(), model(), tmp_path / "run", dask="tcp://127.0.0.1:9")


@pytest.mark.parametrize("address", ["", "nonsense://x", "tcp://127.0.0.1:notaport"])
def test_what_is_no_address_is_refused(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    with pytest.raises((ScenarioError, RunError), match=r"address|no scheduler answers|names no scheduler"):
        carry_out(plan(), model(), tmp_path / "run", dask=address)


def test_a_scheduler_without_workers_is_named(made: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "FIRST_WORKER", 0.5)
    with pytest.raises(RunError, match=r"the scheduler at tcp.* has no workers"):
        carry_out(plan(), model(), tmp_path / "run", dask=made.address)


def test_without_dask_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ScenarioError) as said:
        carry_out(plan(), model(), tmp_path / "run", dask="tcp://127.0.0.1:9")
    assert said.value.hint == 'pip install "technostate[distributed]"'


@pytest.mark.parametrize("other", [{"version": "0.0"}, {"data": "f" * 64}, {"code": "f" * 64}])
def test_a_worker_of_another_version_or_other_data_or_code_refuses(other: dict[str, Any]) -> None:
    with pytest.raises(DataError, match="a worker has technostate"):
        cluster.task(replace(plan(), **other), model(), 0)
