"""Figures of counted texts: hits, sizes, rates with their exact ranges, shares; what is not defined is None."""

from __future__ import annotations

import math

from technostate.doctrine.views.rates import interval, per_10000
from technostate.evidence.figure import Figure, Range
from technostate.evidence.origin import Origin

#: What the ranges of rates and of shares are over.
EXACT = "exact 95 % interval, hits taken as a Poisson count"
SCORE = "95 % score interval"


def count(number: float, origin: Origin, year: int | None = None) -> Figure:
    """Return a number of hits, documents, paragraphs, characters or words."""
    return Figure(number, "count", "derived", origin, year=year)


def rate(hits: int, extent: float, origin: Origin, year: int | None = None) -> Figure | None:
    """Return hits per 10,000 characters or words with the exact 95 % interval; None where there is no text.

    Parameters
    ----------
    extent : float
        Characters or words.

    Examples
    --------
    >>> found = rate(29, 15_432, Origin("a test", "Texts", "none", "2000", "CC0"))
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (18.79, 12.59, 26.99)
    """
    if extent <= 0:
        return None
    span = Range(*interval(hits, extent), over=EXACT)
    return Figure(per_10000(hits, extent), "per 10,000", "derived", origin, year=year, range=span)


def number(value: float, unit: str, origin: Origin, year: int | None = None) -> Figure | None:
    """Return a derived figure, None where it is not defined.

    Parameters
    ----------
    value : float
        NaN where it is not defined.
    """
    return Figure(value, unit, "derived", origin, year=year) if math.isfinite(value) else None
