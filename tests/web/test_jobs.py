"""The table of jobs: one job an answer, ranks, what is lost and what is cancelled."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from technostate.errors import DataError
from technostate.web.asked import Asked
from technostate.web.job import AHEAD, EXAMPLE, PAGE, READER
from technostate.web.jobs import REMEMBERED, Jobs
from technostate.web.route import found


def asks(address: str) -> Asked:
    path, _, query = address.partition("?")
    return found(path, [tuple(part.split("=")) for part in query.split("&") if part])[0]  # type: ignore[misc]


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    table = Jobs(tmp_path / "jobs.sqlite")
    yield table
    table.close()


def test_asking_twice_is_one_job_and_the_better_rank_counts(jobs: Jobs) -> None:
    first = jobs.ask(asks("/shocks"), "a", AHEAD)
    again = jobs.ask(asks("/shocks"), "a", PAGE, "reader")
    later = jobs.ask(asks("/shocks"), "a", EXAMPLE)
    assert first.id == again.id == later.id
    assert (later.rank, later.client) == (PAGE, "reader")
    assert jobs.end(first.id, "done")
    assert jobs.ask(asks("/shocks"), "a", PAGE).id != first.id


def test_the_best_ranked_is_taken_first_and_lanes_are_apart(jobs: Jobs) -> None:
    for name, address, rank in (("d", "/data", AHEAD), ("c", "/worlds", EXAMPLE), ("a", "/shocks", PAGE),
                                ("l", "/price/CHN", READER), ("b", "/claims", PAGE)):  # fmt: skip
        jobs.ask(asks(address), name, rank)
    taken = [jobs.take(7, long=False) for _ in range(5)]
    assert [job.key if job else None for job in taken] == ["a", "b", "c", "d", None]
    long = jobs.take(8, long=True)
    assert long is not None and long.what().address == "/price/CHN"


def test_two_takers_never_get_the_same_job(tmp_path: Path) -> None:
    table = Jobs(tmp_path / "jobs.sqlite")
    for number in range(120):
        table.ask(asks(f"/search?words=w{number}"), f"k{number}", PAGE)
    taken: list[str] = []

    def take() -> None:
        own = Jobs(tmp_path / "jobs.sqlite")
        while (job := own.take(1, long=False)) is not None:
            taken.append(job.id)
            own.end(job.id, "done")
        own.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 120
    table.close()


def test_progress_time_left_and_the_end(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("technostate.web.jobs.time.time", lambda: now[0])
    job = jobs.ask(asks("/price/CHN"), "p", READER)
    jobs.show(job.id, "not yet", 0.5)
    assert jobs.get(job.id) == job
    jobs.take(5, long=True)
    now[0] = 1030.0
    jobs.show(job.id, "draws", 0.25)
    shown = jobs.get(job.id)
    assert shown is not None and (shown.words, shown.done, shown.left) == ("draws", 0.25, 90.0)
    assert jobs.end(job.id, "cancelled") and not jobs.end(job.id, "done")
    jobs.show(job.id, "after the end", 1.0)
    ended = jobs.get(job.id)
    assert ended is not None and (ended.state, ended.words, ended.ended) == ("cancelled", "draws", 1030.0)


def test_what_is_lost_waits_again_once_and_then_fails_and_says_so(jobs: Jobs) -> None:
    job = jobs.ask(asks("/shocks"), "a", PAGE)
    jobs.take(5, long=False)
    jobs.back(job.id, lost=True)
    again = jobs.take(6, long=False)
    assert again is not None and (again.id, again.attempts) == (job.id, 1)
    jobs.back(job.id, lost=False)
    assert jobs.take(7, long=False).attempts == 1  # type: ignore[union-attr]
    jobs.back(job.id, lost=True)
    failed = jobs.get(job.id)
    assert failed is not None and failed.state == "failed" and "lost 2 times" in failed.error and failed.hint


def test_what_can_only_be_asked_twice_after_an_update_ends(jobs: Jobs) -> None:
    one, other = jobs.ask(asks("/shocks"), "old", PAGE), jobs.ask(asks("/shocks"), "new", PAGE)
    jobs.renamed(one.id, "new")
    assert [job.state for job in map(jobs.get, (one.id, other.id)) if job] == ["cancelled", "waiting"]


def test_ended_jobs_are_forgotten_and_those_that_wait_are_not(jobs: Jobs) -> None:
    waits = jobs.ask(asks("/shocks"), "waits", PAGE)
    for number in range(REMEMBERED + 20):
        jobs.end(jobs.ask(asks("/data"), f"k{number}", PAGE).id, "done")
    assert jobs.get(waits.id) is not None
    assert len(jobs.listed(10_000)) == REMEMBERED + 1


def test_a_damaged_table_is_put_aside_and_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    path.write_bytes(b"no database at all" * 500)
    table = Jobs(path)
    assert table.open() == [] and (tmp_path / "jobs.damaged").read_bytes().startswith(b"no database")
    table.close()
    with pytest.raises(DataError):
        Jobs(tmp_path / "nowhere" / "jobs.sqlite")


def test_the_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    table = Jobs(tmp_path / "jobs.sqlite")
    job = table.ask(asks("/search?words=双循环 '; DROP TABLE jobs; --"), "k", PAGE, "client'; --")
    table.close()
    again = Jobs(tmp_path / "jobs.sqlite")
    assert again.get(job.id) == job and job.what().given["words"] == "双循环 '; DROP TABLE jobs; --"
    again.close()
    file = sqlite3.connect(tmp_path / "jobs.sqlite")
    assert file.execute("SELECT count(*) FROM jobs").fetchone() == (1,)
    file.close()
