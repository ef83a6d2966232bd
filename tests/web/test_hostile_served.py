"""Real servers under attack: crowds, slow and broken connections, full and damaged disks, processes that are killed."""

from __future__ import annotations

import errno
import os
import random
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from technostate.web import connection, folder
from technostate.web.job import PAGE
from technostate.web.jobs import Jobs
from technostate.web.route import found
from technostate.web.worker import Worker

from .served import Server, client, kept, server
from .test_worker import workers


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("observatory")
    kept(found, "/shocks", "/worlds")
    return found


@pytest.fixture(scope="module")
def web(place: Path) -> Iterator[Server]:
    with server(place) as running:
        yield running


def connected(web: Server) -> socket.socket:
    host, port = web.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def told(web: Server, sent: bytes) -> list[bytes]:
    """Send bytes as they are, and return the first lines of all answers."""
    one = connected(web)
    one.sendall(sent)
    said = b""
    one.settimeout(3)
    try:
        while part := one.recv(65_536):
            said += part
    except TimeoutError:
        pass
    one.close()
    return [line.split()[1] for line in said.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]


HEAD = b"GET /shocks HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        FORM + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\na=b&c" + HEAD + b"\r\n",
        FORM + b"Content-Length: -1\r\n\r\n", FORM + b"Content-Length: 1e3\r\n\r\n",
        FORM + b"Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        FORM + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        FORM + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", HEAD + b"Host: evil.example\r\n\r\n",
        HEAD + b"X: a\r\n\tb: c\x00\r\n\r\n", HEAD + b"No colon\r\n\r\n",
        b"GET /shocks\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /sho cks HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /shocks HTTP/1.1\r\n\r\n",
        HEAD + b"".join(b"X%d: %s\r\n" % (at, b"a" * 800) for at in range(60)) + b"\r\n",
        HEAD + b"Content-Length: 5\r\n\r\nhello",
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_and_nothing_is_smuggled(web: Server, sent: bytes) -> None:
    statuses = told(web, sent)
    assert len(statuses) <= 1 and set(statuses) <= {b"400", b"413", b"415", b"422", b"431"}, statuses
    assert web.get("/shocks").status_code == 200


def test_who_drips_a_body_after_the_answer_or_sends_none_of_it_is_left(place: Path, web: Server) -> None:
    dripping = []
    for start in (HEAD + b"Content-Length: 5000\r\n\r\n", HEAD + b"Content-Length: 5000\r\n\r\nx",
                  FORM + b"Content-Length: 60000\r\n\r\n"):  # fmt: skip
        one = connected(web)
        one.sendall(start)
        dripping.append(one)
    until = time.monotonic() + connection.SLOWEST_WHOLE + 6
    left = set(range(len(dripping)))
    while left and time.monotonic() < until:
        for at in list(left):
            try:
                dripping[at].sendall(b"a")
                dripping[at].settimeout(0.3)
                if dripping[at].recv(65_536) == b"":
                    left.discard(at)
            except TimeoutError:
                pass
            except OSError:
                left.discard(at)
        time.sleep(0.5)
    for one in dripping:
        one.close()
    assert left == set()


def test_many_clients_at_once_are_answered_or_told_that_it_is_too_much(web: Server) -> None:
    idle = [connected(web) for _ in range(150)]
    with ThreadPoolExecutor(24) as pool:
        found = list(pool.map(lambda at: web.get("/shocks" if at % 2 else "/worlds.csv").status_code, range(300)))
    assert set(found) == {200}
    for one in idle:
        one.close()


def test_a_damaged_answer_is_made_anew_and_a_damaged_table_is_said(tmp_path: Path) -> None:
    kept(tmp_path, "/shocks", "/worlds")
    shelf = folder.shelf(tmp_path)
    path = shelf.path(shelf.key(found("/worlds")[0]))
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with client(tmp_path) as web:
        assert web.get("/shocks").status_code == 200
        page = web.get("/worlds")
        assert page.status_code == 202 and "Waiting for its turn" in page.text
        worker = Worker(Jobs(folder.table(tmp_path)), shelf)
        assert worker.once() and path.read_bytes() == whole
        assert web.get("/worlds").status_code == 200
        # The table is damaged while the server runs: pages that are kept are answered, the rest is told so.
        worker.jobs.close()
        serving = web.app._app.state.serving  # type: ignore[attr-defined]
        serving.jobs._file.close()
        for asks in (web.get("/lexicon"), web.get("/jobs"), web.get("/data.json"), web.get("/api/jobs")):
            assert asks.status_code in (404, 503)
        refused = web.get("/data.json")
        assert refused.status_code == 503 and refused.json()["error"]["hint"] and refused.headers["retry-after"]
        assert web.get("/shocks").status_code == web.get("/worlds.csv").status_code == 200
        serving.jobs._file = sqlite3.connect(folder.table(tmp_path), check_same_thread=False)
        assert web.get("/jobs").status_code == 200


