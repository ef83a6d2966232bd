"""Rules on wording: change the made-up texts and the verdict changes; nested and far-off hits do not count."""

from __future__ import annotations

import pytest
from made_up_evidence import Given, counted, spoken, steps, verdict_on

from technostate.claims.text_counts import beside, hits_of, inside, passages, rates_of
from technostate.claims.verdict import NotTestableError

#: Collections that every rule on first uses searches, without a hit.
SILENT = tuple(counted(name, {2014: {}}) for name in ("speeches", "readouts", "laws"))


def said(**parts: list[tuple[int, int, int]]) -> Given:
    return Given(texts=[counted("gwr", spoken(**parts))])


@pytest.mark.parametrize(
    ("terrorism", "sovereignty", "outcome"),
    [
        ([(2, 2008, 2012), (6, 2013, 2025)], [(4, 2008, 2025)], "supported"),
        ([(5, 2008, 2012), (6, 2013, 2025)], [(4, 2008, 2025)], "mixed"),  # above, and rose by a fifth only
        ([(1, 2008, 2012), (4, 2013, 2025)], [(4, 2008, 2025)], "contradicted"),  # rose, and not above
    ],
)
def test_domains_of_danger(
    terrorism: list[tuple[int, int, int]], sovereignty: list[tuple[int, int, int]], outcome: str
) -> None:
    verdict = verdict_on("NS-1", said(terrorism=terrorism, sovereignty=sovereignty))
    assert (verdict.verdict, verdict.year) == (outcome, 2025)
    assert verdict.value == pytest.approx(terrorism[1][0])


@pytest.mark.parametrize(
    ("first", "outcome", "lag"),
    [(2014, "supported", 0), (2015, "mixed", 1), (2016, "contradicted", 2), (2013, "contradicted", -1)],
)
def test_the_holistic_outlook_is_dated_by_its_first_use(first: int, outcome: str, lag: int) -> None:
    reports = counted("gwr", spoken(holistic_national_security=[(1, first, 2025)]))
    congresses = counted("congress", {2012: {}, 2017: {"holistic_national_security": 1}})
    verdict = verdict_on("NS-2", Given(texts=[reports, congresses, *SILENT]))
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, lag, first)
    assert "In these collections" in verdict.why


def test_a_first_use_in_2014_dates_nothing_where_the_years_before_were_not_searched() -> None:
    reports = counted("gwr", {2014: {"holistic_national_security": 1}})
    verdict = verdict_on("NS-2", Given(texts=[reports, counted("congress", {2012: {}}), *SILENT]))
    assert verdict.verdict == "mixed"


def test_a_readout_of_the_stated_month_is_an_official_text_too() -> None:
    reports = counted("gwr", spoken(holistic_national_security=[(1, 2018, 2025)]))
    readouts = counted("readouts", {2012: {}, 2013: {}, 2014: {"holistic_national_security": 1}})
    verdict = verdict_on("NS-2", Given(texts=[reports, counted("congress", {2012: {}}), *SILENT[::2], readouts]))
    assert (verdict.verdict, verdict.value) == ("supported", 0)
    assert "readouts-2014" in verdict.why


@pytest.mark.parametrize(
    ("early", "late", "outcome"),
    [
        (2.0, 4.0, "supported"),
        (1.0, 2.0, "mixed"),  # half as often as development
        (1.0, 1.5, "mixed"),  # below half, and half as much again
        (1.0, 1.2, "contradicted"),  # below half, and little more than before
    ],
)
def test_the_rank_of_security_beside_development(early: float, late: float, outcome: str) -> None:
    texts = [counted("gwr", spoken(development=[(4, 2008, 2025)]))]
    verdict = verdict_on("NS-3", Given(texts=texts, strategic=steps((early, 2008, 2020), (late, 2021, 2025))))
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, pytest.approx(late / 4), 2025)


@pytest.mark.parametrize(("share", "outcome"), [(5, "supported"), (4, "mixed"), (2, "contradicted")])
def test_core_technologies_in_passages_on_science(share: int, outcome: str) -> None:
    """Ten paragraphs on science a year; four of them name a technology before 2013."""

    def year(naming: int) -> dict[str, list[tuple[int, int, int]]]:
        science = [(n, 0, 4) for n in range(1, 11)]
        quantum = [(n, 20, 2) for n in range(1, naming + 1)]
        return {"basic_research": science, "spaceflight": quantum, "deep_sea": [(99, 0, 2)]}

    years = {at: year(4 if at < 2013 else share) for at in range(2008, 2026)}
    verdict = verdict_on("IN-2", Given(texts=[counted("gwr", years)]))
    assert (verdict.verdict, verdict.year) == (outcome, 2025)
    assert verdict.value == pytest.approx(share / 10)


@pytest.mark.parametrize(
    ("silent", "outcome"),
    [
        ((), "supported"),
        ((2015, 2016), "supported"),
        ((2015, 2016, 2018), "mixed"),
        ((2023, 2024, 2025), "supported"),  # eight of ten, then silence: the first half of the rule decides
        ((2015, 2016, 2018, 2023, 2024, 2025), "contradicted"),
    ],
)
def test_an_expression_outlives_a_plan_period(silent: tuple[int, ...], outcome: str) -> None:
    """Reports after the first use: 2014–2017, the congress of 2017, 2018–2022; the latest three are 2023–2025."""
    years = spoken(innovation_driven=[(1, 2013, 2025)])
    for year in silent:
        years[year] = {}
    congresses = counted("congress", {2007: {}, 2017: {"innovation_driven": 3}})
    verdict = verdict_on("IN-6", Given(texts=[counted("gwr", years), congresses]))
    assert (verdict.verdict, verdict.year) == (outcome, 2025)
    assert f"in {3 * (2025 not in silent)} of the latest 3" in verdict.why


