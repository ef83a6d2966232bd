"""What is flagged about a document, and what is not: dates, copies, length."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from technostate.doctrine.documents import Document, DocumentDate, Passage, documents
from technostate.doctrine.duplicates import KEPT, outline, share
from technostate.doctrine.importers import import_folder
from technostate.doctrine.plausibility import flags
from technostate.errors import DataError
from technostate.evidence.store import Store

TODAY = dt.date(2026, 11, 1)
LONG = "我们坚持总体国家安全观，统筹发展和安全，推进国家安全体系和能力现代化。" * 5


def found(date: str, text: str) -> list[str]:
    document = Document("题", DocumentDate(date), "", "", "zh", "a.txt", "0" * 64, "c")
    return [f"{flag.kind}: {flag.text}" for flag in flags(document, [Passage(1, LONG + text)], TODAY)]


@pytest.mark.parametrize(
    ("date", "text", "part"),
    [
        ("2027", "", "in the future"),
        ("2026-11-02", "", "in the future"),
        ("2013-12-31", "发表二〇一七年新年贺词", "new year 2017"),
        ("2013-12-31", "2017年新年贺词", "new year 2017"),
        ("2013-03-23", "2015年7月21日 来源：新华网", "names 2015-07-21"),
        ("2024-09-19", "“十二五”规划，到2025年", "ended in 2015"),
        ("2024", "1998年、1999年和2001年", "newest year in the text is 2001"),
        ("1984", "一九五五年、一九五六年和一九五七年", "newest year in the text is 1957"),
    ],
)  # fmt: skip
def test_a_date_that_the_text_contradicts_is_flagged(date: str, text: str, part: str) -> None:
    assert [item for item in found(date, text) if part in item]


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2026-11", ""),
        ("2026", ""),
        ("", "2017年新年贺词"),
        ("2013-12-31", "二〇一四年新年贺词"),
        ("2013", "本办法有效期至2018年12月31日。"),
        ("1990-04-04", "自1997年7月1日起施行"),
        ("2011", "自1993年5月1日起施行，1993年4月1日发布，1994年5月1日第三次会议通过"),
        ("2024", "拨款1998万元、2001吨、1999人"),
        ("2014", "“十二五”规划，到2020年"),
        ("2024", "2023年"),
    ],
)  # fmt: skip
def test_a_sound_date_is_not_flagged(date: str, text: str) -> None:
    assert found(date, text) == []


def test_a_short_text_is_flagged() -> None:
    document = Document("题", DocumentDate(), "", "", "zh", "a.txt", "0" * 64, "c")
    assert [flag.kind for flag in flags(document, [Passage(1, "见另页。")], TODAY)] == ["short"]


def sentence(dice: random.Random) -> str:
    return "".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(30))


@pytest.mark.parametrize("kept", [60, 80, 95, 100])
def test_estimated_share_is_near_the_true_one(kept: int) -> None:
    dice = random.Random(kept)
    one = [sentence(dice) for _ in range(100)]
    other = [*one[:kept], *(sentence(dice) for _ in range(100 - kept))]
    strings = [{"".join(text)[at : at + 12] for at in range(len("".join(text)) - 11)} for text in (one, other)]
    true = len(strings[0] & strings[1]) / len(strings[0] | strings[1])
    # Four standard errors of a share estimated from KEPT draws.
    assert abs(share(outline(one), outline(other)) - true) <= 4 * (0.25 / KEPT) ** 0.5


def test_a_copy_in_other_characters_and_spacing_is_a_near_duplicate(tmp_path: Path) -> None:
    from opencc import OpenCC

    text = "\n".join(f"第{number}条 {LONG}{number * 7919}国家安全的第{number}项任务是发展。" for number in range(30))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text, "utf-8")
    (tmp_path / "in" / "b.txt").write_text(OpenCC("s2t").convert(text).replace("。", " 。 "), "utf-8")
    (tmp_path / "in" / "c.txt").write_text("\n".join(sentence(random.Random(n)) for n in range(60)), "utf-8")
    with Store(tmp_path / "store") as store:
        import_folder(store, tmp_path / "in", "c")
        kinds = {item.document.title: [flag.kind for flag in item.flags] for item in documents(store)}
    assert kinds == {"a": [], "b": ["near-duplicate"], "c": []}


@pytest.mark.parametrize("text", ["2014-13", "2014-02-30", "14", "2014-1-1", "yesterday", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="not a date"):
        DocumentDate(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", dt.date(2014, 1, 1), dt.date(2014, 12, 31)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("2014-12-31", dt.date(2014, 12, 31), dt.date(2014, 12, 31)),
        ("", None, None),
    ],
)  # fmt: skip
def test_an_inexact_date_is_a_span_of_days(text: str, first: dt.date | None, last: dt.date | None) -> None:
    assert (DocumentDate(text).first, DocumentDate(text).last) == (first, last)
