"""One command from a producer's file to a world, and every command that takes a world finds it by name."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from technostate.cli import main
from technostate.evidence.own import current
from world import made_files as made


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "2019_SML.csv").write_bytes(made.oecd(made.table()))
    return tmp_path / "own.sqlite"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    try:
        main(list(words))
    except SystemExit as ended:
        assert not ended.code, capsys.readouterr().err
    finally:
        current.use(None)
    return capsys.readouterr().out


def test_a_file_becomes_a_world_that_commands_find(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "data", "import", "oecd-icio", str(tmp_path / "2019_SML.csv"), "--store", str(store))
    assert "oecd-icio-2019" in text and "world show oecd-icio-2019" in text and "6 nodes" in text
    listed = json.loads(said(capsys, "world", "list", "--store", str(store), "--json"))
    assert "oecd-icio-2019" in json.dumps(listed)
    shown = said(capsys, "world", "show", "oecd-icio-2019", "--store", str(store))
    assert "China" in shown and "Value added at basic prices" in shown
    table = said(capsys, "exposure", "CHN", "--world", "oecd-icio-2019", "--store", str(store), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert rows
    assert "oecd-icio-2019" not in said(capsys, "world", "list")
    said(capsys, "data", "remove", "oecd-icio-2019", "--store", str(store))
    assert "oecd-icio-2019" not in said(capsys, "world", "list", "--store", str(store))
