"""The `World`: one year's regions × sectors table, labelled, balanced and immutable."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from technostate.world.invariants import check
from technostate.world.table import Array, Table, frozen


class World(Table):
    """A year's inter-regional input–output table, current USD million, basic prices.

    N regions, J sectors; node ``(region r, sector s)`` has position ``r * J + s``. Rows sell, columns buy.
    Arrays are copied to read-only float64 on construction and every invariant is checked
    (`technostate.world.invariants`): one error lists all that is broken.

    Parameters
    ----------
    name : str
        For example ``"wiod-2004"``.
    regions : tuple of str
        N codes: ISO 3166 alpha-3, keys of groups, ``ROW``.
    sectors : tuple of str
        J codes of `classification`.
    classification : str
        Name of the sector classification, for example ``"WIOD 2013 (NACE 1.1)"``.
    intermediate : array (N·J, N·J)
        Sales of node i to node j for intermediate use.
    final_demand : array (N·J, N)
        Sales to final demand of each region, changes in inventories excluded.
    inventories : array (N·J, N)
        Changes in inventories by region of use; negative where stocks were drawn down; NaN throughout where
        the source has none apart from final demand.
    value_added : array (N·J,)
        What is left of output after intermediate inputs, by node; `value_added_label` says what it includes.
    taxes_on_products : array (N·J,)
        Taxes less subsidies on products paid on intermediate inputs; NaN where the source does not separate them.
    gross_output : array (N·J,)
    discrepancy : array (N·J,)
        Output less all recorded sales (rounding and what the source does not balance).
    trade_elasticity : array (J,)
        Trade elasticity θ; NaN where none was chosen.
    origin : Origin
        Of the flows and outputs.
    tariff : array (J, N importer, N exporter), optional
        Ad-valorem tariff as a fraction; NaN where unknown.
    tolerance : float
        Largest accepted accounting gap of a node, USD million.
    tariff_origin, elasticity_origin : Origin, optional
        Of `tariff` and `trade_elasticity`, where they come from elsewhere than the flows; a figure that does not read
        them does not cite them.
    products : mapping of str to Product
        The sectors that were carved out of others (`technostate.world.products`), by code; empty for most worlds.
    carved : tuple of Carved
        What the table could hold of each product.

    Raises
    ------
    BalanceError
        If shapes, labels, signs or balances are broken; lists every violation.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        check(self)

    @cached_property
    def technical_coefficients(self) -> Array:
        """A (N·J, N·J): intermediate input per unit of the column's output; columns without output are zero."""
        output = self.gross_output
        scale = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
        return frozen(self.intermediate * scale)
