"""What is said of a made-up shock: medians, signs first, no claim beyond the cases, gaps that stay gaps."""

from __future__ import annotations

import csv
import io
import json
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
from made_impacts import BAN, CENTRAL, compared, made, made_shock

from technostate.evidence import Figure, Range
from technostate.shocks.impact.coalition import CoalitionCurve
from technostate.shocks.impact.long_table import tidy
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.impact.sign import HARDLY, side
from technostate.shocks.impact.spread import Spread
from technostate.view.shock import blocks
from technostate.view.shock.coalition import coalition_data
from technostate.view.shock.data import answer, contributions, horizon_data
from technostate.view.shock.described import described
from technostate.view.shock.parties import MOST, that_matter
from technostate.view.shock.record import Answer
from technostate.view.shock.rows import rows
from technostate.view.shock.words import counted, of_cases, parameter, reason
from technostate.view.shock.years import ended, path_blocks
from technostate.write import Table, View
from technostate.write.blocks import Chart, Items, Prose, walk
from technostate.write.cells import words
from technostate.write.charts.marks import Dot, Rule
from technostate.write.charts.rows import Drawn, row_chart
from technostate.write.forms import Ranges

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "view"))
from doors import agree


def alone(*impacts: Impact) -> Comparison:
    return Comparison(impacts[0].shock, {found.horizon: found for found in impacts}, {})


def view_of(comparison: Comparison, **options: Any) -> View[Answer]:
    data = answer(comparison, {}, parties=("USA", "CHN"), **options)
    return View("A trial", data, blocks.answer_blocks(data), tuple(rows(comparison, data)))


def doors(view: View[Any]) -> tuple[str, str, str]:
    page = re.sub(r"<[^>]+>", "", view.html()).replace("\u00a0", " ")
    return view.text(100_000).replace("\u00a0", " "), view.markdown().replace("\\", "").replace("\u00a0", " "), page


def central_only(impact: Impact) -> Impact:
    """The same where nothing was drawn: the central case is all there is."""

    def one(spread: Spread | None) -> Spread | None:
        return None if spread is None else Spread.over(spread.central[None], spread.central, spread.unit)

    names = ("real_income", "output", "prices", "trade", "gdp", "consumer_prices", "employment")
    spreads: dict[str, Any] = {name: one(getattr(impact, name)) for name in names}
    return replace(impact, **spreads, cases=("central",), income_cases=impact.real_income.central[None], parameters=(),
                   values=np.empty((1, 0)), failed=())  # fmt: skip


@pytest.mark.parametrize("horizon", ["weeks", "year", "path", "decade"])
def test_the_json_has_the_same_list_of_fractions_at_every_horizon(horizon: str) -> None:
    said = json.loads(view_of(alone(made(horizon))).json())["horizons"][horizon]["regions"]
    keys = ["region", "median", "p10", "p90", "central", "loss_share", "gdp", "prices", "employment"]
    assert [{key: row[key] for key in keys}["region"] for row in said] == ["CHN", "ROW", "USA"]
    china = said[0]
    assert [china[key] for key in keys[1:6]] == pytest.approx([-0.03, -0.046, -0.022, -0.025, 1.0])
    assert china["gdp"] == pytest.approx(-0.015)
    beyond = (None, None) if horizon == "weeks" else (pytest.approx(0.03), pytest.approx(-0.015))
    assert (china["prices"], china["employment"]) == beyond
    assert said[2]["loss_share"] == pytest.approx(1 / 3)


def test_figures_are_per_cent_with_their_range_and_money_is_the_regions_own() -> None:
    (first, *_) = horizon_data(made(), {}).regions
    change, amount = first.figures.change, first.figures.amount
    assert (change.unit, amount.unit) == ("% change", "musd change")
    assert (change.low, change.value, change.high) == pytest.approx((-4.6, -3.0, -2.2))
    # 3 per cent of USD 10 trillion are 300 billion.
    assert (amount.low, amount.value, amount.high) == pytest.approx((-460e3, -300e3, -220e3))


def test_parts_of_sectors_are_their_outputs_times_their_share() -> None:
    impact = made()
    parts = contributions(impact)
    change = np.nansum(impact.output.central * impact.base_output, axis=1) / impact.base_output.sum(1)
    assert parts.central.sum(1) == pytest.approx(change, abs=1e-15)
    (first, *_) = horizon_data(impact, {"C26": "Manufacture of computers"}).sectors
    assert (first.region, first.sector, first.title) == ("CHN", "C26", "Computers")
    # The median of -20, -40 and -30 per cent, of half of China's output; so with the ends.
    found = first.part.low, first.part.value, first.part.high
    assert found == pytest.approx((-19.0, -15.0, -11.0))
    assert {row.region for row in horizon_data(impact, {}, pair=["USA"]).sectors} == {"USA"}


