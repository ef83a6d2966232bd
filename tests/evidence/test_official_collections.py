"""Laws, speeches, readouts and budget speeches: what their source says comes out; damaged files are refused."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from technostate.doctrine import embedded
from technostate.errors import DataError
from technostate.evidence.readers import budget_speeches, laws, readouts, speeches


def test_there_are_86_speeches_and_the_misplaced_one_is_left_out(shared: Path) -> None:
    found = list(speeches.read_folder(shared / "data" / "corpus" / speeches.FOLDER, "x"))
    assert (len(found), found[0].date[:7], found[-1].date[:7]) == (86, "2013-03", "2016-12")
    assert not any("二〇一四年新年贺词" in item.title for item in found)
    assert not any(line in item.text for item in found for line in ("来源：人民网", "来源：新华社"))


def test_a_budget_that_is_there_twice_is_counted_once_and_is_of_2014(shared: Path) -> None:
    found = {item.id: item for item in budget_speeches.read_folder(shared / "data" / budget_speeches.FOLDER, "x")}
    assert len(found) == 91 and len({item.text for item in found.values()}) == 91
    assert found["budget-2014-interim"].date == "2014-02-17"
    assert not {str(year) for year in (2008, 2009, 2010, 2011, 2013)} & {item.date[:4] for item in found.values()}


def test_budget_speeches_have_the_words_that_were_counted(shared: Path) -> None:
    folder = shared / "data" / budget_speeches.FOLDER
    with (folder / "counts_check.csv").open(encoding="utf-8") as file:
        counted = {row["speech"]: (int(row["words"]), int(row["security"])) for row in csv.DictReader(file)}
    stems = {item: stem for stem in counted for item in [(folder / "text" / f"{stem}_parta.txt").read_text("utf-8")]}
    found = 0
    for item in budget_speeches.read_folder(folder, "x"):
        words, security = counted[next(stem for head, stem in stems.items() if item.text.startswith(head))]
        assert len(re.findall(r"[A-Za-z]+", item.text)) == words
        assert len(re.findall(r"\bsecurity\b", item.text, re.IGNORECASE)) == security
        found += 1
    assert found == len(counted) - 1


def test_readouts_are_told_by_their_title(shared: Path) -> None:
    found = list(readouts.read_folder(shared / "data" / readouts.FOLDER, "x"))
    kinds = [item.type for item in found]
    assert kinds.count("Central Economic Work Conference") == 9
    assert kinds.count("plenum communiqué") == 12
    conferences = [int(item.date[:4]) for item in found if item.type == "Central Economic Work Conference"]
    assert conferences == [2016, *range(2018, 2026)]
    sizes = {item.date: len(item.text) for item in found if item.type == "plenum decision or recommendation"}
    assert (sizes["2025-10-28"], sizes["2024-07-21"]) == (20_634, 22_324)
    assert len({(item.date, item.text) for item in found}) == len(found)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中共中央政治局召开会议 分析研究当前经济形势和经济工作", "Politburo meeting"),
        ("习近平在中共中央政治局第九次集体学习时强调 铸牢中华民族共同体意识", "Politburo study session"),
        ("中国共产党第二十届中央委员会第四次全体会议公报", "plenum communiqué"),
        ("习近平主持召开中央军民融合发展委员会第二次全体会议强调 向重点领域聚焦用力", "commission meeting"),
        ("习近平在十九届中央国家安全委员会第一次会议上强调 全面贯彻落实总体国家安全观", "commission meeting"),
        ("《中共中央关于进一步全面深化改革 推进中国式现代化的决定》公布", "plenum decision or recommendation"),
        (
            "习近平关于《中共中央关于制定国民经济和社会发展第十五个五年规划的建议》的说明",
            "explanation of a plenum document",
        ),
        ("《求是》杂志发表习近平总书记重要文章《在二十届中央政治局第四次集体学习时的讲话》", ""),
        ("中共中央关于授予张富清同志“全国优秀共产党员”称号的决定", ""),
        ("日本政府发布2014年版防卫白皮书", ""),
        ("国务院新闻办公室举行吹风会解读《政府工作报告》", ""),
    ],
)
def test_a_kind_is_told_by_the_title(title: str, kind: str) -> None:
    assert readouts.kind_of(title) == kind


def test_laws_are_versions_with_a_day(shared: Path) -> None:
    found = list(laws.read_folder(shared / "data" / "corpus", "x"))
    dates = [item.date for item in found]
    assert dates == sorted(dates) and all(len(date) == 10 for date in dates)
    assert sum(item.note == "" for item in found) == 1071
    (criminal,) = (item for item in found if item.title == "刑法")
    assert criminal.date == "2023-12-29"
    assert not any("INFO END" in item.text or item.text.lstrip().startswith("#") for item in found)
    later = [item for item in found if item.note]
    assert later[-1].date == "2026-08-28" and all(item.date > "2025-04-05" for item in later)
    (mobilisation,) = (item for item in later if item.title == "国防动员法")
    assert "寓军于民" in mobilisation.text


def test_a_first_use_stands_where_the_readout_says() -> None:
    """SOURCE.txt: 总体国家安全观 first in April 2014, 双循环 first in May 2020, in the evening news."""
    first = {
        term: next(item.document.date for item in embedded.counts(term, "readouts") if item.count)
        for term in ("总体国家安全观", "双循环")
    }
    assert first["总体国家安全观"] == "2014-04-15"
    assert first["双循环"][:7] == "2020-05"


def readout(**changes: object) -> str:
    fields = {"date": "2020-01-01", "title": "中央经济工作会议在北京举行", "text": "国家安全。", "url": ""}
    return json.dumps(fields | changes, ensure_ascii=False)


@pytest.mark.parametrize(
    "line", ["{", "[]", "1", readout(date="2020"), readout(text=3), '{"date": "2020-01-01"}', "[" * 100_000]
)
def test_a_line_that_is_no_readout_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / readouts.FILE).write_text(f"{readout()}\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"readouts\.jsonl line 2"):
        list(readouts.read_folder(tmp_path, "x"))


def test_folders_without_texts_are_named(tmp_path: Path) -> None:
    (tmp_path / laws.FOLDER).mkdir()
    for reader, folder in ((laws, tmp_path), (speeches, tmp_path), (budget_speeches, tmp_path)):
        with pytest.raises(DataError, match="has no"):
            list(reader.read_folder(folder, "x"))
    with pytest.raises(DataError):
        list(readouts.read_folder(tmp_path, "x"))


def test_a_wrong_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "hello.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match=r"hello\.txt has no date"):
        list(speeches.read_folder(tmp_path, "x"))
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "hello_parta.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match="hello is no name of a budget speech"):
        list(budget_speeches.read_folder(tmp_path, "x"))


def test_a_missing_half_of_a_speech_is_named(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "bs194748_parta.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match="bs194748_partb"):
        list(budget_speeches.read_folder(tmp_path, "x"))


@pytest.mark.parametrize("damage", ["no database", "no table", "not SQLite"])
def test_a_damaged_database_of_laws_is_named(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / laws.FOLDER / "刑法"
    folder.mkdir(parents=True)
    (folder / "刑法(2020-12-26).md").write_text("# 刑法\n\n<!-- INFO END -->\n\n第一条 国家安全。\n", encoding="utf-8")
    path = tmp_path / laws.DATABASE
    path.parent.mkdir()
    if damage == "no table":
        sqlite3.connect(path).execute("CREATE TABLE other (x)").connection.close()
    elif damage == "not SQLite":
        path.write_bytes(b"hello" * 1000)
    with pytest.raises(DataError, match=r"laws\.db"):
        list(laws.read_folder(tmp_path, "x"))


def test_a_law_without_any_date_is_named(tmp_path: Path) -> None:
    folder = tmp_path / laws.FOLDER / "刑法"
    folder.mkdir(parents=True)
    (folder / "某法.md").write_text("# 某法\n\n第一条 国家安全。\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"某法\.md has no date"):
        list(laws.read_folder(tmp_path, "x"))


def test_a_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01_讲话.txt").write_bytes("讲话".encode("gb18030"))
    with pytest.raises(DataError, match=r"讲话\.txt is not UTF-8"):
        list(speeches.read_folder(tmp_path, "x"))
    shutil.rmtree(tmp_path)
