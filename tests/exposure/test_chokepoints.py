"""Chokepoints: three definitions on tables made by hand and on published ones; dual-use coupling."""

from __future__ import annotations

import numpy as np
import pytest
from exposure_worlds import random_world, split_region, world_of
from hypothesis import given
from hypothesis import strategies as st

from technostate.errors import DataError, LabelError
from technostate.exposure import (
    chokepoint_index,
    chokepoints,
    commission_dependent,
    dual_use_coupling,
    import_profile,
    merics_dependent,
    requirements,
)
from technostate.world import World, fine_intermediate, load

SEEDS = st.integers(0, 10_000)


def one_product(to_a: tuple[float, float, float], from_a: float = 0.0, b_to_c: float = 5.0) -> World:
    """Three regions, one product, final use only: what A buys of A, B and C, and what it sells to B."""
    demand = np.array([[to_a[0], from_a, 0.0], [to_a[1], 50.0, b_to_c], [to_a[2], 0.0, 50.0]])
    return world_of(np.zeros((3, 3)), demand, ("AAA", "BBB", "CCC"), ("s",))


def test_a_dependency_by_all_definitions() -> None:
    world = one_product((10.0, 36.0, 4.0), from_a=8.0)
    profile = import_profile(world, "AAA")
    assert profile.imports[0] == 40.0 and profile.exports[0] == 8.0 and profile.home_purchases[0] == 10.0
    assert profile.concentration[0] == pytest.approx(0.9**2 + 0.1**2)
    assert profile.foreign_share[0] == pytest.approx(0.8)
    assert profile.import_ratio[0] == pytest.approx(5.0)
    assert profile.top_supplier == ("BBB",) and profile.top_share[0] == pytest.approx(0.9)
    # World exports: A 8, B 36 + 5, C 4.
    assert profile.top_world_share[0] == pytest.approx(41 / 53)
    assert commission_dependent(profile)[0] and merics_dependent(profile)[0]
    assert chokepoint_index(profile)[0] == pytest.approx(0.8 * 0.82 * (1 - 0.2))
    assert chokepoint_index(profile, "elasticity", np.array([4.0]))[0] == pytest.approx(0.8 * 0.82 / 5)


@pytest.mark.parametrize(
    ("to_a", "from_a", "commission", "merics"),
    [
        ((10.0, 20.0, 20.0), 1.0, True, False),  # two equal suppliers: HHI .5, neither above half
        ((60.0, 36.0, 4.0), 1.0, False, True),  # mostly from home
        ((10.0, 36.0, 4.0), 60.0, False, False),  # sells more of it than it buys
    ],
)
def test_each_condition_can_fail_alone(
    to_a: tuple[float, float, float], from_a: float, commission: bool, merics: bool
) -> None:
    profile = import_profile(one_product(to_a, from_a), "AAA")
    assert commission_dependent(profile)[0] == commission
    assert merics_dependent(profile)[0] == merics


def test_own_exports_that_cover_imports_leave_no_chokepoint() -> None:
    profile = import_profile(one_product((10.0, 36.0, 4.0), from_a=60.0), "AAA")
    assert chokepoint_index(profile)[0] == 0.0


def test_a_supplier_inside_the_group_is_home() -> None:
    world = one_product((10.0, 36.0, 4.0))
    profile = import_profile(world, ("AAA", "BBB"))
    assert profile.top_supplier == ("CCC",)
    assert profile.imports[0] == 4.0
    assert profile.home_purchases[0] == pytest.approx(10 + 36 + 50)
    assert profile.top_world_share[0] == pytest.approx(4 / 9)


def test_the_whole_world_imports_nothing() -> None:
    profile = import_profile(one_product((10.0, 36.0, 4.0)), ("AAA", "BBB", "CCC"))
    assert profile.imports[0] == 0.0 and profile.top_supplier == ("",)
    assert np.isnan(profile.concentration[0]) and np.isnan(profile.import_ratio[0])
    assert not commission_dependent(profile)[0] and not merics_dependent(profile)[0]


