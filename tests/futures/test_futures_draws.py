"""Draws: even, the same wherever a batch begins, and the same for scenarios that number a dimension alike."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc, truncnorm

from technostate.errors import ScenarioError
from technostate.futures import draws
from technostate.shocks.specification import sobol


def test_a_draw_depends_on_seed_and_number_alone() -> None:
    whole = draws.places(0, 300, 7, seed=5)
    assert (np.concatenate([draws.places(at, 64, 7, seed=5) for at in range(0, 256, 64)]) == whole[:256]).all()
    assert (draws.places(299, 1, 7, seed=5) == whole[299:]).all()
    assert (draws.places(100_000, 3, 7, seed=5)[1:] == draws.places(100_001, 2, 7, seed=5)).all()
    assert not (draws.places(0, 300, 7, seed=6) == whole).any()


def test_a_dimension_keeps_its_draws_whatever_stands_beside_it() -> None:
    alone, many = draws.places(0, 128, [40], seed=1), draws.places(0, 128, 50, seed=1)
    assert (alone[:, 0] == many[:, 40]).all()
    beyond = sobol.DIMENSIONS + 3
    assert (draws.places(900, 300, [beyond], seed=1) == draws.places(0, 1200, [2, beyond], seed=1)[900:, 1:]).all()


def test_draws_are_even_in_every_dimension_and_better_than_chance_in_all() -> None:
    found = draws.places(0, 1024, 40, seed=3)
    assert (np.sort((found * 1024).astype(int), axis=0) == np.arange(1024)[:, None]).all()
    assert qmc.discrepancy(found[:, :8]) < 0.5 * qmc.discrepancy(np.random.default_rng(1).random((1024, 8)))
    product = (1.0 + 0.5 * (2.0 * found[:, :10] - 1.0)).prod(axis=1)
    assert product.mean() == pytest.approx(1.0, abs=0.01)
    assert np.corrcoef(found.T)[np.triu_indices(40, 1)].__abs__().max() < 0.1


def test_values_follow_their_form() -> None:
    at = (np.arange(20_000) + 0.5) / 20_000
    assert draws.values(2.0, 6.0, "even", at).mean() == pytest.approx(4.0)
    assert np.median(draws.values(0.01, 1.0, "logs", at)) == pytest.approx(0.1, rel=1e-3)
    found, other = draws.values(-4.0, 4.0, "normal", at), truncnorm(-2.0, 2.0, scale=2.0)
    assert found == pytest.approx(other.ppf(at), abs=1e-9)
    assert draws.values(3.0, 3.0, "even", at).tolist() == [3.0] * len(at)


def test_numbers_of_dimensions_follow_the_table() -> None:
    first, second = draws.numbered(("beta", "CHN.military")), draws.numbered(("USA.subsidy", "beta"))
    assert first[0] == second[1]
    assert len({*first}) == 2 and first[1] > first[0]


@pytest.mark.parametrize(
    ("low", "high", "form", "words"),
    [
        (2.0, 1.0, "even", "no range"),
        (float("nan"), 1.0, "even", "no range"),
        (0.0, 1.0, "logs", "no logarithms"),
        (0.0, 1.0, "triangle", "unknown form"),
    ],
)
def test_a_range_that_is_none_is_refused(low: float, high: float, form: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        draws.values(low, high, form, np.array([0.5]))  # type: ignore[arg-type]
    assert caught.value.hint


@pytest.mark.parametrize("asked", [(-1, 4, 2, 0), (0, 4, 2, -1), (2**30, 1, 2, 0)])
def test_draws_that_cannot_be_made_are_refused(asked: tuple[int, int, int, int]) -> None:
    with pytest.raises(ScenarioError, match="cannot be made"):
        draws.places(*asked)
