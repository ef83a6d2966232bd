"""Fluid SVG for pages: across in per cent and down in em, so that one drawing serves phone, wide screen and print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from technostate.write.charts.marks import Arrow, Box, Curve, Dot, Key, Label, Mark, Panel, Ribbon, Rule, Stems
from technostate.write.markup import Markup, escape

#: Hatching for what is missing, once a page; drawings refer to it.
PATTERNS = Markup(
    '<svg width="0" height="0" class="vh" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="hz" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<rect class="hl" width="6" height="1.5"/></pattern></defs></svg>'
)


def svg(panel: Panel, spoken: str = "") -> Markup:
    """Return a panel as an SVG element that takes the width of its container.

    Parameters
    ----------
    spoken : str
        The drawing in words, which makes it an image; without them a reader's software leaves it out.
    """
    height = panel.height
    said = f'role="img" aria-label="{escape(spoken)}"' if spoken else 'aria-hidden="true"'
    style = f"height:{_n(height)}em"
    if panel.start or panel.end or panel.above or panel.below:
        style += (
            f";width:calc(100% - {_n(panel.start + panel.end)}em)"
            f";margin:{_n(panel.above)}em {_n(panel.end)}em {_n(panel.below)}em {_n(panel.start)}em"
        )
    return Markup(f'<svg class="p" {said} style="{style}">{inner(panel.marks, height)}</svg>')


def inner(marks: Sequence[Mark], height: float) -> str:
    """Return marks as the content of an SVG element."""
    return "".join([_WRITERS[type(mark)](mark, height) for mark in marks])


def key(items: Sequence[Key]) -> Markup:
    """Return the list that explains kinds of marks; empty without any."""
    if not items:
        return Markup("")
    return Markup(f'<ul class="key">{"".join(map(_key, items))}</ul>')


def _key(item: Key) -> str:
    box = f'<svg class="p" aria-hidden="true" width="2em" height="1em">{inner(item.marks, 1.0)}</svg>'
    return f"<li>{box if item.marks else ''}{escape(item.words)}</li>"


def _n(value: float) -> str:
    return f"{round(value, 2):g}"


def _rule(mark: Rule, height: float) -> str:
    return (
        f'<line class="{_class(mark.look, mark.hue)}" x1="{_n(mark.x1 * 100)}%" x2="{_n(mark.x2 * 100)}%" '
        f'y1="{_n(mark.y1)}em" y2="{_n(mark.y2)}em"/>'
    )


def _box(mark: Box, height: float) -> str:
    return (
        f'<rect class="{_class(mark.look, mark.hue)}" x="{_n(mark.x1 * 100)}%" y="{_n(mark.y1)}em" '
        f'width="{_n((mark.x2 - mark.x1) * 100)}%" height="{_n(mark.y2 - mark.y1)}em"/>'
    )


def _dot(mark: Dot, height: float) -> str:
    look = _class(mark.look, mark.hue)
    if not mark.diamond:
        return f'<circle class="{look}" cx="{_n(mark.x * 100)}%" cy="{_n(mark.y)}em" r="{_n(mark.r)}em"/>'
    return (
        f'<svg x="{_n(mark.x * 100)}%" y="{_n(mark.y)}em" class="v">'
        f'<path class="{look}" d="M0-5.5L5.5 0L0 5.5L-5.5 0Z"/></svg>'
    )


def _arrow(mark: Arrow, height: float) -> str:
    tip = "-9-4L0 0L-9 4Z" if mark.right else "9-4L0 0L9 4Z"
    return (
        f'<svg x="{_n(mark.x * 100)}%" y="{_n(mark.y)}em" class="v">'
        f'<path class="{_class("fill", mark.hue)}" d="M{tip}"/></svg>'
    )


def _curve(mark: Curve, height: float) -> str:
    scale = 100 / height
    line = "L".join([f"{round(x * 100, 2):g} {round(y * scale, 2):g}" for x, y in mark.points])
    closed = "Z" if mark.look == "area" else ""
    return (
        '<svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<path class="{_class(mark.look, mark.hue)}" d="M{line}{closed}"/></svg>'
    )


def _stems(mark: Stems, height: float) -> str:
    scale = 100 / height
    base = f"{round(mark.base * scale, 1):g}"
    path = "".join([f"M{round(x * 100, 2):g} {base}V{round(y * scale, 1):g}" for x, y in mark.tops])
    return (
        '<svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<path class="{_class("stem", mark.hue)}" d="{path}"/></svg>'
    )


def _ribbon(mark: Ribbon, height: float) -> str:
    scale = 100 / height
    left, right, bend = (_n(x * 100) for x in (mark.x1, mark.x2, (mark.x1 + mark.x2) / 2))
    a, b, c, d = (_n(y * scale) for y in (mark.y1, mark.y2, mark.y2 + mark.thick, mark.y1 + mark.thick))
    told = f"<title>{escape(mark.title)}</title>" if mark.title else ""
    return (
        '<svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<path class="{_class(mark.look, mark.hue)}" d="M{left} {a}C{bend} {a} {bend} {b} {right} {b}L{right} {c}'
        f'C{bend} {c} {bend} {d} {left} {d}Z">{told}</path></svg>'
    )


def _label(mark: Label, height: float) -> str:
    looks = " st" * mark.strong
    looks += f" i-{mark.hue}" if mark.hue else ""
    looks += f" o{mark.rank}" if mark.rank else ""
    anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    away = f' dx="{_n(mark.dx)}em"' if mark.dx else ""
    away += f' lang="{escape(mark.language)}"' if mark.language else ""
    return (
        f'<text class="halo{looks}" x="{_n(mark.x * 100)}%" y="{_n(mark.y + 0.33)}em"{away}{anchor}>'
        f"{escape(mark.text)}</text>"
    )


def _class(look: str, hue: str) -> str:
    return f"{look} s-{hue}" if hue else look


_WRITERS: dict[type, Callable[[Any, float], str]] = {
    Rule: _rule, Box: _box, Dot: _dot, Arrow: _arrow, Curve: _curve, Stems: _stems, Ribbon: _ribbon,
    Label: _label,
}  # fmt: skip
