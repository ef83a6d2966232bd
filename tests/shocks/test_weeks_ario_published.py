"""The weeks engine gives the numbers of BoARIO 0.7.2 on pymrio's test table, and what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from weeks_economies import ario, chain, pymrio_test_table

from technostate.shocks.weeks import ArioParameters, CapacityLoss, LinkBan, Stockpile, first_shortage

#: BoARIO 0.7.2, ARIOPsiModel(order_type="noalt"), 365 steps, half of the capacity of (reg1, manufactoring) lost at
#: occurrence 5 with duration 60 and linear recovery over 60. There the loss is first felt in recorded step 6, and the
#: last full loss in step 67: start 6 and duration 62 here.
BOARIO = {10: 0.960100, 30: 0.960396, 64: 0.960768, 90: 0.975084, 120: 0.997489, 180: 1.000061, 364: 1.000004}
BOARIO_LEAST = 0.960073
#: Output of single nodes in that run over its first day: reg1 mining, food and manufactoring, reg6 manufactoring.
#: BoARIO rounds the recovering loss to six decimals and calls any scarcity but exactly zero scarcity: nodes differ by
#: up to 7e-7. With these two lines of its source changed to ours, all nodes agree within 2e-15 on all 365 days.
NAMES = ("mining", "food", "manufactoring")
BOARIO_NODES = {
    64: (0.782748525594, 0.757160937933, 0.509450138810, 1.000000097461),
    90: (0.858502602820, 0.849928249475, 0.709289989534, 1.000000830541),
    127: (1.000218959236, 1.000197483145, 1.001717664260, 1.000004176457),
    180: (1.000256947465, 1.000234945986, 1.000700882312, 1.000008406072),
    224: (1.000263364735, 1.000241013428, 1.000333004560, 1.000009760396),
}
#: The same program with main_inv_dur=6, psi_param=0.9, inventory_restoration_tau=20 and 80 % lost: stocks run out.
BOARIO_HARSH = {10: 0.908381, 30: 0.759248, 64: 0.220848, 90: 0.009436, 120: 0.000127}


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_capacity_loss_equals_boario(precision: str) -> None:
    economy = pymrio_test_table()
    path = ario(economy, [CapacityLoss(("reg1",), ("manufactoring",), 0.5, 6, 62, 60)], precision=precision)
    total = path.output.sum((1, 2), dtype=np.float64) / economy.output.sum()
    for day, value in BOARIO.items():
        assert total[day] == pytest.approx(value, abs=1e-6), f"day {day}"
    assert total.min() == pytest.approx(BOARIO_LEAST, abs=1e-6)


def test_single_nodes_equal_boario() -> None:
    economy = pymrio_test_table()
    path = ario(economy, [CapacityLoss(("reg1",), ("manufactoring",), 0.5, 6, 62, 60)])
    at = [(0, economy.sectors.index(name)) for name in NAMES] + [(5, economy.sectors.index("manufactoring"))]
    for day, values in BOARIO_NODES.items():
        made = [path.output[day, i, s] / economy.output[i, s] for i, s in at]
        assert made == pytest.approx(values, abs=1e-6, rel=0), f"day {day}"


def test_a_collapse_for_want_of_inputs_equals_boario() -> None:
    economy = pymrio_test_table()
    path = ario(
        economy, [CapacityLoss(("reg1",), ("manufactoring",), 0.8, 6, 62, 60)],
        parameters=ArioParameters(inventory_days=6.0, psi=0.9, restocking_days=20.0),
    )  # fmt: skip
    total = path.output.sum((1, 2)) / economy.output.sum()
    for day, value in BOARIO_HARSH.items():
        assert total[day] == pytest.approx(value, abs=1e-6), f"day {day}"


@pytest.mark.parametrize(("extra", "day"), [(0.0, 19), (20.0, 39)])
def test_the_first_shortage_comes_when_stocks_reach_psi_of_their_goal(extra: float, day: int) -> None:
    """Without its only supplier a user holds 90 − t days on day t, and is limited below 0.8 × 90 = 72."""
    events = [LinkBan(("A",), ("B",), ("parts",))] + [Stockpile(("B",), ("parts",), extra)] * (extra > 0)
    short = first_shortage(ario(chain(), events, days=100))
    assert short[1, 0] == day
    assert np.isinf(np.delete(short.ravel(), 2)).all()
