"""Orders by what is left of capacity at each origin, as BoARIO's "alternative" orders: one product more a pass.

A user's share of an origin is the base's, times what is left of capacity there, over the sum of these. Final demand
keeps the base's shares.
"""

from __future__ import annotations

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.weeks.ario.kernel.arrays import Array


@compiled()
def arrive(share: Array, capacity: Array, goods: Array, into: Array) -> None:
    """Fill into (·, B, J + 1) with the share of each user's orders that arrives.

    Parameters
    ----------
    share : array (·, N origin, J + 1)
    capacity, goods : array (·, B, N origin)
        What was left of capacity when the orders were placed; the share of each order that arrives.
    """
    for s in range(len(share)):
        whole = np.dot(capacity[s], share[s])
        plain = np.dot(goods[s], share[s])
        weighted = np.dot(goods[s] * capacity[s], share[s])
        for b in range(len(whole)):
            last = whole.shape[1] - 1
            for u in range(last):
                into[s, b, u] = weighted[b, u] / whole[b, u] if whole[b, u] > 0 else 0.0
            into[s, b, last] = plain[b, last]


@compiled(fastmath=SUMS)
def place(share: Array, capacity: Array, wanted: Array, orders: Array) -> None:
    """Fill orders (·, B, N origin) with what users want (·, B, J + 1) of each origin."""
    last = wanted.shape[2] - 1
    for s in range(len(share)):
        whole = np.dot(capacity[s], share[s])
        for b in range(len(whole)):
            for u in range(last):
                whole[b, u] = wanted[s, b, u] / whole[b, u] if whole[b, u] > 0 else 0.0
            whole[b, last] = 0.0
        np.dot(whole, share[s].T, orders[s])
        for b in range(len(whole)):
            for o in range(orders.shape[2]):
                orders[s, b, o] = orders[s, b, o] * capacity[s, b, o] + wanted[s, b, last] * share[s, o, last]