def test_regions_are_sorted_by_what_holds_in_nearly_all_cases() -> None:
    item = horizon_data(made(), {})
    assert (item.on("lose"), item.on("open"), item.on("hardly")) == (("CHN",), ("USA",), ("ROW",))
    assert blocks.sides(item) == (
        "Whether there is a loss is not settled for the United States; China loses in at least 90 of 100 cases; "
        "the rest of the world changes by less than 0.005 % in at least 80 of 100 cases."
    )


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=40))
def test_what_is_said_of_a_side_is_true_of_its_cases(cases: list[float]) -> None:
    """Each sentence of `blocks` names a share of cases; the cases must have it."""
    change = Spread.over(np.array(cases), np.array(0.0)).at()
    lose, gain = ([case * sign >= HARDLY for case in cases] for sign in (-1, 1))
    share = {"lose": sum(lose), "gain": sum(gain), "no_loss": len(cases) - sum(lose),
             "hardly": len(cases) - sum(lose) - sum(gain)}  # fmt: skip
    found = side(change.loss, change.gain)
    if found == "open":
        assert 0.1 < sum(lose) / len(cases) < 0.9
    else:
        assert share[found] / len(cases) >= (0.8 if found == "hardly" else 0.9) - 1e-12


def test_an_open_sign_is_said_before_anything_else_with_its_cases() -> None:
    view = view_of(compared())
    head = "Not settled: between 10 and 90 of 100 cases lose"
    sentence = "After a decade: the United States (a loss in 1, a gain in 2 of 3 cases)."
    for document in doors(view):
        assert document.index(head) < document.index(sentence) < document.index("loses in at least 90")
    assert next(iter(vars(view.data))) == "unsettled"


def test_regions_that_lose_or_hardly_change_are_named_together() -> None:
    """Twelve regions with a loss in six of eight cases and a gain in none made a wall of counts."""
    data = answer(alone(made("decade")), {})
    item = data.horizons["decade"]
    rows = tuple(replace(row, loss_share=2 / 3, gain_share=0.0) if row.region == "USA" else row for row in item.regions)
    quiet = replace(data, horizons={"decade": replace(item, regions=rows)}, unsettled={"decade": ("USA",)})
    assert blocks.unsettled(quiet) == [
        f"After a decade: a loss in some of {item.cases} cases and a gain in none: the United States in 2."
    ]


def test_what_the_model_cannot_see_stands_before_open_signs() -> None:
    data = answer(alone(made("year"), made("decade")), {})
    blind = replace(data, shock=replace(data.shock, blind_spot="Chips are no product here."))
    first, second, *_ = blocks.answer_blocks(blind)
    assert isinstance(first, Items) and first.warn and isinstance(second, Items)
    assert first.items == ("Chips are no product here.",)
    assert second.title == blocks.UNSETTLED
    # The weeks stand on the same table: what it does not show they do not see either.
    weeks = answer(alone(made("weeks")), {})
    assert blocks.first(replace(weeks, shock=blind.shock))[0] == first


def test_of_regions_that_never_gain_it_is_said_once() -> None:
    data = answer(alone(made("year")), {})
    item = data.horizons["year"]
    rows = tuple(replace(row, loss_share=1 / 3, gain_share=0.0) for row in item.regions)
    never = replace(data, horizons={"year": replace(item, regions=rows)}, unsettled={"year": ("CHN", "USA")})
    assert blocks.unsettled(never) == [
        "After a year: a loss in some of 3 cases and a gain in none: China in 1 and the United States in 1."
    ]
    either = tuple(new if new.region == "CHN" else old for old, new in zip(item.regions, rows, strict=True))
    mixed = replace(never, unsettled={"year": ("USA", "CHN")}, horizons={"year": replace(item, regions=either)})
    assert blocks.unsettled(mixed) == [
        "After a year: the United States (a loss in 1, a gain in 2 of 3 cases); "
        "a loss in some of 3 cases and a gain in none: China in 1."
    ]


