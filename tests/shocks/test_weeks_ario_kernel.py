"""The compiled day loop and the plain one, with an order for every pair of nodes, tell the same story."""

from __future__ import annotations

import numpy as np
import pytest
from weeks_economies import TANGLE, TIGHT, ario, ario_many, made_up, pymrio_test_table

from technostate.shocks.weeks import ArioParameters, CapacityLoss
from technostate.shocks.weeks.ario.reference import reference
from technostate.world import load


@pytest.mark.parametrize(
    "parameters", [ArioParameters(), TIGHT, ArioParameters(rerouting_days=np.inf, inventory_days=4.0)]
)
def test_orders_by_link_and_sector_equal_orders_between_nodes(parameters: ArioParameters) -> None:
    economy = made_up()
    path = ario(economy, TANGLE, days=150, parameters=parameters)
    twin = reference(economy, TANGLE, 150, parameters)
    scale = economy.output.max()
    for fast, slow in ((path.output, twin.output), (path.final_met, twin.final_met), (path.stocks, twin.stocks)):
        np.testing.assert_array_equal(np.isnan(fast), np.isnan(slow))
        np.testing.assert_allclose(np.nan_to_num(fast), np.nan_to_num(slow), rtol=1e-10, atol=1e-12 * scale)


def test_the_twin_equals_the_kernel_on_a_table_of_unequal_users() -> None:
    economy = pymrio_test_table()
    event = CapacityLoss(("reg1",), ("manufactoring",), 0.5, 6, 62, 60)
    twin = reference(economy, [event], 120, ArioParameters())
    np.testing.assert_allclose(ario(economy, [event], days=120).output, twin.output, rtol=1e-11)


def test_single_precision_stays_within_its_stated_error() -> None:
    economy = made_up()
    for parameters in (ArioParameters(), TIGHT):
        double = ario(economy, TANGLE, parameters=parameters)
        single = ario(economy, TANGLE, parameters=parameters, precision="float32")
        assert single.output.dtype == np.float32
        assert (np.abs(single.output - double.output) / economy.output).max() < 1e-4


def test_a_batch_equals_its_members() -> None:
    economy = made_up()
    sets = [TANGLE, (), TANGLE[2:4], TANGLE[:1]]
    for path, events in zip(ario_many(economy, sets, days=80, parameters=TIGHT), sets, strict=True):
        alone = ario(economy, events, days=80, parameters=TIGHT)
        for name in ("output", "final_met", "final_wanted", "stocks", "cover", "trade"):
            np.testing.assert_allclose(getattr(path, name), getattr(alone, name), rtol=1e-12)


def test_more_scenarios_than_one_product_of_matrices_holds() -> None:
    economy = made_up()
    sets = [(CapacityLoss(("A",), ("S0",), 0.005 * k + 0.01),) for k in range(130)]
    batch = ario_many(economy, sets, days=12, parameters=TIGHT)
    for k in (0, 63, 64, 129):
        alone = ario(economy, sets[k], days=12, parameters=TIGHT)
        np.testing.assert_allclose(batch[k].output, alone.output, rtol=1e-12)


def test_results_do_not_depend_on_threads() -> None:
    world = load("icio-2022")
    loss = CapacityLoss(world.regions[:1], loss=0.5)
    one, two = (ario(world, [loss], days=3, threads=threads) for threads in (1, 2))
    np.testing.assert_array_equal(one.output, two.output)
    np.testing.assert_array_equal(one.trade, two.trade)


def test_no_scenario_is_no_path() -> None:
    assert ario_many(made_up(), []) == ()
