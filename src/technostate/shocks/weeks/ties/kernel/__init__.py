"""The compiled part of a day: what is needed and made, what is delivered, and what is ordered for the next.

`technostate.shocks.weeks.ties.reference` states the same days in plain NumPy; tests hold the two together. Stocks and
orders are kept by importing region, product and origin, (N, J, B, N) with scenarios side by side; users of a region
share one block of origins a product, (N origin, J + 1 user) with final demand as the last user. A day passes over each
block twice: what plans need of each origin, and what users draw on, both (scenario, user) · (user, origin) by the
linear algebra library. The second is left out where nothing is short and everybody makes what was planned.
"""

from __future__ import annotations

from technostate.shocks.weeks.ties.kernel.arrays import Base, Gates, Results, State, Terms
from technostate.shocks.weeks.ties.kernel.day import consume, plan, produce, settle

__all__ = ["Base", "Gates", "Results", "State", "Terms", "consume", "plan", "produce", "settle"]
