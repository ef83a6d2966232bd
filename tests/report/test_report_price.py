"""The report opens with the price of security, both states side by side, and reads paths that are kept."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from technostate.errors import DataError
from technostate.report import Assessment
from technostate.shocks import kept
from technostate.view.price.ask import price
from technostate.view.price.record import Price
from technostate.view.price.section import heading, insurance, section_blocks
from technostate.write import Table, View
from technostate.write.blocks import Chart, Items, Section, walk
from technostate.write.cells import plain_piece
from technostate.write.forms import Ranges, Span
from technostate.write.inline import Absent, Name, pieces


@pytest.fixture(scope="session")
def priced(pair: View[Assessment]) -> Price:
    """What the report says of the price of security."""
    found = pair.data.price.price
    assert found is not None and pair.data.price.why == ""
    return found


def section(view: View[Assessment], key: str) -> Section:
    return next(block for block in view.blocks if isinstance(block, Section) and block.key == key)


def test_the_first_chart_of_the_report_is_the_price_of_security(pair: View[Assessment]) -> None:
    first = next(block for block in walk(pair.blocks) if isinstance(block, Chart))
    assert first in section(pair, "price").blocks
    assert isinstance(first.form, Ranges) and first.form.log


def test_both_states_stand_side_by_side_at_each_lever(pair: View[Assessment]) -> None:
    chart = next(block for block in section(pair, "price").blocks if isinstance(block, Chart))
    assert isinstance(chart.form, Ranges)
    shown = [row.region for row in chart.form.rows if isinstance(row, Span)]
    assert shown == ["CHN", "USA"] * 5
    assert len(chart.form.rows) == 5 + len(shown)
    (table,) = [block for block in section(pair, "price").blocks if isinstance(block, Table)]
    assert [column.title for column in table.columns[1:]] == [Name("CHN"), Name("USA")]
    assert len(table.body) == 20


def test_the_report_and_the_command_give_the_same_price(pair: View[Assessment], priced: Price) -> None:
    again = price("CHN", "USA").data
    assert again.rows and replace(again, rows=()) == priced
    assert {row["section"] for row in pair.rows if row.get("lever") == "aimed"} == {"price"}


def test_odds_are_numbers_and_no_per_cent(pair: View[Assessment]) -> None:
    (table,) = [block for block in section(pair, "price").blocks if isinstance(block, Table)]
    text = View("t", None, (table,), (), "x").text()
    assert "%" not in re.sub(r"Wedge of 30 %", "", text)
    assert re.search(r"\b[0-9]\.[0-9]{2} \([0-9]+\.[0-9]{2} to ", text)


def test_the_heading_holds_only_what_survives_every_choice(priced: Price) -> None:
    assert heading(priced).startswith("At the sizes shown a stock of what the other side sells is cheaper")
    turned = tuple(
        replace(item, answer="depends") if (item.question, item.state, item.shock) == CUT else item
        for item in priced.judged
    )
    assert heading(replace(priced, judged=turned)).startswith("At which odds a year a lever pays")
    none = tuple(item for item in priced.judged if item.question != CUT[0])
    assert heading(replace(priced, judged=none)).startswith("At which odds")


CUT = ("stockpile before aimed", "USA", "cut")


def test_a_lever_that_never_pays_is_no_mark_on_the_chart_and_is_said(priced: Price) -> None:
    cells = tuple(
        replace(cell, break_even=None) if (cell.state, cell.lever, cell.shock) == ("USA", "aimed", "stop") else cell
        for cell in priced.cells
    )
    blocks = section_blocks(replace(priced, cells=cells))
    chart = next(block for block in blocks if isinstance(block, Chart))
    assert isinstance(chart.form, Ranges)
    assert len(chart.form.spans) == 9
    assert "never pays: The United States: Wedge of 30 %" in "".join(map(plain_piece, pieces(chart.note)))
    table = next(block for block in blocks if isinstance(block, Table))
    assert any(isinstance(piece, Absent) for row in table.body for cell in row for piece in pieces(cell))


def test_a_state_without_a_price_has_the_reason(lone: View[Assessment]) -> None:
    assert lone.data.price.price is None
    assert "TUV" in lone.data.price.why
    assert "No price of security" in lone.markdown() and "No price of security" in lone.html()


def test_a_price_is_made_where_no_cache_can_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[Path] = []

    def fail() -> Path:
        raise DataError("no folder for finished parts", hint="name one")

    def asked(*args: object, parts: Path, **rest: object) -> View[Price]:
        assert parts.is_dir()
        made.append(parts)
        raise DataError("stopped here", hint="it is enough")

    monkeypatch.setattr(kept, "user_parts", fail)
    monkeypatch.setattr("technostate.view.price.section.price", asked)
    with pytest.warns(match="finished parts are not kept"):
        view = insurance("CHN", "USA")
    assert view.data.why == "stopped here"
    assert len(made) == 1 and not made[0].exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataError, match="cannot be made"):
        insurance("CHN", "USA", parts=tmp_path / "file")


def test_paths_say_first_that_a_share_is_no_probability(pair: View[Assessment]) -> None:
    blocks = section(pair, "paths").blocks
    first = next(block for block in blocks if isinstance(block, Items))
    assert first.warn and "no probability of the event" in str(first.items[0])
