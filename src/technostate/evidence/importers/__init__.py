"""Importers: one module a file that a user can download from its producer, each to series of the user's store."""

from technostate.evidence.importers import sipri_arms, sipri_milex
from technostate.evidence.own.kinds import Kind

#: All kinds of file that become series.
KINDS: tuple[Kind, ...] = (sipri_milex.KIND, sipri_arms.KIND)

__all__ = ["KINDS"]
