"""Points over years, the level of each segment between change points, and the change points themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from technostate.report.charts import labels, theme
from technostate.report.charts.lines import nice_ticks, tick_format, year_ticks
from technostate.report.charts.svg import inline, render
from technostate.write.markup import Markup


class Level(NamedTuple):
    """A segment: first and last year and its level in the shown unit."""

    first: int
    last: int
    value: float


class Change(NamedTuple):
    """A change point between two years, and whether it is claimed."""

    before: int
    after: int
    claimed: bool


def draw(
    points: Sequence[tuple[int, float]],
    levels: Sequence[Level],
    changes: Sequence[Change],
    *,
    name: str,
    alternative: str,
    unit: str,
    width: int = theme.WIDE,
    height: int = 260,
) -> Markup:
    """Return the chart as inline SVG; empty without points.

    Parameters
    ----------
    points : sequence of (int, float)
        Year and figure.
    levels : sequence of Level
    changes : sequence of Change
        Claimed ones are drawn as a band between their years with a label, others as a dotted line.
    name : str
        Unique in the page.
    alternative : str
        What the picture says in words.
    unit : str
        Written over the vertical axis.
    width, height : int
        Outer width and height of the plotting area, pixels.
    """
    import altair as alt

    if not points:
        return Markup("")
    years = [year for year, _ in points]
    first, last = min(years) - 1, max(years) + 1
    ticks = nice_ticks(0.0, max(max(value for _, value in points), 1e-6))
    plot = width - 60
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[first, last], nice=False),
        axis=alt.Axis(format="d", values=year_ticks(first, last, plot), title=None, labelFlush=False),
    )
    axis = alt.Axis(
        title=unit, titleAngle=0, titleAlign="left", titleAnchor="start", titleX=-34, titleY=-18, values=ticks,
        format=tick_format(ticks),
    )  # fmt: skip
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, ticks[-1]], nice=False), axis=axis)
    layers = _changes(changes, ticks[-1], plot / (last - first), x, y)
    dots = [{"year": year, "value": value} for year, value in points]
    layers.append(
        alt.Chart(inline(*dots)).mark_point(filled=True, size=24, color="#8A949E", opacity=1).encode(x=x, y=y)
    )
    spans = [{"year": level.first - 0.4, "end": level.last + 0.4, "value": level.value} for level in levels]
    mark = alt.Chart(inline(*spans)).mark_rule(strokeWidth=2.4, color=theme.LINES[0])
    layers.append(mark.encode(x=x, x2=alt.X2("end:Q"), y=y))
    chart = alt.layer(*layers).properties(
        width=plot, height=height, padding={"left": 2, "right": 10, "top": 12, "bottom": 4}
    )
    return render(chart, alternative, name)


def _changes(changes: Sequence[Change], top: float, pixels: float, x: Any, y: Any) -> list[Any]:
    """Return the layers of change points; labels that would touch stand on a second line."""
    import altair as alt

    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    reached = [-1e9, -1e9]
    for change in changes:
        middle = (change.before + change.after) / 2
        label = f"{change.before}/{change.after}"
        line = 0 if middle * pixels > reached[0] else 1
        if change.claimed:
            reached[line] = middle * pixels + labels.text_width(label, theme.SIZE) + 4
        rows[change.claimed].append({"year": middle, "value": top, "label": label, "line": line})
    layers = []
    for claimed, found in rows.items():
        if found:
            dash, colour = ([1, 0], theme.LINES[1]) if claimed else ([2, 3], "#A9A9A9")
            mark = alt.Chart(inline(*found)).mark_rule(strokeDash=dash, color=colour, strokeWidth=1.2)
            layers.append(mark.encode(x=x))
    for line in (0, 1):
        found = [row for row in rows[True] if row["line"] == line]
        if found:
            mark = alt.Chart(inline(*found)).mark_text(baseline="bottom", dy=-4 + 14 * line, color=theme.INKS[1])
            layers.append(mark.encode(x=x, y=y, text=alt.Text("label:N")))
    return layers
