"""Least squares with effects and clusters agree with statsmodels and find what made-up data hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

if not (Path(__file__).resolve().parents[2] / "benchmarks").is_dir():
    pytest.skip("needs benchmarks/, which a source distribution leaves out", allow_module_level=True)

from benchmarks.estimates.panel import Panel
from benchmarks.estimates.regression import complete, demeaned, fit
from benchmarks.estimates.result import Estimate, Section, figure, judged, kept, markdown

sm = pytest.importorskip("statsmodels.api")


def made(seed: int = 3, states: int = 40, years: int = 25, slope: float = 0.7):
    """Two regressors, state and year effects that go with the first, errors alike inside a state; a tenth missing."""
    rng = np.random.default_rng(seed)
    state, year = np.repeat(np.arange(states), years), np.tile(np.arange(years), states)
    own, common = rng.normal(0, 2, states)[state], rng.normal(0, 1, years)[year]
    x = rng.normal(0, 1, state.size) + own + common
    z = rng.normal(0, 1, state.size)
    y = (
        slope * x
        - 0.2 * z
        + 3 * own
        - 2 * common
        + rng.normal(0, 0.3, states)[state] * z
        + rng.normal(0, 1, state.size)
    )
    y[rng.random(state.size) < 0.1] = np.nan
    return y, {"x": x, "z": z}, state, year


def test_clustered_errors_are_those_of_statsmodels() -> None:
    y, columns, state, _ = made()
    ours = fit(y, columns, clusters=state)
    keep = np.isfinite(y)
    design = np.column_stack([columns["x"], columns["z"], np.ones(y.size)])[keep]
    theirs = sm.OLS(y[keep], design).fit(cov_type="cluster", cov_kwds={"groups": state[keep]})
    np.testing.assert_allclose(ours.coefficients, theirs.params, rtol=1e-10)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.covariance)), theirs.bse, rtol=1e-10)
    assert ours.r_squared == pytest.approx(theirs.rsquared, rel=1e-10)
    assert ours.log_likelihood == pytest.approx(theirs.llf, rel=1e-10)
    assert (ours.n, ours.clusters) == (int(keep.sum()), 40)


def test_errors_without_clusters_are_whites() -> None:
    y, columns, _, _ = made()
    keep = np.isfinite(y)
    theirs = sm.OLS(y[keep], np.column_stack([columns["x"], columns["z"], np.ones(y.size)])[keep]).fit(cov_type="HC1")
    ours = fit(y, columns)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.covariance)), theirs.bse, rtol=1e-10)


def test_effects_taken_out_are_as_good_as_a_dummy_for_each() -> None:
    y, columns, state, year = made()
    keep = np.isfinite(y)
    dummies = [np.eye(40)[state], np.eye(25)[year][:, 1:]]
    theirs = sm.OLS(y[keep], np.column_stack([columns["x"], columns["z"], *dummies])[keep]).fit()
    ours = fit(y, columns, effects=[state, year], clusters=state)
    np.testing.assert_allclose(ours.coefficients, theirs.params[:2], rtol=1e-8)


def test_effects_that_go_with_a_regressor_do_no_harm_once_taken_out() -> None:
    y, columns, state, year = made(states=150)
    biased, ours = fit(y, columns), fit(y, columns, effects=[state, year], clusters=state)
    assert abs(biased.value("x") - 0.7) > 0.5
    assert abs(ours.value("x") - 0.7) < 4 * ours.error("x") < 0.08


def test_two_standard_errors_hold_the_truth_in_95_of_100_panels() -> None:
    inside = 0
    for seed in range(200):
        y, columns, state, year = made(seed)
        one = fit(y, columns, effects=[state, year], clusters=state)
        inside += abs(one.value("z") + 0.2) < 1.96 * one.error("z")
    assert 0.89 <= inside / 200 <= 0.985


def test_the_error_of_a_difference_counts_how_the_two_go_together() -> None:
    y, columns, state, _ = made()
    one = fit(y, columns, clusters=state)
    other = fit(y, {"sum": columns["x"] + columns["z"], "x": columns["x"]}, clusters=state)
    difference, error = one.difference("x", "z")
    assert difference == pytest.approx(other.value("x"), rel=1e-9)
    assert error == pytest.approx(other.error("x"), rel=1e-9)


def test_no_mean_of_an_effect_is_left_in_a_panel_with_holes() -> None:
    rng = np.random.default_rng(0)
    state, year = rng.integers(0, 12, 200), rng.integers(0, 9, 200)
    out = demeaned(rng.normal(size=(200, 2)), [state, year])
    for labels in (state, year):
        assert np.abs([out[labels == one].mean(0) for one in np.unique(labels)]).max() < 1e-10


def test_the_value_of_another_year_is_missing_where_the_year_is() -> None:
    panel = Panel({"v": np.array([1.0, 2.0, 4.0, 8.0])}, np.array(["A", "A", "A", "B"]), np.array([1, 2, 4, 5]))
    np.testing.assert_array_equal(panel.at(panel["v"], -1), [np.nan, 1.0, np.nan, np.nan])
    np.testing.assert_array_equal(panel.change(panel["v"]), [np.nan, 1.0, np.nan, np.nan])
    assert complete(panel.change(panel["v"])).tolist() == [False, True, False, False]


def test_groups_of_states_are_no_states() -> None:
    panel = Panel.of(burden="sipri/milex/share-of-gdp")
    assert "CHN" in panel.region and "EU" not in panel.region


@pytest.mark.parametrize(
    ("value", "expected", "reading"),
    [(1.0, 1, "estimate"), (1.0, 0, "estimate"), (-1.0, 1, "contrary"), (0.19, 1, "null"), (-0.19, 1, "null")],
)
def test_a_figure_is_read_against_nothing_and_against_what_was_looked_for(value, expected, reading) -> None:
    assert judged("a/b", "words", (value, 0.1), (10, 0), expected=expected).reading == reading
    turned = judged("a/b", "words", (value, 0.1), (10, 0), expected=-expected, scale=-100)
    assert (turned.reading, turned.value, turned.error) == (reading, -100 * value, 10.0)


def test_a_table_says_three_digits_and_a_dash_where_there_is_no_error() -> None:
    section = Section("Title", "How.", (Estimate("a/b", "words", 1234.5678, None, 10),))
    assert "| words | 1235 | – | 1 | 10 | – | estimate |" in markdown([section])
    assert [figure(value) for value in (0.0, 0.012345, 1.0, 12.34, -0.5)] == ["0", "0.0123", "1.00", "12.3", "-0.500"]


def test_two_estimates_of_one_name_are_refused() -> None:
    twice = Estimate("a/b", "words", 1.0, None, 10)
    with pytest.raises(ValueError, match="two estimates are called a/b"):
        kept([Section("Title", "How.", (twice, twice))])
