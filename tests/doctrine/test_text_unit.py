"""The unit of record: what is counted, and that anyone can recount it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.doctrine import text as texts
from technostate.doctrine.text import compact, counted, han_count, paragraphs, simplified, spaced, word_count
from technostate.errors import DataError


@pytest.fixture(scope="module")
def reports(shared: Path) -> Path:
    return shared / "data" / "corpus" / "gwr_zh"


def test_the_1955_report_has_the_published_51623_han_characters(reports: Path) -> None:
    """CGTN published the figure in 2019; oracle GWR-1955."""
    assert han_count((reports / "text" / "1955.txt").read_text("utf-8")) == 51_623


def test_every_report_has_the_characters_and_paragraphs_that_its_source_states(reports: Path) -> None:
    with (reports / "metadata.csv").open(encoding="utf-8", newline="") as file:
        stated = {row["year"]: (int(row["han_chars"]), int(row["paragraphs"])) for row in csv.DictReader(file)}
    found = {}
    for year in stated:
        text = (reports / "text" / f"{year}.txt").read_text("utf-8")
        found[year] = (han_count(text), len(paragraphs(text)))
    assert len(found) == 56
    assert found == stated


@given(st.text())
def test_simplifying_keeps_the_length(text: str) -> None:
    assert len(simplified(text)) == len(text)


@given(st.text(alphabet="國家安全發展乾坤乾燥著作看著 \n\u200b軍民融合"))
def test_counted_chinese_has_no_whitespace_and_is_counted_the_same_twice(text: str) -> None:
    once = counted(text, "zh")
    assert len(once) == len(compact(text)) == han_count(text)
    assert counted(once, "zh") == once


def test_simplifying_follows_context() -> None:
    assert simplified("朗朗乾坤，乾燥的軍體") == "朗朗乾坤，干燥的军体"


def test_traditional_text_folds_to_the_same_term() -> None:
    assert "总体国家安全观" in counted("總體國家\n安全觀", "zh")


def test_an_answer_of_another_length_is_replaced_character_by_character(monkeypatch: pytest.MonkeyPatch) -> None:
    longer = {"囯家": "国家家", "囯": "国", "家": "家"}
    monkeypatch.setattr(texts, "_to_simplified", lambda: lambda text: longer.get(text, text))
    assert simplified("囯家") == "国家"


def test_without_opencc_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    texts._to_simplified.cache_clear()
    monkeypatch.setitem(sys.modules, "opencc", None)
    with pytest.raises(DataError) as caught:
        simplified("國")
    assert "technostate[doctrine]" in caught.value.hint


@given(
    st.lists(st.sampled_from(["安全", "第一。", "a b", "x.", "", "　", "\u200b"])),
    st.sampled_from(["\n", "\r\n", "\u2028"]),
)
def test_no_character_that_counts_is_lost_between_paragraphs(lines: list[str], end: str) -> None:
    assert compact("".join(paragraphs(end.join(lines)))) == compact("".join(lines))


def test_wrapped_lines_are_joined_and_listed_lines_are_not() -> None:
    wrapped = "We will tighten export\ncontrols with our\nallies.\n\nNext."
    assert paragraphs(wrapped) == ("We will tighten export controls with our allies.", "Next.")
    listed = "一、工作。\n二、任务。\n\n三、结束。"
    assert paragraphs(listed) == ("一、工作。", "二、任务。", "三、结束。")


def test_a_break_inside_a_sentence_splits_no_term() -> None:
    assert counted(paragraphs("总体国家\n安全观要\n坚持\n\n完。")[0], "zh") == "总体国家安全观要坚持"
    assert spaced("export \n\t controls") == "export controls"


def test_words_join_hyphens_and_apostrophes_and_count_numbers() -> None:
    assert word_count("Dual-use goods, the People’s Army — 1.5 per cent") == 9
    assert texts.language("国家安全 NSS") == "zh"
    assert texts.language("National security") == "en"
