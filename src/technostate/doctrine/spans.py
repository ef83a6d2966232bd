"""Spans of matches in a block of passages: which of those that overlap count, and where they stand in characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def longest(
    formulation: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64], width: int
) -> NDArray[np.int64]:
    """Return the places of the matches that remain when those of one formulation that overlap count once."""
    shift = formulation * (width + 1)
    order = np.argsort(start + shift)
    head, tail = (start + shift)[order], (end + shift)[order]
    reached = np.maximum.accumulate(np.concatenate([[-1], tail]))[: len(head)]
    alone = head >= reached
    cluster = np.cumsum(alone)
    crowded = np.bincount(cluster, minlength=1)[cluster] > 1
    keep = ~crowded
    for number in np.unique(cluster[crowded]):
        first, last = np.searchsorted(cluster, [number, number + 1])
        keep[first:last] = _apart(head[first:last].tolist(), tail[first:last].tolist())
    return order[keep]


def _apart(head: list[int], tail: list[int]) -> list[bool]:
    """Keep spans that do not overlap, the longest first, of equally long ones the leftmost."""
    kept: list[int] = []
    for place in sorted(range(len(head)), key=lambda item: (head[item] - tail[item], head[item])):
        if all(tail[place] <= head[other] or tail[other] <= head[place] for other in kept):
            kept.append(place)
    return [place in kept for place in range(len(head))]


def located(
    data: bytes,
    block: list[str],
    first: int,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    formulation: NDArray[np.int64],
) -> tuple[NDArray[np.int32], ...]:
    """Turn byte positions into (passage, offset, length) in characters, sorted."""
    order = np.argsort(start * (int(formulation.max(initial=0)) + 1) + formulation)
    head, tail = start[order], end[order]
    if not data.isascii():
        # Bytes 10xxxxxx continue a character, so the others before a position count its characters.
        octets = np.frombuffer(data, dtype=np.int8)
        characters = np.concatenate([[0], np.cumsum(octets >= -64, dtype=np.int32)])
        head, tail = characters[head], characters[tail]
    begins = np.cumsum([0, *(len(passage) + 1 for passage in block)])
    passage = np.searchsorted(begins, head, side="right") - 1
    columns = (passage + first, head - begins[passage], tail - head, formulation[order])
    return tuple(column.astype(np.int32) for column in columns)
