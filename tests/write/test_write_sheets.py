"""Sheets: a section each with its number, blocks in order for other writers; a face with a page's characters only."""

from __future__ import annotations

from pathlib import Path

import pytest

import technostate.write.fonts as fonts
from technostate.evidence import Figure, Origin
from technostate.view.sectors import SHORT
from technostate.write import Cite, Prose, View
from technostate.write.blocks import References, Sheet, Side, Stack
from technostate.write.fonts.blanked import with_only
from technostate.write.inline import Local

FACE = Path(fonts.__file__).parent / "cjk-subset.woff"
WDI = Origin("World Bank", "WDI", "World Bank (2025). WDI.", "2025-10", "CC BY 4.0", "https://example.org/wdi")
SHARE = Figure(0.25, "1", "measured", WDI, year=2020)


def _view() -> View[None]:
    one = Sheet((Prose(("A share of ", SHARE, Cite((WDI,)))),), "Brief", "Data of today", 1, 2, "It <answers>", "How")
    two = Sheet((Side((Stack((Prose("Left"),)), Prose("Right"))), References()), "Brief", "Data of today", 2, 2)
    return View("Two", None, (one, two), ())


def test_a_page_of_sheets_has_their_heads_and_short_references() -> None:
    page = _view().html()
    assert page.count('<section class="sheet"') == 2 and page.count("<h1>") == 1
    assert "<h1>It &lt;answers&gt;</h1>" in page
    assert "Data of today · page 1 of 2" in page and "Data of today · page 2 of 2" in page
    assert 'class="references"' in page and "World Bank, WDI (2025-10)" in page and "CC BY" not in page
    assert "@page { size: A4; margin: 11mm 13mm; }" in page


def test_other_writers_have_the_blocks_one_after_another() -> None:
    view = _view()
    text = view.text()
    assert text.index("It <answers>") < text.index("A share of 25 %".replace(" %", "\u00a0%")) < text.index("Left")
    assert view.markdown().index("Left") < view.markdown().index("Right")
    assert view.origins == (WDI,)


def test_a_page_without_sheets_has_none_of_their_rules() -> None:
    assert ".sheet" not in View("One", None, (Prose("x"),), ()).html()


def test_a_face_keeps_the_outlines_that_are_asked_for() -> None:
    whole = FACE.read_bytes()
    few = with_only(whole, "军民融合")
    assert few[:8] == whole[:8] and len(few) < 20_000 < len(whole)
    assert int.from_bytes(few[8:12], "big") == len(few)
    library = pytest.importorskip("fontTools.ttLib", reason="fonttools is not installed: nothing reads the face")
    pens = pytest.importorskip("fontTools.pens.boundsPen")
    import io

    def bounds(face: bytes, character: str) -> object:
        font = library.TTFont(io.BytesIO(face))
        glyphs = font.getGlyphSet()
        pen = pens.BoundsPen(glyphs)
        glyphs[font.getBestCmap()[ord(character)]].draw(pen)
        return pen.bounds

    assert bounds(few, "军") == bounds(whole, "军") is not None
    assert bounds(few, "国") is None is not bounds(whole, "国")


def test_bytes_that_are_no_face_are_refused() -> None:
    with pytest.raises(ValueError, match="no WOFF face"):
        with_only(b"wOF2OTTO", "军")


def test_a_page_with_chinese_has_a_small_face() -> None:
    page = View("国", None, (Prose(Local("军民融合", "zh-Hans")),), ()).html()
    assert "technostate CJK" in page and len(page) < 130_000


def test_every_sector_of_the_newest_world_has_a_short_name() -> None:
    from technostate import world

    assert set(SHORT) == set(world.load("icio-2022").sectors)
    assert max(map(len, SHORT.values())) <= 24 and len(set(SHORT.values())) == len(SHORT)
