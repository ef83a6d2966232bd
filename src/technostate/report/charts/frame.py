"""A chart as a file of its own: title above, notes and origin below, so that it can be quoted alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from technostate.report.charts import labels, theme
from technostate.write.markup import Markup, clean, escape

_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_MARGIN = 12


def framed(picture: Markup, title: str, notes: Sequence[str]) -> str:
    """Return an SVG file of a chart that `svg.render` drew.

    Parameters
    ----------
    picture : Markup
    title : str
        Written above; also the document's title.
    notes : sequence of str
        Written below, a paragraph each: how to read it, kind and unit, origin.

    Examples
    --------
    >>> from technostate.write.markup import Markup
    >>> framed(Markup('<svg viewBox="0 0 600 20"></svg>'), "Trend", ["derived"]).count("<text")
    2
    """
    found = _SIZE.search(picture)
    assert found, "the picture is an element that svg.render drew"
    width, height = float(found[1]), float(found[2])
    outer = max(width, 420.0) + 2 * _MARGIN
    above = [(line, 14.0, "bold", "#222222") for line in wrapped(title, 14.0, outer - 2 * _MARGIN)]
    below = [
        (line, theme.SIZE, "normal", "#444444")
        for note in notes
        for line in wrapped(note, theme.SIZE, outer - 2 * _MARGIN)
    ]
    parts, y = [], float(_MARGIN)
    for place, lines in enumerate((above, below)):
        for line, size, weight, colour in lines:
            y += size * 1.35
            parts.append(
                f'<text x="{_MARGIN}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{colour}">'
                f"{escape(line)}</text>"
            )
        if place == 0:
            y += 10
            parts.append(f'<g transform="translate({_MARGIN},{y:.1f})">{picture}</g>')
            y += height + 4
    total = y + _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {outer:.0f} {total:.0f}" width="{outer:.0f}" '
        f'height="{total:.0f}" font-family="{escape(theme.FONT)}"><title>{escape(clean(title))}</title>'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>\n'
    )


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return a text in lines that fit a width; Chinese breaks anywhere.

    Parameters
    ----------
    text : str
    size, width : float
        Pixels.

    Examples
    --------
    >>> wrapped("one two three", 10, 60)
    ['one two', 'three']
    """
    lines, line = list[str](), ""
    for word in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+", clean(text).strip()):
        if line and labels.text_width(line + word.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    return [*lines, line.rstrip()] if line else lines
