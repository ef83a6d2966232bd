"""Exposure: the same figures at every door, and everything that is printed is in every file."""

from __future__ import annotations

import json

import pytest

import technostate as ts
from technostate.cli.app import run
from technostate.errors import LabelError
from technostate.exposure import MEASURES
from technostate.view.exposure import exposure, listing

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


def test_the_room_answers_and_stays_a_room() -> None:
    assert ts.exposure("USA").data.region == "USA"
    assert ts.exposure.MEASURES is MEASURES
