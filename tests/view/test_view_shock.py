"""Shocks: one answer, the same at every door; open signs first; every figure in every file."""

from __future__ import annotations

from typing import Any

import numpy as np
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
    "path": {"what": "us-china-decoupling", "horizon": "path", "draws": 2},
    "decade": {"what": "us-china-decoupling", "horizon": "decade"},
    "all, with a coalition": {"what": "chips-2022", "coalition": True},
    "mirror": {"what": "chips-2022", "horizon": "decade", "mirrored": True},
}


@pytest.fixture(scope="module")
def answers() -> dict[str, View[Any]]:
    return {key: shock(**{"draws": 4, **question}) for key, question in QUESTIONS.items()}


@pytest.mark.parametrize("key", QUESTIONS)
def test_doors_agree(key: str, answers: dict[str, View[Any]]) -> None:
    assert agree(answers[key]) > 10


def test_a_small_figure_has_the_same_digits_everywhere(answers: dict[str, View[Any]]) -> None:
    """The terminal said −0.01 where the page said −0.007: places follow from the column, not from the door."""
    view = answers["all, with a coalition"]
    weeks = view.data.horizons["weeks"]
    rows = weeks.sectors
    assert rows, "a sector is listed"
    scale = scale_of([row.part for row in weeks.sectors])
    said = words(rows[0].part, scale, unit=False).line()
    assert all(said in text.replace("\n", " ") for text in (view.text(400), view.markdown()))
    assert "−0.00" not in said.split(" ")[0] or said[-4:] != "0.00"


def test_open_signs_are_one_set_and_come_first(answers: dict[str, View[Any]]) -> None:
    view = answers["year"]
    year = view.data.horizons["year"]
    named = set(view.data.unsettled.get("year", ()))
    assert named == {row.region for row in year.regions if row.figures.change.open}
    assert named == {row.region for row in year.regions if 0.1 < row.loss_share < 0.9}
    frame = view.frame()
    rows = frame.filter((frame["measure"] == "real_income") & frame["sign_open"])
    assert set(rows["region"]) == named
    assert isinstance(view.blocks[0], Items) and view.blocks[0].warn


def test_changes_are_per_cent_at_every_door(answers: dict[str, View[Any]]) -> None:
    import json

    said = json.loads(answers["decade"].json())
    assert {unit for _, unit, *_ in figures_of(said)} <= {
        "% change", "pp change", "musd change", "days", "%", "correlation",
    }  # fmt: skip
    assert "fraction of change" not in json.dumps(said)
    frame = answers["decade"].frame()
    changes = frame.filter(frame["loss_share"].is_not_null())
    assert set(changes["unit"]) == {"% change", "pp change", "musd change"}
    assert set(frame.filter(frame["unit"] == "%")["measure"]) == {"cases with a loss", "cases with a gain"}


@pytest.mark.parametrize("key", ["weeks", "year", "path", "decade"])
def test_the_contract_is_one_list_of_fractions_at_every_horizon(key: str, answers: dict[str, View[Any]]) -> None:
    import json

    from technostate.shocks.impact import impact

    asked = QUESTIONS[key]
    said = json.loads(answers[key].json())["horizons"][key]["regions"]
    found = impact(load(asked["what"]), key, draws=asked.get("draws", 4))  # type: ignore[arg-type]
    # Regions that lose nothing at all stand in any order.
    assert [row["median"] for row in said] == pytest.approx(np.sort(found.real_income.median) / 100, rel=1e-12)
    assert {row["region"] for row in said} == set(found.regions)
    for row in said:
        change = found.region(row["region"])
        for name in ("median", "p10", "p90", "central"):
            assert row[name] == pytest.approx(getattr(change, name) / 100, rel=1e-12)
        assert row["loss_share"] == change.loss
        assert {"gdp", "prices", "employment"} <= row.keys()
        assert (row["prices"] is None) == (key == "weeks")


def test_the_path_begins_with_the_year_and_ends_with_the_decade() -> None:
    view = shock("us-china-decoupling", draws=0, path=True)
    assert list(view.data.horizons) == ["weeks", "year", "path", "decade"]
    assert view.command == "technostate shock us-china-decoupling --path --draws 0"
    path = view.data.horizons["path"]
    assert path.years == tuple(range(1, 11))
    for name in path.matter:
        first, last = path.path[name][0].value, path.path[name][-1].value
        assert first == pytest.approx(100 * view.data.horizons["year"].region(name).median, abs=1e-4)
        assert last == pytest.approx(100 * view.data.horizons["decade"].region(name).median, abs=1e-4)


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

    runs = replace(usual_runs(), draws=2)
    view = battery("CHN", "USA", runs=runs)
    assert agree(view) > 40
    assert [len(row.cells) for row in view.data.rows] == [3] * len(view.data.rows)
    lone = battery("TUV", "USA", runs=runs)
    agree(lone)
    assert lone.data.missing and not lone.data.rows