def test_an_equilibrium_in_which_nothing_changes_has_no_table_of_zeros() -> None:
    zero = Spread.over(np.zeros((3, 3)), np.zeros(3))
    shock = made_shock(measures=[{**BAN, "ends": "2027-12-31"}])
    ended_by_then = replace(made("decade", shock), real_income=zero, gdp=zero, consumer_prices=zero, employment=zero)
    data = answer(alone(ended_by_then), {})
    said, failed = blocks.horizon_blocks(data.horizons["decade"], data.shock)
    assert isinstance(said, Prose) and isinstance(failed, Items)
    assert said.text == (
        "All measures have ended by then; --lasting asks what they would do if they lasted. "
        "Nothing changes in any region."
    )
    # Where prices alone move there are tables.
    moved = answer(alone(replace(ended_by_then, consumer_prices=made().consumer_prices)), {})
    assert len(blocks.horizon_blocks(moved.horizons["decade"], data.shock)) > 2


def test_of_years_after_the_last_change_the_first_and_the_last_stand_in_the_table() -> None:
    item = horizon_data(made("path"), {})
    zero = replace(item.path["CHN"][0], value=0.0, range=None)
    years = tuple(range(1, 11))
    over = {"CHN": (item.path["CHN"][0], *[zero] * 9)}
    (*_, table) = path_blocks(replace(item, years=years, path=over), described(made_shock()))
    assert isinstance(table, Table) and [row[0] for row in table.body] == ["1", "2", "10"]
    lasting = {"CHN": item.path["CHN"][:1] * 10}
    (*_, table) = path_blocks(replace(item, years=years, path=lasting), described(made_shock()))
    assert isinstance(table, Table) and [row[0] for row in table.body] == ["1", "2", "3", "5", "7", "10"]


def test_a_product_stands_once_among_those_that_run_short() -> None:
    rows = horizon_data(made("weeks"), {}).shortages
    assert [(row.sector, row.region, row.day.value) for row in rows] == [("C26", "CHN", 3.0)]
    course = made("weeks").course
    first = course.first_shortage.median.copy()
    first[0, 0], first[2, 1] = 3.0, 2.0
    both = replace(made("weeks"), course=replace(course, first_shortage=Spread.over(first[None], first, "days")))
    found = [(row.sector, row.region) for row in horizon_data(both, {}).shortages]
    # The United States runs short on China's day, but its output does not fall.
    assert found == [("SVC", "ROW"), ("C26", "CHN")]


def test_no_upright_marks_a_median_whose_sign_is_open() -> None:
    found = blocks.income(horizon_data(made(), {}))
    assert isinstance(found.form, Ranges)
    drawn = [row for row in row_chart(found.form).rows if isinstance(row, Drawn)]
    looks = [{mark.look for mark in row.panel.marks if isinstance(mark, Rule | Dot)} for row in drawn]
    assert looks == [{"rng", "mid"}, {"rng", "mid"}, {"dash", "open"}]
    # GDP, prices and employment have their ranges, which say where they have both signs.
    text = view_of(alone(made())).text(400)
    assert re.search(r"^  United States +\+0\.05 \(−0\.07 to \+0\.13\) ", text, re.M)
    assert re.search(r"^  China +−1\.50 \(−2\.30 to −1\.10\) +\+3\.00 \(", text, re.M)


@pytest.mark.parametrize("horizon", ["weeks", "year", "path", "decade"])
def test_every_door_has_the_same_figures(horizon: str) -> None:
    assert agree(view_of(alone(made(horizon)))) > 8
    assert agree(view_of(alone(central_only(made(horizon))))) > 5


def test_the_lowest_and_the_highest_case_are_in_files_and_never_on_the_screen() -> None:
    view = view_of(alone(made()))
    table = list(csv.DictReader(io.StringIO(view.csv())))
    (row,) = [row for row in table if (row["measure"], row["region"]) == ("real_income", "CHN")]
    got = [float(row[key]) for key in ("value", "median", "p10", "p90", "low", "high", "central")]
    assert got == pytest.approx([-3.0, -3.0, -4.6, -2.2, -5.0, -2.0, -2.5])
    assert (float(row["loss_share"]), float(row["gain_share"]), row["sign_open"]) == (1.0, 0.0, "false")
    for document in doors(view):
        # The highest case of China, −2, lies above its p90.
        assert "−4.60 to −2.20" in document and "−2.00" not in document
    kept = json.loads(view.json())["horizons"]["decade"]["tables"]["real_income"]
    assert (kept["low"][1], kept["high"][1]) == (-5.0, -2.0)


