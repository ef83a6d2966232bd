"""Salience and priority: counts of the embedded collections, the same as the views give, for states that have texts."""

from __future__ import annotations

import pytest

from technostate.doctrine import embedded
from technostate.doctrine.views import profile, shipped
from technostate.errors import NotModelledError
from technostate.strategies import STRATEGIES, StrategyKey, strategy
from technostate.strategies.salience import ISSUERS, collections_of, priority, salience


@pytest.mark.parametrize("key", STRATEGIES)
@pytest.mark.parametrize("name", ISSUERS)
def test_salience_is_what_the_profile_of_the_collection_says(key: StrategyKey, name: str) -> None:
    """Core and context together, since the profile counts both."""
    found = salience(key, ISSUERS[name], name)
    rows = [row for row in profile(shipped(name), "strategy").rows if row.category == key]
    assert [(row.document, row.year, row.count + row.context) for row in found.rows] == [
        (row.document, row.year, row.hits.value) for row in rows
    ]
    rates = [1e4 * row.count / row.extent for row in found.rows]
    assert [row.per_10000 for row in found.rows] == pytest.approx(rates, rel=1e-12)
    for row in found.rows:
        assert row.interval[0] <= row.per_10000 <= row.interval[1]
    assert (found.unit, found.kind) == ("per 10,000", "derived")
    assert [leaf.title for leaf in found.origin.inputs] == [shipped(name).origin.title]


@pytest.mark.parametrize("key", STRATEGIES)
def test_shares_of_formulations_add_to_one_and_belong_to_the_strategy(key: StrategyKey) -> None:
    for state in ("CHN", "USA"):
        found = strategy(key).salience(state)
        assert sum(found.shares.values()) == pytest.approx(1, abs=1e-12)
        assert set(found.shares) <= set(found.formulations)
        for row in found.rows:
            assert (row.leading_share is None) == (row.count == 0) == (row.leading == "")
            assert row.leading_share is None or 0 < row.leading_share <= 1


def test_salience_of_fusion_is_its_core_and_the_context_is_apart() -> None:
    found = salience("fusion", "CHN")
    assert set(found.formulations) == {
        "military_civil_fusion", "military_civil_fusion_strategy", "deep_fusion", "combining_military_and_civilian",
        "military_potential_in_civilians", "integrated_national_strategies", "dual_use", "military_to_civilian",
    }  # fmt: skip
    assert {"civil_military_unity", "militia_and_reserves", "defence_mobilization"} <= set(found.context)
    assert sum(row.context for row in found.rows) > 3 * sum(row.count for row in found.rows) > 0
    assert not set(found.context) & set(found.shares)


def test_a_ratio_has_an_exact_interval() -> None:
    """Clopper and Pearson (1934) for 26 of 171, turned into odds."""
    every = priority("CHN")
    assert every.hits[2025] == (26, 145)
    low, high = every.interval(2025)
    assert (round(low, 3), round(high, 3)) == (0.113, 0.274)
    assert all(every.interval(year)[0] <= value <= every.interval(year)[1] for year, value in every.values.items())


def test_two_documents_of_a_year_are_weighed_by_their_size() -> None:
    found = salience("military", "USA", "sotu")
    twice = [row for row in found.rows if row.year == 1973]
    assert len(twice) > 1
    expected = 1e4 * sum(row.count for row in twice) / sum(row.extent for row in twice)
    assert found.path[1973] == pytest.approx(expected, rel=1e-12)


def test_security_beside_development_in_the_report_of_2024() -> None:
    """29 uses of 安全 and 141 of 发展 (the doctrine oracles)."""
    every, strategic = priority("CHN"), priority("CHN", reading="strategic")
    assert every.values[2024] == pytest.approx(29 / 141, rel=1e-12)
    senses = {item.document.year: item.count for item in embedded.counts("安全", "gwr", sense="strategic")}
    assert strategic.values[2024] == pytest.approx(senses[2024] / 141, rel=1e-12)
    assert all(strategic.values[year] <= every.values[year] for year in every.values)
    assert 1991 not in every.values


def test_a_peak_of_workplace_safety_is_no_peak_of_strategic_security() -> None:
    """The codebook: in the reports, the bare word's ratio to development is highest in 2006."""
    recent = {year: value for year, value in priority("CHN").values.items() if 1979 <= year <= 2012}
    assert max(recent, key=recent.__getitem__) == 2006
    strategic = priority("CHN", reading="strategic").values
    assert strategic[2006] < recent[2006] / 2


def test_the_american_series_has_no_senses() -> None:
    found = priority("USA")
    assert found.collection == "sotu"
    assert 2005 not in found.values  # no use of development, so that nothing can be divided by it
    assert found.security[2005] > 0
    with pytest.raises(NotModelledError, match="not told apart"):
        priority("USA", reading="strategic")


def test_a_state_without_texts_says_that_it_has_no_collection() -> None:
    assert collections_of("usa") == ("sotu", "nss")
    for ask in (lambda: salience("fusion", "JPN"), lambda: priority("JPN"), lambda: salience("fusion", "USA", "gwr")):
        with pytest.raises(NotModelledError, match="no collection") as caught:
            ask()
        assert "technostate doctrine import" in caught.value.hint
