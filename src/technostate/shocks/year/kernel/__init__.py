"""Compiled parts of the year: the prices of bundles some of whose origins are banned."""

from __future__ import annotations

from technostate.shocks.year.kernel.bundles import solve

__all__ = ["solve"]
