"""Every mistake in an event, a parameter or a table ends in one error that names it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from weeks_economies import ario, ario_many, made_up

from technostate.errors import DataError, ScenarioError
from technostate.shocks.weeks import (
    ArioParameters,
    CapacityLoss,
    DemandLoss,
    FlowEconomy,
    LinkBan,
    Stockpile,
    first_shortage,
    recovery_time,
)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (LinkBan(("X",), ("A",)), "unknown exporter 'X'"),
        (LinkBan(("A",), ("B",), ("S9",)), "unknown sector 'S9' (did you mean"),
        (LinkBan(("A", "B"), ("B",)), "B is exporter and importer"),
        (LinkBan((), ("B",)), "exporters names nobody"),
        (LinkBan("A", ("B",)), "a tuple of names is needed"),
        (LinkBan(("A", "A"), ("B",)), "exporters names A twice"),
        (LinkBan(("A",), ("B",), leak=1.0), "leak is 1.0"),
        (LinkBan(("A",), ("B",), leak=math.nan), "leak is nan"),
        (LinkBan(("A",), ("B",), start=-1), "start is -1"),
        (LinkBan(("A",), ("B",), start=400), "after the last day simulated (364)"),
        (LinkBan(("A",), ("B",), duration=0), "at least 1 day"),
        (LinkBan(("A",), ("B",), duration=2.5), "whole days are needed"),
        (CapacityLoss(("A",)), "loss is 0.0"),
        (CapacityLoss(("A",), loss=1.2), "loss is 1.2"),
        (CapacityLoss(("A",), loss=0.5, recovery=10), "the duration is infinite"),
        (CapacityLoss(("A",), loss=0.5, duration=5, recovery=-1), "recovery is -1"),
        (DemandLoss(("A",), loss=-0.1), "loss is -0.1"),
        (DemandLoss(("Q",), loss=0.1), "unknown region 'Q'"),
        (Stockpile(("A",)), "extra_days is 0.0"),
        (Stockpile(("A",), extra_days=math.inf), "extra_days is inf"),
        ("tariff", "not an event of the weeks engine"),
    ],
)
def test_a_bad_event_is_named(event: Any, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        ario(made_up(), [event])
    assert message in str(caught.value)
    assert caught.value.hint


def test_all_mistakes_of_all_scenarios_are_reported_at_once() -> None:
    sets = [[LinkBan(("X",), ("A",), leak=2.0)], [], [Stockpile(("Y",)), CapacityLoss(("A",), loss=9.0)]]
    with pytest.raises(ScenarioError) as caught:
        ario_many(made_up(), sets)
    for text in ("scenario 1", "scenario 3", "'X'", "leak is 2.0", "'Y'", "extra_days", "loss is 9.0"):
        assert text in str(caught.value)
    assert "scenario 2" not in str(caught.value)


@pytest.mark.parametrize("days", [0, -3, 2.5])
def test_a_bad_length_is_named(days: Any) -> None:
    with pytest.raises(ScenarioError, match="days is"):
        ario(made_up(), [], days=days)


def test_all_bad_parameters_are_reported_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        ArioParameters(inventory_days={"S0": 0.5}, psi=1.5, overproduction=0.9, rerouting_limit=math.nan)
    for text in ("inventory_days of S0 is 0.5", "psi is 1.5", "overproduction is 0.9", "rerouting_limit is nan"):
        assert text in str(caught.value)


def test_a_stock_below_a_days_use_is_refused() -> None:
    with pytest.raises(ScenarioError, match="below 1 a day's use can exceed the stock"):
        ArioParameters(inventory_days=1.0, psi=0.5)


def test_stocks_of_unknown_sectors_are_refused() -> None:
    with pytest.raises(ScenarioError, match="unknown sectors: 'S7'"):
        ario(made_up(), [], parameters=ArioParameters(inventory_days={"S7": 3.0}))


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(ScenarioError, match="float16"):
        ario(made_up(), [], precision="float16")  # type: ignore[arg-type]


def test_no_thread_is_refused() -> None:
    with pytest.raises(ScenarioError, match="threads is 0; at least 1"):
        ario(made_up(), [], threads=0)


def test_bad_questions_to_a_path_are_refused() -> None:
    path = ario(made_up(), [], days=2)
    with pytest.raises(ScenarioError, match="no shortage of 'outputs'"):
        first_shortage(path, "outputs")  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match=r"tolerance is 1\.0"):
        first_shortage(path, tolerance=1.0)
    with pytest.raises(ScenarioError, match="tolerance is nan"):
        recovery_time(path, tolerance=math.nan)


def test_all_that_is_wrong_with_a_table_is_reported_at_once() -> None:
    with pytest.raises(DataError) as caught:
        FlowEconomy(np.full((4, 4), -1.0), np.full((4, 2), np.nan), np.zeros(3), ("A", "A"), ("s", "t"))
    for text in ("repeat a label", "16 negative flows", "8 values that are not finite", "other has shape (3,)"):
        assert text in str(caught.value)
