"""Sobol' indices on functions whose indices are known, by a design and from a sample, beside SALib."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.futures import chaos, draws, given, indices

Array = NDArray[np.float64]

#: Ishigami and Homma (1990) with a = 7, b = 0.1.
FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
#: Sobol' G: what matters less has a larger number.
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])
PARTS = (1.0 / 3.0) / (1.0 + WEIGHTS) ** 2
WHOLE = np.prod(1.0 + PARTS) - 1.0
G_FIRST, G_TOTAL = PARTS / WHOLE, PARTS * np.prod(1.0 + PARTS) / (1.0 + PARTS) / WHOLE


def ishigami(places: Array) -> Array:
    x = np.pi * (2.0 * places - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(places: Array) -> Array:
    return ((np.abs(4.0 * places - 2.0) + WEIGHTS) / (1.0 + WEIGHTS)).prod(axis=1)


def test_a_design_finds_ishigamis_indices() -> None:
    found = indices.of_design(ishigami(indices.design(16_384, 3, seed=1)), 3)
    assert found.first == pytest.approx(FIRST, abs=0.005)
    assert found.total == pytest.approx(TOTAL, abs=0.005)
    assert (found.total_range[0] < TOTAL).all() and (found.total_range[1] > TOTAL).all()


def test_a_design_finds_the_indices_of_sobols_g() -> None:
    found = indices.of_design(sobol_g(indices.design(8192, 8, seed=2)), 8)
    assert found.first == pytest.approx(G_FIRST, abs=0.01)
    assert found.total == pytest.approx(G_TOTAL, abs=0.01)


def test_a_design_agrees_with_salib_on_the_same_answers() -> None:
    from SALib.analyze import sobol as salib

    places = indices.design(2048, 3, seed=4).reshape(5, 2048, 3)
    answers = ishigami(places.reshape(-1, 3)).reshape(5, 2048)
    found = indices.of_design(answers.ravel(), 3)
    # SALib stands the points of a design one after the other: A, three mixed ones, B.
    ordered = answers[[0, 2, 3, 4, 1]].T.ravel()
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    other = salib.analyze(problem, ordered, calc_second_order=False, num_resamples=10, seed=1)
    assert found.first == pytest.approx(other["S1"], abs=2e-3)
    assert found.total == pytest.approx(other["ST"], abs=2e-3)


@pytest.mark.parametrize("even", [True, False], ids=["Sobol'", "chance"])
def test_a_sample_made_for_something_else_finds_ishigamis_indices(even: bool) -> None:
    cases = draws.places(0, 1024, 3, seed=1) if even else np.random.default_rng(1).random((1024, 3))
    found = given.of_sample(cases, ishigami(cases))
    assert found.explained is not None and found.explained > 0.97
    assert found.first == pytest.approx(FIRST, abs=0.01 if even else 0.05)
    assert found.total == pytest.approx(TOTAL, abs=0.01 if even else 0.05)


def test_among_many_inputs_that_do_nothing_a_sample_finds_those_that_do() -> None:
    cases = draws.places(0, 1024, 30, seed=1)
    answers = np.exp(2.0 * cases[:, 0]) * (1.0 + cases[:, 5])
    found = given.of_sample(cases, answers)
    nothing = np.delete(np.arange(30), [0, 5])
    assert found.total[nothing].max() < 0.01
    assert found.total[0] > found.total[5] > 0.05
    # exp(2a) has mean m and variance v; 1 + b has mean 1.5 and variance 1/12.
    m, v = (np.e**2 - 1) / 2, (np.e**4 - 1) / 4 - ((np.e**2 - 1) / 2) ** 2
    whole = (v + m**2) * (1.5**2 + 1 / 12) - m**2 * 1.5**2
    assert found.first[[0, 5]] == pytest.approx([1.5**2 * v / whole, m**2 / 12 / whole], abs=0.01)


def test_the_fewest_cases_find_what_inputs_do_and_say_how_well() -> None:
    parts = np.array([36 / 12, 9 / 12]) / (45 / 12 + 0.64)
    held = []
    for seed in range(12):
        cases = draws.places(0, given.LEAST, 30, seed=seed)
        noise = 0.8 * np.random.default_rng(seed).standard_normal(given.LEAST)
        found = given.of_sample(cases, 6.0 * cases[:, 0] + 3.0 * cases[:, 5] + noise)
        held.append((found.total_range[0, [0, 5]] <= parts) & (parts <= found.total_range[1, [0, 5]]))
        assert found.total[[0, 5]] == pytest.approx(parts, abs=0.08)
        assert np.ptp(found.total_range[:, 0]) > 0.05
        assert np.delete(found.total, [0, 5]).max() < 0.06
    # Ranges of 95 % keep what they say but for what choosing the surface adds.
    assert np.mean(held) > 0.85


def test_noise_is_not_explained_and_nobody_is_blamed_for_it() -> None:
    rng = np.random.default_rng(2)
    cases = rng.random((1500, 20))
    found = given.of_sample(cases, rng.standard_normal(1500))
    assert found.explained is not None and found.explained < 0.02
    assert found.total.max() < 0.03


def test_half_noise_leaves_half_unexplained_and_the_range_says_how_well_it_is_known() -> None:
    rng = np.random.default_rng(3)
    cases = rng.random((2048, 10))
    signal = np.sqrt(12.0) * (cases[:, 1] - 0.5)
    found = given.of_sample(cases, signal + rng.standard_normal(2048))
    assert found.explained == pytest.approx(0.5, abs=0.06)
    assert found.first[1] == pytest.approx(0.5, abs=0.04)
    assert 0.03 < np.ptp(found.first_range[:, 1]) < 0.09
    assert found.first_range[0, 1] < found.first[1] < found.first_range[1, 1]


def test_groups_alone_find_the_first_order_of_any_sample() -> None:
    cases = np.random.default_rng(4).random((8192, 3))
    assert given.first_order(cases, ishigami(cases)) == pytest.approx(FIRST, abs=0.03)


def test_an_input_of_few_values_counts_as_one_of_many_does() -> None:
    cases = draws.places(0, 1024, 2, seed=7)
    cases[:, 1] = np.floor(3.0 * cases[:, 1])
    found = given.of_sample(cases, cases[:, 0] + np.array([0.0, 1.0, 0.0])[cases[:, 1].astype(int)])
    parts = np.array([1 / 12, 2 / 9])
    assert found.total == pytest.approx(parts / parts.sum(), abs=0.01)


def test_indices_do_not_depend_on_the_units_of_inputs() -> None:
    cases = draws.places(0, 1024, 3, seed=1)
    moved = np.stack([np.exp(9.0 * cases[:, 0]), -4.0 + cases[:, 1] ** 3, 1e-3 * cases[:, 2]], axis=1)
    one, other = given.of_sample(cases, ishigami(cases)), given.of_sample(moved, ishigami(cases))
    assert (one.total == other.total).all()


def test_shares_never_sum_to_more_than_the_whole() -> None:
    cases = draws.places(0, 1024, 12, seed=3)
    found = given.of_sample(cases, np.exp(3.0 * cases[:, 4]) + 0.1 * cases[:, 2])
    assert found.first.sum() <= 1.0 and found.total.max() <= 1.0
    assert found.total_range.max() <= 1.0


def test_polynomials_are_orthonormal_over_the_cases() -> None:
    column = np.random.default_rng(1).exponential(size=500)
    found = chaos.polynomials(column, 6)
    assert found.T @ found / 500 == pytest.approx(np.eye(7), abs=1e-10)
    assert chaos.polynomials(np.array([1.0, 2.0, 2.0, 5.0]), 12).shape == (4, 3)


@pytest.mark.parametrize(
    ("count", "inputs", "answers", "words"),
    [
        (127, 2, np.arange(127.0), "too few"),
        (1024, 2, np.ones(1024), "the same in every case"),
        (1024, 2, np.r_[np.nan, np.arange(1023.0)], "not finite"),
        (1024, 2, np.arange(1000.0), "answers for"),
    ],
)
def test_a_sample_without_indices_is_refused(count: int, inputs: int, answers: Array, words: str) -> None:
    with pytest.raises(DataError, match=words):
        given.of_sample(draws.places(0, count, inputs, seed=0), answers)


def test_answers_that_fit_no_design_are_refused() -> None:
    with pytest.raises(DataError, match="no design"):
        indices.of_design(np.arange(5001.0), 3)
    with pytest.raises(DataError, match="no design"):
        indices.of_design(np.arange(5.0 * 512), 3)
