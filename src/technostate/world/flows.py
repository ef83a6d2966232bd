"""Sales by product, importer and exporter: what a world says about bilateral trade."""

from __future__ import annotations

import numpy as np

from technostate.world.table import Array
from technostate.world.world import World


def bilateral_sales(world: World) -> Array:
    """Return sales by product, importer and exporter (J, N importer, N exporter), USD million, home on the diagonal.

    Intermediate use, final demand and (where known) changes in inventories together, so that net sales can be
    negative; duties are not included.

    Examples
    --------
    >>> from technostate.world import load
    >>> wiod = load("wiod-2004")
    >>> bilateral_sales(wiod).shape
    (35, 41, 41)
    """
    total: Array = intermediate_sales(world).sum(axis=3) + final_sales(world)
    return total


def intermediate_sales(world: World) -> Array:
    """Return intermediate sales by product, importer, exporter and using sector (J, N importer, N exporter, J user)."""
    n, j = world.shape
    return world.intermediate.reshape(n, j, n, j).transpose(1, 2, 0, 3)


def final_sales(world: World) -> Array:
    """Return final sales by product, importer and exporter (J, N importer, N exporter), inventories included."""
    n, j = world.shape
    final = world.final_demand + np.nan_to_num(world.inventories)
    return final.reshape(n, j, n).transpose(1, 2, 0)
