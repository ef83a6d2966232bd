"""What states say: the same counts, rates and ranges at every door, on the counts that ship."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from technostate.doctrine.views import CountedCollection, shipped
from technostate.view.doctrine.breaks import change_points
from technostate.view.doctrine.contrast import contrast
from technostate.view.doctrine.cooccurrence import cooccurrence
from technostate.view.doctrine.lexicon import lexicon
from technostate.view.doctrine.monthly import trend as by_month
from technostate.view.doctrine.order import order
from technostate.view.doctrine.profile import profile
from technostate.view.doctrine.section import sayings
from technostate.view.doctrine.states import states
from technostate.view.doctrine.trend import trend
from technostate.view.doctrine.uses import uses
from technostate.write import View
from technostate.write.forms import Lines

from .doors import agree


@pytest.fixture(scope="module")
def reports() -> CountedCollection:
    return shipped("gwr")


QUESTIONS: dict[str, Callable[[CountedCollection], View[Any]]] = {
    "trend": lambda texts: trend(texts, ["军民融合"]),
    "trend of three": lambda texts: trend(texts, ["安全", "发展", "国家安全"]),
    "trend in English, several messages a year": lambda _: trend(shipped("sotu"), ["export controls", "security"]),
    "trend of one sense": lambda _: trend(shipped("gwr", sense="strategic"), ["安全"]),
    "uses": lambda texts: uses(texts, ["军民融合", "强军", "深海"]),
    "uses in English": lambda _: uses(shipped("nss"), ["containment"]),
    "contrast of periods": lambda texts: contrast(texts, "2008-2012", "2018-2022"),
    "contrast of documents": lambda texts: contrast(texts, "gwr-2023", "gwr-2024"),
    "contrast in English": lambda _: contrast(shipped("nss"), "1990", "2010"),
    "cooccurrence": lambda texts: cooccurrence(texts, "国家安全"),
    "cooccurrence of two": lambda texts: cooccurrence(texts, "发展", "安全", period="2014-2024"),
    "cooccurrence of nothing": lambda texts: cooccurrence(texts, "军民融合", period="1955"),
    "order of strategies": lambda texts: order(texts),
    "order of terms": lambda texts: order(texts, ["创新", "军民融合", "military"]),
    "profile": lambda texts: profile(texts, "domain", ("2003-2012", "2013-2025")),
    "profile by document": lambda texts: profile(texts, "strategy"),
    "states": lambda texts: states(texts, shipped("sotu"), "science_technology"),
    "states, one formulation": lambda texts: states(texts, shipped("nss"), "国家安全"),
    "lexicon": lambda _: lexicon(),
    "lexicon of a domain": lambda _: lexicon(domain="space"),
    "formulations in full": lambda _: lexicon(["强军", "containment"]),
}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_every_door_says_the_same(asked: str, reports: CountedCollection) -> None:
    view = QUESTIONS[asked](reports)
    shown = agree(view)
    assert shown > 0 or asked in {"cooccurrence of nothing", "lexicon", "lexicon of a domain"}
    assert view.command.startswith("technostate doctrine ")


@pytest.mark.parametrize(("method", "years"), [("pelt", [1994, 2004]), ("binary", [2001])])
def test_change_points_agree(reports: CountedCollection, method: Any, years: list[int]) -> None:
    pytest.importorskip("ruptures")
    view = change_points(reports, "安全", method=method)
    agree(view)
    (chart,) = view.charts
    assert isinstance(chart.form, Lines)
    assert [event.at for event in chart.form.events if event.words == "claimed"] == years


def test_the_trend_of_2024_has_29_hits_of_18_79_with_garwoods_interval(reports: CountedCollection) -> None:
    """Oracle GWR-安全-2024: 29 hits in 15,432 characters."""
    (row,) = [row for row in trend(reports, ["安全"]).data.rows if row.year == 2024]
    assert row.rate is not None and row.rate.unit == "per 10,000" and row.rate.kind == "derived"
    assert (row.hits.value, row.size.value, row.rate.origin) == (29, 15_432, reports.origin)
    assert (row.rate.value, row.rate.low, row.rate.high) == pytest.approx((18.79, 12.59, 26.99), abs=0.005)


def test_json_of_one_term_has_the_fields_that_were_promised(reports: CountedCollection) -> None:
    said = json.loads(trend(reports, ["军民融合"]).json())
    assert {"term", "collection", "unit", "rows", "origin", "origins"} <= said.keys()
    assert (said["term"], said["collection"], said["origin"], len(said["origins"])) == ("军民融合", "gwr", 1, 1)
    assert {"document", "year", "count", "characters", "per_10000"} <= said["rows"][0].keys()
    assert sum(row["count"] for row in said["rows"]) == 9


def test_a_row_that_prints_a_term_counts_that_term(reports: CountedCollection) -> None:
    """A formulation of one term is printed as it; one of several as a concept, with all that is counted as it."""
    items = {item.id: item for item in reports.formulations}
    table = {row.formulation: row for row in contrast(reports, "2008-2012", "2018-2022").data.rows}
    text = contrast(reports, "2008-2012", "2018-2022").text(400)
    for name in table:
        terms = items[name].zh
        said = f"{name.replace('_', ' ')}: {', '.join(terms)}" if len(terms) > 1 else terms[0]
        assert said in text


def test_a_strategy_and_a_formulation_of_its_name_are_told_apart(reports: CountedCollection) -> None:
    """Innovation is a strategy of many formulations, 创新 one of them."""
    strategy, formulation = order(reports, ["innovation"]), order(reports, ["创新"])
    assert len(strategy.data.topics["innovation"]) > 10
    assert formulation.data.topics["innovation"] == ("innovation",)
    assert "创新 (innovation)" in formulation.text() and "创新 (innovation)" not in strategy.text()


def test_years_with_several_messages_are_drawn_together() -> None:
    view = trend(shipped("sotu"), ["security"])
    several = {item.year: item for item in view.data.together}
    assert several and all(item.documents > 1 for item in several.values())
    (chart,) = view.charts
    assert isinstance(chart.form, Lines)
    for year, item in several.items():
        own = [row for row in view.data.rows if row.year == year]
        assert item.hits.value == sum(row.count for row in own)
        assert chart.form.series[0].points[year] == item.rate


def test_more_lines_than_can_be_told_apart_are_not_drawn(reports: CountedCollection) -> None:
    names = [item.id for item in reports.formulations if item.zh][:7]
    assert trend(reports, names[:6]).charts and not trend(reports, names).charts


def test_the_hits_of_a_formulation_in_the_lexicon_are_those_of_the_trend(reports: CountedCollection) -> None:
    (entry,) = lexicon(["强军"]).data.formulations
    assert entry.hits["gwr"].value == 41
    assert list(entry.hits) == ["gwr", "congress", "sotu", "nss", "laws", "speeches", "readouts", "budget"]


@pytest.mark.parametrize(("state", "against"), [("CHN", "USA"), ("USA", "JPN"), ("JPN", "IND")])
def test_what_two_states_say_agrees(state: str, against: str) -> None:
    view = sayings(state, against)
    assert (agree(view) > 100) == bool(view.data.collections)
    assert len(view.data.missing) == 2 - len(view.data.collections)


def test_a_long_collection_says_first_how_often_and_where_and_lists_documents_with_a_hit() -> None:
    laws = shipped("laws")
    view = trend(laws, ["总体国家安全观"])
    page = view.text()
    used = [row for row in view.data.rows if row.count]
    head = " ".join(page.split("Document")[0].split())
    assert f"{sum(row.count for row in used)} hits in {len(used)} of 1,104 documents" in head
    assert used[0].document in head and "law-1952-08-11-0001" not in page
    assert f"{1104 - len(used):,} documents without a hit" in page
    assert len(view.data.rows) == 1104


def test_the_month_page_warns_before_its_months() -> None:
    page = by_month(["军民融合"]).text()
    assert page.index("Before about 2016") < page.index("2012-07")
