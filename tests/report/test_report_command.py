"""The command: formats by name, whole files or none, one clear error and exit code 2 for bad input."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from technostate.cli import files
from technostate.cli.app import run
from technostate.errors import DataError
from technostate.report import Assessment, to_json


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, pair: Assessment) -> Assessment:
    """The command with an assessment that is made already, and a page that is not drawn again."""
    monkeypatch.setattr("technostate.report.to_html", lambda assessment: "<!DOCTYPE html>\n")
    monkeypatch.setattr("technostate.report.assess", lambda *args, **kwargs: pair)
    return pair


def test_the_findings_and_the_path_are_printed(
    made: Assessment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.html"
    assert run(["assess", "CHN", "--against", "USA", "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert all(finding["text"] in printed.out for finding in made.findings)
    assert printed.out.rstrip().endswith(f"Report: {out}")
    assert printed.err == ""
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(("name", "start"), [("a.json", "{"), ("a.md", "# China"), ("a.HTM", "<!DOCTYPE")])
def test_the_name_says_the_format(made: Assessment, tmp_path: Path, name: str, start: str) -> None:
    out = tmp_path / name
    assert run(["assess", "CHN", "--out", str(out)]) == 0
    assert out.read_text("utf-8").startswith(start)


def test_json_goes_to_standard_output_and_nothing_else_does(
    made: Assessment, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assess", "CHN", "--against", "USA", "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert printed.out == to_json(made)
    assert json.loads(printed.out)["against"] == "USA"


def test_html_without_a_name_is_named_after_the_two(
    made: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["assess", "CHN"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["CHN-USA.html"]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["CHM"], "unknown region 'CHM'", "CHN"),
        (["China"], "unknown region 'China'", "CHN (China)"),
        (["CHN", "--against", "CHN"], "own comparator", "--against"),
        (["CHN", "--against", "XXQ"], "unknown region 'XXQ'", "alpha-3"),
        (["ROW"], "total, not a state", "alpha-3"),
        (["CHN", "--peers", "JPN,QQQ"], "unknown region 'QQQ'", "alpha-3"),
        (["CHN", "--out", "report.docx"], "report.docx", "--format"),
        (["CHN", "--out", "no/such/folder/a.html"], "does not exist", "--out"),
        (["CHN", "--format", "pdf"], "pdf", "technostate --help"),
    ],
)
def test_bad_input_is_one_message_and_exit_code_2(
    words: list[str], message: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["assess", *words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert message in printed.err
    assert hint in printed.err
    assert "Traceback" not in printed.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "report.html"
    folder.mkdir()
    assert run(["assess", "CHN", "--out", str(folder)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.json"
    out.write_text("old", "utf-8")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
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
