"""Lines with the band of their range: a loss as a coalition grows step by step, output as days go by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from technostate.report.charts import labels, theme
from technostate.report.charts.lines import nice_ticks, tick_format
from technostate.report.charts.svg import inline, render
from technostate.write.markup import Markup


@dataclass(frozen=True)
class Band:
    """One line with its range.

    Parameters
    ----------
    label : str
        Written at its end.
    low, central, high : sequence of float or None
        In the shown unit, one for each place on the horizontal axis; None where there is no answer.
    position : int
        0 the state, 1 the comparator, then others: sets colour and dash.
    """

    label: str
    low: Sequence[float | None]
    central: Sequence[float | None]
    high: Sequence[float | None]
    position: int = 0

    def points(self) -> list[tuple[int, float, float, float]]:
        """Return place, low, central and high wherever all three are known."""
        rows = zip(self.low, self.central, self.high, strict=True)
        return [
            (at, low, central, high)
            for at, (low, central, high) in enumerate(rows)
            if low is not None and central is not None and high is not None
        ]


def draw(
    bands: Sequence[Band],
    *,
    name: str,
    alternative: str,
    unit: str,
    across: str = "",
    steps: Sequence[str] = (),
    width: int = theme.WIDE,
    height: int = 230,
) -> Markup:
    """Return the chart as inline SVG; empty where no line has a figure.

    Parameters
    ----------
    bands : sequence of Band
    name : str
        Unique in the page.
    alternative : str
        What the picture says in words.
    unit : str
        The unit, written over the vertical axis.
    across : str
        Title of the horizontal axis.
    steps : sequence of str
        Names of the places on the horizontal axis; without them places are numbered from one (days).
    width, height : int
        Outer width and height of the plotting area, pixels.
    """
    import altair as alt

    shown = [band for band in bands if band.points()]
    if not shown:
        return Markup("")
    margin = min(max(labels.text_width(band.label, theme.SIZE) * 1.06 for band in shown) + 20, width * 0.4)
    plot = width - margin - 46
    known = [value for band in shown for point in band.points() for value in point[1:]]
    ticks = nice_ticks(min([*known, 0.0]), max([*known, 0.0]))
    count = len(shown[0].central)
    x = _across(count, steps, plot, across)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[ticks[0], ticks[-1]], nice=False),
        axis=alt.Axis(
            title=unit, titleAngle=0, titleAlign="left", titleAnchor="start", titleX=-34, titleY=-12,
            values=ticks, format=tick_format(ticks), labelExpr=theme.PLAIN_LABELS,
        ),
    )  # fmt: skip
    zero = alt.Chart(inline({"value": 0.0})).mark_rule(color="#777777", strokeWidth=1).encode(y=y)
    layers = [zero, *_names(steps, plot, height, x), *_areas(shown, x, y), *_lines(shown, x, y, dots=bool(steps))]
    layers += _ends(shown, x, y, height, ticks[0], ticks[-1], (count - 1) / plot if plot else 0.0)
    chart = alt.layer(*layers).properties(
        width=plot, height=height, padding={"left": 2, "right": 6, "top": 6, "bottom": 4}
    )
    return render(chart, alternative, name)


def _across(count: int, steps: Sequence[str], plot: float, title: str) -> Any:
    """Return the horizontal axis: named steps, or days counted from one."""
    import altair as alt

    scale = alt.Scale(domain=[-0.12, count - 0.88] if steps else [0, max(count - 1, 1)], nice=False)
    if steps:
        axis = alt.Axis(title=title or None, values=list(range(count)), labels=False)
    else:
        gap = next((gap for gap in (7, 14, 28, 91, 182) if count / gap * 40 <= plot), 364)
        axis = alt.Axis(
            title=title or None, values=list(range(gap - 1, count, gap)), labelExpr="format(datum.value + 1, 'd')"
        )
    return alt.X("x:Q", scale=scale, axis=axis)


def wrapped(text: str, room: float) -> list[str]:
    """Return a step's name in lines that fit a width in pixels, broken at spaces.

    Examples
    --------
    >>> wrapped("United States and its allies", 90.0)
    ['United States', 'and its allies']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and labels.text_width(longer, theme.SIZE) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _names(steps: Sequence[str], plot: float, height: int, x: Any) -> list[Any]:
    """Return the layer of the steps' names below the axis, as data: an axis would take them as an expression."""
    import altair as alt

    if not steps:
        return []
    room = plot / len(steps)
    rows = [{"x": at, "name": "\n".join(wrapped(step, room))} for at, step in enumerate(steps)]
    mark = alt.Chart(inline(*rows)).mark_text(baseline="top", lineBreak="\n", dy=8, color="#444444", clip=False)
    return [mark.encode(x=x, y=alt.value(height), text=alt.Text("name:N"))]


def _areas(bands: Sequence[Band], x: Any, y: Any) -> list[Any]:
    import altair as alt

    layers = []
    for band in reversed(bands):
        rows = [{"x": at, "value": low, "top": high} for at, low, _, high in band.points()]
        area = alt.Chart(inline(*rows)).mark_area(color=theme.slot(band.position)[0], opacity=0.16)
        layers.append(area.encode(x=x, y=y, y2=alt.Y2("top:Q")))
    return layers


def _lines(bands: Sequence[Band], x: Any, y: Any, *, dots: bool) -> list[Any]:
    import altair as alt

    layers = []
    for band in reversed(bands):
        colour, _, dash = theme.slot(band.position)
        rows = [{"x": at, "value": central} for at, _, central, _ in band.points()]
        base = alt.Chart(inline(*rows))
        line = base.mark_line(color=colour, strokeWidth=2.2 if band.position < 2 else 1.5, strokeDash=list(dash))
        layers.append(line.encode(x=x, y=y))
        if dots:
            layers.append(base.mark_point(color=colour, filled=True, size=40, opacity=1).encode(x=x, y=y))
    return layers


def _ends(bands: Sequence[Band], x: Any, y: Any, height: int, low: float, high: float, per_pixel: float) -> list[Any]:
    """Return the layers of names at the ends of the lines, none over another, with leaders to those that moved."""
    import altair as alt

    ends = [band.points()[-1] for band in bands]
    scale = (high - low) / height
    places = labels.stack([(high - end[2]) / scale for end in ends], theme.SIZE + 2, -6, height + 6)
    last = max(end[0] for end in ends)
    rows, leaders = [], []
    for band, end, place in zip(bands, ends, places, strict=True):
        if place is None:
            continue
        colour, ink, _ = theme.slot(band.position)
        level = high - place * scale
        rows.append({"x": last + 14 * per_pixel, "value": level, "label": band.label, "ink": ink})
        if abs(level - end[2]) > 3 * scale or end[0] < last:
            leaders.append(
                {"x": end[0] + 4 * per_pixel, "value": end[2], "x2": last + 12 * per_pixel, "y2": level, "c": colour}
            )
    layers = []
    if leaders:
        rule = alt.Chart(inline(*leaders)).mark_rule(strokeWidth=0.8, strokeDash=[1, 2])
        layers.append(rule.encode(x=x, y=y, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), color=alt.Color("c:N", scale=None)))
    mark = alt.Chart(inline(*rows)).mark_text(align="left", baseline="middle", clip=False, fontWeight="bold")
    layers.append(mark.encode(x=x, y=y, text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None)))
    return layers
