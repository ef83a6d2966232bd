"""docs/exposure.md is made from the register."""

from __future__ import annotations

from pathlib import Path

from technostate.exposure.table import markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exposure.md"
MARK = "<!-- below: made from the register by technostate.exposure.table.markdown -->\n\n"


def test_the_table_of_the_page_is_the_registers_own() -> None:
    assert PAGE.read_text(encoding="utf-8").split(MARK)[1] == markdown()
