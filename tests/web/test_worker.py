"""Real processes: a server, its worker, and what becomes of jobs when either is killed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from technostate.errors import LabelError
from technostate.web import folder
from technostate.web.answer import answer
from technostate.web.job import EXAMPLE, PAGE
from technostate.web.jobs import Jobs
from technostate.web.route import found
from technostate.web.supervisor import MOST_SHORT, PATIENCE, SLICE, Supervisor
from technostate.web.worker import Worker, held

from .served import Server, server

#: Made in tens of seconds at least, so that it can be killed and cancelled.
LONG = {"question": "price", "values": {"state": "CHN", "draws": 256, "seed": 7}}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Worker]:
    """A worker in this process."""
    worker = Worker(Jobs(folder.table(tmp_path)), folder.shelf(tmp_path))
    yield worker
    worker.jobs.close()


def test_a_worker_makes_what_is_asked_and_says_what_cannot_be(here: Worker) -> None:
    jobs, shelf = here.jobs, here.shelf
    for address in ("/worlds", "/indicator/nothing"):
        asked = found(address)[0]
        jobs.ask(asked, shelf.key(asked), PAGE)
    assert [here.once() for _ in range(3)] == [True, True, False]
    done, failed = jobs.listed()[::-1]
    assert done.state == "done" and shelf.read(done.key) is not None
    assert (failed.state, failed.kind) == ("failed", LabelError.__name__) and "nothing" in failed.error


def test_an_error_of_the_program_is_logged_and_the_worker_goes_on(
    here: Worker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("technostate.web.answer.answer", broken)
    asked = found("/worlds")[0]
    job = here.jobs.ask(asked, here.shelf.key(asked), PAGE)
    assert here.once()
    failed = here.jobs.get(job.id)
    assert failed is not None and failed.kind == "ProgramError" and "secret" not in failed.error
    assert job.id in caplog.text and "secret detail" in caplog.text


def test_progress_of_a_view_is_shown(here: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, float | None]] = []
    asked = found("/worlds")[0]
    job = here.jobs.ask(asked, here.shelf.key(asked), PAGE)

    def slow(asked: Any, shelf: Any, progress: Callable[[str, float | None], None]) -> None:
        progress("runs", 0.4)
        now = here.jobs.get(job.id)
        assert now is not None
        seen.append((now.words, now.done))

    monkeypatch.setattr("technostate.web.answer.answer", slow)
    assert here.once() and seen == [("runs", 0.4)]


@pytest.mark.skipif(not hasattr(os, "setpriority") or os.getuid() != 0, reason="only root raises a priority again")
def test_what_is_made_ahead_gives_way(here: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    levels: list[int] = []
    monkeypatch.setattr("technostate.web.answer.answer", lambda *_: levels.append(os.getpriority(os.PRIO_PROCESS, 0)))
    before = os.getpriority(os.PRIO_PROCESS, 0)
    for number, rank in enumerate((EXAMPLE, PAGE)):
        here.jobs.ask(found("/worlds")[0], f"k{number}", rank)
        here.once()
    assert levels == [min(before + 10, 19), before]


def test_a_worker_ends_when_it_has_grown_or_worked_long(here: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sys.platform != "linux" or held() > 10_000_000
    # A process of tests may have grown itself.
    monkeypatch.setattr("technostate.web.worker.held", lambda: 100_000_000)
    assert not here.spent(0) and here.spent(200)
    monkeypatch.setattr("technostate.web.worker.held", lambda: 2_000_000_000)
    assert here.spent(0)


def workers(place: Path) -> list[int]:
    """Processes that work for a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"technostate.web.worker" in words and str(place).encode() in words:
                found.append(int(entry.name))
    return found


def taken(web: Server, path: str, seconds: float = 60) -> dict[str, Any]:
    """Wait until a job is running."""
    until = time.monotonic() + seconds
    while (job := web.get(path).json()["job"])["state"] == "waiting" and time.monotonic() < until:
        time.sleep(0.05)
    return job  # type: ignore[no-any-return]


class Stopped:
    """A process that only says that it was killed."""

    pid, returncode, stdin = 4242, None, None

    def __init__(self) -> None:
        self.killed = False

    def kill(self) -> None:
        self.killed = True

    async def wait(self) -> int:
        return -9


