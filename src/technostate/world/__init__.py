"""Worlds: labelled, balanced regions × sectors tables."""

from technostate.world.balancing import balance, gras, ras
from technostate.world.embedded import load, names
from technostate.world.fine import FineTable, fine_intermediate
from technostate.world.panel import Elasticities, TradePanel, elasticities, elasticity_sets, panel
from technostate.world.world import World

__all__ = [
    "Elasticities",
    "FineTable",
    "TradePanel",
    "World",
    "balance",
    "elasticities",
    "elasticity_sets",
    "fine_intermediate",
    "gras",
    "load",
    "names",
    "panel",
    "ras",
]
