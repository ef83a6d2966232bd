"""Whatever a file holds, it is a scenario or is refused in words; a valid one survives being written out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from technostate.errors import ScenarioError
from technostate.futures import scenarios
from technostate.futures.scenario import Scenario

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3000, 3000), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(["CHN", "USA", "EU", "DEU", "military", "aimed", "barrier", "stop", "beta", "drift", "16", "SSP2"]),
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3)
)
FIELDS = ("name", "title", "text", "source", "world", "regions", "sectors", "apart", "projections", "last", "moves",
          "ranges", "milestones")  # fmt: skip
MOVE_FIELDS = ("name", "region", "lever", "against", "low", "high", "value", "start", "full", "end", "why", "source")
MILESTONE_FIELDS = ("id", "title", "region", "outcome", "year", "compare", "value", "definition", "against", "when",
                    "goal", "relative")  # fmt: skip


def read(content: dict[str, Any]) -> Scenario | None:
    """The scenario of some fields, or nothing where it is refused in words."""
    try:
        return scenarios.made(content)
    except ScenarioError as error:
        assert str(error).startswith("the scenario has") and error.hint
        return None


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_any_fields_are_a_scenario_or_are_refused(content: dict[str, Any]) -> None:
    read(content)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(MOVE_FIELDS), ANYTHING),
    st.dictionaries(st.sampled_from(MILESTONE_FIELDS), ANYTHING),
)
def test_any_move_and_milestone_are_read_or_refused(move: dict[str, Any], milestone: dict[str, Any]) -> None:
    usual = {"region": "CHN", "lever": "military", "value": 0.01, "start": 2025, "why": "test"}
    asked = {
        "id": "m", "title": "M", "region": "CHN", "outcome": "income", "year": 2035, "compare": "at_least", "value": 2,
        "definition": "d",
    }  # fmt: skip
    read({"name": "x", "title": "X", "moves": [usual | move], "milestones": [asked | milestone]})


@settings(max_examples=100, deadline=None)
@given(
    low=st.floats(-0.05, 0.2), width=st.floats(0, 0.1), start=st.integers(2022, 2049), rise=st.integers(0, 10),
    against=st.lists(st.sampled_from(["USA", "EU", "JPN", "RUS"]), unique=True, min_size=1),
    value=st.one_of(st.just("stop"), st.floats(0, 3)),
)  # fmt: skip
def test_what_is_written_out_is_the_same_when_it_is_read_again(
    low: float, width: float, start: int, rise: int, against: list[str], value: float | str
) -> None:
    found = read({
        "name": "x", "title": "X",
        "moves": [
            {"region": "CHN", "lever": "military", "low": low, "high": low + width, "start": start,
             "full": start + rise, "why": "test"},
            {"region": "CHN", "lever": "barrier", "against": against, "value": value, "start": 2030, "why": "test"},
        ],
    })  # fmt: skip
    if found is None:
        assert low + width > 0.2 or not 2022 < start + rise <= 2050
        return
    assert scenarios.made(found.specification()) == found
    assert len(found.moves) == 1 + len(against)


@pytest.mark.parametrize("name", scenarios.names())
@settings(max_examples=20, deadline=None)
@given(field=st.sampled_from(FIELDS), value=ANYTHING)
def test_a_named_scenario_with_any_field_replaced_is_read_or_refused(name: str, field: str, value: Any) -> None:
    read(scenarios.load(name).specification() | {field: value})
