"""Sobol' points of our own against scipy's, and what they are taken for: even cover."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import qmc

from technostate.shocks.specification import sobol
from technostate.shocks.specification.amounts import places


@pytest.mark.parametrize("seed", [0, 1, 12345])
@pytest.mark.parametrize(("power", "dimensions"), [(0, 1), (1, 2), (6, 64), (10, 64), (10, 5)])
def test_points_are_those_of_scipy_to_the_last_bit(power: int, dimensions: int, seed: int) -> None:
    theirs = qmc.Sobol(dimensions, scramble=True, seed=np.random.default_rng(seed)).random_base2(power)
    np.testing.assert_array_equal(sobol.points(power, dimensions, seed), theirs)


@pytest.mark.parametrize("draws", [3, 64])
def test_a_shock_with_more_measures_than_the_table_has_dimensions_keeps_its_first_draws(draws: int) -> None:
    few, many = places(draws, 2), places(draws, 2, steps=60)
    assert few.shape == (draws, 64) and many.shape == (draws, 128)
    theirs = qmc.Sobol(128, scramble=True, seed=np.random.default_rng(2)).random_base2(int(np.ceil(np.log2(draws))))
    np.testing.assert_array_equal(many[:, :64], few)
    np.testing.assert_array_equal(many[:, 64:], theirs[:draws, 64:])


def test_each_dimension_has_one_point_in_each_part() -> None:
    found = sobol.points(7, sobol.DIMENSIONS, seed=3)
    assert (np.sort(np.floor(found * 128), axis=0) == np.arange(128.0)[:, None]).all()


def test_draws_do_not_import_scipy_stats() -> None:
    program = (
        "import sys; from technostate.shocks.specification.amounts import places; places(64, 0);"
        "print('scipy.stats' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"
