"""Many clients at once: an answer is read once for all who ask for it."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from technostate.web.app import build
from technostate.web.settings import Settings
from technostate.web.shelf import Shelf

from .served import kept, straight


def test_what_many_ask_for_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, "/worlds")
    addresses = ["/worlds", "/worlds.json", "/worlds.csv", "/worlds?theme=dark", "/worlds?theme=light"]
    reads: Counter[str] = Counter()
    plain = Shelf.read

    def read(self: Shelf, key: str) -> object:
        reads[key] += 1
        return plain(self, key)

    async def asked() -> list[tuple[int, dict[str, str], bytes]]:
        return await asyncio.gather(*(straight(app, path) for path in addresses * 10))

    monkeypatch.setattr(Shelf, "read", read)
    app = build(Settings(tmp_path, works=False))
    replies = asyncio.run(asked())
    assert {status for status, _, _ in replies} == {200}
    assert len({body for _, _, body in replies}) == len(addresses)
    assert list(reads.values()) == [len(addresses)]
