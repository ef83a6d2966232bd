"""The first page: facts that rules write, titles at their boundaries, doors to every page."""

from __future__ import annotations

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest

from technostate.errors import DataError
from technostate.evidence import Origin
from technostate.view.course import Course
from technostate.view.observatory import facts
from technostate.view.observatory.facts import language, leaning
from technostate.view.observatory.turning import heading
from technostate.view.wheels import CAPTION, Way, wheels
from technostate.web.asked import read
from technostate.web.pages.home import around
from technostate.web.questions import QUESTIONS, question
from technostate.web.route import found
from technostate.write.cells import Cell, plain

_ORIGIN = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")


def _way(*turns: tuple[float, float]) -> Way:
    def course(at: int, unit: str) -> Course:
        return Course("CHN", unit, "measured", _ORIGIN, {2000 + n: turn[at] for n, turn in enumerate(turns)})

    return Way("CHN", course(0, "% of GDP"), course(1, "ppp2021 per head"))


def test_who_leans_on_whom_is_a_count_with_its_year() -> None:
    fact = leaning("CHN", "USA")
    assert fact.head == "66 of 78 economies"
    assert plain(Cell(fact.line)).startswith(
        "66 of 78 economies take more of their inputs from China than from the United States, looking through supply "
        "chains (2022)."
    )


def test_a_change_in_language_is_told_apart_from_chance() -> None:
    fact = language("CHN", "USA")
    assert fact.head == "None of 119"
    assert "documents of 2024 and 2025" in plain(Cell(fact.line))
    with pytest.raises(DataError, match="no collection of official texts of Israel"):
        language("ISR", "USA")


def test_the_title_of_the_wheels_counts_states() -> None:
    less, more, poorer = _way((3.0, 1e4), (2.0, 2e4)), _way((2.0, 1e4), (3.0, 2e4)), _way((3.0, 2e4), (2.0, 1e4))
    assert heading((less, less, more)) == (
        "In 2 of 3 states income a head grew and military spending takes a smaller share of GDP than at first"
    )
    assert "larger share" in heading((more, more, less))
    assert heading((less, more)) == CAPTION, "half is not most"
    assert heading((less, poorer)) == CAPTION, "income must have grown"
    assert heading((_way((3.0, 1e4)),)) == CAPTION, "one year is no change"
    assert heading(wheels(["CHN", "USA", "IND"]).data.ways).startswith("In 3 of 3 states")


def test_doors_lead_to_at_least_ten_pages_that_exist() -> None:
    doors = str(around(read(question("home"), {"state": "JPN", "against": "CHN"}), None))
    links = re.findall(r'href="([^"]+)"', doors)
    assert len(set(links)) >= 10
    assert "/exposure?state=JPN&amp;against=CHN" in links and "/price/JPN?against=CHN" in links
    for link in links:
        path, _, query = link.replace("&amp;", "&").partition("?")
        asked, _ = found(path, [tuple(part.split("=", 1)) for part in query.split("&") if part])  # type: ignore[misc]
        assert asked.address == link.replace("&amp;", "&")
    levels = [int(level) for level in re.findall(r"<h(\d)", doors)]
    assert all(later - before <= 1 for before, later in pairwise([1, *levels]))
    assert {row.room for row in QUESTIONS if row.first} >= {"home", "exposure", "price", "claims"}


@pytest.mark.parametrize(("verdicts", "begins"), [
    (("contradicted", "supported"), "1 of 2 claims about the United States is contradicted"),
    (("contradicted", "contradicted"), "2 of 2 claims about the United States are contradicted"),
    (("supported", "mixed"), "0 of 2 claims about the United States are contradicted"),
])  # fmt: skip
def test_one_claim_is_and_several_are_contradicted(
    verdicts: tuple[str, ...], begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [SimpleNamespace(verdict=verdict, grade="weak") for verdict in verdicts]
    monkeypatch.setattr(facts, "assess", lambda state, against: rows)
    assert plain(Cell(facts.tally("USA", "CHN").line)).startswith(begins)
