"""Trade in value added: whose value added ends in whose final demand, exports and final products.

With v the value added per unit of output and F the final demand by region of use (changes in inventories
included where the source has them, for they are part of GDP), ``diag(v)·L·F`` is the value added of each node
that is sustained by the final demand of each region (Johnson and Noguera 2012, Journal of International
Economics 86, 224–236; OECD TiVA). Output that no recorded sale explains (`World.discrepancy`) has no
destination: totals leave it out, and shares are shares of what can be attributed.
"""

from __future__ import annotations

import numpy as np

from technostate.errors import DataError
from technostate.exposure.selection import (
    Codes,
    Producers,
    by_region,
    nodes,
    outside,
    partners,
    ratio,
    regions,
)
from technostate.exposure.system import leontief, once_per_world, reciprocal
from technostate.world import FineTable, World
from technostate.world.table import Array


def final_use(world: Producers) -> Array:
    """Return final demand by region of use with changes in inventories (N·J, N), USD million.

    Inventories that are NaN throughout are not missing value: the source has them inside final demand.

    Raises
    ------
    DataError
        If the table has sales among producers alone.
    """
    if isinstance(world, FineTable):
        raise DataError(
            f"{world.name} has no final demand: it shows sales among producers alone",
            hint="ask with final=False, or of a world with final demand, as icio-2022",
        )
    if np.isnan(world.inventories).all():
        return world.final_demand
    total: Array = world.final_demand + world.inventories
    return total


def value_added_coefficients(world: Producers) -> Array:
    """Return value added per unit of output (N·J,), zero for nodes without output."""
    coefficients: Array = world.value_added * reciprocal(world.gross_output)
    return coefficients


@once_per_world
def value_added_by_demand(world: World) -> Array:
    """Return the value added of each node sustained by each region's final demand (N·J, N), USD million."""
    result: Array = value_added_coefficients(world)[:, None] * leontief(world).solve(final_use(world))
    return result


def value_added_trade(world: World) -> Array:
    """Return value added by region of origin (rows) and of final demand (columns) (N, N), USD million.

    References
    ----------
    Johnson and Noguera (2012): the off-diagonal elements are value-added exports.
    """
    return by_region(world, value_added_by_demand(world))


def value_added_exports(
    world: World, state: Codes, *, partner: Codes | None = None, sector: Codes | None = None
) -> float:
    """Return the state's value added in foreign final demand, USD million.

    Parameters
    ----------
    state : str or sequence of str
        Where the value is added.
    partner : str or sequence of str, optional
        Whose final demand counts; all abroad by default.
    sector : str or sequence of str, optional
        The state's sectors in which the value is added; all by default.

    References
    ----------
    Johnson and Noguera (2012); OECD TiVA indicator FFD_DVA.

    Examples
    --------
    >>> from technostate.world import load
    >>> world = load("wiod-2004")
    >>> value_added_exports(world, "CHN", partner="USA") < value_added_exports(world, "CHN")
    True
    """
    destinations = partners(world, state, partner=partner)
    return float(value_added_by_demand(world)[np.ix_(nodes(world, state, sector), destinations)].sum())


def foreign_value_added_in_final_demand(
    world: World, state: Codes, *, partner: Codes | None = None, sector: Codes | None = None
) -> float:
    """Return the share of foreign value added (or one origin's) in the state's final demand, a fraction.

    Parameters
    ----------
    state : str or sequence of str
        Whose final demand.
    partner : str or sequence of str, optional
        Origin of the value added; all abroad by default.
    sector : str or sequence of str, optional
        The products bought; all by default.

    Raises
    ------
    DataError
        If the state has no final demand for the products.

    References
    ----------
    OECD TiVA indicator DFD_FVA, over final demand.
    """
    origins = partners(world, state, partner=partner)
    users = regions(world, state)
    if sector is None:
        by_origin = by_region(world, value_added_by_demand(world)[:, users].sum(axis=1))
    else:
        demand = np.zeros_like(world.gross_output)
        rows = nodes(world, world.regions, sector)
        demand[rows] = final_use(world)[np.ix_(rows, users)].sum(axis=1)
        by_origin = _value_added_behind(world, demand)
    return ratio(world, by_origin[origins].sum(), by_origin.sum(), "final demand", state, sector)


def gross_exports(world: World, state: Codes, sector: Codes | None = None) -> Array:
    """Return the state's sales abroad, intermediate and final, by node (N·J,), zero elsewhere, USD million.

    Parameters
    ----------
    state : str or sequence of str
        Region, or regions taken as one; trade among them is then at home.
    sector : str or sequence of str, optional
        The state's sectors; all by default.
    """
    abroad = outside(world, state)
    rows = nodes(world, state, sector)
    exports = np.zeros_like(world.gross_output)
    buyers = (abroad[:, None] * world.n_sectors + np.arange(world.n_sectors)).ravel()
    exports[rows] = world.intermediate[np.ix_(rows, buyers)].sum(axis=1)
    exports[rows] += final_use(world)[np.ix_(rows, abroad)].sum(axis=1)
    return exports


def foreign_value_added_in_exports(
    world: World, state: Codes, *, partner: Codes | None = None, sector: Codes | None = None
) -> float:
    """Return the share of foreign value added (or one origin's) in the state's gross exports, a fraction.

    Parameters
    ----------
    partner : str or sequence of str, optional
        Origin of the value added; all abroad by default.
    sector : str or sequence of str, optional
        The state's exporting sectors; all by default.

    Raises
    ------
    DataError
        If the state exports nothing from these sectors.

    References
    ----------
    OECD TiVA indicator EXGR_FVASH; Hummels, Ishii and Yi (2001, Journal of International Economics 54, 75–96)
    for one country, with foreign inputs looked through by the world's L.
    """
    origins = partners(world, state, partner=partner)
    by_origin = _value_added_behind(world, gross_exports(world, state, sector))
    return ratio(world, by_origin[origins].sum(), by_origin.sum(), "exports", state, sector)


def value_chain_share(
    world: World, state: Codes, sector: Codes | None = None, *, partner: Codes | None = None
) -> float:
    """Return the share of value added elsewhere (or by one partner) in the final products of a node, a fraction.

    All value added along the chain of what the state's sector sells to final users anywhere is one; the state's own
    part is what is left.

    Parameters
    ----------
    state : str or sequence of str
        Country of completion.
    sector : str or sequence of str, optional
        Industry of completion; all by default.
    partner : str or sequence of str, optional
        Origin of the value added; all abroad by default.

    Raises
    ------
    DataError
        If the node sells nothing to final users.

    References
    ----------
    Timmer, Erumban, Los, Stehrer and de Vries (2014, Journal of Economic Perspectives 28(2), 99–118), Table 1.

    Examples
    --------
    German value added in German transport equipment in 1995 (Table 1: 79 %):

    >>> from technostate.world import load
    >>> round(1 - value_chain_share(load("wiod-1995"), "DEU", "c15"), 2)
    0.79
    """
    origins = partners(world, state, partner=partner)
    rows = nodes(world, state, sector)
    demand = np.zeros_like(world.gross_output)
    # Timmer et al. take final output without changes in inventories of goods made earlier.
    demand[rows] = world.final_demand[rows].sum(axis=1)
    by_origin = _value_added_behind(world, demand)
    return ratio(world, by_origin[origins].sum(), by_origin.sum(), "final products", state, sector)


def _value_added_behind(world: World, demand: Array) -> Array:
    """Value added by region (N,) called forth by final demand for node outputs (N·J,)."""
    return by_region(world, value_added_coefficients(world) * leontief(world).solve(demand))
