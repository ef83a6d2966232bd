"""The command: every format by name, whole files or none, one clear error and exit code 2 for bad input."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from technostate.cli.app import run
from technostate.errors import DataError
from technostate.report import Assessment
from technostate.write import View, files


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, pair: View[Assessment]) -> View[Assessment]:
    """The command with an assessment that is made already."""
    monkeypatch.setattr("technostate.report.assess", lambda *args, **kwargs: pair)
    return pair


def test_the_findings_and_the_path_are_printed(
    made: View[Assessment], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.html"
    assert run(["assess", "--annex", "CHN", "--against", "USA", "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert all(finding.text in printed.out for finding in made.data.findings)
    assert printed.out.rstrip().endswith(f"Report: {out}")
    assert printed.err == ""
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.json", b"{"), ("a.md", b"# China"), ("a.HTM", b"<!DOCTYPE"), ("a.txt", b"China beside"),
     ("a.csv", b"section,"), ("a.parquet", b"PAR1"), ("a.xlsx", b"PK"), ("a.svg", b"<")],
)  # fmt: skip
def test_the_name_says_the_format(made: View[Assessment], tmp_path: Path, name: str, start: bytes) -> None:
    out = tmp_path / name
    assert run(["assess", "--annex", "CHN", "-o", str(out)]) == 0
    assert out.read_bytes().startswith(start)


@pytest.mark.parametrize("words", [["--format", "json"], ["--json"], ["--json", "--out", "-"]])
def test_json_goes_to_standard_output_and_nothing_else_does(
    words: list[str], made: View[Assessment], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assess", "--annex", "CHN", "--against", "USA", *words]) == 0
    printed = capsys.readouterr()
    assert printed.out == made.json()
    assert json.loads(printed.out)["against"] == "USA"


def test_the_page_goes_to_standard_output_where_it_is_sent(
    made: View[Assessment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["assess", "--annex", "CHN", "--out", "-"]) == 0
    assert capsys.readouterr().out == made.html()
    assert list(tmp_path.iterdir()) == []


def test_rows_and_citations_go_to_standard_output(
    made: View[Assessment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["assess", "--annex", "CHN", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == len(made.rows) and {"section", "value", "unit", "kind", "origin"} <= rows[0].keys()
    assert run(["assess", "--annex", "CHN", "--cite", "bibtex"]) == 0
    assert capsys.readouterr().out.startswith("@")
    assert list(tmp_path.iterdir()) == []


def test_html_without_a_name_is_named_after_the_two(
    made: View[Assessment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["assess", "--annex", "China"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["CHN-USA-annex.html"]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["CHM"], "unknown region 'CHM'", "CHN"),
        (["Chima"], "Chima", "China"),
        (["CHN", "--against", "CHN"], "own comparator", "--against"),
        (["CHN", "--against", "XXQ"], "unknown region 'XXQ'", "by its code"),
        (["ROW"], "total, not a state", "alpha-3"),
        (["CHN", "--peers", "JPN,QQQ"], "unknown region 'QQQ'", "by its code"),
        (["CHN", "--out", "report.docx"], "report.docx", "end it in"),
        (["CHN", "--out", "no/such/folder/a.html"], "does not exist", "--out"),
        (["CHN", "--format", "docx"], "docx", "formats"),
        (["CHN", "--json", "--format", "md"], "different things", "one of them"),
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(
    words: list[str], message: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("technostate.report.assess", lambda *args, **kwargs: pytest.fail("the work was begun"))
    assert run(["assess", "--annex", *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert message in printed.err
    assert hint in printed.err
    assert "Traceback" not in printed.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [[], ["--out", "CHN-USA-annex.html"]])
def test_a_folder_is_not_overwritten_and_refused_before_the_work(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("technostate.report.assess", lambda *args, **kwargs: pytest.fail("the work was begun"))
    (tmp_path / "CHN-USA-annex.html").mkdir()
    assert run(["assess", "--annex", "CHN", *words]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.json"
    out.write_text("old", "utf-8")

    def fail(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(DataError, match="No space left"):
        files.write(out, "new")
    assert out.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_report_is_as_readable_as_other_files(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        files.write(tmp_path / "a.md", "text")
        assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o644
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_the_brief_is_written_without_a_word_and_peers_ask_for_the_annex(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["assess", "VNM", "--against", "ISR", "--out", "-", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["state"], found["against"], found["answer"]["rule"]) == ("VNM", "ISR", "unequal")
    assert run(["assess", "VNM", "--against", "ISR"]) == 0
    printed = capsys.readouterr().out
    assert found["answer"]["text"] in printed and printed.rstrip().endswith("Report: VNM-ISR.html")
    assert [path.name for path in tmp_path.iterdir()] == ["VNM-ISR.html"]
    assert run(["assess", "VNM", "--peers", "JPN"]) == 2
    assert "add --annex" in capsys.readouterr().err
