"""The price of security on snapshots of paths: the levers and shocks of today, in the world that a path has made."""

from technostate.futures.battery.asked import LEAST, MOST, USUAL, YEAR, Asked

__all__ = ["LEAST", "MOST", "USUAL", "YEAR", "Asked"]
