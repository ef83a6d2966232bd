"""A calibrated economy reproduces its own base: markets clear, budgets add up, revenue is counted once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_worlds import made_world
from numpy.testing import assert_allclose

from technostate.errors import DataError
from technostate.world import TradeEconomy, World, aggregate, calibrate, elasticities, grouping, load


def check_base(economy: TradeEconomy, tolerance: float = 1e-10) -> None:
    """Goods markets, expenditure and income of the base (Caliendo and Parro 2015, equations 6 to 9)."""
    scale = economy.output.max()
    sold = np.einsum("jni,nj,jni->ij", economy.import_share, economy.expenditure, 1 / (1 + economy.tariff))
    assert np.abs(sold - economy.output).max() <= tolerance * scale
    wanted = (
        np.einsum("njk,nk->nj", economy.input_share, economy.output) + economy.final_share * economy.income[:, None]
    )
    assert np.abs(wanted - economy.expenditure).max() <= tolerance * scale
    assert_allclose(economy.import_share.sum(axis=2), 1, atol=1e-12)
    assert_allclose(economy.final_share.sum(axis=1), 1, atol=1e-12)
    assert_allclose(economy.value_added_share + economy.input_share.sum(axis=1), 1, atol=1e-12)
    assert_allclose((economy.value_added_share * economy.output).sum(axis=1), economy.value_added, rtol=1e-9)
    assert abs(economy.deficit.sum()) <= tolerance * scale
    duties = economy.tariff / (1 + economy.tariff) * economy.import_share * economy.expenditure.T[:, :, None]
    assert_allclose(duties.sum(axis=(0, 2)), economy.revenue, atol=tolerance * scale)
    assert (
        (economy.import_share >= 0).all() and (economy.final_share >= 0).all() and (economy.value_added_share > 0).all()
    )


@pytest.mark.parametrize("name", ["wiod-1995", "wiod-2004", "wiod-2011"])
def test_wiod_reproduces_its_base(name: str) -> None:
    world = load(name)
    economy = calibrate(world, trade_elasticity=np.full(35, 4.0))
    check_base(economy)
    assert not economy.revenue.any(), "no tariff table, no revenue"
    # Discrepancy and stocks drawn down: under 0.1 % of world output; inputs moved: under USD 10 million.
    assert np.abs(economy.adjustment).sum() < 1e-3 * world.gross_output.sum()
    assert economy.reassigned < 10


def test_icio_reproduces_its_base_with_tariffs() -> None:
    world = load("icio-2022")
    economy = calibrate(world, missing_tariff=0.0)
    check_base(economy)
    assert np.array_equal(economy.trade_elasticity, elasticities().array(world.sectors))
    assert np.abs(economy.adjustment).max() < 250 and economy.reassigned < 1
    # Tariff revenue of the world without trade-war duties: about half a trillion dollars.
    assert 3e5 < economy.revenue.sum() < 7e5


def test_duties_on_inputs_come_out_of_value_added() -> None:
    world = load("icio-2022")
    economy = calibrate(world, missing_tariff=0.0)
    free = calibrate(_without_tariff(world))
    duties_on_inputs = free.value_added - economy.value_added
    assert (duties_on_inputs >= -1e-6).all() and (duties_on_inputs <= economy.revenue + 1e-6).all()
    # Income differs only by duties on final goods: revenue on inputs is not counted twice.
    assert_allclose(economy.income - free.income, economy.revenue - duties_on_inputs, atol=1e-4)


def _without_tariff(world: World) -> World:
    from dataclasses import replace

    return replace(world, tariff=None)


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_any_world_reproduces_its_base(seed: int) -> None:
    check_base(calibrate(made_world(seed)))


def test_an_aggregated_world_reproduces_its_base() -> None:
    world = load("icio-2022")
    table = grouping(world.regions, {"CHN": ["CHN"], "USA": ["USA"], "EUR": ["DEU", "FRA", "ITA"]}, rest="ROW")
    check_base(calibrate(aggregate(world, regions=table), missing_tariff=0.0))


def test_idle_nodes_and_products_nobody_buys_are_explicit() -> None:
    world = load("wiod-2011")
    economy = calibrate(world, trade_elasticity=np.full(35, 4.0))
    idle = economy.output == 0
    assert idle.sum() >= 20
    assert (economy.value_added_share[idle] == 1).all()
    assert not economy.input_share.transpose(0, 2, 1)[idle].any()
    unbought = np.argwhere(economy.expenditure == 0)
    assert len(unbought)
    for region, product in unbought:
        assert economy.import_share[product, region, region] == 1 and economy.final_share[region, product] == 0


def test_inputs_that_exceed_what_output_leaves_become_final_demand() -> None:
    world = made_world(inventories=np.full((6, 3), np.nan), tariff=None)
    intermediate = np.array(world.intermediate)
    intermediate[:, 0] *= world.gross_output[0] * 1.05 / intermediate[:, 0].sum()
    sold = intermediate.sum(axis=1) + world.final_demand.sum(axis=1)
    # One node's value added is negative: its inputs are worth more than its output.
    output = np.array(sold)
    poor = made_world(
        intermediate=intermediate, inventories=np.full((6, 3), np.nan), tariff=None, gross_output=output,
        discrepancy=np.zeros(6), taxes_on_products=np.zeros(6),
        value_added=output - intermediate.sum(axis=0),
    )  # fmt: skip
    economy = calibrate(poor)
    check_base(economy)
    if poor.value_added[0] <= 0:
        assert economy.reassigned > 0
    assert_allclose(economy.output.ravel(), output, rtol=1e-12)


def test_missing_elasticities_are_refused() -> None:
    with pytest.raises(DataError) as caught:
        calibrate(load("wiod-2004"))
    assert "elasticity" in str(caught.value) and "trade_elasticity" in caught.value.hint


def test_unknown_tariffs_are_refused_unless_the_user_says_what_they_are() -> None:
    with pytest.raises(DataError) as caught:
        calibrate(load("icio-2022"))
    assert "ROW" in str(caught.value) and "missing_tariff" in caught.value.hint
