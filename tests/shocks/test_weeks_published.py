"""The weeks engine gives the numbers of BoARIO 0.7.2 on pymrio's test table, and what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from weeks_economies import chain, pymrio_test_table

from technostate.shocks.weeks import CapacityLoss, LinkBan, Parameters, Stockpile, first_shortage, simulate

#: BoARIO 0.7.2, ARIOPsiModel(order_type="noalt"), 365 steps, half of the capacity of (reg1, manufactoring) lost at
#: occurrence 5 with duration 60 and linear recovery over 60. There the loss is first felt in recorded step 6, and the
#: last full loss in step 67: start 6 and duration 62 here.
BOARIO = {10: 0.960100, 30: 0.960396, 64: 0.960768, 90: 0.975084, 120: 0.997489, 180: 1.000061, 364: 1.000004}
BOARIO_LEAST = 0.960073
#: The same program with main_inv_dur=6, psi_param=0.9, inventory_restoration_tau=20 and 80 % lost: stocks run out.
BOARIO_HARSH = {10: 0.908381, 30: 0.759248, 64: 0.220848, 90: 0.009436, 120: 0.000127}


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_capacity_loss_equals_boario(precision: str) -> None:
    economy = pymrio_test_table()
    path = simulate(economy, [CapacityLoss(("reg1",), ("manufactoring",), 0.5, 6, 62, 60)], precision=precision)
    total = path.output.sum((1, 2), dtype=np.float64) / economy.output.sum()
    for day, value in BOARIO.items():
        assert total[day] == pytest.approx(value, abs=1e-6), f"day {day}"
    assert total.min() == pytest.approx(BOARIO_LEAST, abs=1e-6)


def test_a_collapse_for_want_of_inputs_equals_boario() -> None:
    economy = pymrio_test_table()
    path = simulate(
        economy, [CapacityLoss(("reg1",), ("manufactoring",), 0.8, 6, 62, 60)],
        parameters=Parameters(inventory_days=6.0, psi=0.9, restocking_days=20.0),
    )  # fmt: skip
    total = path.output.sum((1, 2)) / economy.output.sum()
    for day, value in BOARIO_HARSH.items():
        assert total[day] == pytest.approx(value, abs=1e-6), f"day {day}"


@pytest.mark.parametrize(("extra", "day"), [(0.0, 19), (20.0, 39)])
def test_the_first_shortage_comes_when_stocks_reach_psi_of_their_goal(extra: float, day: int) -> None:
    """Without its only supplier a user holds 90 − t days on day t, and is limited below 0.8 × 90 = 72."""
    events = [LinkBan(("A",), ("B",), ("parts",))] + [Stockpile(("B",), ("parts",), extra)] * (extra > 0)
    short = first_shortage(simulate(chain(), events, days=100))
    assert short[1, 0] == day
    assert np.isinf(np.delete(short.ravel(), 2)).all()
