"""Worlds and tariffs from the files that their producers publish, into the user's store."""

from technostate.evidence.own.kinds import Kind
from technostate.world.importers import oecd
from technostate.world.importers.stored import load, names

#: Every kind of file that becomes a world or tariffs.
KINDS: tuple[Kind, ...] = (oecd.KIND,)

__all__ = ["KINDS", "load", "names"]
