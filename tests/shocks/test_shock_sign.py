"""What cases say of a sign, of a spread, and of what moves a result."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.stats import spearmanr

from technostate.shocks.impact.drivers import CHANCE, drivers
from technostate.shocks.impact.sign import HARDLY, side
from technostate.shocks.impact.spread import Change, Spread

VALUES = st.floats(-100, 100)
SHARES = st.integers(0, 20).flatmap(lambda loss: st.tuples(st.just(loss), st.integers(0, 20 - loss)))


@pytest.mark.parametrize(
    ("loss", "gain", "said"),
    [
        (1.0, 0.0, "lose"), (0.9, 0.1, "lose"), (0.89, 0.0, "open"), (0.5, 0.5, "open"), (0.11, 0.89, "open"),
        (0.10, 0.90, "gain"), (0.0, 1.0, "gain"), (0.10, 0.89, "no_loss"), (0.0, 0.11, "no_loss"),
        (0.0, 0.10, "hardly"), (0.10, 0.10, "hardly"), (0.0, 0.0, "hardly"), (0.11, 0.0, "open"),
    ],
)  # fmt: skip
def test_a_sign_is_settled_where_nine_of_ten_cases_agree(loss: float, gain: float, said: str) -> None:
    assert side(loss, gain) == said


@given(shares=SHARES)
def test_between_ten_and_ninety_of_a_hundred_losers_nothing_is_settled(shares: tuple[int, int]) -> None:
    loss, gain = (part / 20 for part in shares)
    assert (side(loss, gain) == "open") == (0.1 < loss < 0.9)
    assert (side(loss, gain) in ("no_loss", "gain", "hardly")) == (loss <= 0.1)
    assert side(loss, gain) != "gain" or gain >= 0.9


@given(cases=arrays(float, st.integers(1, 40), elements=VALUES), central=VALUES)
def test_a_change_has_its_cases_in_order_and_shares_that_are_none_but_theirs(cases: np.ndarray, central: float) -> None:
    found = Change.over(cases, central)
    assert found.low <= found.p10 <= found.median <= found.p90 <= found.high
    assert found.low == cases.min() and found.high == cases.max() and found.central == central
    assert found.loss == (cases <= -HARDLY).mean() and found.gain == (cases >= HARDLY).mean()
    assert 0 <= found.loss + found.gain <= 1
    assert Change.over(cases[::-1], central) == found


@given(cases=arrays(float, array_shapes(min_dims=3, max_dims=3, max_side=5), elements=VALUES))
def test_a_table_is_its_changes_one_by_one(cases: np.ndarray) -> None:
    table = Spread.over(cases, cases[0])
    for place in np.ndindex(cases.shape[1:]):
        assert table.at(*place) == Change.over(cases[(slice(None), *place)], float(cases[(0, *place)]))
    with pytest.raises(ValueError, match="read-only"):
        table.median[0, 0] = 0.0


def test_days_that_never_come_are_no_mean_and_what_is_not_known_stays_unknown() -> None:
    never = Change.over(np.array([3.0, 5.0, np.inf, np.inf]), np.inf, "days")
    assert (never.median, never.p10, never.p90, never.high) == (5.0, 3.0, np.inf, np.inf)
    unknown = Change.over(np.array([np.nan, 1.0]), np.nan)
    assert np.isnan([unknown.median, unknown.loss, unknown.gain]).all()
    assert unknown.side == "open"


@given(seed=st.integers(0, 1000), turn=st.sampled_from([np.exp, np.arctan, lambda x: x**3]))
def test_what_moves_a_result_is_found_by_rank_whatever_the_scale(seed: int, turn: object) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(64, 3))
    result = 4 * values[:, 0] - 2 * values[:, 1]
    found = drivers(("first", "second", "third"), values, result)
    known = {name: spearmanr(values[:, at], result).statistic for at, name in enumerate(("first", "second", "third"))}
    told = {name: value for name, value in known.items() if abs(value) >= CHANCE / np.sqrt(63)}
    assert [row.parameter for row in found] == sorted(told, key=lambda name: -abs(told[name]))
    assert {row.parameter: row.correlation for row in found} == pytest.approx(told, abs=1e-12)
    assert known["first"] > 0.5
    assert drivers(("first", "second", "third"), turn(values), result) == found  # type: ignore[operator]
    assert [row.correlation for row in drivers(("a", "b", "c"), values, -result)] == [-row.correlation for row in found]


def test_what_does_not_vary_moves_nothing() -> None:
    rows = np.arange(10.0)
    assert drivers(("fixed",), np.ones((10, 1)), rows) == ()
    assert drivers(("rows",), rows[:, None], np.zeros(10)) == ()
    assert drivers(("rows",), rows[:2, None], rows[:2]) == ()
    assert drivers((), np.empty((10, 0)), rows) == ()
