"""icio-2022: the rest of the world is constructed, everything else is the OECD's; the trade cube is met."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from technostate.errors import LabelError
from technostate.evidence.readers import icio as reader
from technostate.testing import assert_balanced
from technostate.world import (
    aggregate,
    bilateral_sales,
    calibrate,
    elasticities,
    elasticity_sets,
    fine_intermediate,
    grouping,
    load,
    panel,
)
from technostate.world.icio import merge_sectors, sector_bridge, world_from_icio
from technostate.world.rest_of_world import DEVELOPING, split_sales

ICIO = load("icio-2022")


def foreign_input_reliance(intermediate: NDArray[np.float64], output: NDArray[np.float64], own: slice) -> float:
    """Share of foreign rows in L·x of one region, by a direct solve."""
    coefficients = intermediate * np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
    x = np.zeros_like(output)
    x[own] = output[own]
    drawn = np.linalg.solve(np.eye(len(output)) - coefficients, x)
    return float(1 - drawn[own].sum() / drawn.sum())


def test_size_labels_and_balance() -> None:
    assert ICIO.shape == (81, 28) and ICIO.regions[-1] == "ROW" and ICIO.sectors[-1] == "SVC"
    assert_balanced(ICIO, tolerance=1e-4)
    assert (ICIO.intermediate >= 0).all() and (ICIO.final_demand >= 0).all() and (ICIO.value_added >= 0).all()


def test_world_totals() -> None:
    # SOURCE.txt of the 2022 table: the 80 economies 192.4 tn, USA 45.3 and CHN 45.1; ROW 7.27 (design, section 4).
    by_region = ICIO.gross_output.reshape(ICIO.shape).sum(axis=1) / 1e6
    at = ICIO.region_index
    assert by_region[at("USA")] == pytest.approx(45.3, abs=0.05)
    assert by_region[at("CHN")] == pytest.approx(45.1, abs=0.05)
    assert by_region[:-1].sum() == pytest.approx(192.4, abs=0.05)
    assert by_region[at("ROW")] == pytest.approx(7.272, abs=0.001)


def test_the_rest_of_the_world_runs_a_deficit_of_455_billion() -> None:
    flow = bilateral_sales(ICIO)
    row = ICIO.region_index("ROW")
    deficit = flow[:, row, :].sum() - flow[:, :, row].sum()
    assert deficit / 1e6 == pytest.approx(0.4546, abs=0.001)


def test_sales_add_up_to_the_trade_cube() -> None:
    cube = panel()
    order = [cube.regions.index(region) for region in ICIO.regions]
    published = cube.flow[cube.year_index(2022)][:, order][:, :, order]
    gap = np.abs(bilateral_sales(ICIO) - published)
    # USD 0.1 million a cell over 28 users, 0.5 in the panel, and USD 13 million of negative final demand clipped.
    assert gap.max() < 16
    assert np.median(gap) < 0.6


def test_the_discrepancy_is_the_known_gap_between_the_two_files() -> None:
    worst = int(np.abs(ICIO.discrepancy).argmax())
    assert ICIO.nodes[worst] == ("USA", "SVC")
    assert abs(ICIO.discrepancy[worst]) == pytest.approx(243.7, abs=1.0)
    assert np.sort(np.abs(ICIO.discrepancy))[-2] < 60


def test_value_added_no_longer_holds_inputs_from_the_rest_of_the_world() -> None:
    # India's refineries: 47 % of output without ROW's sales, which are mostly crude oil.
    node = ICIO.node("IND", "C19")
    without = (ICIO.gross_output[node] - ICIO.intermediate[:-28, node].sum()) / ICIO.gross_output[node]
    with_row = ICIO.value_added[node] / ICIO.gross_output[node]
    assert without == pytest.approx(0.473, abs=0.002) and with_row == pytest.approx(0.229, abs=0.005)


def test_gdp_of_the_rest_of_the_world_is_plausible() -> None:
    value_added = ICIO.value_added[ICIO.region_nodes("ROW")].sum() / 1e6
    share = value_added / (ICIO.gross_output[ICIO.region_nodes("ROW")].sum() / 1e6)
    # World GDP of about 101 tn less that of the 80 economies leaves roughly four.
    assert 3.3 < value_added < 4.5 and 0.4 < share < 0.65


def test_foreign_input_reliance_of_china_with_and_without_the_rest_of_the_world() -> None:
    # Without ROW 8.3 %; with ROW selling inputs that nobody makes 8.9 %; with ROW's own inputs 9.4 %.
    china, row = ICIO.region_nodes("CHN"), ICIO.region_nodes("ROW")
    inside = slice(0, row.start)
    without = foreign_input_reliance(ICIO.intermediate[inside, inside], ICIO.gross_output[inside], china)
    no_inputs = np.array(ICIO.intermediate)
    no_inputs[:, row] = 0.0
    assert without == pytest.approx(0.083, abs=0.0005)
    assert foreign_input_reliance(no_inputs, ICIO.gross_output, china) == pytest.approx(0.0889, abs=0.0005)
    assert foreign_input_reliance(ICIO.intermediate, ICIO.gross_output, china) == pytest.approx(0.0936, abs=0.0005)


def test_tariffs_of_the_rest_of_the_world_are_missing_and_services_pay_none() -> None:
    assert ICIO.tariff is not None
    row, services = ICIO.region_index("ROW"), ICIO.sector_index("SVC")
    goods = np.delete(ICIO.tariff, services, axis=0)
    others = np.delete(np.arange(81), row)
    assert np.isnan(goods[:, row, others]).all() and np.isnan(goods[:, others, row]).all()
    assert not np.isnan(goods[:, others][:, :, others]).any()
    assert not ICIO.tariff[services].any()
    assert not np.einsum("jnn->jn", ICIO.tariff).any()


def test_what_the_source_does_not_have_is_missing() -> None:
    assert np.isnan(ICIO.inventories).all() and np.isnan(ICIO.taxes_on_products).all()
    assert ICIO.value_added_label == "value added including taxes less subsidies on products"
    assert ICIO.kind == "derived" and "ROW is constructed" in ICIO.origin.note


def test_flows_do_not_cite_tariffs_and_elasticities_and_what_reads_these_does() -> None:
    assert {source.producer for source in ICIO.origin.inputs} == {"OECD"}
    assert ICIO.tariff_origin is not None and ICIO.elasticity_origin is not None
    small = aggregate(ICIO, regions=grouping(ICIO.regions, {"CHN": ["CHN"]}, rest="ROW"))
    assert (small.tariff_origin, small.elasticity_origin) == (ICIO.tariff_origin, ICIO.elasticity_origin)
    both = {ICIO.tariff_origin, ICIO.elasticity_origin}
    assert both < set(calibrate(ICIO, missing_tariff=0.0).origin.inputs)
    given = calibrate(ICIO, missing_tariff=0.0, trade_elasticity=np.full(ICIO.n_sectors, 4.0))
    assert both & set(given.origin.inputs) == {ICIO.tariff_origin}


def test_default_elasticities_are_the_fgo_set() -> None:
    assert np.array_equal(ICIO.trade_elasticity, elasticities().array(ICIO.sectors))
    assert elasticities("FGO").values["C26"] == pytest.approx(5.2582)
    assert elasticities("CP").values["C26"] == pytest.approx(8.54, abs=0.005)
    assert set(elasticities("U4").values.values()) == {4.0}
    assert len(elasticity_sets()) == 12 and "Caliendo" in elasticities("CP").citation


def test_an_unknown_elasticity_set_or_sector_is_named() -> None:
    with pytest.raises(LabelError) as caught:
        elasticities("FG0")
    assert "FGO" in caught.value.hint
    with pytest.raises(LabelError, match="c14"):
        elasticities().array(["c14"])


def test_the_fine_table_adds_up_to_the_world() -> None:
    fine = fine_intermediate()
    assert (len(fine.regions), len(fine.sectors)) == (80, 36) and fine.sectors[27:] == (*"DFGHJKMO", "REST")
    bridge = sector_bridge(fine.sectors, ICIO.sectors, "SVC")
    coarse = np.einsum("iajb,ak,bl->ikjl", fine.intermediate.reshape(80, 36, 80, 36), bridge, bridge, optimize=True)
    ours = ICIO.intermediate[:2240, :2240].reshape(80, 28, 80, 28)
    # Both were rounded to USD 0.1 million: SVC to SVC adds up 81 fine cells.
    assert np.abs(coarse - ours).max() < 81 * 0.05 + 0.06
    assert fine.residual.min() > -0.5 and (fine.gross_output - fine.intermediate.sum(axis=1)).min() > -10
    assert "mostly civil administration" in fine.sector_titles["O"]


def test_split_sales_preserve_sales_and_leave_no_negative_value_added() -> None:
    rng = np.random.default_rng(3)
    among, final = rng.uniform(0, 1, (4, 3, 4, 3)), rng.uniform(0, 1, (4, 3, 4))
    output = among.sum(axis=(0, 1)) + rng.uniform(0, 0.5, (4, 3))
    sales = rng.uniform(0, 2, (3, 4))
    split = split_sales(sales, among, final, output)
    assert split.intermediate.sum(axis=2) + split.final_demand == pytest.approx(sales, abs=1e-12)
    assert (output - among.sum(axis=(0, 1)) - split.intermediate.sum(axis=0) > -1e-12).all()
    assert split.capped > 0


def test_a_product_imported_only_for_final_use_is_final_from_the_rest_of_the_world_too() -> None:
    among, final = np.zeros((2, 1, 2, 1)), np.ones((2, 1, 2))
    split = split_sales(np.full((1, 2), 7.0), among, final, np.full((2, 1), 10.0))
    assert not split.intermediate.any() and (split.final_demand == 7.0).all()


def test_the_lending_pool_is_in_the_table_and_without_china() -> None:
    assert set(DEVELOPING) < set(ICIO.regions) and not {"CHN", "RUS", "ROW", "USA"} & set(DEVELOPING)


@pytest.fixture(scope="module")
def raw(shared: Path) -> tuple[reader.IcioTable, reader.TradeCube]:
    data = shared / "data"
    return reader.read_icio(data / reader.ICIO_FOLDER), reader.read_trade_cube(data / reader.CUBE_FOLDER)


def test_raw_files_agree_and_ship_rounded(raw: tuple[reader.IcioTable, reader.TradeCube]) -> None:
    table, cube = raw
    world = world_from_icio(table, cube)
    assert_balanced(world, tolerance=1e-5)
    assert np.abs(world.intermediate - ICIO.intermediate).max() <= 0.0501
    assert np.abs(world.gross_output - ICIO.gross_output).max() <= 0.0501
    assert "negative final demand of USD 13.0 million" in world.origin.note
    among, outputs = merge_sectors(table, np.eye(50)[:, :1] * 0 + 1)
    assert among.sum() == pytest.approx(table.intermediate.sum(dtype=np.float64), rel=1e-12)
    assert outputs.sum() / 1e6 == pytest.approx(192.4, abs=0.05)
