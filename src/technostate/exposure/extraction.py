"""Hypothetical extraction: what output and value added hang on a node, a link, a pair or a region.

Flows are struck from the table, nothing replaces them, and output is solved anew for the final demand that
remains (Dietzenbacher and Lahr 2013, Economic Systems Research 25(3), 341–360; Miller and Blair 2022). It weighs
a linkage; it is no forecast of what would happen: buyers neither substitute nor run short.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.errors import ScenarioError
from technostate.exposure.low_rank import all_node_losses, block_loss, region_loss
from technostate.exposure.selection import (
    Codes,
    Producers,
    by_region,
    nodes,
    outside,
    partners,
    regions,
    require_output,
)
from technostate.exposure.system import leontief, reciprocal
from technostate.exposure.value_added import final_use, value_added_coefficients
from technostate.world.table import Array


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


def extract_link(
    world: Producers,
    *,
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
    supplier, buyer : str or sequence of str
        Two states without common members.
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
        If a name is unknown, or the states have a member in common.
    ScenarioError
        If the fraction is not between 0 and 1.

    Examples
    --------
    >>> from technostate.world import load
    >>> world = load("wiod-2004")
    >>> lost = extract_link(world, supplier="USA", buyer="CHN")
    >>> float(lost.value_added[world.region_index("USA")].round(-3))
    36000.0
    """
    _check_fraction(fraction)
    buyers = partners(world, supplier, partner=buyer)
    rows, columns = nodes(world, supplier, supplier_sector), nodes(world, buyer, sector)
    demand = None
    if final and sector is None:
        demand = fraction * final_use(world)[np.ix_(rows, buyers)].sum(axis=1)
    struck = world.intermediate[np.ix_(rows, columns)] * reciprocal(world.gross_output[columns])
    return _result(world, block_loss(leontief(world), struck * fraction, world.gross_output, rows, columns, demand))


def extract_pair(
    world: Producers, state: Codes, *, partner: Codes, fraction: float = 1.0, final: bool = True
) -> Extraction:
    """Return what is lost when all trade between two states, both ways, is struck.

    Parameters
    ----------
    state, partner : str or sequence of str
        Two states without common members.
    fraction : float
        Struck part of the flows, from 0 to 1.
    final : bool
        Whether sales to final demand are struck too.

    Raises
    ------
    LabelError
        If a name is unknown, or the states have a member in common.
    ScenarioError
        If the fraction is not between 0 and 1.
    """
    _check_fraction(fraction)
    members, others = regions(world, state), partners(world, state, partner=partner)
    first, second = nodes(world, state), nodes(world, partner)
    both = np.concatenate([first, second])
    struck = world.intermediate[np.ix_(both, both)] * reciprocal(world.gross_output[both]) * fraction
    struck[: len(first), : len(first)] = 0.0
    struck[len(first) :, len(first) :] = 0.0
    demand = None
    if final:
        use = final_use(world)
        sold, bought = use[np.ix_(first, others)].sum(axis=1), use[np.ix_(second, members)].sum(axis=1)
        demand = fraction * np.concatenate([sold, bought])
    return _result(world, block_loss(leontief(world), struck, world.gross_output, both, both, demand))


def extract_node(world: Producers, state: Codes, sector: Codes | None = None) -> Extraction:
    """Return what is lost when a node, or all nodes of a state, leave the table with all they sell and buy.

    Parameters
    ----------
    sector : str or sequence of str, optional
        The state's sectors that leave; all by default.

    Raises
    ------
    LabelError
        If a name is unknown.
    """
    return _result(world, region_loss(leontief(world), world.gross_output, nodes(world, state, sector)))


def extract_every_node(world: Producers) -> Array:
    """Return the loss of the world's value added from the extraction of each single node (N·J,), USD million."""
    return all_node_losses(leontief(world), world.gross_output, value_added_coefficients(world))


def market_loss(
    world: Producers, state: Codes, *, partner: Codes, sector: Codes | None = None, fraction: float = 1.0
) -> float:
    """Return the share of the state's value added that goes when its sales to the partner are struck, a fraction.

    Intermediate and final sales; value added that reaches the partner through third countries stays.

    Parameters
    ----------
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
    LabelError
        If a name is unknown, or the states have a member in common.
    ScenarioError
        If the fraction is not between 0 and 1.
    DataError
        If the state has no output.
    """
    lost = extract_link(world, supplier=state, buyer=partner, supplier_sector=sector, fraction=fraction)
    whole = world.value_added[require_output(world, state)].sum()
    return float(lost.value_added[regions(world, state)].sum() / whole)


def extraction_loss_abroad(world: Producers, state: Codes, sector: Codes | None = None) -> float:
    """Return the share of all other regions' value added that goes when the state leaves the table, a fraction.

    Parameters
    ----------
    sector : str or sequence of str, optional
        The state's sectors that leave; all by default.
    """
    others = outside(world, state)
    lost = extract_node(world, state, sector)
    return float(lost.value_added[others].sum() / by_region(world, world.value_added)[others].sum())


def _result(world: Producers, loss: Array) -> Extraction:
    return Extraction(loss, by_region(world, loss * value_added_coefficients(world)))


def _check_fraction(fraction: float) -> None:
    if not 0.0 <= fraction <= 1.0:
        raise ScenarioError(f"the struck fraction is {fraction}", hint="give a fraction from 0 to 1")