@given(seed=SEEDS)
def test_the_index_is_a_fraction_and_ranks_the_table(seed: int) -> None:
    rows = chokepoints(random_world(seed, n=4, j=5), "R02")
    index = [row.index for row in rows]
    assert all(0 <= value <= 1 for value in index)
    assert index == sorted(index, reverse=True)
    assert {row.sector for row in rows} == {f"s{k}" for k in range(5)}


@given(seed=SEEDS)
def test_halves_of_the_buyer_taken_together_buy_as_the_whole(seed: int) -> None:
    world = random_world(seed)
    whole, halves = import_profile(world, "R01"), import_profile(split_region(world, "R01"), ("R01", "R01b"))
    for name in ("imports", "exports", "concentration", "foreign_share", "top_share", "top_world_share"):
        np.testing.assert_allclose(getattr(halves, name), getattr(whole, name), rtol=1e-11)


def test_china_depends_on_raw_materials_from_abroad_and_not_on_unrecorded_trade() -> None:
    """Mining leads in both releases, in WIOD with ROW as one; motor trade, which WIOD records nowhere, comes last."""
    wiod = chokepoints(load("wiod-2011"), "CHN", row="one")
    assert wiod[0].sector == "c2" and wiod[0].recorded_at_home
    assert not wiod[-1].recorded_at_home and not wiod[-2].recorded_at_home
    icio = chokepoints(load("icio-2022"), "CHN")
    assert {row.sector for row in icio[:3]} == {"B05", "B06", "B07"}


def test_elasticities_that_nobody_chose_give_no_index() -> None:
    with pytest.raises(DataError, match="no trade elasticity"):
        chokepoints(load("wiod-2004"), "CHN", "elasticity")
    with pytest.raises(LabelError, match="unknown substitution"):
        chokepoints(load("wiod-2004"), "CHN", "price")  # type: ignore[arg-type]
    assert np.isfinite(chokepoints(load("icio-2022"), "CHN", "elasticity")[0].index)


def test_coupling_reads_the_rows_of_the_technology_sectors() -> None:
    world = load("wiod-2011")
    needs = requirements(world, "USA", "c31").copy()
    needs[world.node("USA", "c31")] -= world.gross_output[world.node("USA", "c31")]
    grid = needs.reshape(world.shape)
    chosen = [world.sector_index(code) for code in ("c9", "c13", "c14", "c15")]
    home = grid[world.region_index("USA"), chosen].sum() / grid.sum()
    found = dual_use_coupling(world, "USA")
    assert found.domestic == pytest.approx(home, abs=1e-12)
    assert found.total == pytest.approx(grid[:, chosen].sum() / grid.sum(), abs=1e-12)
    assert found.foreign < found.foreign_all
    assert found.foreign_part == pytest.approx(found.foreign / found.total)
    high = dual_use_coupling(world, "USA", "high")
    assert 0 < high.total < found.total


def test_coupling_of_2022_needs_the_table_that_keeps_administration_apart() -> None:
    with pytest.raises(DataError, match="together with other services") as caught:
        dual_use_coupling(load("icio-2022"), "CHN")
    assert "fine_intermediate" in caught.value.hint
    fine = fine_intermediate()
    china, america = dual_use_coupling(fine, "CHN"), dual_use_coupling(fine, "USA")
    assert 0 < china.foreign < china.domestic < 1 and 0 < america.total < 1
    direct = dual_use_coupling(fine, "CHN", measure="face_value")
    column = fine.intermediate[:, fine.node("CHN", "O")].reshape(80, 36)
    assert direct.foreign_all == pytest.approx(1 - column[fine.regions.index("CHN")].sum() / column.sum(), abs=1e-12)
    with pytest.raises(LabelError, match="unknown region 'ROW'"):
        dual_use_coupling(fine, "ROW")
