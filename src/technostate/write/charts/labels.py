"""Room for words: how wide a text is, how it breaks into lines, and places that keep labels apart.

Units are those of the caller (em or pixels), y downwards. What does not fit is left out, last first, and the caller
is told so (`None`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

#: Widths of a Helvetica-metric sans serif in em, by class of character; rounded up, so that boxes err on the wide side.
_NARROW = frozenset("ijlI.,:;'|!()[] ·’")
_WIDE = frozenset("mwMWQGO%@—")


@lru_cache(maxsize=4096)
def text_width(text: str) -> float:
    """Return an upper estimate of a text's width in a Helvetica-metric face, em.

    Examples
    --------
    >>> text_width("中国"), round(text_width("12.5"), 2)
    (2.0, 2.05)
    """
    em = 0.0
    for character in text:
        if character >= "\u2e80":
            em += 1.0
        elif character in _NARROW:
            em += 0.34
        elif character in _WIDE:
            em += 0.95
        elif character.isupper():
            em += 0.74
        else:
            em += 0.57
    return em


def wrapped(text: str, width: float, most: int = 0) -> list[str]:
    """Return a text in lines that fit a width in em; Chinese breaks anywhere, a word that is too long is cut.

    Parameters
    ----------
    most : int
        Lines at most, the last cut with an ellipsis; 0 for any number.

    Examples
    --------
    >>> wrapped("one two three", 6)
    ['one two', 'three']
    >>> wrapped("one two three four five", 6, most=2)
    ['one two', 'three fou…']
    """
    lines, line = list[str](), ""
    for word in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|[^\S\u00a0]+|\u00a0", text.strip()):
        if line and text_width(line + word.rstrip()) > width:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
        while text_width(line.rstrip()) > width and len(line) > 1:
            fits = next((at for at in range(len(line) - 1, 1, -1) if text_width(line[:at]) <= width), 1)
            lines.append(line[:fits])
            line = line[fits:]
    lines += [line.rstrip()] if line.rstrip() else []
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and text_width(last + "…") > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return lines


def stack(desired: Sequence[float], heights: Sequence[float], lower: float, upper: float) -> tuple[float | None, ...]:
    """Place labels in a column: least squared displacement, none overlapping, within bounds.

    Parameters
    ----------
    desired : sequence of float
        Wanted centre of each label; earlier ones are more important.
    heights : sequence of float
        Height of each label.
    lower, upper : float
        The column.

    Returns
    -------
    tuple of float or None
        Centre of each label; None for those (the last) that the column has no room for.

    Notes
    -----
    Subtracting the heights that stand above a label turns the spacing into monotonicity, so that pooling adjacent
    violators (isotonic regression) and clipping to the bounds give the optimum.

    Examples
    --------
    >>> stack([50, 50, 90], [10, 10, 10], 0, 100)
    (45.0, 55.0, 90.0)
    >>> stack([5, 5], [10, 10], 0, 15)
    (5.0, None)
    """
    kept, room = 0, upper - lower
    for height in heights:
        room -= height
        if room < -1e-9:
            break
        kept += 1
    order = sorted(range(kept), key=lambda item: (desired[item], item))
    above, offsets = 0.0, []
    for item in order:
        offsets.append(above + heights[item] / 2)
        above += heights[item]
    pools: list[tuple[float, int]] = []
    for item, offset in zip(order, offsets, strict=True):
        total, count = float(desired[item]) - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, members = pools.pop()
            total, count = total + before, count + members
        pools.append((total, count))
    levels = [total / count for total, count in pools for _ in range(count)]
    places: list[float | None] = [None] * len(desired)
    for item, level, offset in zip(order, levels, offsets, strict=True):
        places[item] = min(max(level, lower), upper - above) + offset
    return tuple(places)


class Space(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Space, gap: float = 0.0) -> bool:
        """Return whether the two rectangles share area, or lie nearer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def inside(self, other: Space) -> bool:
        """Return whether this rectangle lies within another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


#: Directions in which a label may leave its point, best first: right, left, above and below.
_DIRECTIONS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


def beside(
    anchor: tuple[float, float],
    width: float,
    bounds: Space,
    taken: Sequence[Space],
    obstacles: Sequence[tuple[float, float]],
) -> tuple[Space, int, int] | None:
    """Return a free place for a label one line high beside its point, and the direction in which it lies.

    Parameters
    ----------
    anchor : (x, y)
        In em.
    bounds : Space
        What the label must stay in.
    taken : sequence of Space
        What it may not overlap.
    obstacles : sequence of (x, y)
        Points it should rather not cover.

    Returns
    -------
    (Space, int, int) or None
        The place and the direction; None where there is none.
    """
    best: tuple[float, Space, int, int] | None = None
    x, y = anchor
    near = [(a, b) for a, b in obstacles if abs(b - y) < 2 and abs(a - x) < width + 1]
    for rank, (dx, dy) in enumerate(_DIRECTIONS):
        left = x + 0.5 if dx > 0 else x - 0.5 - width if dx < 0 else x - width / 2
        middle = y + dy * (0.95 if dx == 0 else 0.7)
        place = Space(left, middle - 0.55, left + width, middle + 0.55)
        if not place.inside(bounds) or any(place.overlaps(other) for other in taken):
            continue
        covered = sum(place.left <= a <= place.right and place.top <= b <= place.bottom for a, b in near)
        cost = covered + 0.1 * rank
        if best is None or cost < best[0]:
            best = cost, place, dx, dy
    return best[1:] if best else None
