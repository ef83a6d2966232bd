"""Two points a row joined by a bar: how far two sides depend on each other, sector by sector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from technostate.report.charts import labels, theme
from technostate.report.charts.lines import nice_ticks, tick_format
from technostate.report.charts.svg import inline, render
from technostate.write.markup import Markup


class Pair(NamedTuple):
    """One row: its name and the two figures in the shown unit; None where there is none."""

    name: str
    first: float | None
    second: float | None


def draw(
    pairs: Sequence[Pair],
    *,
    name: str,
    alternative: str,
    unit: str,
    legend: tuple[str, str],
    width: int = theme.WIDE,
    longest: int = 46,
) -> Markup:
    """Return the chart as inline SVG; empty without rows.

    Parameters
    ----------
    pairs : sequence of Pair
        Top to bottom.
    name : str
        Unique in the page.
    alternative : str
        What the picture says in words.
    unit : str
        Title of the axis.
    legend : (str, str)
        What the two points are, written above in their colours.
    width : int
        Outer width, pixels.
    longest : int
        Characters after which a row's name is cut.
    """
    import altair as alt

    if not pairs:
        return Markup("")
    names = [cut(pair.name, longest) for pair in pairs]
    left = max(labels.text_width(text, theme.SIZE) for text in names)
    plot = max(120.0, width - left - 30)
    known = [value for pair in pairs for value in (pair.first, pair.second) if value is not None]
    ticks = nice_ticks(0.0, max([*known, 1e-6]), count=5 if plot > 250 else 3)
    height = 20 * len(pairs)
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, ticks[-1]], nice=False),
        axis=alt.Axis(title=unit, values=ticks, format=tick_format(ticks), grid=True, orient="bottom"),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[len(pairs), 0], nice=False), axis=None)
    rows = inline(*({"y": at + 0.5, "name": text} for at, text in enumerate(names)))
    layers: list[Any] = [
        alt.Chart(rows)
        .mark_text(align="right", baseline="middle", dx=-8)
        .encode(x=alt.value(0), y=y, text=alt.Text("name:N"))
    ]
    both = [
        {"y": at + 0.5, "x": pair.first, "x2": pair.second}
        for at, pair in enumerate(pairs)
        if pair.first is not None and pair.second is not None
    ]
    if both:
        bar = alt.Chart(inline(*both)).mark_rule(color="#C9CDD2", strokeWidth=3)
        layers.append(bar.encode(x=x, x2=alt.X2("x2:Q"), y=y))
    for position, side in enumerate(("second", "first")):
        colour = theme.LINES[1 - position]
        points = [
            {"y": at + 0.5, "x": getattr(pair, side)}
            for at, pair in enumerate(pairs)
            if getattr(pair, side) is not None
        ]
        if points:
            dot = alt.Chart(inline(*points)).mark_point(
                filled=True, size=70, opacity=1, color=colour, shape="circle" if side == "first" else "diamond"
            )
            layers.append(dot.encode(x=x, y=y))
    layers += _legend(legend, left, plot)
    chart = alt.layer(*layers).properties(
        width=plot,
        height=height,
        padding={"left": 2, "right": 8, "top": 6, "bottom": 4},
    )
    return render(chart, alternative, name)


def cut(text: str, longest: int) -> str:
    """Return a text of at most `longest` characters, cut at a word and marked with an ellipsis.

    Examples
    --------
    >>> cut("Other transport equipment", 18)
    'Other transport …'
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1].rsplit(" ", 1)[0].rstrip(",; ")
    return f"{head} …"


def _legend(legend: tuple[str, str], left: float, width: float) -> list[Any]:
    """Return what the two points are, over the rows, each in its colour; under each other where they need the room."""
    import altair as alt

    texts = f"● {legend[0]}", f"◆ {legend[1]}"
    first = labels.text_width(texts[0], theme.SIZE) * 1.1 + 16
    stacked = first + labels.text_width(texts[1], theme.SIZE) * 1.1 > left + width
    places = [(-left - 8, -26.0), (-left - 8, -12.0)] if stacked else [(-left - 8, -14.0), (first - left - 8, -14.0)]
    return [
        alt.Chart(inline({"text": text}))
        .mark_text(align="left", baseline="middle", fontWeight="bold", color=theme.INKS[position])
        .encode(x=alt.value(place[0]), y=alt.value(place[1]), text=alt.Text("text:N"))
        for position, (text, place) in enumerate(zip(texts, places, strict=True))
    ]
