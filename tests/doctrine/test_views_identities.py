"""Identities that every view keeps, whatever the texts say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from technostate.doctrine.counting import Scanner
from technostate.doctrine.formulation import Formulation
from technostate.doctrine.views import contrast, cooccurrence, order, profile, trend, uses
from technostate.doctrine.views.collection import CountedCollection, Member
from technostate.doctrine.views.profile import outermost
from technostate.doctrine.views.rates import equal_rates_p, g_squared, interval
from technostate.evidence.origin import Origin

LEXICON = (
    Formulation("army", zh=("军",), strategy="military", domain="military"),
    Formulation("security", zh=("安全",), strategy="national_security"),
    Formulation("national_security", zh=("国家安全",), strategy="national_security", domain="political"),
    Formulation("state", zh=("国家",), domain="political"),
    Formulation("fusion", zh=("军民", "军民融"), strategy="fusion", domain="military"),
)
ORIGIN = Origin("a test", "Made-up texts", "none", "2000", "CC0")
PASSAGES = st.lists(st.text("国家安全军民融，", max_size=14), min_size=1, max_size=4)
TEXTS = st.lists(PASSAGES, min_size=2, max_size=5)


def collection(texts: list[list[str]]) -> CountedCollection:
    hits = Scanner(LEXICON, "zh").scan(passage for text in texts for passage in text)
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    number = np.array([at for text in texts for at in range(1, len(text) + 1)])
    members = tuple(
        Member(f"d{at}", f"d{at}", 2000 + at, str(2000 + at), 100 + sum(map(len, text)), len(text))
        for at, text in enumerate(texts)
    )
    return CountedCollection(
        "made-up", "zh", members, LEXICON, hits.formulation.astype(np.int64), owner[hits.passage],
        number[hits.passage], hits.offset.astype(np.int64), hits.length.astype(np.int64), ORIGIN,
    )  # fmt: skip


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["domain", "strategy"]))
def test_shares_of_a_profile_sum_to_one_where_there_is_a_hit(texts: list[list[str]], by: str) -> None:
    found = collection(texts)
    table = profile(found, by)  # type: ignore[arg-type]
    for member in found.members:
        shares = [row.share for row in table.rows if row.document == member.id]
        count = sum(row.hits.value for row in table.rows if row.document == member.id)
        assert math.isclose(sum(s.value for s in shares), 1.0) if count else all(share is None for share in shares)


@settings(deadline=None)
@given(TEXTS)
def test_a_profile_counts_each_place_of_the_text_once_unless_hits_cross(texts: list[list[str]]) -> None:
    found = collection(texts)
    end = found.offset + found.length
    spans = list(zip(found.document, found.paragraph, found.offset, end, strict=True))
    for at, kept in enumerate(outermost(found)):
        place, start, stop = spans[at][:2], spans[at][2], spans[at][3]
        inside = any(
            other[:2] == place and other[2] <= start and stop <= other[3] and (other[2], other[3]) != (start, stop)
            for other in spans
        )
        assert kept != inside
    table = profile(found, "domain")
    assert sum(row.hits.value for row in table.rows) + sum(table.outside.values()) == int(outermost(found).sum())


@settings(deadline=None)
@given(TEXTS)
def test_cooccurrence_is_symmetric(texts: list[list[str]]) -> None:
    found = collection(texts)
    for one in ("安全", "军", "国家"):
        for other in ("国家安全", "fusion"):
            (forth,), (back,) = cooccurrence(found, one, other).rows, cooccurrence(found, other, one).rows
            assert (forth.together, forth.expected) == (back.together, back.expected)
            assert (forth.pmi, forth.npmi) == (back.pmi, back.npmi)
            assert forth.npmi is None or -1 <= forth.npmi.value <= 1 + 1e-12


def test_a_formulation_does_not_stand_beside_the_one_that_contains_it() -> None:
    found = collection([["国家安全", "国家安全与安全"], ["军"]])
    (pair,) = cooccurrence(found, "国家安全", "安全").rows
    assert pair.together.value == 1


@settings(deadline=None)
@given(TEXTS)
def test_exchanging_the_two_sides_of_a_contrast_changes_signs_only(texts: list[list[str]]) -> None:
    found = collection(texts)
    turned = {"new": "gone", "gone": "new", "rising": "falling", "falling": "rising"}
    back = {row.formulation: row for row in contrast(found, "d1", "d0").rows}
    forth = contrast(found, "d0", "d1").rows
    assert len(back) == len(forth)
    for row in forth:
        other = back[row.formulation]
        assert row.log2_ratio.value == pytest.approx(-other.log2_ratio.value, abs=1e-12)
        assert (row.g2.value, row.p.value) == pytest.approx((other.g2.value, other.p.value), rel=1e-9, abs=1e-12)
        assert other.change == turned.get(row.change, row.change)
        assert row.rate_first.range == other.rate_second.range


@settings(deadline=None)
@given(TEXTS)
def test_trend_and_first_use_agree_with_the_text(texts: list[list[str]]) -> None:
    found = collection(texts)
    rows = trend(found, ["军"]).rows
    assert [row.count for row in rows] == [sum(passage.count("军") for passage in text) for text in texts]
    (use,) = uses(found, ["军"]).rows
    said = [row.year for row in rows if row.count]
    assert list(use.years) == said
    assert (use.first_year, use.last_year) == ((said[0], said[-1]) if said else (None, None))


@settings(deadline=None)
@given(TEXTS)
def test_the_topic_that_is_mentioned_first_has_rank_one(texts: list[list[str]]) -> None:
    found = collection(texts)
    table = order(found, ["军", "国家"])
    for at, text in enumerate(texts):
        whole = "，\n".join(text)
        places = {"army": whole.find("军"), "state": whole.find("国家")}
        said = {name: place for name, place in places.items() if place >= 0}
        for row in table.rows:
            if row.document == f"d{at}":
                wanted = 1 + sum(place < said[row.topic] for place in said.values()) if row.topic in said else None
                assert (None if row.rank is None else row.rank.value) == wanted


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 300), st.integers(1, 100_000))
def test_the_interval_of_a_rate_has_the_coverage_it_says(count: int, extent: int) -> None:
    """Garwood's bounds: the Poisson tails at them are 2.5 %."""
    from scipy.stats import poisson

    low, high = interval(count, extent)
    assert low <= 1e4 * count / extent <= high
    assert poisson.cdf(count, high * extent / 1e4) == pytest.approx(0.025, rel=1e-6)
    if count:
        assert poisson.sf(count - 1, low * extent / 1e4) == pytest.approx(0.025, rel=1e-6)


def test_the_exact_p_is_the_limit_of_fishers_test() -> None:
    from scipy.stats import fisher_exact

    table = [[12, 200_000 - 12], [31, 220_000 - 31]]
    assert equal_rates_p(12, 200_000, 31, 220_000) == pytest.approx(fisher_exact(table).pvalue, rel=2e-3)


def test_g_squared_is_that_of_a_contingency_table_where_hits_are_rare() -> None:
    from scipy.stats import chi2_contingency

    table = np.array([[12, 200_000 - 12], [31, 220_000 - 31]])
    wanted = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert g_squared(12, 200_000, 31, 220_000) == pytest.approx(wanted, rel=1e-3)
