"""A resolved shock as events of the weeks: each span of days by itself, so that nothing counts twice."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.shocks.impact.batch import Base
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.resolve import Late, Resolved

if TYPE_CHECKING:
    from technostate.shocks.weeks.events import DelayShares, Event

Array = NDArray[np.float64]

#: A share of what is shipped below this is none: what dividing one delay by what another leaves makes of zero.
LEAST_SHARE = 1e-12


def events_of(resolved: Resolved, case: str, base: Base, days: int) -> list[Event]:
    """Return the measures of a case as events: each span of days by itself, so that nothing counts twice.

    Parameters
    ----------
    days : int
        What begins later is left out.

    Raises
    ------
    ScenarioError
        If a freeze takes more than a region spends.
    """
    from technostate.shocks.weeks.events import CapacityShares, DemandShares, LinkShares, StockDays

    events: list[Event] = []
    stock = resolved.levels[case].stock_days
    if stock.any():
        events.append(StockDays(stock))
    for span in resolved.spans:
        if span.first_day >= days:
            continue
        levels = resolved.during(case, span.steps)
        lasts = math.inf if span.last_day is None else float(span.last_day - span.first_day)
        demand = levels.demand * _left_to_spend(resolved, levels, base)
        if levels.banned:
            events.append(LinkShares(levels.delivered, span.first_day, lasts))
        if (levels.capacity < 1).any():
            events.append(CapacityShares(levels.capacity, span.first_day, lasts))
        if (demand < 1).any():
            events.append(DemandShares(demand, span.first_day, lasts))
        events += delays(resolved.late(case, span.steps), span.first_day, lasts)
    return events


def delays(rows: Sequence[Late], start: int, duration: float) -> Iterator[DelayShares]:
    """Yield delays as events of whole days, the shortest first.

    Days between two whole numbers are divided between them, so that the mean is what was asked for and a small change
    of the days is a small change of what arrives. An event bears on what those before it leave (`weeks.Delay`); the
    shares yielded are of that.

    Parameters
    ----------
    rows : sequence of Late
        In force together.
    start, duration
        As in `technostate.shocks.weeks.Delay`.

    Examples
    --------
    >>> half = np.array([[[0.0, 0.5], [0.0, 0.0]]])
    >>> [(row.days, round(float(row.share[0, 0, 1]), 3)) for row in delays([Late(6.25, half)], 0, 6.0)]
    [(6, 0.375), (7, 0.2)]
    """
    from technostate.shocks.weeks.events import DelayShares

    by_days: defaultdict[int, Array | float] = defaultdict(float)
    for row in rows:
        whole, part = math.floor(row.days), row.days % 1.0
        for length, weight in ((whole, 1.0 - part), (whole + 1, part)):
            if length and weight:
                by_days[length] = by_days[length] + weight * row.share
    left: Array | float = 1.0
    for length, share in sorted(by_days.items()):
        of_rest = np.divide(share, left, out=np.zeros(np.shape(share)), where=np.asarray(left > LEAST_SHARE))
        yield DelayShares(np.clip(of_rest, 0.0, 1.0), length, start, duration)
        left = np.maximum(left - share, 0.0)


def _left_to_spend(resolved: Resolved, levels: Levels, base: Base) -> Array:
    """Return the share (N, 1) of final demand that freezes leave."""
    lost = np.maximum(-levels.transfers, 0.0)
    poor = [resolved.regions[n] for n in np.flatnonzero(lost > base.income)]
    if poor:
        raise ScenarioError(f"the freeze takes more than {', '.join(poor)} spends in a year", hint="freeze less")
    share = np.divide(lost, base.income, out=np.zeros_like(lost), where=base.income > 0)
    left: Array = (1.0 - share)[:, None]
    return left
