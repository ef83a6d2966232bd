"""Hypothetical extraction: the one-inverse formula and low-rank updates against solving the reduced table."""

from __future__ import annotations

import numpy as np
import pytest
from exposure_worlds import random_world, split_region, world_of
from hypothesis import given
from hypothesis import strategies as st

from technostate.errors import LabelError, ScenarioError
from technostate.exposure import (
    all_node_losses,
    extract_every_node,
    extract_link,
    extract_node,
    extract_pair,
    extraction_loss_abroad,
    leontief,
    market_loss,
)
from technostate.world import World, load

SEEDS = st.integers(0, 10_000)


def solved_again(world: World, keep: np.ndarray, final: np.ndarray) -> np.ndarray:
    """Output after A is multiplied by `keep` and the rest of final demand by `final`, from a new factorisation."""
    coefficients = np.divide(
        world.intermediate, world.gross_output, out=np.zeros_like(world.intermediate), where=world.gross_output > 0
    )
    demand = world.gross_output - world.intermediate.sum(axis=1)
    demand = demand - (world.final_demand * (1 - final)).sum(axis=1)
    return np.linalg.solve(np.eye(len(demand)) - coefficients * keep, demand)


@given(seed=SEEDS, idle=st.sets(st.integers(0, 7), max_size=1))
def test_every_node_at_once_equals_the_reduced_system(seed: int, idle: set[int]) -> None:
    """Oracle HEM-A: 1'x − (1'L)_i x_i / L_ii equals the solve without node i, relative 1e-12."""
    world = random_world(seed, n=4, j=2, idle=tuple(idle))
    output, m = world.gross_output, 8
    coefficients = np.divide(world.intermediate, output, out=np.zeros((m, m)), where=output > 0)
    demand = output - world.intermediate.sum(axis=1)
    at_once = output.sum() - all_node_losses(leontief(world), output)
    for i in range(m):
        rest = np.delete(np.arange(m), i)
        reduced = np.linalg.solve(np.eye(m - 1) - coefficients[np.ix_(rest, rest)], demand[rest])
        assert at_once[i] == pytest.approx(reduced.sum(), rel=1e-12)


@given(seed=SEEDS)
def test_a_node_alone_and_all_nodes_agree(seed: int) -> None:
    world = random_world(seed)
    every = extract_every_node(world)
    for i, (region, sector) in enumerate(world.nodes):
        lost = extract_node(world, region, sector)
        assert lost.output[i] == pytest.approx(world.gross_output[i], rel=1e-12)
        assert lost.total_value_added == pytest.approx(every[i], rel=1e-11)


@given(seed=SEEDS)
def test_weights_choose_whose_loss_is_counted(seed: int) -> None:
    world = random_world(seed)
    weights = np.random.default_rng(seed).uniform(size=(6, 2))
    many = all_node_losses(leontief(world), world.gross_output, weights)
    single = all_node_losses(leontief(world), world.gross_output, weights[:, 1])
    assert many.shape == (2, 6)
    np.testing.assert_allclose(many[1], single, rtol=1e-13)


@given(seed=SEEDS, fraction=st.floats(0, 1), final=st.booleans(), inverse_first=st.booleans())
def test_a_struck_link_equals_solving_again(seed: int, fraction: float, final: bool, inverse_first: bool) -> None:
    world = random_world(seed, n=3, j=3)
    if inverse_first:
        _ = leontief(world).inverse
    keep, kept_final = np.ones((9, 9)), np.ones((9, 3))
    keep[0:3, 6:9] = 1 - fraction
    if final:
        kept_final[0:3, 2] = 1 - fraction
    lost = extract_link(world, supplier="R00", buyer="R02", fraction=fraction, final=final)
    direct = world.gross_output - solved_again(world, keep, kept_final)
    np.testing.assert_allclose(lost.output, direct, atol=1e-9)


@given(seed=SEEDS, final=st.booleans())
def test_a_struck_pair_equals_solving_again(seed: int, final: bool) -> None:
    world = random_world(seed, n=3, j=2)
    keep, kept_final = np.ones((6, 6)), np.ones((6, 3))
    keep[0:2, 2:4] = keep[2:4, 0:2] = 0.0
    if final:
        kept_final[0:2, 1] = kept_final[2:4, 0] = 0.0
    lost = extract_pair(world, "R00", partner="R01", final=final)
    np.testing.assert_allclose(lost.output, world.gross_output - solved_again(world, keep, kept_final), atol=1e-9)


