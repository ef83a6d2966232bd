"""Past spans asked again: every door says the same, the verdict is computed, and the page has the view's figures."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from technostate.dynamics.hindcasts import METHODS, SPANS, Tally
from technostate.errors import LabelError, ScenarioError
from technostate.view.hindcasts import _verdicts, hindcasts
from technostate.view.hindcasts_data import Hindcasts
from technostate.write import Strong, View

from .doors import agree

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "hindcasts.md").read_text("utf-8")
NUMBER = r"[−+]?\d[\d,]*(?:\.\d+)?"


@pytest.fixture(scope="module")
def whole() -> View[Hindcasts]:
    return hindcasts()


def test_every_door_says_the_same(whole: View[Hindcasts]) -> None:
    assert agree(whole) > 200
    assert whole.command == "technostate futures hindcast"
    assert hindcasts("2003-2011").command == "technostate futures hindcast 2003-2011"


def test_the_verdict_comes_first_and_is_plain(whole: View[Hindcasts]) -> None:
    said = " ".join(whole.text(10_000).replace("\u00a0", " ").split())
    assert "Given GDP, a one-line formula is better for partners." in said[:200]
    assert "the formula is nearer in 4 of 4 spans, the model in 0." in said
    assert "the formula puts 13.80 % of imports with the wrong partner and the model 16.37 % (16.37 to 16.53)" in said


@pytest.mark.parametrize(
    ("rule", "model", "words"),
    [
        (("a", "b"), (), "a one-line formula is better for partners."),
        ((), ("a", "b"), "the model is better for partners"),
        (("a",), ("b",), "neither the model nor"),
    ],
)
def test_the_verdict_turns_with_the_table(
    whole: View[Hindcasts], rule: tuple[str, ...], model: tuple[str, ...], words: str
) -> None:
    def turned(row: Tally) -> Tally:
        return replace(row, rule=rule, model=model, open=()) if row.measure == "partners" else row

    first = next(_verdicts(replace(whole.data, tallies=tuple(map(turned, whole.data.tallies)))))
    assert isinstance(first, tuple) and isinstance(first[0], Strong) and words in first[0].text


def test_ex_ante_and_conditional_stand_under_headings_of_their_own(whole: View[Hindcasts]) -> None:
    lines = whole.text(160).splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip() == "2003 to 2011")
    end = lines.index("", start)
    order = [line.strip() for line in lines[start:end]]
    ante = order.index("Ex ante: nothing after the first year is known")
    given = order.index("Conditional: what regions produced in the last year is known")
    sample = order.index("In sample: trade of the last year is known too, no test")
    assert ante < given < sample
    for row in METHODS.values():
        places = [at for at, line in enumerate(order) if line.startswith(row.title[:33])]
        between = {"ex ante": (ante, given), "conditional": (given, sample), "in sample": (sample, 99)}[row.known]
        assert places and all(between[0] < at < between[1] for at in places), row.title


def test_what_is_given_has_no_error(whole: View[Hindcasts]) -> None:
    for by in whole.data.errors.values():
        assert "gdp" not in by["model-nominal"] and "gdp" in by["model-real"]
    assert " given " in whole.text(160)


def test_models_have_ranges_and_rules_have_none(whole: View[Hindcasts]) -> None:
    for by in whole.data.errors.values():
        for method, found in by.items():
            for figure in found.values():
                assert (figure.range is not None) is (METHODS[method].by == "model")
                assert figure.kind == ("modelled" if METHODS[method].by == "model" else "derived")
                assert figure.origin.inputs and figure.unit in ("%", "pp")
                assert figure.range is None or figure.range.low <= (figure.value or 0.0) <= figure.range.high


def test_the_json_has_every_span_and_method(whole: View[Hindcasts]) -> None:
    said = json.loads(whole.json())
    text = json.dumps(said)
    assert all(f'"{span}"' in text for span in SPANS) and all(f'"{method}"' in text for method in METHODS)


def test_spans_that_are_none_or_named_twice_are_refused() -> None:
    with pytest.raises(LabelError, match="1996-2011"):
        hindcasts("1996-2011")
    with pytest.raises(ScenarioError, match="twice"):
        hindcasts("2003-2011", "2003-2011")


def test_progress_goes_up() -> None:
    seen: list[float] = []
    hindcasts("2003-2011", "1995-2003", progress=lambda words, done: seen.append(done or 0.0))
    assert seen == sorted(seen) and len(seen) == 6


def tables(text: str) -> list[list[str]]:
    """Tables of a Markdown text, without numbers of sources."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            found[-1].append(re.sub(r" ?\\\[[\d, –]+\\\]", "", line))
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


def numbers(text: str) -> list[float]:
    return [float(item.replace("−", "-").replace(",", "")) for item in re.findall(NUMBER, text)]


def test_the_page_has_the_tables_of_the_view(whole: View[Hindcasts]) -> None:
    made = tables(whole.markdown())
    names = ["nearer", *SPANS]
    assert len(made) == len(names)
    for name, table in zip(names, made, strict=True):
        block = re.search(rf"<!-- {name}: .*? -->\n(.*?)\n<!-- end -->", PAGE, re.DOTALL)
        assert block is not None, name
        for old, new in zip(block[1].splitlines(), table, strict=True):
            assert numbers(new) == pytest.approx(numbers(old), abs=0.0101)
            assert re.sub(NUMBER, "#", old) == re.sub(NUMBER, "#", new)


def test_the_page_s_words_have_the_view_s_figures(whole: View[Hindcasts]) -> None:
    by = whole.data.errors
    words = " ".join(PAGE.split())

    def two(span: str, method: str, measure: str) -> str:
        return f"{by[span][method][measure].value:.2f}"

    for span, method, measure in (
        ("1995-2011", "gravity-nominal", "partners"), ("1995-2011", "model-nominal", "partners"),
        ("2011-2022", "gravity-nominal", "partners"), ("2011-2022", "model-nominal", "partners"),
        ("2011-2022", "persistence", "partners"),
    ):  # fmt: skip
        assert two(span, method, measure) in words.partition("## Who is nearer")[0]
    methods = ("persistence", "model-nominal", "model-half-costs", "model-costs")
    for title, measure in (("look-through reliance", "reliance"), ("openness", "openness")):
        for span in ("2003-2011", "2011-2022"):
            row = [two(span, method, measure) for method in methods]
            assert f"| {title}, {span.replace('-', ' to ')}, points | {' | '.join(row)} |" in PAGE
    assert f"{whole.data.same_year['partners'].value:.2f} per cent of imports" in words
    assert f"{whole.data.same_year['gdp'].value:.2f} per cent of GDP" in words
