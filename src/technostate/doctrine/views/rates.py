"""Rates of rare events over texts of unequal length: exact intervals and exact comparison of two rates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Coverage of every interval.
COVERAGE = 0.95
#: Added to both counts in a log-ratio, so that a count of zero has one (Haldane 1956; Anscombe 1956).
SMOOTHING = 0.5


def per_10000(count: float, extent: float) -> float:
    """Return hits per 10,000 characters or words; NaN where the extent is zero.

    Examples
    --------
    >>> round(per_10000(29, 15_432), 2)
    18.79
    """
    return 1e4 * count / extent if extent > 0 else math.nan


def interval(count: int, extent: float) -> tuple[float, float]:
    """Return the exact 95 % interval of a rate per 10,000, hits taken as a Poisson count.

    Parameters
    ----------
    count : int
        Hits.
    extent : float
        Characters or words.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437–442.

    Examples
    --------
    >>> [round(bound, 2) for bound in interval(29, 15_432)]
    [12.59, 26.99]
    >>> interval(0, 10_000)[0]
    0.0
    """
    from scipy.special import gammaincinv

    if extent <= 0:
        return math.nan, math.nan
    tail = (1 - COVERAGE) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return per_10000(low, extent), per_10000(float(gammaincinv(count + 1, 1 - tail)), extent)


def ratio_interval(first: int, second: int) -> tuple[float, float]:
    """Return the exact 95 % interval of the ratio of two Poisson counts over one text.

    Given their sum the first is binomial, and its share has the interval of Clopper and Pearson.

    Parameters
    ----------
    first, second : int
        Counts, the second above 0.

    References
    ----------
    Clopper, C. J., Pearson, E. S. (1934). The use of confidence or fiducial limits. Biometrika 26, 404–413.

    Examples
    --------
    >>> [round(bound, 2) for bound in ratio_interval(10, 20)]
    [0.21, 1.12]
    """
    from scipy.special import betaincinv

    tail = (1 - COVERAGE) / 2
    low = float(betaincinv(first, second + 1, tail)) if first else 0.0
    high = float(betaincinv(first + 1, second, 1 - tail)) if second else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else math.inf


def log_ratio(first: int, extent: float, second: int, other: float) -> float:
    """Return the base-2 logarithm of the second rate over the first, one half added to each count.

    Parameters
    ----------
    first, second : int
        Hits on the two sides.
    extent, other : float
        Characters or words of the two sides.

    Examples
    --------
    >>> round(log_ratio(0, 10_000, 7, 10_000), 2)
    3.91
    """
    if extent <= 0 or other <= 0:
        return math.nan
    return math.log2((second + SMOOTHING) / other) - math.log2((first + SMOOTHING) / extent)


def g_squared(first: int, extent: float, second: int, other: float) -> float:
    """Return Dunning's log-likelihood statistic for two rates, 0 where they are equal.

    Parameters
    ----------
    first, second : int
        Hits on the two sides.
    extent, other : float
        Characters or words of the two sides.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational Linguistics
    19(1), 61–74. Rayson, P., Garside, R. (2000). Comparing corpora using frequency profiling.

    Examples
    --------
    >>> g_squared(5, 1000, 10, 2000)
    0.0
    """
    if extent <= 0 or other <= 0:
        return math.nan
    share = (first + second) / (extent + other)
    parts = ((first, extent * share), (second, other * share))
    return max(0.0, 2 * sum(count * math.log(count / expected) for count, expected in parts if count))


def equal_rates_p(first: int, extent: float, second: int, other: float) -> float:
    """Return the exact two-sided p of two equal Poisson rates, given their sum; the limit of Fisher's test.

    Parameters
    ----------
    first, second : int
        Hits on the two sides.
    extent, other : float
        Characters or words of the two sides.

    References
    ----------
    Przyborowski, J., Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series. Biometrika
    31, 313–323.

    Examples
    --------
    >>> equal_rates_p(0, 1000, 1, 1000), round(equal_rates_p(0, 1000, 10, 1000), 5)
    (1.0, 0.00195)
    """
    # Written out, since importing scipy.stats costs a second.
    from scipy.special import gammaln, xlog1py, xlogy

    if first + second == 0 or extent <= 0 or other <= 0:
        return math.nan
    total, share = first + second, extent / (extent + other)
    k = np.arange(total + 1)
    log_chance = (
        gammaln(total + 1) - gammaln(k + 1) - gammaln(total - k + 1) + xlogy(k, share) + xlog1py(total - k, -share)
    )
    chance = np.exp(log_chance)
    # All outcomes that are at most as likely as this one, to rounding.
    return min(1.0, float(chance[chance <= chance[first] * (1 + 1e-7)].sum()))


def adjusted(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return p values adjusted for their number (false discovery rate); NaN stays.

    Parameters
    ----------
    p : ndarray of float64, shape (tests,)

    References
    ----------
    Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289–300.

    Raises
    ------
    DataError
        If a p lies outside 0 to 1.

    Examples
    --------
    >>> adjusted(np.array([0.01, 0.04, np.nan])).tolist()
    [0.02, 0.04, nan]
    """
    known = ~np.isnan(p)
    if np.any((p[known] < 0) | (p[known] > 1)):
        raise DataError("a p value lies outside 0 to 1")
    result = np.full(len(p), np.nan)
    if known.any():
        order = np.argsort(p[known])
        stepped = p[known][order] * len(order) / np.arange(1, len(order) + 1)
        least = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
        result[known] = least[np.argsort(order)]
    return result
