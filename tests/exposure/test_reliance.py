"""Reliance: an independent computation of every embedded world, the path 1995–2011, and what must hold of shares."""

from __future__ import annotations

import numpy as np
import pytest
from exposure_worlds import leontief_inverse, random_world, split_region, split_sector, world_of
from hypothesis import given
from hypothesis import strategies as st

from technostate.errors import DataError, LabelError
from technostate.exposure import (
    bilateral_dependence,
    foreign_input_reliance,
    foreign_input_reliance_by_region,
    foreign_input_reliance_by_sector,
    foreign_market_reliance,
    herfindahl,
    input_reliance_by_origin,
    input_reliance_matrix,
    market_reliance_matrix,
    self_reliance,
    supplier_concentration,
    supplier_concentration_by_sector,
)
from technostate.world import World, load, names

SEEDS = st.integers(0, 10_000)
WIOD_YEARS = range(1995, 2012)


def direct_reliance(world: World, inverse: np.ndarray, region: str, supplier: str | None = None) -> float:
    """Foreign rows of L·x over all rows, by loops over labels."""
    needs = np.zeros(len(world.gross_output))
    for column, (where, _) in enumerate(world.nodes):
        if where == region:
            needs += inverse[:, column] * world.gross_output[column]
    chosen = [r == supplier if supplier else r != region for r, _ in world.nodes]
    return float(needs[np.array(chosen)].sum() / needs.sum())


@pytest.mark.parametrize("name", names())
def test_reliance_of_every_region_agrees_with_a_direct_computation(name: str) -> None:
    world = load(name)
    inverse = leontief_inverse(world)
    ours = foreign_input_reliance_by_region(world)
    direct = np.array([direct_reliance(world, inverse, region) for region in world.regions])
    np.testing.assert_allclose(ours, direct, rtol=0, atol=1e-10)
    singly = [foreign_input_reliance(world, region) for region in world.regions]
    np.testing.assert_allclose(singly, direct, rtol=0, atol=1e-10)


def test_china_2004() -> None:
    """The figures that the definition is pinned to: gross .1607, net .2575."""
    world = load("wiod-2004")
    assert foreign_input_reliance(world, "CHN") == pytest.approx(0.1607, abs=5e-5)
    assert foreign_input_reliance(world, "CHN", variant="net") == pytest.approx(0.2575, abs=5e-5)


def test_china_peaks_in_2004_and_the_united_states_turn_to_china() -> None:
    china = {year: foreign_input_reliance(load(f"wiod-{year}"), "CHN") for year in WIOD_YEARS}
    assert max(china, key=china.__getitem__) == 2004
    first, last = (foreign_input_reliance(load(f"wiod-{year}"), "USA", supplier="CHN") for year in (1995, 2011))
    assert last / first > 8
    assert last / first == pytest.approx(8.50, abs=0.01)


@given(seed=SEEDS, variant=st.sampled_from(["gross", "net"]), measure=st.sampled_from(["look_through", "face_value"]))
def test_shares_of_suppliers_and_markets_add_up_to_one(seed: int, variant: str, measure: str) -> None:
    world = random_world(seed, n=4, j=3, idle=(5,))
    inputs = input_reliance_matrix(world, variant, measure)
    np.testing.assert_allclose(inputs.sum(axis=0), 1.0, atol=1e-12)
    np.testing.assert_allclose(market_reliance_matrix(world, variant, measure).sum(axis=1), 1.0, atol=1e-12)
    for k, buyer in enumerate(world.regions):
        others = [s for s in world.regions if s != buyer]
        each = [foreign_input_reliance(world, buyer, supplier=s, variant=variant, measure=measure) for s in others]
        np.testing.assert_allclose(each, np.delete(inputs[:, k], k), atol=1e-12)
        abroad = foreign_input_reliance(world, buyer, variant=variant, measure=measure)
        assert abroad == pytest.approx(1.0 - inputs[k, k], abs=1e-12)