def test_a_full_disk_is_said_and_the_answer_is_made_when_it_has_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = folder.shelf(tmp_path)
    worker = Worker(Jobs(folder.table(tmp_path)), shelf)
    asked = found("/worlds")[0]
    key = shelf.key(asked)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with client(tmp_path) as web:
        worker.jobs.ask(asked, key, PAGE)
        with monkeypatch.context() as now:
            now.setattr("technostate.caches.os.fdopen", full)
            assert worker.once()
        assert not shelf.has(key) and not list(shelf.folder.glob(".*.tmp"))
        page = web.get("/worlds")
        assert page.status_code == 503 and "No space left" in page.text and "free space" in page.text
        worker.jobs._file.execute("UPDATE jobs SET ended = ended - 30")
        assert web.get("/worlds").status_code == 202
        assert worker.once() and web.get("/worlds").status_code == 200
    worker.jobs.close()


def test_the_shelf_has_a_bound_and_no_rubbish(tmp_path: Path) -> None:
    shelf = folder.shelf(tmp_path)
    for at in range(6):
        path = shelf.path(f"{at}")
        path.write_bytes(b"a" * 100)
        os.utime(path, (1000 + at, 1000 + at))
    old, new = shelf.folder / ".x.tmp", shelf.folder / ".y.tmp"
    old.touch()
    new.touch()
    os.utime(old, (1, 1))
    assert shelf.tidy(350) == 4
    assert sorted(path.name for path in shelf.folder.iterdir()) == [".y.tmp", "3.answer", "4.answer", "5.answer"]


def test_an_error_of_the_program_names_its_number_in_the_log_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("technostate.web.answers.found", fails)
    with client(tmp_path) as web:
        page, data = web.get("/shocks"), web.get("/shocks.json")
    assert page.status_code == data.status_code == 500
    assert "secret" not in page.text and "the log has it under" in page.text
    number = data.json()["error"]["message"].rsplit(" ", 1)[1]
    assert any(number in row for row in caplog.messages) and page.headers["content-security-policy"]


def test_a_token_is_asked_for_however_crowded_the_address_is(tmp_path: Path) -> None:
    with client(tmp_path, token="a-token-of-some-length") as web:
        for query in ("&".join(["a=1"] * 70), "token=%ff%fe", "token=", "token[]=x", "a;b&&&="):
            assert web.get(f"/jobs?{query}").status_code == 401


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_kills_at_random_moments_lose_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Worker and server are killed again and again: every job ends or waits, the table is whole, pages are answered."""
    seed = 14
    chance, addresses = random.Random(seed), ("/worlds", "/scenarios", "/parameters", "/lexicon", "/licences")
    rounds = 12 if request.config.getoption("--soak") else 2
    asked: set[str] = set()
    for _ in range(rounds):
        with server(tmp_path) as web:
            for address in chance.sample(addresses, 2):
                body = {"question": address[1:] if address != "/lexicon" else "lexicon"}
                said = web.post("/api/jobs", json=body)
                assert said.status_code in (200, 202), said.text
                if said.status_code == 202:
                    asked.add(said.headers["location"])
            time.sleep(chance.uniform(0, 2))
            for number in workers(tmp_path):
                os.kill(number, signal.SIGKILL)
            time.sleep(chance.uniform(0, 1))
            assert web.get("/jobs").status_code == 200
            web.process.kill()
            web.process.wait(10)
        until = time.monotonic() + 10
        while workers(tmp_path) and time.monotonic() < until:
            time.sleep(0.1)
    with server(tmp_path) as web:
        for path in asked:
            job = web.job(path, 90)
            assert job["state"] == "done" or "lost" in str(job["error"]), job
        assert web.get("/worlds.json").status_code in (200, 503)
    file = sqlite3.connect(folder.table(tmp_path))
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert file.execute("SELECT count(*) FROM jobs WHERE state = 'running'").fetchone() == (0,)
    file.close()
    assert not [
        path for path in (tmp_path / "answers").glob("*.answer") if folder.shelf(tmp_path).read(path.stem) is None
    ]
