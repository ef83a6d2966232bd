"""Deterministic placement of direct labels: ends of lines in a margin, points in a plane.

Pixels throughout, y downwards. No two labels that are placed overlap; what does not fit is left out, last first,
and the caller says so (`None`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

#: Widths of a Helvetica-metric sans serif in em, by class of character; rounded up, so that boxes err on the wide side.
_NARROW = frozenset("ijlI.,:;'|!()[] ·")
_WIDE = frozenset("mwMWQGO%@—")


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Return whether the two rectangles, each grown by half of `gap`, share area."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def inside(self, other: Box) -> bool:
        """Return whether this rectangle lies within another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def text_width(text: str, size: float) -> float:
    """Return an upper estimate of a text's width in a Helvetica-metric face, pixels.

    Examples
    --------
    >>> text_width("中国", 10) == 20
    True
    """
    em = 0.0
    for character in text:
        if ord(character) >= 0x2E80:
            em += 1.0
        elif character in _NARROW:
            em += 0.34
        elif character in _WIDE:
            em += 0.95
        elif character.isupper():
            em += 0.74
        else:
            em += 0.57
    return em * size


def stack(desired: Sequence[float], spacing: float, lower: float, upper: float) -> tuple[float | None, ...]:
    """Place labels in a column: least squared displacement, centres at least `spacing` apart, within bounds.

    Parameters
    ----------
    desired : sequence of float
        Wanted centre of each label; earlier ones are more important.
    spacing : float
        Height of a label.
    lower, upper : float
        The column; centres stay half a label inside it.

    Returns
    -------
    tuple of float or None
        Centre of each label; None for those (the last) that the column has no room for.

    Notes
    -----
    Subtracting ``rank * spacing`` turns the spacing constraints into monotonicity, so that pooling adjacent
    violators (isotonic regression) and clipping to the bounds give the optimum.

    Examples
    --------
    >>> stack([50, 50, 90], 10, 0, 100)
    (45.0, 55.0, 90.0)
    >>> stack([5, 5], 10, 0, 15)
    (5.0, None)
    """
    room = max(0, int((upper - lower) / spacing + 1e-9))
    kept = range(min(len(desired), room))
    order = sorted(kept, key=lambda item: (desired[item], item))
    pools: list[tuple[float, int]] = []
    for rank, item in enumerate(order):
        total, count = desired[item] - rank * spacing, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, members = pools.pop()
            total, count = total + before, count + members
        pools.append((total, count))
    low, high = lower + spacing / 2, upper - spacing / 2 - max(0, len(order) - 1) * spacing
    levels = [total / count for total, count in pools for _ in range(count)]
    places: list[float | None] = [None] * len(desired)
    for rank, (item, level) in enumerate(zip(order, levels, strict=True)):
        places[item] = min(max(level, low), high) + rank * spacing
    return tuple(places)


#: Directions in which a label may leave its point, best first: right, left, above, below and the diagonals.
_DIRECTIONS = ((1, 0), (1, -1), (1, 1), (0, -1), (0, 1), (-1, 0), (-1, -1), (-1, 1))
_DISTANCES = (6.0, 12.0, 20.0, 32.0, 48.0)


def around(
    anchors: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    obstacles: Sequence[tuple[float, float]],
    bounds: Box,
    *,
    gap: float = 2.0,
) -> tuple[Box | None, ...]:
    """Place labels about their points: greedy in the given order, never overlapping, preferring free ground.

    Parameters
    ----------
    anchors : sequence of (x, y)
        The points; earlier ones choose first.
    sizes : sequence of (width, height)
        Size of each label.
    obstacles : sequence of (x, y)
        Points that labels should rather not cover (drawn lines, sampled; markers).
    bounds : Box
        The area labels must stay in.
    gap : float
        Least distance between two labels.

    Returns
    -------
    tuple of Box or None
        Where each label goes; None where every candidate overlaps a placed label or leaves the area.

    Examples
    --------
    >>> first, second = around([(50, 50), (50, 50)], [(20, 10)] * 2, [], Box(0, 0, 100, 100))
    >>> first.overlaps(second)
    False
    """
    placed: list[Box | None] = []
    covered_ground = list(obstacles)
    for (x, y), (width, height) in zip(anchors, sizes, strict=True):
        best: tuple[float, Box] | None = None
        for step, distance in enumerate(_DISTANCES):
            for rank, (dx, dy) in enumerate(_DIRECTIONS):
                box = _candidate(x, y, width, height, dx * distance, dy * distance)
                if not box.inside(bounds) or any(box.overlaps(other, gap) for other in placed if other):
                    continue
                covered = sum(
                    box.left - 1 <= a <= box.right + 1 and box.top <= b <= box.bottom for a, b in covered_ground
                )
                cost = 4.0 * covered + 3.0 * step + 0.1 * rank
                if best is None or cost < best[0]:
                    best = cost, box
        placed.append(best[1] if best else None)
        if best:
            covered_ground += leader((x, y), best[1])
    return tuple(placed)


def leader(anchor: tuple[float, float], box: Box, *, shortest: float = 14.0) -> list[tuple[float, float]]:
    """Return points every few pixels on the line from a point to its label; nothing where they lie close together.

    Parameters
    ----------
    anchor : (x, y)
    box : Box
        Where the label was placed.
    shortest : float
        Distance from which a label needs a line to its point.
    """
    (x, y), near = anchor, nearest(anchor, box)
    distance = math.dist(anchor, near)
    if distance <= shortest:
        return []
    steps = int(distance / 4)
    return [(x + (near[0] - x) * s / steps, y + (near[1] - y) * s / steps) for s in range(steps + 1)]


def nearest(anchor: tuple[float, float], box: Box) -> tuple[float, float]:
    """Return the point of a box that is nearest to another point."""
    return min(max(anchor[0], box.left), box.right), min(max(anchor[1], box.top), box.bottom)


def _candidate(x: float, y: float, width: float, height: float, dx: float, dy: float) -> Box:
    """Return the box whose near side, or near corner, lies (dx, dy) from the point."""
    left = x + dx if dx > 0 else x + dx - width if dx < 0 else x - width / 2
    top = y + dy if dy > 0 else y + dy - height if dy < 0 else y - height / 2
    if dx and dy:  # a diagonal label may tuck in under its point
        top = y + dy / 2 if dy > 0 else y + dy / 2 - height
    return Box(left, top, left + width, top + height)
