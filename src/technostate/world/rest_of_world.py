"""The rest of the world in `icio-2022`: its sales split by user, its purchases by pooled coefficients and GRAS.

The 2022 intermediate table leaves ROW out. Without a remedy all sales by ROW would look final, and value added would
swallow the inputs bought from ROW (with taxes on products, India's refineries would have 47 % of output as value
added). So ROW's sales of each product to each buyer are split into final use and intermediate use by sector as the
buyer's imports of that product from the other 79 economies are; and ROW's own column gets the pooled coefficients of
developing economies, brought to ROW's known purchases of each product by GRAS.

China's foreign input reliance (exposure's gross, look-through measure) is 8.3 % without ROW, 8.9 % when ROW sells
inputs but buys none, and 9.4 % with ROW's own inputs; other pools (with China, without India, lower incomes only, oil
exporters only) give 9.2 to 9.4 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.world.balancing import gras
from technostate.world.table import Array

#: Low- and middle-income economies of the table (World Bank classification of 2023/24), China, Russia and members of
#: the European Union left out: the pool that lends ROW its input coefficients.
DEVELOPING = (
    "AGO", "ARG", "BGD", "BLR", "BRA", "CIV", "CMR", "COD", "COL", "CRI", "EGY", "IDN", "IND", "JOR", "KAZ", "KHM",
    "LAO", "MAR", "MEX", "MMR", "MYS", "NGA", "PAK", "PER", "PHL", "SEN", "STP", "THA", "TUN", "TUR", "UKR", "VNM",
    "ZAF",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class SplitSales:
    """ROW's sales to the N economies by use.

    Parameters
    ----------
    intermediate : array (J product, N buyer, J user)
    final_demand : array (J product, N buyer)
    capped : float
        USD million moved from intermediate to final use where inputs from ROW would exceed what output leaves.
    """

    intermediate: Array
    final_demand: Array
    capped: float


def split_sales(sales: Array, intermediate: Array, final_demand: Array, gross_output: Array) -> SplitSales:
    """Split ROW's sales into final use and use by sector, with each buyer's own import structure.

    Parameters
    ----------
    sales : array (J product, N buyer)
        What ROW sells to each economy, USD million.
    intermediate : array (N, J, N, J)
        Sales among the N economies: seller, product, buyer, user.
    final_demand : array (N, J, N)
        Sales among them to final demand: seller, product, buyer.
    gross_output : array (N, J)

    Returns
    -------
    SplitSales
        `intermediate` plus `final_demand` add up to `sales`. A buyer that imports none of a product from the
        others takes ROW's as final demand.
    """
    n = gross_output.shape[0]
    own = np.arange(n)
    used = intermediate.sum(axis=0).transpose(1, 0, 2) - intermediate[own, :, own, :]
    consumed = final_demand.sum(axis=0).T - final_demand[own, :, own]
    imports = used.sum(axis=2) + consumed
    share = np.divide(used, imports[:, :, None], out=np.zeros_like(used), where=imports[:, :, None] > 0)
    bought = share * sales.T[:, :, None]
    room = np.maximum(gross_output - intermediate.sum(axis=(0, 1)), 0.0)
    wanted = bought.sum(axis=1)
    fits = np.divide(np.minimum(room, wanted), wanted, out=np.ones_like(wanted), where=wanted > 0)
    capped = float((wanted - np.minimum(room, wanted)).sum())
    bought *= fits[:, None, :]
    return SplitSales(
        intermediate=bought.transpose(1, 0, 2), final_demand=(sales.T - bought.sum(axis=2)).T, capped=capped
    )


def pooled_purchases(inputs: Array, final_demand: Array, outputs: Array, row_output: Array, bought: Array) -> Array:
    """Return ROW's purchases by product and use: pooled coefficients times its output, brought to known totals.

    Parameters
    ----------
    inputs : array (J product, J user)
        Intermediate inputs of the pool, all origins together.
    final_demand : array (J product,)
        Final demand of the pool.
    outputs : array (J,)
        Gross output of the pool.
    row_output : array (J,)
        Gross output of ROW.
    bought : array (J product,)
        All that ROW buys of each product, at home and abroad.

    Returns
    -------
    array (J product, J user + 1)
        The last column is final demand; rows add up to `bought`, columns to the pool's input share of ROW's output.

    Raises
    ------
    ConvergenceError
        If GRAS cannot meet the totals.
    """
    start = inputs * np.divide(row_output, outputs, out=np.zeros_like(outputs), where=outputs > 0)
    columns = start.sum(axis=0)
    left = bought.sum() - columns.sum()
    table = np.column_stack([start, final_demand * (left / final_demand.sum())])
    return gras(table, bought, np.append(columns, left), tolerance=1e-13)
