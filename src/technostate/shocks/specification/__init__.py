"""What a shock is: measures with who, what, how much and when, checked before anything runs, and the shipped ones."""

from technostate.shocks.specification.battery import battery
from technostate.shocks.specification.closure import Closure
from technostate.shocks.specification.coalition import coalitions, steps_of
from technostate.shocks.specification.compose import compose, mirror
from technostate.shocks.specification.fields import Range
from technostate.shocks.specification.horizons import HORIZONS, TABLE, Horizon, Meaning, horizons, require
from technostate.shocks.specification.measures import (
    CapacityLoss,
    Delay,
    DemandLoss,
    ExportBan,
    ImportBan,
    Measure,
    Stockpile,
    Tariff,
    TechnologyCutoff,
    TradeCost,
    TransferFreeze,
)
from technostate.shocks.specification.read import load, names, parse, read
from technostate.shocks.specification.shock import Reference, Shock, json_schema

__all__ = [
    "HORIZONS", "TABLE", "CapacityLoss", "Closure", "Delay", "DemandLoss", "ExportBan", "Horizon", "ImportBan",
    "Meaning", "Measure", "Range", "Reference", "Shock", "Stockpile", "Tariff", "TechnologyCutoff", "TradeCost",
    "TransferFreeze", "battery", "coalitions", "compose", "horizons", "json_schema", "load", "mirror", "names", "parse",
    "read", "require", "steps_of",
]  # fmt: skip
