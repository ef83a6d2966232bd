"""The year: nested CES equilibria with factors in place, and bans as ceilings on deliveries (Baqaee and Farhi)."""

from technostate.shocks.year.bans import Ban
from technostate.shocks.year.economy import YearEconomy
from technostate.shocks.year.elasticities import Elasticities
from technostate.shocks.year.nests import log_price, second_order, two_inputs
from technostate.shocks.year.parameters import Parameter, across_origins, parameters
from technostate.shocks.year.products import Places, YearProduct, products_of, with_products
from technostate.shocks.year.result import Diagnostics, Result
from technostate.shocks.year.rules import RENTS, Rules
from technostate.shocks.year.solver import by_rent, counterfactual

__all__ = [
    "RENTS",
    "Ban",
    "Diagnostics",
    "Elasticities",
    "Parameter",
    "Places",
    "Result",
    "Rules",
    "YearEconomy",
    "YearProduct",
    "across_origins",
    "by_rent",
    "counterfactual",
    "log_price",
    "parameters",
    "products_of",
    "second_order",
    "two_inputs",
    "with_products",
]
