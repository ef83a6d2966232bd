"""Past events held against the engines: what each shock gives beside what happened."""

from technostate.shocks.backtests.file import events, find, parse
from technostate.shocks.backtests.record import Measure, PastEvent, Reading, Source

__all__ = ["Measure", "PastEvent", "Reading", "Source", "events", "find", "parse"]
