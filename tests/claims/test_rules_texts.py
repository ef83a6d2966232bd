"""Rules on wording: change the made-up texts and the verdict changes; few hits or a failed placebo decide nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from made_up_evidence import Given, Place, counted, spoken, verdict_on

from technostate.doctrine.views import CountedCollection

#: A congress that says nothing.
NO_CONGRESS = counted("congress", {2007: {}})
#: Rules of this file that texts decide.
KEYS = ("NS-1", "NS-2", "NS-3", "IN-2", "IN-6", "MI-3", "MI-5", "MC-1", "ES-4", "ES-7")
Spans = list[tuple[int, int, int]]


def yearly(name: str = "gwr", first: int = 2003, language: str = "zh", **parts: Spans) -> CountedCollection:
    """A text a year to 2025 with so many hits a year over spans of years."""
    years: dict[int, dict[str, int | Sequence[Place]]] = {year: {} for year in range(first, 2026)}
    for key, spans in parts.items():
        for hits, start, end in spans:
            for year in range(start, end + 1):
                years[year][key] = hits
    return counted(name, years, language)  # type: ignore[arg-type]


def monthly(**parts: Spans) -> dict[str, dict[str, int]]:
    """Evening news of January of each year."""
    return {f"{year}-01": found for year, found in spoken(**parts).items()}


@pytest.mark.parametrize(
    ("terrorism", "outcome"),
    [
        ([(2, 2003, 2012), (6, 2013, 2025)], "supported"),
        ([(6, 2003, 2012), (6, 2013, 2025)], "mixed"),  # above, and as far above before
        ([(1, 2003, 2012), (3, 2013, 2025)], "contradicted"),  # rose, and not above
    ],
)
def test_domains_of_danger(terrorism: Spans, outcome: str) -> None:
    verdict = verdict_on("NS-1", Given(texts=[yearly(terrorism=terrorism, sovereignty=[(4, 2003, 2025)]), NO_CONGRESS]))
    assert (verdict.verdict, verdict.year) == (outcome, 2025)
    assert verdict.value == pytest.approx(terrorism[1][0] / 4)


def dated(first: str, *, early: int = 30, late: int = 15) -> Given:
    """Readouts of 2012 and 2013 without the outlook, and so many from the first date on that have it."""
    texts: dict[str, Mapping[str, int]] = {f"2013-{1 + n % 12:02d}-{1 + n // 12:02d}": {} for n in range(early)}
    texts |= {f"{first[:4]}-{first[5:]}-{1 + n:02d}": {"holistic_national_security": 1} for n in range(late)}
    return Given(texts=[counted("readouts", texts)] + [counted(k, {"2010": {}}) for k in ("gwr", "congress", "speeches",
                 "laws")], news={"2012-07": {}})  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("evidence", "outcome", "months"),
    [
        (dated("2014-04"), "supported", 0),
        (dated("2014-06"), "mixed", 2),
        (dated("2014-03", early=0), "contradicted", 1),
        (dated("2015-04"), "contradicted", 12),
        (dated("2014-04", early=18), "mixed", 0),  # too little was searched before
        (dated("2014-04", late=9), "not testable here", 0),  # nine hits
    ],
)
def test_the_holistic_outlook_is_dated_to_the_month(evidence: Given, outcome: str, months: int) -> None:
    verdict = verdict_on("NS-2", evidence)
    assert (verdict.verdict, verdict.value) == (outcome, months)


@pytest.mark.parametrize(
    ("joined", "level", "gained", "outcome"),
    [
        (True, 20, True, "supported"),
        (True, 5, True, "mixed"),
        (False, 20, False, "contradicted"),
        (False, 5, True, "contradicted"),
        (True, 20, False, "mixed"),
    ],
)
def test_the_rank_of_security_beside_development(joined: bool, level: int, gained: bool, outcome: str) -> None:
    reports = yearly(
        national_security=[(2, 2003, 2020), (5 if gained else 2, 2021, 2025)],
        economic_growth=[(4, 2003, 2025)],
        development_and_security=[(2, 2021, 2025)] if joined else [],
    )
    readouts = counted("readouts", {2022: {"national_security": level, "economic_growth": 10}})
    verdict = verdict_on("NS-3", Given(texts=[reports, readouts, NO_CONGRESS]))
    assert (verdict.verdict, verdict.value) == (outcome, pytest.approx(level / 10))


@pytest.mark.parametrize(
    ("fields", "mobilised", "outcome"),
    [
        (100, 100, "supported"),
        (100, 80, "mixed"),
        (80, 100, "mixed"),
        (80, 80, "contradicted"),
    ],
)
def test_core_technologies_against_science_at_large(fields: int, mobilised: int, outcome: str) -> None:
    texts = yearly(
        innovation=[(200, 2003, 2025)],
        quantum=[(80, 2003, 2012), (fields, 2013, 2025)],
        core_technologies=[(80, 2003, 2012), (mobilised, 2013, 2025)],
    )
    verdict = verdict_on("IN-2", Given(texts=[texts, NO_CONGRESS]))
    assert (verdict.verdict, verdict.value) == (outcome, pytest.approx(fields / 80))


@pytest.mark.parametrize(
    ("silent", "later", "news", "outcome"),
    [
        (2, 4, 4, "supported"),
        (3, 4, 4, "mixed"),  # in seven of ten reports
        (2, 4, 1, "mixed"),  # fades in the news
        (3, 4, 1, "contradicted"),
    ],
)
def test_an_expression_outlives_a_plan_period(silent: int, later: int, news: int, outcome: str) -> None:
    reports = yearly(innovation_driven=[(4, 2016, 2020 - silent), (0, 2021 - silent, 2020), (later, 2021, 2025)])
    evidence = Given(
        texts=[reports, NO_CONGRESS, counted("readouts", {2016: {}, 2023: {}})],
        news=monthly(innovation_driven=[(4, 2016, 2020), (news, 2021, 2025)]),
    )
    verdict = verdict_on("IN-6", evidence)
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx((10 - silent) / 10)


def _security_and(sea: int, space: int, cyber: int) -> dict[str, list[Place]]:
    """So many hits in a paragraph that has 安全, and nine of each in one that has not."""
    found = {"security": [(1, 900, 2)]}
    for at, (key, hits) in enumerate({"seas": sea, "outer_space": space, "cyberspace": cyber}.items()):
        found[key] = [(1, 100 * at + 5 * n, 2) for n in range(hits)] + [(2, 100 * at + 5 * n, 2) for n in range(9)]
    return found


@pytest.mark.parametrize(
    ("later", "outcome"),
    [((9, 9, 9), "supported"), ((9, 4, 9), "mixed"), ((5, 5, 5), "mixed"), ((4, 4, 4), "contradicted")],
)
def test_new_domains_in_passages_on_security(later: tuple[int, int, int], outcome: str) -> None:
    """A rise by a quarter from 40 hits to 65 is one that no test tells from none: neither for nor against."""
    years = {year: _security_and(*((4, 4, 4) if year < 2013 else later)) for year in range(2003, 2026)}
    verdict = verdict_on("MI-3", Given(texts=[counted("gwr", years), NO_CONGRESS,
                                              counted("laws", {2007: {}})]))  # fmt: skip
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(later[0] / 4)


@pytest.mark.parametrize(
    ("early", "late", "outcome"),
    [
        ([(1, 0, 2)] * 1, [(1, 10 * n, 2) for n in range(12)], "supported"),
        ([(2, 10 * n, 2) for n in range(10)], [(2, 10 * n, 2) for n in range(10)], "contradicted"),
        ([(2, 10 * n, 2) for n in range(10)], [(1, 10 * n, 2) for n in range(10)], "mixed"),
        ([(2, 0, 2)], [(1, 10 * n, 2) for n in range(7)], "not testable here"),
    ],
)
def test_the_white_papers_of_the_users_store(early: list[Place], late: list[Place], outcome: str) -> None:
    """Paragraph 1 of the paper of 2019 speaks of hegemony; that of 2015 does nowhere."""
    papers = {2015: {"美国": early}, 2019: {"美国": late, "hegemonism": [(1, 990, 2)]}}
    verdict = verdict_on("MI-5", Given(own=[counted("white-papers", papers, more=["美国"])]))
    assert verdict.verdict == outcome


@pytest.mark.parametrize(
    ("later", "news", "other", "outcome"),
    [
        (4, 4, 0, "supported"),
        (0, 0, 4, "mixed"),  # never stood out, then fell silent: rose, not prominent
        (0, 0, 0, "mixed"),  # became, did not stay
        (0, 4, 0, "mixed"),
    ],
)
def test_fusion_becomes_and_stays(later: int, news: int, other: int, outcome: str) -> None:
    others: Any = {key: [(6, 2015, 2018)] for key in ("seas", "sanctions", "security")} if other else {}
    reports = yearly(
        seas=others.get("seas", [(1, 2015, 2018)]),
        sanctions=others.get("sanctions", [(1, 2015, 2018)]),
        military_civil_fusion=[(1, 2008, 2014), (5, 2015, 2018), (later, 2022, 2025)],
    )
    verdict = verdict_on("MC-1", Given(
        texts=[reports, NO_CONGRESS, counted("readouts", {2016: {}, 2023: {}})],
        news=monthly(military_civil_fusion=[(5, 2015, 2018), (news, 2022, 2025)]),
    ))  # fmt: skip
    assert verdict.verdict == outcome


def test_what_followed_fusion_counts_as_staying_and_what_never_rose_is_contradicted() -> None:
    def asked(before: int, after: Spans) -> str:
        reports = yearly(military_civil_fusion=[(before, 2008, 2014), (5, 2015, 2018)],
                         integrated_national_strategies=after, seas=[(1, 2015, 2018)])  # fmt: skip
        news = monthly(military_civil_fusion=[(5, 2015, 2018)], integrated_national_strategies=after)
        texts = [reports, NO_CONGRESS, counted("readouts", {2016: {}, 2023: {}})]
        return verdict_on("MC-1", Given(texts=texts, news=news)).verdict

    assert asked(1, [(3, 2022, 2025)]) == "supported"
    assert asked(4, []) == "contradicted"


def _chains(hits: int) -> dict[str, list[Place]]:
    return {
        "supply_chain": [(1, 10 * n, 3) for n in range(hits)] + [(2, 0, 3)],
        "security": [(1, 500, 2)],
        **{key: [(9, 10 * at, 2)] for at, key in enumerate(("seas", "sanctions", "tariffs"))},
    }


@pytest.mark.parametrize(("later", "outcome"), [(4, "supported"), (3, "mixed"), (1, "mixed")])
def test_supply_chains_become_prominent(later: int, outcome: str) -> None:
    years = {year: _chains(2 if year < 2020 else later) for year in range(2013, 2026)}
    verdict = verdict_on("ES-4", Given(texts=[counted("gwr", years), NO_CONGRESS]))
    assert (verdict.verdict, verdict.conditions[0].value) == (outcome, pytest.approx(later / 2))


def test_a_rule_that_others_meet_too_fails_its_placebo() -> None:
    years = {year: _chains(2 if year < 2020 else 4) for year in range(2013, 2026)}
    texts = [counted("gwr", years), counted("sotu", years, "en"), NO_CONGRESS]
    verdict = verdict_on("ES-4", Given(texts=texts))
    assert (verdict.verdict, verdict.grade) == ("not testable here", "failed its placebo")
    assert verdict.placebo == {"USA": "supported", "IND": "not testable here"}


@pytest.mark.parametrize(
    ("texts", "news", "outcome"),
    [(100, 100, "supported"), (100, 80, "mixed"), (80, 100, "mixed"), (80, 80, "contradicted")],
)
def test_economic_security_becomes_more_urgent(texts: int, news: int, outcome: str) -> None:
    reports = yearly(food_security=[(80, 2019, 2021), (9, 2022, 2022), (texts, 2023, 2025)])
    evidence = Given(
        texts=[reports, counted("congress", {2022: {}}), counted("readouts", {2020: {}, 2024: {}})],
        news=monthly(food_security=[(80, 2019, 2021), (news, 2023, 2025)]),
    )
    verdict = verdict_on("ES-7", evidence)
    assert (verdict.verdict, verdict.value) == (outcome, pytest.approx(texts / 80))


def test_fewer_than_ten_hits_decide_nothing() -> None:
    reports = yearly(food_security=[(1, 2020, 2021), (2, 2023, 2025)])
    texts = [reports, counted("congress", {2022: {}}), counted("readouts", {2020: {}, 2024: {}})]
    verdict = verdict_on("ES-7", Given(texts=texts, news=monthly(food_security=[(9, 2019, 2025)])))
    assert (verdict.verdict, verdict.hits, verdict.grade) == ("not testable here", 8, None)


@pytest.mark.parametrize("key", KEYS)
def test_a_rule_on_wording_without_texts_is_not_testable(key: str) -> None:
    verdict = verdict_on(key, Given())
    assert verdict.verdict == "not testable here"
    assert verdict.value is None
