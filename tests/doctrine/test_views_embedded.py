"""Views on the embedded counts: the oracle figures, and agreement with the counts themselves."""

from __future__ import annotations

import pytest

from technostate.doctrine import embedded
from technostate.doctrine.views import compare_states, contrast, cooccurrence, profile, shipped, trend, uses
from technostate.doctrine.views.collection import CountedCollection
from technostate.errors import DataError, LabelError


@pytest.fixture(scope="module")
def reports() -> CountedCollection:
    return shipped("gwr")


def test_military_civil_fusion_is_used_from_2011_to_2019_but_not_in_2013(reports: CountedCollection) -> None:
    """Oracle GWR-MCF."""
    (use,) = uses(reports, ["军民融合"]).rows
    assert use.years == (2011, 2012, *range(2014, 2020))
    assert (use.first_year, use.last_year, use.silent, use.unknown) == (2011, 2019, (2013,), ())
    assert "In this collection" in use.sentence


def test_a_year_without_a_report_is_unknown_and_not_silent(reports: CountedCollection) -> None:
    table = uses(reports, ["发展"])
    assert 1991 in table.missing and 1991 in table.rows[0].unknown and 1991 not in table.rows[0].silent
    assert any("1991" in note for note in table.notes)


def test_a_strong_army_has_41_hits(reports: CountedCollection) -> None:
    """Oracle GWR-强军."""
    assert sum(row.count for row in trend(reports, ["强军"]).rows) == 41


@pytest.mark.parametrize(
    ("term", "name"), [("安全", "gwr"), ("系统性风险", "congress"), ("AI", "sotu"), ("security", "nss")]
)
def test_the_trend_is_that_of_the_embedded_counts(term: str, name: str) -> None:
    mine, theirs = trend(shipped(name), [term]), embedded.counts(term, name)
    chinese = name in {"gwr", "congress"}
    said = [
        (row.document, row.year, row.count, row.characters if chinese else row.words, row.per_10000, row.note)
        for row in mine.rows
    ]
    assert said == [
        (item.document.id, item.document.year, item.count, item.document.extent, item.per_10000, item.document.note)
        for item in theirs
    ]
    assert {row.words if chinese else row.characters for row in mine.rows} == {None}
    assert {(row.hits.kind, row.hits.unit) for row in mine.rows} == {("derived", "count")}


@pytest.mark.parametrize("name", ["gwr", "congress", "sotu", "nss"])
def test_a_collection_has_the_counts_of_every_formulation(name: str) -> None:
    texts = shipped(name)
    for place in range(0, len(texts.formulations), 17):
        item = texts.formulations[place]
        if item.variants(texts.language):
            assert texts.counts[place].tolist() == [count.count for count in embedded.counts(item.id, name)]


def test_shares_of_strategies_in_2024_sum_to_one(reports: CountedCollection) -> None:
    rows = profile(reports, "strategy", ("2024",)).rows
    assert sum(row.share.value for row in rows) == pytest.approx(1)


def test_a_pair_is_expected_as_often_as_independence_says(reports: CountedCollection) -> None:
    (pair,) = cooccurrence(reports, "发展", "安全").rows
    total = sum(member.paragraphs for member in reports.members)
    assert pair.expected.value == pytest.approx(pair.paragraphs.value * pair.paragraphs_other.value / total)
    assert pair.together.value <= min(pair.paragraphs.value, pair.paragraphs_other.value)


def test_a_contrast_names_its_documents_and_adjusts_for_its_tests(reports: CountedCollection) -> None:
    table = contrast(reports, "2008-2012", "2018-2022")
    assert table.documents_first == tuple(f"gwr-{year}" for year in range(2008, 2013))
    assert all(row.p.value <= row.p_adjusted.value <= 1 for row in table.rows)
    assert table.tests == len(table.rows)
    changes = {row.formulation: row.change for row in table.rows}
    assert (changes["high_quality_development"], changes["independent_innovation"]) == ("new", "falling")


def test_states_are_compared_over_common_years_with_indices_that_average_100() -> None:
    table = compare_states(shipped("gwr"), shipped("nss"), "military")
    for name in ("gwr", "nss"):
        index = [row.index.value for row in table.rows if row.collection == name]
        assert len(index) == len(table.years) and sum(index) / len(index) == pytest.approx(100)
    assert len({row.unit for row in table.rows}) == 2
    lexicon = {item.id: item for item in shipped("gwr").formulations}
    assert all(lexicon[name].zh and lexicon[name].en for name in table.formulations)


def test_periods_that_share_a_document_cannot_be_contrasted(reports: CountedCollection) -> None:
    with pytest.raises(DataError, match="share gwr-2010"):
        contrast(reports, "2008-2010", "2010-2012")


def test_a_year_without_a_report_cannot_be_selected(reports: CountedCollection) -> None:
    with pytest.raises(LabelError, match="1991"):
        contrast(reports, "1991", "1992")
