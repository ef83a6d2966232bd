"""An economy whose every sector sells two products, inputs and final goods, and the way back to its own sectors.

Both are made by the same producer at the same cost, so that nothing is solved anew: the sectors are doubled, users buy
inputs from the first half and final demand from the second. What is new is that a change can bear on one of the two,
and that the origins of inputs and of final goods differ as the world's table has them.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import numpy as np

from technostate.errors import DataError
from technostate.shocks.decade.economy import BASE_TOLERANCE, TradeEconomy
from technostate.shocks.decade.shares import CalibrationWarning

if TYPE_CHECKING:
    from technostate.shocks.decade.shares import Array
    from technostate.world import World

#: What each half of the doubled sectors is bought for, in their order.
USES: Final = ("inputs", "final")


def by_use(economy: TradeEconomy, world: World) -> TradeEconomy:
    """Return the economy with 2J sectors: J whose products are bought as inputs, then J bought by final demand.

    Origins of inputs and of final goods are the world's own. Costs, value added, deficits, tariffs and elasticities are
    those of the economy, so that its output, expenditure and trade are the sums over the two uses. Where origins are
    alike for both uses every answer is that of the economy to rounding; where they differ even a change that hits
    both uses has another answer, since a buyer of inputs cannot turn to the sellers of final goods.

    Parameters
    ----------
    economy : TradeEconomy
        Of N regions and J sectors, made from the world (`TradeEconomy.from_world`), with any elasticities and tariffs.
    world : World
        On the regions and sectors of the economy.

    Returns
    -------
    TradeEconomy
        Sectors ``j|inputs`` and then ``j|final``.

    Raises
    ------
    DataError
        If the world has other labels, or the economy's trade is not the world's: a base that was settled or had its
        deficits taken out is doubled first and settled then.

    References
    ----------
    Eppinger, P., G. Felbermayr, O. Krebs and B. Kukharskyy (2021). Decoupling global value chains. CESifo Working
    Paper 9079: trade costs of inputs apart from those of final goods.

    Examples
    --------
    >>> from technostate.world import load
    >>> world = load("wiod-2004")
    >>> twice = by_use(TradeEconomy.from_world(world, trade_elasticity=[4.0] * 35), world)
    >>> twice.shape, twice.sectors[0], twice.sectors[35]
    ((41, 70), 'c1|inputs', 'c1|final')
    """
    if (economy.regions, economy.sectors) != (world.regions, world.sectors):
        raise DataError(
            f"{economy.name} and {world.name} have other regions or sectors",
            hint="pass the world that the economy was made from, at the same division",
        )
    inputs = _bought_as_inputs(economy, world)
    rest = economy.base_trade * (1.0 + economy.base_tariff) - inputs
    bought = np.concatenate([inputs, np.maximum(rest, 0.0)])
    spent = bought.sum(2, keepdims=True)
    share = np.divide(bought, spent, out=np.zeros_like(bought), where=spent > 0)
    # Nobody buys where nothing is spent; as in the calibration all weight is at home.
    unused, buyer = np.nonzero(spent[:, :, 0] <= 0)
    share[unused, buyer, buyer] = 1.0
    recipe = np.concatenate([economy.input_share, np.zeros_like(economy.input_share)], axis=1)
    with warnings.catch_warnings():
        # The caller was warned when the economy was made.
        warnings.simplefilter("ignore", CalibrationWarning)
        twice = TradeEconomy(
            import_share=share,
            value_added_share=np.tile(economy.value_added_share, (1, 2)),
            input_share=np.tile(recipe, (1, 1, 2)),
            final_share=np.concatenate([np.zeros_like(economy.final_share), economy.final_share], axis=1),
            value_added=economy.value_added,
            deficit=economy.deficit,
            trade_elasticity=np.tile(economy.trade_elasticity, 2),
            tariff=None if economy.tariff is None else np.tile(economy.tariff, (2, 1, 1)),
            regions=economy.regions,
            sectors=tuple(f"{sector}|{use}" for use in USES for sector in economy.sectors),
            name=f"{economy.name} by use",
        )
    _require_same(economy, twice)
    return twice


def _bought_as_inputs(economy: TradeEconomy, world: World) -> Array:
    """Return what is spent on inputs by product, importer and exporter (J, N, N), duty included.

    Where the calibration counts part of a user's inputs as final demand, that part is taken from all of them alike.
    """
    from technostate.world.flows import intermediate_sales

    used, gross = intermediate_sales(world), 1.0 + economy.base_tariff
    recorded = np.einsum("jnik,jni->nk", used, gross, optimize=True)
    counted = economy.input_share.sum(1) * economy.base_output
    kept = np.divide(counted, recorded, out=np.zeros_like(recorded), where=recorded > 0)
    bought: Array = np.einsum("jnik,nk->jni", used, kept, optimize=True) * gross
    return bought


def _require_same(economy: TradeEconomy, twice: TradeEconomy) -> None:
    gap = np.abs(folded(twice.base_output) - economy.base_output).max() / economy.base_output.max()
    if gap > BASE_TOLERANCE or np.abs(twice.imbalance).max() > BASE_TOLERANCE:
        raise DataError(
            f"the trade of {economy.name} is not that of the world it is to be split by (gap {gap:.1e})",
            hint="double the world's own economy (TradeEconomy.from_world) first; settle or change it then",
        )


def folded(values: Array) -> Array:
    """Return values (N, 2J) of a doubled economy as sums over the two uses (N, J).

    Examples
    --------
    >>> folded(np.array([[1.0, 2.0, 10.0, 20.0]]))
    array([[11., 22.]])
    """
    n, twice = values.shape
    summed: Array = values.reshape(n, 2, twice // 2).sum(1)
    return summed


def folded_trade(trade: Array) -> Array:
    """Return sales (2J, N importer, N exporter) as sums over the two uses (J, N importer, N exporter)."""
    summed: Array = trade.reshape(2, trade.shape[0] // 2, *trade.shape[1:]).sum(0)
    return summed


def folded_prices(prices: Array, expenditure: Array) -> Array:
    """Return buyers' prices (N, 2J), ratios, as one a sector (N, J): the geometric mean over the two uses.

    Parameters
    ----------
    expenditure : array (N, 2J)
        At the base; the weights. A sector that a region does not buy has the plain mean.
    """
    n, twice = prices.shape
    halves = np.log(prices).reshape(n, 2, twice // 2)
    weight = expenditure.reshape(n, 2, twice // 2)
    whole = weight.sum(1)
    mean = np.divide((halves * weight).sum(1), whole, out=halves.mean(1), where=whole > 0)
    found: Array = np.exp(mean)
    return found