@given(seed=SEEDS)
def test_sectors_weighted_by_what_they_need_give_the_region(seed: int) -> None:
    world = random_world(seed, n=3, j=4)
    inverse = leontief_inverse(world)
    weights = inverse.sum(axis=0)[world.region_nodes("R01")] * world.gross_output[world.region_nodes("R01")]
    by_sector = foreign_input_reliance_by_sector(world, "R01", supplier="R02")
    assert np.average(by_sector, weights=weights) == pytest.approx(
        foreign_input_reliance(world, "R01", supplier="R02"), abs=1e-12
    )
    for k, sector in enumerate(world.sectors):
        assert by_sector[k] == pytest.approx(
            foreign_input_reliance(world, "R01", supplier="R02", sector=sector), abs=1e-12
        )


@given(seed=SEEDS)
def test_input_and_market_reliance_read_one_table_from_two_sides(seed: int) -> None:
    world = random_world(seed)
    flows = leontief_inverse(world) * world.gross_output
    blocks = flows.reshape(3, 2, 3, 2).sum(axis=(1, 3))
    np.testing.assert_allclose(input_reliance_matrix(world), blocks / blocks.sum(axis=0), atol=1e-12)
    np.testing.assert_allclose(market_reliance_matrix(world), blocks / blocks.sum(axis=1, keepdims=True), atol=1e-12)
    assert foreign_market_reliance(world, "R00", market="R02") == pytest.approx(
        blocks[0, 2] / blocks[0].sum(), abs=1e-12
    )


@given(seed=SEEDS)
def test_splitting_a_region_into_halves_changes_no_ones_reliance(seed: int) -> None:
    world = random_world(seed, n=3, j=2)
    halves = split_region(world, "R01")
    both = ("R01", "R01b")
    for variant in ("gross", "net"):
        for buyer, same in (("R00", "R00"), ("R01", both), ("R02", "R02")):
            assert foreign_input_reliance(halves, same, variant=variant) == pytest.approx(
                foreign_input_reliance(world, buyer, variant=variant), abs=1e-12
            )
        assert foreign_input_reliance(halves, "R00", supplier=both, variant=variant) == pytest.approx(
            foreign_input_reliance(world, "R00", supplier="R01", variant=variant), abs=1e-12
        )
    assert foreign_market_reliance(halves, both) == pytest.approx(foreign_market_reliance(world, "R01"), abs=1e-12)


@given(seed=SEEDS)
def test_splitting_a_sector_into_halves_changes_no_reliance(seed: int) -> None:
    world = random_world(seed, n=3, j=2)
    halves = split_sector(world, "s1")
    np.testing.assert_allclose(input_reliance_matrix(halves), input_reliance_matrix(world), atol=1e-12)
    np.testing.assert_allclose(
        foreign_input_reliance_by_sector(halves, "R00")[[0, 1, 2]],
        foreign_input_reliance_by_sector(world, "R00")[[0, 1, 1]],
        atol=1e-12,
    )
    assert supplier_concentration(halves, "R00") == pytest.approx(supplier_concentration(world, "R00"), abs=1e-12)


@given(seed=SEEDS)
def test_the_whole_world_relies_on_no_one(seed: int) -> None:
    world = random_world(seed)
    assert foreign_input_reliance(world, world.regions) == pytest.approx(0.0, abs=1e-12)
    assert self_reliance(world, world.regions) == pytest.approx(1.0, abs=1e-12)


def test_looking_through_finds_the_supplier_behind_the_supplier() -> None:
    """A sells only to B and B only to C: at face value C relies on B alone, looking through on A as well."""
    flows = np.zeros((3, 3))
    flows[0, 1], flows[1, 2] = 50.0, 80.0
    world = world_of(flows, np.diag([1.0, 20.0, 100.0]), ("AAA", "BBB", "CCC"), ("s",))
    assert foreign_input_reliance(world, "CCC", supplier="AAA", measure="face_value") == 0.0
    assert foreign_input_reliance(world, "CCC", supplier="BBB", measure="face_value") == 1.0
    # C's 100 need 80 from B and 50 · 80/100 = 40 from A.
    assert foreign_input_reliance(world, "CCC", supplier="AAA", variant="net") == pytest.approx(40 / 120, abs=1e-15)
    assert foreign_input_reliance(world, "CCC", supplier="AAA") == pytest.approx(40 / 220, abs=1e-15)
    found = bilateral_dependence(world, "CCC", partner="AAA")
    assert (found.on_partner, found.of_partner) == (pytest.approx(40 / 220), 0.0)
    assert found.asymmetry == found.on_partner


