"""The decade: trade equilibria with input–output links in exact hat algebra (Caliendo and Parro 2015)."""

from technostate.shocks.decade.by_use import by_use, folded, folded_prices, folded_trade
from technostate.shocks.decade.deficits import Deficit
from technostate.shocks.decade.economy import TradeEconomy
from technostate.shocks.decade.equilibrium import Diagnostics, Equilibrium
from technostate.shocks.decade.labour import Employed, Revenue, with_labour_supply
from technostate.shocks.decade.one_sector import first_order_exposure, gains_from_trade, one_sector
from technostate.shocks.decade.scenario import Change
from technostate.shocks.decade.shares import CalibrationWarning
from technostate.shocks.decade.solver import counterfactual, counterfactuals, settled

__all__ = [
    "CalibrationWarning",
    "Change",
    "Deficit",
    "Diagnostics",
    "Employed",
    "Equilibrium",
    "Revenue",
    "TradeEconomy",
    "by_use",
    "counterfactual",
    "counterfactuals",
    "first_order_exposure",
    "folded",
    "folded_prices",
    "folded_trade",
    "gains_from_trade",
    "one_sector",
    "settled",
    "with_labour_supply",
]
