"""Views of 安全 by its sense: three senses make the whole, and imported texts give what ships."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from technostate.cli.app import run
from technostate.doctrine import embedded, sensed, views
from technostate.doctrine.importers import Defaults, import_folder
from technostate.errors import LabelError
from technostate.evidence.store import Store

SENSES = ("strategic", "safety", "other")


def rates(name: str, sense: str | None) -> list[int]:
    return [row.count for row in views.trend(views.shipped(name, sense=sense), ["安全"]).rows]


@pytest.mark.parametrize("name", ["gwr", "congress"])
def test_the_three_senses_are_every_hit(name: str) -> None:
    parts = np.array([rates(name, sense) for sense in SENSES])
    assert parts.sum(0).tolist() == rates(name, None)
    assert (parts.sum(1) > 0).all()


def test_other_formulations_keep_their_hits() -> None:
    whole, strategic = views.shipped("gwr"), views.shipped("gwr", sense="strategic")
    security = whole.find("安全")
    others = np.arange(len(whole.formulations)) != security
    assert (whole.counts[others] == strategic.counts[others]).all()
    assert (strategic.counts[security] <= whole.counts[security]).all()
    assert any("strategic" in note for note in strategic.notes)


def test_imported_texts_give_the_senses_that_ship(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "corpus" / "gwr_zh" / "text"
    with Store(tmp_path / "store.sqlite") as store:
        import_folder(store, folder, "reports", defaults=Defaults(language="zh"))
        mine = views.trend(views.imported(store, "reports", sense="strategic"), ["安全"])
    assert [row.count for row in mine.rows] == rates("gwr", "strategic")


def test_the_command_gives_one_sense_and_says_which_rules_told_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "trend", "安全", "--sense", "strategic", "--collection", "gwr", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    told = embedded.counts("安全", "gwr", sense="strategic")
    assert [row["count"] for row in record["rows"]] == [item.count for item in told]
    assert any("strategic" in note and sensed.rules() in note for note in record["notes"])


def test_english_texts_have_no_senses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LabelError, match="no senses"):
        views.shipped("sotu", sense="strategic")
    assert run(["doctrine", "trend", "安全", "--sense", "strateg"]) == 2
    assert "did you mean strategic" in capsys.readouterr().err
