"""The box that says where cases of interest lie: few limits that matter, measured on cases that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from technostate.futures.prim import Box, inside, peel, quasi_p, without

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Dimensions that a reader can hold in mind.
MOST = 3
#: A limit goes if it would arise more often than this though it did not matter.
CHANCE = 0.05
#: Cases of interest from which on a box is looked for, in each half.
LEAST = 20
#: By how much a box must be denser than all cases, on cases it has not seen.
DENSER = 1.25


class Limit(NamedTuple):
    """A side of a box: the dimension's number, the value, whether it is the upper end, and its quasi-p-value."""

    dimension: int
    value: float
    upper: bool
    chance: float


@dataclass(frozen=True)
class Where:
    """Where cases of interest lie.

    Parameters
    ----------
    limits : tuple of Limit
        Those that matter, the dimension with the smallest quasi-p-value first.
    coverage, density, mass : float
        Of cases that the box was not made from: the share of all cases of interest inside, of the cases inside that are
        of interest, of all cases inside.
    base : float
        Share of all cases that are of interest.
    """

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    mass: float
    base: float


def where(cases: Array, interest: Flags, most: int = MOST) -> Where | None:
    """Return where cases of interest lie; None where no box with few limits says more than chance.

    The first half of the cases makes the box: of all that peeling leaves, with at most `most` dimensions, the one with
    the best balance of coverage and density, less the limits that could be chance. The second half measures it. (Each
    half of a Sobol' sequence is even; every other point of one is not: it lies in one half of the first dimension.)

    Parameters
    ----------
    cases : array (R, D)
    interest : array of bool (R,)

    References
    ----------
    Bryant and Lempert (2010), Technological Forecasting and Social Change 77(1), 34–49.
    """
    made, held = slice(0, len(cases) // 2), slice(len(cases) // 2, None)
    if min(interest[made].sum(), interest[held].sum()) < LEAST or interest.mean() > 1.0 / DENSER:
        return None
    few = [box for box in peel(cases[made], interest[made]) if len(box.dimensions) <= most]
    box = _pruned(max(few, key=lambda item: item.balance), cases[made], interest[made])
    if not box.dimensions:
        return None
    chance = quasi_p(box, cases[made], interest[made])
    # Sides that are not restricted are open: cases not seen may lie beyond those that were.
    low = np.where(box.restricted[0], box.low, -np.inf)
    high = np.where(box.restricted[1], box.high, np.inf)
    here = inside(Box(low, high, box.restricted, 0.0, 0.0, 0.0), cases[held])
    hits = int((here & interest[held]).sum())
    base = float(interest.mean())
    if not here.any() or hits / int(here.sum()) < DENSER * base:
        return None
    limits = [
        Limit(column, float((box.low, box.high)[side][column]), bool(side), float(chance[side, column]))
        for side, column in np.argwhere(box.restricted).tolist()
    ]
    least = {column: min(item.chance for item in limits if item.dimension == column) for column in box.dimensions}
    limits.sort(key=lambda item: (least[item.dimension], item.dimension, item.upper))
    return Where(tuple(limits), hits / int(interest[held].sum()), hits / int(here.sum()), float(here.mean()), base)


def _pruned(box: Box, cases: Array, interest: Flags) -> Box:
    """Return a box without limits that could be chance, the likeliest one first."""
    while box.dimensions:
        chance = quasi_p(box, cases, interest)
        side, column = np.unravel_index(int(np.nanargmax(chance)), chance.shape)
        if chance[side, column] <= CHANCE:
            break
        box = without(box, int(column), cases, interest, int(side))
    return box
