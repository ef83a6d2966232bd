"""A shock on products is read twice, with what is assumed beside it; a path begins with its first weeks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_impacts import made
from shock_cases import shock

from technostate.shocks.face import face
from technostate.shocks.impact.course import Days
from technostate.shocks.impact.record import Comparison
from technostate.shocks.kept import Parts
from technostate.shocks.readings import QUARTER, YEAR, Beside, Readings, beside, lengths, wanted
from technostate.shocks.runs import Runs
from technostate.shocks.specification.shock import changed
from technostate.view.shock import shock as ask
from technostate.view.shock.blocks import answer_blocks
from technostate.view.shock.data import answer
from technostate.view.shock.products import product_of, said
from technostate.view.shock.readings import WORLD, gaps, readings
from technostate.view.shock.years import JOINT
from technostate.world.products import Carved, Margin, product
from technostate.write import Chart, Prose, Section, View
from technostate.write.forms import Lines, spoken

CHIPS: dict[str, Any] = {
    "measure": "export_ban", "name": "chips", "exporters": ["TWN"], "importers": ["rest"],
    "sectors": ["chips-advanced"], "leak": 0.0,
}  # fmt: skip
ON_PRODUCTS = changed(shock(CHIPS), world="icio-2022+products")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="module")
def view(folder: Path) -> View[Any]:
    return ask(ON_PRODUCTS, draws=2, parts=folder)


def test_both_readings_stand_before_the_horizons_and_neither_alone(view: View[Any]) -> None:
    text = view.text(200)
    assert text.index("Two readings") < text.index("In the first 91 days\n---")
    assert [block.title for block in view.blocks if isinstance(block, Section)][:2] == [
        "Two readings", "In the first 91 days",
    ]  # fmt: skip
    found = view.data.readings
    assert found.rows[0].region == WORLD and not found.missing
    for row in found.rows:
        assert None not in (row.income, row.gdp, row.quarter, row.year)
    assert {"TWN", "CHN"} <= {row.region for row in found.rows}


def test_readings_are_those_of_the_horizons(view: View[Any]) -> None:
    rows = {row.region: row for row in view.data.readings.rows}
    year, weeks = view.data.horizons["year"], view.data.horizons["weeks"]
    for name in ("TWN", "CHN"):
        assert rows[name].income == year.region(name).figures.change
        assert rows[name].gdp == year.region(name).figures.gdp
        assert rows[name].quarter == weeks.region(name).figures.gdp


def test_the_gap_is_said_with_both_ends(view: View[Any]) -> None:
    lines = list(gaps(view.data.readings))
    assert "The gap is the finding. World GDP: " in lines[0][0]
    world = view.data.readings.rows[0]
    assert world.gap == pytest.approx(world.gdp.value - world.year.value)
    farthest = max((row for row in view.data.readings.rows[1:]), key=lambda row: abs(row.gap))
    assert any(farthest.gdp in line for line in lines if isinstance(line, tuple))


@pytest.mark.parametrize("horizon", ["weeks", "year"])
def test_one_horizon_alone_has_both_readings(horizon: str, folder: Path) -> None:
    view = ask(ON_PRODUCTS, horizon=horizon, draws=2, parts=folder)
    assert set(view.data.horizons) == {horizon}
    row = view.data.readings.rows[0]
    assert row.income is not None and row.year is not None


def test_the_json_names_the_products(view: View[Any]) -> None:
    data = json.loads(view.json())
    (chips,) = data["products"]
    given = product("chips-advanced")
    assert {key: chips[key] for key in ("code", "title", "parent", "status")} == {
        "code": "chips-advanced", "title": given.title, "parent": "C26", "status": given.value.status,
    }  # fmt: skip
    assert (chips["low"], chips["value"], chips["high"]) == (given.value.low, given.value.central, given.value.high)
    assert "source" in chips and data["world"] == "icio-2022 with ten products carved out"


def test_what_is_assumed_of_a_product_is_on_the_page(view: View[Any]) -> None:
    text = " ".join(view.text(400).split())
    multiple = product("chips-advanced").multiple
    for words in (
        "On icio-2022 with ten products carved out.", "Cut out of C26 with makers’ shares",
        f"at {multiple.central:g} times the price ({multiple.low:g} to {multiple.high:g}; {multiple.status})",
        "stops without it", "The base is 2022", "finance, confidence and sanctions", "assumed by us unless a survey",
    ):  # fmt: skip
        assert words in text
    assert "Prices clear: GDP" in text and "Prices clear: real income" in text


def test_prices_are_no_higher_than_the_multiple(view: View[Any]) -> None:
    (price,) = view.data.readings.prices
    most = 100.0 * (product("chips-advanced").multiple.high - 1.0)
    assert price.code == "chips-advanced" and price.changes["CHN"].value > 100
    assert all(figure.value <= most + 1e-6 for figure in price.changes.values())


def test_what_the_table_could_not_hold_is_named_with_both_figures() -> None:
    carved = Carved("magnets", {"CHN": 16e3}, {}, {}, (Margin("user", "C29", 6000.0, 4000.0),), 0.1)
    lines = list(said(product_of(product("magnets"), carved, "C25")))
    assert lines[-1] == "What the table could not hold, billion dollars: used by C29 4 of 6."
    small = Carved("magnets", {"CHN": 16e3}, {}, {}, (Margin("user", "C29", 6000.0, 5999.0),), 0.1)
    assert list(said(product_of(product("magnets"), small, "C25")))[-1].startswith("The table holds")


def test_a_shock_that_touches_no_product_has_one_reading_even_on_their_world() -> None:
    other = changed(shock(CHIPS | {"sectors": ["A03"]}), world="icio-2022+products")
    found = face(other, Runs())
    assert found.touched == () and found.count == 10
    assert wanted(found, Runs(), ("weeks", "year")) == []
    touched = face(changed(shock(CHIPS | {"sectors": ["goods"]}), world="icio-2022+products"), Runs())
    assert len(touched.touched) == 10


def test_what_is_run_beside_follows_from_what_is_asked() -> None:
    found = face(ON_PRODUCTS, Runs())
    usual = ("weeks", "year", "decade")
    assert wanted(found, Runs(), usual) == [("year", "weeks", YEAR)]
    assert wanted(found, Runs(), ("decade",)) == []
    assert wanted(found, Runs(days=200), ("weeks",)) == [
        ("clearing", "year", QUARTER), ("quarter", "weeks", QUARTER), ("year", "weeks", YEAR),
    ]  # fmt: skip
    assert [row[0] for row in wanted(found, Runs(), ("path",))] == ["first_weeks"]
    assert len(lengths(found, Runs(), usual)) == 1


def test_a_reading_without_an_answer_says_why() -> None:
    comparison = Comparison(made().shock, {"year": made("year")}, {})
    more = Readings((), (), (), made("year"), "no weeks", "no weeks")
    _, found = readings(more, ("CHN",))
    assert found is not None and found.missing == ("Rationing has no answer: no weeks",)
    assert found.rows[0].quarter is None and found.rows[0].income is not None
    data = answer(comparison, {}, more=Beside(readings=more))
    assert "One reading alone" in View("T", data, answer_blocks(data)).text(100)
    _, nothing = readings(Readings((), (), (), "no year", "no weeks", "no weeks"))
    assert nothing is not None and nothing.rows == ()


def test_a_kept_answer_reads_no_table(view: View[Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("the world is read")

    monkeypatch.setattr(Runs, "stage", property(read))
    again = ask(ON_PRODUCTS, draws=2, parts=folder)
    assert again.json() == view.json()


def test_a_damaged_face_is_made_anew(tmp_path: Path) -> None:
    runs = Runs(parts=Parts(tmp_path))
    first = face(shock(CHIPS | {"sectors": ["C26"]}), runs)
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:-9])
    assert face(shock(CHIPS | {"sectors": ["C26"]}), runs) == first


def path_answer(**more: Any) -> View[Any]:
    data = answer(Comparison(made("path").shock, {"path": made("path")}, {}), {}, more=Beside(**more))
    return View("T", data, answer_blocks(data))


def weeks_of_seven() -> Any:
    from dataclasses import replace

    from technostate.shocks.impact.course import weekly
    from technostate.shocks.impact.spread import Spread

    found = made("weeks")
    days = np.zeros((3, 21, 3))
    days[:, :, 1] = -np.arange(21.0) * np.array([[1.0], [2.0], [1.5]])
    assert isinstance(found.course, Days)
    by_week = Spread.over(weekly(days), weekly(days[0]))
    return replace(found, course=replace(found.course, days=21, by_week=by_week))


def charts_of(view: View[Any]) -> list[Chart]:
    return [chart for chart in view.charts if isinstance(chart.form, Lines)]


def test_the_path_begins_with_its_weeks_on_one_chart() -> None:
    view = path_answer(first_weeks=weeks_of_seven())
    (chart,) = charts_of(view)
    form = chart.form
    assert isinstance(form, Lines) and form.before is not None
    assert form.before.positions == (1, 2, 3) and form.positions == (1, 2, 3)
    china = next(line for line in form.before.series if line.region == "CHN")
    assert [figure.value for figure in china.points.values()] == [-4.5, -15.0, -25.5]
    assert china.points[1].low < china.points[1].value < china.points[1].high
    text = " ".join(view.text(200).split())
    assert " ".join(JOINT.split()) in text and "Week by week" in text and "Year by year" in text
    spoken_of = spoken(form)
    assert spoken_of.startswith("weeks: output: ") and "; then years: real income: " in spoken_of
    assert list(view.data.horizons["path"].first_weeks) == list(view.data.horizons["path"].path)


def test_the_years_keep_their_contract_beside_the_weeks() -> None:
    before, after = (json.loads(path_answer(**more).json()) for more in ({}, {"first_weeks": weeks_of_seven()}))
    one, two = (data["horizons"]["path"] for data in (before, after))
    assert one["path"].keys() == two["path"].keys() and one["years"] == two["years"]
    values = [[figure["value"] for figure in data["path"]["CHN"]] for data in (one, two)]
    assert values[0] == values[1]
    assert one["first_weeks"] == {} and len(two["first_weeks"]["CHN"]) == 3


def test_a_path_whose_weeks_have_no_answer_says_why() -> None:
    view = path_answer(first_weeks="x cannot be asked about:\n  - t (tariff): prices do not move")
    (chart,) = charts_of(view)
    assert isinstance(chart.form, Lines) and chart.form.before is None
    said = [block.text for block in view.blocks[-2:] if isinstance(block, Prose)]
    assert "weeks have no answer (tariff: prices do not move)" in view.text(200) or said


def test_the_drawing_has_two_stretches_and_a_joint() -> None:
    from technostate.write.charts.lines import panel
    from technostate.write.charts.marks import Curve, Label

    form = charts_of(path_answer(first_weeks=weeks_of_seven()))[0].form
    assert isinstance(form, Lines)
    drawn = panel(form)
    lines = [mark for mark in drawn.marks if isinstance(mark, Curve) and mark.look in ("ln", "broken")]
    spans = [(mark.points[0][0], mark.points[-1][0]) for mark in lines]
    ends = sorted({round(x, 3) for span in spans for x in span})
    assert ends[0] == 0.0 and ends[-1] == 1.0 and not any(start < 0.39 < end for start, end in spans)
    heads = {mark.text for mark in drawn.marks if isinstance(mark, Label)}
    assert {"weeks: output", "years: real income"} <= heads


def test_a_path_is_run_with_its_weeks() -> None:
    view = ask("us-china-decoupling", horizon="path", draws=0)
    weeks = view.data.horizons["path"].first_weeks
    assert {len(figures) for figures in weeks.values()} == {13}
    assert weeks["CHN"][3].value < 0
    tariffs = ask("us-china-tariffs-2018", horizon="path", draws=0)
    assert tariffs.data.horizons["path"].first_weeks == {}
    assert "prices do not move within weeks" in tariffs.data.horizons["path"].without_weeks
    assert "The path begins with its first year" in " ".join(tariffs.text(200).split())


def test_weeks_that_are_asked_for_are_not_run_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int | None]] = []
    usual = Runs.answer

    def counted(self: Runs, of: Any, horizon: Any, pace: Any = None, *, days: int | None = None) -> Any:
        asked.append((horizon, days))
        return usual(self, of, horizon, pace, days=days)

    monkeypatch.setattr(Runs, "answer", counted)
    runs, horizons = Runs("icio-2022", draws=0), ("weeks", "path")
    comparison = runs.compared(shock(CHIPS | {"sectors": ["C26"]}), horizons)
    more = beside(face(comparison.shock, runs), runs, horizons, comparison)
    assert more.first_weeks is comparison.impacts["weeks"]
    assert [row for row in asked if row[0] == "weeks"] == [("weeks", None)]


def test_a_narrow_shock_prints_no_row_of_zeros() -> None:
    narrow = shock(CHIPS | {"exporters": ["CHN"], "importers": ["USA"], "sectors": ["A03"], "leak": 0.9})
    text = ask(narrow, draws=2).text(200)
    assert not re.search(r"0\.0+ \((\+|−)?0\.0+ to (\+|−)?0\.0+\)", text.replace("−0.0", "0.0"))
    assert re.search(r"0\.000\d|less than 0\.00001", text)
