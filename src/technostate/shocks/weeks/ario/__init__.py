"""The first engine of the weeks: adaptive regional input–output with inventories (Hallegatte 2008, 2013)."""

from technostate.shocks.weeks.ario.parameters import ARIO_NOTES, ArioParameters

__all__ = ["ARIO_NOTES", "ArioParameters"]
