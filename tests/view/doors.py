"""The same figures at every door: what terminal, Markdown, page, JSON, CSV and frame say of one view, compared."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from technostate.evidence import Figure
from technostate.write import Table, View
from technostate.write.blocks import Chart, walk
from technostate.write.cells import Words, laid
from technostate.write.tables import Group

Key = tuple[str, str, str, str, str]


def agree(view: View[Any]) -> int:
    """Assert that all doors of a view agree, and return how many figures it shows.

    Every figure of the blocks is in the rows (so in CSV, xlsx, Parquet and the frame) and in the JSON, with the same
    value, unit, range and sign; and every figure in words stands in text, Markdown and page alike.
    """
    shown = {key_of(figure) for figure in view.figures}
    kept = {key_of(row["figure"]) for row in view.rows if isinstance(row.get("figure"), Figure)}
    assert shown <= kept, f"{view.title}: shown, and not in the rows: {sorted(shown - kept)[:3]}"
    said = json.loads(view.json())
    in_json = set(figures_of(said))
    assert shown <= in_json, f"{view.title}: shown, and not in the JSON: {sorted(shown - in_json)[:3]}"
    check_origins(said)
    csv_agrees(view)
    words_agree(view)
    return len(shown)


def key_of(figure: Figure) -> Key:
    return number(figure.value), figure.unit, number(figure.low), number(figure.high), str(figure.open)


def number(value: float | None) -> str:
    return "" if value is None or value in (float("inf"), float("-inf")) else f"{value:.12g}"


def figures_of(item: Any) -> list[Key]:
    """Every figure in a JSON answer: a record with value, unit, kind and origin."""
    found: list[Key] = []
    if isinstance(item, dict):
        if {"value", "unit", "kind", "origin"} <= item.keys():
            found.append((number(item["value"]), item["unit"], number(item.get("low")), number(item.get("high")),
                          str(item.get("sign_open", False))))  # fmt: skip
        if {"unit", "kind", "origin"} <= item.keys() and "value" not in item:
            found += shared_of(item)
        for value in item.values():
            found += figures_of(value)
    elif isinstance(item, list):
        for value in item:
            found += figures_of(value)
    return found


def shared_of(item: dict[str, Any]) -> list[Key]:
    """The values of a record that says unit, kind and origin once for all of them: by region, year, or both."""
    found: list[Key] = []
    for key in ("values", "path"):
        for value in item.get(key, {}).values():
            inner = value.values() if isinstance(value, dict) else [value]
            found += [(number(one), item["unit"], "", "", "False") for one in inner if one is not None]
    return found


def check_origins(said: Any) -> None:
    """Each origin stands once, and every number refers to one that is there."""
    if not isinstance(said, dict) or "origins" not in said:
        return
    listed = [json.dumps(item, sort_keys=True) for item in said["origins"]]
    assert len(set(listed)) == len(listed)
    numbers = re.findall(r'"origin": (\d+)', json.dumps(said))
    assert all(1 <= int(at) <= len(listed) for at in numbers)


def csv_agrees(view: View[Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(view.csv())))
    assert len(rows) == len(view.rows)
    frame = view.frame()
    assert frame.height == len(view.rows)
    for at, (row, given) in enumerate(zip(rows, view.rows, strict=True)):
        figure = given.get("figure")
        if not isinstance(figure, Figure):
            continue
        got = number(float(row["value"])) if row["value"] else ""
        assert (got, row["unit"], row["kind"]) == (number(figure.value), figure.unit, figure.kind)
        assert frame["value"][at] == pytest.approx(figure.value, nan_ok=True) if figure.value is not None else True
        assert frame["unit"][at] == figure.unit
        if figure.range is not None:
            assert row["sign_open"] == str(figure.open).lower()


def words_agree(view: View[Any]) -> None:
    """Every figure in words stands in the text, in Markdown and on the page."""
    text, markdown = squeezed(view.text(100_000)), squeezed(unescaped(view.markdown()))
    page = written(view.html())
    for line in lines_of(view):
        assert line in text, f"{view.title}: {line} is not in the text"
        assert line in markdown, f"{view.title}: {line} is not in Markdown"
        assert line in page, f"{view.title}: {line} is not on the page"


def written(page: str) -> str:
    """The words of a page, without blanks."""
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", page)))


def lines_of(view: View[Any]) -> Iterator[str]:
    """Every figure in the tables of a view, as it is written, without blanks."""
    for block in walk(view.blocks):
        table = block if isinstance(block, Table) else None
        if isinstance(block, Chart) and not block.told:
            table = block.form.table("")
        if table is None:
            continue
        for row in laid(table).rows:
            if isinstance(row, Group):
                continue
            for cell in row:
                yield from (squeezed(piece.line()) for piece in cell.pieces if isinstance(piece, Words))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def unescaped(text: str) -> str:
    return re.sub(r"\\([\\`*_\[\]<>|#~$])", r"\1", text)
