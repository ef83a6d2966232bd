"""The weeks: stocks run down, firms stop for want of inputs and turn to others; with bans, delays and stockpiles."""

from technostate.shocks.weeks.ario import ARIO_NOTES, ArioParameters
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
from technostate.shocks.weeks.notes import ParameterNote
from technostate.shocks.weeks.path import Path, first_shortage, recovery_time
from technostate.shocks.weeks.simulation import simulate, simulate_many
from technostate.shocks.weeks.ties import NOTES, Parameters, Practice, practice_of

__all__ = [
    "ARIO_NOTES", "NOTES", "ArioParameters", "CapacityLoss", "CapacityShares", "Delay", "DelayShares", "DemandLoss",
    "DemandShares", "Event", "FlowEconomy", "LinkBan", "LinkShares", "ParameterNote", "Parameters", "Path", "Practice",
    "StockDays", "Stockpile", "first_shortage", "practice_of", "recovery_time", "simulate", "simulate_many",
]  # fmt: skip
