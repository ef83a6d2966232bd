"""One-sector variants: the gains from trade from one share, autarky in closed form, and the first-order screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from technostate.errors import DataError
from technostate.exposure import ProductivityExposure, exposure_matrices
from technostate.shocks.decade.economy import TradeEconomy

if TYPE_CHECKING:
    from technostate.shocks.decade.shares import Array


def gains_from_trade(domestic_share: ArrayLike, trade_elasticity: float) -> Array:
    """Return what a region would lose in autarky, 1 − λ^(1/θ), as a fraction of real income.

    Parameters
    ----------
    domestic_share : array (N,)
        λ: share of expenditure that stays at home.
    trade_elasticity : float
        θ.

    Raises
    ------
    DataError
        If a share is outside (0, 1] or the elasticity is not positive.

    References
    ----------
    Arkolakis, C., A. Costinot and A. Rodríguez-Clare (2012). New trade models, same old gains? American Economic
    Review 102(1), 94–130, equation 1. Costinot and Rodríguez-Clare (2014), Handbook of International Economics 4,
    table 4.1.

    Examples
    --------
    >>> gains_from_trade([0.8], 4.0).round(6)
    array([0.054258])
    """
    share = np.asarray(domestic_share, dtype=np.float64)
    _require_elasticity(trade_elasticity)
    if not ((share > 0) & (share <= 1)).all():
        raise DataError(
            f"domestic shares run from {share.min():g} to {share.max():g}",
            hint="λ lies in (0, 1]: sales at home over expenditure; at zero autarky is infinitely costly",
        )
    gains: Array = 1.0 - share ** (1.0 / trade_elasticity)
    return gains


def one_sector(
    sales: ArrayLike, trade_elasticity: float, *, regions: Sequence[str] = (), name: str = "one sector"
) -> TradeEconomy:
    """Return the economy of one sector without inputs (Eaton and Kortum 2002) that trades as the table says.

    Parameters
    ----------
    sales : array (N importer, N exporter)
        Bilateral sales, the diagonal domestic.
    trade_elasticity : float
        θ.

    Raises
    ------
    DataError
        If the table is not square, has negative or missing entries, or a region buys or sells nothing.

    Examples
    --------
    >>> one_sector([[8.0, 2.0], [1.0, 9.0]], 5.0).deficit
    array([ 1., -1.])
    """
    table = np.asarray(sales, dtype=np.float64)
    _require_elasticity(trade_elasticity)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise DataError(f"sales have shape {table.shape}", hint="pass (N importer, N exporter)")
    if not (np.isfinite(table) & (table >= 0)).all() or not (table.sum(0) > 0).all() or not (table.sum(1) > 0).all():
        raise DataError(
            "sales have negative, missing or empty rows or columns",
            hint="each region must buy and sell something; set small negative net sales to zero first",
        )
    n = table.shape[0]
    bought, sold = table.sum(1), table.sum(0)
    ones = np.ones((n, 1))
    return TradeEconomy(
        import_share=(table / bought[:, None])[None],
        value_added_share=ones,
        input_share=np.zeros((n, 1, 1)),
        final_share=ones,
        value_added=sold,
        deficit=bought - sold,
        trade_elasticity=[trade_elasticity],
        regions=tuple(regions),
        sectors=("all",),
        name=name,
    )


def first_order_exposure(economy: TradeEconomy) -> ProductivityExposure:
    """Return who gains and loses, to first order, from whose productivity growth: the screen before `counterfactual`.

    Parameters
    ----------
    economy : TradeEconomy
        One sector without inputs or tariffs (`one_sector`); deficits stay fixed in units of world income.

    Raises
    ------
    DataError
        If the economy has several sectors, inputs or tariffs.

    References
    ----------
    Kleinman, B., E. Liu and S. Redding, International friends and enemies: W and U of the constant-elasticity model
    (`technostate.exposure.exposure_matrices`).

    Examples
    --------
    >>> first_order_exposure(one_sector([[8.0, 2.0], [2.0, 8.0]], 5.0)).welfare.round(4).tolist()
    [[0.9778, 0.0222], [0.0222, 0.9778]]
    """
    wrong = [
        text
        for text, is_wrong in (
            (f"{economy.shape[1]} sectors", economy.shape[1] != 1),
            ("intermediate inputs", economy.input_share.any()),
            ("tariffs", economy.base_tariff.any()),
        )
        if is_wrong
    ]
    if wrong:
        raise DataError(
            f"the first-order screen is for one sector without inputs or duties; {economy.name!r} has "
            + ", ".join(wrong),
            hint="use one_sector(sales, θ), or counterfactual",
        )
    return exposure_matrices(np.ascontiguousarray(economy.base_trade[0].T), float(economy.trade_elasticity[0]))


def _require_elasticity(value: float) -> None:
    if not (np.isfinite(value) and value > 0):
        raise DataError(f"trade elasticity {value:g} is not a positive number", hint="5 is a common choice")
