"""Trade in value added and the two circulations: published shares, accounting identities, other software."""

from __future__ import annotations

import numpy as np
import pytest
from exposure_worlds import leontief_inverse, random_world, split_region, split_sector, world_of
from hypothesis import given
from hypothesis import strategies as st

from technostate.errors import DataError
from technostate.exposure import (
    circulation,
    external_circulation_by_region,
    external_circulation_by_sector,
    foreign_value_added_in_exports,
    foreign_value_added_in_final_demand,
    value_added_exports,
    value_added_trade,
    value_chain_share,
)
from technostate.exposure.value_added import gross_exports
from technostate.world import load

SEEDS = st.integers(0, 10_000)


@pytest.mark.parametrize(("year", "published"), [(1995, 0.79), (2008, 0.66)])
def test_german_value_added_in_german_transport_equipment(year: int, published: float) -> None:
    """Timmer et al. (2014), Table 1 (oracle GVC); tolerance one percentage point."""
    assert 1 - value_chain_share(load(f"wiod-{year}"), "DEU", "c15") == pytest.approx(published, abs=0.01)


@given(seed=SEEDS, inventories=st.booleans())
def test_all_value_added_ends_in_somebodys_final_demand(seed: int, inventories: bool) -> None:
    world = random_world(seed, n=4, j=2, inventories=inventories)
    trade = value_added_trade(world)
    np.testing.assert_allclose(trade.sum(axis=1), world.value_added.reshape(world.shape).sum(axis=1), rtol=1e-10)
    use = world.final_demand.sum(axis=0) + np.nan_to_num(world.inventories).sum(axis=0)
    np.testing.assert_allclose(trade.sum(axis=0), use, rtol=1e-10)


@given(seed=SEEDS)
def test_value_added_trade_agrees_with_the_triple_product(seed: int) -> None:
    world = random_world(seed)
    v = world.value_added / world.gross_output
    direct = (np.diag(v) @ leontief_inverse(world) @ world.final_demand).reshape(3, 2, 3).sum(axis=1)
    np.testing.assert_allclose(value_added_trade(world), direct, rtol=1e-11)
    assert value_added_exports(world, "R00") == pytest.approx(direct[0, 1:].sum(), rel=1e-11)
    assert value_added_exports(world, "R00", partner="R02") == pytest.approx(direct[0, 2], rel=1e-11)
    by_sector = [value_added_exports(world, "R00", sector=sector) for sector in world.sectors]
    assert sum(by_sector) == pytest.approx(direct[0, 1:].sum(), rel=1e-11)


@given(seed=SEEDS)
def test_domestic_and_external_circulation_add_up_to_one(seed: int) -> None:
    world = random_world(seed, n=4, inventories=True)
    for state in ("R00", ("R01", "R03"), world.regions):
        found = circulation(world, state)
        assert found.domestic + found.external == pytest.approx(1.0, abs=1e-12)
        assert abs(found.unattributed) < 1e-8 * found.value_added
    assert circulation(world, world.regions).external == pytest.approx(0.0, abs=1e-12)
    singly = [circulation(world, region).external for region in world.regions]
    np.testing.assert_allclose(external_circulation_by_region(world), singly, atol=1e-12)
    sectors = [circulation(world, "R02", sector).external for sector in world.sectors]
    np.testing.assert_allclose(external_circulation_by_sector(world, "R02"), sectors, atol=1e-12)


def test_a_closed_economy_has_no_external_circulation() -> None:
    world = world_of(np.diag([30.0, 40.0]), np.diag([70.0, 60.0]), ("AAA", "BBB"), ("s",))
    assert circulation(world, "AAA").external == 0.0
    assert foreign_value_added_in_final_demand(world, "AAA") == 0.0
    with pytest.raises(DataError, match="no exports"):
        foreign_value_added_in_exports(world, "AAA")


def test_an_assembler_that_only_processes_imports() -> None:
    """B buys 80 from A, adds 20 and exports 100 to A: four fifths of the value of its exports are foreign."""
    flows = np.array([[0.0, 80.0], [0.0, 0.0]])
    world = world_of(flows, np.array([[50.0, 0.0], [100.0, 0.0]]), ("AAA", "BBB"), ("s",))
    assert foreign_value_added_in_exports(world, "BBB") == pytest.approx(0.8, abs=1e-15)
    assert value_chain_share(world, "BBB", "s") == pytest.approx(0.8, abs=1e-15)
    assert circulation(world, "BBB").external == 1.0
    assert value_added_exports(world, "AAA") == pytest.approx(0.0, abs=1e-12)


