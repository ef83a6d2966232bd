"""Recounting on imported texts: the same text confirms the embedded counts, another one says where it differs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from technostate.cli.app import run


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for year in (1955, 2014, 2024):
        text = (shared / "data" / "corpus" / "gwr_zh" / "text" / f"{year}.txt").read_text("utf-8")
        # One report has lost a sentence on security, as another edition might.
        (folder / f"{year}.txt").write_text(text.replace("国家安全", "", 1) if year == 2014 else text, "utf-8")
    found = folder / "store.sqlite"
    assert (
        run(["doctrine", "import", str(folder), "--collection", "mine", "--language", "zh", "--store", str(found)]) == 0
    )
    return found


def test_the_same_text_confirms_every_hit_and_another_is_named(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["doctrine", "verify", "mine", "--collection", "gwr", "--store", str(store), "--json"]) == 2
    said = capsys.readouterr()
    rows = {row["document"]: row for row in json.loads(said.out)["documents"]}
    assert len(rows) == 56
    for year in (1955, 2024):
        assert rows[f"gwr-{year}"]["outcome"] == "confirmed" and rows[f"gwr-{year}"]["same_text"]
    assert rows["gwr-2014"]["outcome"] == "differs" and "national_security" in rows["gwr-2014"]["differing"]
    assert rows["gwr-2000"] == {
        "document": "gwr-2000", "outcome": "no text", "stored": None, "same_text": None,
        "hits_shipped": None, "hits_found": None, "differing": [],
    }  # fmt: skip
    assert "1 of 56 documents differ" in said.err


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["verify", "others", "--collection", "gwr"], "no document in the language 'zh'"),
        (["verify", "mine", "--collection", "gwrr"], "gwr"),
    ],
)
def test_a_name_that_is_not_there_is_one_message(
    store: Path, words: list[str], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctrine", *words, "--store", str(store)]) == 2
    assert part in capsys.readouterr().err
