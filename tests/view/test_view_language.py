"""Official language for the observatory: months, years, and imported texts, with values and at every door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from technostate.doctrine import views
from technostate.doctrine.importers import Defaults, import_folder
from technostate.doctrine.monthly.breaks import MonthlyBreak
from technostate.errors import DataError, LabelError
from technostate.evidence import Figure, Range
from technostate.evidence.own import current
from technostate.evidence.readers.evening_news import ORIGIN
from technostate.evidence.store import Store
from technostate.view.doctrine.month_words import reading as reads
from technostate.view.doctrine.months import SHOWN, months
from technostate.view.doctrine.own_texts import NoTexts, counted, differences, kwic, search
from technostate.view.doctrine.page import language
from technostate.view.doctrine.yearly import can_join, of_state, reading
from technostate.web.questions import question
from technostate.write.blocks import Chart, walk
from technostate.write.forms import Multiples

from .doors import agree

pytest.importorskip("ahocorasick_rs")


def rate(value: float, year: int = 2020, low: float | None = None, high: float | None = None) -> Figure:
    span = None if low is None or high is None else Range(low, high, over="exact 95 % interval")
    return Figure(value, "per million characters", "derived", ORIGIN, year=year, range=span)


def change(before: float, after: float, month: str, claimed: bool = True) -> MonthlyBreak:
    return MonthlyBreak("2000-01", month, rate(before), rate(after), rate(0.01), claimed)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((), "no change claimed"),
        ((change(1, 30, "2015-05", claimed=False),), "no change claimed"),
        ((change(1, 20.01, "2015-05"),), "enters in May 2015"),
        ((change(1, 20, "2015-05"),), "up in May 2015"),
        ((change(20, 1, "2018-12"),), "down in December 2018"),
        ((change(20.01, 1, "2018-12"),), "all but gone from December 2018"),
        ((change(1, 30, "2015-05"), change(30, 1, "2018-12")), "enters in May 2015, all but gone from December 2018"),
        (
            (change(1, 2, "2015-05"), change(2, 3, "2016-01"), change(3, 2, "2018-12")),
            "up in May 2015, then 2 changes, down in December 2018",
        ),
    ],
)
def test_a_title_says_only_claimed_changes_and_at_its_boundary(changes: tuple[MonthlyBreak, ...], said: str) -> None:
    assert reads(changes) == said


def test_months_have_the_counts_of_the_evening_news_and_pool_twelve_of_them() -> None:
    pytest.importorskip("ruptures")
    view = months("军民融合", "国家安全")
    fusion, security = view.data.paths
    assert (fusion.hits.value, fusion.gloss, security.hits.value) == (255, "military civil fusion", 2796)
    assert round(fusion.rates["2018-03"].value or 0, 1) == 218.9
    assert "2013-05" not in fusion.pooled and len(fusion.pooled) == len(view.data.months) - 11
    pooled = fusion.pooled["2018-08"]
    assert [round(number or 0, 1) for number in (pooled.value, pooled.low, pooled.high)] == [55.5, 46.3, 66.0]
    (chart,) = [block for block in walk(view.blocks) if isinstance(block, Chart)]
    assert isinstance(chart.form, Multiples) and chart.form.apart
    assert chart.caption == "1 of 2 formulations change beyond chance in the state evening news"
    assert "enters in May 2015, all but gone from December 2018" in view.html()
    agree(view)


def test_markers_are_chosen_by_what_they_are() -> None:
    pytest.importorskip("ruptures")
    view = months("强军")
    dates = [event.date for event in view.data.events]
    assert dates[0] == "2012-11-08" and "2022-10-16" in dates and "2020-06-30" not in dates
    assert months("强军", events="none").data.events == ()
    with pytest.raises(LabelError, match="marker"):
        months("强军", events="causes")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="perhaps twice"):
        months("强军", "强军")


def test_what_is_shown_first_is_what_the_control_says() -> None:
    assert question("language-months").parameter("terms").default == ",".join(SHOWN)


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ([rate(1, 2020, 0, 5), rate(4, 2021, 5, 9)], "too few hits to tell one year from another"),
        ([rate(1, 2020, 0, 5), rate(7, 2021, 5.01, 9)], "a hit in every year that has a text"),
        ([rate(0, 2019, 0, 1), *(rate(7, year, 5, 9) for year in (2020, 2021, 2022))],
         "a hit in every year since 2020"),
        ([rate(0, 2019, 0, 1), rate(7, 2020, 5, 9), rate(8, 2021, 5, 9)], "highest in 2021"),
        ([rate(7, 2020, 5, 9), rate(0, 2021, 0, 1)], "highest in 2020"),
    ],
)  # fmt: skip
def test_years_are_told_apart_only_where_their_ranges_are(rates: list[Figure], said: str) -> None:
    assert reading(rates) == said


def test_few_hits_stand_as_dots() -> None:
    assert can_join([9, 10, 11]) and not can_join([9, 9.9, 11]) and not can_join([])


def test_a_wording_year_by_year_is_what_the_trend_counts() -> None:
    found = of_state("CHN", views.shipped("gwr"), "national_security", 2000)
    assert (found.term, found.gloss, found.unit) == ("国家安全", "national security", "hits per 10,000 Han characters")
    by_year = {count.year: count.value for count in found.hits}
    trend = counted("国家安全").data
    assert {row.year: row.count for row in trend.rows if (row.year or 0) >= 2000} == by_year


def test_one_page_has_both_states_and_never_both_rates_on_one_axis() -> None:
    pytest.importorskip("ruptures")
    view = language("CHN", "USA")
    units = {item.region: item.unit for item in view.data.yearly}
    assert units == {"CHN": "hits per 10,000 Han characters", "USA": "hits per 10,000 words"}
    assert view.data.monthly is not None and len(view.data.missing) == 1 and "the United States" in view.data.missing[0]
    for block in walk(view.blocks):
        if isinstance(block, Chart):
            rates = {figure.origin.title for figure in block.form.figures if figure.unit.startswith("per ")}
            assert len(rates) <= 1, f"{block.caption}: rates of two languages on one axis"
    agree(view)


def test_states_without_texts_are_said() -> None:
    view = language("JPN", "DEU")
    assert view.data.monthly is None and view.data.yearly == () and len(view.data.missing) == 2
    assert "Japan" in view.text(100)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "2015.txt").write_text(
        '维护国家安全。\n\n<script>alert(1)</script> 国家安全 "><img src=x onerror=alert(2)>'
    )
    (folder / "2018.txt").write_text("\n\n".join(f"第{at}段 国家安全" for at in range(120)))
    with Store(tmp_path / "s.sqlite") as store:
        import_folder(store, folder, "mine", defaults=Defaults(issuer="<b>issuer</b>", type="report", language="zh"))
    current.use(tmp_path / "s.sqlite")
    yield tmp_path / "s.sqlite"
    current.use(None)


def test_imported_texts_answer_in_words(own: Path) -> None:
    found = search("国家安全", start=20)
    assert (found.data.total, found.data.start, len(found.data.hits)) == (122, 20, 20)
    lines = kwic("国家安全")
    assert len(lines.data.rows) == 122 and "1 to 100 are shown" in lines.text(200)
    assert "101 to 122 are shown" in kwic("国家安全", start=100).text(200)
    trend = counted(("国家安全",), "mine")
    assert sum(row.count for row in trend.data.rows) == 122
    with pytest.raises(LabelError, match="imported collection"):
        kwic("国家安全", "other")
    with pytest.raises(LabelError, match="collection"):
        counted(("国家安全",), "other")
    assert isinstance(search("").data, NoTexts) and search("").data.imported == ("mine",)


def test_without_texts_the_way_to_import_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TECHNOSTATE_STORE", str(tmp_path / "none.sqlite"))
    for view in (search("国家安全"), kwic("国家安全")):
        assert view.data == NoTexts("", ()) and "technostate doctrine import FOLDER" in view.text(200)
        assert "<code>technostate doctrine import" in view.html()


def test_two_latest_documents_are_compared_where_none_is_named() -> None:
    view = differences()
    assert (view.data.first, view.data.second) == ("gwr-2024", "gwr-2025")
    assert differences("2003-2012", "2013-2025").data.tests == 185
