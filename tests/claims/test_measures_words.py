"""Measures on words, on made-up texts: values, exact tests, controls, whose texts are read, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from made_up_evidence import Given, counted
from pydantic import ValidationError

from technostate.claims import Case
from technostate.claims.measures import measure, strata
from technostate.claims.reading import Reading
from technostate.claims.text_counts import hits_of, inside, passages
from technostate.claims.verdict import NotTestableError
from technostate.doctrine.views.rates import equal_rates_p, ratio_interval
from technostate.errors import DataError


def read(name: str, asked: Mapping[str, Any], evidence: Given, state: str = "CHN") -> Reading:
    found = measure(name)
    against = "USA" if state != "USA" else "CHN"
    return found.read(found.asks.model_validate(asked), Case(state, against, evidence), lambda value: value >= 2)


BEFORE_AFTER = {"base": {"first": 2010, "last": 2011}, "test": {"first": 2020}}


def two(early: Mapping[str, int], late: Mapping[str, int], name: str = "gwr", language: str = "zh") -> Any:
    return counted(name, {2010: early, 2011: early, 2020: late, 2021: late}, language)  # type: ignore[arg-type]


def test_words_give_ratio_exact_test_and_controls() -> None:
    texts = two({"supply_chain": 3, "seas": 5, "sanctions": 5}, {"supply_chain": 9, "seas": 5, "sanctions": 20})
    found = read("words", {"formulations": ["supply_chain"], **BEFORE_AFTER}, Given(texts=[texts]))
    assert (found.value, found.hits, found.year, found.unit) == (pytest.approx(3.0), 24, 2021, "ratio")
    assert found.test is not None and found.test.p == pytest.approx(equal_rates_p(6, 1, 18, 1))
    assert (found.test.low, found.test.high) == pytest.approx(ratio_interval(18, 6))
    assert found.test.p_documents == pytest.approx(1 / 3)
    assert found.controls == {"seas": False, "sanctions": True}


def test_a_collection_that_grew_is_no_rise() -> None:
    """Laws use the word ten times as often as reports throughout, and there are ten times as many later."""
    laws = {
        f"{year}-0{month}-01": {"seas": 10} for year in (2010, 2020) for month in range(1, 2 if year == 2010 else 10)
    }
    evidence = Given(texts=[counted("gwr", {2010: {"seas": 1}, 2020: {"seas": 1}}), counted("laws", laws)])
    found = read("words", {"formulations": ["seas"], "collections": ["gwr", "laws"], **BEFORE_AFTER}, evidence)
    assert found.value == pytest.approx(1.0)
    assert found.test is not None and found.test.p > 0.5


def test_words_that_appear_are_an_infinite_ratio_and_words_never_used_none() -> None:
    texts = two({}, {"supply_chain": 6})
    assert math.isinf(read("words", {"formulations": ["supply_chain"], **BEFORE_AFTER}, Given(texts=[texts])).value)
    found = read("words", {"formulations": ["sanctions"], **BEFORE_AFTER}, Given(texts=[texts]))
    assert math.isnan(found.value) and found.hits == 0 and found.test is None


def test_hits_beside_and_without_other_words() -> None:
    near = {"supply_chain": [(1, 0, 3), (2, 0, 3)], "security": [(1, 9, 2)]}
    inside_one = {"national_security": [(1, 0, 4)], "holistic_national_security": [(1, 0, 7)]}
    years = {2010: near, 2020: near, 2021: inside_one}
    evidence = Given(texts=[counted("gwr", years)])  # type: ignore[arg-type]
    asked = {"formulations": ["supply_chain"], "beside": ["security"], **BEFORE_AFTER}
    assert read("words", asked, evidence).hits == 2
    alone = {"formulations": ["national_security"], **BEFORE_AFTER}
    assert read("words", alone, evidence).hits == 1
    assert read("words", {**alone, "without": ["holistic_national_security"]}, evidence).hits == 0


def test_a_state_reads_its_own_texts_of_those_named() -> None:
    american = two({"supply_chain": 2}, {"supply_chain": 8}, "sotu", "en")
    evidence = Given(texts=[two({"supply_chain": 5}, {"supply_chain": 5}), american])
    asked = {"formulations": ["supply_chain"], "collections": ["report", "congress", "sotu"], **BEFORE_AFTER}
    assert read("words", {**asked, "collections": ["report"]}, evidence).value == pytest.approx(1.0)
    assert read("words", asked, evidence, "USA").value == pytest.approx(4.0)
    with pytest.raises(NotTestableError, match="none of the collections"):
        read("words", asked, evidence, "JPN")
    with pytest.raises(NotTestableError, match="variant"):
        read("words", {**asked, "formulations": ["rogue_states"], "collections": ["gwr"]}, evidence)


def test_the_evening_news_are_a_text_a_month_without_paragraphs() -> None:
    months = {
        f"{year}-{month:02d}": {"military_civil_fusion": year - 2009} for year in (2010, 2020) for month in (1, 2)
    }
    asked = {"formulations": ["military_civil_fusion"], "collections": ["xwlb"], **BEFORE_AFTER}
    found = read("words", asked, Given(news=months))
    assert (found.value, found.hits) == (pytest.approx(11.0), 24)
    with pytest.raises(NotTestableError, match="no paragraphs"):
        read("words", {**asked, "beside": ["security"]}, Given(news=months))
    with pytest.raises(DataError, match="stands inside"):
        read("words", {**asked, "formulations": ["military_civil_fusion", "deep_fusion"]}, Given(news=months))


def test_texts_of_the_users_store_are_counted_for_the_state_they_are_of() -> None:
    papers = counted("white-papers", {2015: {"美国": 4}, 2019: {"美国": 16}}, more=["美国"])
    asked = {
        "formulations": ["美国"], "collections": ["store:CHN:white-papers"],
        "base": {"first": 2015, "last": 2015}, "test": {"first": 2019},
    }  # fmt: skip
    assert read("words", asked, Given(own=[papers])).value == pytest.approx(4.0)
    with pytest.raises(NotTestableError, match="in the store"):
        read("words", asked, Given())
    with pytest.raises(NotTestableError, match="none of the collections"):
        read("words", asked, Given(own=[papers]), "USA")


def test_words_over_others_alone_and_against_before() -> None:
    texts = two({"terrorism": 4, "sovereignty": 4}, {"terrorism": 9, "sovereignty": 3})
    asked = {"formulations": ["terrorism"], "over": ["sovereignty"], "test": {"first": 2020}}
    level = read("words_ratio", asked, Given(texts=[texts]))
    assert (level.value, level.hits) == (pytest.approx(3.0), 24)
    assert level.test is not None and level.test.p == pytest.approx(equal_rates_p(6, 1, 18, 1))
    rise = read("words_ratio", {**asked, "base": BEFORE_AFTER["base"]}, Given(texts=[texts]))
    assert (rise.value, rise.hits) == (pytest.approx(3.0), 14)
    with pytest.raises(NotTestableError, match="no hit"):
        read("words_ratio", {**asked, "formulations": ["deterrence"], "over": ["seas"]}, Given(texts=[texts]))


def test_presence_counts_texts_and_names_those_without() -> None:
    texts = counted(
        "gwr", {year: {"innovation_driven": 7 if year != 2022 else 0, "seas": 3} for year in range(2020, 2025)}
    )
    found = read("presence", {"formulations": ["innovation_driven"], "test": {"first": 2020}}, Given(texts=[texts]))
    assert (found.value, found.hits, found.unit) == (pytest.approx(0.8), None, "1")
    assert "gwr-2022" in found.said and found.controls["seas"] is False and not any(found.controls.values())
    with pytest.raises(NotTestableError, match="no text in"):
        read("presence", {"formulations": ["seas"], "test": {"first": 1990, "last": 1991}}, Given(texts=[texts]))


def test_the_place_of_a_word_among_those_in_use() -> None:
    texts = counted("gwr", {2020: {"supply_chain": 5, "seas": 9, "sanctions": 5, "security": 2, "terrorism": 1}})
    asked = {"formulations": ["supply_chain"], "test": {"first": 2020}}
    found = read("word_rank", asked, Given(texts=[texts]))
    assert (found.value, found.hits) == (pytest.approx(0.5), 5)
    assert read("word_rank", {**asked, "formulations": ["seas"]}, Given(texts=[texts])).value == 0.0
    assert read("word_rank", {**asked, "formulations": ["quantum"]}, Given(texts=[texts])).value == 1.0


DATED = {"2013-05-01": {}, "2014-02-01": {}, "2014": {"seas": 1}, "2014-04-15": {"seas": 2}, "2016-01-01": {"seas": 9}}


@pytest.mark.parametrize(
    ("give", "value", "unit"),
    [("months", 0, "months"), ("distance", 0, "months"), ("searched", 2, "count"), ("kept", 3, "count")],
)
def test_first_use_to_the_month(give: str, value: float, unit: str) -> None:
    asked = {"formulations": ["seas"], "collections": ["readouts"], "stated": "2014-04", "give": give}
    found = read("first_use", asked, Given(texts=[counted("readouts", DATED)]))  # type: ignore[arg-type]
    assert (found.value, found.unit, found.hits) == (value, unit, 12)


def test_first_use_before_and_after_the_stated_month() -> None:
    evidence = Given(texts=[counted("readouts", DATED)])  # type: ignore[arg-type]
    asked = {"formulations": ["seas"], "collections": ["readouts"], "stated": "2015-01"}
    assert read("first_use", asked, evidence).value == -9
    assert read("first_use", {**asked, "give": "distance"}, evidence).value == 9
    assert read("first_use", {**asked, "stated": "2013-04"}, evidence).value == 12
    with pytest.raises(NotTestableError, match="no dated text"):
        read("first_use", {**asked, "formulations": ["quantum"]}, evidence)


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("words", {"formulations": ["suply_chain"]}, "supply_chain"),
        ("words", {"formulations": []}, "at least 1"),
        ("words", {"formulations": ["seas", "seas"]}, "named twice"),
        ("words", {"collections": ["gwrr"]}, "gwr"),
        ("words", {"collections": ["gwr", "gwr"]}, "stands twice"),
        ("words", {"collections": ["store:white-papers"]}, "store:CHN:white-papers"),
        ("words", {"test": {"first": 2011}}, "has not ended before"),
        ("words", {"base": {"first": 2011, "last": 2010}}, "before it begins"),
        ("words_ratio", {"over": ["seas"]}, "named twice"),
        ("words_ratio", {"over": ["no_such"]}, "no_such"),
        ("first_use", {"stated": "2014-13"}, "match"),
        ("presence", {"threshold": 1}, "Extra inputs"),
    ],
)
def test_what_cannot_be_asked_is_refused(name: str, changed: Mapping[str, Any], said: str) -> None:
    base: dict[str, Any] = {"formulations": ["seas"]}
    base |= {"words": BEFORE_AFTER, "words_ratio": {"over": ["security"], "test": {"first": 2020}},
             "presence": {"test": {"first": 2020}}, "first_use": {"stated": "2014-04"}}[name]  # fmt: skip
    with pytest.raises(ValidationError, match=said):
        measure(name).asks.model_validate({**base, **changed})


def test_one_stratum_gives_the_tests_of_the_textbooks() -> None:
    stats = pytest.importorskip("scipy.stats")
    p, low, high = strata.exact([strata.odds(3, 10, 12, 5)])
    table = [[12, 5], [3, 10]]
    assert p == pytest.approx(stats.fisher_exact(table).pvalue)
    interval = stats.contingency.odds_ratio(table).confidence_interval()
    assert (low, high) == pytest.approx((interval.low, interval.high), rel=1e-6)
    assert strata.exact([strata.rates(0, 1.0, 3, 1.0)])[2] == math.inf
    assert strata.exact([strata.rates(3, 1.0, 0, 1.0)])[1] == 0.0


def test_documents_are_dealt_within_their_collection() -> None:
    """Each collection is the same before and after, so that nothing is apart though the pooled rates are."""
    later = np.array([False, True])
    parts = [(np.full(2, 5.0), np.full(2, 100.0), later), (np.full(2, 50.0), np.full(2, 100.0), later)]
    assert strata.dealt(parts) == 1.0


def test_a_hit_inside_another_of_those_asked_for_counts_once() -> None:
    texts = counted("gwr", {2020: {"national_security": [(1, 2, 4)], "holistic_national_security": [(1, 0, 7)]}})
    assert len(hits_of(texts, ("national_security",))) == 1
    assert len(hits_of(texts, ("national_security", "holistic_national_security"))) == 1
    with pytest.raises(NotTestableError, match="no_such_term"):
        hits_of(texts, ("no_such_term",))


def test_passages_are_paragraphs_of_one_document() -> None:
    place = [(1, 0, 2)]
    texts = counted(
        "gwr", {2020: {"seas": place, "security": [(1, 4, 2)]}, 2021: {"seas": place, "security": [(2, 4, 2)]}}
    )
    seas, security = hits_of(texts, ("seas",)), hits_of(texts, ("security",))
    assert passages(texts, seas) == {(0, 1), (1, 1)}
    assert inside(texts, seas, passages(texts, security)).tolist() == [seas[0]]
