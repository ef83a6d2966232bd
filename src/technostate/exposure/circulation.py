"""The two circulations (双循环): what sustains a state's GDP, final demand at home and abroad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.exposure.selection import Codes, regions, require_output, share
from technostate.exposure.value_added import value_added_by_demand, value_added_trade
from technostate.world import World
from technostate.world.table import Array


@dataclass(frozen=True)
class Circulation:
    """What sustains a state's GDP: final demand at home and abroad.

    Parameters
    ----------
    domestic, external : float
        Shares of the value added that can be attributed; they add up to one.
    value_added : float
        The state's value added, USD million.
    unattributed : float
        Value added behind `World.discrepancy`, which has no destination, USD million.
    """

    domestic: float
    external: float
    value_added: float
    unattributed: float


def circulation(world: World, state: Codes, sector: Codes | None = None) -> Circulation:
    """Return the shares of the state's GDP sustained by domestic and by foreign final demand.

    A measure of the two circulations (双循环) as national accounts see them: all of a state's value added is
    traced to the region whose final demand it ends in.

    Parameters
    ----------
    sector : str or sequence of str, optional
        The state's sectors in which the value is added; all by default.

    Raises
    ------
    DataError
        If the state has no output in these sectors.

    References
    ----------
    Johnson and Noguera (2012), over value added.

    Examples
    --------
    >>> from technostate.world import load
    >>> found = circulation(load("wiod-2004"), "CHN")
    >>> round(found.external, 3), round(found.domestic + found.external, 12)
    (0.243, 1.0)
    """
    rows = require_output(world, state, sector)
    by_demand = value_added_by_demand(world)[rows].sum(axis=0)
    total = float(world.value_added[rows].sum())
    attributed = float(by_demand.sum())
    domestic = float(by_demand[regions(world, state)].sum())
    return Circulation(domestic / attributed, 1.0 - domestic / attributed, total, total - attributed)


def external_circulation_by_region(world: World) -> Array:
    """Return the share of every region's GDP that foreign final demand sustains (N,), fractions, NaN without GDP."""
    trade = value_added_trade(world)
    return 1.0 - share(np.diagonal(trade), trade.sum(axis=1))


def external_circulation_by_sector(world: World, state: Codes) -> Array:
    """Return the share of the state's value added that foreign final demand sustains, by sector (J,), fractions."""
    members = regions(world, state)
    by_demand = value_added_by_demand(world).reshape(*world.shape, world.n_regions)[members].sum(axis=0)
    return 1.0 - share(by_demand[:, members].sum(axis=1), by_demand.sum(axis=1))
