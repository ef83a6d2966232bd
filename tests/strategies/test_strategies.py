"""The five strategies are tables that answer the same questions."""

from __future__ import annotations

import pytest

from technostate import states
from technostate.errors import LabelError, NotModelledError
from technostate.strategies import STRATEGIES, comparison, strategy, wheels


@pytest.mark.parametrize("key", STRATEGIES)
def test_every_strategy_answers_where_a_state_stands_and_what_it_wants(key: str) -> None:
    found = strategy(key)
    assert key == found.key and found.title and found.purpose and found.reading and found.mechanisms
    rows = found.indicators("CHN", against="USA")
    assert len(rows) >= 8
    for row in rows:
        assert list(row.values)[:2] == ["CHN", "USA"]
        for code, value in row.values.items():
            assert (value is None) == (row.year[code] is None)
    assert all(goal.goal.strategy == key for goal in found.goals("CHN"))


@pytest.mark.parametrize("key", STRATEGIES)
def test_levers_outcomes_and_salience_of_a_state_without_texts_are_not_modelled(key: str) -> None:
    found = strategy(key)
    for ask in (found.levers, lambda: found.outcomes(None), lambda: found.salience("JPN")):
        with pytest.raises(NotModelledError) as caught:
            ask()
        assert caught.value.hint


def test_national_security_and_fusion_have_no_score_and_say_so() -> None:
    without = [key for key in STRATEGIES if strategy(key).no_score]
    assert without == ["national_security", "fusion"]
    assert all("has no score" in strategy(key).no_score for key in without)


def test_rows_carry_the_contract_of_the_assessment() -> None:
    row = strategy("innovation").indicators("CHN", against="USA", peers=["JPN"])[0]
    assert row.indicator.strategy == "innovation" and row.indicator.unit
    assert set(row.values) == {"CHN", "USA", "JPN"} == set(row.year)
    assert row.origin.producer


def test_the_view_is_symmetric() -> None:
    one = strategy("military").indicators("CHN", against="USA")
    other = strategy("military").indicators("USA", against="CHN")
    for a, b in zip(one, other, strict=True):
        assert a.values == b.values
        assert a.rank == b.rank


def test_peers_are_the_same_rule_for_everyone() -> None:
    assert comparison.peers("CHN", against="USA") == comparison.peers("USA", against="CHN")
    assert comparison.peers("IND", against="CHN")[0] == "USA"
    assert not {"CHN", "USA", "WLD", "EU"} & set(comparison.peers("CHN", against="USA", count=30))


def test_a_state_without_a_file_has_figures_and_no_goals() -> None:
    assert "BRA" not in states.codes()
    assert strategy("innovation").goals("BRA") == ()
    assert any(row.values["BRA"] is not None for row in strategy("innovation").indicators("BRA", against="USA"))


def test_the_comparator_comes_from_the_states_own_file() -> None:
    assert comparison.compared("CHN", against=None)[1] == states.load("CHN").comparator
    assert comparison.compared("BRA", against=None, others=["ARG"]) == ("BRA", "ARG")


def test_unknown_states_and_strategies_are_refused_with_the_nearest() -> None:
    with pytest.raises(LabelError) as caught:
        strategy("fusion").indicators("JPX", against="USA")
    assert "JPN" in caught.value.hint
    with pytest.raises(LabelError):
        strategy("fussion")


def test_the_two_wheels_are_a_path_over_the_years_that_have_both_figures() -> None:
    china, nowhere = wheels.paths(["CHN", "ROW"])
    years = [turn.year for turn in china.path]
    assert years == sorted(years) and years[0] <= 1990 and years[-1] >= 2023
    assert nowhere.path == ()
    last = {turn.year: turn for turn in china.path}[2020]
    assert last.security == pytest.approx(1.75, abs=0.1)  # SIPRI via the World Bank, edition of 2021: 1.75
    assert (china.security_unit, china.development_unit) == ("% of GDP", "ppp2021 per head")


def test_the_union_has_a_path_from_its_members() -> None:
    """The producer gives no GDP a head of the Union; its members' lies between the poorest's and the richest's."""
    union, bulgaria, luxembourg = wheels.paths(["EU", "BGR", "LUX"])
    assert (union.development_kind, union.development_unit) == ("derived", "ppp2021 per head")
    years = {turn.year: turn.development for turn in union.path}
    assert min(years) == 2004 and max(years) >= 2023
    low, high = ({turn.year: turn.development for turn in way.path} for way in (bulgaria, luxembourg))
    assert all(low[year] < value < high[year] for year, value in years.items())
