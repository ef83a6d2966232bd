"""The evening news by the month: the published checks hold, rates are recountable, and commands say what they mean."""

from __future__ import annotations

import csv
import json
import lzma
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from technostate.cli.app import run
from technostate.doctrine.monthly import breaks, classify, events, recipes, stored
from technostate.doctrine.monthly.beside import beside, spearman
from technostate.doctrine.monthly.events import Dated, event_study
from technostate.doctrine.monthly.labels import agreement, error, labels
from technostate.doctrine.monthly.names import counted_names
from technostate.doctrine.monthly.trend import trend
from technostate.errors import DataError, LabelError
from technostate.evidence.readers import evening_news
from technostate.evidence.readers.evening_news import Item

PUBLISHED = "monthly_term_counts.csv"


def by_year(term: str, items: stored.Items = "all") -> dict[int, float]:
    return {year: 1e6 * hits / size for year, (hits, size, _) in stored.series(term, items).by_year().items() if size}


def first_use(term: str) -> str:
    found = stored.series(term)
    return found.months[int(np.flatnonzero(found.count)[0])]


def test_fusion_rises_to_2018_and_is_gone_in_2020() -> None:
    rates = by_year("军民融合")
    assert [round(rates[year], 1) for year in (2015, 2018, 2019, 2020, 2021)] == [6.7, 50.2, 3.3, 0.0, 0.0]


def test_terms_begin_when_they_were_coined() -> None:
    assert first_use("总体国家安全观") == "2014-04"
    assert first_use("双循环") == "2020-05"


def test_supply_chains_are_hardly_named_before_2020() -> None:
    rates = by_year("产业链供应链")
    assert max(rates[year] for year in range(2013, 2020)) < 2
    assert round(rates[2020]) == 42


def test_every_month_and_day_of_the_source_is_counted() -> None:
    found = stored.series("安全")
    assert len(found.months) == 170
    assert int(found.days.sum()) == 5153
    assert 31e6 < found.characters.sum() < 33e6


def test_items_of_three_kinds_add_up_to_all() -> None:
    for term in ("制裁", "安全", "export_controls"):
        parts = [stored.series(term, items) for items in classify.ABOUT]
        whole = stored.series(term)
        for column in ("count", "characters", "clips"):
            assert np.array_equal(sum(getattr(part, column) for part in parts), getattr(whole, column))


def test_foreign_reporting_holds_most_sanctions_and_hardly_any_five_year_plan() -> None:
    rates = {items: stored.series("制裁", items) for items in ("domestic", "foreign")}
    per = {items: found.count.sum() / found.characters.sum() for items, found in rates.items()}
    assert per["foreign"] > 10 * per["domestic"]
    assert stored.series("军民融合", "foreign").count.sum() <= 2


def test_published_counts_are_ours_to_the_hit(shared: Path) -> None:
    with (shared / "data" / evening_news.FOLDER / PUBLISHED).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {name: np.array([int(row[name]) for row in rows]) for name in rows[0] if name != "month"}
    assert tuple(row["month"] for row in rows) == stored.months()
    found = stored.series("安全")
    assert np.array_equal(found.clips, columns.pop("items"))
    assert np.array_equal(found.days, columns.pop("days"))
    assert np.abs(found.characters - columns.pop("han_chars")).max() <= 2
    differ = {name: values - stored.series(name).count for name, values in columns.items()}
    differ = {name: gap for name, gap in differ.items() if gap.any()}
    blocked = {name for name in differ if any(item.blocked_left for item in counted_names() if item.zh == (name,))}
    assert {"强军", "关税", "制裁"} <= blocked
    # Blockers and whole Latin words take hits away; full-width and compatibility forms bring single ones.
    assert all(gap.min() >= 0 for name, gap in differ.items() if name in blocked | {"5G"})
    assert all(np.abs(gap).sum() <= 1 for name, gap in differ.items() if name not in blocked | {"5G"})


