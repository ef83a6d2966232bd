"""Constant elasticities of substitution: one price aggregator, one quantity aggregator, and the second order."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from technostate.errors import ScenarioError

Array: TypeAlias = NDArray[np.float64]

#: |1 − σ| below which the log of a sum is taken through `log1p`, so that no digits are lost near Cobb–Douglas.
NEAR_ONE = 1e-3


def log_price(share: Array, log_prices: Array, elasticity: float, axis: int = -1) -> Array:
    """Return the log price of a bundle, ratio to the base: log (Σ share · p^(1−σ))^(1/(1−σ)).

    Parameters
    ----------
    share : array
        Base shares of expenditure, summing to one along `axis`.
    log_prices : array
        Log ratios of prices to the base; broadcasts against `share`.
    elasticity : float
        σ ≥ 0. One is the geometric mean (Cobb–Douglas), zero the arithmetic mean (Leontief), both exact.

    References
    ----------
    Arrow, K., H. Chenery, B. Minhas and R. Solow (1961). Capital-labor substitution and economic efficiency. Review
    of Economics and Statistics 43(3), 225–250; in ratios to the base as in Baqaee and Farhi (2019).

    Examples
    --------
    >>> import numpy as np
    >>> share, prices = np.array([0.25, 0.75]), np.array([2.0, 1.0])
    >>> [round(float(np.exp(log_price(share, np.log(prices), sigma))), 12) for sigma in (0.0, 1.0)]
    [1.25, 1.189207115003]
    """
    s = 1.0 - elasticity
    if s == 0.0:
        mean: Array = (share * log_prices).sum(axis)
        return mean
    if abs(s) < NEAR_ONE:
        near: Array = np.log1p((share * np.expm1(s * log_prices)).sum(axis)) / s
        return near
    far: Array = np.log((share * np.exp(s * log_prices)).sum(axis)) / s
    return far


def two_inputs(share: float, elasticity: float, remaining: float) -> float:
    """Return the change of output, a fraction, when `remaining` is left of an input and the other stays.

    Parameters
    ----------
    share : float
        Base cost share of the input that is lost, between zero and one.
    elasticity : float
        σ ≥ 0 between the two inputs.
    remaining : float
        Quantity of the input, ratio to the base, positive.

    Raises
    ------
    ScenarioError
        If an argument is outside its range.

    References
    ----------
    Bachmann, R. et al. (2022). What if? The economic effects for Germany of a stop of energy imports from Russia.
    ECONtribute Policy Brief 28: (a G^r + 1 − a)^(1/r) − 1 with r = (σ − 1)/σ.

    Examples
    --------
    >>> round(100 * two_inputs(0.04, 0.1, 0.7), 3)
    -7.158
    """
    if not (0.0 < share < 1.0 and elasticity >= 0.0 and 0.0 < remaining < np.inf):
        raise ScenarioError(
            f"share {share:g}, elasticity {elasticity:g}, remaining {remaining:g} describe no production function",
            hint="share in (0, 1), elasticity at least 0, remaining positive",
        )
    if elasticity == 0.0:
        return min(remaining, 1.0) - 1.0
    if elasticity == 1.0:
        return float(remaining**share - 1.0)
    r = (elasticity - 1.0) / elasticity
    # The smallest input decides at low elasticities: its power is taken out so that none overflows.
    logs = np.array([np.log(share) + r * np.log(remaining), np.log1p(-share)])
    return float(np.expm1(np.logaddexp.reduce(logs) / r))


def second_order(change: ArrayLike, domar_before: ArrayLike, domar_after: ArrayLike) -> tuple[Array, Array]:
    """Return the effect of a supply change on world GDP, log points: first order, and second order.

    Hulten's theorem gives the first (base sales over GDP times the change); the mean of the weights before and after
    gives the second, in which an input that is hard to replace weighs more the scarcer it is.

    Parameters
    ----------
    change : array
        Log change (or small fraction of change) of productivity or supply.
    domar_before, domar_after : array
        Sales over GDP before and after.

    References
    ----------
    Baqaee, D. and E. Farhi (2019). The macroeconomic impact of microeconomic shocks: beyond Hulten's theorem.
    Econometrica 87(4), 1155–1203 (oil in the 1970s).

    Examples
    --------
    >>> first, second = second_order(-0.13, 0.018, 0.076)
    >>> round(float(first), 5), round(float(second), 5)
    (-0.00234, -0.00611)
    """
    size, before, after = (np.asarray(value, dtype=np.float64) for value in (change, domar_before, domar_after))
    return before * size, 0.5 * (before + after) * size
