"""Lines over years, one a series, labelled at their ends; points of another classification stand apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from technostate.report.charts import labels, theme
from technostate.report.charts.svg import inline, render
from technostate.write.markup import Markup

#: Years between two figures beyond which a line is broken: nothing is drawn across a longer silence.
_LONGEST_STEP = 3


@dataclass(frozen=True)
class Line:
    """One series of a chart.

    Parameters
    ----------
    label : str
        Written at its end.
    points : mapping of int to float
        Year → figure in the shown unit; joined by a line.
    apart : mapping of int to float
        Figures that no line may join to the others (another classification).
    position : int
        0 the state, 1 the comparator, then peers: sets colour and dash.
    """

    label: str
    points: Mapping[int, float]
    apart: Mapping[int, float] = field(default_factory=dict)
    position: int = 0

    def last(self) -> tuple[int, float]:
        """Return year and figure at which the label points."""
        known = {**self.points, **self.apart}
        return max(known), known[max(known)]


def draw(
    series: Sequence[Line],
    *,
    name: str,
    alternative: str,
    unit: str,
    width: int = theme.WIDE,
    height: int = 260,
    from_zero: bool = True,
    mark_peaks: bool = False,
) -> Markup:
    """Return the chart as inline SVG.

    Parameters
    ----------
    series : sequence of Line
        Series without any figure are left out.
    name : str
        Unique in the page.
    alternative : str
        What the picture says in words.
    unit : str
        The unit, written over the vertical axis.
    width, height : int
        Outer width and height of the plotting area, pixels.
    from_zero : bool
        Whether the vertical axis must include zero.
    mark_peaks : bool
        Whether the year of the highest figure is written over the lines of the state and the comparator.

    Returns
    -------
    Markup
        Empty where no series has a figure.
    """
    import altair as alt

    shown = [line for line in series if line.points or line.apart]
    if not shown:
        return Markup("")
    margin = min(max(labels.text_width(line.label, theme.SIZE) for line in shown) + 18, width * 0.36)
    plot = width - margin - 46
    low, high, ticks = _vertical(shown, from_zero)
    years = sorted({year for line in shown for year in (*line.points, *line.apart)})
    first, last = min(years[0], years[-1] - 1), years[-1]
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[first, last], nice=False),
        axis=alt.Axis(format="d", values=year_ticks(years[0], last, plot), title=None, labelFlush=False),
    )
    axis = alt.Axis(
        title=unit,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="start",
        titleX=-34,
        titleY=-12,
        values=ticks,
        format=tick_format(ticks),
        labelExpr=theme.PLAIN_LABELS,
    )
    y = alt.Y("value:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=axis)

    def down(value: float) -> float:
        return height * (high - value) / (high - low)

    places = labels.stack([down(line.last()[1]) for line in shown], theme.SIZE + 2, -6, height + 6)
    frame = _Frame(first, last, low, high, plot, height)
    layers = _marks(shown, x, y) + _labels(shown, places, frame, x, y)
    if mark_peaks:
        layers += _peaks(shown, x, y)
    padding = {"left": 2, "right": 6, "top": 6, "bottom": 4}
    chart = alt.layer(*layers).properties(width=plot, height=height, padding=padding)
    return render(chart, alternative, name)


def runs(points: Mapping[int, float]) -> list[list[tuple[int, float]]]:
    """Return the figures in runs that a line may join: years no more than three apart.

    Examples
    --------
    >>> runs({2000: 1.0, 2001: 2.0, 2010: 3.0})
    [[(2000, 1.0), (2001, 2.0)], [(2010, 3.0)]]
    """
    found: list[list[tuple[int, float]]] = []
    for year in sorted(points):
        if found and year - found[-1][-1][0] <= _LONGEST_STEP:
            found[-1].append((year, points[year]))
        else:
            found.append([(year, points[year])])
    return found


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return round tick values that cover [low, high]; the first and last bound the axis.

    Examples
    --------
    >>> nice_ticks(0, 17.2)
    [0.0, 5.0, 10.0, 15.0, 20.0]
    """
    span = (high - low) or abs(high) or 1.0
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    start, stop = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 10) for at in range(start, max(stop, start + 1) + 1)]


def tick_format(ticks: Sequence[float]) -> str:
    """Return the number format that shows every tick in full: a tick at 2.5 is not written 3.

    Examples
    --------
    >>> tick_format([0.0, 2.5, 5.0]), tick_format([0.0, 20000.0])
    (',.1f', ',.0f')
    """
    places = next((n for n in range(6) if all(abs(round(tick, n) - tick) < 1e-9 for tick in ticks)), 6)
    return f",.{places}f"


