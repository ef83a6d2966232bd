"""The coded hits: agreement, scores and the figures of the codebook, recomputed from labels and texts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from technostate.doctrine import embedded, sensed, views
from technostate.doctrine.senses import Sense, version
from technostate.doctrine.senses.rules import VALUES
from technostate.errors import LabelError

ROOT = Path(__file__).resolve().parents[2]
if not (ROOT / "benchmarks").is_dir():
    pytest.skip("needs benchmarks/, which a source distribution leaves out", allow_module_level=True)
sys.path.append(str(ROOT))

from benchmarks import senses_sample, senses_score  # noqa: E402
from benchmarks.senses_score import Coded  # noqa: E402

PAGE = (ROOT / "docs" / "codebook.md").read_text("utf-8")


@pytest.fixture(scope="module")
def hits() -> list[Coded]:
    return senses_score.coded()


@pytest.fixture(scope="module")
def found(shared: Path, hits: list[Coded]) -> dict[Coded, Sense]:
    """What the rules say; fails where 安全 does not stand at a label's offset."""
    return senses_score.decided(shared / "data" / "corpus", hits)


def test_480_hits_are_coded_twice_with_labels_of_the_codebook(hits: list[Coded]) -> None:
    assert len({hit[:3] for hit in hits}) == len(hits) == 480
    for hit in hits:
        for labels in (hit.a, hit.b, hit.gold):
            assert all(label in VALUES[name] for name, label in zip(senses_score.NAMES, labels, strict=True))
            assert labels[0] == "strategic" or labels[1:] == ("unspecified", "unspecified")


def test_what_both_coders_say_is_never_adjudicated_otherwise(hits: list[Coded]) -> None:
    assert all(hit.gold == hit.a for hit in hits if hit.a == hit.b)
    for hit in hits:
        assert all(gold in (a, b) for a, b, gold in zip(hit.a, hit.b, hit.gold, strict=True))
    assert f"differ in at least one label on {sum(hit.a != hit.b for hit in hits)} of the 480" in PAGE


def test_no_paragraph_lies_in_both_halves(hits: list[Coded]) -> None:
    halves: dict[tuple[str, int], set[str]] = {}
    for hit in hits:
        halves.setdefault((hit.document, hit.paragraph), set()).add(hit.half)
    assert {len(names) for names in halves.values()} == {1}
    assert {name for names in halves.values() for name in names} == {"tune", "score"}


def test_the_page_states_the_agreement_that_the_labels_have(hits: list[Coded]) -> None:
    rows = senses_score.agreement_rows(hits)
    for label in senses_score.NAMES:
        rows += senses_score.confusion_rows(hits, label)
    assert [row for row in rows if row not in PAGE] == []


def test_the_page_states_the_scores_that_the_rules_have(found: dict[Coded, Sense]) -> None:
    assert len(found) == 480
    assert [row for row in senses_score.score_rows(found) if row not in PAGE] == []
    assert version() in PAGE


def test_strategic_reaches_nine_tenths_on_the_half_that_tuned_nothing(found: dict[Coded, Sense]) -> None:
    for part in ("scoring half", "scoring half, `gwr` and `congress`"):
        chosen = {hit: label for hit, label in found.items() if senses_score.PARTS[part](hit)}
        for weighted in (False, True):
            score = senses_score.table(chosen, "sense", weighted=weighted)["strategic"]
            assert score.precision is not None and score.precision.value >= 0.9
            assert score.recall is not None and score.recall.value >= 0.9


def test_the_draw_gives_the_coded_hits_again(shared: Path, hits: list[Coded]) -> None:
    drawn = senses_sample.draw(list(senses_sample.hits(shared / "data" / "corpus")))
    again = [(*hit[:3], round(weight, 4), hit.half) for hit, _, weight in drawn]
    assert again == [hit[:5] for hit in hits]


def test_the_embedded_senses_add_up_to_the_embedded_counts() -> None:
    for collection in ("gwr", "congress"):
        parts = [embedded.hits("安全", collection, sense=sense) for sense in VALUES["sense"]]
        joined = [hit for part in parts for hit in part]
        assert len(joined) == len(set(joined))
        assert set(joined) == set(embedded.hits("安全", collection))


def test_the_embedded_senses_are_those_of_the_published_rules(found: dict[Coded, Sense]) -> None:
    """Also where paragraphs are numbered by lines and by blank lines: a hit of the sample has the same sense."""
    assert sensed.rules() == version()
    told = {
        (hit.document, hit.paragraph, hit.offset): sense
        for collection in ("gwr", "congress")
        for sense in VALUES["sense"]
        for hit in embedded.hits("安全", collection, sense=sense)
    }
    checked = {
        where: label.sense
        for hit, label in found.items()
        if (where := (hit.document.replace("/", "-"), hit.paragraph, hit.offset)) in told
    }
    assert len(checked) > 200
    assert checked == {where: told[where] for where in checked}


def test_the_bare_word_peaks_on_workplaces_in_2006_and_the_strategic_sense_in_2024() -> None:
    """Design, section 10: the naive ratio of 安全 to 发展 is highest in a year of mine accidents."""
    development = {item.document.year: item.count for item in embedded.counts("发展", "gwr")}

    def ratio(sense: str | None) -> dict[int, float]:
        found = embedded.counts("安全", "gwr", sense=sense)
        return {item.document.year: item.count / development[item.document.year] for item in found}

    def peak(series: dict[int, float]) -> int:
        return max(series, key=lambda year: series[year])

    naive, strategic, safety = ratio(None), ratio("strategic"), ratio("safety")
    assert (peak(naive), peak(safety), peak(strategic)) == (2006, 2006, 2024)
    assert (round(naive[2006], 3), round(strategic[2006], 3)) == (0.273, 0.036)
    assert (round(naive[2024], 3), round(strategic[2024], 3)) == (0.206, 0.149)


@pytest.mark.parametrize(
    ("term", "collection", "sense", "message"),
    [
        ("安全", "gwr", "strategical", "strategical"),
        ("发展", "gwr", "strategic", "development has no senses"),
        ("security", "sotu", "strategic", "security has no senses in the language en"),
    ],
)
def test_a_sense_that_was_not_told_is_an_error(term: str, collection: str, sense: str, message: str) -> None:
    with pytest.raises(LabelError, match=message):
        embedded.counts(term, collection, sense=sense)


def test_a_trend_of_one_sense_says_which_rules_told_it() -> None:
    told = views.trend(views.shipped("gwr", sense="strategic"), ["安全"]).notes
    assert any("only the sense strategic" in note and f"rules {version()}" in note for note in told)
    assert not any("sense" in note for note in views.trend(views.shipped("gwr"), ["安全"]).notes)
