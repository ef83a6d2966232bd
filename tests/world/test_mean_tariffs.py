"""Tariffs between pairs do not ship: means by importer and sector do, rounded, none inside customs unions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from technostate.evidence.readers import icio as reader
from technostate.world import bilateral_sales, load, panel
from technostate.world.mean_tariffs import FREE_INSIDE, MEAN_ORIGIN, STEP, between, free_inside, mean_tariffs

ICIO = load("icio-2022")
GOODS = slice(0, -1)
REGIONS = ("AUT", "BEL", "JPN", "USA", "KAZ")


@pytest.fixture(scope="module")
def cube(shared: Path) -> reader.TradeCube:
    return reader.read_trade_cube(shared / "data" / reader.CUBE_FOLDER)


def test_an_importer_has_one_rate_a_sector_for_all_outside_its_unions() -> None:
    free = free_inside(ICIO.regions)
    for importer in range(ICIO.n_regions):
        for row in ICIO.tariff[GOODS, importer][:, ~free[importer]]:
            assert len(set(row[~np.isnan(row)])) <= 1


def test_rates_are_whole_steps() -> None:
    for table in (ICIO.tariff, panel().tariff):
        known = table[~np.isnan(table)]
        assert np.abs(known / STEP - np.rint(known / STEP)).max() < 1e-9
        assert (known >= 0).all() and known.max() > 0.1


def test_inside_unions_no_duty_is_paid() -> None:
    at = ICIO.region_index
    for importer, exporter in (("DEU", "FRA"), ("GBR", "DEU"), ("RUS", "KAZ"), ("SAU", "ARE"), ("ARG", "BRA")):
        assert not ICIO.tariff[:, at(importer), at(exporter)].any()
    assert ICIO.tariff[:, at("DEU"), at("TUR")].any(), "the union with Turkey leaves farm goods out"


def test_the_published_treaties_agree_with_the_raw_table(cube: reader.TradeCube) -> None:
    """What is taken as free pays at most six in a thousand in the table, whose means over lines hold remainders."""
    flow, tariff = cube.flow[-1, GOODS], cube.tariff[-1, GOODS]
    for name, members in FREE_INSIDE.items():
        inside = [at for at, region in enumerate(cube.regions) if region in members]
        assert len(inside) > 1, name
        pairs = np.ix_(range(27), inside, inside)
        assert (flow[pairs] * tariff[pairs]).sum() / flow[pairs].sum() < 0.006, name


def test_what_an_importer_earns_on_a_sector_is_kept_to_the_rounding(cube: reader.TradeCube) -> None:
    order = [cube.regions.index(region) for region in ICIO.regions]
    flow, raw = (table[-1][GOODS][:, order][:, :, order] for table in (cube.flow, cube.tariff))
    outside = ~free_inside(ICIO.regions) & ~np.isnan(raw)
    bought = np.where(outside, flow, 0.0)
    before, after = ((bought * np.nan_to_num(table)).sum(-1) for table in (raw, ICIO.tariff[GOODS]))
    assert (np.abs(before - after) <= STEP / 2 * bought.sum(-1) + 1e-6).all()


def test_pairs_cannot_be_had_back(cube: reader.TradeCube) -> None:
    """Preferences of single partners are gone: of the raw table's pairs that differ from the mean most still do."""
    order = [cube.regions.index(region) for region in ICIO.regions]
    raw = cube.tariff[-1][GOODS][:, order][:, :, order]
    known = ~np.isnan(raw) & ~free_inside(ICIO.regions)
    assert (np.abs(raw - ICIO.tariff[GOODS])[known] > STEP).mean() > 0.5
    assert "tariff" not in ICIO.origin.title.casefold()
    assert ICIO.tariff_origin == MEAN_ORIGIN == panel().tariff_origin
    assert "only rounded means" in MEAN_ORIGIN.licence


@given(
    st.lists(st.floats(0, 2), min_size=25, max_size=25),
    st.lists(st.floats(0, 1e6), min_size=25, max_size=25),
)
def test_a_mean_lies_between_the_rates_that_it_is_of(rates: list[float], bought: list[float]) -> None:
    tariff, flow = np.reshape(rates, (1, 5, 5)), np.reshape(bought, (1, 5, 5))
    free = free_inside(REGIONS)
    means = mean_tariffs(tariff, flow, REGIONS)
    for importer in range(5):
        of = tariff[0, importer, ~free[importer]]
        assert of.min() - STEP <= means[0, importer] <= of.max() + STEP
    spread: NDArray[np.float64] = between(means, REGIONS, np.zeros((1, 5, 5), bool))
    assert np.array_equal(mean_tariffs(spread, flow, REGIONS), means)


def test_the_world_and_its_flows_give_the_same_means_again() -> None:
    means = mean_tariffs(ICIO.tariff, bilateral_sales(ICIO), ICIO.regions)
    again = between(means, ICIO.regions, np.isnan(ICIO.tariff))
    assert np.array_equal(again, ICIO.tariff, equal_nan=True)
