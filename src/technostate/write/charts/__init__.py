"""Charts drawn from their forms: inline for pages, and as files of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from technostate.errors import DataError
from technostate.write.answer import Answer
from technostate.write.blocks import Chart
from technostate.write.cells import Words
from technostate.write.forms import (
    Bars,
    Cases,
    Dumbbell,
    Event,
    Form,
    Lines,
    Matrix,
    Multiples,
    Ranges,
    Sankey,
    Tiles,
    Trails,
    spoken,
)
from technostate.write.inline import Text
from technostate.write.markup import Markup, element, join


def drawn(chart: Chart, write: Callable[[Text], Markup], explain: Callable[[Words], str] | None = None) -> Markup:
    """Return a chart as markup for a page: a table with plots, a drawing that takes the width it is given, or tiles.

    Parameters
    ----------
    write : callable
        Inline pieces → markup, as the page writes them and numbers their sources.
    explain : callable, optional
        What the page says of a figure on demand.
    """
    from technostate.write.charts import fluid, line_keys, lines, matrix, rows, sankey, table, tiles, trails

    form = chart.form
    if not form.figures:
        return element("p", "No figure to draw.", class_="void")
    match form:
        case Bars() | Dumbbell() | Ranges() | Cases():
            return table.table(rows.row_chart(form), chart.caption, write, explain)
        case Lines():
            return join(
                fluid.key(line_keys.keys(form)),
                fluid.svg(lines.panel(form), f"{chart.caption}: {spoken(form)}"),
                _events(lines.events(form)),
            )
        case Multiples():
            small = [
                element(
                    "div",
                    element("p", write(title), class_="wn"),
                    fluid.svg(panel, f"{said}: {spoken(part)}"),
                    class_="m",
                )
                for (title, part), (said, panel) in zip(form.panels, lines.panels(form), strict=True)
            ]
            events = _events(lines.events(form))
            return join(fluid.key(line_keys.keys(form)), element("div", small, class_="mm"), events)
        case Matrix():
            return matrix.drawn_matrix(form, chart.caption, write)
        case Tiles():
            return tiles.drawn_tiles(form, chart.caption)
        case Trails():
            drawing = fluid.svg(trails.trails_panel(form), f"{chart.caption}: {spoken(form)}")
            return join(fluid.key(trails.trails_keys(form)), drawing)
        case Sankey():
            return fluid.svg(sankey.sankey_panel(form), f"{chart.caption}: {spoken(form)}")


def whole(form: Form) -> bool:
    """Return whether a page's drawing of a form says every figure in words, so that no table behind it is needed."""
    from technostate.write.charts.matrix import dense

    if isinstance(form, Bars | Dumbbell | Ranges | Cases):
        return bool(form.figures)
    return isinstance(form, Matrix) and not dense(form)


def numbered(answer: Answer[Any], number: int = 1) -> Chart:
    """Return a chart of an answer by its number on the page, the first is 1.

    Raises
    ------
    DataError
        If the answer has no chart of that number.
    """
    count = len(answer.charts)
    if not count:
        raise DataError(f"{answer.title!r} has no chart", hint="write .html, .md, .csv or .json")
    if not 1 <= number <= count:
        has = "one chart" if count == 1 else f"{count} charts"
        raise DataError(f"{answer.title!r} has {has}, not a chart {number}", hint=f"--chart 1 to {count}")
    return answer.charts[number - 1]


def chart_file(answer: Answer[Any], kind: str, number: int = 1) -> str | bytes:
    """Return a chart of an answer as a file of its own.

    Parameters
    ----------
    kind : {"svg", "png", "pdf", "vega", "csv"}
    number : int
        Of the chart on the page.

    Raises
    ------
    DataError
        If the answer has no such chart, or a library is missing.
    """
    from technostate.write.charts import picture, standalone

    picture.check(kind)
    chart = numbered(answer, number)
    if kind == "csv":
        from technostate.write.charts.values import values
        from technostate.write.data import to_csv

        return to_csv(values(chart))
    if kind == "vega":
        from technostate.write.charts.vega import specification

        return json.dumps(specification(chart), ensure_ascii=False, indent=1) + "\n"
    made = standalone.standalone(chart, command=answer.command)
    return made if kind == "svg" else picture.picture(made, kind)


def _events(found: tuple[Event, ...]) -> Markup | None:
    """Return the list of numbered events below a chart."""
    return element("ol", [element("li", item.told) for item in found], class_="evs") if found else None
