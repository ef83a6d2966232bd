"""Where cases of interest lie: boxes in the space of draws, found by patient peeling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Box:
    """One box, with how well it holds the cases of interest.

    Parameters
    ----------
    low, high : array (D,)
        Limits; those of the data where a side is not restricted.
    restricted : array of bool (2, D)
        Whether the lower and the upper side is.
    coverage : float
        Share of all cases of interest that lie inside.
    density : float
        Share of the cases inside that are of interest.
    mass : float
        Share of all cases that lie inside.
    """

    low: Array
    high: Array
    restricted: Flags
    coverage: float
    density: float
    mass: float

    @property
    def dimensions(self) -> tuple[int, ...]:
        """The dimensions that are restricted on a side."""
        return tuple(np.flatnonzero(self.restricted.any(axis=0)).tolist())

    @property
    def balance(self) -> float:
        """Harmonic mean of coverage and density; 0 where the box has no case of interest."""
        both = self.coverage + self.density
        return 2.0 * self.coverage * self.density / both if both else 0.0


def inside(box: Box, cases: Array) -> Flags:
    """Return which cases (R, D) lie in a box, limits included."""
    return np.asarray(((cases >= box.low) & (cases <= box.high)).all(axis=1))


def peel(cases: Array, interest: Flags, *, share: float = 0.05, mass: float = 0.05) -> tuple[Box, ...]:
    """Return boxes, from all cases to the smallest: each step takes off the side that gains most a case taken off.

    A cut lies halfway between two values that differ, so that equal values stay together. Of equal gains the one on a
    dimension that is already restricted is taken.

    Parameters
    ----------
    cases : array (R, D)
        Draws, as finite numbers; what has names is numbered in a meaningful order.
    interest : array of bool (R,)
    share : float
        Of the cases left that a step takes off.
    mass : float
        Share of all cases that a box has at least.

    Raises
    ------
    DataError
        If shapes disagree, a number is not finite, or no case is of interest.

    References
    ----------
    Friedman and Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing 9, 123–143; Bryant and
    Lempert (2010), Technological Forecasting and Social Change 77(1), 34–49.
    """
    if cases.ndim != 2 or interest.shape != cases.shape[:1] or not np.isfinite(cases).all():
        raise DataError(f"{interest.shape} flags for {cases.shape} cases, or a case that is not finite")
    if not interest.any():
        raise DataError("no case is of interest", hint="a box is looked for where a goal is met in some paths only")
    wide = Box(cases.min(0), cases.max(0), np.zeros((2, cases.shape[1]), bool), 1.0, float(interest.mean()), 1.0)
    boxes, keep = [wide], np.arange(len(cases))
    while not interest[keep].all():
        found = _best(cases[keep], interest[keep], boxes[-1], share, mass * len(cases))
        if found is None:
            break
        side, column, cut, stay = found
        keep = keep[stay]
        last = boxes[-1]
        ends, marks = np.stack([last.low, last.high]), last.restricted.copy()
        ends[side, column], marks[side, column] = cut, True
        boxes.append(_measured(ends[0], ends[1], marks, interest, keep))
    return tuple(boxes)


def _best(cases: Array, interest: Flags, box: Box, share: float, least: float) -> tuple[int, int, float, Flags] | None:
    """Return the side, dimension, cut and cases left of the best step; None where none gains."""
    mean, best, found = interest.mean(), (0.0, False), None
    for column in range(cases.shape[1]):
        for side in (0, 1):
            sign = -1.0 if side else 1.0
            cut = sign * _cut(sign * cases[:, column], share)
            stay = sign * cases[:, column] >= sign * cut
            left = int(stay.sum())
            if left == len(cases) or left < least:
                continue
            gain = (interest[stay].mean() - mean) / (len(cases) - left)
            score = (float(gain), bool(box.restricted[:, column].any()))
            if gain > 0.0 and score > best:
                best, found = score, (side, column, float(cut), stay)
    return found


def _cut(numbers: Array, share: float) -> float:
    """Return the cut that takes a share of the numbers off at the lower end."""
    ordered = np.sort(numbers)
    at = int((len(ordered) - 1) * share)
    after = min(int(np.searchsorted(ordered, ordered[at], "right")), len(ordered) - 1)
    return float(0.5 * (ordered[at] + ordered[after]))


def _measured(low: Array, high: Array, marks: Flags, interest: Flags, keep: NDArray[np.intp]) -> Box:
    hits = int(interest[keep].sum())
    return Box(low, high, marks, hits / int(interest.sum()), hits / len(keep), len(keep) / len(interest))


def without(box: Box, column: int, cases: Array, interest: Flags, side: int | None = None) -> Box:
    """Return a box without its limits in a dimension, or without the one of a side."""
    ends, marks = np.stack([box.low, box.high]), box.restricted.copy()
    for at in (0, 1) if side is None else (side,):
        ends[at, column] = cases[:, column].max() if at else cases[:, column].min()
        marks[at, column] = False
    wider = Box(ends[0], ends[1], marks, 0.0, 0.0, 0.0)
    return _measured(ends[0], ends[1], marks, interest, np.flatnonzero(inside(wider, cases)))


def quasi_p(box: Box, cases: Array, interest: Flags) -> Array:
    """Return how likely each limit (2, D) would arise if it did not matter; NaN where a side has none.

    The probability of as many cases of interest as the box has, or more, among as many cases, if each were of interest
    with the density that the box has without the limit. Peeling looks for the best cut, so that it is no true
    p-value.

    References
    ----------
    Bryant and Lempert (2010), section 4.
    """
    from scipy.special import bdtrc

    here = inside(box, cases)
    count, hits = int(here.sum()), int(interest[here].sum())
    found = np.full(box.restricted.shape, np.nan)
    for side, column in np.argwhere(box.restricted).tolist():
        chance = without(box, column, cases, interest, side).density
        found[side, column] = 1.0 if hits == 0 else bdtrc(hits - 1, count, chance)
    return found
