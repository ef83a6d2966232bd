"""Exposure: the same figures at every door, and everything that is printed is in every file."""

from __future__ import annotations

import json

import pytest

import technostate as ts
from technostate import exposure as room
from technostate.cli.app import run
from technostate.errors import LabelError
from technostate.exposure import MEASURES
from technostate.view.dependence import dependence
from technostate.view.exposure import exposure, listing
from technostate.world import load

from .doors import agree

QUESTIONS = [
    {"region": "CHN"},
    {"region": "China", "supplier": "USA"},
    {"region": "CHN", "sector": "C26"},
    {"region": "CHN", "supplier": "TWN", "sector": "C26"},
    {"region": "EU"},
    {"region": "JPN+KOR", "world": "wiod-2004"},
    {"region": "USA", "world": "wiod-2011"},
    {"region": "IND", "measure": "foreign_input_reliance", "world": "wiod-2004"},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_doors_agree(question: dict[str, str]) -> None:
    assert agree(exposure(**question)) > 0


def test_measures_are_listed() -> None:
    view = listing()
    agree(view)
    assert len(view.rows) == len(MEASURES)


def test_what_is_printed_is_in_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["exposure", "CHN", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["suppliers"][0]["region"] == "USA"
    assert said["chokepoints"] and said["sectors"] and said["dependents"]
    assert round(said["figures"][0]["value"], 4) == 0.0936


def test_one_entry_of_bibtex_for_each_origin(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["exposure", "CHN", "--supplier", "TWN", "--sector", "C26", "--cite", "bibtex"]) == 0
    out = capsys.readouterr().out
    assert out.count("@misc{") == out.count("\n}\n") >= 1
    assert "OECD" in out


def test_nobody_is_its_own_partner() -> None:
    with pytest.raises(LabelError, match="CHN"):
        exposure("CHN", supplier="China")
    with pytest.raises(LabelError, match="DEU"):
        exposure("EU", supplier="DEU")


def test_captions_say_names_and_what_they_are_of() -> None:
    said = exposure("CHN").text(200)
    assert "2022, share of the supplier in all inputs of China, looking through supply chains" in said
    assert "2022, share of China in all inputs of the buyer, looking through supply chains" in said
    assert "Imports of China by product, 2022" in said
    assert "CHN" not in said
    electronics = exposure("CHN", sector="C26").text(200)
    assert "2022, share of the supplier in all inputs of China in C26, looking through supply chains" in electronics
    assert "Who depends on" not in electronics
    share = exposure("CHN", sector="C26").data.suppliers[0].share
    assert share.origin.title.startswith("Suppliers' shares in all inputs of CHN in C26, ")


def test_the_rest_of_the_world_is_said_both_ways_as_beside_a_comparator() -> None:
    one, pair = exposure("USA"), dependence("USA", "CHN")
    makes, takes = one.data.rest_of_world, one.data.rest_dependent
    assert (makes, takes) == (pair.data.rest_of_world, pair.data.rest_dependent)
    assert takes is not None and takes.region == "ROW"
    assert takes.value == pytest.approx(room.dependents(load("icio-2022"), "USA").rest_of_world)
    said = [line for line in one.text(300).splitlines() if "does not show apart" in line]
    assert len(said) == 1 and said[0].endswith(f"; the United States makes {100 * takes.value:.2f}\u00a0% of theirs.")
    assert said[0] in pair.text(300).splitlines()
    rest = [str(row["measure"]) for row in one.rows if row["partner"] == "ROW"]
    assert [measure for measure in rest if measure.startswith("share")] == ["share_in_inputs", "share_in_inputs_of"]


def test_the_room_answers_and_stays_a_room() -> None:
    assert ts.exposure("USA").data.region == "USA"
    assert ts.exposure.MEASURES is MEASURES
