"""The year: nested CES equilibria with factors fixed in place, and bans as delivered quantities (Baqaee and Farhi)."""

from technostate.shocks.year.bans import Ban
from technostate.shocks.year.economy import RANGES, Elasticities, Range, YearEconomy, draws
from technostate.shocks.year.nests import log_price, second_order, two_inputs
from technostate.shocks.year.result import Diagnostics, Result
from technostate.shocks.year.solver import counterfactual

__all__ = [
    "RANGES",
    "Ban",
    "Diagnostics",
    "Elasticities",
    "Range",
    "Result",
    "YearEconomy",
    "counterfactual",
    "draws",
    "log_price",
    "second_order",
    "two_inputs",
]
