"""The figures that a chart draws, as tidy rows: what its file of data holds, at every door."""

from __future__ import annotations

from typing import Any

from technostate.evidence.figure import Figure
from technostate.write.blocks import Chart
from technostate.write.cells import Cell, plain
from technostate.write.forms import Lines, Multiples
from technostate.write.inline import Shown, Text, pieces
from technostate.write.tables import Group, Table


def values(chart: Chart) -> tuple[dict[str, Any], ...]:
    """Return one row a figure of a chart: the heading over it, its row and its series in words, and the figure itself.

    Lines give every position, which the table behind them may thin out; other forms give that table.
    """
    form = chart.form
    if isinstance(form, Lines):
        return _named(_line_rows(form, ""))
    if isinstance(form, Multiples):
        return _named([row for title, panel in form.panels for row in _line_rows(panel, _said(title))])
    return table_rows(form.table(chart.caption))


def _line_rows(form: Lines, group: str) -> list[dict[str, Any]]:
    earlier = _line_rows(form.before, group) if form.before is not None else []
    return earlier + [
        {
            "group": ", ".join(filter(None, (group, form.head))),
            "label": form.steps[at] if form.steps else str(at),
            "series": _said(line.label),
            "figure": figure,
        }
        for line in form.series
        for points in (line.points, line.apart)
        for at, figure in sorted(points.items())
    ]


def table_rows(table: Table) -> tuple[dict[str, Any], ...]:
    """Return one row a figure: ``group``, ``label`` and ``series`` in words, then the figure.

    Examples
    --------
    >>> from technostate.evidence import Origin
    >>> from technostate.write.tables import Column
    >>> share = Figure(9.4, "%", "derived", Origin("OECD", "ICIO", "", "2025", "free"), "CHN", 2022)
    >>> made = table_rows(Table("", (Column("Of"), Column("Share")), (("China", share),)))
    >>> [(row["label"], row["series"], row["figure"].value) for row in made]
    [('China', 'Share', 9.4)]
    """
    heads = [_said(column.title) for column in table.columns]
    found: list[dict[str, Any]] = []
    group = ""
    for row in table.rows:
        if isinstance(row, Group):
            group = _said(row.title)
            continue
        label = _said(row[0]) if row else ""
        for at, cell in enumerate(row):
            for piece in pieces(cell):
                figure = piece.figure if isinstance(piece, Shown) else piece
                if isinstance(figure, Figure):
                    found.append({"group": group, "label": label, "series": heads[at], "figure": figure})
    return _named(found)


def _named(rows: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return rows without the keys that none of them fills."""
    empty = {key for key in ("group", "series") if not any(row[key] for row in rows)}
    return tuple({key: value for key, value in row.items() if key not in empty} for row in rows)


def _said(text: Text) -> str:
    return plain(Cell(pieces(text))).strip(" ,")
