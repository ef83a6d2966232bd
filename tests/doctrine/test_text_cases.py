"""Small inputs after public reports: what people who count texts hand in is read as they would read it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from technostate.cli.app import run

#: Case → file, words of a command after the import into x, and what its answer holds.
CASES = [
    ("01", "in_2014.txt", ("search", "人工智能", "--collection", "x"), "1–1 of 1 passages"),
    ("03", "in_2020.txt", ("search", "5G", "--collection", "x"), "1–1 of 1 passages"),
    ("05", "in_2017.txt", ("search", "conflict", "--collection", "x"), "1–1 of 1 passages"),
    ("07", "in_2017.txt", ("search", "naïve", "--collection", "x"), "1–1 of 1 passages"),
    ("09", "in_2014.txt", ("trend", "国家安全", "--collection", "x", "--json"), '"count": 36'),
    ("11", "in_2017.txt", ("search", '"export controls"', "--collection", "x"), "1–1 of 1 passages"),
    ("13", "in.md", ("documents",), "2014-04-15"),
    ("17", "in.jsonl", ("documents",), "3 documents."),
    ("19", "in.tmx", ("drift", "--collection", "x"), "1 aligned units"),
    ("21", "in_2014.txt", ("search", "国家安全 and 发展", "--collection", "x"), "AND, OR and NOT in capitals"),
    ("23", "in.csv", ("documents",), "1 documents."),
    ("64", "in.xlsx", ("documents",), "2014-03-05"),
    ("66", "in.xlsx", ("documents",), "表二"),
    ("68", "in_2017.pdf", ("search", '"national security"', "--collection", "x"), "1–1 of 1 passages"),
    ("70", "in_2017.pdf", ("search", '"military-civil fusion"', "--collection", "x"), "1–1 of 1 passages"),
    ("72", "in_2014.docx", ("search", "国防现代化", "--collection", "x"), "1–1 of 1 passages"),
    ("74", "in.csv", ("cite", "1", "1", "--style", "gb7714"), "The White House. National Security Strategy."),
    ("76", "in.csv", ("cite", "1", "1", "--style", "gb7714"), "张三, 李四, 王五, 等."),
    ("78", "in.csv", ("cite", "1", "1", "--style", "chicago"), "某部, 关于“新时代”, April 2014"),
]


@pytest.mark.parametrize(("case", "file", "words", "said"), CASES, ids=[case for case, *_ in CASES])
def test_an_input_of_the_trade_is_read(
    case: str,
    file: str,
    words: tuple[str, ...],
    said: str,
    shared: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    source, store = shared / "cases" / case / file, str(tmp_path / "store")
    if not source.is_file():
        pytest.skip("needs the reported inputs, which are not here")
    assert run(["doctrine", "import", str(shutil.copy(source, tmp_path)), "--collection", "x", "--store", store]) == 0
    capfd.readouterr()
    assert run(["doctrine", *words, "--store", store]) == 0
    assert said in capfd.readouterr().out


def test_every_way_of_writing_a_date_is_the_date(
    shared: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    assert run(["doctrine", "import", str(shared / "cases/15/in.csv"), "--collection", "x", "--store", store]) == 0
    capfd.readouterr()
    assert run(["doctrine", "documents", "--store", store]) == 0
    assert capfd.readouterr().out.count("2014-04-15") >= 3


def test_lock_files_of_word_are_passed_by(tmp_path: Path, shared: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for file in (shared / "cases" / "25").glob("*talk_2014.*"):
        shutil.copy(file, folder)
    assert run(["doctrine", "import", str(folder), "--collection", "x", "--store", str(tmp_path / "s")]) == 0
    assert "1 documents added" in capfd.readouterr().out
