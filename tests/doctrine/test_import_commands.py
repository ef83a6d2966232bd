"""`technostate doctrine import|documents|search|cite` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from technostate.cli.app import run


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TECHNOSTATE_STORE", str(tmp_path / "store.sqlite"))
    folder = tmp_path / "speeches"
    folder.mkdir()
    (folder / "2014-04-15_讲话.txt").write_text("前文。\n坚持总体国家安全观。\n后文。", "utf-8")
    return folder


def test_import_search_cite(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "import", str(texts), "--issuer", "习近平", "--type", "speech"]) == 0
    assert "speeches: 1 documents added (utf-8 1)" in capsys.readouterr().out
    assert run(["doctrine", "search", "國家安全", "--context", "1", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["total"] == 1
    assert record["hits"][0]["paragraph"] == 2
    assert record["hits"][0]["before"] == [{"paragraph": 1, "text": "前文。"}]
    assert record["hits"][0]["spans"] == [[4, 8]]
    number = record["hits"][0]["document"]["id"]
    assert run(["doctrine", "cite", str(number), "2", "--style", "chicago"]) == 0
    assert "习近平, “讲话,” April 15, 2014, para. 2.\n" in capsys.readouterr().out
    assert run(["doctrine", "documents", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"][0]["date_precision"] == "day"


def test_refused_files_are_named_and_end_in_an_error(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (texts / "bad.docx").write_bytes(b"no zip")
    assert run(["doctrine", "import", str(texts)]) == 2
    captured = capsys.readouterr()
    assert "1 documents added" in captured.out
    assert "1 files refused; the first: bad.docx is damaged" in captured.err
    assert "! bad.docx is damaged" in captured.out


@pytest.mark.parametrize(
    "words",
    [
        ["import", "nowhere"],
        ["import", ".", "--columns", "text"],
        ["search", "(安全"],
        ["search", "安全", "--since", "yesterday"],
        ["cite", "99", "1"],
        ["documents", "--store", "."],
    ],
)
def test_a_mistake_is_one_message_with_a_hint(
    words: list[str], texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctrine", "import", str(texts)]) == 0
    capsys.readouterr()
    assert run(["doctrine", *words]) in {1, 2}
    message = capsys.readouterr().err
    assert message.startswith("technostate: ")
    assert "\nhint: " in message
