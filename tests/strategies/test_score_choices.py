"""The choices behind a score: invariances of ranks, imputation, weights, every combination, what moves a rank."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from technostate.errors import LabelError
from technostate.strategies import choices
from technostate.strategies.combined import Alternative, Combined, absences, combine

RANDOM = np.random.default_rng(7)
TABLE = RANDOM.normal(size=(14, 6))
GAPPED = np.where(RANDOM.random(size=(14, 6)) < 0.12, np.nan, TABLE)
GROUPS = ["a", "a", "a", "b", "b", "b"]
NAMES = ["one", "two", "three", "four", "five", "six"]


def combined(table: np.ndarray, draws: int = 3, groups: list[str] = GROUPS) -> Combined:
    return combine(table, NAMES[: table.shape[1]], groups[: table.shape[1]], draws=draws, seed=1)


@pytest.mark.parametrize("table", [TABLE, GAPPED])
@settings(deadline=None, max_examples=25)  # a busy machine is no fault of the ranks
@given(st.lists(st.floats(1e-3, 1e3), min_size=6, max_size=6), st.lists(st.floats(-5, 5), min_size=6, max_size=6))
def test_ranks_do_not_depend_on_the_units_of_indicators(
    table: np.ndarray, factors: list[float], shifts: list[float]
) -> None:
    np.testing.assert_array_equal(combined(table).ranks, combined(table * factors + shifts).ranks)


def test_ranks_do_not_depend_on_the_order_of_states() -> None:
    order = RANDOM.permutation(len(GAPPED))
    before, after = combined(GAPPED), combined(GAPPED[order])
    np.testing.assert_array_equal(before.ranks[..., order], after.ranks)
    for choice, share in before.shares().items():
        np.testing.assert_allclose(share[order], after.shares()[choice], atol=1e-12)


def test_a_state_that_is_ahead_on_every_indicator_is_first_under_every_choice_and_nothing_moves_it() -> None:
    table = GAPPED.copy()
    table[3] = 10.0
    found = combined(table, draws=20)
    assert (found.ranks[..., 3] == 1.0).all()
    assert found.count == found.flat.shape[0] == 3 * 3 * 2 * 7 * 23
    assert all(np.isnan(share[3]) for share in found.shares().values())


def test_an_alternative_takes_a_column_and_never_stands_beside_it() -> None:
    """Under each definition ranks are those of a table that has that one alone: nothing is counted twice."""
    other = Alternative("market", 0, -TABLE[:, 0])
    found = combine(TABLE, NAMES, GROUPS, alternatives=[other], draws=3, seed=1)
    turned = TABLE.copy()
    turned[:, 0] *= -1
    assert found.options["definition"] == ("one", "market")
    np.testing.assert_array_equal(found.ranks[0], combined(TABLE).ranks)
    equal = (0, 0, 0, 0, 0)  # the first option of all but the definition; weights equal
    np.testing.assert_array_equal(found.ranks[(1, *equal)], combined(turned).ranks[equal])
    same = combine(TABLE, NAMES, GROUPS, alternatives=[Alternative("copy", 0, TABLE[:, 0])], draws=3, seed=1)
    assert np.nanmax(same.shares()["definition"]) == 0.0


def test_leaving_an_indicator_out_gives_the_ranks_of_the_table_without_it() -> None:
    found = combined(TABLE, draws=0, groups=["a"] * 6)
    fewer = combined(TABLE[:, 1:], draws=0, groups=["a"] * 6)
    assert found.options["indicators"][:2] == ("all", "without one")
    np.testing.assert_array_equal(found.ranks[:, :, :, 1, 0], fewer.ranks[:, :, :, 0, 0])


def test_a_rank_that_hangs_on_one_indicator_is_moved_most_by_leaving_it_out() -> None:
    table = np.column_stack([np.linspace(1, 0, 12)] * 4)
    table[11, 0] = 40.0  # last on all but one, and far ahead there
    shares = {choice: share[11] for choice, share in combined(table, draws=0, groups=["a"] * 4).shares().items()}
    shifts = combined(table, draws=0, groups=["a"] * 4).shifts()["indicators"]
    assert shifts["without one"][11] == max(shift[11] for shift in shifts.values()) > 0
    assert 0 < shares["indicators"] <= 1


def test_shares_are_a_partition_and_shifts_average_to_nothing() -> None:
    found = combined(GAPPED, draws=5)
    shares = np.stack(list(found.shares().values()))
    assert np.nanmin(shares) >= 0 and np.nanmax(shares.sum(axis=0)) <= 1 + 1e-9
    for choice, shifts in found.shifts().items():
        names = found.options[choice]
        mean = sum(names.count(name) * shift for name, shift in shifts.items()) / len(names)
        np.testing.assert_allclose(mean, 0.0, atol=1e-9)
        # Places are shared out among the states: what one gains others lose.
        for shift in shifts.values():
            assert abs(shift.sum()) < 1e-9


def test_by_hand_the_share_of_two_choices() -> None:
    """Two options each, ranks 1 2 / 3 4: means 1.5 and 3.5 against 2 and 3, variances 1 and .25 of 1.25."""
    found = Combined({"first": ("a", "b"), "second": ("c", "d")}, np.array([[[1.0], [2.0]], [[3.0], [4.0]]]))
    assert {name: share.tolist() for name, share in found.shares().items()} == {"first": [0.8], "second": [0.2]}
    assert {n: float(s[0]) for n, s in found.shifts()["first"].items()} == {"a": -1.0, "b": 1.0}
    assert found.average_shifts()["second"] == {"c": 1.0, "d": 1.0}


def test_a_state_that_leaves_the_sample_changes_nothing_where_only_order_counts() -> None:
    """With all indicators in one order nobody's place among the others hangs on who else is there."""
    table = np.column_stack([np.arange(10.0), np.arange(10.0) ** 3])
    moved = absences(table, NAMES[:2])
    assert np.isnan(np.diag(moved)).all()
    assert np.nanmax(np.abs(moved)) == 0.0


