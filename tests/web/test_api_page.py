"""The page of what programs can ask is made from the table of questions; method names pages that exist."""

from __future__ import annotations

import ast
import gzip
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from technostate import world
from technostate.futures import scenarios
from technostate.strategies.dictionary import STRATEGIES
from technostate.view.method import CHECKS, method
from technostate.web import choices
from technostate.web.answer import answer
from technostate.web.pages.api import HOST, api
from technostate.web.questions import QUESTIONS, question
from technostate.web.route import found
from technostate.web.shelf import Shelf


def test_every_question_stands_in_it_with_an_address_that_is_its_own() -> None:
    rows = api().data
    assert [row.key for row in rows] == [row.key for row in QUESTIONS]
    for row in rows:
        asked = question(row.key)
        assert [item.name for item in row.parameters] == [item.name for item in asked.parameters]
        assert row.job == asked.long
        if row.example:
            path, _, query = row.example.partition("?")
            made, _ = found(path, parse_qsl(query))
            assert made.question is asked
            assert row.curl == f"curl '{HOST}{made.twin('.json')}'"
            ast.parse(row.python)
    assert {row.key for row in rows if not row.example} <= {row.key for row in QUESTIONS if row.required}


def test_method_leads_to_pages_that_exist() -> None:
    view = method()
    for key in CHECKS:
        assert question(key).path
    assert len(view.data.engines) == 9 and all(row.limits for row in view.data.engines)
    assert {"look-through", "rent", "wedge", "break-even", "gwr", "elasticity sets", "p10–p90", "placebo",
            "grade"} <= set(view.data.terms)  # fmt: skip
    assert "no probability" in view.text() and "say nothing on their status" in view.text()


def test_choices_are_those_of_the_rooms_that_make_numbers() -> None:
    assert set(choices.worlds()) == set(world.names())
    assert choices.scenarios() == tuple(scenarios.names())
    assert choices.STRATEGIES == STRATEGIES and len(choices.strategies()) == 5


@pytest.mark.parametrize(
    "address", ["/api", "/method", "/data", "/data/origin/worldbank-2025-4d7938", "/timeline", "/scenarios",
                "/data/series/worldbank/wdi/SP.POP.TOTL?region=CHN", "/world/icio-2022", "/licences", "/futures"],
)  # fmt: skip
def test_a_page_is_small_and_has_twins(address: str, tmp_path: Path) -> None:
    path, _, query = address.partition("?")
    asked, _ = found(path, parse_qsl(query))
    bundle = answer(asked, Shelf(tmp_path))
    assert len(gzip.compress(bundle.members["body.html"], 6)) <= 50_000
    assert bundle.data(".json") is not None and bundle.data(".csv") is not None
