"""Marks at fixed places, in px and with the colours of the light theme, for files that stand alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from technostate.write.charts.colours import LIGHT, mark, text
from technostate.write.charts.marks import Arrow, Box, Curve, Dot, Label, Panel, Ribbon, Rule, Stems
from technostate.write.markup import escape

#: Attributes of each look; `{c}` is the colour of the mark. The style sheet has the same looks as classes.
LOOKS = {
    "g": f'stroke="{LIGHT["line"]}"',
    "z": f'stroke="{LIGHT["ink"]}"',
    "ev": f'stroke="{LIGHT["ink"]}" stroke-dasharray="2 2"',
    "thin": 'stroke="{c}" stroke-width="1.5"',
    "rng": 'stroke="{c}" stroke-width="6" stroke-linecap="round" opacity=".38"',
    "dash": 'stroke="{c}" stroke-width="2" stroke-dasharray="4 3"',
    "mid": 'stroke="{c}" stroke-width="2.5"',
    "dot": f'fill="{{c}}" stroke="{LIGHT["paper"]}"',
    "open": f'fill="{LIGHT["paper"]}" stroke="{{c}}" stroke-width="1.75"',
    "ln": 'fill="none" stroke="{c}" stroke-width="2" stroke-linejoin="round"',
    "broken": 'fill="none" stroke="{c}" stroke-width="2" stroke-dasharray="5 3"',
    "stem": 'fill="none" stroke="{c}" opacity=".45"',
    "leader": 'fill="none" stroke="{c}" stroke-dasharray="1 2"',
    "area": 'fill="{c}" opacity=".16"',
    "fill": 'fill="{c}"',
    "flow": 'fill="{c}" opacity=".34"',
    "hz": 'fill="url(#hz)"',
    "nv": f'fill="{LIGHT["never"]}"',
}
#: Hatching for what is missing; once a file.
PATTERN = (
    '<defs><pattern id="hz" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    f'<rect width="6" height="1.5" fill="{LIGHT["hatch"]}"/></pattern></defs>'
)


class Frame(NamedTuple):
    """Where a panel lies: left, top and width in px, and how many px an em has."""

    left: float
    top: float
    width: float
    em: float = 12.0


def drawing(panel: Panel, frame: Frame) -> str:
    """Return the marks of a panel as SVG elements.

    Parameters
    ----------
    frame : Frame
        Of the box itself; labels may stand around it.
    """
    return "".join([_WRITERS[type(item)](item, frame) for item in panel.marks])


def words(
    x: float, y: float, said: str, *, size: float = 12.0, colour: str = "", anchor: str = "start", bold: bool = False
) -> str:
    """Return a line of text, its middle at `y`.

    Parameters
    ----------
    colour : str
        Empty for ink.
    anchor : {"start", "middle", "end"}
    """
    more = (f' text-anchor="{anchor}"' if anchor != "start" else "") + (' font-weight="600"' if bold else "")
    return (
        f'<text x="{_n(x)}" y="{_n(y + size * 0.35)}" font-size="{_n(size)}" fill="{colour or LIGHT["ink"]}"{more}>'
        f"{escape(said)}</text>"
    )


def _n(value: float) -> str:
    return f"{round(value, 2):g}"


def _look(look: str, hue: str) -> str:
    return LOOKS[look].replace("{c}", mark(hue) if hue else LIGHT["ink"])


def _rule(item: Rule, at: Frame) -> str:
    return (
        f'<line x1="{_n(at.left + item.x1 * at.width)}" x2="{_n(at.left + item.x2 * at.width)}" '
        f'y1="{_n(at.top + item.y1 * at.em)}" y2="{_n(at.top + item.y2 * at.em)}" {_look(item.look, item.hue)}/>'
    )


def _box(item: Box, at: Frame) -> str:
    return (
        f'<rect x="{_n(at.left + item.x1 * at.width)}" y="{_n(at.top + item.y1 * at.em)}" '
        f'width="{_n((item.x2 - item.x1) * at.width)}" height="{_n((item.y2 - item.y1) * at.em)}" '
        f"{_look(item.look, item.hue)}/>"
    )


def _dot(item: Dot, at: Frame) -> str:
    x, y, look = at.left + item.x * at.width, at.top + item.y * at.em, _look(item.look, item.hue)
    if item.diamond:
        return f'<path d="M{_n(x)} {_n(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z" {look}/>'
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(item.r * at.em)}" {look}/>'


def _arrow(item: Arrow, at: Frame) -> str:
    x, y = at.left + item.x * at.width, at.top + item.y * at.em
    away = -9 if item.right else 9
    return (
        f'<path d="M{_n(x + away)} {_n(y - 4)}L{_n(x)} {_n(y)}L{_n(x + away)} {_n(y + 4)}Z" {_look("fill", item.hue)}/>'
    )


def _curve(item: Curve, at: Frame) -> str:
    line = "L".join([f"{_n(at.left + x * at.width)} {_n(at.top + y * at.em)}" for x, y in item.points])
    return f'<path d="M{line}{"Z" if item.look == "area" else ""}" {_look(item.look, item.hue)}/>'


def _stems(item: Stems, at: Frame) -> str:
    base = _n(at.top + item.base * at.em)
    path = "".join([f"M{_n(at.left + x * at.width)} {base}V{_n(at.top + y * at.em)}" for x, y in item.tops])
    return f'<path d="{path}" {_look("stem", item.hue)}/>'


def _ribbon(item: Ribbon, at: Frame) -> str:
    left, right = at.left + item.x1 * at.width, at.left + item.x2 * at.width
    bend = (left + right) / 2
    a, b, c, d = (_n(at.top + y * at.em) for y in (item.y1, item.y2, item.y2 + item.thick, item.y1 + item.thick))
    told = f"<title>{escape(item.title)}</title>" if item.title else ""
    return (
        f'<path d="M{_n(left)} {a}C{_n(bend)} {a} {_n(bend)} {b} {_n(right)} {b}L{_n(right)} {c}'
        f'C{_n(bend)} {c} {_n(bend)} {d} {_n(left)} {d}Z" {_look(item.look, item.hue)}>{told}</path>'
    )


def _label(item: Label, at: Frame) -> str:
    x = at.left + item.x * at.width + item.dx * at.em
    y = at.top + item.y * at.em
    colour = text(item.hue) if item.hue else LIGHT["soft"]
    # A pale copy below keeps words readable where lines cross them; renderers differ in `paint-order`.
    under = words(x, y, item.text, size=at.em, colour=LIGHT["paper"], anchor=item.anchor, bold=item.strong)
    under = under.replace("<text ", f'<text stroke="{LIGHT["paper"]}" stroke-width="3" stroke-linejoin="round" ')
    return under + words(x, y, item.text, size=at.em, colour=colour, anchor=item.anchor, bold=item.strong)


_WRITERS: dict[type, Callable[[Any, Frame], str]] = {
    Rule: _rule, Box: _box, Dot: _dot, Arrow: _arrow, Curve: _curve, Stems: _stems, Ribbon: _ribbon,
    Label: _label,
}  # fmt: skip
