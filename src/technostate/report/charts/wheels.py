"""The two wheels: military spending in per cent of GDP against real GDP a head, a path over years, one line a state."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from technostate.report.charts import labels, theme
from technostate.report.charts.lines import nice_ticks
from technostate.report.charts.svg import inline, render
from technostate.write.markup import Markup

_LINE_HEIGHT = theme.SIZE + 2


@dataclass(frozen=True)
class Path:
    """One state's path: year → (GDP a head, military spending in per cent of GDP); `position` sets the colour."""

    label: str
    points: Mapping[int, tuple[float, float]]
    position: int = 0


class _Frame(NamedTuple):
    """Domains of both axes (the horizontal one in log10) and size of the plotting area in pixels."""

    left: float
    right: float
    top: float
    width: float
    height: float

    def pixel(self, across: float, up: float) -> tuple[float, float]:
        return (
            (math.log10(across) - self.left) / (self.right - self.left) * self.width,
            self.height * (1 - up / self.top),
        )

    def data(self, x: float, y: float) -> tuple[float, float]:
        return 10 ** (self.left + x / self.width * (self.right - self.left)), self.top * (1 - y / self.height)


def draw(
    paths: Sequence[Path],
    *,
    name: str,
    alternative: str,
    across: str,
    up: str,
    width: int = theme.WIDE,
    height: int = 380,
) -> Markup:
    """Return the chart as inline SVG; empty where no state has both figures in any year.

    Parameters
    ----------
    paths : sequence of Path
        The state first, then the comparator, then peers.
    name : str
        Unique in the page.
    alternative : str
        What the picture says in words.
    across, up : str
        Titles of the axes, with units.
    width, height : int
        Outer width and height of the plotting area, pixels.
    """
    import altair as alt

    shown = [path for path in paths if path.points]
    if not shown:
        return Markup("")
    frame, ticks, up_ticks = _frame(shown, width - (130 if width > 400 else 60), height)
    x = alt.X(
        "x:Q",
        scale=alt.Scale(type="log", domain=[10**frame.left, 10**frame.right], nice=False),
        axis=alt.Axis(title=across, values=ticks, format=",d", labelExpr=theme.PLAIN_LABELS),
    )
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domain=[0, frame.top], nice=False),
        axis=alt.Axis(
            title=up, titleAngle=0, titleAlign="left", titleAnchor="start", titleX=-30, titleY=-12, values=up_ticks
        ),
    )
    layers = _path_layers(shown, x, y) + _label_layers(shown, frame, x, y)
    chart = alt.layer(*layers).properties(
        width=frame.width, height=height, padding={"left": 2, "right": 8, "top": 6, "bottom": 4}
    )
    return render(chart, alternative, name)


def _frame(paths: Sequence[Path], width: float, height: float) -> tuple[_Frame, list[int], list[float]]:
    across = [point[0] for path in paths for point in path.points.values()]
    up_ticks = nice_ticks(0.0, max(point[1] for path in paths for point in path.points.values()) * 1.04)
    left, right = math.log10(min(across) * 0.9), math.log10(max(across) * 1.12)
    steps = (1, 2, 5) if (right - left) * 3 * 46 <= width else (1, 3)
    ticks = [m * 10**power for power in range(1, 7) for m in steps if left <= math.log10(m * 10**power) <= right]
    return _Frame(left, right, up_ticks[-1], width, height), ticks, up_ticks


