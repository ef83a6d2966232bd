"""A server that ends while somebody waits."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.types import Receive, Scope, Send

from technostate.web.guard import Guard
from technostate.web.settings import Settings

from .served import straight


def test_who_waits_when_the_server_ends_is_told(tmp_path: Path) -> None:
    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(60)

    async def ended() -> tuple[int, dict[str, str], bytes]:
        task = asyncio.create_task(straight(Guard(slow, Settings(tmp_path)), "/claims.json"))
        await asyncio.sleep(0.05)
        task.cancel()
        return await task

    status, headers, body = asyncio.run(ended())
    assert (status, headers["connection"]) == (503, "close")
    assert b"the server is ending" in body
