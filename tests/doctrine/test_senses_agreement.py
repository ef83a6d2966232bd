"""Coder agreement and scores against worked examples of the literature."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.doctrine.senses import alpha, scores, share
from technostate.errors import DataError

#: Krippendorff (2011), section C: four observers, twelve units, missing labels.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40)


def units_of(*observers: str) -> list[tuple[str | None, ...]]:
    return [tuple(None if label == "." else label for label in unit) for unit in zip(*observers, strict=True)]


def test_alpha_of_the_published_binary_example() -> None:
    assert alpha(units_of("0100000010", "1110010000")) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_the_published_nominal_example() -> None:
    assert alpha(units_of("aabbdcccedda", "babbbccceddd")) == pytest.approx(0.692, abs=5e-4)


def test_alpha_of_the_published_example_with_missing_labels() -> None:
    assert alpha(units_of(*OBSERVERS)) == pytest.approx(0.743, abs=5e-4)


@given(LABELS)
def test_alpha_knows_neither_coders_nor_order(units: list[tuple[str, str]]) -> None:
    if len({label for unit in units for label in unit}) < 2:
        with pytest.raises(DataError, match="same"):
            alpha(units)
        return
    assert alpha(units) == pytest.approx(alpha([unit[::-1] for unit in units[::-1]]), abs=1e-12)
    assert alpha([(one, one) for one, _ in units] + [("a", "a"), ("b", "b")]) == 1


def test_alpha_needs_two_labels_of_one_unit() -> None:
    with pytest.raises(DataError, match="two labels"):
        alpha([("a", None), (None, "b")])


@pytest.mark.parametrize(
    ("true", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe_1998_table_1(true: int, of: int, low: float, high: float) -> None:
    found = share([True] * true + [False] * (of - true))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_a_weight_of_two_moves_the_share_and_widens_the_interval() -> None:
    cases = [True, True, False, False]
    assert share(cases, [2, 2, 1, 1]).value == pytest.approx(2 / 3)
    assert share(cases, [3, 3, 3, 3]) == share(cases)
    wide, narrow = share(cases * 20, [9, 1, 9, 1] * 20), share(cases * 20)
    assert wide.high - wide.low > narrow.high - narrow.low


def test_precision_and_recall_of_a_table_by_hand() -> None:
    # Called a: 2 right of 3. Really a: 2 of 4 found. Called c: none, so c has no precision.
    table = scores(list("aaaabc"), list("aabbab"))
    assert table["a"].precision is not None and table["a"].precision.value == pytest.approx(2 / 3)
    assert table["a"].recall is not None and table["a"].recall.value == pytest.approx(1 / 2)
    assert table["c"].precision is None
    assert table["c"].recall is not None and table["c"].recall.value == 0


@pytest.mark.parametrize(("hits", "weights"), [([], None), ([True], [0.0]), ([True], [1.0, 2.0])])
def test_a_share_of_nothing_is_an_error(hits: list[bool], weights: list[float] | None) -> None:
    with pytest.raises(DataError, match="no share"):
        share(hits, weights)


def test_labels_that_do_not_pair_are_an_error() -> None:
    with pytest.raises(DataError, match="do not pair"):
        scores(["a"], ["a", "b"])
