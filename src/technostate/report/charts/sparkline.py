"""A word-sized path for a table cell, drawn directly: too small for axes, so first and last year are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from technostate.report.charts import theme
from technostate.report.charts.lines import runs
from technostate.write.markup import Markup, escape

_WIDTH, _HEIGHT, _PAD = 104, 26, 3


def draw(paths: Sequence[Mapping[int, float]], alternative: str) -> Markup:
    """Return one small SVG of the state's path and, behind it, the comparator's, on common scales.

    Parameters
    ----------
    paths : sequence of mapping of int to float
        Year → figure: the state first, then the comparator.
    alternative : str
        What the picture says in words.

    Returns
    -------
    Markup
        Empty where fewer than two years are known.
    """
    years = sorted({year for path in paths for year in path})
    if len(years) < 2 or not any(len(path) > 1 for path in paths):
        return Markup("")
    values = [value for path in paths for value in path.values()]
    low, high = min(values), max(values)

    def place(year: int, value: float) -> str:
        x = _PAD + (year - years[0]) / (years[-1] - years[0]) * (_WIDTH - 2 * _PAD)
        y = _HEIGHT - _PAD - ((value - low) / (high - low) if high > low else 0.5) * (_HEIGHT - 2 * _PAD)
        return f"{x:.1f},{y:.1f}"

    drawn = []
    for position in reversed(range(len(paths))):
        colour = theme.slot(position)[0]
        width = 1.8 if position == 0 else 1.1
        for run in runs(paths[position]):
            points = [place(year, value) for year, value in run]
            if len(points) > 1:
                drawn.append(
                    f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
                )
            x, y = points[-1].split(",")
            drawn.append(f'<circle cx="{x}" cy="{y}" r="1.7" fill="{colour}"/>')
    return Markup(
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img"'
        f' aria-label="{escape(alternative)}">{"".join(drawn)}</svg>'
    )
