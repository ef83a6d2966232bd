"""The trade panel 2011–2022 keeps the cube's flows, says what is unknown, and shares add up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from technostate.errors import DataError, LabelError
from technostate.evidence.readers import icio as reader
from technostate.world import load, panel
from technostate.world.mean_tariffs import mean_tariffs

TRADE = panel()


def test_axes_are_year_sector_importer_exporter() -> None:
    assert TRADE.flow.shape == (12, 28, 81, 81) and TRADE.years == tuple(range(2011, 2023))
    # The United States imports more electronics from China than the other way round.
    usa, chn, c26 = TRADE.regions.index("USA"), TRADE.regions.index("CHN"), TRADE.sectors.index("C26")
    assert TRADE.flow[6, c26, usa, chn] > 5 * TRADE.flow[6, c26, chn, usa]


def test_flows_are_the_cube_rounded_to_a_million(shared: Path) -> None:
    cube = reader.read_trade_cube(shared / "data" / reader.CUBE_FOLDER)
    assert np.array_equal(TRADE.flow, np.rint(cube.flow))
    assert np.allclose(TRADE.tariff, mean_tariffs(cube.tariff, cube.flow, cube.regions), atol=1e-9, equal_nan=True)
    assert TRADE.regions == cube.regions and TRADE.sectors == cube.sectors


def test_tariffs_that_are_not_known_are_missing() -> None:
    row = TRADE.regions.index("ROW")
    goods = TRADE.tariff[:, :27]
    assert np.isnan(goods[:, :, row]).all() and not np.isnan(np.delete(goods, row, axis=2)).any()
    assert not TRADE.tariff[:, 27].any(), "services pay no customs duty"


def test_known_gaps_of_the_tariff_data() -> None:
    # No trade-war duties: the mean of the United States on all goods hardly moves from 2017 to 2020.
    usa = TRADE.regions.index("USA")
    abroad = np.delete(TRADE.flow[:, :27, usa], usa, axis=2).sum(axis=2)
    mean = (abroad * TRADE.tariff[:, :27, usa]).sum(axis=1) / abroad.sum(axis=1)
    assert mean[[6, 9]] == pytest.approx([0.0373, 0.0397], abs=0.0005)
    usual = np.abs(TRADE.tariff[11] - TRADE.tariff[10])[:27]
    assert np.nanmedian(usual) <= 0.001, "2022 repeats 2021, weighted by its own imports"


def test_import_shares_add_up() -> None:
    others = [region for region in TRADE.regions if region != "USA"]
    assert sum(TRADE.import_share("USA", region) for region in others) == pytest.approx(np.ones(12), abs=1e-12)
    assert TRADE.import_share("USA") == pytest.approx(np.ones(12))
    shares = TRADE.import_shares(2022, home=True)
    assert np.nansum(shares, axis=2)[~np.isnan(shares).any(axis=2)] == pytest.approx(1.0)
    assert not np.nan_to_num(np.einsum("jnn->jn", TRADE.import_shares(2022))).any()


def test_array_and_function_agree() -> None:
    usa, chn, c26 = TRADE.regions.index("USA"), TRADE.regions.index("CHN"), TRADE.sectors.index("C26")
    for home in (False, True):
        one = TRADE.import_share("USA", "CHN", sector="C26", home=home)[TRADE.year_index(2022)]
        assert one == pytest.approx(TRADE.import_shares(2022, home=home)[c26, usa, chn], rel=1e-12)


def test_a_group_of_importers_trades_at_home_with_itself() -> None:
    group = ["DEU", "FRA"]
    abroad = TRADE.purchases(group, home=False)
    assert abroad == pytest.approx(
        TRADE.purchases("DEU", home=False) + TRADE.purchases("FRA", home=False)
        - TRADE.purchases("DEU", "FRA") - TRADE.purchases("FRA", "DEU")
    )  # fmt: skip
    assert TRADE.import_share(group, group) == pytest.approx(np.zeros(12))


def test_share_with_home_sales_is_smaller() -> None:
    with_home = TRADE.import_share("CHN", "USA", home=True)
    assert (with_home < TRADE.import_share("CHN", "USA")).all() and (with_home > 0).all()


def test_2022_of_the_panel_is_the_worlds_year() -> None:
    world = load("icio-2022")
    from technostate.world import bilateral_sales

    flow = bilateral_sales(world)
    chn, usa, c26 = (*map(world.region_index, ("CHN", "USA")), world.sector_index("C26"))
    assert flow[c26, usa, chn] == pytest.approx(TRADE.purchases("USA", "CHN", sector="C26")[-1], abs=2)


def test_unknown_labels_and_years_are_named() -> None:
    with pytest.raises(LabelError) as caught:
        TRADE.import_share("USA", "CHM")
    assert "CHN" in caught.value.hint
    with pytest.raises(LabelError, match="c14"):
        TRADE.purchases("USA", sector="c14")
    with pytest.raises(DataError) as missing:
        TRADE.import_shares(2010)
    assert "2011 to 2022" in missing.value.hint


def test_the_panel_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        TRADE.flow[0, 0, 0, 0] = 1.0
