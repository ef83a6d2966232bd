"""Sales by product, importer and exporter: what a world says about bilateral trade."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from technostate.errors import unknown_label
from technostate.world.table import Array
from technostate.world.world import World

#: ``netted``: what was drawn from stocks is taken off other sales, so that sales can be negative. ``clipped``: final
#: sales, inventories included, are zero where they are below, as published work on trade shares has them.
Inventories = Literal["netted", "clipped"]


def bilateral_sales(world: World, inventories: Inventories = "netted") -> Array:
    """Return sales by product, importer and exporter (J, N importer, N exporter), USD million, home on the diagonal.

    Intermediate use, final demand and (where known) changes in inventories together; duties are not included.

    Parameters
    ----------
    inventories : {"netted", "clipped"}
        What negative final sales are: taken off intermediate sales, or nothing. On `wiod-2008` as one sector, deficits
        taken out, the choice moves single elements of the welfare exposure of Kleinman, Liu and Redding by 2e-4.

    Raises
    ------
    LabelError
        If `inventories` is neither.

    Examples
    --------
    >>> from technostate.world import load
    >>> wiod = load("wiod-2004")
    >>> bilateral_sales(wiod).shape
    (35, 41, 41)
    """
    total: Array = intermediate_sales(world).sum(axis=3) + final_sales(world, inventories)
    return total


def intermediate_sales(world: World) -> Array:
    """Return intermediate sales by product, importer, exporter and using sector (J, N importer, N exporter, J user)."""
    n, j = world.shape
    return world.intermediate.reshape(n, j, n, j).transpose(1, 2, 0, 3)


def final_sales(world: World, inventories: Inventories = "netted") -> Array:
    """Return final sales by product, importer and exporter (J, N importer, N exporter), inventories included.

    Parameters
    ----------
    inventories : {"netted", "clipped"}
        As in `bilateral_sales`.
    """
    if inventories not in get_args(Inventories):
        raise unknown_label("way with inventories", inventories, get_args(Inventories))
    n, j = world.shape
    final = world.final_demand + np.nan_to_num(world.inventories)
    sales: Array = final.reshape(n, j, n).transpose(1, 2, 0)
    return np.maximum(sales, 0.0) if inventories == "clipped" else sales
