"""What is said of a made-up shock: per cent, signs first, no claim beyond the range, gaps that stay gaps."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_impacts import compared, made, made_shock

from technostate.evidence import Figure, Range
from technostate.shocks.impact.coalition import CoalitionCurve
from technostate.shocks.impact.long_table import COLUMNS, tidy
from technostate.shocks.impact.record import Case, Comparison
from technostate.shocks.impact.sign import side
from technostate.view.shock import blocks
from technostate.view.shock.ask import rows
from technostate.view.shock.coalition import coalition_data
from technostate.view.shock.data import Answer, answer, contributions, horizon_data
from technostate.view.shock.words import reason, what_varies
from technostate.write import View
from technostate.write.cells import scale_of, words

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "view"))
from doors import agree


def alone(horizon: str = "decade") -> Comparison:
    found = made(horizon)
    return Comparison(found.shock, {found.horizon: found}, {})


def view_of(comparison: Comparison) -> View[Answer]:
    data = answer(comparison, {})
    return View("A trial", data, blocks.answer_blocks(data), tuple(rows(comparison, data)))


def doors(view: View[Any]) -> tuple[str, str, str]:
    page = re.sub(r"<[^>]+>", "", view.html()).replace("\u00a0", " ")
    return view.text(100_000).replace("\u00a0", " "), view.markdown().replace("\\", "").replace("\u00a0", " "), page


def test_figures_are_per_cent_and_losses_come_first() -> None:
    rows = horizon_data(made(), {}).regions
    assert [row.region for row in rows] == ["CHN", "ROW", "USA"]
    change = rows[0].change
    assert change.unit == "% change"
    assert (change.low, change.value, change.high) == pytest.approx((-5.0, -2.0, -2.0))
    # 2 per cent of USD 10 trillion are 200 billion.
    assert rows[0].amount is not None and rows[0].amount.value == pytest.approx(-200e3)


def test_parts_of_sectors_add_up_to_the_change_of_the_regions_output() -> None:
    impact = made()
    parts = contributions(impact).central
    change = np.nansum(impact.output.central * impact.base_output, axis=1) / impact.base_output.sum(1)
    assert parts.sum(1) == pytest.approx(change, abs=1e-15)
    (first, *_) = horizon_data(impact, {"C26": "Manufacture of computers"}).sectors
    assert (first.region, first.sector, first.title) == ("CHN", "C26", "Computers")
    assert first.part.value == pytest.approx(-10.0)


def test_sectors_can_be_those_of_some_regions() -> None:
    assert {row.region for row in horizon_data(made(), {}, among=["USA"]).sectors} == {"USA"}


def test_regions_are_sorted_by_what_holds_in_every_case() -> None:
    item = horizon_data(made(), {})
    assert (item.on("lose"), item.on("open"), item.on("hardly")) == (("CHN",), ("USA",), ("ROW",))
    assert blocks.sides(item) == (
        "China loses in every case; the United States loses in some cases and gains in others; "
        "the rest of the world changes by less than 0.005 % in every case."
    )


@given(st.tuples(*[st.floats(-0.5, 0.5)] * 2).map(sorted))
def test_whoever_loses_in_every_case_has_no_gain_inside_the_range(ends: list[float]) -> None:
    low, high = ends
    found = side(low, high)
    assert found != "lose" or high < 0
    assert found != "gain" or low > 0
    assert found != "open" or low < 0 < high


def test_a_sign_that_is_open_is_said_before_anything_else() -> None:
    view = view_of(compared())
    sentence = "After a decade, the sign is not settled inside the range for the United States."
    for document in doors(view):
        assert document.index(sentence) < document.index("in every case")
    assert next(iter(vars(view.data))) == "unsettled"


def test_every_door_has_the_same_figures() -> None:
    assert agree(view_of(compared())) > 10
    assert agree(view_of(alone("year"))) > 5


def test_refused_horizons_and_failed_cases_are_said_at_every_door() -> None:
    for document in doors(view_of(compared())):
        assert "trial cannot be asked about" in document
        assert "1 case has no answer and no part in the ranges: draw 3, severe: no equilibrium" in document


def test_the_long_table_has_one_row_a_figure_and_its_unit() -> None:
    rows = tidy([made("weeks")])
    n, j, days = 3, 2, 5
    assert len(rows) == n + n * j + n * n + n + n * j + n * days
    assert COLUMNS[:6] == ("horizon", "measure", "region", "partner", "sector", "day")
    assert {row.unit for row in rows} == {"%", "days"}
    assert {row.kind for row in rows} == {"modelled"}
    (short,) = [row for row in rows if row.measure == "first_shortage" and row.central is not None]
    assert (short.region, short.sector, short.low, short.central, short.unit) == ("CHN", "C26", 2.0, 3.0, "days")


def test_days_beyond_those_simulated_are_said_so() -> None:
    (course,) = horizon_data(made("weeks"), {}).courses
    assert course.recovery is not None
    assert (course.recovery.low, course.recovery.value, course.recovery.high) == (4.0, 4.0, float("inf"))
    assert words(course.recovery).line() == "4\u00a0days (4 to beyond)"


def test_a_rule_without_an_equilibrium_in_its_central_case_keeps_its_range() -> None:
    year = made("year")
    cases = (year.cases[0], Case("draw 1", "draw 1", "importer"))
    spread = replace(year, cases=cases).by_rent["importer"]
    assert np.isnan(spread.central).all()
    np.testing.assert_array_equal(spread.low, year.income_cases[1])
    half = Figure(None, "% change", "modelled", year.origin, range=Range(-0.5, 0.25, open=True))
    assert words(half).line() == "– (−0.50 to +0.25; sign open)"


def test_who_gets_the_rent_is_shown_for_every_rule() -> None:
    view = view_of(alone("year"))
    (year,) = view.data.horizons
    assert [rule.rule for rule in year.rents] == ["exporter", "importer"]
    scale = scale_of([change for rule in year.rents for change in rule.changes if change is not None])
    for document in doors(view):
        assert "Who gets the scarcity rent" in document
        for rule in year.rents:
            for change in rule.changes:
                assert change is None or words(change, scale, unit=False).value in document


def test_text_of_a_users_file_stays_text() -> None:
    bad = "<script>alert(1)</script> & \"'|*"
    shock = made_shock(
        title=bad, event=bad, assumptions=bad, leaves_out=[bad],
        sources=[{"title": bad, "issuer": bad, "date": "2020", "url": "javascript:alert(1)", "checked": bad}],
    )  # fmt: skip
    view = view_of(compared(shock))
    root = ElementTree.fromstring(view.html().removeprefix("<!DOCTYPE html>\n"))
    assert not [node for node in root.iter() if node.tag in {"script", "img"} or "javascript" in node.get("href", "")]
    assert bad in "".join(root.itertext())
    assert not re.search(r"(?<!\\)<script", view.markdown())


def test_what_a_range_is_over_is_said_in_words() -> None:
    assert (
        what_varies(made()) == "2 cases; elasticities and parameters: central; the shock’s own ranges: central, severe"
    )
    assert what_varies(made("year")).endswith("who gets the scarcity rent: exporter, importer")


def test_why_a_horizon_is_refused_is_one_sentence() -> None:
    assert reason("x cannot be asked:\n  - a (trade_cost): prices rest\n  - b (trade_cost): prices rest") == (
        "trade cost: prices rest"
    )
    assert reason("no equilibrium") == "no equilibrium"


def test_the_coalitions_steps_are_those_of_the_curve_and_gaps_stay_gaps() -> None:
    comparison = compared()
    steps = {"alone": ("USA",), "with all": ("rest",)}
    answers = {"alone": comparison, "with all": alone()}
    curve = CoalitionCurve(comparison.shock, ("USA",), ("CHN",), ("USA",), ("CHN",), steps, answers)
    found = coalition_data(curve)
    assert [step.name for step in found.steps] == ["alone", "with all"]
    weeks, decade = found.horizons
    targets = {party.role: party for party in decade.parties}["targets"]
    assert [step.value for step in targets.steps if step is not None] == pytest.approx([-2.0, -2.0])
    # After weeks the second step was not asked: missing, not zero.
    assert weeks.parties[0].steps[1] is None
    assert len(found.refused) == 1 and found.refused[0].startswith("Year, alone")


ends_in_per_cent = st.floats(-0.99, 0.99).map(lambda value: round(value, 4))


@given(st.tuples(ends_in_per_cent, ends_in_per_cent, ends_in_per_cent).map(sorted))
def test_an_open_sign_of_a_small_figure_is_shown(found: list[float]) -> None:
    low, middle, high = found
    if low < 0 < high and min(abs(low), abs(high)) >= 0.0006:
        figure = Figure(middle, "% change", "modelled", made().origin, range=Range(low, high, open=True))
        span = words(figure).range
        assert span.startswith("−") and " to +" in span
