"""The arithmetic of insurance: premium, cover, and the probability of the event a year at which the two are equal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: Cover below this share of civil absorption (a thousandth of a per cent) is too small to divide by: it counts as none.
LEAST_COVER = 1e-5


def cover(bare: ArrayLike, insured: ArrayLike) -> Array:
    """Return the part of a loss that a lever takes away; both losses are shares of one year's civil absorption.

    Parameters
    ----------
    bare, insured : array (...)
        Loss in a year with the event, without and with the lever, in the same unit (absorption without the lever).
    """
    return np.asarray(bare, dtype=np.float64) - np.asarray(insured, dtype=np.float64)


def break_even(premium: ArrayLike, covered: ArrayLike) -> Array:
    """Return the probability a year of the event at which a lever costs as much as it saves.

    A household that spends a year's income loses ``premium`` in every year and saves ``covered`` in a year with the
    event, so that it comes out even where probability × cover = premium. Infinite (never) where nothing is covered;
    zero where the lever costs nothing by itself, because it turns the terms of trade. NaN where a case has no answer.

    Parameters
    ----------
    premium, covered : array (...)
        Shares of civil absorption.

    Examples
    --------
    >>> break_even([0.001, 0.001, -0.001, 0.001], [0.004, 0.0, 0.004, -0.002]).tolist()
    [0.25, inf, 0.0, inf]
    """
    paid, saved = np.broadcast_arrays(np.asarray(premium, dtype=np.float64), np.asarray(covered, dtype=np.float64))
    found = np.full(paid.shape, np.inf)
    np.divide(np.maximum(paid, 0.0), saved, out=found, where=saved > LEAST_COVER)
    found[np.isnan(paid) | np.isnan(saved)] = np.nan
    return found


@dataclass(frozen=True)
class Spread:
    """A median with p10 and p90 of the cases that have an answer.

    Parameters
    ----------
    median, low, high : float
        Infinite where the lever never pays there; NaN where no case has an answer.
    cases : int
        With an answer.
    """

    median: float
    low: float
    high: float
    cases: int


def spread(values: ArrayLike) -> Spread:
    """Return median, p10 and p90 over all cases; infinite ones are larger than any number.

    Examples
    --------
    >>> spread([1.0, 2.0, 3.0, np.inf, np.nan])
    Spread(median=2.5, low=1.3, high=inf, cases=4)
    """
    known = np.sort(np.asarray(values, dtype=np.float64).ravel())
    known = known[~np.isnan(known)]
    if not known.size:
        return Spread(np.nan, np.nan, np.nan, 0)
    median, low, high = (_quantile(known, part) for part in (0.5, 0.1, 0.9))
    return Spread(median, low, high, known.size)


def _quantile(ordered: Array, part: float) -> float:
    """Return a quantile by linear interpolation; between a number and infinity it is infinite."""
    at = part * (ordered.size - 1)
    below = int(at)
    share = at - below
    if share == 0.0:
        return float(ordered[below])
    low, high = ordered[below], ordered[below + 1]
    if np.isinf(high):
        return float(high)
    # Rounding to fifteen figures keeps sums such as .7 × 1 + .3 × 2 as people write them.
    return float(np.format_float_scientific(low + share * (high - low), precision=14))
