"""The rule book: the codebook's own examples, order, and mistakes in a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from technostate.doctrine.senses import parse, published, sense, senses
from technostate.doctrine.senses.rules import VALUES
from technostate.errors import DataError

CODEBOOK = Path(__file__).resolve().parents[2] / "docs" / "codebook.md"
ROW = re.compile(r"^\| (?P<words>[^|]*【安全】[^|]*) \| (?P<labels>.+) \|$", re.MULTILINE)

SMALL = """
term = "安全"
[words]
supply = ["粮食", "能源"]
[[sense]]
name = "food"
value = "safety"
left = "食品"
[[sense]]
name = "supply"
value = "strategic"
left = "{supply}"
[[sense]]
name = "rest"
value = "other"
[[origin]]
name = "rest"
value = "unspecified"
[[kind]]
name = "rest"
value = "non-traditional"
"""


def examples() -> list[tuple[str, list[str]]]:
    """Marked words of each example of the codebook, with its sense, or its origin and kind."""
    rows = []
    for found in ROW.finditer(CODEBOOK.read_text("utf-8")):
        cells = [cell.strip(" `") for cell in found["labels"].split("|")]
        rows.append((found["words"], cells[:1] if cells[0] in VALUES["sense"] else cells))
    return rows


def test_the_codebook_has_examples_of_every_sense() -> None:
    given = [labels[0] for _, labels in examples() if len(labels) == 1]
    assert min(given.count(name) for name in ("strategic", "safety", "other")) >= 3


@pytest.mark.parametrize(("words", "labels"), examples(), ids=[words for words, _ in examples()])
def test_the_rules_give_the_labels_of_the_codebook(words: str, labels: list[str]) -> None:
    found = sense(words.replace("【", "").replace("】", ""), words.index("【"))
    assert labels == ([found.sense] if len(labels) == 1 else [found.origin, found.kind])


def test_the_first_rule_that_holds_decides() -> None:
    book = parse(SMALL)
    assert sense("食品安全", 2, rules=book).rule == "food"
    assert sense("粮食安全", 2, rules=book).sense == "strategic"
    assert sense("安全", 0, rules=book).rule == "rest"


def test_the_threat_is_read_for_strategic_hits_only() -> None:
    book = parse(SMALL)
    assert sense("能源安全", 2, rules=book).kind == "non-traditional"
    assert sense("食品安全", 2, rules=book).kind == "unspecified"


def test_every_hit_is_found_once_and_in_order() -> None:
    text = "安全安全，国家安全。安 全"
    assert [offset for offset, _ in senses(text)] == [0, 2, 7]


@pytest.mark.parametrize("offset", [-1, 1, 3, 99])
def test_an_offset_without_the_term_is_an_error(offset: int) -> None:
    with pytest.raises(DataError, match="does not stand"):
        sense("国家安全", offset)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('value = "safety"', 'value = "danger"', "'danger' is not one of strategic, safety, other"),
        ('name = "supply"', 'name = "food"', "the name is taken"),
        ('left = "食品"', 'left = "("', "is no regular expression"),
        ('left = "食品"', 'left = 5', "must be a regular expression"),
        ('left = "食品"', 'lift = "食品"', "unknown key 'lift'"),
        ('left = "食品"', "", "only the last rule may lack a condition"),
        ('left = "{supply}"', 'left = "{suply}"', "'suply', which is not among words"),
        ('value = "other"', 'value = "other"\nleft = "a"', "the last rule has no condition"),
        ('term = "安全"', "term = 3", "term must be a word"),
        ('supply = ["粮食", "能源"]', "supply = []", "words.supply must be a list"),
        ('term = "安全"', 'term = "安全"\nfoo = 1', "unknown key 'foo'"),
        ('term = "安全"', "term = ", "Invalid value"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_file_is_named(before: str, after: str, message: str) -> None:
    assert before in SMALL
    with pytest.raises(DataError, match=re.escape(message)):
        parse(SMALL.replace(before, after, 1))


def test_all_mistakes_are_named_at_once() -> None:
    spoilt = SMALL.replace('"safety"', '"danger"').replace('"non-traditional"', '"new"')
    with pytest.raises(DataError, match=r"(?s)2 problems.*danger.*new"):
        parse(spoilt)


def test_every_published_rule_has_a_name_and_the_last_takes_what_is_left() -> None:
    book = published()
    assert [rules[-1].name for rules in (book.sense, book.origin, book.kind)] == [
        "nothing told", "no danger told", "no field told",
    ]  # fmt: skip