def test_the_rows_have_one_row_a_figure_and_what_is_not_the_range_has_another_name() -> None:
    found = made("weeks")
    view = view_of(alone(found))
    n, j, days = 3, 2, 5
    # Base of ROW's electronics is zero: its output is not known and has no row.
    assert len(tidy([found])) == n + n + n * j + n * n + n * j + n + n * days
    frame = view.frame()
    named = [(row["measure"], row["region"]) for row in frame.iter_rows(named=True)]
    assert named.count(("final_demand_delivered", "CHN")) == 1
    year = view_of(alone(made("year"))).frame()
    assumed = year.filter(year["measure"] == "change under one assumption")
    assert set(assumed["assumption"]) == {"central case", "no substitutes", "low long-run elasticity"}
    (low,) = assumed.filter((assumed["assumption"] == "low long-run elasticity") & (assumed["region"] == "CHN")).rows(
        named=True
    )
    assert (low["low"], low["value"], low["high"]) == (-10.0, -7.5, -5.0)


def test_refused_horizons_and_failed_cases_are_said_at_every_door() -> None:
    for document in doors(view_of(compared())):
        assert "trial cannot be asked about" in document
        assert "1 case has no answer and no part in the ranges: draw 4: no equilibrium" in document


def test_days_beyond_those_simulated_are_said_so() -> None:
    weeks = made("weeks")
    assert weeks.course is not None
    never = Spread.over(np.array([[4.0, 9.0, np.inf]] * 3).T, np.array([4.0] * 3), "days")
    (course,) = horizon_data(replace(weeks, course=replace(weeks.course, recovery=never)), {}).courses
    assert course.recovery is not None
    assert (course.recovery.low, course.recovery.value) == (4.0, 9.0)
    half = Figure(None, "days", "modelled", weeks.origin, range=Range(4.0, float("inf")))
    assert words(half).line() == "– (4 to beyond)"


def test_other_assumptions_stand_beside_the_central_case_and_one_without_answer_says_why() -> None:
    view = view_of(alone(made("year")))
    item = view.data.horizons["year"]
    assert item.central["CHN"].value == pytest.approx(CENTRAL[1])
    assert [row.changes.get("CHN") and row.changes["CHN"].value for row in item.scenarios] == [-5.0, -7.5, None]
    text = view.text(200)
    assert text.index("central case") < text.index("no substitutes: nothing outside the model")
    assert "−7.50 (−10.00 to −5.00)" in text
    assert re.search(r"used up: .*no equilibrium.* no answer", text)


def test_what_moves_a_region_is_said_by_name_and_direction_and_not_where_it_hardly_moves() -> None:
    year = made("year")
    # The rest of the world moves in step with the first parameter, by less than what counts.
    cases = np.column_stack([year.income_cases[:, :2], 1e-4 * year.values[:, 0]])
    small = replace(year, income_cases=cases, real_income=Spread.over(cases, year.real_income.central))
    assert small.drivers("ROW") and small.drivers("CHN")
    item = horizon_data(small, {}, ("USA", "CHN", "ROW"))
    assert set(item.matter) == {"CHN", "USA", "ROW"} and set(item.movers) == {"CHN"}
    text = view_of(alone(made("year"))).text(400)
    assert "- China: elasticity across origins, more of it: less loss (+1.00)" in text
    assert parameter("chips, leak") == "share still delivered (chips)"


def test_what_chance_alone_gives_moves_nothing() -> None:
    """Of three cases and eighty parameters some agree in rank with any change."""
    year = made("year")
    many = np.column_stack([year.values, np.random.default_rng(1).random((3, 78))])
    crowded = replace(year, parameters=(*year.parameters, *(f"p{at}" for at in range(78))), values=many)
    assert crowded.drivers("CHN")[0].correlation == pytest.approx(1.0)
    assert horizon_data(year, {}).movers and not horizon_data(crowded, {}).movers


def test_the_regions_that_matter_are_parties_first_then_the_largest_changes() -> None:
    impact = made()
    assert that_matter(impact, ["ROW"]) == ("ROW", "CHN", "USA")
    assert that_matter(impact, ["USA", "CHN"]) == ("CHN", "USA")
    assert that_matter(impact, [], first=["USA"]) == ("USA", "CHN")
    assert len(that_matter(impact, impact.regions)) <= MOST


def test_one_case_is_not_called_a_median_nor_given_a_share() -> None:
    view = view_of(alone(central_only(made("year"))))
    item = view.data.horizons["year"]
    assert item.regions[0].figures.loss is None and item.over == ""
    assert blocks.sides(item).startswith("In the central case alone: China loses; the United States gains")
    for document in doors(view):
        assert "median" not in document and "100 cases" not in document