def test_counts_are_rebuilt_from_the_items(shared: Path) -> None:
    month = "2018-03"
    items = [item for item in evening_news.read_folder(shared / "data") if item.month == month]
    counts, months = recipes.tables(items, counted_names())
    assert dict(counts.filter(name="军民融合").select("about", "count").iter_rows()) == {
        items: int(found.count[found.months.index(month)])
        for items in classify.ABOUT
        if (found := stored.series("军民融合", items)).count[found.months.index(month)]
    }
    assert months["items"].sum() == 510


def test_labels_are_what_the_rules_and_the_raw_set_say(shared: Path) -> None:
    wanted = {(item.date, item.item): item for item in labels()}
    found = {
        key: item
        for item in evening_news.read_folder(shared / "data")
        if (key := (item.date, item.number)) in wanted and not item.whole
    }
    assert found.keys() == wanted.keys()
    assert all(classify.about(item.title, item.text) == wanted[key].told for key, item in found.items())


def test_twenty_items_of_every_year_were_coded_twice() -> None:
    assert set(Counter(item.date[:4] for item in labels()).values()) == {20}
    assert Counter(item.half for item in labels()) == {"tune": 150, "score": 150}
    assert len({(item.date, item.item) for item in labels()}) == 300
    assert sum(item.first != item.second for item in labels()) == 2
    assert all(item.settled in (item.first, item.second) for item in labels())
    assert agreement() == pytest.approx(0.9878, abs=1e-4)


def test_the_page_says_the_error_of_the_rules() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "monthly.md").read_text("utf-8")
    score = error()
    for name in classify.ABOUT:
        cells = [f"{100 * p.value:.0f} % ({100 * p.low:.0f} to {100 * p.high:.0f})"
                 for p in (score.of[name].precision, score.of[name].recall) if p]  # fmt: skip
        assert f"| {name} | {cells[0]} | {cells[1]} |" in page
    assert score.accuracy.value > 0.9
    assert f"{100 * score.accuracy.value:.0f} % of 150 items" in page


@pytest.mark.parametrize(
    ("title", "text", "about"),
    [
        ("国内联播快讯", "美国", "domestic"),
        ("国际联播快讯", "中国向叙利亚提供援助", "foreign"),
        ("内蒙古：秋粮丰收", "内蒙古秋粮收获过半。", "domestic"),
        ("上海地铁新线开通", "上海地铁新线今天开通。", "domestic"),
        ("我国增加纳税服务", "各地增加纳税服务窗口。", "domestic"),
        ("俄称控制一处定居点", "俄罗斯国防部1日称。", "foreign"),
        ("习近平同德国总理通电话", "国家主席习近平同德国总理通电话。", "both"),
        ("韩正会见香港青年", "韩正在人民大会堂会见香港青年。", "domestic"),
        ("", "", "domestic"),
    ],
)
def test_rules_tell_items(title: str, text: str, about: str) -> None:
    assert classify.about(title, text) == about


def test_trend_gives_a_row_for_each_month_and_rates_follow_from_counts() -> None:
    rows = trend(["军民融合"], "domestic").rows
    assert len(rows) == 170
    for row in rows:
        assert row.per_million == pytest.approx(1e6 * row.count / row.characters)
        assert row.rate is not None and row.rate.low <= row.per_million <= row.rate.high


def test_a_concept_counts_its_terms_and_a_term_itself() -> None:
    concept, term = stored.series("military_civil_fusion"), stored.series("军民融合")
    assert "军民融合" in concept.terms or concept.name == "军民融合"
    assert (concept.count >= term.count).all()
    assert stored.series("强军").count.sum() > 1000


def test_composition_is_warned_of() -> None:
    assert any("Before about 2016" in note for note in trend(["安全"]).notes)
    assert any("told foreign by rules" in note for note in trend(["安全"], "foreign").notes)


