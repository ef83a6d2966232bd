"""A shock's record: per cent from fractions, signs first, no claim beyond the range, and the same at every door."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_impacts import compared, made, made_shock
from technostate.report.coalition_part import coalition_record
from technostate.report.shock_figures import decimals_for, interval, is_open, output_decimals, signed
from technostate.report.shock_markdown import shock_to_markdown
from technostate.report.shock_page import shock_to_html, shock_to_svg
from technostate.report.shock_part import alone, contributions, sector_rows, shock_record, what_varies
from technostate.report.shock_text import shock_to_text
from technostate.report.shock_tidy import to_csv
from technostate.report.shock_words import open_signs, reason, sides, sides_text

from technostate.shocks.impact.coalition import CoalitionCurve
from technostate.shocks.impact.long_table import COLUMNS, tidy
from technostate.shocks.impact.record import Case


def test_figures_are_per_cent_and_losses_come_first() -> None:
    record = shock_record(alone(made()))
    rows = record["horizons"][0]["income"]
    assert [row["region"] for row in rows] == ["CHN", "ROW", "USA"]
    assert (rows[0]["low"], rows[0]["central"], rows[0]["high"]) == pytest.approx((-5.0, -2.0, -2.0))
    # 2 per cent of USD 10 trillion are 200 billion.
    assert rows[0]["amount"]["central"] == pytest.approx(-200e3)
    assert record["horizons"][0]["unit"] == "%"
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_parts_of_sectors_add_up_to_the_change_of_the_regions_output() -> None:
    impact = made()
    parts = contributions(impact).central
    change = np.nansum(impact.output.central * impact.base_output, axis=1) / impact.base_output.sum(1)
    assert parts.sum(1) == pytest.approx(change, abs=1e-15)
    (first, *_) = sector_rows(impact, {"C26": "Manufacture of computers"})
    assert (first["region"], first["sector"], first["title"]) == ("CHN", "C26", "Manufacture of computers")
    assert first["contribution"]["central"] == pytest.approx(-10.0)


def test_sectors_can_be_those_of_some_regions() -> None:
    assert {row["region"] for row in sector_rows(made(), {}, among=["USA"])} == {"USA"}


def test_regions_are_sorted_by_what_holds_in_every_case() -> None:
    item = shock_record(alone(made()))["horizons"][0]
    assert {key: codes for key, codes in sides(item).items() if codes} == {
        "lose": ["CHN"], "open": ["USA"], "hardly": ["ROW"],
    }  # fmt: skip
    assert sides_text(item) == (
        "China loses in every case; the United States loses in some cases and gains in others; "
        "the rest of the world changes by less than 0.005 % in every case."
    )


@given(st.lists(st.tuples(*[st.floats(-0.5, 0.5)] * 3), min_size=1, max_size=6))
def test_whoever_loses_in_every_case_has_no_gain_inside_the_range(rows: list[tuple[float, float, float]]) -> None:
    income = [
        {"region": f"R{at}", **dict(zip(("low", "central", "high"), sorted(row), strict=True))}
        for at, row in enumerate(rows)
    ]
    found = sides({"income": income})
    assert sum(map(len, found.values())) == len(rows)
    ends = {row["region"]: (row["low"], row["high"]) for row in income}
    assert all(ends[code][1] < 0 for code in found["lose"])  # type: ignore[operator]
    assert all(ends[code][0] > 0 for code in found["gain"])  # type: ignore[operator]
    assert all(ends[code][0] < 0 < ends[code][1] for code in found["open"])  # type: ignore[operator]


def test_a_sentence_names_some_of_many_regions_and_counts_the_others() -> None:
    def row(at: int, value: float) -> dict[str, object]:
        return {"region": f"Region {at}", "low": value, "central": value, "high": value}

    income = [row(at, -1.0) for at in range(40)] + [row(at, 0.0) for at in range(40, 81)]
    text = sides_text({"income": income})
    assert "Region 13 and 26 more regions lose in every case" in text
    assert text.endswith("the other 41 regions change by less than 0.005 % in every case.")


def test_a_sign_that_is_open_is_said_before_anything_else() -> None:
    record = shock_record(compared())
    assert next(iter(record)) == "sign_changes"
    sentence = "After a decade, the sign is not settled inside the range for the United States."
    assert sentence in open_signs(record)
    assert shock_to_text(record).startswith("In the first 5 days, the sign is not settled")
    page, text = shock_to_html(record), shock_to_markdown(record)
    assert page.index(sentence) < page.index("who loses and who gains")
    assert text.index(sentence) < text.index("| Region |")


def test_every_door_has_the_same_figures() -> None:
    comparison = compared()
    record = shock_record(comparison)
    page = "".join(ElementTree.fromstring(shock_to_html(record).split("\n", 1)[1]).itertext())
    documents = [shock_to_text(record), shock_to_markdown(record), page]
    for item in record["horizons"]:
        for row in item["income"]:
            for document in documents:
                assert signed(row["central"], 2) in document
    rows = list(csv.DictReader(io.StringIO(to_csv(comparison.impacts.values()))))
    for horizon, impact in comparison.impacts.items():
        answer = impact.as_dict()
        whole = "final_demand_delivered" if horizon == "weeks" else "real_income"
        for at, region in enumerate(answer["regions"]):
            (found,) = [
                row for row in rows
                if (row["horizon"], row["measure"], row["region"]) == (horizon, whole, region)
            ]  # fmt: skip
            for part in ("low", "central", "high"):
                assert float(found[part]) == pytest.approx(answer["real_income"][part][at], abs=1e-12)


def test_refused_horizons_and_failed_cases_are_said_at_every_door() -> None:
    record = shock_record(compared())
    for document in (shock_to_text(record), shock_to_markdown(record), shock_to_html(record)):
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
    record = shock_record(alone(made("weeks")))
    (path,) = record["horizons"][0]["course"]["paths"]
    assert path["recovery"] == {"unit": "days", "low": 4.0, "central": 4.0, "high": None}
    assert "4 (4 to beyond 5)" in shock_to_html(record)
    assert "day 3 (2 to 3): C26" in shock_to_text(record)


def test_a_rule_without_an_equilibrium_in_its_central_case_keeps_its_range() -> None:
    year = made("year")
    cases = (year.cases[0], Case("draw 1", "draw 1", "importer"))
    spread = replace(year, cases=cases).by_rent["importer"]
    assert np.isnan(spread.central).all()
    np.testing.assert_array_equal(spread.low, year.income_cases[1])
    assert interval({"low": -0.5, "central": None, "high": 0.25}) == "– (−0.50 to +0.25)"
    assert interval({"low": None, "central": None, "high": None}) == "–"


def test_who_gets_the_rent_is_shown_for_every_rule() -> None:
    record = shock_record(alone(made("year")))
    assert [rule["rent"] for rule in record["horizons"][0]["rent"]] == ["exporter", "importer"]
    page = shock_to_html(record)
    assert "Who gets the scarcity rent" in page
    for rule in record["horizons"][0]["rent"]:
        for row in rule["income"]:
            assert interval(row, 2) in page.replace("\u00a0", " ")


def test_text_of_a_users_file_stays_text() -> None:
    bad = "<script>alert(1)</script> & \"'|*"
    shock = made_shock(
        title=bad, event=bad, assumptions=bad, leaves_out=[bad],
        sources=[{"title": bad, "issuer": bad, "date": "2020", "url": "javascript:alert(1)", "checked": bad}],
    )  # fmt: skip
    record = shock_record(compared(shock))
    root = ElementTree.fromstring(shock_to_html(record).split("\n", 1)[1])
    assert not [node for node in root.iter() if node.tag in {"script", "img"} or "javascript" in node.get("href", "")]
    assert bad in "".join(root.itertext())
    assert "<script" not in shock_to_markdown(record)


def test_the_page_is_one_file_that_loads_nothing() -> None:
    page = shock_to_html(shock_record(compared()))
    assert not re.search(r"<(script|link|img|iframe)\b|\ssrc=|@import|url\((?!data:)", page)
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for figure in ElementTree.fromstring(page.split("\n", 1)[1]).iter("figure"):
        assert figure.find("details//table") is not None


def test_a_chart_alone_is_a_whole_svg_file() -> None:
    root = ElementTree.fromstring(shock_to_svg(shock_record(alone(made()))))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "China" in "".join(root.itertext())


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


def curve() -> CoalitionCurve:
    comparison = compared()
    steps = {"alone": ("USA",), "with all": ("rest",)}
    answers = {"alone": comparison, "with all": alone(made())}
    return CoalitionCurve(comparison.shock, ("USA",), ("CHN",), ("USA",), ("CHN",), steps, answers)


def test_the_coalitions_steps_are_those_of_the_curve_and_gaps_stay_gaps() -> None:
    found = coalition_record(curve())
    assert [step["name"] for step in found["steps"]] == ["alone", "with all"]
    weeks, decade = found["horizons"]
    targets = {party["role"]: party for party in decade["parties"]}["targets"]
    assert [cell["central"] for cell in targets["steps"]] == pytest.approx([-2.0, -2.0])
    # After weeks the second step was not asked: missing, not zero.
    assert weeks["parties"][0]["steps"][1] == {"low": None, "central": None, "high": None}
    assert {(row["horizon"], row["step"]) for row in found["refused"]} == {("year", "alone")}


def test_the_coalition_is_on_the_page_with_its_figures() -> None:
    record = shock_record(compared(), coalition=coalition_record(curve()))
    for document in (shock_to_text(record), shock_to_markdown(record), shock_to_html(record)):
        assert "with all" in document
        assert "−2.00 (−5.00 to −2.00)" in document


def spread(low: float, central: float, high: float) -> dict[str, float]:
    return {"low": low, "central": central, "high": high}


ends_in_per_cent = st.floats(-0.99, 0.99).map(lambda value: round(value, 4))


@given(st.tuples(ends_in_per_cent, ends_in_per_cent, ends_in_per_cent).map(sorted))
def test_an_open_sign_of_a_small_figure_is_shown(found: list[float]) -> None:
    row = spread(*found)
    if is_open(row) and min(abs(row["low"]), abs(row["high"])) >= 0.0006:
        places = decimals_for([row])
        assert signed(row["low"], places).startswith("−")
        assert signed(row["high"], places).startswith("+")


def test_figures_without_a_range_stand_alone_and_small_changes_of_output_are_not_written_as_zero() -> None:
    assert interval(spread(-2.0, -2.0, -2.0), 1) == "−2.0"
    assert [output_decimals(spread(0, size, 0)) for size in (-0.3, 0.02, 0.004)] == [1, 2, 3]


def test_a_terminal_says_that_nothing_changes_in_place_of_rows_of_zeros_and_whose_notes_they_are() -> None:
    record = shock_record(alone(made()))
    item = record["horizons"][0]
    for row in item["income"]:
        row |= spread(0.0, 1e-9, 1e-9)
    item["notes"] = ["a note"]
    shown = shock_to_text(record)
    assert "no region changes by as much as 0.0005 per cent" in shown
    assert f"note, {item['horizon']}: a note" in shown


def test_a_table_of_large_figures_gets_no_places_for_one_small_end() -> None:
    assert decimals_for([spread(-38.0, -4.9, -2.9), spread(-1.2, -0.3, 0.002)]) == 2