def test_origins_of_inputs_by_region_and_sector_add_up() -> None:
    world = load("wiod-2004")
    for variant in ("gross", "net"):
        shares = input_reliance_by_origin(world, "CHN", "c14", variant)
        assert shares.shape == world.shape
        assert shares.sum() == pytest.approx(1.0, abs=1e-12)
        assert shares[world.region_index("USA")].sum() == pytest.approx(
            foreign_input_reliance(world, "CHN", supplier="USA", sector="c14", variant=variant), abs=1e-12
        )


def test_a_sector_without_output_has_no_reliance() -> None:
    """WIOD records no motor trade (c19) in China: no value, and not zero."""
    world = load("wiod-2004")
    with pytest.raises(DataError, match="CHN c19 has no output in wiod-2004"):
        foreign_input_reliance(world, "CHN", sector="c19")
    by_sector = foreign_input_reliance_by_sector(world, "CHN")
    assert np.isnan(by_sector[world.sector_index("c19")])
    assert np.isfinite(by_sector[world.sector_index("c14")])


def test_a_node_that_buys_nothing_has_no_net_reliance_and_no_face_value() -> None:
    world = world_of(np.diag([0.0, 5.0]), np.diag([10.0, 10.0]), ("AAA", "BBB"), ("s",))
    assert foreign_input_reliance(world, "AAA") == 0.0
    for options in ({"variant": "net"}, {"measure": "face_value"}):
        with pytest.raises(DataError, match="no inputs"):
            foreign_input_reliance(world, "AAA", **options)
    assert np.isnan(input_reliance_matrix(world, "net")[:, 0]).all()


def test_concentration_is_one_for_a_single_supplier_and_one_over_k_for_k_equal_ones() -> None:
    assert herfindahl(np.array([3.0, 0.0, 0.0])) == 1.0
    assert herfindahl(np.full(5, 2.0)) == pytest.approx(0.2, abs=1e-15)
    assert herfindahl(np.array([2.0, -1.0])) == 1.0
    assert np.isnan(herfindahl(np.zeros(3)))
    world = load("wiod-2004")
    by_sector = supplier_concentration_by_sector(world, "USA", "face_value")
    assert by_sector[world.sector_index("c14")] == pytest.approx(
        supplier_concentration(world, "USA", "c14", "face_value"), abs=1e-12
    )
    assert supplier_concentration(world, "USA", include_home=True) > supplier_concentration(world, "USA")


@pytest.mark.parametrize(
    ("buyer", "options", "words"),
    [
        ("CHM", {}, "unknown region 'CHM'"),
        ("CHN", {"supplier": "USB"}, "unknown region 'USB'"),
        ("CHN", {"sector": "c99"}, "unknown sector 'c99'"),
        ("CHN", {"variant": "grossly"}, "unknown variant"),
        ("CHN", {"measure": "face"}, "unknown measure"),
        (("CHN", "CHN"), {}, "named twice"),
        ((), {}, "no region is named"),
        (("DEU", "FRA"), {"supplier": ("FRA", "ITA")}, "share FRA"),
        ("CHN", {"supplier": "CHN"}, "CHN and CHN share CHN"),
        ("DEU", {"supplier": ("DEU", "FRA")}, r"DEU\+FRA and DEU share DEU"),
    ],
)
def test_a_wrong_question_is_refused(buyer: object, options: dict[str, object], words: str) -> None:
    with pytest.raises(LabelError, match=words) as caught:
        foreign_input_reliance(load("wiod-2004"), buyer, **options)  # type: ignore[arg-type]
    assert caught.value.hint
