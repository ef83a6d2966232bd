"""Odds and regret of known numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from technostate.errors import DataError
from technostate.futures.odds import odds
from technostate.futures.regret import regret


@given(st.integers(0, 400), st.integers(1, 400))
def test_odds_have_wilsons_interval(hits: int, paths: int) -> None:
    hits = min(hits, paths)
    found = odds(hits, paths)
    other = binomtest(hits, paths).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-12)
    assert found.low <= found.share <= found.high


@pytest.mark.parametrize(("hits", "paths"), [(1, 0), (5, 4), (-1, 4)])
def test_odds_of_nothing_are_refused(hits: int, paths: int) -> None:
    with pytest.raises(DataError):
        odds(hits, paths)


def test_regret_is_what_is_given_away_in_the_same_draw() -> None:
    outcomes = np.array([[3.0, 0.0, 1.0, 5.0], [1.0, 2.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
    found = regret(outcomes)
    assert found.worst.tolist() == [2.0, 5.0, 5.0]
    assert found.best.sum() == pytest.approx(1.0)
    assert found.best[0] == pytest.approx((1 + 0 + 1 / 3 + 1) / 4)
    less = regret(-outcomes, more_is_better=False)
    assert (less.worst == found.worst).all() and (less.best == found.best).all()


@pytest.mark.parametrize("outcomes", [np.ones((1, 4)), np.ones((2, 0)), np.array([[1.0], [np.nan]])])
def test_regret_without_a_choice_is_refused(outcomes: np.ndarray) -> None:
    with pytest.raises(DataError):
        regret(outcomes)
