"""The embedded face holds every Han and kana character of the package's data files, and its licence lies beside it."""

from __future__ import annotations

import pytest

from technostate.write.fonts import subset

REMAKE = "python -m technostate.write.fonts.subset NotoSansCJK-Regular.ttc makes the face again"


def test_the_face_holds_every_character_of_the_data_files() -> None:
    tables = pytest.importorskip("fontTools.ttLib")
    with tables.TTFont(subset.FACE) as font:
        covered = {chr(point) for point in font.getBestCmap()}
    assert not subset.used() - covered, REMAKE
    assert covered >= {character for character in subset.CHARACTERS.read_text("utf-8") if subset.is_cjk(character)}


def test_the_list_of_characters_covers_the_data_files() -> None:
    assert len(subset.used()) > 100
    assert not subset.used() - set(subset.CHARACTERS.read_text("utf-8")), REMAKE


def test_the_face_is_small_and_has_its_licence() -> None:
    assert subset.FACE.stat().st_size <= 300_000
    licence = (subset.FOLDER / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Adobe" in licence
