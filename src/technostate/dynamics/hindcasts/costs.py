"""How trade costs moved, sector by sector, by the index of Head and Ries."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.decade import TradeEconomy

Array = NDArray[np.float64]

#: Least share that a logarithm is taken of.
LEAST_SHARE = 1e-8


def sector_change(before: TradeEconomy, after: TradeEconomy) -> Array:
    """Return the change of log trade costs between two years by sector (J,), the mean over pairs of regions.

    The cost of a pair relative to home is ((π_ni π_in) / (π_nn π_ii))^(−1/2θ); pairs weigh as much as the geometric
    mean of what they sold each other before. Trends of single pairs are noise: carried on, they are worse than none.

    Parameters
    ----------
    before, after : TradeEconomy
        Of the same regions and sectors.

    References
    ----------
    Head, K. and J. Ries (2001). Increasing returns versus national product differentiation as an explanation for the
    pattern of U.S.–Canada trade. American Economic Review 91(4), 858–876.
    """
    change = _index(after) - _index(before)
    sales = before.base_trade
    weight = np.sqrt(sales * sales.transpose(0, 2, 1)) + 1e-9
    at = np.arange(weight.shape[1])
    weight[:, at, at] = 0.0
    mean: Array = (change * weight).sum((1, 2)) / weight.sum((1, 2))
    return mean


def _index(economy: TradeEconomy) -> Array:
    share = np.maximum(economy.import_share, LEAST_SHARE)
    home = np.einsum("jnn->jn", share)
    both = share * share.transpose(0, 2, 1) / (home[:, :, None] * home[:, None, :])
    index: Array = -np.log(both) / (2 * economy.trade_elasticity[:, None, None])
    return index


def as_costs(change: Array, regions: int) -> Array:
    """Return changes by sector (J,), in logs, as ratios of trade costs (J, N, N) with none at home."""
    costs = np.repeat(np.exp(change), regions * regions).reshape(change.size, regions, regions)
    at = np.arange(regions)
    costs[:, at, at] = 1.0
    return costs
