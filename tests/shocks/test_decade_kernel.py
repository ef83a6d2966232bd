"""The compiled pieces against NumPy: functions to rounding, residuals of the reference's solution to its tolerance."""

from __future__ import annotations

import numpy as np
import pytest
from decade_economies import made_up
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from technostate.shocks.decade import kernel
from technostate.shocks.decade.kernel import powers, sweeps
from technostate.shocks.decade.reference import reference
from technostate.shocks.decade.scenario import prepare

FEW = settings(max_examples=50, deadline=None)


@FEW
@given(arrays(np.float64, 40, elements=st.floats(-700, 700)))
def test_exponentials(x: np.ndarray) -> None:
    out = x.copy()
    powers.exponentials(out, np.empty(x.size, np.int64))
    assert out == pytest.approx(np.exp(x), rel=1e-15)


@FEW
@given(arrays(np.float64, 40, elements=st.floats(1e-300, 1e300)))
def test_logarithms(x: np.ndarray) -> None:
    out = x.copy()
    powers.logarithms(out, np.empty(x.size, np.int64))
    assert out == pytest.approx(np.log(x), rel=1e-15, abs=1e-16)


@FEW
@given(arrays(np.float64, (7, 7), elements=st.floats(-1, 1)), arrays(np.float64, 7, elements=st.floats(-1, 1)))
def test_small_systems(half: np.ndarray, b: np.ndarray) -> None:
    matrix = half @ half.T + np.eye(7)
    out = b.copy()
    sweeps.solve_small(matrix.copy(), out)
    assert matrix @ out == pytest.approx(b, abs=1e-12)


@FEW
@given(st.integers(0, 1000), st.floats(1.0, 1.5), st.floats(0.0, 0.4))
def test_wedges(seed: int, dearer: float, rate: float) -> None:
    """π·κ^(−θ) and its duty-free part, one link stopped."""
    economy = made_up(seed=seed, local=0, gaps=False)
    n, j = economy.shape
    off = ~np.eye(n, dtype=bool)
    tariff, cost = rate * off * np.ones((j, 1, 1)), np.where(off, dearer, 1.0) * np.ones((j, 1, 1))
    cost[0, 1, 2] = np.inf
    found = prepare(economy, tariff=tariff, trade_cost=cost)
    wedge = (1 + tariff) / (1 + economy.base_tariff) * cost
    expected = economy.import_share * wedge ** -economy.trade_elasticity[:, None, None]
    links, free = found.A, found.B
    assert links == pytest.approx(expected, rel=1e-12)
    assert free == pytest.approx(expected / (1 + tariff), rel=1e-12)
    assert links[0, 1, 2] == 0
    assert found.duty == (rate > 0)


@FEW
@given(st.integers(0, 1000), st.booleans())
def test_residuals_vanish_at_the_solution_of_the_reference(seed: int, duties: bool) -> None:
    economy = made_up(seed=seed, duties=duties)
    labour = np.random.default_rng(seed).uniform(0.8, 1.2, economy.shape[0])
    slow = reference(economy, labour=labour, tolerance=1e-11)
    base, at = economy.condensed, prepare(economy, labour=labour)
    t, size = base.traded, base.expenditure.size
    relative = slow.expenditure[:, t] / at.value_added[:, None]
    z = np.concatenate([np.log(slow.wages), np.log(slow.prices[:, t]).ravel(), relative.ravel()])

    def largest(z: np.ndarray) -> float:
        return kernel.residuals(
            at.A, at.B, at.duty, base.inputs, base.inputs_t, base.value_added_share, at.shift, base.final_share,
            at.value_added, at.hold, at.share, base.theta, z, np.empty_like(z), np.empty((5, size)),
            np.empty(size, np.int64),
        )  # fmt: skip

    assert largest(z) < 1e-9
    z[0] += 1e-3
    assert largest(z) > 1e-5
    z[-1] = np.nan
    assert largest(z) == np.inf
