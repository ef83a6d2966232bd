"""A grid of shaded cells, a row a topic and a column a year; columns without any document are hatched grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from technostate.report.charts import labels, theme
from technostate.report.charts.svg import inline, render
from technostate.write.markup import Markup

#: Fills of a cell without and of one with the largest shade, and of a column without a document.
_LIGHT, _DARK, _ABSENT = "#F7F9FB", "#0B5C94", "#DCDCDC"
_HEIGHT = 21


class Cell(NamedTuple):
    """A cell: its shade from 0 to 1, and what is written in it where all such texts have room."""

    shade: float
    text: str = ""


def draw(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], Cell],
    *,
    name: str,
    alternative: str,
    absent: frozenset[str] = frozenset(),
    width: int = theme.WIDE,
) -> Markup:
    """Return the grid as inline SVG; empty without rows or columns.

    Parameters
    ----------
    rows : sequence of str
        Top to bottom, each once.
    columns : sequence of str
        Left to right, each once; where they are years only round ones are written.
    cells : mapping of (str, str) to Cell
        (row, column) → cell; others stay white: nothing is known.
    name : str
        Unique in the page.
    alternative : str
        What the picture says in words.
    absent : frozenset of str
        Columns without any document.
    width : int
        Outer width, pixels.
    """
    import altair as alt

    if not rows or not columns:
        return Markup("")
    left = max(labels.text_width(row, theme.SIZE) for row in rows) + 14
    widest = max(60.0, max(labels.text_width(column, theme.SIZE) for column in columns) + 8)
    step = max(3.0, min(widest, (width - left - 12) / len(columns)))
    x = alt.X("column:Q", scale=alt.Scale(domain=[0, len(columns)], nice=False), axis=None)
    y = alt.Y("row:Q", scale=alt.Scale(domain=[len(rows), 0], nice=False), axis=None)
    places = {column: at for at, column in enumerate(columns)}
    fills = [
        {"column": places[c], "row": r, "shade": cell.shade, "right": places[c] + 1, "bottom": r + 1}
        for r, row in enumerate(rows)
        for c in columns
        if c not in absent and (cell := cells.get((row, c)))
    ]
    layers: list[Any] = []
    if gone := [
        {"column": places[c], "row": 0, "right": places[c] + 1, "bottom": len(rows)} for c in columns if c in absent
    ]:
        layers.append(
            alt.Chart(inline(*gone))
            .mark_rect(color=_ABSENT)
            .encode(x=x, y=y, x2=alt.X2("right:Q"), y2=alt.Y2("bottom:Q"))
        )
    if fills:
        scale = alt.Scale(domain=[0, 1], range=[_LIGHT, _DARK], clamp=True)
        mark = alt.Chart(inline(*fills)).mark_rect(stroke="white", strokeWidth=1 if step > 6 else 0.4)
        colour = alt.Color("shade:Q", scale=scale, legend=None)
        layers.append(mark.encode(x=x, y=y, x2=alt.X2("right:Q"), y2=alt.Y2("bottom:Q"), color=colour))
    layers += _written(rows, columns, cells, step, x, y)
    chart = alt.layer(*layers).properties(
        width=step * len(columns), height=_HEIGHT * len(rows), padding={"left": 2, "right": 8, "top": 4, "bottom": 4}
    )
    return render(chart, alternative, name)


def _written(
    rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[str, str], Cell], step: float, x: Any, y: Any
) -> list[Any]:
    """Return the layers of names of rows and columns and of the texts that fit into their cells."""
    import altair as alt

    places = {column: at for at, column in enumerate(columns)}
    titles = inline(*({"row": at + 0.5, "label": row} for at, row in enumerate(rows)))
    heads = inline(*({"column": places[c] + 0.5, "row": len(rows), "label": c} for c in shown(columns, step)))
    text = alt.Text("label:N")
    layers = [
        alt.Chart(titles).mark_text(align="right", baseline="middle", dx=-7).encode(x=alt.value(0), y=y, text=text),
        alt.Chart(heads).mark_text(baseline="top", dy=5, color="#444444").encode(x=x, y=y, text=text),
    ]
    fitting = [
        {
            "column": places[c] + 0.5,
            "row": r + 0.5,
            "label": cell.text,
            "ink": "white" if cell.shade > 0.5 else "#222222",
        }
        for r, row in enumerate(rows)
        for c in columns
        if (cell := cells.get((row, c))) and cell.text
    ]
    if fitting and max(labels.text_width(str(item["label"]), 9.5) for item in fitting) <= step:
        mark = alt.Chart(inline(*fitting)).mark_text(fontSize=9.5, baseline="middle")
        layers.append(mark.encode(x=x, y=y, text=text, color=alt.Color("ink:N", scale=None)))
    return layers


def shown(columns: Sequence[str], step: float) -> list[str]:
    """Return the columns whose names have room: all of them, or round years, or every so many.

    Parameters
    ----------
    columns : sequence of str
    step : float
        Width of a column, pixels.

    Examples
    --------
    >>> shown([str(year) for year in range(1999, 2012)], 10)
    ['2000', '2005', '2010']
    """
    room = max(labels.text_width(column, theme.SIZE) for column in columns) + 6
    every = max(1, -(-int(room) // max(1, int(step))))
    if every == 1:
        return list(columns)
    if all(column.isdecimal() for column in columns):
        pace = next((size for size in (2, 5, 10, 20, 50) if size >= every), 100)
        return [column for column in columns if int(column) % pace == 0]
    return list(columns)[::every]
