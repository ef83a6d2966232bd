"""The score: ranks as intervals, what is not settled, what enters and what does not, what moves a rank."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from technostate.errors import DataError, NotModelledError
from technostate.evidence import Origin, Series
from technostate.strategies import dictionary, sample, score
from technostate.strategies.dictionary import Indicator, indicator
from technostate.strategies.interval import SPAN, Interval

SOURCE = Origin("Example", "Table", "Example (2024).", "2024", "CC BY 4.0")
CODES = tuple(f"S{number:02}" for number in range(12))


def row(name: str, **given: Any) -> Indicator:
    like = replace_row(indicator("tfp_growth"), id=name, title=name, competing=("another way to measure it",))
    return replace_row(like, **given)


def replace_row(like: Indicator, **given: Any) -> Indicator:
    return like.model_copy(update=given)


def series(name: str, year: int = 2023, states: int = 12, value: float = 1.0) -> Series:
    values = {code: {year: value * number} for number, code in enumerate(CODES[:states], start=1)}
    return Series(f"a/b/{name}", name, "% a year", "measured", SOURCE, values)


@pytest.mark.parametrize(
    ("ranks", "settled"),
    [([3.0] * 9, True), (np.arange(1.0, 12.0), True), (np.arange(1.0, 13.0), False), ([1.0, 1.0, 11.5], False)],
)
def test_a_rank_is_settled_up_to_ten_places_and_has_no_median_beyond(ranks: Any, settled: bool) -> None:
    found = Interval.of(np.asarray(ranks, dtype=float))
    assert found.settled is settled is (found.median is not None)


@pytest.mark.parametrize(
    "given", [(1.0, 11.5, 4.0), (1.0, 11.0, None), (1.0, 300.0, 2.0), (5.0, 4.0, 4.5), (2.0, 4.0, 5.0)]
)
def test_no_record_of_a_middle_that_is_not_settled_can_be_made(given: tuple[float, float, float | None]) -> None:
    with pytest.raises(DataError):
        Interval(*given)
    with pytest.raises(DataError):
        replace(Interval.of(np.arange(1.0, 40.0)), median=20.0)


def test_the_ends_of_an_interval_are_ranks_that_occur_and_cover_nine_tenths_of_the_combinations() -> None:
    ranks = np.random.default_rng(1).integers(1, 9, 999).astype(float)
    found = Interval.of(ranks)
    assert {found.low, found.high} <= set(ranks)
    assert ((ranks >= found.low) & (ranks <= found.high)).mean() >= 0.9


def test_the_interval_of_more_choices_is_no_narrower_in_a_wide_enough_table() -> None:
    """Leaving one indicator out in turn enters the interval."""
    table = np.random.default_rng(5).normal(size=(20, 4))
    found = score.combine(table, ["a", "b", "c", "d"], ["x"] * 4, draws=10)
    axis = list(found.options).index("indicators")
    whole = np.take(found.ranks, 0, axis=axis).reshape(-1, 20)
    widths = [(Interval.of(found.flat[:, at]), Interval.of(whole[:, at])) for at in range(20)]
    assert sum(one.high - one.low for one, _ in widths) > sum(other.high - other.low for _, other in widths)


@pytest.mark.parametrize(("strategy", "words"), [("national_security", "no good direction"), ("fusion", "Switzerland")])
def test_two_strategies_have_no_score_and_say_why(strategy: str, words: str) -> None:
    with pytest.raises(NotModelledError, match=words) as caught:
        score.score(strategy)
    assert "has no score" in str(caught.value) and caught.value.hint
    assert not any(item.scored for item in dictionary.indicators(strategy))


@pytest.mark.parametrize("strategy", ["innovation", "military", "securitization", None])
def test_scores_are_intervals_over_at_least_500_combinations_and_name_what_is_left_out(strategy: str | None) -> None:
    found = score.score(strategy, draws=8)
    assert found.combinations >= 500
    assert len(found.ranks) >= sample.FEWEST
    assert {"CHN", "USA", "IND", "RUS"} <= set(found.ranks)
    for code, rank in found.ranks.items():
        assert 1 <= rank.low <= rank.high <= len(found.ranks), code
        assert rank.settled is (rank.high - rank.low <= SPAN) is (rank.median is not None)
        assert found.coverage[code] >= sample.COVERAGE
    choices = {"imputation", "normalisation", "aggregation", "indicators", "weights"}
    assert set(found.options) == set(found.shifts) == choices | ({"definition"} if strategy != "innovation" and
                                                                 strategy != "securitization" else set())  # fmt: skip
    assert found.options["indicators"][1:] == tuple(f"without {name}" for name in found.indicators)
    assert all(found.left_out.values())
    assert not set(found.indicators) & set(found.left_out)
    assert found.origin.inputs
    assert {indicator(name).strategy for name in found.indicators} == (
        {strategy} if strategy else set(score.scored_strategies())
    )


def test_settled_ranks_come_first_and_no_middle_orders_the_others() -> None:
    ranks = list(score.score("innovation", draws=8).ranks.values())
    settled = [rank for rank in ranks if rank.settled]
    others = ranks[len(settled) :]
    assert others and not any(rank.settled for rank in others)
    assert [rank.median for rank in settled] == sorted(rank.median for rank in settled if rank.median is not None)
    assert others == sorted(others, key=lambda rank: (rank.low, rank.high))


def test_no_stale_indicator_enters_and_each_has_most_of_the_states() -> None:
    for strategy in score.scored_strategies():
        found = score.score(strategy, draws=2)
        for name in found.indicators:
            assert max(dictionary.values(name).years) >= sample.SINCE, name
            assert found.known[name] >= sample.COVERAGE
    innovation = score.score("innovation", draws=2).left_out
    assert innovation["tfp_level"] == "its newest figure is of 2019, before 2021"
    assert "states have a recent figure" in innovation["venture_capital_share_of_gdp"]


def test_the_military_score_has_nuclear_forces_once_and_spending_by_one_of_two_rates() -> None:
    found = score.score("military", draws=8)
    assert found.alternatives == {"military_spending_ppp": "military_spending_world_share"}
    assert "military_spending_ppp" not in found.indicators and "cinc" not in found.indicators
    assert found.options["definition"] == ("military_spending_world_share", "military_spending_ppp")
    assert "nuclear_possession" in found.indicators and "nuclear_status" in found.left_out


def test_possession_counts_and_nothing_below_it() -> None:
    levels, counted = dictionary.values("nuclear_status"), dictionary.values("nuclear_possession")
    for code in levels.regions:
        newest, one = levels.latest(code), counted.latest(code)
        assert newest is not None and one is not None
        assert one.value == float(newest.value == 3)
    assert {code for code in counted.regions if counted.latest(code).value == 1} == {  # type: ignore[union-attr]
        "CHN", "FRA", "GBR", "IND", "ISR", "PAK", "PRK", "RUS", "USA",
    }  # fmt: skip


def test_what_moves_a_rank_is_told_of_every_state() -> None:
    found = score.score("military", draws=8, absent=True)
    assert set(found.moves) == set(found.ranks) == set(found.absences)
    for code, moves in found.moves.items():
        assert not moves.shares or moves.most in moves.shares
        assert sum(moves.shares.values()) <= 1 + 1e-9
        assert code not in found.absences[code]
    assert found.moves["JPN"].shares["indicators"] > 0.2


def test_the_same_seed_gives_the_same_ranks() -> None:
    assert score.score("military", draws=5, seed=3) == score.score("military", draws=5, seed=3)


def test_a_sample_leaves_out_what_is_stale_or_scarce_and_keeps_who_has_most() -> None:
    rows = [row("one"), row("two"), row("three"), row("old"), row("few"), row("none_named", direction="none")]
    figures = {item.id: series(item.id) for item in rows} | {
        "old": series("old", 2020), "few": series("few", states=8),
    }  # fmt: skip
    found = sample.sample(rows, figures)
    assert found.names == ("one", "two", "three") and found.states == CODES
    assert set(found.left_out) == {"old", "few", "none_named"}
    assert found.left_out["few"] == "8 of 12 states have a recent figure, fewer than 75%"


def test_an_old_figure_of_a_state_is_missing_and_a_direction_down_turns_the_sign() -> None:
    rows = [row("one", direction="down"), row("two"), row("three")]
    figures = {item.id: series(item.id) for item in rows}
    stale = {**figures["two"].values, "S00": {2017: 5.0}}
    figures["two"] = Series("a/b/two", "two", "% a year", "measured", SOURCE, stale)
    found = sample.sample([*rows, row("four")], {**figures, "four": series("four")})
    assert np.isnan(found.matrix[0, 1]) and found.matrix[0, 0] == -1.0 and found.matrix[1, 0] == -2.0


def test_a_state_counted_upwards_without_a_direction_enters() -> None:
    rows = [row("one", direction="none", counted="up"), row("two"), row("three")]
    found = sample.sample(rows, {item.id: series(item.id) for item in rows})
    assert found.names == ("one", "two", "three") and rows[0].way == "up"


def test_another_definition_stands_for_one_that_enters_and_is_out_where_that_one_is() -> None:
    other = row("other", instead_of="one")
    rows = [row("one"), row("two"), row("three"), other]
    figures = {item.id: series(item.id) for item in rows} | {"other": series("other", states=10)}
    found = sample.sample(rows, figures)
    assert [(item.id, item.column) for item in found.alternatives] == [("other", 0)]
    assert np.isnan(found.alternatives[0].figures[-2:]).all()
    gone = sample.sample([*rows, row("four")], {**figures, "one": series("one", 2019), "four": series("four")})
    assert not gone.alternatives and gone.left_out["other"].startswith("one, for which it would stand")


def test_too_small_a_sample_is_refused() -> None:
    rows = [row("one"), row("two"), row("three")]
    with pytest.raises(DataError, match="7 states have"):
        sample.sample(rows, {item.id: series(item.id, states=7) for item in rows})
    with pytest.raises(DataError, match="2 indicators"):
        sample.sample(rows[:2], {item.id: series(item.id) for item in rows})
    with pytest.raises(DataError, match="0 indicators"):
        sample.sample([], {})


def test_strategies_together_rank_the_states_that_each_ranks() -> None:
    first = sample.sample([row("one"), row("two"), row("three")], {n: series(n) for n in ("one", "two", "three")})
    rows = [row("four"), row("five"), row("six"), row("other", instead_of="five")]
    second = sample.sample(rows, {item.id: series(item.id, states=9) for item in rows})
    both = sample.together([first, second])
    assert both.states == CODES[:9] and both.names == ("one", "two", "three", "four", "five", "six")
    assert both.alternatives[0].column == 4
    few = replace(second, states=second.states[:5], matrix=second.matrix[:5])
    with pytest.raises(DataError, match="5 states are ranked in every strategy"):
        sample.together([first, few])
