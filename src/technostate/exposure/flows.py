"""The flows that reliance is read from: who made what goes into whose output, looking through or at face value.

With x the gross output of the chosen columns, a look-through measure reads the rows of ``L·x``: everything that
was made anywhere so that x could be made. Face value reads ``A·x``: what was bought directly. Variants of the
look-through: ``gross`` keeps the buyer's own unit of output in the sum of all rows (``L·x``), ``net`` takes it out
(``L·x − x``). ``A·x`` holds no own unit, so at face value both are the same number.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from technostate.errors import unknown_label
from technostate.exposure.selection import Codes, Positions, Producers, by_region, nodes, sectors
from technostate.exposure.system import leontief, once_per_world
from technostate.world import World
from technostate.world.table import Array

Variant = Literal["gross", "net"]
Look = Literal["look_through", "face_value"]


@once_per_world
def supply_by_region(world: Producers) -> Array:
    """Return what one unit of each node's output needs from each region, itself included: R·L (N, N·J).

    One transposed solve with N right-hand sides gives every look-through reliance of the world.
    """
    result: Array = leontief(world).solve_transposed(_spread(world, np.ones_like(world.gross_output))).T
    return result


@once_per_world
def use_by_region(world: Producers) -> Array:
    """Return what each node makes, directly and indirectly, for each region's output: L·X (N·J, N), USD million.

    Column s of X is the gross output of region s, zero elsewhere.
    """
    return leontief(world).solve(_spread(world, world.gross_output))


def _spread(world: Producers, values: Array) -> Array:
    """Return node values in the column of their own region (N·J, N), zero elsewhere."""
    n, j = world.shape
    spread = np.zeros((n * j, n), order="F")
    spread[np.arange(n * j), np.repeat(np.arange(n), j)] = values
    return spread


@once_per_world
def sales_by_region(world: World) -> Array:
    """Return sales of each node to each region, intermediate and final (N·J, N), USD million, inventories apart."""
    sales: Array = _intermediate_by_buyer(world) + world.final_demand
    return sales


def requirements(world: Producers, buyer: Codes, sector: Codes | None = None) -> Array:
    """Return L·x (N·J,), USD million: all output anywhere that goes into the buyer's output, itself included.

    Parameters
    ----------
    buyer : str or sequence of str
        Region, or regions taken as one.
    sector : str or sequence of str, optional
        The buyer's columns; all by default.
    """
    chosen = nodes(world, buyer, sector)
    output = np.zeros_like(world.gross_output)
    output[chosen] = world.gross_output[chosen]
    return leontief(world).solve(output)


def input_flows(
    world: Producers, columns: Positions, variant: Variant = "gross", measure: Look = "look_through"
) -> Array:
    """Return the inputs of the chosen columns by supplying region (N,), USD million.

    Parameters
    ----------
    columns : array of int
        Nodes that buy.
    variant : {"gross", "net"}
        With or without the columns' own unit of output (look-through only).
    """
    check(variant, measure)
    if measure == "face_value":
        return by_region(world, world.intermediate[:, columns].sum(axis=1))
    flows: Array = supply_by_region(world)[:, columns] @ world.gross_output[columns]
    return less_own(flows, _own(world, columns)) if variant == "net" else flows


def market_flows(
    world: Producers, rows: Positions, variant: Variant = "gross", measure: Look = "look_through"
) -> Array:
    """Return the use of the chosen rows' output by using region (N,), USD million.

    Parameters
    ----------
    rows : array of int
        Nodes that sell.
    variant : {"gross", "net"}
        With or without the rows' own unit of output (look-through only).
    measure : {"look_through", "face_value"}
        Through all production that uses it, or direct sales to producers.
    """
    check(variant, measure)
    if measure == "face_value":
        return by_region(world, world.intermediate[rows].sum(axis=0))
    flows: Array = use_by_region(world)[rows].sum(axis=0)
    return less_own(flows, _own(world, rows)) if variant == "net" else flows


def flow_matrix(
    world: Producers, variant: Variant = "gross", measure: Look = "look_through", sector: Codes | None = None
) -> Array:
    """Return what each region (row) makes for the output of each region (column), (N, N), USD million.

    Parameters
    ----------
    sector : str or sequence of str, optional
        The buyers' columns; all by default.
    """
    total: Array = flow_cube(world, variant, measure)[:, :, sectors(world, sector)].sum(axis=2)
    return total


def flow_cube(world: Producers, variant: Variant = "gross", measure: Look = "look_through") -> Array:
    """Return what each region makes for the output of each region's sectors: supplier, buyer, buyer's sector (N, N, J).

    USD million.
    """
    check(variant, measure)
    n, j = world.shape
    if measure == "face_value":
        return by_region(world, world.intermediate).reshape(n, n, j)
    flows: Array = (supply_by_region(world) * world.gross_output).reshape(n, n, j)
    if variant == "net":
        home = np.arange(n), np.arange(n)
        flows[home] = less_own(flows[home], world.gross_output.reshape(n, j))
    return flows


def flows_by_sector(world: Producers, buyers: Positions, variant: Variant, measure: Look) -> Array:
    """Return inputs by supplying region and the buyers' sector (N, J), members of a group added, USD million.

    Parameters
    ----------
    buyers : array of int
        Positions of the buying regions.
    """
    check(variant, measure)
    n, j = world.shape
    columns = (buyers[:, None] * j + np.arange(j)).ravel()
    if measure == "face_value":
        return by_region(world, world.intermediate[:, columns].reshape(n * j, len(buyers), j).sum(axis=1))
    output = world.gross_output[columns]
    flows: Array = (supply_by_region(world)[:, columns] * output).reshape(n, len(buyers), j)
    if variant == "net":
        own = buyers, np.arange(len(buyers))
        flows[own] = less_own(flows[own], output.reshape(len(buyers), j))
    total: Array = flows.sum(axis=1)
    return total


def less_own(flows: Array, own: Array) -> Array:
    """Return flows less the own unit, with the rounding that is left where nothing is bought taken as nothing.

    Parameters
    ----------
    flows, own : array
        Of one shape.
    """
    rest = flows - own
    return np.where(np.abs(rest) <= 1e-12 * own, 0.0, rest)


def check(variant: str, measure: str) -> None:
    """Raise a `LabelError` where a variant or a way of looking is unknown."""
    if variant not in get_args(Variant):
        raise unknown_label("variant", variant, get_args(Variant))
    if measure not in get_args(Look):
        raise unknown_label("measure", measure, get_args(Look))


def _intermediate_by_buyer(world: Producers) -> Array:
    """Return intermediate sales of each node to each region (N·J, N)."""
    n, j = world.shape
    sales: Array = world.intermediate.reshape(n * j, n, j).sum(axis=2)
    return sales


def _own(world: Producers, chosen: Positions) -> Array:
    """Return the output of the chosen nodes by region (N,)."""
    own = np.zeros(world.n_regions)
    np.add.at(own, chosen // world.n_sectors, world.gross_output[chosen])
    return own
