"""Lines that were cut at a width are one paragraph again, in text files, tables and PDF files, and words are whole."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from pdf_files import pdf_of

from technostate.doctrine.documents import documents, passages
from technostate.doctrine.importers import import_file
from technostate.doctrine.importers.lines import paragraphs_of
from technostate.doctrine.search import search
from technostate.doctrine.text import paragraphs
from technostate.evidence.store import Store

SENTENCE = "各位代表，过去一年我们坚持总体国家安全观，统筹发展和安全，维护国家安全和社会稳定，推进国家安全体系现代化。"
ENGLISH = (
    "The United States will protect its national security and that of its allies, and it will keep export controls "
    "on technologies whose use for military ends would weaken the security of the nation. "
)


def cut(text: str, width: int, first: str = "") -> list[str]:
    whole = first + text
    return [whole[at : at + width] for at in range(0, len(whole), width)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite")


def texts_of(store: Store, path: Path) -> list[str]:
    import_file(store, path, "c")
    return [passage.text for passage in passages(store, documents(store)[-1].id)]


@pytest.mark.parametrize("width", [17, 22, 30, 38])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_chinese_lines_cut_at_a_width_are_paragraphs_again(width: int, ends: str) -> None:
    whole = [f"第{number}段。{SENTENCE * 2}" for number in "一二三四五六"]
    lines = [line for text in whole for line in cut(text, width, "　　")]
    found, flags = paragraphs_of(ends.join(lines))
    assert found == tuple(whole)
    assert sum(text.count("国家安全") for text in found) == 6 * 2 * 3
    assert flags == ()


@pytest.mark.parametrize("width", [60, 72, 80])
def test_english_lines_cut_at_a_width_are_paragraphs_again(width: int) -> None:
    whole = [(f"Paragraph {number}. " + ENGLISH * 2).strip() for number in range(5)]
    lines = [line for text in whole for line in textwrap.wrap(text, width, initial_indent="    ")]
    assert paragraphs_of("\n".join(lines)) == (tuple(whole), ())


def test_lines_with_a_blank_line_after_each_are_joined_too() -> None:
    whole = [SENTENCE * 2] * 3
    lines = [line for text in whole for line in cut(text, 25, "　　")]
    assert paragraphs_of("\n\n".join(lines))[0] == tuple(whole)


def test_lines_that_lost_their_indents_and_page_numbers_between_them_are_joined() -> None:
    # As text copied out of a PDF file: the first line is two characters shorter, a page number stands in a sentence.
    first, second = cut("　　" + SENTENCE * 2, 26), cut("　　" + SENTENCE * 3, 26)
    lines = [line.strip() for line in (*first[:2], "7", *first[2:], "（二）基本原则", *second)]
    found, flags = paragraphs_of("\n".join(lines))
    assert found == (SENTENCE * 2, "（二）基本原则", SENTENCE * 3)
    assert flags == ()


@pytest.mark.parametrize(
    "text",
    [
        "第一段。\n第二段。\n第三段。\n第四段。",
        "政府工作报告\n一、国家安全\n二、科技自立\n三、改革开放\n四、民生",
        "\n".join(f"{SENTENCE * count}" for count in (1, 3, 2, 5, 1, 2)),
        "\n\n".join([SENTENCE, SENTENCE * 2, "一、" + SENTENCE]),
        "2014    3,471    12.5\n2015    3,612    11.9\n2016    3,745    11.2\n2017    3,888    10.4",
        "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼",
    ],
)
def test_lines_that_are_paragraphs_stay_so(text: str) -> None:
    assert paragraphs_of(text) == (paragraphs(text), ())


def test_line_ends_within_sentences_that_cannot_be_decided_are_flagged(store: Store, tmp_path: Path) -> None:
    lines = [
        "我们坚持总体国家安全观统筹发展",
        "和安全推动军民融合深度发展加快关键核心技术攻关维护国",
        "家安全实现高质量",
        "发展推进国家安全体系和能力现代化建设",
    ]
    (tmp_path / "a.txt").write_text("\n".join(lines * 3), "utf-8")
    report = import_file(store, tmp_path / "a.txt", "c")
    assert [(flag.kind, flag.text) for _, flag in report.flagged if flag.kind == "lines"] == [
        ("lines", "8 of 12 lines end within a sentence; a term cut there is not found")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rivalry over export con-\ntrols and supply", "rivalry over export controls and supply"),
        ("the govern-\r\nment of the day", "the government of the day"),
        ("of military-\ncivil fusion", "of military-civil fusion"),
        ("input-\noutput tables", "input-output tables"),
        ("the long-\nterm plan", "the long-term plan"),
        ("a cross-\nborder flow, cross-border", "a cross-border flow, cross-border"),
        ("the co-\noperation of co-operation", "the co-operation of co-operation"),
        ("the co-\noperation of cooperation", "the cooperation of cooperation"),
        ("US-\nChina trade", "US-China trade"),
        ("soft\u00ad\nware exports", "software exports"),
        ("state-of-the-\nart chips", "state-of-the-art chips"),
    ],
)  # fmt: skip
def test_a_hyphen_at_the_end_of_a_line_stays_where_the_word_has_one(text: str, found: str) -> None:
    assert paragraphs_of(text)[0] == (found,)


@pytest.mark.parametrize("text", ["1990-\n2000 plan", "a list:\n- one\n- two", "see this -\nand that"])
def test_a_sign_that_cuts_no_word_stays(text: str) -> None:
    assert paragraphs_of(text)[0] == paragraphs(text)


def test_a_table_has_its_texts_joined_too(store: Store, tmp_path: Path) -> None:
    text = "\n".join(cut(SENTENCE * 4, 24))
    (tmp_path / "a.csv").write_text(f'title,text\n题,"{text}"\n', "utf-8")
    assert texts_of(store, tmp_path / "a.csv") == [SENTENCE * 4]


HEADS = {
    "the same line": ["National Security Strategy"] * 4,
    "with a page number": [f"{page} National Security Strategy" for page in (7, 8, 9, 10)],
    "left and right": ["National Security Strategy", "The White House"] * 3,
}


@pytest.mark.parametrize("heads", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("foot", ["", "Page {} of 9", "- {} -"])
def test_running_heads_go_and_sentences_go_over_the_page(
    heads: list[str], foot: str, store: Store, tmp_path: Path
) -> None:
    pages = [[head, f"Number {page} of the pages speaks of trade and of national"] for page, head in enumerate(heads)]
    for page, lines in enumerate(pages[1:], 1):
        lines.insert(1, f"security, which is the subject of page {page} that stands before this one.")
        lines += [foot.format(page)] if foot else []
    (tmp_path / "a.pdf").write_bytes(pdf_of(pages))
    report = import_file(store, tmp_path / "a.pdf", "c")
    hits = search(store, '"national security"').hits
    assert [hit.passage.text.count("national security") for hit in hits] == [1] * (len(pages) - 1)
    assert search(store, '"white house" OR strategy').total == 0
    assert len(report.remarks) == 1
    assert "a.pdf: running heads left out: " in report.remarks[0]
    assert "National Security Strategy" in report.remarks[0]


def test_headings_that_differ_by_more_than_the_page_are_kept(store: Store, tmp_path: Path) -> None:
    pages = [[f"Chapter {word}", f"It ends with {word}."] for word in ("One", "Two", "Three", "Four")]
    (tmp_path / "a.pdf").write_bytes(pdf_of(pages))
    texts = texts_of(store, tmp_path / "a.pdf")
    assert " ".join(texts) == "Chapter One It ends with One. Chapter Two It ends with Two. " \
        "Chapter Three It ends with Three. Chapter Four It ends with Four."  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["We speak of military-", "civil fusion today."], "We speak of military-civil fusion today."),
        (["They wrote of export con-", "trols and of trade."], "They wrote of export controls and of trade."),
        (["We used input-", "output tables here."], "We used input-output tables here."),
    ],
)  # fmt: skip
def test_words_cut_in_a_pdf_file_are_whole(lines: list[str], found: str, store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_of([lines]))
    assert texts_of(store, tmp_path / "a.pdf") == [found]


def test_a_word_cut_at_the_end_of_a_page_is_whole(store: Store, tmp_path: Path) -> None:
    pages = [["A first page that speaks of the secu-"], ["rity of the state and its economy."]]
    (tmp_path / "a.pdf").write_bytes(pdf_of(pages))
    assert texts_of(store, tmp_path / "a.pdf") == [
        "A first page that speaks of the security of the state and its economy."
    ]
