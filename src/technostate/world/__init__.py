"""Worlds: labelled, balanced regions × sectors tables."""

from technostate.world.world import World

__all__ = ["World"]
