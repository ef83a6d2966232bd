"""Worlds from the WIOD 2013 release: `wiod-1995` to `wiod-2011`, 41 regions × 35 sectors."""

from __future__ import annotations

import numpy as np

from technostate.evidence.readers import wiod as raw
from technostate.world.world import World

VALUE_ADDED = "value added including taxes less subsidies on products and international transport margins"


def world_from_wiod(table: raw.WiodTable) -> World:
    """Return the `World` of one year of WIOD.

    Value added is output less intermediate inputs. The five final uses become final demand (four) and changes in
    inventories (c42). Taxes on products and trade elasticities are not in the file: NaN. Rows add up only to
    rounding (cells are truncated integers); what is missing is in `discrepancy`.

    Raises
    ------
    BalanceError
        If the table breaks an invariant.
    """
    table_sales = table.intermediate.sum(axis=1) + table.final_demand.sum(axis=(1, 2))
    nodes = len(table.gross_output)
    return World(
        name=f"wiod-{table.year}",
        year=table.year,
        regions=table.regions,
        sectors=table.sectors,
        classification=raw.CLASSIFICATION,
        intermediate=table.intermediate.astype(np.float64),
        final_demand=table.final_demand[:, :, :4].sum(axis=2).astype(np.float64),
        inventories=table.final_demand[:, :, 4].astype(np.float64),
        value_added=(table.gross_output - table.intermediate.sum(axis=0)).astype(np.float64),
        taxes_on_products=np.full(nodes, np.nan),
        gross_output=table.gross_output.astype(np.float64),
        discrepancy=(table.gross_output - table_sales).astype(np.float64),
        trade_elasticity=np.full(len(table.sectors), np.nan),
        origin=raw.ORIGIN,
        kind="derived",
        sector_titles=table.titles,
        value_added_label=VALUE_ADDED,
        tolerance=0.01,
    )
