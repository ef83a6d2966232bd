"""Worlds and tariffs from the files that their producers publish, into the user's store."""

from technostate.evidence.own.kinds import Kind
from technostate.world.importers import adb, eora, exiobase, figaro, gloria, oecd, tariffs, wiod
from technostate.world.importers.stored import load, names

#: Every kind of file that becomes a world or tariffs.
KINDS: tuple[Kind, ...] = (
    oecd.KIND,
    wiod.KIND_2016,
    wiod.KIND_2013,
    figaro.KIND,
    exiobase.KIND,
    eora.KIND,
    gloria.KIND,
    adb.KIND,
    tariffs.KIND,
)

__all__ = ["KINDS", "load", "names"]
