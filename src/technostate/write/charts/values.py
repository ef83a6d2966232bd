"""The figures that a chart draws, as tidy rows: what its file of data holds."""

from __future__ import annotations

from technostate.evidence.figure import Figure
from technostate.write.blocks import Chart
from technostate.write.cells import plain_piece
from technostate.write.frame import Row
from technostate.write.inline import Shown, Text, pieces
from technostate.write.tables import Group


def values(chart: Chart) -> tuple[Row, ...]:
    """Return one row a figure of a chart: the heading over it, its row, its column, and the figure itself.

    The rows are those of the table behind the chart, so that file, table and drawing have the same figures.
    """
    table = chart.form.table(chart.caption)
    heads = [_plain(column.title).strip(", ") for column in table.columns]
    grouped = any(isinstance(row, Group) for row in table.rows)
    group = ""
    made: list[Row] = []
    for row in table.rows:
        if isinstance(row, Group):
            group = _plain(row.title)
            continue
        keys = {**({"group": group} if grouped else {}), "row": _plain(row[0])}
        for head, cell in zip(heads, row, strict=False):
            for piece in pieces(cell):
                figure = piece.figure if isinstance(piece, Shown) else piece
                if isinstance(figure, Figure):
                    made.append({**keys, "column": head, "figure": figure})
    return tuple(made)


def _plain(text: Text) -> str:
    return "".join(map(plain_piece, pieces(text)))
