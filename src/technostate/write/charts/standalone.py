"""A chart as an SVG file of its own: title, sub line, key, drawing, source, kind and date, so that it can be quoted."""

from __future__ import annotations

import datetime as dt

from technostate import __version__
from technostate.write.blocks import Chart
from technostate.write.charts.colours import LIGHT
from technostate.write.charts.fixed import PATTERN, words
from technostate.write.charts.labels import wrapped
from technostate.write.charts.sheet import INNER, MARGIN, WIDTH, body, key_lines, keys, told
from technostate.write.charts.table import plain_text
from technostate.write.forms import spoken
from technostate.write.markup import escape
from technostate.write.sources import licence, named

#: Generic families: a file must look alike where none of our faces is installed.
_FAMILY = "Helvetica, Arial, 'Liberation Sans', 'Noto Sans CJK SC', sans-serif"


def standalone(chart: Chart, *, command: str = "", made: dt.date | None = None) -> str:
    """Return a chart as an SVG file, 720 px wide, in the light theme, with every colour written out.

    Parameters
    ----------
    command : str
        What to type for the same figures.
    made : date, optional
        The date written below; today by default.
    """
    parts: list[str] = []
    y = MARGIN
    for line in wrapped(chart.caption, INNER / 16.5, 6):
        parts.append(words(MARGIN, y + 9, line, size=16, bold=True))
        y += 20
    for line in wrapped(chart.sub, INNER / 12.2, 4):
        parts.append(words(MARGIN, y + 7, line, size=12, colour=LIGHT["soft"]))
        y += 16
    explained, y = key_lines(keys(chart.form), y + 6)
    drawing, y = body(chart.form, y + 4)
    parts += [explained, drawing]
    y += 8
    parts.append(f'<line x1="{MARGIN:g}" x2="{WIDTH - MARGIN:g}" y1="{y:.0f}" y2="{y:.0f}" stroke="{LIGHT["line"]}"/>')
    y += 6
    for said in (*told(chart.form), *_sources(chart), _made(command, made or dt.date.today())):
        for line in wrapped(said, INNER / 11.2):
            parts.append(words(MARGIN, y + 7, line, size=11, colour=LIGHT["soft"]))
            y += 15
    height = y + MARGIN - 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}" width="{WIDTH:g}" '
        f'height="{height:.0f}" font-family="{escape(_FAMILY)}" role="img">'
        f"<title>{escape(chart.caption)}</title><desc>{escape(spoken(chart.form))}</desc>{PATTERN}"
        f'<rect width="100%" height="100%" fill="{LIGHT["paper"]}"/>{"".join(parts)}</svg>\n'
    )


def _sources(chart: Chart) -> list[str]:
    """Return kind and sources, and the limit that matters most."""
    figures = chart.form.figures
    kinds = ", ".join(dict.fromkeys(figure.kind for figure in figures))
    sources = "; ".join(dict.fromkeys(named(figure.origin) for figure in figures))
    licences = "; ".join(dict.fromkeys(figure.origin.licence for figure in figures if licence(figure.origin)))
    said = f" Licence: {licences}." if licences else ""
    note = plain_text(chart.note)
    lines = [f"{kinds.capitalize()}. Source: {sources}.{said}"] if figures else ["No figure to draw."]
    return [*lines, note] if note else lines


def _made(command: str, made: dt.date) -> str:
    again = f" · {command}" if command else ""
    return f"technostate {__version__} · {made.day} {made:%B} {made.year}{again}"
