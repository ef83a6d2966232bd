"""Two spellings of one text are one text: compatibility forms, ligatures, radicals and accents hide no word."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.cli.app import run
from technostate.doctrine.characters import normal
from technostate.doctrine.counting import Scanner, recount
from technostate.doctrine.formulation import Formulation
from technostate.doctrine.formulations import find, read
from technostate.doctrine.text import counted, han_count, language
from technostate.doctrine.tokens import fold_spaced, fold_unspaced

RADICALS = "发展⼈⼯智能，维护⼈⺠利益，保持⻓期稳定"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (RADICALS, "人工智能"),
        (RADICALS, "人民"),
        (RADICALS, "⼈⼯"),
        (RADICALS, "长期"),
        ("⼈⼯", "人工"),
        ("加快发展５Ｇ和ＡＩ技术。", "5G"),
        ("加快发展５Ｇ和ＡＩ技术。", "AI"),
        ("加快发展5G和AI技术。", "５Ｇ"),
        ("增长５．５％左右", "5.5%"),
        ("推进互联网＋行动", '"互联网+"'),
        ("The ﬁnal deﬁcit and the conﬂict.", "conflict"),
        ("The ﬁnal deﬁcit and the conﬂict.", '"final deficit"'),
        ("The final deficit.", "deﬁcit"),
        ("The ﬁnal deﬁcit and the conﬂict.", "def*"),
        ("The nai\u0308ve view.", "na\u00efve"),
        ("The na\u00efve view.", "nai\u0308ve"),
        ("\U0001d40d\U0001d41a\U0001d42d\U0001d428 summit", "nato"),
        ("第Ⅱ类", "第II类"),
        ("ｾｷｭﾘﾃｨ法", "セキュリティ"),
        ("\uf9f7法", "立法"),
    ],
)
def test_a_search_finds_the_text_in_either_spelling(
    text: str, query: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in_2014.txt").write_text(text, "utf-8")
    store = ["--collection", "x", "--store", str(tmp_path / "s")]
    assert run(["doctrine", "import", str(tmp_path / "in_2014.txt"), *store]) == 0
    capsys.readouterr()
    assert run(["doctrine", "search", query, "--json", *store]) == 0
    found = json.loads(capsys.readouterr().out)
    # The passage is shown as the file has it.
    assert [hit["text"] for hit in found["hits"]] == [text]


def test_a_count_has_the_radicals_in_hits_and_in_what_it_is_divided_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in_2014.txt").write_text(RADICALS, "utf-8")
    store = ["--collection", "x", "--store", str(tmp_path / "s")]
    assert run(["doctrine", "import", str(tmp_path / "in_2014.txt"), *store]) == 0
    capsys.readouterr()
    assert run(["doctrine", "trend", "人工智能", "--json", *store]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["year"], row["count"], row["characters"]) == (2014, 1, 18)


def test_the_chinese_signs_and_what_is_a_figure_of_its_own_stay() -> None:
    kept = "：，；！？（）～。、…①½10²℃"
    assert normal(kept) == kept
    assert counted("增长５％（见①）", "zh") == "增长5%（见①）"


def test_every_character_is_normal_by_the_rule_and_by_the_short_way() -> None:
    """The search for blocks must miss no character that has a plain form; compared over all of Unicode."""
    signs, radicals = set("，：；！？（）～"), range(0x2E80, 0x2FD6)
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        kind, plain = unicodedata.category(character), unicodedata.normalize("NFKC", character)
        if plain == character or code in radicals or kind == "Cs":
            continue
        full_width = 0xFF01 <= code <= 0xFFEE and character not in signs
        told = (kind[0] in "LM" or kind in {"Nd", "Nl"} or full_width) and not any(map(str.isspace, plain))
        expected = plain if told else unicodedata.normalize("NFC", character)
        assert normal(character) == unicodedata.normalize("NFC", expected), hex(code)


def test_all_kangxi_radicals_are_their_ideographs() -> None:
    for code in range(0x2F00, 0x2FD6):
        assert normal(chr(code)) == unicodedata.normalize("NFKC", chr(code))
        assert han_count(normal(chr(code))) == 1
    assert normal("⺠⻓⻔⻋⻅⻛⻚⻢⻥⻦⻩⻬⻰⻆⻘⻄") == "民长门车见风页马鱼鸟黄齐龙角青西"


@given(st.text())
def test_normal_text_is_normal_and_offsets_are_those_of_both_foldings(text: str) -> None:
    assert normal(normal(text)) == normal(text)
    for spoken, fold in (("zh", fold_unspaced), ("en", fold_spaced)):
        once = counted(text, spoken)  # type: ignore[arg-type]
        assert counted(once, spoken) == once  # type: ignore[arg-type]
        assert len(fold(text)) == len(once)


def test_a_formulation_is_counted_however_its_variants_are_written(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[formulation]]\nid = "ai"\nzh = ["⼈⼯智能", "ＡＩ"]\nen = ["ﬁnal"]\nblocked_right = ["⼈"]\n'
        'strategy = "none"\ndomain = "none"\nfirst_use = "unknown"\n',
        "utf-8",
    )
    (item,) = read(tmp_path / "own.toml")
    assert (item.zh, item.en, item.blocked_right) == (("人工智能", "AI"), ("final",), ("人",))
    text = counted("⼈⼯智能与ＡＩ，人工智能⼈", "zh")
    assert recount(text, item, "zh") == [(0, 4), (5, 2)]
    hits = Scanner([Formulation("ai", zh=("⼈⼯智能", "ＡＩ"), blocked_right=("⼈",))], "zh").scan([text])
    assert hits.offset.tolist() == [0, 5]
    assert find("⼈⼯智能").id == find("人工智能").id


def test_the_language_of_a_text_is_that_of_its_plain_characters() -> None:
    assert language("ＡＩ　ａｎｄ　５Ｇ 法") == "en"
    assert language("⼈⼯⺠") == "zh"