@given(seed=SEEDS)
def test_a_link_between_sectors_of_groups_equals_solving_again(seed: int) -> None:
    world = random_world(seed, n=4, j=2)
    keep = np.ones((8, 8))
    keep[np.ix_([1, 7], [2, 4])] = 0.0
    lost = extract_link(world, supplier=("R00", "R03"), buyer=("R01", "R02"), supplier_sector="s1", sector="s0")
    np.testing.assert_allclose(lost.output, world.gross_output - solved_again(world, keep, np.ones((8, 4))), atol=1e-9)


def test_a_struck_region_loses_all_its_output_and_nobody_more_than_that() -> None:
    world = load("wiod-2004")
    lost = extract_node(world, "CHN")
    rows = world.region_nodes("CHN")
    np.testing.assert_allclose(lost.output[rows], world.gross_output[rows], rtol=1e-10)
    assert (lost.output >= -1e-6).all()
    assert (lost.output <= world.gross_output * (1 + 1e-10) + 1e-6).all()


@given(seed=SEEDS)
def test_striking_a_link_that_carries_nothing_changes_nothing(seed: int) -> None:
    world = random_world(seed, n=3, j=2)
    flows, demand = world.intermediate.copy(), world.final_demand.copy()
    flows[0:2, 4:6] = 0.0
    demand[0:2, 2] = 0.0
    empty = world_of(flows, demand, world.regions, world.sectors)
    np.testing.assert_array_equal(extract_link(empty, supplier="R00", buyer="R02").output, 0.0)
    np.testing.assert_array_equal(extract_link(world, supplier="R00", buyer="R02", fraction=0.0).output, 0.0)


@given(seed=SEEDS, low=st.floats(0, 1), high=st.floats(0, 1))
def test_more_struck_is_more_lost(seed: int, low: float, high: float) -> None:
    world = random_world(seed)
    low, high = min(low, high), max(low, high)
    less, more = (extract_pair(world, "R00", partner="R01", fraction=f).total_output for f in (low, high))
    assert less <= more + 1e-9


@given(seed=SEEDS)
def test_halves_of_a_region_lose_what_the_whole_loses(seed: int) -> None:
    world = random_world(seed)
    halves = split_region(world, "R01")
    both = ("R01", "R01b")
    assert market_loss(halves, "R00", partner=both) == pytest.approx(
        market_loss(world, "R00", partner="R01"), abs=1e-12
    )
    assert extraction_loss_abroad(halves, both) == pytest.approx(extraction_loss_abroad(world, "R01"), abs=1e-12)


def test_loss_of_value_added_equals_the_final_demand_that_goes_with_it() -> None:
    """With inputs struck and not replaced, buyers' value added per unit rises; what is lost is the seller's chain."""
    flows = np.array([[0.0, 80.0], [0.0, 0.0]])
    world = world_of(flows, np.array([[50.0, 0.0], [100.0, 0.0]]), ("AAA", "BBB"), ("s",))
    lost = extract_link(world, supplier="AAA", buyer="BBB")
    np.testing.assert_allclose(lost.value_added, [80.0, 0.0], atol=1e-12)
    assert market_loss(world, "AAA", partner="BBB") == pytest.approx(80 / 130, abs=1e-15)


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan")])
def test_a_fraction_is_between_nothing_and_all(fraction: float) -> None:
    with pytest.raises(ScenarioError, match="struck fraction"):
        extract_link(random_world(1), supplier="R00", buyer="R01", fraction=fraction)


def test_a_pair_is_two_states() -> None:
    world = random_world(1)
    with pytest.raises(LabelError, match=r"R01 and R00\+R01 share R01"):
        extract_pair(world, ("R00", "R01"), partner="R01")
    with pytest.raises(LabelError, match="R00 and R00 share R00"):
        market_loss(world, "R00", partner="R00")
    with pytest.raises(LabelError, match="R00 and R00 share R00"):
        extract_link(world, supplier="R00", buyer="R00")
