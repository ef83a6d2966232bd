"""A shock's paths of days, one a draw: the parameters of the weeks and the shock's own amounts drawn together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.impact.batch import Base
from technostate.shocks.impact.firms import drawn_firms
from technostate.shocks.specification.resolve import Resolved

if TYPE_CHECKING:
    from technostate.shocks.weeks import FlowEconomy, Path

Array = NDArray[np.float64]


def drawn_paths(
    resolved: Resolved, economy: FlowEconomy, days: int, draws: int, seed: int = 0, stocks: float = 1.0
) -> Iterator[Path]:
    """Yield the central path, then one a draw.

    Parameters
    ----------
    resolved : Resolved
        On the regions and sectors of the economy, with as many draws.
    stocks : float
        Times the usual days of stock of every product, at the centre.
    """
    from technostate.shocks.impact.events import events_of
    from technostate.shocks.weeks import Parameters, practice_of, simulate

    base = Base(economy.final.sum(0), economy.output)
    central = Parameters(stock_factor=stocks)
    firms = drawn_firms(draws, seed, central, practice_of(economy), economy, len(resolved.steps))
    for case, row in zip(("central", *resolved.draws), firms, strict=False):
        events = events_of(resolved, case, base, days)
        yield simulate(economy, events, days=days, parameters=row.parameters, practice=row.practice)


def put_in(resolved: Resolved, days: int) -> Array:
    """Return the share of output (T, N, J) that the shock's own losses of capacity leave, at its central amounts."""
    left = np.ones((days, len(resolved.regions), len(resolved.sectors)))
    for span in resolved.spans:
        last = days if span.last_day is None else min(days, span.last_day)
        left[span.first_day : last] = resolved.during("central", span.steps).capacity
    return left
