"""The doctrine section: what two states say, in this collection, as index and never as level; silence is one line."""

from __future__ import annotations

import re

import pytest

from technostate.doctrine import embedded
from technostate.report import Assessment, doctrine_part, subjects, to_html, to_markdown
from technostate.strategies import STRATEGIES


def test_the_five_strategies_of_both_states_are_indices_of_their_own_mean(pair: Assessment) -> None:
    rows = pair.doctrine["salience"]
    assert [(row["strategy"], row["region"]) for row in rows] == [(k, c) for k in STRATEGIES for c in ("CHN", "USA")]
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        common = one["values"].keys() & other["values"].keys()
        for row in (one, other):
            index = row["index"]["values"]
            assert bool(index) == (row["index"]["hits"] >= doctrine_part.FEWEST_HITS)
            if index:
                assert sum(index[year] for year in common) / len(common) == pytest.approx(100, rel=1e-9)


def test_uses_say_that_they_are_of_this_collection(pair: Assessment, page: str) -> None:
    for item in pair.doctrine["uses"]:
        for row in item["rows"]:
            found = [hit.document for hit in embedded.hits(row["formulation"], item["collection"])]
            assert (row["first"], row["last"], row["hits"]) == (found[0], found[-1], len(found))
    text = to_markdown(pair)
    for said in (page, text):
        assert "First use in this collection" in said
        assert "Last use in this collection" in said


def test_the_collections_gaps_stand_in_the_section(pair: Assessment, page: str) -> None:
    (china,) = [item for item in pair.doctrine["collections"] if item["region"] == "CHN"]
    assert china["without"] == ["1991"]
    assert {line[:4] for line in china["odd"]} == {"1980", "1982", "1986"}
    section = page[page.index('id="doctrine"') : page.index('id="claims"')]
    assert "none for 1991" in section
    assert "none for 1991" in to_markdown(pair)


def test_changes_are_between_the_two_latest_documents(pair: Assessment) -> None:
    (china,) = [item for item in pair.doctrine["changes"] if item["region"] == "CHN"]
    assert (china["before"], china["latest"]) == ("gwr-2024", "gwr-2025")
    counts = {item.document.id: item.count for item in embedded.counts(china["falling"][0]["formulation"], "gwr")}
    assert china["falling"][0]["count"]["before"] == counts["gwr-2024"]
    assert china["falling"][0]["count"]["latest"] == counts["gwr-2025"]


def test_a_state_without_texts_has_one_line(lone: Assessment) -> None:
    assert lone.doctrine["missing"] == ["Tuvalu: no collection of official texts is embedded."]
    assert {row["region"] for row in lone.doctrine["salience"]} == {"USA"}


def test_two_states_without_texts_have_two_lines_and_nothing_else(lone: Assessment) -> None:
    record = doctrine_part.doctrine(subjects.subjects("JPN", "IND"))
    assert record == {"collections": [], "salience": [], "priority": [], "uses": [], "changes": [],
                      "missing": record["missing"]}  # fmt: skip
    assert len(record["missing"]) == 2
    from dataclasses import replace

    page = to_html(replace(lone, doctrine=record))
    section = page[page.index('<section id="doctrine"') : page.index('<section id="claims"')]
    assert not re.search(r"<(table|svg|figure|h3)\b", section)
