"""Claims: the same verdicts and figures at every door."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate.claims import ledger
from technostate.claims.measures import NAMES, measure
from technostate.view.claims import claims, explain
from technostate.view.measures import measures
from technostate.view.own_claims import check_claims

from .doors import agree

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "strategy-on-china-2023.toml"


@pytest.mark.parametrize("state", ["CHN", "USA", "TUV"])
def test_the_table_of_verdicts_agrees(state: str) -> None:
    agree(claims(state))


@pytest.mark.parametrize("key", ["IN-1", "ES-5", "MI-5"])
def test_one_claim_in_full_agrees(key: str) -> None:
    view = claims("CHN", ids=(key,))
    agree(view)
    assert view.data.verdicts[0].id == key


@pytest.mark.parametrize("key", [claim.id for claim in ledger() if claim.condition])
def test_a_claim_step_by_step_agrees_and_its_steps_lead_to_the_number(key: str) -> None:
    view = explain(key)
    agree(view)
    (it,) = view.data.verdicts
    assert len(it.conditions) == len(next(claim for claim in ledger() if claim.id == key).condition)
    assert all(asked.steps for asked in it.conditions if asked.met is not None), "a number without the steps to it"


def test_the_grid_names_every_claim_once_with_both_verdicts() -> None:
    view = claims("CHN")
    text = view.text(200)
    for claim in ledger():
        assert text.count(f"\n  {claim.id} ") == 1
    assert all(it.against_verdict for it in view.data.verdicts)


def test_every_measure_says_what_it_is_asked() -> None:
    view = measures()
    agree(view)
    assert [it.name for it in view.data] == list(NAMES)
    for it in view.data:
        assert {option.name for option in it.options} == set(measure(it.name).asks.model_fields)
        assert all(option.said for option in it.options), f"{it.name}: an option without a meaning"


def test_own_claims_agree_at_every_door() -> None:
    assert agree(check_claims(EXAMPLE)) > 8
