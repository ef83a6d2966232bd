"""Views on imported texts: every hit can be shown, lists are read as they are numbered, translations compared."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.cli.app import run
from technostate.doctrine import formulations
from technostate.doctrine.importers import import_folder
from technostate.doctrine.views import (
    aligned_units,
    counted_passages,
    drift,
    imported,
    kwic,
    passage_citations,
    task_rank,
    trend,
)
from technostate.doctrine.views.lists import task_lists
from technostate.errors import DataError, LabelError
from technostate.evidence.origin import Origin
from technostate.evidence.store import Store

pytest.importorskip("ahocorasick_rs")

REPORT = """政府工作报告

一、工作回顾

（一）发展经济。推进军民融合。

（二）改善民生。

（三）扩大开放。

二、工作任务

（一）加快科技创新。多项细节。

（二）维护国家安全。

（三）深化军民融合。低空经济起步。

（四）保障粮食安全。

加强军队建设，科技强军。
"""
TMX = """<?xml version="1.0"?><tmx version="1.4"><header/><body>
<tu><tuv xml:lang="zh"><seg>维护国家安全。</seg></tuv><tuv xml:lang="en"><seg>We keep order.</seg></tuv></tu>
<tu><tuv xml:lang="zh"><seg>推动创新。</seg></tuv><tuv xml:lang="en"><seg>innovation; national security</seg></tuv></tu>
<tu><tuv xml:lang="zh"><seg>国家安全</seg></tuv><tuv xml:lang="en"><seg>national security</seg></tuv></tu>
</body></tmx>"""
ORIGIN = Origin("a test", "Made-up texts", "none", "2000", "CC0")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder, memory = tmp_path / "texts", tmp_path / "memory"
    for path in (folder, memory):
        path.mkdir()
    (folder / "2015.txt").write_text(REPORT, encoding="utf-8")
    (folder / "2018.txt").write_text("没有清单的讲话，讲发展。\n\n再讲军民融合。", encoding="utf-8")
    (memory / "GR2015.tmx").write_text(TMX, encoding="utf-8")
    with Store(tmp_path / "s.sqlite") as opened:
        import_folder(opened, folder, "reports")
        import_folder(opened, memory, "memory")
        yield opened


def test_every_hit_is_shown_with_its_text(store: Store) -> None:
    texts = imported(store, "reports")
    lines = kwic(texts, counted_passages(store, texts), "军民融合", width=4).rows
    assert [(line.date, line.left, line.hit, line.right) for line in lines] == [
        ("2015", "济。推进", "军民融合", "。"),
        ("2015", "三）深化", "军民融合", "。低空经"),
        ("2018", "再讲", "军民融合", "。"),
    ]
    assert len(lines) == sum(row.count for row in trend(texts, ["军民融合"]).rows)


def test_blocked_matches_are_not_shown(store: Store) -> None:
    texts = imported(store, "reports")
    (line,) = kwic(texts, counted_passages(store, texts), "强军").rows
    assert line.left.endswith("科技")


def test_a_term_that_is_no_formulation_is_counted_as_it_is_written(store: Store) -> None:
    texts = imported(store, "reports", terms=["低空 经济"])
    assert [row.count for row in trend(texts, ["低空经济"]).rows] == [1, 0]


def test_topics_have_the_item_of_the_longest_list(store: Store) -> None:
    texts = imported(store, "reports")
    table = task_rank(texts, counted_passages(store, texts), ["innovation", "军民融合", "强军"])
    found = {row.topic: row for row in table.rows}
    assert {row.items for row in table.rows} == {4}
    assert found["innovation"].first_item.value == found["innovation"].heading_item.value == 1
    assert found["military_civil_fusion"].first_item.value == 3
    # The paragraph after the list has no mark and belongs to no item.
    assert found["strong_army"].first_item is None
    assert len(table.without) == 1


def test_a_heading_chooses_among_lists(store: Store) -> None:
    texts = imported(store, "reports")
    table = task_rank(texts, counted_passages(store, texts), ["军民融合"], under="回顾")
    assert [(row.items, row.first_item.value) for row in table.rows] == [(3, 1)]
    with pytest.raises(DataError, match="no document"):
        task_rank(texts, counted_passages(store, texts), ["军民融合"], under="没有")


@given(st.integers(3, 30), st.integers(0, 2))
def test_a_list_has_as_many_items_as_were_numbered(items: int, style: int) -> None:
    digits = "一二三四五六七八九"

    def numeral(value: int) -> str:
        tens, ones = divmod(value, 10)
        return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens - 1]}十") + (
            digits[ones - 1] if ones else ""
        )

    mark = ("（{}）", "{}、", "第{}，")[style]
    passages = [(at, mark.format(numeral(at)) + "任务。") for at in range(1, items + 1)]
    (found,) = task_lists(passages)
    assert len(found.items) == items
    assert [item.first for item in found.items] == list(range(1, items + 1))


def test_a_formulation_without_its_english_is_dropped_and_a_slipped_one_near(store: Store) -> None:
    table = drift(aligned_units(store, "memory"), formulations.default(), ORIGIN, least=1)
    total = {row.formulation: row for row in table.rows if row.year is None}
    row = total["national_security"]
    assert [figure.value for figure in (row.units, row.kept, row.dropped, row.near)] == [2, 1, 1, 1]
    assert total["innovation"].dropped.value == 0
    assert [part.split(":")[1] for part in row.where] == ["1"]
    assert row.share.low < row.share.value < row.share.high


def test_two_languages_ask_for_one(store: Store) -> None:
    with pytest.raises(LabelError, match="Chinese and English"):
        imported(store, "memory")
    assert imported(store, "memory", language="en").language == "en"
    with pytest.raises(DataError, match="no text in en"):
        imported(store, "reports", language="en")


def test_a_collection_that_was_not_imported_is_refused(store: Store) -> None:
    with pytest.raises(LabelError, match="reprots") as caught:
        imported(store, "reprots")
    assert "reports" in caught.value.hint


def test_bounds_of_time_leave_out_other_documents(store: Store) -> None:
    assert [member.year for member in imported(store, "reports", since="2016").members] == [2018]
    assert [member.year for member in imported(store, "reports", until="2015-12").members] == [2015]
    with pytest.raises(DataError):
        imported(store, "reports", since="soon")


def test_imported_reports_have_the_embedded_counts_and_their_41_lines(shared: Path, tmp_path: Path) -> None:
    """Oracle GWR-强军, from the texts."""
    with Store(tmp_path / "s.sqlite") as store:
        import_folder(store, shared / "data" / "corpus" / "gwr_zh" / "text", "reports")
        texts = imported(store, "reports")
        assert len(kwic(texts, counted_passages(store, texts), "强军").rows) == 41


def test_units_of_the_official_english_of_2008_to_2022_add_up(shared: Path, tmp_path: Path) -> None:
    """9,550 aligned units (SOURCE.txt of the set); kept and dropped add up in every row."""
    with Store(tmp_path / "s.sqlite") as store:
        import_folder(store, shared / "data" / "corpus" / "gwr_bilingual_tmx", "memory")
        units = aligned_units(store, "memory")
    assert len(units) == 9_550
    table = drift(units, formulations.default(), ORIGIN)
    for row in table.rows:
        assert row.kept.value + row.dropped.value == row.units.value
        assert row.near.value <= row.dropped.value == len(row.where)
    years = {row.formulation: 0 for row in table.rows}
    for row in table.rows:
        years[row.formulation] += row.units.value if row.year else -row.units.value
    assert set(years.values()) == {0}


def test_each_line_can_carry_the_citation_of_its_paragraph(store: Store) -> None:
    texts = imported(store, "reports")
    lines = kwic(texts, counted_passages(store, texts), "军民融合", cite=passage_citations(store, texts, "bibtex")).rows
    assert len({line.citation for line in lines}) == 3
    assert all(line.citation.startswith("@") and str(line.paragraph) in line.citation for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        ["kwic", "军民融合", "--collection", "reports", "--citations", "ris"],
        ["rank", "innovation", "fusion", "--list", "--collection", "reports"],
        ["drift", "--collection", "memory", "--least", "1"],
        ["trend", "低空经济", "--collection", "reports"],
        ["first-last", "national security", "--collection", "memory", "--language", "en"],
    ],
    ids=lambda words: words[0],
)
def test_commands_on_imported_texts_print_json_and_cite(
    words: list[str], store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["doctrine", *words, "--store", str(store.path)]
    assert run([*asked, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["rows"] and record["origins"][record["origin"] - 1]["title"].startswith("Collection")
    assert run([*asked, "--cite", "bibtex"]) == 0
    assert capsys.readouterr().out.startswith("@misc{")


def test_text_that_looks_like_a_formula_is_none_in_a_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "2020.txt").write_text('=HYPERLINK("x")国家安全', encoding="utf-8")
    with Store(tmp_path / "s.sqlite") as store:
        import_folder(store, tmp_path / "2020.txt", "odd")
    assert (
        run(["doctrine", "kwic", "国家安全", "--collection", "odd", "--store", str(tmp_path / "s.sqlite"), "-f", "csv"])
        == 0
    )
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["left"].startswith("'=")
