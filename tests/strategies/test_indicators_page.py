"""docs/indicators.md is made from the dictionary."""

from __future__ import annotations

from pathlib import Path

from technostate.strategies.dictionary import indicators
from technostate.strategies.expressions import OPERATORS
from technostate.strategies.table import markdown

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "indicators.md").read_text(encoding="utf-8")
MARK = "<!-- below: made from the dictionary by technostate.strategies.table.markdown -->\n\n"


def test_the_tables_of_the_page_are_the_dictionarys_own() -> None:
    assert PAGE.split(MARK)[1] == markdown()


def test_the_page_names_every_indicator_and_every_operator() -> None:
    for row in indicators():
        assert f"| `{row.id}` |" in PAGE
    for operator in OPERATORS:
        assert f"{{ {operator} = " in PAGE, operator
