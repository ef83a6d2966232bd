"""Orders by what is left of capacity give the numbers of BoARIO 0.7.2 with its "alternative" orders."""

from __future__ import annotations

import numpy as np
import pytest
from weeks_economies import ario, made_up, pymrio_test_table

from technostate.errors import ScenarioError
from technostate.shocks.weeks import ArioParameters, CapacityLoss, DemandLoss, LinkBan
from technostate.shocks.weeks.ario.reference import reference

ALT = ArioParameters(orders="alt")
DAYS = (10, 20, 30, 45, 64, 90, 120, 180, 364)
#: BoARIO 0.7.2, ARIOPsiModel(order_type="alt"), total output over its first day, and the least of all days. An event
#: with occurrence o and duration d there is start o + 1 and duration d + 2 here.
CASES = (
    (CapacityLoss(("reg2",), ("manufactoring",), 0.3, 11, 42, 30),
     (1, 0.972905, 0.973033, 0.973223, 0.984422, 1.000028, 1.000019, 1.000010, 1.000000), 0.972804),
    (CapacityLoss(("reg5",), ("trade",), 0.4, 6, 42, 20),
     (0.979891, 0.979973, 0.980054, 0.980173, 0.997614, 1.000020, 1.000012, 1.000005, 1.000000), 0.979868),
)  # fmt: skip


@pytest.mark.parametrize(("event", "values", "least"), CASES)
@pytest.mark.parametrize("by", ["kernel", "twin"])
def test_alternative_orders_equal_boario(event: CapacityLoss, values: tuple[float, ...], least: float, by: str) -> None:
    economy = pymrio_test_table()
    if by == "kernel":
        output = ario(economy, [event], parameters=ALT).output
    else:
        output = reference(economy, [event], 365, ALT).output
    total = output.sum((1, 2)) / economy.output.sum()
    assert [total[day] for day in DAYS] == pytest.approx(values, abs=1e-6, rel=0)
    assert total.min() == pytest.approx(least, abs=1e-6)


def test_the_twin_and_the_kernel_agree_on_alternative_orders() -> None:
    economy, events = made_up(), [CapacityLoss(("A",), ("S0",), 0.6, 3, 40, 20), DemandLoss(("D",), (), 0.3, 0, 20, 20)]
    parameters = ArioParameters(inventory_days=8.0, psi=0.9, orders="alt")
    path, twin = ario(economy, events, days=120, parameters=parameters), reference(economy, events, 120, parameters)
    np.testing.assert_allclose(path.output, twin.output, rtol=1e-10)
    np.testing.assert_allclose(path.trade, twin.trade, rtol=1e-10)
    usual = ario(economy, events, days=120, parameters=ArioParameters(inventory_days=8.0, psi=0.9))
    assert np.abs(usual.output - path.output).max() > 1e-3 * economy.output.max()


def test_alternative_orders_take_no_bans_and_no_other_word() -> None:
    with pytest.raises(ScenarioError, match="knows no bans with orders='alt'"):
        ario(made_up(), [LinkBan(("A",), ("B",))], parameters=ALT)
    with pytest.raises(ScenarioError, match="orders is 'most'"):
        ArioParameters(orders="most")  # type: ignore[arg-type]
