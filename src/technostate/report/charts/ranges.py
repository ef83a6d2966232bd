"""A dot with its interval a row, on one axis through zero: who loses, who gains, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from technostate.report.charts import labels, theme
from technostate.report.charts.dumbbell import cut
from technostate.report.charts.lines import nice_ticks, tick_format
from technostate.report.charts.svg import inline, render
from technostate.write.markup import Markup

_ROW = 20


class Row(NamedTuple):
    """One row: its name, the figure with both ends of its range in the shown unit, and its colour.

    `position` is 0 for the state, 1 for the comparator, None for all others. An interval with both signs is drawn
    with a hollow dot.
    """

    name: str
    low: float
    central: float
    high: float
    position: int | None = None


def draw(
    rows: Sequence[Row],
    *,
    name: str,
    alternative: str,
    unit: str,
    width: int = theme.HALF,
    longest: int = 46,
) -> Markup:
    """Return the chart as inline SVG; empty without rows.

    Parameters
    ----------
    rows : sequence of Row
        Top to bottom.
    name : str
        Unique in the page.
    alternative : str
        What the picture says in words.
    unit : str
        Title of the axis.
    width : int
        Outer width, pixels.
    longest : int
        Characters after which a row's name is cut.
    """
    import altair as alt

    if not rows:
        return Markup("")
    names = [cut(row.name, longest) for row in rows]
    left = max(labels.text_width(text, theme.SIZE) * (1.06 if row.position is not None else 1.0)
               for text, row in zip(names, rows, strict=True))  # fmt: skip
    plot = max(110.0, width - left - 34)
    ticks = nice_ticks(
        min(0.0, *(row.low for row in rows)), max(0.0, *(row.high for row in rows)), count=max(2, int(plot / 75))
    )
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[ticks[0], ticks[-1]], nice=False),
        axis=alt.Axis(title=unit, values=ticks, format=tick_format(ticks), grid=True, orient="bottom"),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[len(rows), 0], nice=False), axis=None)
    zero = alt.Chart(inline({"x": 0.0})).mark_rule(color="#777777", strokeWidth=1).encode(x=x)
    chart = alt.layer(zero, *_names(names, rows, y), *_intervals(rows, x, y)).properties(
        width=plot, height=_ROW * len(rows), padding={"left": 2, "right": 14, "top": 4, "bottom": 4}
    )
    return render(chart, alternative, name)


def _names(names: Sequence[str], rows: Sequence[Row], y: Any) -> list[Any]:
    """Return the layers of names left of the plot; the state's and the comparator's bold and in their colour."""
    import altair as alt

    layers = []
    for strong in (False, True):
        shown = [
            {"y": at + 0.5, "name": text, "ink": "#222222" if row.position is None else theme.slot(row.position)[1]}
            for at, (text, row) in enumerate(zip(names, rows, strict=True))
            if (row.position is not None) == strong
        ]
        if shown:
            mark = alt.Chart(inline(*shown)).mark_text(
                align="right", baseline="middle", dx=-8, fontWeight="bold" if strong else "normal"
            )
            layers.append(
                mark.encode(x=alt.value(0), y=y, text=alt.Text("name:N"), color=alt.Color("ink:N", scale=None))
            )
    return layers


def _intervals(rows: Sequence[Row], x: Any, y: Any) -> list[Any]:
    """Return the layers of intervals and dots."""
    import altair as alt

    spans, dots = [], []
    for at, row in enumerate(rows):
        colour = theme.GREY if row.position is None else theme.slot(row.position)[0]
        spans.append({"y": at + 0.5, "x": row.low, "x2": row.high, "colour": colour})
        inside = "#ffffff" if row.low < 0 < row.high else colour
        dots.append({"y": at + 0.5, "x": row.central, "colour": colour, "inside": inside})
    bar = alt.Chart(inline(*spans)).mark_rule(strokeWidth=3, opacity=0.55)
    dot = alt.Chart(inline(*dots)).mark_point(size=46, opacity=1, strokeWidth=1.6, shape="circle")
    edge, inner = alt.Stroke("colour:N", scale=None), alt.Fill("inside:N", scale=None)
    return [
        bar.encode(x=x, x2=alt.X2("x2:Q"), y=y, color=alt.Color("colour:N", scale=None)),
        dot.encode(x=x, y=y, stroke=edge, fill=inner),
    ]
