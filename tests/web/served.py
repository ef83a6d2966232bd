"""Servers for tests: in this process without workers, or a real one on a free port."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from technostate.web import folder
from technostate.web.answer import answer
from technostate.web.app import build
from technostate.web.route import found
from technostate.web.settings import Settings


def kept(place: Path, *addresses: str) -> None:
    """Put the answers of cheap questions on a shelf."""
    shelf = folder.shelf(place)
    for address in addresses:
        path, _, query = address.partition("?")
        answer(found(path, parse_qsl(query))[0], shelf)


@contextmanager
def client(place: Path, **said: object) -> Iterator[TestClient]:
    """A client of a server without workers."""
    usual: dict[str, object] = {"works": False, "wait_page": 0.1, "wait_data": 0.1, "wait_home": 0.1}
    settings = Settings(place, **(usual | said))  # type: ignore[arg-type]
    with TestClient(build(settings), "http://localhost", follow_redirects=False) as found:
        yield found


async def straight(
    app: ASGIApp, path: str, *, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Ask an application without a client between: a path is sent as it is written, and thousands take seconds."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    bare, _, query = path.partition("?")
    said = {"host": "localhost", "content-length": str(len(body)), **(headers or {})}
    await app(
        {
            "type": "http", "method": method, "path": unquote(bare), "raw_path": bare.encode(),
            "query_string": query.encode(), "headers": [(name.encode(), text.encode()) for name, text in said.items()],
            "client": ("127.0.0.1", 1), "server": ("localhost", 80), "scheme": "http", "http_version": "1.1",
            "root_path": "", "asgi": {"version": "3.0"},
        },
        receive, send,
    )  # fmt: skip
    given = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
    return sent[0]["status"], given, b"".join(message.get("body", b"") for message in sent[1:])


@dataclass
class Server:
    """A real server in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    started: float

    def get(self, path: str, **said: object) -> httpx.Response:
        return httpx.get(self.address + path, timeout=120, **said)  # type: ignore[arg-type]

    def post(self, path: str, **said: object) -> httpx.Response:
        return httpx.post(self.address + path, timeout=30, **said)  # type: ignore[arg-type]

    def job(self, path: str, seconds: float = 60) -> dict[str, object]:
        """Wait until a job has ended."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            job: dict[str, object] = self.get(path).json()["job"]
            if job["state"] not in ("waiting", "running"):
                return job
            time.sleep(0.1)
        raise AssertionError(f"{path} did not end: {job}")


@contextmanager
def server(place: Path, *words: str) -> Iterator[Server]:
    """Start a server on a free port and end it."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "technostate", "serve", "--port", "0", "--no-ahead", "--folder", str(place), *words],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.search(r"http://\S+:\d+", line)
        assert match, line
        yield Server(process, match[0], time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()
