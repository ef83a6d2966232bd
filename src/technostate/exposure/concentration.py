"""How few suppliers a state's inputs come from: the Herfindahl–Hirschman index, with ROW as many or as one.

ROW is all economies that a table does not show apart. As ``many`` small suppliers its flow stands in the sum of
supplies and in no square; as ``one`` it has a square of its own. The index over all single economies, which the
table cannot give, lies between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from technostate.errors import unknown_label
from technostate.exposure.flows import Look, flows_by_sector, input_flows
from technostate.exposure.selection import Codes, Flags, no_value, outside, regions, require_output, share, single
from technostate.world import World
from technostate.world.table import Array

Row = Literal["many", "one"]


@dataclass(frozen=True)
class Concentration:
    """Concentration of foreign suppliers under both readings of ROW, and what lies behind it.

    Parameters
    ----------
    row_as_many, row_as_one : float
        The index, between 0 and 1; equal where the table has no ROW. NaN where only ROW supplies, and as many.
    rest_of_world : float
        ROW's share of the supplies, a fraction.
    suppliers : int
        Economies shown apart that supply something.
    """

    row_as_many: float
    row_as_one: float
    rest_of_world: float
    suppliers: int


def herfindahl(flows: Array, counted: Flags | None = None) -> Array:
    """Return the sum of squared shares along the first axis; NaN where nothing flows.

    A negative net flow (returns exceed sales) is no source of supply: it is left out.

    Parameters
    ----------
    flows : array (k, …)
        Any one currency.
    counted : array of bool (k,), optional
        Which flows are one supplier each; the others stand in the sum of flows only. All by default.

    Examples
    --------
    >>> import numpy as np
    >>> float(herfindahl(np.array([50.0, 30.0, 20.0]))).__round__(2)
    0.38
    >>> float(herfindahl(np.array([50.0, 30.0, 20.0]), np.array([True, True, False]))).__round__(2)
    0.34
    """
    supply = np.maximum(flows, 0.0)
    shares = share(supply, supply.sum(axis=0))
    if counted is not None:
        shares = shares[counted]
    squared: Array = np.square(shares).sum(axis=0)
    # Where nobody who counts supplies, the index is unknown and not zero.
    return np.where(squared > 0, squared, np.nan)


def counted(world: World, row: Row) -> Flags:
    """Return which regions are one supplier each (N,).

    Parameters
    ----------
    row : {"many", "one"}
        Whether ROW is many economies or counts as one.
    """
    return single(world) if check_row(row) == "many" else np.ones(world.n_regions, dtype=bool)


def check_row(row: Row) -> Row:
    """Return the reading of ROW unchanged; raises `LabelError` for another word."""
    if row not in get_args(Row):
        raise unknown_label("reading of ROW", row, get_args(Row))
    return row


def concentration(
    world: World,
    buyer: Codes,
    sector: Codes | None = None,
    measure: Look = "look_through",
    include_home: bool = False,
) -> Concentration:
    """Return the concentration of the buyer's supplying regions, with ROW as many and as one.

    Parameters
    ----------
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

    Examples
    --------
    >>> from technostate.world import load
    >>> found = concentration(load("icio-2022"), "CHN")
    >>> round(found.row_as_many, 4), round(found.row_as_one, 4)
    (0.0348, 0.0462)
    """
    flows = input_flows(world, require_output(world, buyer, sector), "net", measure)
    abroad, one = outside(world, buyer), single(world)
    suppliers, alone = flows[abroad], one[abroad]
    if include_home:
        suppliers = np.append(suppliers, flows[regions(world, buyer)].sum())
        alone = np.append(alone, True)
    supply = np.maximum(suppliers, 0.0)
    if not supply.sum() > 0:
        raise no_value(world, buyer, "inputs from such suppliers", sector)
    return Concentration(
        row_as_many=float(herfindahl(suppliers, alone)),
        row_as_one=float(herfindahl(suppliers)),
        rest_of_world=float(supply[~alone].sum() / supply.sum()),
        suppliers=int((supply[alone] > 0).sum()),
    )


def supplier_concentration(
    world: World,
    buyer: Codes,
    sector: Codes | None = None,
    measure: Look = "look_through",
    include_home: bool = False,
    row: Row = "many",
) -> float:
    """Return the Herfindahl–Hirschman index of `concentration` under one reading of ROW.

    Raises
    ------
    DataError
        If the buyer has no output, or no such supplier, in the chosen columns.
    """
    check_row(row)
    found = concentration(world, buyer, sector, measure, include_home)
    index = found.row_as_many if row == "many" else found.row_as_one
    if np.isnan(index):
        raise no_value(world, buyer, "inputs from economies that are shown apart", sector)
    return index


def supplier_concentration_by_sector(
    world: World, buyer: Codes, measure: Look = "look_through", row: Row = "many"
) -> Array:
    """Return `supplier_concentration` of foreign suppliers for each of the buyer's sectors (J,), NaN without any."""
    flows = flows_by_sector(world, regions(world, buyer), "net", measure)
    abroad = outside(world, buyer)
    return herfindahl(flows[abroad], counted(world, row)[abroad])
