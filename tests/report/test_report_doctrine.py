"""The doctrine section: what two states say, in this collection, as index and never as level; silence is one line."""

from __future__ import annotations

import html
import json
import re

import pytest

from technostate.doctrine import embedded
from technostate.report import Assessment
from technostate.strategies import STRATEGIES
from technostate.view.doctrine.salience import FEWEST_HITS
from technostate.view.doctrine.section import sayings
from technostate.write import View


def test_the_five_strategies_of_both_states_are_indices_of_their_own_mean(pair: View[Assessment]) -> None:
    rows = pair.data.doctrine.salience
    assert [(row.strategy, row.region) for row in rows] == [(k, c) for k in STRATEGIES for c in ("CHN", "USA")]
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        common = {rate.year for rate in one.rates} & {rate.year for rate in other.rates}
        for row in (one, other):
            assert bool(row.index) == (row.hits.value >= FEWEST_HITS)
            if row.index:
                found = [figure.value for figure in row.index if figure.year in common]
                assert sum(found) / len(common) == pytest.approx(100, rel=1e-9)


def test_uses_say_that_they_are_of_this_collection(pair: View[Assessment], page: str, markdown: str) -> None:
    for item in pair.data.doctrine.uses:
        for row in item.rows:
            found = [hit.document for hit in embedded.hits(row.formulation, item.collection)]
            assert (row.first, row.last, row.hits.value) == (found[0], found[-1], len(found))
    for said in (page, markdown):
        assert "First use in this collection" in said
        assert "Last use in this collection" in said


def test_the_collections_gaps_stand_in_the_section(pair: View[Assessment], page: str, markdown: str) -> None:
    (china,) = [item for item in pair.data.doctrine.collections if item.region == "CHN"]
    assert china.without == ("1991",)
    assert {line[:4] for line in china.odd} == {"1980", "1982", "1986"}
    section = page[page.index('id="doctrine"') : page.index('id="claims"')]
    assert "none for 1991" in section
    assert "none for 1991" in markdown


def test_changes_are_between_the_two_latest_documents(pair: View[Assessment]) -> None:
    (china,) = [item for item in pair.data.doctrine.changes if item.region == "CHN"]
    assert (china.before, china.latest) == ("gwr-2024", "gwr-2025")
    counts = {item.document.id: item.count for item in embedded.counts(china.falling[0].formulation, "gwr")}
    assert china.falling[0].hits_first.value == counts["gwr-2024"]
    assert china.falling[0].hits_second.value == counts["gwr-2025"]


def test_page_markdown_and_record_say_the_same_rates(pair: View[Assessment], page: str, markdown: str) -> None:
    """The highest and the latest salience of each strategy, with both ends of the exact interval."""
    section = page[page.index('id="doctrine"') : page.index('id="claims"')]
    plain = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", section)))
    text = markdown
    whole = json.loads(pair.json())
    record, origins = whole["doctrine"]["salience"], whole["origins"]
    for row, said in zip(pair.data.doctrine.salience, record, strict=True):
        top = max(row.rates, key=lambda rate: rate.value)
        for rate in (top, row.rates[-1]):
            words = f"{rate.value:.1f} ({rate.low:.1f} to {rate.high:.1f}) ({rate.year}, "
            words = words.replace("(0.0 to", "(< 0.1 to") if 0 < rate.low < 0.05 else words
            assert words in plain and words in text
        assert [rate["value"] for rate in said["rates"]] == [rate.value for rate in row.rates]
        assert origins[said["rates"][0]["origin"] - 1]["inputs"]


def test_sources_of_the_section_are_numbered_with_those_of_the_page(
    pair: View[Assessment], page: str, markdown: str
) -> None:
    section = page[page.index('id="doctrine"') : page.index('id="claims"')]
    cited = re.findall(r'href="#source-(\d+)"', section)
    assert cited
    for number in cited:
        entry = page[page.index(f'id="source-{number}"') :][:600]
        assert "Government Work Reports" in entry or "Annual messages" in entry


def test_a_state_without_texts_has_one_line(lone: View[Assessment]) -> None:
    assert lone.data.doctrine.missing == ("Tuvalu: no collection of official texts is embedded.",)
    assert {row.region for row in lone.data.doctrine.salience} == {"USA"}


def test_two_states_without_texts_have_two_lines_and_nothing_else() -> None:
    view = sayings("JPN", "EU")
    assert view.data.collections == view.data.salience == view.data.uses == view.data.changes == ()
    assert len(view.data.missing) == 2 and view.rows == ()
    assert not re.search(r"<(table|figure|h3)\b", view.html())
