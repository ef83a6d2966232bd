"""The compiled part of a day: what is made, and what each importer receives and orders.

`technostate.shocks.weeks.ario.reference` states the same days in plain NumPy with an order for every pair of nodes; the
tests hold the two together. Here users of a region share one block of origins a product, (N origin, J + 1 user) with
final demand as the last user, and orders on suppliers are kept by link and product, (N, J, N) a scenario: with
deliveries shared in proportion to orders that is all an exporter needs to know.

A day passes over each block once, for all scenarios, and uses it twice while it lies in the cache: what arrives is
(scenario, origin) · (origin, user), what is ordered is (scenario, user) · (user, origin), both by the linear algebra
library. Orders by user are not kept: yesterday's follow from yesterday's plan, output and stocks.

Two days live side by side: arrays with a leading 2 hold day t at t % 2.
"""

from __future__ import annotations

from technostate.shocks.weeks.ario.kernel.arrays import Base, Gates, Pace, Results, State
from technostate.shocks.weeks.ario.kernel.day import produce, serve
from technostate.shocks.weeks.ario.kernel.products import pass_doors

__all__ = ["Base", "Gates", "Pace", "Results", "State", "pass_doors", "produce", "serve"]
