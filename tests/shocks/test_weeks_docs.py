"""The page on the weeks has each parameter with its default, span, unit and status, and its example runs."""

from __future__ import annotations

import doctest
import math
import re
from pathlib import Path

import pytest

from technostate.shocks.weeks import ARIO_NOTES, NOTES, ArioParameters, ParameterNote, Parameters

PAGE = Path(__file__).resolve().parents[2] / "docs" / "weeks.md"


def rows(columns: int) -> dict[str, list[str]]:
    """Rows of the page's tables with a number of columns, by the name in their first cell."""
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")]
             for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]  # fmt: skip
    return {row[0].strip("`"): row[1:] for row in cells if len(row) == columns}


def said(value: float) -> str:
    return "∞" if math.isinf(value) else f"{value:.3g}"


def test_the_table_of_parameters_is_that_of_the_notes() -> None:
    table = rows(5)
    assert list(table) == [note.name for note in NOTES]
    for note in NOTES:
        default = getattr(Parameters(), note.name)
        assert table[note.name] == [
            "by product" if default is None else said(default),
            f"{said(note.span[0])}–{said(note.span[1])} ({note.even})", note.unit, note.status,
        ]  # fmt: skip


def test_the_table_of_the_first_engine_has_its_defaults() -> None:
    table = rows(3)
    for note in ARIO_NOTES:
        default = getattr(ArioParameters(), note.name)
        assert float(table[note.name][0].split()[0]) == pytest.approx(default)


def test_the_page_tells_what_it_says_by_running() -> None:
    if not re.search(r"^>>>", text := PAGE.read_text("utf-8"), re.MULTILINE):
        raise AssertionError("the page has no example")
    test = doctest.DocTestParser().get_doctest(text.replace("```", ""), {}, "weeks", str(PAGE), 0)
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.name)
def test_every_parameter_has_a_source_and_a_default_within_its_span(note: ParameterNote) -> None:
    default = getattr(Parameters(), note.name)
    assert note.source and note.unit and note.status in ("estimated", "literature", "assumed")
    assert note.lowest <= note.span[0] < note.span[1] <= note.highest
    assert default is None or note.span[0] <= default <= note.span[1]
