"""A row that prints a term counts that term: rows of first and last uses, one by one, and on the texts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.doctrine import embedded, formulations, recipes
from technostate.doctrine.formulation import Formulation, Term
from technostate.doctrine.term_hits import scan
from technostate.doctrine.views import shipped, uses
from technostate.errors import LabelError
from technostate.evidence.readers import official_texts
from technostate.view.doctrine.section import sayings

#: Collection, term, hits, first year: each is one of several terms of its formulation, whose hits a row once gave it.
ROWS = (
    ("gwr", "人类命运共同体", 17, 2017), ("gwr", "研发", 77, 2006), ("gwr", "军政军民团结", 27, 1983),
    ("gwr", "国防科技", 26, 1986), ("gwr", "一带一路", 43, 2015), ("sotu", "term:terrorism", 29, 1967),
    ("sotu", "free world", 117, 1941), ("sotu", "semiconductor", 3, 1985), ("sotu", "artificial intelligence", 0, None),
    ("sotu", "alliance", 80, 1835), ("sotu", "national defense", 108, 1793), ("sotu", "spin-off", 0, None),
    ("sotu", "Buy American", 7, 2006), ("sotu", "tariff", 493, 1810),
)  # fmt: skip


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, list[str]]:
    """Collection → counted passages of the Government Work Reports and the annual messages."""
    found: dict[str, list[str]] = {"gwr": [], "sotu": []}
    for item in official_texts.read_folder(shared / "data"):
        if item.collection in found:
            found[item.collection] += recipes.passages(item.text, "zh" if item.collection == "gwr" else "en")
    return found


@pytest.mark.parametrize(("collection", "term", "hits", "year"), ROWS)
def test_a_term_has_its_own_hits_and_first_use(collection: str, term: str, hits: int, year: int | None) -> None:
    (use,) = uses(shipped(collection), [term]).rows
    assert (use.hits.value, use.first_year) == (hits, year)
    assert use.formulation == term
    assert sum(item.count for item in embedded.counts(term, collection)) == hits


@pytest.mark.parametrize(("collection", "term", "hits", "year"), ROWS)
def test_plain_comparison_finds_the_same_hits(
    texts: dict[str, list[str]], collection: str, term: str, hits: int, year: int | None
) -> None:
    edge = r"(?<![^\W_]){}(?![^\W_])" if term.isascii() else "{}"
    pattern = re.compile(edge.format(re.escape(term.removeprefix(formulations.TERM))), re.IGNORECASE)
    assert sum(len(pattern.findall(passage)) for passage in texts[collection]) == hits


def test_every_row_of_the_section_counts_the_term_that_it_prints() -> None:
    rows = [(item.collection, row) for item in sayings("CHN", "USA").data.uses for row in item.rows]
    assert len(rows) > 15
    for collection, row in rows:
        counts = embedded.counts(formulations.TERM + row.term, collection)
        assert row.hits.value == sum(item.count for item in counts), row.term
        assert row.first == next(item.document.id for item in counts if item.count)


def test_the_command_counts_the_term_alone(capsys: pytest.CaptureFixture[str]) -> None:
    run(["doctrine", "trend", "研发", "--collection", "gwr", "--json"])
    record = json.loads(capsys.readouterr().out)
    assert sum(row["count"] for row in record["rows"]) == 77
    assert min(row["year"] for row in record["rows"] if row["count"]) == 2006
    assert record["counted"] == {"研发": ["研发"]}


def test_a_concept_is_printed_with_all_its_terms(capsys: pytest.CaptureFixture[str]) -> None:
    run(["doctrine", "trend", "research_and_development"])
    said = " ".join(capsys.readouterr().out.split())
    assert "Counted: research and development: 研发, 研究与试验发展, 研究开发." in said
    assert sum(item.count for item in embedded.counts("research_and_development", "gwr")) == 87


def test_a_word_that_is_an_id_too_is_the_concept_and_the_mark_asks_for_the_term() -> None:
    texts = shipped("sotu").naming(["tariffs", "term:tariffs"])
    every, alone = (int(texts.counts[texts.find(word)].sum()) for word in ("tariffs", "term:tariffs"))
    assert (every, alone) == (524, 31)


def test_a_term_inside_a_longer_one_of_its_formulation_counts_for_itself() -> None:
    terms = formulations.terms("zh", (Formulation("research", zh=("研发", "研发投入")),))
    found = scan(terms, "zh", ["研发投入", "研发和研发投入"])
    assert [(terms[term].text, whole) for term, whole in zip(found.term, found.whole, strict=True)] == [
        ("研发", False), ("研发投入", True), ("研发", True), ("研发", False), ("研发投入", True),
    ]  # fmt: skip


def test_terms_are_never_fewer_than_hits_of_their_formulation_by_them() -> None:
    for collection in embedded.collections():
        table = embedded.table(collection.name)
        concept = {
            (item, *place)
            for item, *place in table.filter("whole").select("formulation", "document", "paragraph", "offset").rows()
        }
        every = {tuple(row) for row in table.select("formulation", "document", "paragraph", "offset").rows()}
        assert concept <= every
        # A place of a formulation is counted once, by the longest of its terms.
        assert len(concept) == table.filter("whole").height


def test_counted_terms_are_those_of_the_lexicon() -> None:
    terms = formulations.terms()
    assert len(terms) == sum(len(item.zh) + len(item.en) for item in formulations.default())
    assert isinstance(formulations.named("研发", "zh"), Term)
    assert isinstance(formulations.named("军民融合", "zh"), Formulation)


def test_find_does_not_give_a_concept_for_one_of_its_terms() -> None:
    texts = shipped("gwr")
    with pytest.raises(LabelError, match="one of several terms of research_and_development"):
        texts.find("研发")
    assert texts.formulations[texts.concept("研发")].id == "research_and_development"


def test_first_use_is_searched_over_all_collections_of_the_state() -> None:
    (use,) = uses(shipped("gwr"), ["一带一路"]).rows
    assert use.anywhere is not None
    assert (use.first_year, use.anywhere.first_date) == (2015, "2014-02")
    assert use.anywhere.collections == ("gwr", "congress", "laws", "speeches", "readouts", "xwlb")
    assert "over all embedded collections of the state it is used by 2014-02 (xwlb-2014-02)" in use.sentence


def test_the_report_gives_the_same_first_uses_as_the_collection() -> None:
    (china,) = (row for row in sayings("CHN", "USA").data.uses if row.region == "CHN")
    told = {row.term: row.anywhere.first_date for row in china.rows if row.anywhere}
    found = uses(shipped("gwr"), [formulations.TERM + term for term in told]).rows
    assert list(told.values()) == [use.anywhere.first_date for use in found if use.anywhere]
    assert (told["一带一路"], told["一体化国家战略体系和能力"]) == ("2014-02", "2018-03")


def test_a_first_use_after_a_year_without_a_document_is_a_bound() -> None:
    """The report of 1991 is missing."""
    texts = shipped("gwr")
    first_in_1992 = [item.id for item in texts.formulations if _first(texts, item) == 1992]
    assert first_in_1992
    for use in uses(texts, first_in_1992).rows:
        assert (use.before, use.first_said) == ((1991,), "by 1992")
        assert "it has no document for 1991, right before the first use" in use.sentence


def _first(texts: object, item: Formulation) -> int | None:
    if not item.zh:
        return None
    years = [found.document.year for found in embedded.counts(item.id, "gwr") if found.count]
    return min(years, default=None)


def test_no_embedded_use_is_earlier_than_the_bound() -> None:
    for name in ("研发", "national_security", "双循环"):
        found = embedded.bounds(name, "zh")
        assert found is not None
        for collection in found.collections:
            dates = [item.document.date for item in embedded.counts(name, collection) if item.count]
            assert all(found.first_date <= date <= found.last_date for date in dates)
