"""Upstreamness, downstreamness and distortion centrality: chains solved by hand, and identities."""

from __future__ import annotations

import numpy as np
import pytest
from exposure_worlds import leontief_inverse, random_world, split_region, split_sector, world_of
from hypothesis import given
from hypothesis import strategies as st

from technostate.errors import DataError, ScenarioError
from technostate.exposure import (
    centrality_of_sector,
    distortion_centrality,
    distortion_centrality_of,
    downstreamness,
    downstreamness_by_node,
    upstreamness,
    upstreamness_by_node,
)
from technostate.world import World, load

SEEDS = st.integers(0, 10_000)


def chain_world() -> World:
    """Three sectors of one region: the first sells only to the second, the second to the third, that to users."""
    flows = np.zeros((3, 3))
    flows[0, 1], flows[1, 2] = 25.0, 50.0
    return world_of(flows, np.array([[0.0], [0.0], [100.0]]), ("AAA",), ("up", "mid", "down"))


def test_a_chain_counts_its_stages_from_both_ends() -> None:
    """Antràs et al. (2012): one stage to final use for final goods, one more for each step before."""
    world = chain_world()
    np.testing.assert_allclose(upstreamness_by_node(world), [3.0, 2.0, 1.0], atol=1e-14)
    # Half of the value of each later stage is primary input of its own.
    np.testing.assert_allclose(downstreamness_by_node(world), [1.0, 1.5, 1.75], atol=1e-14)


@given(seed=SEEDS, idle=st.sets(st.integers(0, 5), max_size=1))
def test_upstreamness_is_the_row_sum_of_the_ghosh_inverse(seed: int, idle: set[int]) -> None:
    world = random_world(seed, idle=tuple(idle))
    active = world.gross_output > 0
    shares = world.intermediate[np.ix_(active, active)] / world.gross_output[active][:, None]
    ghosh = np.linalg.inv(np.eye(active.sum()) - shares)
    np.testing.assert_allclose(upstreamness_by_node(world)[active], ghosh.sum(axis=1), rtol=1e-11)
    assert np.isnan(upstreamness_by_node(world)[~active]).all()
    assert np.isnan(downstreamness_by_node(world)[~active]).all()
    np.testing.assert_allclose(
        downstreamness_by_node(world)[active], leontief_inverse(world).sum(axis=0)[active], rtol=1e-11
    )


@given(seed=SEEDS)
def test_the_world_stands_as_far_from_final_use_as_from_primary_inputs(seed: int) -> None:
    """Fally (2012): both means are gross output over GDP, weighted by value added and by final demand."""
    world = random_world(seed)
    ratio = world.gross_output.sum() / world.value_added.sum()
    assert np.average(upstreamness_by_node(world), weights=world.value_added) == pytest.approx(ratio, rel=1e-11)
    final = world.final_demand.sum(axis=1)
    assert np.average(downstreamness_by_node(world), weights=final) == pytest.approx(ratio, rel=1e-11)


@given(seed=SEEDS)
def test_halves_stand_where_the_whole_stands(seed: int) -> None:
    world = random_world(seed)
    for halves in (split_region(world, "R01"), split_sector(world, "s1")):
        assert upstreamness(halves, "R00") == pytest.approx(upstreamness(world, "R00"), abs=1e-11)
        assert downstreamness(halves, "R00") == pytest.approx(downstreamness(world, "R00"), abs=1e-11)


def test_mining_is_upstream_of_construction_and_construction_downstream_of_mining() -> None:
    world = load("wiod-2004")
    for state in ("CHN", "USA"):
        assert upstreamness(world, state, "c2") > upstreamness(world, state, "c18")
        assert downstreamness(world, state, "c2") < downstreamness(world, state, "c18")
    with pytest.raises(DataError, match="no output"):
        upstreamness(world, "CHN", "c19")


def test_distortion_centrality_of_a_chain() -> None:
    """Oracle LIU-A: σ = .5, χ = .2; μ (.25, .5, 1), γ (.173611, .416667, 1), ξ (1.44, 1.2, 1)."""
    spending = np.array([[0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [0.0, 0.5, 0.0]]) / 1.2
    found = distortion_centrality(spending, 0.2, np.array([0.0, 0.0, 1.0]))
    np.testing.assert_allclose(found.influence, [0.25, 0.5, 1.0], atol=1e-12)
    np.testing.assert_allclose(found.domar_weight, [0.25 / 1.44, 0.5 / 1.2, 1.0], atol=1e-12)
    np.testing.assert_allclose(found.centrality, [1.44, 1.2, 1.0], atol=1e-12)


@given(seed=SEEDS)
def test_without_wedges_every_sector_is_equally_central(seed: int) -> None:
    world = random_world(seed, n=2, j=4)
    np.testing.assert_allclose(distortion_centrality_of(world, "R00", 0.0).centrality, 1.0, atol=1e-12)


@given(seed=SEEDS, wedge=st.floats(0.01, 0.3), scale=st.floats(0.1, 10))
def test_wedges_make_sectors_more_central_and_the_scale_of_demand_does_not_matter(
    seed: int, wedge: float, scale: float
) -> None:
    rng = np.random.default_rng(seed)
    spending = rng.uniform(0, 0.15, (4, 4))
    final = rng.uniform(0.1, 1.0, 4)
    found = distortion_centrality(spending, wedge, final).centrality
    assert (found > 1).all()
    np.testing.assert_allclose(distortion_centrality(spending, wedge, final * scale).centrality, found, rtol=1e-12)


def test_upstream_sectors_are_more_central_on_real_tables() -> None:
    """With a uniform wedge centrality follows upstreamness (Liu 2019: wedges add up upstream)."""
    world = load("wiod-2004")
    central = distortion_centrality_of(world, "CHN").centrality
    upstream = upstreamness_by_node(world)[world.region_nodes("CHN")]
    known = np.isfinite(central) & np.isfinite(upstream)
    ranks = [np.argsort(np.argsort(values[known])) for values in (central, upstream)]
    assert np.corrcoef(*ranks)[0, 1] > 0.8
    assert centrality_of_sector(world, "CHN", "c12") > centrality_of_sector(world, "CHN", "c18")


@pytest.mark.parametrize("wedge", [-1.0, 5.0])
def test_impossible_wedges_are_refused(wedge: float) -> None:
    with pytest.raises(ScenarioError) as caught:
        distortion_centrality(np.full((2, 2), 0.3), wedge, np.ones(2))
    assert caught.value.hint
