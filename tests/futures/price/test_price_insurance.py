"""Premium, cover and break-even: an insurance comes out even exactly at its break-even probability."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.futures.price import break_even, cover, spread
from technostate.futures.price.insurance import LEAST_COVER


@given(premium=st.floats(1e-6, 0.2), bare=st.floats(0.001, 0.9), saved=st.floats(0.01, 0.99))
def test_expected_absorption_is_the_same_with_and_without_the_lever_at_the_break_even(
    premium: float, bare: float, saved: float
) -> None:
    insured = bare * (1 - saved)
    odds = float(break_even(premium, cover(bare, insured)))
    without, with_ = 1 - odds * bare, 1 - premium - odds * insured
    assert with_ == pytest.approx(without, abs=1e-9 * max(1.0, odds))


@given(premium=st.floats(1e-6, 0.2), covered=st.floats(2e-5, 0.9), more=st.floats(1.01, 5))
def test_a_dearer_lever_and_a_smaller_cover_need_likelier_events(premium: float, covered: float, more: float) -> None:
    assert break_even(premium * more, covered) > break_even(premium, covered)
    assert break_even(premium, covered * more) < break_even(premium, covered)


@pytest.mark.parametrize(
    ("premium", "covered", "odds"),
    [
        (0.01, 0.0, math.inf),
        (0.01, -0.2, math.inf),
        (-0.01, -0.2, math.inf),
        (0.01, LEAST_COVER, math.inf),
        (0.01, 0.01, 1.0),
        (-0.01, 0.01, 0.0),
        (0.0, 0.01, 0.0),
    ],
)
def test_what_covers_nothing_never_pays_and_what_costs_nothing_always_does(
    premium: float, covered: float, odds: float
) -> None:
    assert float(break_even(premium, covered)) == odds


def test_a_case_without_an_answer_stays_unknown() -> None:
    assert np.isnan(break_even([np.nan, 0.1], [0.1, np.nan])).all()


def test_never_counts_as_larger_than_any_number() -> None:
    assert spread([0.1, math.inf, math.inf]).median == math.inf
    assert spread([0.1, 0.2, math.inf]) == spread([math.inf, 0.2, 0.1])
    assert spread([0.1, 0.2, math.inf]).median == 0.2
    assert spread([math.inf] * 3).low == math.inf


def test_a_spread_of_finite_cases_is_that_of_numpy_and_unknown_cases_are_left_out() -> None:
    values = np.random.default_rng(1).normal(size=37)
    found = spread([*values, np.nan])
    assert found.cases == 37
    wanted = np.quantile(values, (0.5, 0.1, 0.9))
    assert (found.median, found.low, found.high) == pytest.approx(tuple(wanted), abs=1e-12)
    assert math.isnan(spread([np.nan]).median)
