"""The doctrine section: what two states say, in this collection, as index and never as level; silence is one line."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from technostate.doctrine import embedded
from technostate.report import Assessment, to_html, to_json, to_markdown
from technostate.strategies import STRATEGIES
from technostate.view.doctrine.salience import FEWEST_HITS
from technostate.view.doctrine.section import sayings


def test_the_five_strategies_of_both_states_are_indices_of_their_own_mean(pair: Assessment) -> None:
    rows = pair.doctrine.data.salience
    assert [(row.strategy, row.region) for row in rows] == [(k, c) for k in STRATEGIES for c in ("CHN", "USA")]
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        common = {rate.year for rate in one.rates} & {rate.year for rate in other.rates}
        for row in (one, other):
            assert bool(row.index) == (row.hits.value >= FEWEST_HITS)
            if row.index:
                found = [figure.value for figure in row.index if figure.year in common]
                assert sum(found) / len(common) == pytest.approx(100, rel=1e-9)


def test_uses_say_that_they_are_of_this_collection(pair: Assessment, page: str) -> None:
    for item in pair.doctrine.data.uses:
        for row in item.rows:
            found = [hit.document for hit in embedded.hits(row.formulation, item.collection)]
            assert (row.first, row.last, row.hits.value) == (found[0], found[-1], len(found))
    for said in (page, to_markdown(pair)):
        assert "First use in this collection" in said
        assert "Last use in this collection" in said


def test_the_collections_gaps_stand_in_the_section(pair: Assessment, page: str) -> None:
    (china,) = [item for item in pair.doctrine.data.collections if item.region == "CHN"]
    assert china.without == ("1991",)
    assert {line[:4] for line in china.odd} == {"1980", "1982", "1986"}
    section = page[page.index('id="doctrine"') : page.index('id="claims"')]
    assert "none for 1991" in section
    assert "none for 1991" in to_markdown(pair)


def test_changes_are_between_the_two_latest_documents(pair: Assessment) -> None:
    (china,) = [item for item in pair.doctrine.data.changes if item.region == "CHN"]
    assert (china.before, china.latest) == ("gwr-2024", "gwr-2025")
    counts = {item.document.id: item.count for item in embedded.counts(china.falling[0].formulation, "gwr")}
    assert china.falling[0].hits_first.value == counts["gwr-2024"]
    assert china.falling[0].hits_second.value == counts["gwr-2025"]


def test_page_markdown_and_record_say_the_same_rates(pair: Assessment, page: str) -> None:
    """The highest and the latest salience of each strategy, with both ends of the exact interval."""
    section = page[page.index('id="doctrine"') : page.index('id="claims"')]
    plain = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", section)))
    text = to_markdown(pair).replace("\\<", "<")
    record = json.loads(to_json(pair))["doctrine"]["salience"]
    for row, said in zip(pair.doctrine.data.salience, record, strict=True):
        top = max(row.rates, key=lambda rate: rate.value)
        for rate in (top, row.rates[-1]):
            words = f"{rate.value:.1f} ({rate.low:.1f} to {rate.high:.1f}) ({rate.year})"
            words = words.replace("(0.0 to", "(< 0.1 to") if 0 < rate.low < 0.05 else words
            assert words in plain and words in text
        assert [rate["value"] for rate in said["rates"]] == [rate.value for rate in row.rates]
        assert said["rates"][0]["origin"]["inputs"][0]["producer"]


def test_sources_of_the_section_are_numbered_with_those_of_the_page(pair: Assessment, page: str) -> None:
    section = page[page.index('id="doctrine"') : page.index('id="claims"')]
    cited = re.findall(r'href="#source-(\d+)"', section)
    assert cited
    for number in cited:
        entry = page[page.index(f'id="source-{number}"') :][:600]
        assert "Government Work Reports" in entry or "Annual messages" in entry


def test_a_state_without_texts_has_one_line(lone: Assessment) -> None:
    assert lone.doctrine.data.missing == ("Tuvalu: no collection of official texts is embedded.",)
    assert {row.region for row in lone.doctrine.data.salience} == {"USA"}


def test_two_states_without_texts_have_two_lines_and_nothing_else(lone: Assessment) -> None:
    view = sayings("JPN", "IND")
    assert view.data.collections == view.data.salience == view.data.uses == view.data.changes == ()
    assert len(view.data.missing) == 2 and view.rows == ()
    page = to_html(replace(lone, doctrine=view))
    section = page[page.index('<section id="doctrine"') : page.index('<section id="claims"')]
    assert not re.search(r"<(table|svg|figure|h3)\b", section)
