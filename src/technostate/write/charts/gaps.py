"""Where lines break: silences that nothing may be drawn across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from technostate.evidence.figure import Figure


def longest_step(positions: Sequence[int]) -> int:
    """Return the distance that a line may cross: three times the usual one.

    Examples
    --------
    >>> longest_step([2000, 2001, 2002, 2010]), longest_step([2000, 2005, 2010])
    (3, 15)
    """
    steps = sorted(after - before for before, after in pairwise(positions))
    return 3 * (steps[len(steps) // 2] if steps else 1)


def runs(points: Mapping[int, Figure], longest: int) -> list[list[tuple[int, Figure]]]:
    """Return figures in runs that a line may join: no farther apart than `longest`."""
    found: list[list[tuple[int, Figure]]] = []
    for at in sorted(points):
        if found and at - found[-1][-1][0] <= longest:
            found[-1].append((at, points[at]))
        else:
            found.append([(at, points[at])])
    return found


def silences(joined: Sequence[int], apart: Sequence[int], longest: int) -> list[tuple[int, int]]:
    """Return from where to where no series has a figure: long steps, and what lies between two classifications.

    Parameters
    ----------
    joined, apart : sequence of int
        Positions of figures that lines join, and of those of another classification.

    Examples
    --------
    >>> silences([1995, 1996, 2011], [2022], 3)
    [(1996, 2011), (2011, 2022)]
    """
    both = sorted({*joined, *apart})
    beyond = set(apart)
    return [
        (before, after)
        for before, after in pairwise(both)
        if after - before > longest or ((before in beyond) != (after in beyond) and after - before > 1)
    ]