def _path_layers(paths: Sequence[Path], x: Any, y: Any) -> list[Any]:
    """Return the layers of paths and of marked years, one each for all states together."""
    import altair as alt

    rows, dots = [], []
    for path in reversed(paths):  # the state is drawn last, over the others
        colour, _, dash = theme.slot(path.position)
        strong = path.position < 2
        marked = _marked(path)
        for year in sorted(path.points):
            across, up = path.points[year]
            row = {"x": across, "y": up, "colour": colour}
            rows.append(
                row | {"year": year, "path": path.position, "dash": list(dash), "thick": 2.4 if strong else 1.2}
            )
            if year in marked:
                dots.append(row | {"size": 34 if strong else 18})
    colour_of = alt.Color("colour:N", scale=None)
    # Points are joined in order of time, so a path may turn back.
    drawn = alt.Chart(inline(*rows)).mark_line()
    lines = drawn.encode(
        x=x,
        y=y,
        order=alt.Order("year:Q"),
        detail=alt.Detail("path:N"),
        color=colour_of,
        strokeDash=alt.StrokeDash("dash:N", scale=None),
        strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
    )
    points = alt.Chart(inline(*dots)).mark_point(filled=True, opacity=1)
    return [lines, points.encode(x=x, y=y, color=colour_of, size=alt.Size("size:Q", scale=None))]


def _marked(path: Path) -> list[int]:
    """Return the years marked on a path: first, each tenth, last; only the last for peers."""
    years = sorted(path.points)
    if path.position > 1:
        return years[-1:]
    tenth = [year for year in years if year % 10 == 0 and year - years[0] > 3 and years[-1] - year > 3]
    return sorted({years[0], years[-1], *tenth})


def _label_layers(paths: Sequence[Path], frame: _Frame, x: Any, y: Any) -> list[Any]:
    """Return text layers for the ends (name and year) and the marked years, none over another."""
    import altair as alt

    wanted: list[tuple[str, tuple[float, float], Path, bool]] = []
    for path in paths:
        last = max(path.points)
        wanted.append((f"{path.label} {last}", frame.pixel(*path.points[last]), path, True))
    for path in paths:
        for year in _marked(path):
            if year != max(path.points):
                wanted.append((str(year), frame.pixel(*path.points[year]), path, False))
    sizes = [
        (labels.text_width(text, theme.SIZE) * (1.06 if end and path.position < 2 else 1), _LINE_HEIGHT)
        for text, _, path, end in wanted
    ]
    boxes = labels.around(
        [item[1] for item in wanted],
        sizes,
        _ink(paths, frame),
        labels.Box(2, -4, frame.width + (90 if frame.width > 400 else 26), frame.height),
    )
    leaders = []
    texts: dict[tuple[bool, bool], list[dict[str, Any]]] = {}
    for (text, anchor, path, end), box in zip(wanted, boxes, strict=True):
        if box is None:
            continue
        colour, ink, _ = theme.slot(path.position)
        if labels.leader(anchor, box):
            (x1, y1), (x2, y2) = frame.data(*anchor), frame.data(*labels.nearest(anchor, box))
            leaders.append({"x": x1, "y": y1, "x2": x2, "y2": y2, "colour": colour})
        place = frame.data((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        rows = texts.setdefault((end, path.position < 2), [])
        rows.append({"x": place[0], "y": place[1], "label": text, "ink": ink})
    layers = []
    if leaders:
        rule = alt.Chart(inline(*leaders)).mark_rule(strokeWidth=0.7)
        colour_of = alt.Color("colour:N", scale=None)
        layers.append(rule.encode(x=x, y=y, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"), color=colour_of))
    for (end, strong), rows in texts.items():
        mark = alt.Chart(inline(*rows)).mark_text(
            align="center",
            baseline="middle",
            fontWeight="bold" if end and strong else "normal",
            fontSize=theme.SIZE if end else theme.SIZE - 1,
        )
        layers.append(mark.encode(x=x, y=y, text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None)))
    return layers


def _ink(paths: Sequence[Path], frame: _Frame) -> list[tuple[float, float]]:
    """Return points every few pixels along all paths: what labels should not cover."""
    found: list[tuple[float, float]] = []
    for path in paths:
        pixels = [frame.pixel(*path.points[year]) for year in sorted(path.points)]
        for (x1, y1), (x2, y2) in itertools.pairwise(pixels):
            steps = max(1, int(math.dist((x1, y1), (x2, y2)) / 5))
            found += [(x1 + (x2 - x1) * s / steps, y1 + (y2 - y1) * s / steps) for s in range(steps + 1)]
        found += pixels[-1:]
    return found
