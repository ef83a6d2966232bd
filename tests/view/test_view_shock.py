"""Shocks: one answer, the same at every door; open signs first; every figure in every file."""

from __future__ import annotations

from typing import Any

import pytest

import technostate as ts
from technostate.errors import ScenarioError
from technostate.shocks.specification import load
from technostate.view.shock import checked, listing, shock
from technostate.write import View
from technostate.write.blocks import Items
from technostate.write.cells import scale_of, words

from .doors import agree, figures_of

QUESTIONS: dict[str, dict[str, Any]] = {
    "weeks": {"what": "gallium-germanium-2024", "horizon": "weeks"},
    "year": {"what": "chips-2022", "horizon": "year"},
    "decade": {"what": "us-china-decoupling", "horizon": "decade"},
    "all, with a coalition": {"what": "chips-2022", "coalition": True},
    "mirror": {"what": "chips-2022", "horizon": "decade", "mirrored": True},
}


@pytest.fixture(scope="module")
def answers() -> dict[str, View[Any]]:
    return {key: shock(**question, draws=0) for key, question in QUESTIONS.items()}


@pytest.mark.parametrize("key", QUESTIONS)
def test_doors_agree(key: str, answers: dict[str, View[Any]]) -> None:
    assert agree(answers[key]) > 10


def test_a_small_figure_has_the_same_digits_everywhere(answers: dict[str, View[Any]]) -> None:
    """The terminal said −0.01 where the page said −0.007: places follow from the column, not from the door."""
    view = answers["all, with a coalition"]
    (weeks,) = (item for item in view.data.horizons if item.horizon == "weeks")
    rows = [row for row in weeks.sectors if (row.region, row.sector) == ("USA", "C26")]
    assert rows, "the sector of the controls is listed"
    scale = scale_of([row.part for row in weeks.sectors])
    said = words(rows[0].part, scale, unit=False).line()
    assert all(said in text.replace("\n", " ") for text in (view.text(400), view.markdown()))
    assert "−0.00" not in said.split(" ")[0] or said[-4:] != "0.00"


def test_open_signs_are_one_set_and_come_first(answers: dict[str, View[Any]]) -> None:
    view = answers["year"]
    (year,) = view.data.horizons
    named = set(view.data.unsettled.get("year", ()))
    assert named == {row.region for row in year.regions if row.change.open}
    frame = view.frame()
    rows = frame.filter((frame["measure"] == "real_income") & frame["sign_open"])
    assert set(rows["region"]) == named
    assert isinstance(view.blocks[0], Items) and view.blocks[0].warn


def test_changes_are_per_cent_at_every_door(answers: dict[str, View[Any]]) -> None:
    import json

    said = json.loads(answers["decade"].json())
    assert {unit for _, unit, *_ in figures_of(said)} <= {"% change", "pp change", "musd change", "days"}
    assert "fraction of change" not in json.dumps(said)
    assert set(answers["decade"].frame()["unit"]) <= {"% change", "pp change", "musd change"}


def test_shocks_are_listed_and_checked() -> None:
    agree(listing())
    agree(checked(load("chips-2022")))


def test_what_cannot_be_asked_says_so() -> None:
    with pytest.raises(ScenarioError, match="--draws is -1"):
        shock("chips-2022", draws=-1)
    with pytest.raises(ScenarioError, match="horizon"):
        shock("chips-2022", horizon="month")


def test_the_package_answers() -> None:
    view = ts.shock("chips-2022", horizon="decade", draws=0)
    assert view.data.shock.name == "chips-2022"


def test_the_battery_of_a_pair_agrees_and_says_what_is_missing() -> None:
    from dataclasses import replace

    from technostate.view.shock.battery import battery, usual_runs

    runs = replace(usual_runs(), draws=0)
    view = battery("CHN", "USA", runs=runs)
    assert agree(view) > 40
    assert [len(row.cells) for row in view.data.rows] == [3] * len(view.data.rows)
    lone = battery("TUV", "USA", runs=runs)
    agree(lone)
    assert lone.data.missing and not lone.data.rows
