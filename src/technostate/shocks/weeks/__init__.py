"""The weeks: adaptive regional input–output with inventories, link bans, stockpiles and rerouting (Hallegatte 2013)."""

from technostate.shocks.weeks.economy import FlowEconomy
from technostate.shocks.weeks.events import CapacityLoss, DemandLoss, Event, LinkBan, Stockpile
from technostate.shocks.weeks.parameters import NOTES, ParameterNote, Parameters
from technostate.shocks.weeks.path import Path, first_shortage, recovery_time
from technostate.shocks.weeks.simulation import simulate, simulate_many

__all__ = [
    "NOTES",
    "CapacityLoss",
    "DemandLoss",
    "Event",
    "FlowEconomy",
    "LinkBan",
    "ParameterNote",
    "Parameters",
    "Path",
    "Stockpile",
    "first_shortage",
    "recovery_time",
    "simulate",
    "simulate_many",
]