def test_few_cases_are_not_none_and_nearly_all_are_not_all() -> None:
    assert [of_cases(share, 1024) for share in (0.0, 0.001, 0.63, 0.999, 1.0)] == [
        "0", "fewer than 1", "63", "more than 99", "100",
    ]  # fmt: skip
    # Of eight cases none is a hundredth.
    assert (of_cases(0.875, 8), counted(8)) == ("7", 8)


def test_the_path_has_a_chart_of_all_years_and_a_table_of_some() -> None:
    view = view_of(alone(made("path")))
    item = view.data.horizons["path"]
    assert item.years == (1, 2, 3) and item.after == "over years 1 to 3"
    assert [figure.value for figure in item.path["CHN"]] == pytest.approx([-3.0, -1.5, -0.75])
    charts = [block for block in walk(view.blocks) if isinstance(block, Chart)]
    assert charts[0].told and charts[0].caption == "Real income year by year, years 1 to 3"
    assert re.search(r"^  2 .*−1\.50 \(−2\.30 to −1\.10\)", view.text(), re.M)
    assert json.loads(view.json())["horizons"]["path"]["years"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ([], ""),
        (["2027-12-31"], "All measures end in year 1. From then on none is in force and nothing changes: "),
        (["2028-01-01"], "All measures end in year 1."),
        (["2028-06-30"], "All measures end in year 2."),
        (["2027-12-31", None], "Not all measures last: first in year 1 ends; the others stay in force."),
        (["2027-12-31", "2029-12-31"], "All measures end between years 1 and 3."),
        (["2050-01-01"], ""),
    ],
)
def test_the_path_says_when_measures_end(ends: list[str | None], says: str) -> None:
    names = ("first", "second")
    sectors = ("electronics", "machinery")
    measures = [
        {**BAN, "name": name, "sectors": [goods], "ends": end}
        for name, goods, end in zip(names, sectors, ends or [None], strict=False)
    ]
    said = ended(described(made_shock(measures=measures)), 10)
    assert said.startswith(says) and bool(said) == bool(says)


def test_a_decade_after_measures_that_end_says_so_and_how_to_ask_otherwise() -> None:
    shock = made_shock(measures=[{**BAN, "ends": "2027-12-31"}])
    text = " ".join(view_of(alone(made("decade", shock))).text().split())
    assert "All measures have ended by then; --lasting asks what they would do if they lasted." in text
    assert "ended by then" not in view_of(alone(made("year", shock))).text()
    assert "ended by then" not in view_of(alone(made("decade"))).text()


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


def test_why_a_horizon_is_refused_is_one_sentence() -> None:
    assert reason("x cannot be asked:\n  - a (trade_cost): prices rest\n  - b (trade_cost): prices rest") == (
        "trade cost: prices rest"
    )
    assert reason("no equilibrium") == "no equilibrium"


def test_the_coalitions_steps_are_those_of_the_curve_and_gaps_stay_gaps() -> None:
    comparison = compared()
    steps = {"alone": ("USA",), "with all": ("rest",)}
    answers = {"alone": comparison, "with all": alone(made())}
    curve = CoalitionCurve(comparison.shock, ("USA",), ("CHN",), ("USA",), ("CHN",), steps, answers)
    found = coalition_data(curve)
    assert [step.name for step in found.steps] == ["alone", "with all"]
    weeks, decade = found.horizons
    parties = {party.role: party for party in decade.parties}
    targets = parties["targets"]
    assert [step.value for step in targets.steps if step is not None] == pytest.approx([-3.0, -3.0])
    # USA alone acts: it loses in one of three cases.
    assert all(step is not None and step.open for step in parties["actors"].steps)
    assert parties["actors"].losses[0] is not None and parties["actors"].losses[0].value == pytest.approx(100 / 3)
    # After weeks the second step was not asked: missing, not zero.
    assert weeks.parties[0].steps[1] is None
    assert len(found.refused) == 1 and found.refused[0].startswith("Year, alone")
    data = answer(comparison, {}, coalition=found)
    made_of = View("A trial", data, blocks.answer_blocks(data), tuple(rows(comparison, data, curve)))
    assert agree(made_of) > 10
    (row,) = [row for row in made_of.rows if row["measure"] == "coalition, actors" and row["step"] == "with all"]
    assert (row["low"], row["high"]) == (-0.2, 0.3) and row["loss_share"] == pytest.approx(1 / 3)
