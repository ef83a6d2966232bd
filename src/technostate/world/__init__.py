"""Worlds: labelled, balanced regions × sectors tables."""

from technostate.world.aggregation import aggregate, grouping
from technostate.world.balancing import balance, gras, ras
from technostate.world.calibration import TradeEconomy, calibrate
from technostate.world.elasticities import (
    Elasticities,
    conventional_sets,
    elasticities,
    elasticity_sets,
    low_long_run_sets,
)
from technostate.world.embedded import names
from technostate.world.fine import FineTable, fine_intermediate
from technostate.world.flows import bilateral_sales
from technostate.world.formats import read, write
from technostate.world.loading import is_named, load, own_names
from technostate.world.panel import TradePanel, panel
from technostate.world.world import World

__all__ = [
    "Elasticities",
    "FineTable",
    "TradeEconomy",
    "TradePanel",
    "World",
    "aggregate",
    "balance",
    "bilateral_sales",
    "calibrate",
    "conventional_sets",
    "elasticities",
    "elasticity_sets",
    "fine_intermediate",
    "gras",
    "grouping",
    "is_named",
    "load",
    "low_long_run_sets",
    "names",
    "own_names",
    "panel",
    "ras",
    "read",
    "write",
]