@pytest.mark.parametrize(
    ("rank", "seconds", "other", "becomes"),
    [
        (PAGE, SLICE + 1, PAGE, ("waiting", True)),
        (PAGE, SLICE - 5, PAGE, ("running", False)),
        (PAGE, SLICE + 1, EXAMPLE, ("running", False)),
        (PAGE, MOST_SHORT + 1, None, ("waiting", True)),
        (EXAMPLE, PATIENCE + 1, PAGE, ("waiting", False)),
        (EXAMPLE, PATIENCE + 1, EXAMPLE, ("running", False)),
    ],
)
def test_nobody_waits_behind_work_that_takes_minutes(
    tmp_path: Path, rank: int, seconds: float, other: int | None, becomes: tuple[str, bool],
) -> None:  # fmt: skip
    jobs = Jobs(folder.table(tmp_path))
    watch = Supervisor(tmp_path, jobs, folder.shelf(tmp_path))
    lane, process = watch.lanes[0], Stopped()
    lane.process = process  # type: ignore[assignment]
    job = jobs.ask(found("/worlds")[0], "slow", rank)
    jobs.take(process.pid, long=False)
    if other is not None:
        jobs.ask(found("/shocks")[0], "other", other)
    jobs._file.execute("UPDATE jobs SET begun = begun - ?, asked = asked - ?", (seconds, seconds))
    lane.since = time.time() - 1000
    asyncio.run(watch._watch(lane, process))  # type: ignore[arg-type]
    after = jobs.get(job.id)
    assert after is not None and (after.state, after.long, after.attempts) == (*becomes, 0)
    assert process.killed == (becomes[0] == "waiting")
    assert jobs.ask(found("/worlds")[0], "another", PAGE).long == becomes[1]
    jobs.close()


needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


@needs_proc
def test_pages_come_from_an_empty_folder_and_jobs_are_cancelled_and_resumed(tmp_path: Path) -> None:
    """One server through its life: a page made, a long job killed twice, another cancelled; then the server itself."""
    with server(tmp_path) as web:
        data = web.get("/worlds.json")
        assert data.status_code == 200 and data.json()
        assert web.get("/worlds").text.count("/worlds.csv") >= 1
        # A worker that is killed: the job begins again, and after the second loss fails and says so.
        path = web.post("/api/jobs", json=LONG).headers["location"]
        for attempt in range(2):
            assert taken(web, path)["state"] == "running"
            time.sleep(random.uniform(0, 0.5))
            job = Jobs(folder.table(tmp_path)).get(path.rsplit("/", 1)[1])
            assert job is not None and job.worker in workers(tmp_path)
            os.kill(job.worker, signal.SIGKILL)
            until = time.monotonic() + 20
            while web.get(path).json()["job"]["attempts"] == attempt and time.monotonic() < until:
                if web.get(path).json()["job"]["state"] == "failed":
                    break
                time.sleep(0.05)
        job = web.get(path).json()["job"]
        assert job["state"] == "failed" and "lost 2 times" in job["error"]["message"] and job["error"]["hint"]
        # One that is cancelled: its process ends, and pages are answered all the while.
        path = web.post("/api/jobs", json=LONG | {"values": {"state": "KOR", "draws": 256}}).headers["location"]
        assert taken(web, path)["state"] == "running"
        assert web.get("/shocks.json").status_code == 200
        assert web.post(f"{path}/cancel").json()["job"]["state"] == "cancelled"
        until = time.monotonic() + 10
        while len(workers(tmp_path)) > 1 and time.monotonic() < until:
            time.sleep(0.1)
        assert len(workers(tmp_path)) == 1
        # The server is killed while a job runs: its workers go with it.
        path = web.post("/api/jobs", json=LONG | {"values": {"state": "JPN", "draws": 256}}).headers["location"]
        assert taken(web, path)["state"] == "running"
        web.process.kill()
        until = time.monotonic() + 10
        while workers(tmp_path) and time.monotonic() < until:
            time.sleep(0.1)
        assert workers(tmp_path) == []
    with server(tmp_path) as web:
        job = taken(web, path)
        assert (job["state"], job["attempts"]) == ("running", 1)
        assert web.get("/worlds").status_code == 200
        web.post(f"{path}/cancel")
    assert workers(tmp_path) == []
    file = sqlite3.connect(folder.table(tmp_path))
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()


@needs_proc
def test_two_servers_on_one_folder_have_one_set_of_workers(tmp_path: Path) -> None:
    with server(tmp_path) as one, server(tmp_path) as other:
        assert one.get("/worlds.json").status_code == 200
        assert len(workers(tmp_path)) == 1
        assert other.get("/scenarios.json").status_code == 200
        one.process.kill()
        assert other.get("/parameters.json").status_code == 200
        assert len(workers(tmp_path)) == 1


def test_an_answer_is_the_same_from_the_worker_and_in_this_process(here: Worker, tmp_path: Path) -> None:
    asked = found("/worlds")[0]
    here.jobs.ask(asked, here.shelf.key(asked), PAGE)
    here.once()
    kept = here.shelf.read(here.shelf.key(asked))
    own = answer(asked, folder.shelf(tmp_path / "other"))
    assert kept is not None and kept.members == own.members


def test_an_import_of_own_data_makes_no_page_stale(tmp_path: Path) -> None:
    store = tmp_path / "own.sqlite"
    shelf, asked = folder.shelf(tmp_path, str(store)), found("/worlds")[0]
    before = shelf.key(asked)
    assert before == folder.shelf(tmp_path, str(tmp_path / "none")).key(asked)
    store.write_bytes(b"first")
    first = shelf.key(asked)
    store.write_bytes(b"second edition")
    assert len({before, first, shelf.key(asked)}) == 3
