"""Clients that read pages without a pause: the next begins as soon as the last is whole.

A page of ours is one request. A page of Streamlit or Panel is the document and a session over its socket, until all
that the page shows has come.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.web.servers import OURS, PANEL, Server

#: Seconds that a page may take.
MOST = 30.0


@dataclass
class Tally:
    """What clients saw: milliseconds of each page that came whole, and what went wrong.

    Parameters
    ----------
    seconds : float
        Of measuring; processor: that the serving process used meanwhile.
    """

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0

    def share(self, part: float) -> float:
        """Milliseconds within which a share of the pages came."""
        return statistics.quantiles(self.times, n=100)[round(100 * part) - 1] if len(self.times) > 1 else float("nan")


def read(server: Server, paths: Sequence[str], clients: int, seconds: float, tally: Tally, seed: int = 0) -> None:
    """Have clients read for so many seconds and add what they saw to a tally.

    Parameters
    ----------
    paths : sequence of str
        Of our pages and twins; the others have one page.
    """
    before, begun = server.processor(), time.perf_counter()
    asyncio.run(_all(server, paths, clients, seconds, tally, seed))
    tally.seconds += time.perf_counter() - begun
    tally.processor += server.processor() - before


async def _all(server: Server, paths: Sequence[str], clients: int, seconds: float, tally: Tally, seed: int) -> None:
    until = time.perf_counter() + seconds
    one = {OURS: _ours, PANEL: _panel}.get(server.name, _streamlit)

    async def client(number: int) -> None:
        chance = random.Random(1000 * seed + number)
        held = Held(server)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            try:
                await asyncio.wait_for(one(held, chance.choice(paths)), MOST)
            except Exception as error:
                tally.wrong.append(f"{type(error).__name__}: {error}"[:200])
                held.close()
            else:
                tally.times.append(1e3 * (time.perf_counter() - begun))
        held.close()

    await asyncio.gather(*(client(number) for number in range(clients)))


class Held:
    """The connection of a client, opened when it is needed and kept."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """The body of a page as it is sent; raises `ValueError` unless it is whole and right."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.server.port)
        reader, writer = self.streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n"
                     "Accept-Encoding: gzip\r\nUser-Agent: benchmark\r\n\r\n".encode())  # fmt: skip
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = head.split(" ", 2)[1]
        length = re.search(r"(?i)^content-length: *(\d+)", head, re.M)
        body = await reader.readexactly(int(length[1])) if length else await _chunks(reader)
        if re.search(r"(?i)^connection: *close", head, re.M):
            self.close()
        if status != "200" or not body:
            raise ValueError(f"{path}: {status}, {len(body)} bytes")
        return body

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while size := int(await reader.readline(), 16):
        found += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return found


async def _ours(held: Held, path: str) -> None:
    await held.get(path)


async def _streamlit(held: Held, path: str) -> None:
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.asyncio.client import connect

    await held.get(held.server.page)
    held.close()
    asks = BackMsg()
    asks.rerun_script.query_string = ""
    place = f"ws://127.0.0.1:{held.server.port}/_stcore/stream"
    async with connect(place, max_size=None, compression=None, open_timeout=MOST, origin=held.server.address) as socket:
        await socket.send(asks.SerializeToString())
        pieces = 0
        async for message in socket:
            said = ForwardMsg.FromString(message)
            pieces += said.WhichOneof("type") == "delta"
            if said.WhichOneof("type") == "script_finished":
                break
        if pieces < 8:
            raise ValueError(f"the page has {pieces} pieces")


async def _panel(held: Held, path: str) -> None:
    from websockets.asyncio.client import connect

    page = (await held.get(held.server.page)).decode("utf-8", "replace")
    held.close()
    token = re.search(r'"token":"([^"]+)"', page)
    if token is None:
        raise ValueError("the page names no session")
    place = f"ws://127.0.0.1:{held.server.port}{held.server.page}/ws"
    options: dict[str, Any] = {"max_size": None, "compression": None, "open_timeout": MOST}
    async with connect(place, subprotocols=["bokeh", token[1]], origin=held.server.address, **options) as socket:
        await _said(socket)
        for part in ({"msgid": "1", "msgtype": "PULL-DOC-REQ"}, {}, {}):
            await socket.send(json.dumps(part))
        while True:
            kind, content = await _said(socket)
            if kind == "PULL-DOC-REPLY":
                break
    if "Figure" not in content:
        raise ValueError("the page has no chart")


async def _said(socket: Any) -> tuple[str, str]:
    """Kind and content of a message of Bokeh: three frames, then two for each buffer."""
    head, _, content = json.loads(await socket.recv()), await socket.recv(), await socket.recv()
    for _ in range(2 * head.get("num_buffers", 0)):
        await socket.recv()
    return head["msgtype"], str(content)
