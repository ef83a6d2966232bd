"""Foreign input reliance and foreign market reliance, at face value and looking through supply chains.

Baldwin, Freeman and Theodorakopoulos (2023, Brookings Papers on Economic Activity, Fall, 79–167), read from the
flows of `technostate.exposure.flows`, where the variants are explained. Shares need positive output: single
figures raise `DataError` where there is none, arrays hold NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.exposure.flows import (
    Look,
    Variant,
    check,
    flow_matrix,
    flows_by_sector,
    input_flows,
    less_own,
    market_flows,
    requirements,
)
from technostate.exposure.selection import Codes, Producers, partners, ratio, regions, require_output, share
from technostate.world.table import Array


@dataclass(frozen=True)
class Dependence:
    """How far two states rely on each other's inputs, fractions of their own inputs.

    Parameters
    ----------
    on_partner : float
        The state on the partner.
    of_partner : float
        The mirror: the partner on the state.
    """

    on_partner: float
    of_partner: float

    @property
    def asymmetry(self) -> float:
        """The state's reliance on the partner less the partner's on the state."""
        return self.on_partner - self.of_partner


def foreign_input_reliance(
    world: Producers,
    buyer: Codes,
    *,
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
    buyer : str or sequence of str
        Region, or regions taken as one; trade among them is then at home.
    supplier : str or sequence of str, optional
        Whose rows count; all foreign ones by default.
    sector : str or sequence of str, optional
        The buyer's columns; all by default.

    Raises
    ------
    LabelError
        If a name is unknown, or supplier and buyer have a member in common.
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
    check(variant, measure)
    rows = partners(world, buyer, partner=supplier)
    flows = input_flows(world, require_output(world, buyer, sector), variant, measure)
    return ratio(world, flows[rows].sum(), flows.sum(), "inputs", buyer, sector)


def foreign_market_reliance(
    world: Producers,
    seller: Codes,
    *,
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
    seller : str or sequence of str
        Region, or regions taken as one.
    market : str or sequence of str, optional
        Whose use counts; all abroad by default.
    sector : str or sequence of str, optional
        The seller's own sectors; all by default.

    Raises
    ------
    LabelError
        If a name is unknown, or market and seller have a member in common.
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
    check(variant, measure)
    columns = partners(world, seller, partner=market)
    flows = market_flows(world, require_output(world, seller, sector), variant, measure)
    return ratio(world, flows[columns].sum(), flows.sum(), "sales to producers", seller, sector)


def input_reliance_matrix(world: Producers, variant: Variant = "gross", measure: Look = "look_through") -> Array:
    """Return the share of each supplier (row) in the inputs of each buyer (column), (N, N); columns sum to one.

    Returns
    -------
    array (N, N)
        Fractions; the diagonal is the home share; NaN in the columns of regions without output.
    """
    flows = flow_matrix(world, variant, measure)
    return share(flows, flows.sum(axis=0))


def market_reliance_matrix(world: Producers, variant: Variant = "gross", measure: Look = "look_through") -> Array:
    """Return the share of each market (column) in the use of each seller's output (row), (N, N); rows sum to one."""
    flows = flow_matrix(world, variant, measure)
    return share(flows, flows.sum(axis=1, keepdims=True))


def foreign_input_reliance_by_region(
    world: Producers, variant: Variant = "gross", measure: Look = "look_through"
) -> Array:
    """Return `foreign_input_reliance` of every region at once (N,), fractions, NaN without output."""
    shares = input_reliance_matrix(world, variant, measure)
    np.fill_diagonal(shares, np.where(np.isnan(np.diagonal(shares)), np.nan, 0.0))
    total: Array = shares.sum(axis=0)
    return total


def foreign_input_reliance_by_sector(
    world: Producers,
    buyer: Codes,
    *,
    supplier: Codes | None = None,
    variant: Variant = "gross",
    measure: Look = "look_through",
) -> Array:
    """Return `foreign_input_reliance` of each of the buyer's sectors (J,), fractions, NaN without output."""
    rows = partners(world, buyer, partner=supplier)
    flows = flows_by_sector(world, regions(world, buyer), variant, measure)
    return share(flows[rows].sum(axis=0), flows.sum(axis=0))


def input_reliance_by_origin(
    world: Producers, buyer: Codes, sector: Codes | None = None, variant: Variant = "gross"
) -> Array:
    """Return the share of each supplying region and sector in the buyer's look-through inputs (N, J), fractions.

    Parameters
    ----------
    sector : str or sequence of str, optional
        The buyer's columns; all by default.

    Raises
    ------
    DataError
        If the buyer has no output in the chosen columns.
    """
    check(variant, "look_through")
    chosen = require_output(world, buyer, sector)
    needs = requirements(world, buyer, sector)
    if variant == "net":
        needs[chosen] = less_own(needs[chosen], world.gross_output[chosen])
    origins: Array = share(needs, needs.sum()).reshape(world.shape)
    return origins


def self_reliance(world: Producers, state: Codes, sector: Codes | None = None, variant: Variant = "gross") -> float:
    """Return the home share of the state's look-through inputs: one minus its foreign input reliance.

    Parameters
    ----------
    sector : str or sequence of str, optional
        The state's columns; all by default.

    Raises
    ------
    DataError
        If the state has no output in the chosen columns.
    """
    return 1.0 - foreign_input_reliance(world, state, sector=sector, variant=variant)


def bilateral_dependence(
    world: Producers, state: Codes, *, partner: Codes, variant: Variant = "gross", measure: Look = "look_through"
) -> Dependence:
    """Return how far the state relies on the partner's inputs, and the mirror: the partner on the state's.

    Parameters
    ----------
    state, partner : str or sequence of str
        Two states without common members.

    Examples
    --------
    >>> from technostate.world import load
    >>> bilateral_dependence(load("wiod-2004"), "CHN", partner="USA").asymmetry > 0
    True
    """
    return Dependence(
        foreign_input_reliance(world, state, supplier=partner, variant=variant, measure=measure),
        foreign_input_reliance(world, partner, supplier=state, variant=variant, measure=measure),
    )
