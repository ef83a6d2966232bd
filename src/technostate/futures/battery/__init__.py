"""The price of security on snapshots of paths: the levers and shocks of today, in the world that a path has made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from technostate.futures.battery.asked import LEAST, MOST, USUAL, YEAR, Asked, of_scenario

if TYPE_CHECKING:
    from technostate.futures.battery.making import Battery, batteries, priced

__all__ = ["LEAST", "MOST", "USUAL", "YEAR", "Asked", "Battery", "batteries", "of_scenario", "priced"]


def __getattr__(name: str) -> Any:
    """Load the engines when a battery is asked for."""
    if name in ("Battery", "batteries", "priced"):
        from technostate.futures.battery import making as room

        return getattr(room, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
