"""Counting formulations: the scan equals plain comparison, and a count is the sum over passages."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.doctrine import counting
from technostate.doctrine.counting import Scanner, recount
from technostate.doctrine.formulation import Formulation
from technostate.doctrine.text import Language
from technostate.errors import DataError

CHINESE = "国家安全强军加发展A5é "
ENGLISH = "aAiI é’-. 5国"

variants = st.lists(st.text(CHINESE, min_size=1, max_size=4), min_size=1, max_size=3).map(tuple)
words = st.lists(st.text("aAiI -5", min_size=1, max_size=4), min_size=1, max_size=3).map(tuple)
blockers = st.lists(st.text("加强aI -", min_size=1, max_size=2), max_size=2).map(tuple)
chinese = st.builds(Formulation, st.just("one"), zh=variants, blocked_left=blockers, blocked_right=blockers)
english = st.builds(Formulation, st.just("one"), en=words, blocked_left=blockers, blocked_right=blockers)


def scanned(passages: list[str], formulations: list[Formulation], language: Language) -> list[tuple[int, ...]]:
    hits = Scanner(formulations, language).scan(passages)
    return list(
        zip(*(column.tolist() for column in (hits.passage, hits.formulation, hits.offset, hits.length)), strict=True)
    )


def plain(passages: list[str], formulations: list[Formulation], language: Language) -> list[tuple[int, ...]]:
    return [
        (passage, place, offset, length)
        for passage, text in enumerate(passages)
        for place, item in enumerate(formulations)
        for offset, length in recount(text, item, language)
    ]


@given(st.lists(st.text(CHINESE, max_size=30), max_size=5), st.lists(chinese, max_size=4), st.integers(1, 40))
def test_the_scan_equals_plain_comparison_in_chinese(
    passages: list[str], formulations: list[Formulation], block: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "BLOCK", block)
        assert sorted(scanned(passages, formulations, "zh")) == plain(passages, formulations, "zh")


@given(st.lists(st.text(ENGLISH, max_size=30), max_size=5), st.lists(english, max_size=4))
def test_the_scan_equals_plain_comparison_in_english(passages: list[str], formulations: list[Formulation]) -> None:
    assert sorted(scanned(passages, formulations, "en")) == plain(passages, formulations, "en")


@given(st.text("国家安全发展", max_size=60), st.text("国家安全发展", min_size=1, max_size=3))
def test_a_single_variant_is_counted_as_str_count_counts_it(text: str, term: str) -> None:
    assert Scanner([Formulation("one", zh=(term,))], "zh").count([text])[0] == text.count(term)


def test_hits_come_in_the_order_of_the_text() -> None:
    formulations = [Formulation("safe", zh=("安全",)), Formulation("state", zh=("国家安全", "国家"))]
    assert scanned(["国家安全，国家", "", "安全"], formulations, "zh") == [
        (0, 1, 0, 4),
        (0, 0, 2, 2),
        (0, 1, 5, 2),
        (2, 0, 0, 2),
    ]


def test_each_formulation_is_counted_independently_of_the_others() -> None:
    formulations = [Formulation("holistic", zh=("总体国家安全观",)), Formulation("national", zh=("国家安全",))]
    assert Scanner(formulations, "zh").count(["坚持总体国家安全观，维护国家安全"]).tolist() == [1, 2]


def test_variants_of_one_formulation_that_overlap_count_once() -> None:
    item = Formulation("fusion", zh=("军民融合", "军民融合发展", "融合发展战略"))
    assert recount("军民融合发展战略", item, "zh") == [(0, 6)]


def test_reinforcing_the_army_is_no_strong_army() -> None:
    item = Formulation("strong_army", zh=("强军",), blocked_left=("加", "增"))
    assert Scanner([item], "zh").count(["全面加强军队建设，增强军民团结，坚持科技强军、人才强军"])[0] == 2


def test_english_is_counted_by_whole_words_and_acronyms_by_case() -> None:
    items = [
        Formulation("security", en=("security",), blocked_left=("social ",)),
        Formulation("ai", en=("AI", "artificial intelligence")),
    ]
    text = (
        "Security, insecurity, cyber-security and Social Security; he said AI aids Artificial Intelligence. “Security”"
    )
    assert Scanner(items, "en").count([text]).tolist() == [3, 2]


def test_latin_letters_in_chinese_text_are_whole_too() -> None:
    assert Scanner([Formulation("five_g", zh=("5G",))], "zh").count(["推进5G网络", "25G光模块"])[0] == 1


def test_text_with_line_breaks_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        Scanner([Formulation("one", zh=("安全",))], "zh").scan(["安\n全"])
    assert "counted" in caught.value.hint


def test_without_the_package_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    with pytest.raises(DataError) as caught:
        Scanner([Formulation("one", zh=("安全",))], "zh").scan(["安全"])
    assert "technostate[doctrine]" in caught.value.hint
