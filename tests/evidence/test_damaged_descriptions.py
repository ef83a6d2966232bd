"""A manifest or a description of a data set that is damaged is one error, whatever it holds instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate.errors import DataError
from technostate.evidence import embedded, storage


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "lists no products"),
        ('{"products": {}}', "lists no products"),
        ('{"products": [1]}', "lists products without path and checksum"),
        ('{"products": [{"path": "x"}]}', "lists products without path and checksum"),
    ],
)
def test_a_damaged_manifest(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / embedded.MANIFEST).write_text(text, encoding="utf-8")
    for door in (embedded.read_manifest, embedded.inspect, embedded.verify):
        with pytest.raises(DataError, match=words) as caught:
            door(tmp_path)
        assert "reinstall technostate" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "Expecting"), ("[]", "it lists no series"), ('{"series": 3}', "no series"), ("[" * 100_000, "")],
)
def test_a_damaged_description(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "pwt.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rf"pwt.json cannot be read: .*{words}"):
        storage.describe(path, lists="series")
