"""Nothing in a document, a name or an option is obeyed by the terminal: it is shown as an escape."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.doctrine.documents import PART, Document, DocumentDate, Flag, Passage, insert
from technostate.evidence.store import Store

EVIL = "\x1b]0;owned\x07\x9b31m\u202ered\u2066\x7f"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture
def store(tmp_path: Path) -> str:
    with Store(tmp_path / "s") as opened:
        opened.require(PART)
        with opened.writing() as db:
            for number in (1, 2):
                record = Document(
                    f"题{EVIL}\n二", DocumentDate(f"201{number}"), f"某{EVIL}", "report", "zh", f"a{EVIL}.txt",
                    f"{number}" * 64, f"c{EVIL}",
                )  # fmt: skip
                insert(db, record, [Passage(1, f"维护国家安全{EVIL}和发展{number}")], [Flag("short", f"f{EVIL}")])
    return str(tmp_path / "s")


@pytest.mark.parametrize(
    "words",
    [
        ["documents"],
        ["documents", "--json"],
        ["search", "安全"],
        ["search", "安全", "--json"],
        *(["cite", "1", "1", "--style", style] for style in ("bibtex", "csl-json", "ris", "gb7714", "chicago")),
        *(["kwic", "安全", "--collection", f"c{EVIL}", *form] for form in ([], ["--csv"], ["--json"])),
        ["trend", "安全", "--collection", f"c{EVIL}"],
        ["check"],
        ["verify", f"c{EVIL}"],
        ["trend", "安全", "--collection", EVIL],
        ["search", f"安全 {EVIL} ("],
        ["cite", "1", "1", "--style", EVIL],
        ["documents", f"--{EVIL}"],
    ],
)
def test_no_command_prints_what_a_terminal_obeys(
    words: list[str], store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["doctrine", *words, "--store", store])
    said = capsys.readouterr()
    # RIS ends its lines as the format asks.
    out = said.out.replace("\r\n", "\n") if "ris" in words else said.out
    assert said.out + said.err
    assert not OBEYED.findall(out + said.err)


def test_json_loses_nothing(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "search", "安全", "--json", "--store", store]) == 0
    hit = json.loads(capsys.readouterr().out)["hits"][0]
    assert hit["text"] == f"维护国家安全{EVIL}和发展1"
    assert hit["document"]["title"] == f"题{EVIL}\n二"


def test_a_title_is_shown_with_its_escapes(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "documents", "--store", store]) == 0
    assert capsys.readouterr().out.count("题\\x1b]0;owned\\x07\\x9b31m\\u202ered\\u2066\\x7f") == 2


def test_an_import_report_shows_no_control_characters_of_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "2014\x1b[31m.txt").write_text("维护国家安全", "utf-8")
    (tmp_path / "bad\x1b[31m.docx").write_bytes(b"no zip")
    assert run(["doctrine", "import", str(tmp_path), "--collection", "c", "--store", str(tmp_path / "s")]) == 2
    said = capsys.readouterr()
    assert "[31m.docx is damaged" in said.out and "[31m.docx is damaged" in said.err
    assert not OBEYED.findall(said.out + said.err)
