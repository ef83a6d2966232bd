"""The score: invariances of ranks, named choices, and what has none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from technostate.errors import LabelError, NotModelledError
from technostate.strategies import choices, score

RANDOM = np.random.default_rng(7)
TABLE = RANDOM.normal(size=(14, 6))
GAPPED = np.where(RANDOM.random(size=(14, 6)) < 0.12, np.nan, TABLE)
GROUPS = ["a", "a", "a", "b", "b", "b"]


@pytest.mark.parametrize("table", [TABLE, GAPPED])
@settings(deadline=None)  # a busy machine is no fault of the ranks
@given(st.lists(st.floats(1e-3, 1e3), min_size=6, max_size=6), st.lists(st.floats(-5, 5), min_size=6, max_size=6))
def test_ranks_do_not_depend_on_the_units_of_indicators(
    table: np.ndarray, factors: list[float], shifts: list[float]
) -> None:
    before, _ = choices.combinations(table, GROUPS, draws=3, seed=1)
    after, _ = choices.combinations(table * factors + shifts, GROUPS, draws=3, seed=1)
    np.testing.assert_array_equal(before, after)


def test_ranks_do_not_depend_on_the_order_of_states() -> None:
    order = RANDOM.permutation(len(GAPPED))
    before, _ = choices.combinations(GAPPED, GROUPS, draws=3, seed=1)
    after, _ = choices.combinations(GAPPED[order], GROUPS, draws=3, seed=1)
    np.testing.assert_array_equal(before[:, order], after)


def test_a_state_that_is_ahead_on_every_indicator_is_first_under_every_choice() -> None:
    table = GAPPED.copy()
    table[3] = 10.0
    ranks, labels = choices.combinations(table, GROUPS, draws=20, seed=1)
    assert (ranks[:, 3] == 1.0).all()
    assert len(labels) == len(ranks) == 18 * 22


def test_splitting_an_indicators_weight_over_two_copies_changes_nothing() -> None:
    scaled = choices.normalise(TABLE, "z-score")
    twice = np.column_stack([scaled, scaled[:, :1]])
    weights = np.full((1, 6), 1 / 6)
    halves = np.array([[1 / 12, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 12]])
    for how in choices.AGGREGATIONS:
        np.testing.assert_allclose(
            choices.aggregate(scaled, weights, how), choices.aggregate(twice, halves, how), rtol=1e-13
        )


def test_a_copy_of_an_indicator_moves_ranks_when_it_adds_weight() -> None:
    """Equal weights count a concept twice if two indicators measure it: so second definitions stay out."""
    before, _ = choices.combinations(TABLE, ["a"] * 6, draws=0, seed=1)
    after, _ = choices.combinations(np.column_stack([TABLE, TABLE[:, :1], TABLE[:, :1]]), ["a"] * 8, draws=0, seed=1)
    assert not np.array_equal(before, after)


def test_normalised_figures_are_positive_and_keep_order_and_gaps() -> None:
    for how in choices.NORMALISATIONS:
        scaled = choices.normalise(GAPPED, how)
        assert (np.isnan(scaled) == np.isnan(GAPPED)).all()
        assert np.nanmin(scaled) > 0
        for column in range(6):
            known = ~np.isnan(GAPPED[:, column])
            order = np.argsort(GAPPED[known, column])
            assert (np.diff(scaled[known, column][order]) >= 0).all()


def test_min_max_runs_from_one_to_a_hundred_and_z_scores_have_mean_100_and_deviation_10() -> None:
    scaled = choices.normalise(GAPPED, "min-max")
    np.testing.assert_allclose([np.nanmin(scaled, axis=0), np.nanmax(scaled, axis=0)], [[1.0] * 6, [100.0] * 6])
    scores = choices.normalise(GAPPED, "z-score")
    np.testing.assert_allclose(np.nanmean(scores, axis=0), 100.0)
    np.testing.assert_allclose(np.nanstd(scores, axis=0), 10.0)


def test_a_constant_indicator_says_nothing() -> None:
    table = np.column_stack([TABLE, np.full(len(TABLE), 1e9 / 3)])
    for how in choices.NORMALISATIONS:
        assert np.ptp(choices.normalise(table, how)[:, -1]) == 0.0


def test_imputations_do_what_their_names_say() -> None:
    table = np.array([[1.0, np.nan, 5.0], [2.0, 4.0, 6.0], [3.0, 8.0, 7.0]])
    none, complete, median = choices.IMPUTATIONS
    filled, kept = choices.impute(table, none)
    assert np.isnan(filled[0, 1]) and kept.all()
    filled, kept = choices.impute(table, complete)
    assert kept.tolist() == [True, False, True] and np.isfinite(filled).all()
    filled, kept = choices.impute(table, median)
    assert filled[0, 1] == 6.0 and kept.all()


def test_a_weighted_mean_by_hand() -> None:
    scaled = np.array([[1.0, 4.0], [2.0, np.nan]])
    weights = np.array([[0.5, 0.5], [0.25, 0.75]])
    np.testing.assert_allclose(choices.aggregate(scaled, weights, "arithmetic"), [[2.5, 2.0], [3.25, 2.0]])
    np.testing.assert_allclose(np.exp(choices.aggregate(scaled, weights, "geometric")), [[2.0, 2.0], [4**0.75, 2.0]])


def test_names_of_choices_are_checked() -> None:
    with pytest.raises(LabelError, match="unknown normalisation 'zscore'"):
        choices.normalise(TABLE, "zscore")
    with pytest.raises(LabelError, match="unknown imputation"):
        choices.impute(TABLE, "zero")
    with pytest.raises(LabelError, match="unknown aggregation"):
        choices.aggregate(TABLE, np.ones((1, 6)), "harmonic")


def test_national_security_has_no_score_and_says_why() -> None:
    with pytest.raises(NotModelledError, match="no good direction"):
        score.score("national_security")


@pytest.mark.parametrize("strategy", ["innovation", "military", "fusion", "securitization", None])
def test_scores_are_intervals_over_at_least_500_combinations_and_name_what_is_left_out(strategy: str | None) -> None:
    found = score.score(strategy)
    assert found.combinations >= 500
    assert len(found.ranks) >= score.FEWEST
    assert {"CHN", "USA"} <= set(found.ranks)
    for code, rank in found.ranks.items():
        assert 1 <= rank.low <= rank.median <= rank.high <= len(found.ranks), code
        assert found.coverage[code] >= score.COVERAGE
    assert set(found.shifts) == {"imputation", "normalisation", "aggregation", "weights"}
    assert all(found.left_out.values())
    assert found.origin.inputs
    assert not {key for key in found.indicators if key.startswith(("pts_", "v2", "un_"))}
    assert max(rank.high - rank.low for rank in found.ranks.values()) > 1


def test_the_same_seed_gives_the_same_ranks() -> None:
    assert score.score("fusion", draws=5, seed=3) == score.score("fusion", draws=5, seed=3)
