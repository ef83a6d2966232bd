"""The table of parameters, the view of it, and the page made from it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from technostate.dynamics import Values, parameters
from technostate.errors import LabelError, ScenarioError
from technostate.view.parameters import FORMS, MECHANISMS
from technostate.view.parameters import parameters as view

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "dynamics-parameters.md").read_text(encoding="utf-8")
MARK = "<!-- below: made by technostate.view.parameters -->\n\n"
NAMES = (
    "beta", "insight_share", "knowledge_mix", "research_elasticity", "spillover", "permeability", "misallocation",
    "crowding", "forces_depreciation", "technology_weight", "threat_persistence", "gain_arms", "gain_restrictions",
    "growth_threat", "initial_threat", "adjustment_up", "ratchet", "burden_response", "burden_adjustment",
    "spending_elasticity", "wedge_response", "waste", "closure_response", "stock_response", "internal_response",
    "restriction_response", "growth_china", "growth_usa", "growth_others",
)  # fmt: skip


def below_the_title() -> str:
    """The view as the page has it: without title, a level further down."""
    return view().markdown().partition("\n\n")[2].replace("\n## ", "\n### ")


def test_the_page_has_the_table() -> None:
    assert PAGE.partition(MARK)[2].strip() == below_the_title().strip()


def test_every_parameter_is_there_with_a_range_and_a_source() -> None:
    table = parameters()
    assert tuple(table) == NAMES
    for row in table.values():
        assert row.low < row.high and row.low <= row.central <= row.high, row.name
        assert math.isfinite(row.low) and math.isfinite(row.high)
        assert row.mechanism in MECHANISMS and row.form in FORMS
        assert row.meaning and row.symbol and row.unit and len(row.source) > 40, row.name
        assert row.form != "logs" or row.low > 0, row.name
        assert row.form != "normal" or row.low == -row.high, row.name
    assert len({row.symbol for row in table.values()}) == len(table)


def test_what_is_estimated_names_the_page_of_estimates_and_is_identified() -> None:
    rows = [row for row in parameters().values() if row.status == "estimated"]
    assert {row.name for row in rows} >= {"burden_adjustment", "spending_elasticity", "growth_china"}
    assert all("docs/estimates.md" in row.source and row.identified for row in rows)


def test_diffusion_and_the_political_loop_are_not_identified() -> None:
    table = parameters()
    for name in ("beta", "knowledge_mix", "gain_arms", "gain_restrictions", "ratchet", "initial_threat"):
        assert not table[name].identified, name


def test_loop_gains_sum_to_less_than_one() -> None:
    table = parameters()
    assert table["gain_arms"].high + table["gain_restrictions"].high < 1


def test_values_are_the_centres_and_refuse_what_lies_outside() -> None:
    values = Values({"beta": 0.2})
    assert values["beta"] == 0.2 and values["waste"] == parameters()["waste"].central
    with pytest.raises(LabelError, match="betta"):
        Values({"betta": 0.2})
    for bad in (0.9, float("nan"), float("inf")):
        with pytest.raises(ScenarioError, match="beta"):
            Values({"beta": bad})
