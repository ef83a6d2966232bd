"""Where knowledge starts: two measures of it, by region and sector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.decade import TradeEconomy

Array = NDArray[np.float64]

#: Least knowledge of a region in a sector, of the world's in it, so that logs exist where nothing is made.
LEAST = 1e-12


def by_workers(output: Array, added_share: Array, elasticity: Array, workers: Array, productivity: Array) -> Array:
    """Return λ₀ (J, M): workers of the sector × productivity^(θ · value-added share), summing to one by sector.

    Parameters
    ----------
    output : array (M, J)
        Gross output.
    added_share : array (M, J)
        Value added per unit of it.
    elasticity : array (J,)
        θ.
    workers, productivity : array (M,)
        A region's workers are where its value added is.

    Examples
    --------
    >>> one = np.ones((2, 1))
    >>> by_workers(one, one, np.array([4.0]), np.array([1.0, 3.0]), np.array([1.0, 1.0]))
    array([[0.25, 0.75]])
    """
    added = np.maximum(added_share * output, 0.0)
    placed = workers[:, None] * added / added.sum(1, keepdims=True)
    made = (placed * productivity[:, None] ** (elasticity * added_share)).T
    return _scaled(made)


def by_home(economy: TradeEconomy, productivity: Array) -> Array:
    """Return λ₀ (J, N): share bought at home × productivity^(θ · value-added share), summing to one by sector.

    Parts of equal make sum to the whole; a small open state has less of it, whatever its size.
    """
    home = np.einsum("jnn->jn", economy.import_share)
    return _scaled(home * (productivity[:, None] ** (economy.trade_elasticity * economy.value_added_share)).T)


def _scaled(made: Array) -> Array:
    total = made.sum(1, keepdims=True)
    scaled: Array = np.ascontiguousarray(np.maximum(made / total, LEAST))
    return scaled
