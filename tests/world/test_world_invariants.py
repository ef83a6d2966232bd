"""A World that breaks an accounting rule is refused with one error that lists every violation."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from made_worlds import fields, made_world

from technostate.errors import BalanceError, LabelError, TechnostateError
from technostate.testing import assert_balanced, assert_world_equal
from technostate.world import World, load


def broken(**changes: Any) -> str:
    with pytest.raises(BalanceError) as caught:
        World(**{**fields(), **changes})
    assert caught.value.hint
    return str(caught.value)


def put(name: str, at: Any, value: float) -> dict[str, Any]:
    array = np.array(fields()[name])
    array[at] = value
    return {name: array}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"regions": ("AAA", "AAA", "CCC")}, "region 'AAA' appears 2 times"),
        ({"sectors": ("g", " ")}, "empty sector label"),
        ({"sectors": ()}, "no sectors"),
        ({"intermediate": np.ones((5, 6))}, "intermediate has shape (5, 6), the labels say (6, 6)"),
        ({"final_demand": np.ones((6, 2))}, "final_demand has shape"),
        ({"trade_elasticity": np.ones(3)}, "trade_elasticity has shape"),
        ({"tariff": np.zeros((3, 2, 2))}, "tariff has shape"),
        (
            put("intermediate", (2, 4), np.nan),
            "intermediate has 1 values that are not finite, first at BBB g, column 4",
        ),
        (put("gross_output", 1, np.inf), "gross_output has 1 values that are not finite, first at AAA s"),
        (put("inventories", (0, 0), np.nan), "inventories are partly NaN"),
        (put("gross_output", 3, -5.0), "gross_output of BBB s is negative"),
        (put("gross_output", 0, 0.0), "AAA g has zero output but buys inputs"),
        (put("intermediate", (0, 0), 99.0), "sales differ from output"),
        (put("value_added", 5, 0.0), "inputs and value added differ from output"),
        (put("tariff", (0, 0, 1), -1.5), "tariff has 1 values at or below -1"),
        (put("trade_elasticity", 1, -4.0), "trade_elasticity of s is not positive"),
    ],
)
def test_each_broken_rule_is_named_with_its_place(changes: dict[str, Any], words: str) -> None:
    assert words in broken(**changes)


def test_all_violations_are_listed_at_once() -> None:
    text = broken(**put("intermediate", (0, 1), 500.0), **put("value_added", 4, -3000.0))
    assert "sales differ" in text and "inputs and value added differ" in text


def test_the_largest_gap_is_the_one_that_is_named() -> None:
    text = broken(**put("value_added", 4, -3000.0))
    assert "CCC g" in text


def test_arrays_are_frozen_copies() -> None:
    source = fields()
    world = World(**source)
    source["intermediate"][0, 0] = 1e9
    assert_balanced(world)
    with pytest.raises(ValueError, match="read-only"):
        world.intermediate[0, 0] = 0.0


def test_unknown_labels_name_the_nearest() -> None:
    world = load("wiod-2011")
    with pytest.raises(LabelError) as caught:
        world.node("CHM", "c14")
    assert "CHM" in str(caught.value) and "CHN" in caught.value.hint and "wiod-2011" in str(caught.value)
    with pytest.raises(LabelError, match="C26"):
        world.node("CHN", "C26")


def test_an_unknown_world_names_those_that_exist() -> None:
    with pytest.raises(TechnostateError) as caught:
        load("wiod-2012")
    assert "wiod-2011" in caught.value.hint


def test_coefficients_of_idle_nodes_are_zero_not_nan() -> None:
    world = load("wiod-2011")
    idle = world.gross_output == 0
    assert idle.sum() == 22
    assert np.isfinite(world.technical_coefficients).all()
    assert not world.technical_coefficients[:, idle].any()


def test_checking_a_large_table_is_quick() -> None:
    world = load("icio-2022")
    from technostate.world.invariants import check

    start = time.perf_counter()
    check(world)
    # 2,268 nodes; 0.2 s is the budget on a quiet machine, ten times that on a busy one.
    assert time.perf_counter() - start < 2.0


def test_balance_assertion_names_the_gap() -> None:
    world = made_world()
    assert_balanced(world)
    with pytest.raises(AssertionError, match="discrepancy is"):
        assert_balanced(world, with_discrepancy=False, tolerance=0.01)


def test_equality_assertion_lists_every_difference() -> None:
    world = made_world()
    assert_world_equal(world, made_world(name="other"))
    with pytest.raises(AssertionError) as caught:
        assert_world_equal(world, made_world(1, tariff=None, year=2001))
    text = str(caught.value)
    assert "year: 2000 and 2001" in text and "tariff: only one" in text and "intermediate: differs by up to" in text
