"""What is kept of an answer, packed and read again."""

from __future__ import annotations

import tracemalloc

import pytest

from technostate.web.bundle import Bundle, Meta, pack, unpack

META = Meta("Exposure", "Who depends on whom.", "technostate exposure CHN", "exposure('CHN')", "2026-01-01", "0.1.0-0")


def test_a_bundle_comes_back_as_it_was() -> None:
    members = {"body.html": b"<p>9.4 %</p>", "data.csv": b"value\n0.0936\n", "chart-1.png": bytes(20)}
    found = unpack(pack(Bundle(META, members)))
    assert (found.meta, dict(found.members)) == (META, members)
    assert (found.body, found.data(".csv"), found.chart(1, ".png")) == ("<p>9.4 %</p>", b"value\n0.0936\n", bytes(20))
    assert (found.data(".json"), found.chart(2, ".png"), len(found.members)) == (None, None, 3)
    assert "meta.json" not in found.members
    assert found.whole == found.body


def test_a_page_unpacks_no_picture() -> None:
    packed = pack(Bundle(META, {"body.html": b"<p>9.4 %</p>", "chart-1.png": bytes(8_000_000)}))
    tracemalloc.start()
    try:
        assert unpack(packed).body == "<p>9.4 %</p>"
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 1_000_000


@pytest.mark.parametrize("content", [b"", b"PK", pack(Bundle(META, {"data.csv": b"value\n"}))])
def test_what_is_no_bundle_says_so(content: bytes) -> None:
    with pytest.raises(ValueError, match="no answer"):
        unpack(content)
