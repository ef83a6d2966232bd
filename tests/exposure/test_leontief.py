"""The Leontief system: textbook numbers, other software, tables that have no inverse."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from exposure_worlds import leontief_inverse, random_world
from hypothesis import given
from hypothesis import strategies as st

from technostate.errors import BalanceError
from technostate.exposure import Leontief, leontief
from technostate.exposure.flows import sales_by_region, supply_by_region, use_by_region
from technostate.exposure.position import upstreamness_by_node
from technostate.exposure.system import once_per_world
from technostate.exposure.value_added import value_added_by_demand


def miller_and_blair() -> Leontief:
    """Two sectors, Miller and Blair (2022), chapter 2 (oracle MB)."""
    return Leontief(np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0]))


def test_what_is_kept_for_a_world_cannot_be_changed_by_a_caller() -> None:
    world = random_world(1)
    for kept in (supply_by_region, use_by_region, upstreamness_by_node, value_added_by_demand, sales_by_region):
        with pytest.raises(ValueError, match="read-only"):
            kept(world)[0] = 0.0


def test_the_textbook_inverse_and_output() -> None:
    table = miller_and_blair()
    np.testing.assert_allclose(table.inverse, [[1.2541, 0.3300], [0.2640, 1.1221]], atol=1e-4)
    np.testing.assert_allclose(table.solve(np.array([600.0, 1500.0])), [1247.525, 1841.584], atol=1e-3)
    np.testing.assert_allclose(table.multipliers, table.inverse.sum(axis=0), rtol=1e-14)


@given(seed=st.integers(0, 10_000), idle=st.sets(st.integers(0, 5), max_size=2))
def test_solves_agree_with_an_inverse_computed_directly(seed: int, idle: set[int]) -> None:
    world = random_world(seed, idle=tuple(idle))
    table, direct = leontief(world), leontief_inverse(world)
    probe = np.random.default_rng(seed).normal(size=(6, 3))
    np.testing.assert_allclose(table.solve(probe), direct @ probe, atol=1e-12)
    np.testing.assert_allclose(table.solve_transposed(probe), direct.T @ probe, atol=1e-12)
    np.testing.assert_allclose(table.columns(np.array([4, 1])), direct[:, [4, 1]], atol=1e-12)
    np.testing.assert_allclose(table.inverse, direct, atol=1e-12)
    np.testing.assert_allclose(table.columns(slice(2, 5)), direct[:, 2:5], atol=1e-12)


def test_the_order_of_an_array_in_memory_does_not_matter() -> None:
    world = random_world(7)
    columns_first = Leontief(np.asfortranarray(world.intermediate), world.gross_output)
    np.testing.assert_array_equal(columns_first.inverse, leontief(world).inverse)


def test_nodes_without_output_need_nothing() -> None:
    world = random_world(3, idle=(2,))
    unit = np.zeros(6)
    unit[2] = 1.0
    np.testing.assert_array_equal(leontief(world).solve(unit), unit)
    assert leontief(world).multipliers[2] == 1.0


def test_pymrio_finds_the_same_inverse() -> None:
    pymrio = pytest.importorskip("pymrio")
    system = pymrio.load_test().calc_all()
    table = Leontief(system.Z.to_numpy(dtype=np.float64), system.x["indout"].to_numpy(dtype=np.float64))
    np.testing.assert_allclose(table.inverse, system.L.to_numpy(), atol=1e-10)


def test_a_world_is_factorised_once_and_forgotten_with_it() -> None:
    world = random_world(1)
    table = leontief(world)
    assert leontief(world) is table
    assert supply_by_region(world) is supply_by_region(world)
    assert not table.has_inverse
    seen = weakref.ref(table)
    del table, world
    gc.collect()
    assert seen() is None


def test_what_is_kept_for_a_world_is_computed_once() -> None:
    calls = []

    @once_per_world
    def shape(world: object) -> int:
        calls.append(world)
        return len(calls)

    first, second = random_world(1), random_world(2)
    assert [shape(first), shape(second), shape(first)] == [1, 2, 1]


def test_arguments_are_not_changed_and_results_are_read_only() -> None:
    sales, output = np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0])
    table = Leontief(sales, output)
    demand = np.array([600.0, 1500.0])
    table.solve(demand)
    np.testing.assert_array_equal(sales, [[150.0, 500.0], [200.0, 100.0]])
    np.testing.assert_array_equal(demand, [600.0, 1500.0])
    with pytest.raises(ValueError, match="read-only"):
        table.inverse[0, 0] = 0.0


@pytest.mark.parametrize(
    ("sales", "output", "words"),
    [
        (np.eye(2) * 10.0, np.array([10.0, 10.0]), "singular"),
        (np.array([[5.0, 9.0], [9.0, 5.0]]), np.array([10.0, 10.0]), "not productive"),
        (np.zeros((2, 2)), np.array([1.0, -1.0]), "negative"),
        (np.full((2, 2), np.nan), np.ones(2), "not finite"),
        (np.zeros((2, 3)), np.ones(2), "shape"),
        (np.zeros((2, 2)), np.ones((2, 1)), "shape"),
    ],
)
def test_a_table_without_a_meaningful_inverse_is_refused(sales: np.ndarray, output: np.ndarray, words: str) -> None:
    with pytest.raises(BalanceError, match=words) as caught:
        Leontief(sales, output)
    assert caught.value.hint
