"""The embedded WIOD worlds carry the published figures and identities of the 2013 release."""

from __future__ import annotations

import numpy as np
import pytest

from technostate.testing import assert_balanced
from technostate.world import World, load, names

YEARS = range(1995, 2012)


def total(world: World, array: str, region: str) -> float:
    return float(getattr(world, array)[world.region_nodes(region)].sum())


def test_every_year_of_the_release_is_embedded() -> None:
    assert names() == ("icio-2022", *(f"wiod-{year}" for year in YEARS))


@pytest.mark.parametrize("year", YEARS)
def test_rows_and_columns_add_up(year: int) -> None:
    world = load(f"wiod-{year}")
    assert world.shape == (41, 35) and world.year == year
    assert_balanced(world, tolerance=1e-6)
    assert np.array_equal(world.intermediate, np.rint(world.intermediate)), "WIOD cells are whole USD million"
    # Cells were truncated: the residual is one-sided, about 35 on average and at most 120 (SOURCE.txt, design 4).
    assert 30 < world.discrepancy.mean() < 50 and world.discrepancy.min() > -10 and world.discrepancy.max() <= 120
    assert (world.gross_output == 0).sum() in range(15, 26)
    assert (world.value_added >= 0).all() and (world.intermediate >= 0).all()
    assert (world.inventories < 0).any(), "stocks are drawn down somewhere every year"


def test_figures_of_2011_stated_with_the_source() -> None:
    # SOURCE.txt: CHN output 22.27 tn, value added 7.39 tn; USA 26.92 and 15.16.
    world = load("wiod-2011")
    figures = [
        total(world, array, region) / 1e6 for region in ("CHN", "USA") for array in ("gross_output", "value_added")
    ]
    assert figures == pytest.approx([22.27, 7.39, 26.92, 15.16], abs=0.005)


def test_labels_are_iso_codes_and_the_rest() -> None:
    world = load("wiod-1995")
    assert {"ROU", "ROW"} <= set(world.regions) and not {"ROM", "RoW", "HRV"} & set(world.regions)
    assert world.sectors == tuple(f"c{k}" for k in range(1, 36))
    assert world.sector_titles["c14"] == "Electrical and Optical Equipment"


def test_what_the_source_does_not_separate_is_missing_not_zero() -> None:
    world = load("wiod-2004")
    assert np.isnan(world.taxes_on_products).all() and np.isnan(world.trade_elasticity).all() and world.tariff is None
    assert "taxes less subsidies" in world.value_added_label and "margins" in world.value_added_label
    assert world.kind == "derived" and "Timmer" in world.origin.citation


def test_regions_have_deficits() -> None:
    world = load("wiod-2006")
    spending = world.final_demand.sum(axis=0) + world.inventories.sum(axis=0)
    deficit = spending - world.value_added.reshape(world.shape).sum(axis=1)
    at = world.region_index
    # The United States' deficit of 2006 was about 5 to 6 per cent of GDP (BEA: USD 762 bn in goods and services).
    assert 5e5 < deficit[at("USA")] < 9e5 and deficit[at("CHN")] < -1e5
    # Deficits add up to zero but for what rounding left unsold.
    assert deficit.sum() == pytest.approx(-world.discrepancy.sum(), abs=1)


def test_loading_is_cached_and_returns_the_same_world() -> None:
    assert load("wiod-2004") is load("wiod-2004")