def test_an_expression_that_has_too_few_reports_after_it_is_not_tested() -> None:
    texts = [counted("gwr", spoken(innovation_driven=[(1, 2020, 2025)])), counted("congress", {2007: {}})]
    verdict = verdict_on("IN-6", Given(texts=texts))
    assert verdict.verdict == "not testable here"
    assert "only 5 reports" in verdict.why


def _security_and(sea: int, space: int, cyber: int) -> dict[str, list[tuple[int, int, int]]]:
    """So many hits in a paragraph that has 安全, and nine of each in one that has not."""
    found = {"security": [(1, 900, 2)]}
    for at, (key, hits) in enumerate({"seas": sea, "outer_space": space, "cyberspace": cyber}.items()):
        found[key] = [(1, 100 * at + 5 * n, 2) for n in range(hits)] + [(2, 100 * at + 5 * n, 2) for n in range(9)]
    return found


@pytest.mark.parametrize(
    ("later", "outcome"), [((5, 5, 5), "supported"), ((5, 4, 5), "mixed"), ((4, 4, 4), "contradicted")]
)
def test_new_domains_in_passages_on_security(later: tuple[int, int, int], outcome: str) -> None:
    years = {year: _security_and(*((4, 4, 4) if year < 2013 else later)) for year in range(2008, 2026)}
    verdict = verdict_on("MI-3", Given(texts=[counted("gwr", years)]))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(sum(later))


@pytest.mark.parametrize(
    ("use", "outcome"),
    [
        ([(1, 2008, 2014), (2, 2015, 2019), (1, 2024, 2025)], "supported"),
        ([(1, 2008, 2014), (2, 2015, 2019)], "mixed"),
        ([(2, 2008, 2025)], "contradicted"),
    ],
)
def test_fusion_becomes_and_stays(use: list[tuple[int, int, int]], outcome: str) -> None:
    verdict = verdict_on("MC-1", said(military_civil_fusion=use))
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, 2.0, 2019)


@pytest.mark.parametrize(("later", "outcome"), [(4, "supported"), (3, "mixed"), (2, "contradicted")])
def test_supply_chains_become_prominent(later: int, outcome: str) -> None:
    uses = [(1, 2013, 2019), (later // 2, 2020, 2025)]
    more = [(1, 2013, 2019), (later - later // 2, 2020, 2025)]
    verdict = verdict_on("ES-4", said(supply_chain=uses, industrial_chain=more))
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, float(later), 2025)


def test_a_word_that_was_never_used_did_not_become_prominent() -> None:
    assert verdict_on("ES-4", said()).verdict == "contradicted"


@pytest.mark.parametrize(("later", "outcome"), [(6, "supported"), (5, "mixed"), (4, "contradicted")])
def test_economic_security_becomes_more_urgent(later: int, outcome: str) -> None:
    verdict = verdict_on("ES-7", said(food_security=[(4, 2020, 2022), (later, 2023, 2025)]))
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, float(later), 2025)


def test_supply_chains_count_for_security_only_beside_the_word() -> None:
    near = {"supply_chain": [(1, 0, 3)], "security": [(1, 13, 2)]}
    far = {"supply_chain": [(1, 0, 3), (2, 0, 3)], "security": [(1, 14, 2)]}
    years = {year: far if year < 2023 else near for year in range(2020, 2026)}
    verdict = verdict_on("ES-7", Given(texts=[counted("gwr", years)]))
    assert (verdict.verdict, verdict.value) == ("supported", 1.0)


def test_a_rule_on_wording_without_texts_is_not_testable() -> None:
    for key in ("NS-1", "NS-2", "NS-3", "IN-2", "IN-6", "MI-3", "MC-1", "ES-4", "ES-7"):
        verdict = verdict_on(key, Given())
        assert verdict.verdict == "not testable here"
        assert verdict.value is None


def test_a_hit_inside_another_of_those_asked_for_counts_once() -> None:
    texts = counted("gwr", {2020: {"national_security": [(1, 2, 4)], "holistic_national_security": [(1, 0, 7)]}})
    assert len(hits_of(texts, ("national_security",))) == 1
    assert len(hits_of(texts, ("national_security", "holistic_national_security"))) == 1
    assert rates_of(texts, "national_security", "holistic_national_security") == {2020: 1.0}
    with pytest.raises(NotTestableError, match="no_such_term"):
        hits_of(texts, ("no_such_term",))


def test_passages_and_nearness_are_of_one_paragraph_of_one_document() -> None:
    place = [(1, 0, 2)]
    texts = counted(
        "gwr", {2020: {"seas": place, "security": [(1, 4, 2)]}, 2021: {"seas": place, "security": [(2, 4, 2)]}}
    )
    seas, security = hits_of(texts, ("seas",)), hits_of(texts, ("security",))
    assert passages(texts, seas) == {(0, 1), (1, 1)}
    assert inside(texts, seas, passages(texts, security)).tolist() == [seas[0]]
    assert beside(texts, seas, security, 2).tolist() == [seas[0]]
    assert beside(texts, seas, security, 1).tolist() == []