def test_json_of_the_command_has_the_four_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "trend", "军民融合", "--collection", "xwlb", "--by", "month", "--json"]) == 0
    rows = {row["month"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    assert (rows["2018-03"]["count"], rows["2018-03"]["characters"]) == (50, 228438)
    assert rows["2018-03"]["per_million"] == pytest.approx(218.9, abs=0.05)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trend", "安全", "--by", "month"], "--collection xwlb"),
        (["trend", "安全", "--items", "foreign"], "--collection xwlb"),
        (["trend", "安全", "--collection", "xwlb", "--by", "document"], "by the month"),
        (["trend", "安全", "--collection", "xwlb", "--sense", "safety"], "--sense"),
        (["trend", "安全", "--collection", "xwlb", "--language", "en"], "--language"),
        (["trend", "安全", "安全", "--collection", "xwlb"], "each once"),
        (["trend", "--collection", "xwlb"], "name one or more terms"),
        (["trend", "没有这个词", "--collection", "xwlb"], "was not counted"),
        (["trend", "安全", "--collection", "xwlb", "--items", "local"], "items"),
        (["kwic", "安全", "--collection", "xwlb"], "no documents"),
        (["change-points", "安全", "--collection", "xwlb", "--penalty", "-1"], "penalty"),
        (["change-points", "安全", "--collection", "xwlb", "--method", "binary"], "pelt"),
        (["change-points", "举国体制", "--collection", "xwlb", "--items", "foreign"], "change points need 10"),
        (["event-study", "安全", "--window", "0"], "1 to 36"),
        (["event-study", "安全", "--window", "37"], "1 to 36"),
        (["event-study", "安全", "--state", "XXX"], "XXX"),
        (["event-study", "安全", "--collection", "gwr"], "gwr"),
        (["beside", "没有这个词"], "was not counted"),
        (["beside", "--collection", "nss"], "nss"),
    ],
)
def test_what_does_not_fit_is_said_in_one_message(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctrine", *words]) == 2
    message = capsys.readouterr().err
    assert said in message and "hint" in message and "Traceback" not in message


def test_a_step_is_claimed_and_a_burst_is_not() -> None:
    supply = breaks.change_points("产业链供应链")
    assert supply.rows[0].after == "2020-03" and supply.rows[0].claimed
    assert not any(row.claimed for row in breaks.change_points("国家安全").rows)


def test_an_event_is_set_beside_every_other_month() -> None:
    study = event_study("关税", [Dated("2018-07-06", "a"), Dated("2018", "no month"), Dated("2012-08", "no window")])
    assert (len(study.rows), study.left_out) == (1, 2)
    (row,) = study.rows
    assert row.as_large is not None and row.as_large.value is not None
    assert 1 / study.placebos <= row.as_large.value <= 1
    assert (row.hits_before.value, row.hits_after.value) == (160, 155)


def test_only_events_with_a_share_are_expected_to_have_a_small_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Of 军民融合 most windows after 2019 have too few hits for a change: they cannot have a rare one."""
    assert run(["doctrine", "event-study", "军民融合", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    judged = sum(row["as_large"] is not None for row in rows)
    assert 0 < judged < len(rows)
    assert run(["doctrine", "event-study", "军民融合"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"{judged} of which have hits enough" in said and f"about {0.05 * judged:.1f} of these would" in said


def test_the_window_leaves_out_the_month_of_the_event() -> None:
    found, at = stored.series("国家安全"), stored.months().index("2020-06")
    (row,) = event_study("国家安全", [Dated("2020-06-30", "a law")], window=1).rows
    for side, place in ((row.before, at - 1), (row.after, at + 1)):
        assert side.value == pytest.approx(1e6 * found.count[place] / found.characters[place])


def test_placebos_have_a_flat_distribution() -> None:
    """Shares of all months are uniform by construction: one in twenty has a share up to 0.05."""
    dated = [Dated(month, month) for month in stored.months()]
    shares = [row.as_large.value for row in event_study("安全", dated).rows if row.as_large and row.as_large.value]
    assert np.mean(np.array(shares) <= 0.05) == pytest.approx(0.05, abs=0.01)


def test_the_news_agrees_with_work_reports_and_domestic_items_more_so() -> None:
    every = [row.rho.value for row in beside().rows if row.rho is not None]
    domestic = [row.rho.value for row in beside("", "domestic").rows if row.rho is not None]
    foreign = [row.rho.value for row in beside("", "foreign").rows if row.rho is not None]
    assert [row.year for row in beside().rows] == list(range(2013, 2026))
    assert min(every) > 0.35 and max(foreign) < 0  # type: ignore[type-var]
    assert all(one > other for one, other in zip(domestic, every, strict=True))  # type: ignore[operator]


def test_rank_correlation_is_that_of_scipy() -> None:
    from scipy.stats import spearmanr

    generator = np.random.default_rng(3)
    one, other = generator.integers(0, 6, 60).astype(float), generator.integers(0, 6, 60).astype(float)
    assert spearman(one, other) == pytest.approx(spearmanr(one, other).statistic)


def packed(folder: Path, *lines: bytes) -> Path:
    place = folder / evening_news.FOLDER
    place.mkdir(parents=True)
    (place / "xwlb_2020.jsonl.xz").write_bytes(lzma.compress(b"\n".join(lines)))
    return folder


GOOD = {"date": "2020-01-02", "n": 1, "title": "题", "text": "军民\n融合\n军民融合", "whole": False, "url": ""}


def test_no_term_runs_over_a_line_and_clips_of_the_programme_are_left_out(tmp_path: Path) -> None:
    records = [json.dumps(GOOD).encode(), json.dumps({**GOOD, "n": 2, "whole": True}).encode()]
    counts, months = recipes.tables(evening_news.read_folder(packed(tmp_path, *records)), counted_names())
    assert counts.filter(name="军民融合")["count"].to_list() == [1]
    assert months.row(0) == ("2020-01", 1, "domestic", 1, 9)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (b"{", "line 2 is no item"),
        (b"[]", "line 2 is no item"),
        (b"\xff\xfe", "line 2 is no item"),
        (b"[" * 100_000, "line 2 is no item"),
        (json.dumps({**GOOD, "n": "1"}).encode(), "line 2: n cannot be read"),
        (json.dumps({**GOOD, "whole": 0}).encode(), "line 2: whole cannot be read"),
        (json.dumps({**GOOD, "date": "２０２０-01-02"}).encode(), "line 2: date cannot be read"),
        (json.dumps({**GOOD, "title": None}).encode(), "line 2: title cannot be read"),
    ],
)
def test_a_damaged_item_is_named_with_its_line(tmp_path: Path, record: bytes, said: str) -> None:
    folder = packed(tmp_path, json.dumps(GOOD).encode(), record)
    with pytest.raises(DataError, match=said):
        list(evening_news.read_folder(folder))


def test_files_that_are_missing_cut_or_too_large_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="has no items"):
        list(evening_news.read_folder(tmp_path))
    folder = packed(tmp_path, json.dumps(GOOD).encode())
    (path,) = (folder / evening_news.FOLDER).iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with pytest.raises(DataError, match="cannot be unpacked"):
        list(evening_news.read_folder(folder))
    path.write_bytes(whole)
    monkeypatch.setattr(evening_news, "LIMIT_BYTES", 10)
    with pytest.raises(DataError, match="more than 10 bytes"):
        list(evening_news.read_folder(folder))


def test_a_table_that_is_not_the_published_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("month,days\n", encoding="utf-8")
    with pytest.raises(DataError, match="does not begin with"):
        recipes.published_words(path)


def test_words_that_were_not_counted_are_refused_with_a_way_on() -> None:
    with pytest.raises(LabelError, match="its texts do not ship") as found:
        stored.series("没有这个词")
    assert "formulations" in (found.value.hint or "")
    with pytest.raises(LabelError):
        stored.series("安全", "local")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="no event with a month"):
        events.event_study("安全", [Dated("1999-01", "too early")])


def test_an_item_knows_its_month() -> None:
    assert Item("2020-01-02", 1, "", "", whole=False).month == "2020-01"
