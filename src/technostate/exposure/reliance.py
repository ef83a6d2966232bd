"""Foreign input reliance and foreign market reliance, at face value and looking through supply chains.

Baldwin, Freeman and Theodorakopoulos (2023, Brookings Papers on Economic Activity, Fall, 79–167). With x the
gross output of the chosen columns, a look-through measure reads the rows of ``L·x``: everything that was made
anywhere so that x could be made. Face value reads ``A·x``: what was bought directly.

Variants of the look-through: ``gross`` keeps the buyer's own unit of output in the sum of all rows (``L·x``),
``net`` takes it out (``L·x − x``). ``A·x`` holds no own unit, so at face value both are the same number.

Shares need positive output: single figures raise `DataError` where there is none, arrays hold NaN.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from technostate.errors import unknown_label
from technostate.exposure.selection import (
    Codes,
    Positions,
    by_region,
    no_value,
    nodes,
    outside,
    partners,
    regions,
    require_output,
    share,
)
from technostate.exposure.system import leontief, once_per_world
from technostate.world import World
from technostate.world.world import Array

Variant = Literal["gross", "net"]
Look = Literal["look_through", "face_value"]


@once_per_world
def supply_by_region(world: World) -> Array:
    """Return what one unit of each node's output needs from each region, itself included: R·L (N, N·J).

    One transposed solve with N right-hand sides gives every look-through reliance of the world.

    Parameters
    ----------
    world : World
    """
    n, j = world.shape
    indicator = np.zeros((n * j, n), order="F")
    indicator[np.arange(n * j), np.repeat(np.arange(n), j)] = 1.0
    result: Array = leontief(world).solve_transposed(indicator).T
    return result


@once_per_world
def use_by_region(world: World) -> Array:
    """Return what each node makes, directly and indirectly, for each region's output: L·X (N·J, N), USD million.

    Column s of X is the gross output of region s, zero elsewhere.

    Parameters
    ----------
    world : World
    """
    n, j = world.shape
    output = np.zeros((n * j, n), order="F")
    output[np.arange(n * j), np.repeat(np.arange(n), j)] = world.gross_output
    result = leontief(world).solve(output)
    return result


def requirements(world: World, buyer: Codes, sector: Codes | None = None) -> Array:
    """Return L·x (N·J,), USD million: all output anywhere that goes into the buyer's output, itself included.

    Parameters
    ----------
    world : World
    buyer : str or sequence of str
        Region, or regions taken as one.
    sector : str or sequence of str, optional
        The buyer's columns; all by default.
    """
    chosen = nodes(world, buyer, sector)
    output = np.zeros_like(world.gross_output)
    output[chosen] = world.gross_output[chosen]
    return leontief(world).solve(output)


def input_flows(world: World, columns: Positions, variant: Variant = "gross", measure: Look = "look_through") -> Array:
    """Return the inputs of the chosen columns by supplying region (N,), USD million.

    Parameters
    ----------
    world : World
    columns : array of int
        Nodes that buy.
    variant : {"gross", "net"}
        With or without the columns' own unit of output (look-through only).
    measure : {"look_through", "face_value"}
    """
    _check(variant, measure)
    if measure == "face_value":
        return by_region(world, world.intermediate[:, columns].sum(axis=1))
    output = world.gross_output[columns]
    flows: Array = supply_by_region(world)[:, columns] @ output
    if variant == "net":
        flows = _less_own(flows, _own(world, columns))
    return flows


def market_flows(world: World, rows: Positions, variant: Variant = "gross", measure: Look = "look_through") -> Array:
    """Return the use of the chosen rows' output by using region (N,), USD million.

    Parameters
    ----------
    world : World
    rows : array of int
        Nodes that sell.
    variant : {"gross", "net"}
        With or without the rows' own unit of output (look-through only).
    measure : {"look_through", "face_value"}
        Through all production that uses it, or direct sales to producers.
    """
    _check(variant, measure)
    if measure == "face_value":
        return by_region(world, world.intermediate[rows].sum(axis=0))
    flows: Array = use_by_region(world)[rows].sum(axis=0)
    if variant == "net":
        flows = _less_own(flows, _own(world, rows))
    return flows


def foreign_input_reliance(
    world: World,
    buyer: Codes,
    supplier: Codes | None = None,
    sector: Codes | None = None,
    variant: Variant = "gross",
    measure: Look = "look_through",
) -> float:
    """Return the share of the buyer's inputs that is made abroad (or by one supplier), as a fraction.

    The sum of foreign rows over the sum of all rows of ``L·x``, x being the buyer's gross output in the chosen
    columns, its own unit of output included.

    Parameters
    ----------
    world : World
    buyer : str or sequence of str
        Region, or regions taken as one; trade among them is then at home.
    supplier : str or sequence of str, optional
        Whose rows count; all foreign ones by default. The buyer itself gives its home share.
    sector : str or sequence of str, optional
        The buyer's columns; all by default.
    variant : {"gross", "net"}
    measure : {"look_through", "face_value"}

    Raises
    ------
    LabelError
        If a name is unknown, or supplier and buyer overlap in part.
    DataError
        If the buyer has no output, or buys no inputs, in the chosen columns.

    References
    ----------
    Baldwin, Freeman and Theodorakopoulos (2023), foreign input reliance (FIR).

    Examples
    --------
    >>> from technostate.world import load
    >>> world = load("wiod-2004")
    >>> round(foreign_input_reliance(world, "CHN"), 4), round(foreign_input_reliance(world, "CHN", variant="net"), 4)
    (0.1607, 0.2575)
    """
    _check(variant, measure)
    rows = partners(world, buyer, supplier)
    flows = input_flows(world, require_output(world, buyer, sector), variant, measure)
    return _ratio(world, flows[rows].sum(), flows.sum(), "inputs", buyer)


def foreign_market_reliance(
    world: World,
    seller: Codes,
    market: Codes | None = None,
    sector: Codes | None = None,
    variant: Variant = "gross",
    measure: Look = "look_through",
) -> float:
    """Return the share of the seller's output, used in production, that is used abroad (or in one market).

    The mirror of `foreign_input_reliance` on the same flows: the rows of ``L·diag(x)`` read from the seller's
    side. Sales to final demand stand in the own unit of output. For final demand see
    `technostate.exposure.circulation`.

    Parameters
    ----------
    world : World
    seller : str or sequence of str
        Region, or regions taken as one.
    market : str or sequence of str, optional
        Whose use counts; all abroad by default.
    sector : str or sequence of str, optional
        The seller's own sectors; all by default.
    variant : {"gross", "net"}
    measure : {"look_through", "face_value"}

    Raises
    ------
    LabelError
        If a name is unknown, or market and seller overlap in part.
    DataError
        If the seller has no output, or sells nothing to producers, in the chosen rows.

    References
    ----------
    Baldwin, Freeman and Theodorakopoulos (2023), foreign market reliance (FMR).

    Examples
    --------
    >>> from technostate.world import load
    >>> round(foreign_market_reliance(load("wiod-2004"), "DEU"), 3)
    0.203
    """
    _check(variant, measure)
    columns = partners(world, seller, market)
    flows = market_flows(world, require_output(world, seller, sector), variant, measure)
    return _ratio(world, flows[columns].sum(), flows.sum(), "sales to producers", seller)


def input_reliance_matrix(world: World, variant: Variant = "gross", measure: Look = "look_through") -> Array:
    """Return the share of each supplier (row) in the inputs of each buyer (column), (N, N); columns sum to one.

    Parameters
    ----------
    world : World
    variant : {"gross", "net"}
    measure : {"look_through", "face_value"}

    Returns
    -------
    array (N, N)
        Fractions; the diagonal is the home share; NaN in the columns of regions without output.
    """
    _check(variant, measure)
    n, j = world.shape
    if measure == "face_value":
        flows = by_region(world, world.intermediate.reshape(n * j, n, j).sum(axis=2))
    else:
        flows = (supply_by_region(world) * world.gross_output).reshape(n, n, j).sum(axis=2)
        if variant == "net":
            home = np.arange(n), np.arange(n)
            flows[home] = _less_own(flows[home], by_region(world, world.gross_output))
    return share(flows, flows.sum(axis=0))


def foreign_input_reliance_by_region(world: World, variant: Variant = "gross", measure: Look = "look_through") -> Array:
    """Return `foreign_input_reliance` of every region at once (N,), fractions, NaN without output.

    Parameters
    ----------
    world : World
    variant : {"gross", "net"}
    measure : {"look_through", "face_value"}
    """
    shares = input_reliance_matrix(world, variant, measure)
    np.fill_diagonal(shares, np.where(np.isnan(np.diagonal(shares)), np.nan, 0.0))
    total: Array = shares.sum(axis=0)
    return total


def foreign_input_reliance_by_sector(
    world: World,
    buyer: Codes,
    supplier: Codes | None = None,
    variant: Variant = "gross",
    measure: Look = "look_through",
) -> Array:
    """Return `foreign_input_reliance` of each of the buyer's sectors (J,), fractions, NaN without output.

    Parameters
    ----------
    world : World
    buyer : str or sequence of str
    supplier : str or sequence of str, optional
    variant : {"gross", "net"}
    measure : {"look_through", "face_value"}
    """
    _check(variant, measure)
    rows = partners(world, buyer, supplier)
    flows = _by_sector(world, regions(world, buyer), variant, measure)
    return share(flows[rows].sum(axis=0), flows.sum(axis=0))


def input_reliance_by_origin(
    world: World, buyer: Codes, sector: Codes | None = None, variant: Variant = "gross"
) -> Array:
    """Return the share of each supplying region and sector in the buyer's look-through inputs (N, J), fractions.

    Parameters
    ----------
    world : World
    buyer : str or sequence of str
    sector : str or sequence of str, optional
        The buyer's columns; all by default.
    variant : {"gross", "net"}

    Raises
    ------
    DataError
        If the buyer has no output in the chosen columns.
    """
    _check(variant, "look_through")
    chosen = require_output(world, buyer, sector)
    needs = requirements(world, buyer, sector)
    if variant == "net":
        needs[chosen] = _less_own(needs[chosen], world.gross_output[chosen])
    origins: Array = share(needs, needs.sum()).reshape(world.shape)
    return origins


def market_reliance_matrix(world: World, variant: Variant = "gross", measure: Look = "look_through") -> Array:
    """Return the share of each market (column) in the use of each seller's output (row), (N, N); rows sum to one.

    Parameters
    ----------
    world : World
    variant : {"gross", "net"}
    measure : {"look_through", "face_value"}
    """
    _check(variant, measure)
    n, j = world.shape
    if measure == "face_value":
        flows = by_region(world, world.intermediate.reshape(n * j, n, j).sum(axis=2))
    else:
        flows = by_region(world, use_by_region(world))
        if variant == "net":
            home = np.arange(n), np.arange(n)
            flows[home] = _less_own(flows[home], by_region(world, world.gross_output))
    return share(flows, flows.sum(axis=1, keepdims=True))


def self_reliance(world: World, state: Codes, sector: Codes | None = None, variant: Variant = "gross") -> float:
    """Return the home share of the state's look-through inputs: one minus its foreign input reliance.

    Parameters
    ----------
    world : World
    state : str or sequence of str
    sector : str or sequence of str, optional
        The state's columns; all by default.
    variant : {"gross", "net"}

    Raises
    ------
    DataError
        If the state has no output in the chosen columns.
    """
    return 1.0 - foreign_input_reliance(world, state, sector=sector, variant=variant)


def bilateral_dependence(
    world: World, state: Codes, partner: Codes, variant: Variant = "gross", measure: Look = "look_through"
) -> tuple[float, float]:
    """Return how far the state relies on the partner's inputs, and the mirror: the partner on the state's.

    Parameters
    ----------
    world : World
    state, partner : str or sequence of str
        Two states without common members.
    variant : {"gross", "net"}
    measure : {"look_through", "face_value"}

    Returns
    -------
    (float, float)
        Fractions of the state's and of the partner's inputs; their difference is the asymmetry of the pair.

    Examples
    --------
    >>> from technostate.world import load
    >>> there, back = bilateral_dependence(load("wiod-2004"), "CHN", "USA")
    >>> there > back
    True
    """
    return (
        foreign_input_reliance(world, state, partner, variant=variant, measure=measure),
        foreign_input_reliance(world, partner, state, variant=variant, measure=measure),
    )


def supplier_concentration(
    world: World,
    buyer: Codes,
    sector: Codes | None = None,
    measure: Look = "look_through",
    include_home: bool = False,
) -> float:
    """Return the Herfindahl–Hirschman index of the buyer's supplying regions, between 1/k and 1.

    Parameters
    ----------
    world : World
    buyer : str or sequence of str
    sector : str or sequence of str, optional
        The buyer's columns; all by default.
    measure : {"look_through", "face_value"}
        Where inputs were made, or from whom they were bought.
    include_home : bool
        Whether the buyer itself counts as one supplier (its own unit taken out); by default foreign ones only.

    Raises
    ------
    DataError
        If the buyer has no output, or no such supplier, in the chosen columns.

    References
    ----------
    Hirschman (1945), National Power and the Structure of Foreign Trade; on shares of regions, squared and summed.
    """
    flows = input_flows(world, require_output(world, buyer, sector), "net", measure)
    suppliers = flows[outside(world, buyer)]
    if include_home:
        suppliers = np.append(suppliers, flows[regions(world, buyer)].sum())
    index = float(herfindahl(suppliers))
    if np.isnan(index):
        raise no_value(world, buyer, "inputs from such suppliers")
    return index


def supplier_concentration_by_sector(world: World, buyer: Codes, measure: Look = "look_through") -> Array:
    """Return `supplier_concentration` of foreign suppliers for each of the buyer's sectors (J,), NaN without any.

    Parameters
    ----------
    world : World
    buyer : str or sequence of str
    measure : {"look_through", "face_value"}
    """
    _check("net", measure)
    flows = _by_sector(world, regions(world, buyer), "net", measure)
    return herfindahl(flows[outside(world, buyer)])


def herfindahl(flows: Array) -> Array:
    """Return the sum of squared shares along the first axis; NaN where nothing flows.

    A negative net flow (returns exceed sales) is no source of supply: it is left out.

    Parameters
    ----------
    flows : array (k, …)
        Any one currency.

    Examples
    --------
    >>> import numpy as np
    >>> float(herfindahl(np.array([50.0, 30.0, 20.0]))).__round__(2)
    0.38
    """
    supply = np.maximum(flows, 0.0)
    squared: Array = np.square(share(supply, supply.sum(axis=0))).sum(axis=0)
    return squared


def _by_sector(world: World, buyers: Positions, variant: Variant, measure: Look) -> Array:
    """Return inputs by supplying region and the buyers' sector (N, J), members of a group added."""
    n, j = world.shape
    columns = (buyers[:, None] * j + np.arange(j)).ravel()
    if measure == "face_value":
        return by_region(world, world.intermediate[:, columns].reshape(n * j, len(buyers), j).sum(axis=1))
    output = world.gross_output[columns]
    flows: Array = (supply_by_region(world)[:, columns] * output).reshape(n, len(buyers), j)
    if variant == "net":
        own = buyers, np.arange(len(buyers))
        flows[own] = _less_own(flows[own], output.reshape(len(buyers), j))
    total: Array = flows.sum(axis=1)
    return total


def _own(world: World, chosen: Positions) -> Array:
    """Return the output of the chosen nodes by region (N,)."""
    own = np.zeros(world.n_regions)
    np.add.at(own, chosen // world.n_sectors, world.gross_output[chosen])
    return own


def _less_own(flows: Array, own: Array) -> Array:
    """Return flows less the own unit, with the rounding that is left where nothing is bought taken as nothing."""
    rest = flows - own
    return np.where(np.abs(rest) <= 1e-12 * own, 0.0, rest)


def _check(variant: str, measure: str) -> None:
    if variant not in get_args(Variant):
        raise unknown_label("variant", variant, get_args(Variant))
    if measure not in get_args(Look):
        raise unknown_label("measure", measure, get_args(Look))


def _ratio(world: World, part: float, whole: float, what: str, who: Codes) -> float:
    if not whole > 0:
        raise no_value(world, who, what)
    return float(part / whole)
