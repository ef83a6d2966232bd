"""What is typed at `technostate doctrine`: operators, limits, large numbers, empty names, bytes that are no text."""

from __future__ import annotations

import json
from pathlib import Path

import platformdirs
import pytest

from technostate.cli.app import run
from technostate.doctrine.query import LONGEST_QUERY, MOST_PARTS, notes, parse
from technostate.doctrine.records import Document, DocumentDate
from technostate.doctrine.search import Filter, search
from technostate.errors import DataError, StoreError
from technostate.evidence.store import Store, default_path


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "store.sqlite"
    monkeypatch.setenv("TECHNOSTATE_STORE", str(path))
    (tmp_path / "in_2014.txt").write_text("维护国家安全和发展。\nResearch and development.\n后文。", "utf-8")
    assert run(["doctrine", "import", str(tmp_path / "in_2014.txt"), "--collection", "x"]) == 0
    capsys.readouterr()
    return path


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("国家安全 and 发展", "and is taken for a word: operators are AND, OR and NOT in capitals"),
        ("国家安全 Or 发展", "Or is taken for a word"),
        ("国家安全 not 发展", "not is taken for a word"),
        ("国家安全 && 发展", "&& is taken for a word"),
        ("国家安全 | 发展", "| is taken for a word"),
        ("国家安全 -发展", "the sign of -发展 is taken for text: NOT leaves a term out"),
        ("「国家安全」", '「 is taken for text: " or “ and ” make a phrase'),
        ("（国家安全 OR 发展）", "（ and ） are taken for text: ( and ) put terms together"),
    ],
)
def test_what_looks_like_an_operator_and_is_none_is_said(
    query: str, part: str, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctrine", "search", query]) == 0
    said = capsys.readouterr().out
    assert "0 passages\n" in said
    assert part in " ".join(said.split())
    assert run(["doctrine", "search", query, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"][0].startswith(part)


@pytest.mark.parametrize(
    "query", ["国家安全 AND 发展", '"and" development', "国家安全", "（一） 5-3", "R&D", "dual-use"]
)
def test_what_is_no_mistake_has_no_note(query: str) -> None:
    assert notes(query) == ()


def test_operators_quotes_and_stars_of_a_chinese_keyboard_are_read() -> None:
    assert parse("国家安全　ＡＮＤ　发展") == parse("国家安全 AND 发展")
    assert parse("＂national security＂ secur＊") == parse('"national security" secur*')


@pytest.mark.parametrize("count", [98, 99, 101, MOST_PARTS])
@pytest.mark.parametrize("word", ["国家", "国家安全", "research"])
def test_a_query_may_have_as_many_words_as_the_limit_says(count: int, word: str, store: Path) -> None:
    with Store(store) as opened:
        assert search(opened, " ".join([word] * count)).total == 1
        assert search(opened, f"({word}) OR {word} " * (count // 10)).total == 1


@pytest.mark.parametrize(
    "query",
    [
        "国家 AND (安全 OR " * 33 + "发展" + ")" * 33,
        "安全 NOT (民生 OR " * 31 + "民生 NOT 安全" + ")" * 31,
        "(" * 99 + "国家" + ")" * 99,
        "国家 " + "NOT 民生 " * 99,
        "NOT " * 198 + "国家",
        "国家 OR " * 99 + "安全",
        '"' + "维护国家安全和发展" + "发展" * 2000 + '" OR 国家',
    ],
)
def test_deep_and_long_queries_are_answered(query: str, store: Path) -> None:
    with Store(store) as opened:
        assert search(opened, query).total == 1


@pytest.mark.parametrize(
    ("query", "message", "hint"),
    [
        ("国家 " * (MOST_PARTS + 1), f"has {MOST_PARTS + 1} terms, operators", f"at most {MOST_PARTS}"),
        ("国" * (LONGEST_QUERY + 1), "has 10,001 characters", "at most 10,000"),
        ("国家\udcff", "bytes that are no UTF-8", "again"),
    ],
)
def test_beyond_the_limit_the_limit_is_named(query: str, message: str, hint: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        parse(query)
    assert hint in caught.value.hint


HUGE = "9" * 24


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["cite", HUGE, "1"], 1, f"the store has no document {HUGE}"),
        (["cite", f"-{HUGE}", "1"], 1, f"the store has no document -{HUGE}"),
        (["cite", "1", HUGE], 2, f"document 1 has no paragraph {HUGE}"),
        (["cite", "1", "1.5"], 2, "'1.5' is no whole number"),
        (["search", "国家", "--context", HUGE], 0, "后文"),
        (["search", "国家", "--limit", HUGE], 0, "1–1 of 1 passages"),
        (["search", "国家", "--start", HUGE], 0, "1 passages"),
        (["search", "国家", "--context", f"-{HUGE}"], 2, "cannot be negative"),
        (["import", ""], 2, "the source has no name"),
        (["import", "  "], 2, "the source has no name"),
        (["import", "s" * 300], 2, "does not exist"),
        (["import", "a\x1b[31m\udcff"], 2, "a\\x1b[31m\\udcff does not exist"),
        (["cite", "1_0", "1"], 2, "'1_0' is no whole number"),
        (["cite", "9" * 5000, "1"], 2, "has 5,000 characters and is too large a number"),
        (["search", "国家", "--collection", "nope"], 0, "no document of the store has what the filters ask for"),
        (["search", "国家", "--collection", "\udcff"], 0, "0 passages"),
        (["search", "国家", "--since", "2014-13"], 2, "'2014-13' is not a date"),
        (["search", "国家", "--since", "２０１４"], 2, "'２０１４' is not a date"),
        (["search", "・国"], 0, "0 passages"),
        (["trend", "安全\udcff", "--collection", "x"], 2, "bytes that are no UTF-8"),
        (["trend", "security\udcff", "--collection", "x", "--language", "zh"], 2, "bytes that are no UTF-8"),
        (["diff", "9" * 5000, "2014", "--collection", "gwr"], 2, "unknown document, year or period"),
    ],
)
def test_numbers_and_names_out_of_range_are_answered_or_one_error(
    words: list[str], code: int, part: str, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctrine", *words]) == code
    said = capsys.readouterr()
    assert part in said.out + said.err


@pytest.mark.parametrize("command", [["documents"], ["trend", "安全", "--collection", "x"], ["check"]])
def test_a_store_whose_name_is_too_long_is_one_error(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", *command, "--store", "/tmp/" + "s" * 300]) == 1
    said = capsys.readouterr().err
    assert "File name too long" in said and "--store PATH" in said


def test_a_user_without_a_home_folder_is_told_to_name_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TECHNOSTATE_STORE", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    # What the path library leaves where it finds no home to fill in.
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: Path("~/.local/share/technostate"))
    with pytest.raises(StoreError, match="no home folder") as caught:
        default_path()
    assert "--store PATH" in caught.value.hint and "TECHNOSTATE_STORE" in caught.value.hint
    monkeypatch.setenv("TECHNOSTATE_STORE", "/s.db")
    assert default_path() == Path("/s.db")


def test_filters_ignore_case_width_and_the_spelling_of_accents() -> None:
    document = Document("t", DocumentDate("2014-03"), "E\u0301lyse\u0301e ＡＢ", "Report", "zh", "", "", "Gwr")
    assert Filter(issuer="élysée ab", type="REPORT", collection="gwr").admits(document)
    assert not Filter(issuer="elysee ab").admits(document)
    assert Filter(since="2014-03-31", until="2014").admits(document)
    assert not Filter(since="2014-04").admits(document)
    assert not Filter(until="2014-02").admits(document)
