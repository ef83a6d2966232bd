"""Hypothetical extraction: what output and value added hang on a node, a link, a pair or a region.

Flows are struck from the table, nothing replaces them, and output is solved anew for the final demand that
remains (Dietzenbacher and Lahr 2013, Economic Systems Research 25(3), 341–360; Miller and Blair 2022). It weighs
a linkage; it is no forecast of what would happen: buyers neither substitute nor run short.

Striking a block of A is a low-rank change of I − A, so with L at hand the new output needs no new factors
(Woodbury). With A the struck block from rows R to columns C and k the struck fraction,
``x′ = x − L[:, R]·(I + k·A·L[C, R])⁻¹·(k·A·x[C] + k·f)``, f being struck final demand for rows R.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.errors import ScenarioError
from technostate.exposure.selection import Codes, Positions, by_region, label, nodes, outside, regions, require_output
from technostate.exposure.system import Leontief, leontief, reciprocal
from technostate.exposure.value_added import final_use, value_added_coefficients
from technostate.world import World
from technostate.world.world import Array


@dataclass(frozen=True)
class Extraction:
    """What is lost when flows are struck, USD million; kind ``modelled``.

    Parameters
    ----------
    output : array (N·J,)
        Loss of gross output by node.
    value_added : array (N,)
        Loss of value added by region.
    """

    output: Array
    value_added: Array

    @property
    def total_output(self) -> float:
        """Loss of gross output of the world, USD million."""
        return float(self.output.sum())

    @property
    def total_value_added(self) -> float:
        """Loss of value added of the world, USD million."""
        return float(self.value_added.sum())


def block_loss(
    system: Leontief,
    coefficients: Array,
    output: Array,
    rows: Positions,
    columns: Positions,
    demand: Array | None = None,
) -> Array:
    """Return the loss of output (n,) when sales from `rows` to `columns` are struck.

    Parameters
    ----------
    system : Leontief
        Of the whole table; its inverse is used if it was computed.
    coefficients : array (len(rows), len(columns))
        The struck part of A.
    output : array (n,)
        Output before.
    rows, columns : array of int
        Selling and buying nodes.
    demand : array (len(rows),), optional
        Struck final demand for the rows' output, in the currency of `output`.

    References
    ----------
    Woodbury (1950); Sonis and Hewings (1989) for a single element.
    """
    if len(rows) == 0 or len(columns) == 0:
        return np.zeros_like(output)
    to_rows = system.columns(_contiguous(rows))
    struck = coefficients @ output[columns]
    if demand is not None:
        struck = struck + demand
    core = coefficients @ to_rows[_contiguous(columns)]
    core.ravel()[:: len(rows) + 1] += 1.0
    loss: Array = to_rows @ np.linalg.solve(core, struck)
    return loss


def region_loss(system: Leontief, output: Array, members: Positions) -> Array:
    """Return the loss of output (n,) when nodes leave the table with all they sell and buy.

    ``x − x′ = L[:, R]·L[R, R]⁻¹·x[R]``: members lose all of theirs.

    Parameters
    ----------
    system : Leontief
    output : array (n,)
    members : array of int
        The nodes R that leave.
    """
    place = _contiguous(members)
    columns = system.columns(place)
    loss: Array = columns @ np.linalg.solve(columns[place], output[members])
    return loss


def all_node_losses(system: Leontief, output: Array, weights: Array | None = None) -> Array:
    """Return the loss from the extraction of each single node, for all nodes at once.

    ``(wᵀL)_i · x_i / L_ii``: loss of world output for w = 1, of a region's value added for its coefficients.

    Parameters
    ----------
    system : Leontief
        Its inverse is computed if it was not.
    output : array (n,)
    weights : array (n,) or (n, k), optional
        What one unit of each node's output is worth; ones by default.

    Returns
    -------
    array (n,) or (k, n)
        In the unit of weights × output; zero for nodes without output.

    References
    ----------
    Dietzenbacher and Lahr (2013), in the form in which one inverse serves all nodes.

    Examples
    --------
    >>> import numpy as np
    >>> table = Leontief(np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0]))
    >>> all_node_losses(table, table.gross_output).round(2)
    array([1210.53, 2588.24])
    """
    scale = output / np.diagonal(system.inverse)
    if weights is None:
        losses: Array = system.multipliers * scale
    else:
        losses = system.solve_transposed(weights).T * scale
    return losses


def extract_link(
    world: World,
    supplier: Codes,
    buyer: Codes,
    supplier_sector: Codes | None = None,
    sector: Codes | None = None,
    fraction: float = 1.0,
    final: bool = True,
) -> Extraction:
    """Return what is lost when a supplier's sales to a buyer are struck.

    Parameters
    ----------
    world : World
    supplier, buyer : str or sequence of str
        Two states; the same one twice strikes its home sales.
    supplier_sector : str or sequence of str, optional
        What is no longer sold; all by default.
    sector : str or sequence of str, optional
        The buyer's columns that no longer receive it; all by default. With a sector, final demand stays.
    fraction : float
        Struck part of the flows, from 0 to 1.
    final : bool
        Whether sales to the buyer's final demand are struck too.

    Raises
    ------
    LabelError
        If a name is unknown.
    ScenarioError
        If the fraction is not between 0 and 1.

    Examples
    --------
    >>> from technostate.world import load
    >>> world = load("wiod-2004")
    >>> lost = extract_link(world, "USA", "CHN")
    >>> float(lost.value_added[world.region_index("USA")].round(-3))
    36000.0
    """
    _check_fraction(fraction)
    rows, columns = nodes(world, supplier, supplier_sector), nodes(world, buyer, sector)
    demand = None
    if final and sector is None:
        demand = fraction * final_use(world)[np.ix_(rows, regions(world, buyer))].sum(axis=1)
    return _result(world, _strike(world, rows, columns, fraction, demand))


def extract_pair(world: World, state: Codes, partner: Codes, fraction: float = 1.0, final: bool = True) -> Extraction:
    """Return what is lost when all trade between two states, both ways, is struck.

    Parameters
    ----------
    world : World
    state, partner : str or sequence of str
        Two states without common members.
    fraction : float
        Struck part of the flows, from 0 to 1.
    final : bool
        Whether sales to final demand are struck too.

    Raises
    ------
    LabelError
        If a name is unknown.
    ScenarioError
        If the fraction is not between 0 and 1, or the states share a member.
    """
    _check_fraction(fraction)
    _check_apart(world, state, partner)
    first, second = nodes(world, state), nodes(world, partner)
    both = np.concatenate([first, second])
    struck = world.intermediate[np.ix_(both, both)] * reciprocal(world.gross_output[both]) * fraction
    struck[: len(first), : len(first)] = 0.0
    struck[len(first) :, len(first) :] = 0.0
    demand = None
    if final:
        use = final_use(world)
        sold = use[np.ix_(first, regions(world, partner))].sum(axis=1)
        bought = use[np.ix_(second, regions(world, state))].sum(axis=1)
        demand = fraction * np.concatenate([sold, bought])
    loss = block_loss(leontief(world), struck, world.gross_output, both, both, demand)
    return _result(world, loss)


def extract_node(world: World, state: Codes, sector: Codes | None = None) -> Extraction:
    """Return what is lost when a node, or all nodes of a state, leave the table with all they sell and buy.

    Parameters
    ----------
    world : World
    state : str or sequence of str
    sector : str or sequence of str, optional
        The state's sectors that leave; all by default.

    Raises
    ------
    LabelError
        If a name is unknown.
    """
    return _result(world, region_loss(leontief(world), world.gross_output, nodes(world, state, sector)))


def extract_every_node(world: World) -> Array:
    """Return the loss of the world's value added from the extraction of each single node (N·J,), USD million.

    Parameters
    ----------
    world : World
    """
    return all_node_losses(leontief(world), world.gross_output, value_added_coefficients(world))


def market_loss(
    world: World, state: Codes, partner: Codes, sector: Codes | None = None, fraction: float = 1.0
) -> float:
    """Return the share of the state's value added that goes when its sales to the partner are struck, a fraction.

    Intermediate and final sales; value added that reaches the partner through third countries stays.

    Parameters
    ----------
    world : World
    state : str or sequence of str
        The seller, whose loss is asked for.
    partner : str or sequence of str
        The buyer.
    sector : str or sequence of str, optional
        The state's sectors that stop selling there; all by default.
    fraction : float
        Struck part of the flows, from 0 to 1.

    Raises
    ------
    ScenarioError
        If the states share a member or the fraction is not between 0 and 1.
    DataError
        If the state has no output.
    """
    _check_apart(world, state, partner)
    members = regions(world, state)
    whole = world.value_added[require_output(world, state)].sum()
    lost = extract_link(world, state, partner, supplier_sector=sector, fraction=fraction)
    return float(lost.value_added[members].sum() / whole)


def extraction_loss_abroad(world: World, state: Codes, sector: Codes | None = None) -> float:
    """Return the share of all other regions' value added that goes when the state leaves the table, a fraction.

    Parameters
    ----------
    world : World
    state : str or sequence of str
    sector : str or sequence of str, optional
        The state's sectors that leave; all by default.
    """
    others = outside(world, state)
    lost = extract_node(world, state, sector)
    return float(lost.value_added[others].sum() / by_region(world, world.value_added)[others].sum())


def _strike(world: World, rows: Positions, columns: Positions, fraction: float, demand: Array | None) -> Array:
    struck = world.intermediate[np.ix_(rows, columns)] * reciprocal(world.gross_output[columns])
    return block_loss(leontief(world), struck * fraction, world.gross_output, rows, columns, demand)


def _result(world: World, loss: Array) -> Extraction:
    return Extraction(loss, by_region(world, loss * value_added_coefficients(world)))


def _contiguous(positions: Positions) -> Positions | slice:
    """Return the same positions as a slice where they follow each other: views are faster than copies."""
    if positions[-1] - positions[0] == len(positions) - 1 and (np.diff(positions) == 1).all():
        return slice(int(positions[0]), int(positions[-1]) + 1)
    return positions


def _check_fraction(fraction: float) -> None:
    if not 0.0 <= fraction <= 1.0:
        raise ScenarioError(f"the struck fraction is {fraction}", hint="give a fraction from 0 to 1")


def _check_apart(world: World, state: Codes, partner: Codes) -> None:
    if len(np.intersect1d(regions(world, state), regions(world, partner))):
        raise ScenarioError(
            f"{label(state)} and {label(partner)} are not two states: they share a member",
            hint="name two states without common members",
        )