def test_the_extreme_of_an_indicator_moves_others_when_it_leaves() -> None:
    table = np.array([[100.0, 0.5], [2.0, 0.4], [1.0, 0.9], [0.5, 0.95], [0.0, 0.1]])
    moved = absences(table, NAMES[:2])
    assert np.nanmax(np.abs(moved[0])) > 0
    np.testing.assert_allclose(np.nansum(moved, axis=1), 0.0, atol=1e-9)


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
    twice = np.column_stack([TABLE, TABLE[:, :1], TABLE[:, :1]])
    before = combine(TABLE, NAMES, ["a"] * 6, draws=0)
    after = combine(twice, [*NAMES, "copy", "copies"], ["a"] * 8, draws=0)
    assert not np.array_equal(before.ranks[:, :, :, 0], after.ranks[:, :, :, 0])


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
    none, own, median = choices.IMPUTATIONS
    assert np.isnan(choices.impute(table, none)[0, 1])
    assert choices.impute(table, median)[0, 1] == 6.0
    # Last of three on both others, place 1/6: a sixth of the way from 4 to 8.
    assert choices.impute(table, own)[0, 1] == pytest.approx(4.0 + 4.0 / 6.0)
    for how in choices.IMPUTATIONS:
        filled = choices.impute(table, how)
        known = np.isfinite(table)
        np.testing.assert_array_equal(filled[known], table[known])


def test_five_figures_of_one_thing_weigh_as_one_where_correlated_indicators_weigh_less() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.permutation(400.0 + np.arange(40)), rng.permutation(np.arange(40.0))
    table = np.column_stack([one, one, one, one, one, other])
    weights, labels = choices.weightings(table, NAMES, ["a"] * 6, draws=2)
    assert labels[:2] == (choices.EQUAL, choices.LESS_FOR_CORRELATED)
    assert all(label.startswith("random, most on ") for label in labels[2:])
    assert weights[1, :5].sum() == pytest.approx(weights[1, 5], rel=0.3)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)


def test_weights_equal_by_strategy_exist_where_there_are_several() -> None:
    weights, labels = choices.weightings(TABLE, NAMES, ["a", "a", "a", "a", "a", "b"], draws=1)
    assert labels[1] == choices.BY_STRATEGY
    np.testing.assert_allclose(weights[1], [0.1] * 5 + [0.5])


def test_rank_correlations_do_not_depend_on_units_and_a_constant_has_none() -> None:
    table = np.column_stack([TABLE[:, 0], np.exp(TABLE[:, 0]), -TABLE[:, 0], np.ones(14)])
    np.testing.assert_allclose(
        choices.correlations(table), [[1, 1, -1, 0], [1, 1, -1, 0], [-1, -1, 1, 0], [0, 0, 0, 1]], atol=1e-12
    )


def test_ties_share_the_mean_rank_and_gaps_have_none() -> None:
    np.testing.assert_array_equal(choices.ranked(np.array([[5.0, 5.0, 5.0, 9.0], [1.0, 2.0, 2.0, 0.0]])),
                                  [[3.0, 3.0, 3.0, 1.0], [3.0, 1.5, 1.5, 4.0]])  # fmt: skip


def test_a_weighted_mean_by_hand() -> None:
    scaled = np.array([[1.0, 4.0], [2.0, np.nan]])
    weights = np.array([[0.5, 0.5], [0.25, 0.75]])
    np.testing.assert_allclose(choices.aggregate(scaled, weights, "arithmetic"), [[2.5, 2.0], [3.25, 2.0]])
    np.testing.assert_allclose(np.exp(choices.aggregate(scaled, weights, "geometric")), [[2.0, 2.0], [4**0.75, 2.0]])


def test_names_of_choices_are_checked() -> None:
    with pytest.raises(LabelError, match="unknown normalisation 'zscore'"):
        choices.normalise(TABLE, "zscore")
    with pytest.raises(LabelError, match="unknown imputation"):
        choices.impute(GAPPED, "zero")
    with pytest.raises(LabelError, match="unknown aggregation"):
        choices.aggregate(TABLE, np.ones((1, 6)), "harmonic")
