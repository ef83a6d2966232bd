"""The brief: two sheets of real figures that print on two pages, for every pair; and one record at every door."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from technostate import states
from technostate.evidence import value_of
from technostate.report import Brief, brief
from technostate.view.price.section import insurance
from technostate.view.shock.single import single
from technostate.write import View

from .sheets import browser, measured

DAY = dt.date(2026, 1, 15)
#: Extremes: both with texts and milestones, long names, the least data and no text, a member beside its union, a union,
#: Chinese beside a third collection.
PAIRS = ("CHN-USA", "GBR-USA", "VNM-ISR", "DEU-EU", "EU-CHN", "IND-CHN")
#: Most bytes of a page, and most of a sheet's height that is used.
BYTES, USED = 200_000, 0.95


@pytest.fixture(scope="session")
def china() -> View[Brief]:
    """China beside the United States."""
    return brief("CHN", "USA", as_of=DAY)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


def _fits(chromium: Any, page: str) -> None:
    found = measured(chromium, page)
    assert len(page.encode()) <= BYTES
    assert found.pages == 2
    assert len(found.used) == 2 and max(found.used) <= USED, found.used
    assert found.beyond == [] and found.messages == []


@pytest.mark.parametrize("pair", PAIRS)
def test_a_brief_prints_on_two_pages_and_fits_a_phone(pair: str, chromium: Any) -> None:
    _fits(chromium, brief(*pair.split("-"), as_of=DAY).html())


def test_every_pair_prints_on_two_pages(request: pytest.FixtureRequest, chromium: Any) -> None:
    if not request.config.getoption("--soak"):
        pytest.skip("all pairs take an hour the first time: --soak")
    for state, against in permutations(states.codes(), 2):
        _fits(chromium, brief(state, against, as_of=DAY).html())


def test_a_brief_is_two_sheets_with_a_heading_each_contract_part(china: View[Brief]) -> None:
    page = china.html()
    assert page.count('<section class="sheet"') == 2 and page.count("<h1") == 1
    assert "page 1 of 2" in page and "page 2 of 2" in page and "Data of " in page
    for said in (
        china.data.answer.text, "Break-even probability a year", "of 28 sectors", "with a loss", "How often paths",
        "29 claims of a brief", "What can be quoted", "What is missing", "Cite this brief", "Sources",
        "technostate assess CHN --against USA --annex",
    ):  # fmt: skip
        assert said in page.replace("&#x27;", "'"), said
    assert "<script" not in page and not re.search(r'(?:src|url)\(?="?https?:', page)


def test_every_source_that_is_cited_is_listed(china: View[Brief]) -> None:
    page = china.html()
    cited = set(re.findall(r'href="#(source-\d+)"', page))
    listed = set(re.findall(r'id="(source-\d+)"', page))
    assert cited and cited <= listed and len(listed) == max(int(it.partition("-")[2]) for it in listed)


def test_figures_are_those_of_the_views(china: View[Brief]) -> None:
    price = insurance("CHN", "USA").data.price
    assert price is not None and china.data.price.price is not None
    assert china.data.price.price.cells == price.cells
    path = china.data.exposure
    assert path.there is not None and path.back is not None
    assert (round(value_of(path.there), 4), round(value_of(path.back), 4)) == (0.0074, 0.0133)
    assert (path.known, path.more) == (28, 27)
    assert china.data.tally == {"supported": 8, "contradicted": 1, "mixed": 12, "not testable here": 8}


def test_the_one_shock_is_that_of_the_battery() -> None:
    alone = single("CHN", "USA", horizons=("year",)).data.rows[0]
    assert alone.shock.title == "China and the United States stop most trade in goods with each other"
    cell = alone.cells[0]
    assert {code: round(value_of(change), 2) for code, change in cell.changes.items()} == {"CHN": -0.85, "USA": -0.69}
    assert {code: value_of(loss) for code, loss in cell.losses.items()} == {"CHN": 100.0, "USA": 100.0}


def test_json_is_the_briefs_own_record(china: View[Brief]) -> None:
    found = json.loads(china.json())
    assert list(found)[:6] == ["schema", "technostate", "as_of", "dated", "state", "against"]
    assert found["answer"]["text"] == china.data.answer.text and len(found["claims"]) == 29
    assert {"id", "short", "verdict", "against_verdict"} <= found["claims"][0].keys()
    rows = list(csv.DictReader(io.StringIO(china.csv())))
    assert {row["section"] for row in rows} == {
        "answer", "price", "exposure", "shock", "language", "odds", "findings",
    }  # fmt: skip
    assert all(row["unit"] and row["kind"] and row["origin"] for row in rows)


def test_text_and_markdown_say_the_answer_first(china: View[Brief]) -> None:
    text, markdown = china.text(), china.markdown()
    assert text.splitlines()[0] == "China beside the United States: brief"
    assert china.data.answer.text[:40] in text and "27 of 28 sectors" in " ".join(markdown.split())
    assert "Wedge of 30 % on strategic imports from the other" in text


def test_what_is_not_known_is_said() -> None:
    found = brief("VNM", "ISR", as_of=DAY)
    page = found.html().replace("\u00a0", " ")
    assert found.data.answer.rule == "unequal" and found.data.price.price is None
    assert "The military spending of Vietnam is not known" in page
    assert "No official texts of Vietnam or Israel are embedded" in page
    assert "No milestone with open odds is about Vietnam or Israel." in page
    assert "more in the annex" in page and ">nan" not in page.lower()


def test_a_claim_has_a_short_name_for_the_grid(china: View[Brief]) -> None:
    names = [claim.short for claim in china.data.claims]
    assert all(names) and len(set(names)) == 29 and max(map(len, names)) <= 34
