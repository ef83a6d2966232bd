"""Hosts, origins, tokens, sizes, slow clients, crowds: refused, said, and the next request is answered."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from technostate.errors import DataError
from technostate.web import server as servers
from technostate.web.limits import CLIENTS, Limits, Tries
from technostate.web.refused import RefusedError
from technostate.web.serving import Serving
from technostate.web.settings import Settings

from .served import client, kept, server, straight

TOKEN = "a-token-of-some-length"
FORM = {"question": "price", "state": "CHN"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("observatory")
    kept(found, "/shocks")
    return found


@pytest.fixture
def web(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as found:
        yield found


def test_every_response_has_the_strict_policy(web: TestClient) -> None:
    for path in ("/", "/nothing", "/static/style.css", "/jobs", "/api/jobs", "/exposure/Atlantis.json"):
        headers = web.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        assert "unsafe-eval" not in str(policy) and "http" not in str(policy)
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "localhost@evil", "127.0.0.1:80:80", "a b"]
)
def test_another_name_is_refused(web: TestClient, host: str) -> None:
    assert web.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765"])
def test_own_names_are_answered(web: TestClient, host: str) -> None:
    assert web.get("/jobs", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://localhost:99"}, 403),
        ({"origin": "http://localhost"}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "http://localhost"}, 303),
        ({}, 303),
    ],
)
def test_forms_are_taken_from_own_pages_only(web: TestClient, headers: dict[str, str], status: int) -> None:
    assert web.post("/jobs", data=FORM, headers=headers).status_code == status


def test_another_site_may_link_and_may_not_load(web: TestClient) -> None:
    assert web.get("/jobs", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}).status_code == 200
    assert web.get("/claims", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}).status_code == 403


def test_a_shared_host_asks_for_its_token(tmp_path: Path) -> None:
    with client(tmp_path, token=TOKEN) as web:
        assert web.get("/jobs").status_code == 401 and web.get("/static/style.css").status_code == 401
        assert web.get("/jobs", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert web.get("/jobs", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
        welcome = web.get(f"/jobs?token={TOKEN}&edition=1")
        assert (welcome.status_code, welcome.headers["location"]) == (303, "/jobs?edition=1")
        cookie = welcome.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie and TOKEN not in cookie
        assert web.get("/jobs").status_code == 200
        _, headers, _ = asyncio.run(straight(web.app, f"//evil.example?token={TOKEN}"))
        assert headers["location"] == "/evil.example"


def test_tokens_are_not_tried_by_the_thousand(tmp_path: Path) -> None:
    with client(tmp_path, token=TOKEN) as web:
        found = [web.get(f"/jobs?token=wrong{number}").status_code for number in range(40)]
        assert found[:20] == [401] * 20 and found[20:] == [429] * 20
    clock = [0.0]
    tries = Tries(2, lambda: clock[0])
    for number in range(CLIENTS + 50):
        tries.failed(f"client {number}")
    assert len(tries._wrong) == CLIENTS
    tries.failed("one")
    tries.failed("one")
    with pytest.raises(RefusedError):
        tries.check("one")
    clock[0] = 61.0
    tries.check("one")


def test_sizes_of_forms(web: TestClient) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert web.post("/jobs", content=b"a" * 70_000, headers=kind).status_code == 413
    assert web.post("/jobs", content=b"&".join(b"a=b" for _ in range(100)), headers=kind).status_code == 422
    assert web.post("/jobs", content=b"question=%ff", headers=kind).status_code == 422
    assert web.post("/jobs", content=b"question=price", headers={"content-type": "text/plain"}).status_code == 415
    assert web.post("/jobs", files={"question": b"price"}).status_code == 415
    assert web.post("/jobs", data={}).status_code in (415, 422)
    for body in (b"[" * 60_000, b"{}", b"nul", b'{"question": 1}', b'{"question": "price", "values": []}',
                 b'{"question": "price", "values": {"state": {"a": 1}}}',
                 b'{"question": "price", "more": 1}'):  # fmt: skip
        assert web.post("/api/jobs", content=body, headers={"content-type": "application/json"}).status_code == 422


def test_ten_thousand_jobs_are_refused_and_nothing_is_lost(web: TestClient) -> None:
    said = {"method": "POST", "headers": {"content-type": "application/json"}}

    async def ask() -> list[tuple[int, dict[str, str], bytes]]:
        bodies = (b'{"question": "price", "values": {"state": "CHN", "seed": %d}}' % seed for seed in range(10_000))
        return [await straight(web.app, "/api/jobs", body=body, **said) for body in bodies]  # type: ignore[arg-type]

    found = asyncio.run(ask())
    assert [status for status, _, _ in found] == [202] * 8 + [429] * 9_992
    assert found[-1][1]["retry-after"] and b"wait" in found[-1][2]
    jobs = web.get("/api/jobs").json()["jobs"]
    assert len(jobs) == 8 and {job["state"] for job in jobs} == {"waiting"}
    assert web.get("/jobs").status_code == 200


def test_limits_are_of_a_client_and_what_is_remembered_is_bounded(tmp_path: Path) -> None:
    serving = Serving(Settings(tmp_path, works=False, work_each=3))
    clock = [0.0]
    limits = Limits(serving.settings, serving.jobs, lambda: clock[0])
    for _ in range(3):
        limits._often("one")
    with pytest.raises(RefusedError):
        limits._often("one")
    limits._often("another")
    clock[0] = 20.0
    limits._often("one")
    for number in range(CLIENTS + 100):
        limits._often(f"client {number}")
    assert len(limits._left) == CLIENTS
    serving.jobs.close()


@pytest.mark.parametrize(
    ("host", "said", "message"),
    [
        ("0.0.0.0", {}, "others may reach"),
        ("192.0.2.1", {}, "others may reach"),
        ("127.0.0.1", {"token": "short"}, "the token is not"),
        ("127.0.0.1", {"port": 99_999}, "there is no port"),
        ("127.0.0.1", {"folder": Path("/proc/nothing")}, "cannot be made"),
    ],
)
def test_a_start_that_is_not_safe_or_possible_is_refused(
    tmp_path: Path, host: str, said: dict[str, object], message: str
) -> None:
    with pytest.raises(DataError) as error:
        servers.run(host, **({"port": 0, "folder": tmp_path} | said))  # type: ignore[arg-type]
    assert message in str(error.value) and error.value.hint


def test_clients_that_are_slow_are_left_and_others_are_answered(place: Path) -> None:
    with server(place) as web:
        host, port = web.address.removeprefix("http://").split(":")
        slow = []
        for beginning in (b"", b"GET / HT", b"GET /shocks HTTP/1.1\r\nHost: localhost\r\nX: ",
                          b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n"
                          b"Content-Type: application/x-www-form-urlencoded\r\n\r\nquestion="):  # fmt: skip
            one = socket.create_connection((host, int(port)))
            one.sendall(beginning)
            slow.append(one)
        for _ in range(3):
            began = time.monotonic()
            assert web.get("/shocks").status_code == 200
            assert time.monotonic() - began < 2
        for one in slow:
            one.settimeout(14)
            answer = one.recv(2000)
            assert answer == b"" or b" 408 " in answer.split(b"\r\n")[0]
            one.close()
        raw = socket.create_connection((host, int(port)))
        raw.sendall(b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert raw.recv(2000).split(b"\r\n")[0].split()[1] in (b"400", b"414", b"431")
        raw.close()
        assert web.get("/shocks").status_code == 200
