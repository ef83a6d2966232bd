"""Kleinman, Liu and Redding: rows of U add up to one, and the matrices are the derivative of the exact model."""

from __future__ import annotations

import numpy as np
import pytest
from exposure_worlds import random_world, split_region
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import root

from technostate.errors import BalanceError, DataError, ScenarioError
from technostate.exposure import exposure_matrices, income_exposure, productivity_exposure, welfare_exposure
from technostate.exposure.flows import sales_by_region
from technostate.world import load

SEEDS = st.integers(0, 10_000)


def exact_change(flows: np.ndarray, elasticity: float, productivity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log changes of income and real expenditure in the one-sector Armington model, in exact hats.

    Deficits stay fixed in units of world income, which is the numeraire.
    """
    income, expenditure = flows.sum(axis=1), flows.sum(axis=0)
    spending = (flows / expenditure).T
    deficits = expenditure - income

    def shares(log_wages: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cost = np.exp(-elasticity * (log_wages - productivity))
        index = spending @ cost
        return spending * cost / index[:, None], index ** (-1 / elasticity)

    def excess(log_wages: np.ndarray) -> np.ndarray:
        new, _ = shares(log_wages)
        spent = income * np.exp(log_wages) + deficits
        gap = new.T @ spent / (income * np.exp(log_wages)) - 1.0
        gap[-1] = income @ np.exp(log_wages) / income.sum() - 1.0
        return gap

    found = root(excess, np.zeros(len(income)), tol=1e-15, options={"xtol": 1e-15})
    log_wages = found.x
    assert np.abs(excess(log_wages)).max() < 1e-13
    price = shares(log_wages)[1]
    return log_wages, np.log((income * np.exp(log_wages) + deficits) / expenditure / price)


@given(seed=SEEDS, elasticity=st.floats(0.5, 15))
def test_rows_of_u_add_up_to_one_and_rows_of_w_to_zero(seed: int, elasticity: float) -> None:
    """Oracle KLR-A2, 1e-12: productivity rising alike everywhere raises everyone's real expenditure alike."""
    flows = np.random.default_rng(seed).uniform(0.1, 10.0, (5, 5)) + np.diag(np.full(5, 20.0))
    found = exposure_matrices(flows, elasticity)
    np.testing.assert_allclose(found.welfare.sum(axis=1), 1.0, atol=1e-12)
    np.testing.assert_allclose(found.income.sum(axis=1), 0.0, atol=1e-12)


def test_rows_of_u_add_up_to_one_on_every_release() -> None:
    for name in ("wiod-1995", "wiod-2011", "icio-2022"):
        found = productivity_exposure(load(name))
        np.testing.assert_allclose(found.welfare.sum(axis=1), 1.0, atol=1e-12)


@given(seed=SEEDS)
def test_world_income_is_the_numeraire(seed: int) -> None:
    flows = np.random.default_rng(seed).uniform(0.1, 10.0, (4, 4))
    found = exposure_matrices(flows, 5.0)
    np.testing.assert_allclose(flows.sum(axis=1) @ found.income, 0.0, atol=1e-9)


def test_exposure_to_china_is_what_the_exact_model_gives() -> None:
    """Oracle KLR-A: +1e-4 log productivity in China, θ = 5; central difference, within 1e-9."""
    world = load("wiod-2004")
    flows = sales_by_region(world).reshape(*world.shape, world.n_regions).sum(axis=1)
    found = productivity_exposure(world, 5.0)
    china = world.region_index("CHN")
    up = np.zeros(world.n_regions)
    up[china] = 1e-4
    (income_up, welfare_up), (income_down, welfare_down) = (exact_change(flows, 5.0, sign * up) for sign in (1, -1))
    np.testing.assert_allclose((income_up - income_down) / 2, found.income[:, china] * 1e-4, rtol=0, atol=1e-9)
    np.testing.assert_allclose((welfare_up - welfare_down) / 2, found.welfare[:, china] * 1e-4, rtol=0, atol=1e-9)
    # The one-sided step differs by its second order only.
    np.testing.assert_allclose(welfare_up, found.welfare[:, china] * 1e-4, rtol=0, atol=2e-8)


@given(seed=SEEDS)
def test_halves_of_a_region_are_exposed_as_the_whole(seed: int) -> None:
    world = random_world(seed)
    halves = split_region(world, "R01")
    both = ("R01", "R01b")
    for function in (welfare_exposure, income_exposure):
        assert function(halves, "R00", partner=both) == pytest.approx(function(world, "R00", partner="R01"), abs=1e-11)
        assert function(halves, both, partner="R00") == pytest.approx(function(world, "R01", partner="R00"), abs=1e-11)


def test_a_closed_state_gains_its_own_productivity_and_nothing_else() -> None:
    found = exposure_matrices(np.diag([3.0, 5.0, 2.0]) + 1e-13, 5.0)
    np.testing.assert_allclose(found.welfare, np.eye(3), atol=1e-6)


@pytest.mark.parametrize(
    ("flows", "elasticity", "error"),
    [
        (np.ones((2, 2)), 0.0, ScenarioError),
        (np.ones((2, 2)), float("nan"), ScenarioError),
        (np.array([[1.0, -0.1], [0.1, 1.0]]), 5.0, DataError),
        (np.array([[1.0, 1.0], [0.0, 0.0]]), 5.0, BalanceError),
    ],
)
def test_flows_without_shares_are_refused(flows: np.ndarray, elasticity: float, error: type[Exception]) -> None:
    with pytest.raises(error):
        exposure_matrices(flows, elasticity)
