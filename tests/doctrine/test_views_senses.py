"""Views of one sense of 安全."""

from __future__ import annotations

import json

import pytest

from technostate.cli.app import run
from technostate.doctrine import embedded, sensed, views
from technostate.doctrine.senses.rules import VALUES
from technostate.errors import LabelError


@pytest.mark.parametrize("collection", ["gwr", "congress"])
def test_the_senses_add_up_to_every_hit_in_every_document(collection: str) -> None:
    whole = views.shipped(collection)
    parts = [views.of_sense(collection, sense).counts[0] for sense in VALUES["sense"]]
    assert (sum(parts) == whole.counts[whole.find("安全")]).all()


def test_the_command_gives_one_sense_and_says_which_rules_told_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "trend", "安全", "--sense", "strategic", "--collection", "gwr", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    told = embedded.counts("安全", "gwr", sense="strategic")
    assert [row["count"] for row in record["rows"]] == [item.count for item in told]
    assert any("strategic" in note and sensed.rules() in note for note in record["notes"])


@pytest.mark.parametrize("collection", ["sotu", "nss"])
def test_english_has_no_senses(collection: str) -> None:
    with pytest.raises(LabelError, match="no senses"):
        views.of_sense(collection, "strategic")
