"""The shipped lexicon says what it must, and a mistaken one is refused with every mistake named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.doctrine import embedded, formulations
from technostate.doctrine.counting import Scanner
from technostate.doctrine.formulation import DOMAINS, STRATEGIES
from technostate.doctrine.text import counted
from technostate.errors import DataError, LabelError

GOOD = """
[[formulation]]
id = "strong_army"
zh = ["强军"]
en = ["strong army"]
blocked_left = ["加"]
strategy = "military"
domain = "military"
first_use = "unknown"
"""


def written(folder: Path, text: str, name: str = "lexicon.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        formulations.read(path)
    assert "docs/doctrine.md" in caught.value.hint
    return str(caught.value)


def test_the_lexicon_covers_every_strategy_and_every_domain_of_the_holistic_outlook() -> None:
    lexicon = formulations.default()
    assert len(lexicon) >= 120
    strategies = Counter(item.strategy for item in lexicon)
    assert all(strategies[name] >= 10 for name in STRATEGIES)
    assert {item.domain for item in lexicon} == set(DOMAINS)
    assert {("安全",), ("发展",)} <= {item.zh for item in lexicon}


def test_both_languages_can_say_most_formulations() -> None:
    lexicon = formulations.default()
    assert sum(1 for item in lexicon if item.zh and item.en) >= 0.95 * len(lexicon)


def test_variants_and_blockers_are_counted_text_so_that_they_can_be_found() -> None:
    for item in formulations.default():
        assert all(counted(variant, "zh") == variant for variant in item.zh), item.id
        assert all(counted(variant, "en") == variant for variant in item.en), item.id
        spoken = [blocker for blocker in (*item.blocked_left, *item.blocked_right) if not blocker.isascii()]
        assert all(counted(blocker, "zh") == blocker for blocker in spoken), item.id


def test_a_cited_first_use_is_not_later_than_a_use_in_the_collections() -> None:
    cited = [item for item in formulations.default() if item.first_use]
    assert len(cited) >= 10
    for item in cited:
        assert item.first_use and item.first_use.source
        uses = [
            count.document.date
            for collection in embedded.collections()
            # The first use of a Chinese expression is not one of its English words in another state's text.
            if item.variants(collection.language) and (collection.language == "zh" or not item.zh)
            for count in embedded.counts(item.id, collection.name)
            if count.count
        ]
        assert all(item.first_use.date[: len(use)] <= use for use in uses), item.id


def test_a_formulation_is_found_by_id_and_by_variant_and_a_near_name_is_suggested() -> None:
    assert formulations.find("强 军").id == formulations.find("STRONG_ARMY").id == "strong_army"
    assert formulations.find("whole of government").id == "whole_of_government"
    with pytest.raises(LabelError) as caught:
        formulations.find("国家安全关")
    assert "国家安全" in caught.value.hint


def test_what_decides_counts_decides_the_fingerprint(tmp_path: Path) -> None:
    first = formulations.read(written(tmp_path, GOOD))
    noted = formulations.read(written(tmp_path, GOOD + 'note = "other words"\n'))
    blocked = formulations.read(written(tmp_path, GOOD.replace('["加"]', '["加", "增"]')))
    assert formulations.fingerprint(first) == formulations.fingerprint(noted) != formulations.fingerprint(blocked)


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    text = GOOD.replace('"unknown"', '{ date = "2013-03", document = "a speech", source = "https://example.org" }')
    (item,) = formulations.read(written(tmp_path, text))
    assert (item.zh, item.en, item.blocked_left) == (("强军",), ("strong army",), ("加",))
    assert item.first_use and item.first_use.date == "2013-03"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('id = "strong_army"', 'id = "Strong Army"', "id"),
        ('id = "strong_army"', "id = 7", "id"),
        ('zh = ["强军"]', 'zh = ["强 军"]', "whitespace"),
        ('zh = ["强军"]', 'zh = ["强\\u200b军"]', "does not print"),
        ('zh = ["强军"]', 'zh = [""]', "at least 1 character"),
        ('zh = ["强军"]', 'zh = "强军"', "zh"),
        ('zh = ["强军"]', f'zh = ["{"军" * 300}"]', "at most"),
        ('zh = ["强军"]', 'zh = ["强军", "强军"]', "twice"),
        ('zh = ["强军"]\nen = ["strong army"]', "", "no variant"),
        ('en = ["strong army"]', 'en = ["strong  army"]', "single-spaced"),
        ('en = ["strong army"]', 'en = ["强军"]', "ASCII"),
        ('blocked_left = ["加"]', "blocked_left = [1]", "blocked_left"),
        ('blocked_left = ["加"]', 'blocked = ["加"]', "blocked"),
        ('strategy = "military"', 'strategy = "army"', "strategy"),
        ('domain = "military"', "", "domain"),
        ('domain = "military"', 'domain = "moon"', "domain"),
        ('first_use = "unknown"', "", "first_use"),
        ('first_use = "unknown"', 'first_use = "1950s"', "first_use"),
        ('first_use = "unknown"', 'first_use = { date = "2013-13", document = "a", source = "b" }', "first_use.date"),
        ('first_use = "unknown"', 'first_use = { date = "2013", document = "a" }', "first_use.source"),
        ("[[formulation]]", "[formulation]", "tables"),
        ("[[formulation]]", "extra = 1\n[[formulation]]", "unknown key 'extra'"),
        ("[[formulation]]", "[[formulation", "not TOML"),
        ('zh = ["强军"]', f"zh = {'[' * 5000}", "not TOML"),
        ("id =", f"n = {'9' * 6000}\nid =", "not TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in GOOD
    assert said in refused(written(tmp_path, GOOD.replace(before, after)))


def test_all_mistakes_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    one = written(tmp_path, GOOD.replace('"military"\nfirst', '"moon"\nfirst').replace('["加"]', "[1]"), "one.toml")
    two = written(tmp_path, GOOD.replace("强军", "强 军"), "two.toml")
    with pytest.raises(DataError) as caught:
        formulations.read(one, two, tmp_path / "absent.toml")
    text = str(caught.value)
    assert "4 problems" in text
    assert all(words in text for words in ("one.toml", "domain", "blocked_left", "two.toml", "absent.toml"))


def test_a_term_means_one_formulation(tmp_path: Path) -> None:
    text = refused(written(tmp_path, GOOD + GOOD.replace('"strong_army"', '"other"') + GOOD))
    assert "'强军' belongs to strong_army and to other" in text
    assert "id 'strong_army' is there twice" in text


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00id")
    assert "not TOML in UTF-8" in refused(binary)
    assert "larger than" in refused(written(tmp_path, "#" * (formulations.LARGEST_FILE + 1)))
    assert "cannot be read" in refused(tmp_path)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(DataError):
        formulations.read(path)


@pytest.mark.parametrize(
    ("term", "inside", "alone"),
    [
        ("tariffs", "落实相关税收政策，有关税费；海关税收增长", "加征关税，降低关税总水平，零关税"),
        ("defence_industrial_base", "两军工作机制，海军工程大学，第三集团军工兵旅", "军工企业，军工科技，和军工等"),
        ("military_local_coordination", "以军地面部队，韩美军地位，俄海军地中海", "跨军地改革，军地双方，军地协同"),
        ("sovereignty", "企业自主权，人民民主权利", "国家主权，自身主权，中国主权"),
        ("polar_regions", "积极地发展", "深海极地探测，极地考察，极地、"),
    ],
)
def test_a_term_is_not_counted_across_other_words(term: str, inside: str, alone: str) -> None:
    assert Scanner([formulations.find(term)], "zh").count([inside, alone])[0] == 3
