"""docs/ensembles.md says what the code does: outcomes, columns, least numbers."""

from __future__ import annotations

from pathlib import Path

from technostate.dynamics import OUTCOMES
from technostate.futures import boxes, given, indices
from technostate.futures.battery import MOST, USUAL
from technostate.futures.battery.bench import CHUNK, schema

PAGE = " ".join((Path(__file__).resolve().parents[2] / "docs" / "ensembles.md").read_text("utf-8").split())


def test_every_outcome_stands_on_the_page_as_the_table_has_it() -> None:
    missing = [name for name, row in OUTCOMES.items() if f"| `{name}` | {row.meaning} | {row.unit} |" not in PAGE]
    assert not missing


def test_every_column_of_a_battery_stands_on_the_page_in_order() -> None:
    assert ", ".join(f"`{name}`" for name in schema()) in PAGE


def test_least_and_most_numbers_are_those_of_the_code() -> None:
    assert f"From {given.LEAST} paths on" in PAGE and f"below {given.USUAL} the page says" in PAGE
    assert f"n at least {indices.LEAST:,}" in PAGE
    assert f"{USUAL} by default and at most {MOST}" in PAGE
    assert CHUNK == 4 and "in processes, four at a time" in PAGE
    assert (boxes.MOST, boxes.DENSER, boxes.CHANCE) == (3, 1.25, 0.05)
    assert "at most three things drawn" in PAGE and "(quasi-p-value above 5 %)" in PAGE and "a quarter denser" in PAGE
