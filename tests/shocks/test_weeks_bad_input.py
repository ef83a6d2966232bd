"""Every mistake in a parameter, a rating or a stock of tied firms ends in one error that names it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from weeks_economies import made_up

from technostate.errors import DataError, ScenarioError
from technostate.shocks.weeks import ArioParameters, Parameters, Practice, practice_of, simulate, simulate_many
from technostate.shocks.weeks.ties.ratings import read_survey


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"inventory_days": 0.5}, "inventory_days is 0.5; it must lie in 1 … 3650 (days of use)"),
        ({"inventory_days": math.inf}, "inventory_days is inf"),
        ({"inventory_days": {"S0": -3.0}}, "inventory_days of S0 is -3"),
        ({"inventory_days": {"S0": "ten"}}, "inventory_days of S0 is 'ten', not a number"),
        ({"inventory_days": 1.5}, "inventory_days is 1.5, less than spread (2)"),
        ({"inventory_days": {"S1": 3.0}, "spread": 4.0}, "inventory_days of S1 is 3, less than spread (4)"),
        ({"stock_factor": 0.0}, "stock_factor is 0"),
        ({"stock_factor": {"S0": 2.0}}, "stock_factor is given by sector; it is one number for all"),
        ({"spread": 0.9}, "spread is 0.9"),
        ({"ties": 0.5}, "ties is 0.5"),
        ({"ties": 40.0}, "ties is 40"),
        ({"ties": None}, "ties is None, not a number"),
        ({"priority": 0.9}, "priority is 0.9"),
        ({"slack": -0.1}, "slack is -0.1"),
        ({"slack": {"S0": 0.5}}, "slack of S0 is 0.5"),
        ({"overproduction": 0.9}, "overproduction is 0.9"),
        ({"overproduction_days": 0.0}, "overproduction_days is 0"),
        ({"rerouting_limit": math.nan}, "rerouting_limit is nan"),
        ({"rerouting_days": True}, "rerouting_days is True, not a number"),
        ({"qualifying_days": 0.5}, "qualifying_days is 0.5"),
        ({"restocking_days": 0.0}, "restocking_days is 0"),
        ({"backlog_days": math.inf}, "backlog_days is inf"),
        ({"postponed": 1.2}, "postponed is 1.2"),
    ],
)
def test_a_bad_parameter_is_named(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Parameters(**values)
    assert message in str(caught.value)
    assert "NOTES" in caught.value.hint


def test_all_bad_parameters_are_reported_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        Parameters(ties=0.0, slack=1.0, postponed={"S0": 2.0}, inventory_days=0.2)
    for text in ("ties is 0", "slack is 1", "postponed of S0 is 2", "inventory_days is 0.2"):
        assert text in str(caught.value)


@pytest.mark.parametrize("name", ["inventory_days", "slack", "overproduction", "postponed"])
def test_a_parameter_of_an_unknown_sector_is_refused(name: str) -> None:
    value = {"inventory_days": 9.0, "slack": 0.1, "overproduction": 1.1, "postponed": 0.5}[name]
    with pytest.raises(ScenarioError, match=f"{name} names unknown sectors: 'S7'"):
        simulate(made_up(), [], parameters=Parameters(**{name: {"S7": value}}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"days": np.array([0.5, 9.0, np.nan])}, "days of S0 is 0.5; it must lie in 1 … 3650"),
        ({"days": np.array([np.inf, 9.0, 9.0])}, "days of S0 is inf"),
        ({"days": np.ones(4)}, "days has shape (4,), the sectors need (3,)"),
        ({"days": "ten"}, "days is 'ten'; an array of numbers is needed"),
        ({"stocked": np.array([0.0, 2.0, 1.0])}, "stocked of S1 is 2"),
        ({"critical": np.ones(3)}, "critical has shape (3,), the sectors need (3, 3)"),
        ({"critical": np.full((3, 3), 1.5)}, "critical of S0 for S0 is 1.5; it must lie in 0 … 1"),
        ({"critical": np.where(np.eye(3) > 0, np.nan, 0.5)}, "critical of S2 for S2 is nan"),
        ({"postponed": np.array([0.0, 0.0, -0.1])}, "postponed of S2 is -0.1"),
        ({"slack": np.array([0.0, 0.5, np.nan])}, "slack of S1 is 0.5; it must lie in 0 … 0.3"),
        ({"most": np.array([0.9, np.nan, np.nan])}, "most of S0 is 0.9; it must lie in 1 … 10"),
    ],
)
def test_a_bad_practice_is_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        replace(Practice.neutral(("S0", "S1", "S2")), **change)
    assert message in str(caught.value)
    assert "practice_of" in caught.value.hint


def test_the_practice_of_other_sectors_is_refused() -> None:
    with pytest.raises(ScenarioError, match="that of 2 other sectors"):
        simulate(made_up(), [], practice=Practice.neutral(("parts", "goods")))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"production": "leontief"}, "production is 'leontief'"),
        ({"production": "ario", "parameters": Parameters()}, "the parameters are those of 'ties'"),
        ({"production": "ties", "parameters": ArioParameters()}, "the parameters are those of 'ario'"),
        ({"production": "ario", "practice": practice_of(made_up())}, "knows no practice by product"),
        ({"precision": "float16"}, "precision is 'float16'"),
        ({"threads": 0}, "threads is 0; at least 1"),
        ({"days": 0}, "days is 0"),
        ({"parameters": [Parameters()] * 3}, "there are 1 scenarios and 3 sets of parameters"),
        ({"parameters": [ArioParameters()]}, "there are 1 scenarios and 1 sets of parameters"),
    ],
)
def test_a_bad_option_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        simulate_many(made_up(), [[]], **options)


def test_a_damaged_survey_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text('"","A01","B"\n"A01",1,0.7\n"B",0\n', "utf-8")
    with pytest.raises(DataError, match=r"A01: '0\.7', B: 1 ratings for 2 users"):
        read_survey(path)
