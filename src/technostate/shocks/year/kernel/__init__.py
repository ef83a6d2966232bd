"""Compiled parts of the year: bundles some of whose origins are banned, the residuals' derivative, and its inverse."""

from __future__ import annotations

from technostate.shocks.year.kernel.bundles import solve
from technostate.shocks.year.kernel.derivative import Production, Trade, product
from technostate.shocks.year.kernel.krylov import gmres

__all__ = ["Production", "Trade", "gmres", "product", "solve"]
