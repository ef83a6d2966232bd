"""Worlds: labelled, balanced regions × sectors tables."""

from technostate.world.embedded import load, names
from technostate.world.world import World

__all__ = ["World", "load", "names"]