def year_ticks(first: int, last: int, pixels: float) -> list[int]:
    """Return years to label on an axis: round ones, far enough apart to be read.

    Examples
    --------
    >>> year_ticks(1995, 2022, 400)
    [1995, 2000, 2005, 2010, 2015, 2020]
    """
    span = max(last - first, 1)
    step = next((s for s in (1, 2, 5, 10, 20, 50) if span / s * 44 <= pixels and span / s <= 8), 100)
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    return ticks or sorted({first, last})


def _vertical(series: Sequence[Line], from_zero: bool) -> tuple[float, float, list[float]]:
    known = [value for line in series for value in (*line.points.values(), *line.apart.values())]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    ticks = nice_ticks(low, high)
    return ticks[0], ticks[-1], ticks


class _Frame(NamedTuple):
    """Domains of both axes and size of the plotting area in pixels."""

    first: int
    last: int
    low: float
    high: float
    width: float
    height: float


def _marks(series: Sequence[Line], x: Any, y: Any) -> list[Any]:
    """Return the layers of runs, lone points and points apart; one layer each, for all series together."""
    import altair as alt

    joined, lone, apart = [], [], []
    for line in reversed(series):  # the state is drawn last, over the others
        colour, _, dash = theme.slot(line.position)
        strong = line.position < 2
        for at, run in enumerate(runs(line.points)):
            rows = [{"year": year, "value": value, "colour": colour} for year, value in run]
            if len(run) > 1:
                more = {"run": f"{line.position}.{at}", "dash": list(dash), "thick": 2.2 if strong else 1.3}
                joined += [row | more for row in rows]
            else:
                lone += rows
        apart += [
            {"year": year, "value": value, "colour": colour, "size": 70 if strong else 40}
            for year, value in line.apart.items()
        ]
    hue = alt.Color("colour:N", scale=None)
    layers = []
    if joined:
        drawn = alt.Chart(inline(*joined)).mark_line()
        dashes, thickness = alt.StrokeDash("dash:N", scale=None), alt.StrokeWidth("thick:Q", scale=None)
        layers.append(
            drawn.encode(x=x, y=y, color=hue, detail=alt.Detail("run:N"), strokeDash=dashes, strokeWidth=thickness)
        )
    if lone:
        points = alt.Chart(inline(*lone)).mark_point(filled=True, size=26, opacity=1)
        layers.append(points.encode(x=x, y=y, color=hue))
    if apart:
        points = alt.Chart(inline(*apart)).mark_point(shape="diamond", filled=True, opacity=1)
        layers.append(points.encode(x=x, y=y, color=hue, size=alt.Size("size:Q", scale=None)))
    return layers


def _labels(series: Sequence[Line], places: Sequence[float | None], frame: _Frame, x: Any, y: Any) -> list[Any]:
    """Return the layers of end labels and of leaders to those that had to move, or whose line ends early."""
    import altair as alt

    per_year, per_pixel = (frame.last - frame.first) / frame.width, (frame.high - frame.low) / frame.height
    end = frame.last + 10 * per_year
    texts: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    leaders = []
    for line, place in zip(series, places, strict=True):
        if place is None:
            continue
        colour, ink, _ = theme.slot(line.position)
        year, value = line.last()
        level = frame.high - place * per_pixel
        texts[line.position < 2].append({"year": end, "value": level, "label": line.label, "ink": ink})
        if abs(level - value) > 3 * per_pixel or year < frame.last:
            leaders.append({"year": year, "value": value, "end": end - 2 * per_year, "level": level, "colour": colour})
    layers = []
    if leaders:
        rule = alt.Chart(inline(*leaders)).mark_rule(strokeWidth=0.8, strokeDash=[1, 2])
        colour_of = alt.Color("colour:N", scale=None)
        layers.append(rule.encode(x=x, y=y, x2=alt.X2("end:Q"), y2=alt.Y2("level:Q"), color=colour_of))
    for strong, rows in texts.items():
        if rows:
            mark = alt.Chart(inline(*rows)).mark_text(
                align="left", baseline="middle", fontWeight="bold" if strong else "normal", clip=False
            )
            ink_of = alt.Color("ink:N", scale=None)
            layers.append(mark.encode(x=x, y=y, text=alt.Text("label:N"), color=ink_of))
    return layers


def _peaks(series: Sequence[Line], x: Any, y: Any) -> list[Any]:
    """Return the layer of years written over the peaks of the state's and the comparator's lines."""
    import altair as alt

    rows = []
    for line in series:
        if line.position < 2 and len(line.points) > 2:
            top = max(line.points, key=lambda year, points=line.points: points[year])  # type: ignore[misc]
            ink = theme.slot(line.position)[1]
            if top in (min(line.points), max(line.points)):
                continue  # a line that rises or falls throughout has no peak to name
            rows.append({"year": top, "value": line.points[top], "label": str(top), "ink": ink})
    if not rows:
        return []
    mark = alt.Chart(inline(*rows)).mark_text(baseline="bottom", dy=-4)
    return [mark.encode(x=x, y=y, text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None))]
