"""The weeks: adaptive regional input–output with inventories, link bans, stockpiles and rerouting (Hallegatte 2013)."""

from technostate.shocks.weeks.economy import FlowEconomy
from technostate.shocks.weeks.events import (
    CapacityLoss,
    CapacityShares,
    Delay,
    DelayShares,
    DemandLoss,
    DemandShares,
    Event,
    LinkBan,
    LinkShares,
    StockDays,
    Stockpile,
)
from technostate.shocks.weeks.parameters import NOTES, ParameterNote, Parameters
from technostate.shocks.weeks.path import Path, first_shortage, recovery_time
from technostate.shocks.weeks.simulation import simulate, simulate_many

__all__ = [
    "NOTES", "CapacityLoss", "CapacityShares", "Delay", "DelayShares", "DemandLoss", "DemandShares", "Event",
    "FlowEconomy", "LinkBan",
    "LinkShares", "ParameterNote", "Parameters", "Path", "StockDays", "Stockpile", "first_shortage", "recovery_time",
    "simulate", "simulate_many",
]  # fmt: skip
