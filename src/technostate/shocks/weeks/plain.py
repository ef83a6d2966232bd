"""Events of one scenario and day as plain arrays, for the twins of the kernels in NumPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from technostate.shocks.weeks.economy import Array, FlowEconomy
from technostate.shocks.weeks.events import (
    CapacityLoss,
    CapacityShares,
    DemandLoss,
    DemandShares,
    Event,
    LinkBan,
    LinkShares,
    StockDays,
    Stockpile,
    felt,
)

CAPACITY = (CapacityLoss, CapacityShares)
DEMAND = (DemandLoss, DemandShares)


def doors_on(economy: FlowEconomy, events: Sequence[Event], day: int) -> Array:
    """Return what is left of each link on a day (N origin, J, N buyer)."""
    n, j = economy.shape
    doors = np.ones((n, j, n))
    for event in events:
        if isinstance(event, LinkBan | LinkShares) and event.start <= day < event.start + event.duration:
            if isinstance(event, LinkShares):
                share = event.share.transpose(2, 0, 1)
            else:
                share = np.ones((n, j, n))
                share[np.ix_(_at(event.exporters, economy.regions), _at(event.sectors, economy.sectors),
                             _at(event.importers, economy.regions))] = event.leak  # fmt: skip
            doors = np.minimum(doors, share)
    return doors


def left_on(
    economy: FlowEconomy, events: Sequence[Event], day: int,
    kinds: tuple[type[CapacityLoss | DemandLoss], type[CapacityShares | DemandShares]],
) -> Array:  # fmt: skip
    """Return what is left of capacity or final demand (N, J) on a day."""
    left = np.ones(economy.shape)
    for event in events:
        if isinstance(event, kinds[0]):
            at = np.ix_(_at(event.regions, economy.regions), _at(event.sectors, economy.sectors))
            left[at] *= 1.0 - event.loss * felt(event.start, event.duration, event.recovery, day)
        elif isinstance(event, kinds[1]):
            left *= 1.0 - (1.0 - event.share) * felt(event.start, event.duration, event.recovery, day)
    return left


def extra_days(economy: FlowEconomy, events: Sequence[Event]) -> Array:
    """Return extra days of stock (J, N·J user)."""
    n, j = economy.shape
    extra = np.zeros((n, j))
    for event in events:
        if isinstance(event, Stockpile):
            extra[np.ix_(_at(event.regions, economy.regions), _at(event.sectors, economy.sectors))] += event.extra_days
        elif isinstance(event, StockDays):
            extra += event.days
    return np.repeat(extra.T, j, axis=1)


def _at(names: tuple[str, ...], known: tuple[str, ...]) -> list[int]:
    return [known.index(name) for name in names] if names else list(range(len(known)))
