"""The compiled days of tied firms and the plain ones tell the same story."""

from __future__ import annotations

import numpy as np
import pytest
from weeks_cases import ODD, SEVERAL, TANGLE, cut, sixteen, uneven
from weeks_economies import made_up, pymrio_test_table

from technostate.shocks.weeks import CapacityLoss, Delay, Parameters, Path, practice_of, simulate, simulate_many
from technostate.shocks.weeks.ties.reference import NOTICED, Reference, reference
from technostate.shocks.weeks.ties.terms import rule_of

FIELDS = ("output", "final_met", "final_lost", "final_waiting", "stocks", "trade")
ALL = (*FIELDS, "final_wanted", "cover")


def assert_same(path: Path, twin: Reference | Path, tolerance: float = 1e-12) -> None:
    scale = path.economy.output.max()
    for name in FIELDS:
        np.testing.assert_allclose(getattr(path, name), getattr(twin, name), rtol=tolerance, atol=tolerance * scale)


@pytest.mark.parametrize("parameters", SEVERAL)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_kernel_equals_the_equations(parameters: Parameters, seed: int) -> None:
    economy = made_up(seed)
    practice = uneven(economy, seed)
    twin = reference(economy, TANGLE, 150, rule_of(parameters, practice, economy.sectors))
    path = simulate(economy, TANGLE, days=150, parameters=parameters, practice=practice)
    assert path.output.sum((1, 2)).min() < 0.9 * economy.output.sum()
    assert_same(path, twin)


def test_the_kernel_equals_the_equations_on_published_tables() -> None:
    table, loss = pymrio_test_table(), [CapacityLoss(("reg1",), ("manufactoring",), 0.5, 6, 62, 60)]
    rule = rule_of(Parameters(), practice_of(table), table.sectors)
    assert_same(simulate(table, loss, days=200), reference(table, loss, 200, rule))
    economy = sixteen()
    rule = rule_of(Parameters(stock_factor=1 / 3), practice_of(economy), economy.sectors)
    events = [*cut(economy, "TWN", days=20), Delay(("CHN",), ("EU",), (), 6, 0.7, 3, 6)]
    assert_same(
        simulate(economy, events, days=30, parameters=rule.parameters), reference(economy, events, 30, rule), 1e-9
    )


@pytest.mark.parametrize("parameters", [Parameters(), ODD])
def test_single_precision_stays_within_its_stated_error(parameters: Parameters) -> None:
    economy = made_up()
    double = simulate(economy, TANGLE, parameters=parameters)
    single = simulate(economy, TANGLE, parameters=parameters, precision="float32")
    assert single.output.dtype == np.float32
    assert (np.abs(single.output - double.output) / economy.output).max() < 1e-4


def test_a_batch_equals_its_members_each_with_its_own_parameters() -> None:
    economy = made_up()
    sets, rows = [TANGLE, (), TANGLE[2:4], TANGLE[:1]], [*SEVERAL, Parameters(overproduction={"S2": 1.0})]
    for path, events, parameters in zip(
        simulate_many(economy, sets, days=80, parameters=rows), sets, rows, strict=True
    ):
        assert path.parameters == parameters
        alone = simulate(economy, events, days=80, parameters=parameters)
        for name in ALL:
            np.testing.assert_allclose(getattr(path, name), getattr(alone, name), rtol=1e-11)


def test_results_do_not_depend_on_threads() -> None:
    economy = sixteen()
    sets = [cut(economy, "TWN")] * 4
    one, two = (simulate_many(economy, sets, days=8, threads=threads) for threads in (1, 2))
    for name in ALL:
        np.testing.assert_array_equal(getattr(one[3], name), getattr(two[3], name))


def test_a_shortage_of_few_firms_is_noticed_without_a_step() -> None:
    from technostate.shocks.weeks.ties.reference import noticed

    out = np.linspace(0.0, 4 * NOTICED, 81)
    seen = noticed(out)
    assert (seen[out < NOTICED] == 0).all() and np.array_equal(seen[out > 2 * NOTICED], out[out > 2 * NOTICED])
    assert np.diff(seen).max() <= 2.0 * (out[1] - out[0]) * (1 + 1e-9) and np.diff(seen).min() >= 0
    assert simulate_many(made_up(), []) == ()