@given(seed=SEEDS)
def test_origins_of_the_value_of_exports_add_up(seed: int) -> None:
    world = random_world(seed, n=4)
    for function in (foreign_value_added_in_exports, foreign_value_added_in_final_demand):
        parts = [function(world, "R01", partner=origin) for origin in ("R00", "R02", "R03")]
        assert sum(parts) == pytest.approx(function(world, "R01"), abs=1e-12)
    chain = [value_chain_share(world, "R01", "s0", partner=origin) for origin in ("R00", "R02", "R03")]
    assert sum(chain) == pytest.approx(value_chain_share(world, "R01", "s0"), abs=1e-12)


@given(seed=SEEDS)
def test_halves_of_a_region_or_sector_leave_value_added_trade_as_it_was(seed: int) -> None:
    world = random_world(seed)
    halves = split_region(world, "R01")
    both = ("R01", "R01b")
    assert circulation(halves, both).external == pytest.approx(circulation(world, "R01").external, abs=1e-12)
    for function in (foreign_value_added_in_exports, foreign_value_added_in_final_demand):
        assert function(halves, both) == pytest.approx(function(world, "R01"), abs=1e-12)
        assert function(halves, "R00", partner=both) == pytest.approx(function(world, "R00", partner="R01"), abs=1e-12)
    np.testing.assert_allclose(value_added_trade(split_sector(world, "s0")), value_added_trade(world), rtol=1e-11)


def test_products_bought_add_up_to_final_demand() -> None:
    world = load("wiod-2004")
    use = world.final_demand + world.inventories
    chn = world.region_index("CHN")
    bought = use[:, chn].reshape(world.shape).sum(axis=0)
    shares = [foreign_value_added_in_final_demand(world, "CHN", sector=s) if b > 0 else 0.0
              for s, b in zip(world.sectors, bought, strict=True)]  # fmt: skip
    whole = foreign_value_added_in_final_demand(world, "CHN")
    assert np.dot(shares, bought) / bought.sum() == pytest.approx(whole, abs=1e-9)


def test_gross_exports_of_a_group_leave_out_trade_among_its_members() -> None:
    world = load("wiod-2004")
    pair = gross_exports(world, ("DEU", "FRA")).sum()
    assert pair < gross_exports(world, "DEU").sum() + gross_exports(world, "FRA").sum()
    assert gross_exports(world, world.regions).sum() == 0.0


def test_china_sells_more_value_added_abroad_up_to_2006_and_less_after() -> None:
    """Share of China's GDP sustained by foreign final demand: the rise after 2001 and the turn before 2008."""
    external = {year: circulation(load(f"wiod-{year}"), "CHN").external for year in (2001, 2006, 2011)}
    assert external[2006] > external[2001] + 0.08
    assert external[2006] > external[2011] + 0.05


def test_unattributed_value_added_of_wiod_is_small_and_named() -> None:
    for name in ("wiod-1995", "wiod-2011"):
        found = circulation(load(name), "CHN")
        assert 0 < abs(found.unattributed) < 2e-3 * found.value_added


def test_pymrio_finds_the_same_value_added_footprints() -> None:
    """pymrio's consumption-based accounts of value added on its own test table."""
    pymrio = pytest.importorskip("pymrio")
    system = pymrio.load_test().calc_all()
    regions, sectors = tuple(system.get_regions()), tuple(system.get_sectors())
    demand = system.Y.T.groupby(level="region", sort=False).sum().T[list(regions)]
    world = world_of(system.Z.to_numpy(dtype=np.float64), demand.to_numpy(), regions, sectors)
    stressor = pymrio.Extension(
        name="va",
        F=system.Z.iloc[[0]].mul(0.0).add(world.value_added).set_axis(["va"], axis=0),
        F_Y=None,
    )
    system.va = stressor
    system.calc_all()
    theirs = system.va.D_cba_reg.loc["va"]
    np.testing.assert_allclose(value_added_trade(world).sum(axis=0), theirs[list(regions)], rtol=1e-6)
