"""What a reader is told of a scenario: its levers with their ranges, reasons and sources, and what is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from technostate.errors import ScenarioError
from technostate.futures import scenarios
from technostate.view.futures.scenarios import amount, listing, one
from technostate.write.blocks import Items


def test_the_list_names_every_scenario_with_what_it_moves_and_draws() -> None:
    view = listing()
    assert tuple(row.name for row in view.data) == scenarios.names()
    text = view.text()
    assert all(name in text for name in scenarios.names())
    brief = next(row for row in view.data if row.name == "china-brief")
    assert (brief.moves, brief.milestones) == (9, 19)
    assert json.loads(view.json())


@pytest.mark.parametrize("name", scenarios.names())
def test_a_scenario_is_told_at_every_door(name: str) -> None:
    view, scenario = one(name), scenarios.load(name)
    said = json.loads(view.json())
    assert scenarios.made(said["specification"]) == scenario
    for text in (view.text(), view.markdown().replace("\\", ""), view.html()):
        for move in scenario.moves:
            assert move.name in text
        for row in scenario.milestones:
            assert row.id in text
    assert len(view.rows) == len(view.data.dimensions)
    assert view.command == f"technostate futures check {name}"


def test_reasons_and_documents_of_levers_are_said() -> None:
    text = one("china-brief").markdown()
    assert "0.4 to 0.7 % of GDP" in text and "2022 to 2030" in text
    assert "Report on the Work of the Government 2026" in text
    assert "no probability" in text


def test_ranges_that_differ_from_the_table_stand_beside_it() -> None:
    text = one("detente").text()
    assert "0 to 0.2 log points" in text and "0 to 1 log points" in text
    assert "drawn from the ranges of the table" in one("drift").text()
    assert "all trade stops" in one("two-worlds").text()


def test_what_may_not_be_meant_is_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "name: own\ntitle: Own\nregions: full\n"
        "moves: [{region: DEU, lever: military, value: 0, start: 2025, why: t}]\n",
        "utf-8",
    )
    view = one(file)
    assert len(view.data.notes) == 3 and "DEU.military is nothing in every draw" in view.data.notes
    assert isinstance(view.blocks[0], Items) and view.blocks[0].warn
    assert not one("china-brief").data.notes


def test_a_file_with_mistakes_raises_with_all_of_them(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("name: own\ntitle: Own\nlast: 1999\nranges: {bta: 1}\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"own\.yaml has 2 problems") as caught:
        one(file)
    assert "line 3, last" in str(caught.value) and "line 4, ranges, bta" in str(caught.value)


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (0.004, 0.007, "share of GDP", "0.4 to 0.7 % of GDP"),
        (-0.005, 0.0, "share of GDP", "−0.5 to 0 % of GDP"),
        (0.3, 0.3, "log points", "0.3 log points"),
        (0.2, 0.6, "1", "0.2 to 0.6"),
        (float("inf"), float("inf"), "log points", "all trade stops"),
    ],
)
def test_a_range_is_said_in_the_units_that_readers_use(low: float, high: float, unit: str, said: str) -> None:
    assert amount(low, high, unit) == said


def test_a_milestone_beside_another_state_is_asked_in_words() -> None:
    said = " ".join(one("drift").markdown().split())
    assert "GDP at market rates at least that of the United States in 2035" in said
    assert "1 times that" not in said
