"""What a drawing is made of: marks at places across (0 to 1) and down (in em), with a look and a colour, no markup.

One list of marks is written as fluid SVG for pages (`fluid`) and as fixed SVG for files (`fixed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

Anchor: TypeAlias = Literal["start", "middle", "end"]
#: Looks of marks: what the style sheet has as a class and `fixed.LOOKS` as attributes.
Look: TypeAlias = Literal[
    "g", "z", "ev", "thin", "rng", "dash", "mid", "dot", "open", "ln", "broken", "leader", "area", "fill", "hz", "nv",
    "stem", "flow",
]  # fmt: skip


class Rule(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: Look
    hue: str = ""


class Box(NamedTuple):
    """A rectangle from left and top to right and bottom."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: Look
    hue: str = ""


class Dot(NamedTuple):
    """A circle, or a diamond; its radius in em."""

    x: float
    y: float
    look: Look
    hue: str = ""
    r: float = 0.32
    diamond: bool = False


class Arrow(NamedTuple):
    """A small arrow at an edge: what is drawn goes on beyond it."""

    x: float
    y: float
    right: bool
    hue: str = ""


class Curve(NamedTuple):
    """A line through points, or an area round them."""

    points: Sequence[tuple[float, float]]
    look: Look
    hue: str = ""


class Stems(NamedTuple):
    """Thin uprights from one base to each of many tops, drawn as one path."""

    tops: Sequence[tuple[float, float]]
    base: float
    hue: str = ""


class Ribbon(NamedTuple):
    """A band from one upright to another, `thick` em wide, bent so that it leaves and arrives level.

    Parameters
    ----------
    y1, y2 : float
        Of its upper edge at each end.
    title : str
        Told when it is pointed at.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    thick: float
    look: Look
    hue: str = ""
    title: str = ""


class Label(NamedTuple):
    """A line of text: `dx` em from its place, its middle at `y`.

    `rank` 1 is left out where there is little room, 2 already where there is not much. `strong` is for names of what
    is drawn, `language` a BCP 47 tag where it is not English.
    """

    x: float
    y: float
    text: str
    hue: str = ""
    anchor: Anchor = "start"
    dx: float = 0.0
    strong: bool = False
    rank: int = 0
    language: str = ""


Mark: TypeAlias = Rule | Box | Dot | Arrow | Curve | Stems | Ribbon | Label


class Panel(NamedTuple):
    """Marks in a box that is as wide as there is room and `height` em high.

    Parameters
    ----------
    start, end, above, below : float
        Room round the box for labels, em.
    """

    height: float
    marks: Sequence[Mark]
    start: float = 0.0
    end: float = 0.0
    above: float = 0.0
    below: float = 0.0


class Key(NamedTuple):
    """One kind of mark explained: marks in a box 2 em wide and 1 em high, and words; words alone say a unit."""

    marks: Sequence[Mark]
    words: str
