"""The claims page: verdicts first, each row opens, choices in the address, the JSON of the command."""

from __future__ import annotations

import gzip
import json
import re
from urllib.parse import parse_qsl

import pytest

from technostate.claims import ledger
from technostate.cli.app import run
from technostate.errors import LabelError
from technostate.view.claims import claims
from technostate.view.claims_compare import compare
from technostate.web import shell
from technostate.web.answer import bundled
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.pages.claims import around
from technostate.web.route import found


def made(address: str) -> tuple[Asked, Bundle]:
    path, _, query = address.partition("?")
    asked, _ = found(path, parse_qsl(query))
    return asked, bundled(asked, asked.question.answer(asked.given))


def test_every_claim_is_a_row_that_opens_to_all_of_it() -> None:
    asked, bundle = made("/claims")
    page = shell.page(asked, bundle, around=around(asked, bundle))
    for claim in ledger():
        assert f'id="{claim.id.lower()}"' in page
        assert f'href="/claim/{claim.id}' in page
    assert page.count("<summary>Rule, finding, test, placebo, objection</summary>") == len(ledger()) == 29
    first = re.search(r'id="ns-1".*?</tr>', page, re.S)
    assert first is not None
    for word in ("Rule:", "Found:", "Figure:", "Test:", "Placebo:", "Objection:"):
        assert word in first[0]
    assert page.index("supported</span>") < page.index('id="ns-1"')
    assert len(gzip.compress(page.encode(), 6)) <= 60_000


def test_the_twin_is_what_the_command_writes(capsys: pytest.CaptureFixture[str]) -> None:
    _, bundle = made("/claims?part=IN&verdict=supported")
    content = bundle.data(".json")
    assert content is not None
    run(["claims", "CHN", "--part", "IN", "--verdict", "supported", "--json"])
    assert json.loads(content) == json.loads(capsys.readouterr().out)
    rows = json.loads(content)["verdicts"]
    assert rows and all(row["id"].startswith("IN-") and row["verdict"] == "supported" for row in rows)
    assert sum(json.loads(content)["tally"].values()) == 29


def test_choices_are_checked_and_an_empty_one_is_said() -> None:
    with pytest.raises(LabelError, match="grade"):
        claims("CHN", grade="good")
    view = claims("CHN", part="MC", verdict="contradicted")
    assert view.data.verdicts == () and "Shown: 0 of 29" in view.text(200)


def test_states_side_by_side_have_the_verdicts_of_each() -> None:
    view = compare("CHN", "USA")
    one = {it.id: it.verdict for it in claims("USA").data.verdicts}
    assert {row.id: row.verdicts["USA"].verdict for row in view.data.claims} == one
    for row in view.data.claims:
        tested = {it.verdict for it in row.verdicts.values()} - {"not testable here"}
        assert row.agreed == (len(tested) == 1)
    assert view.data.against == {"CHN": "USA", "USA": "CHN"}
