"""Events of many scenarios as the kernel takes them: who, when, where and how much, in flat arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.weeks.economy import Array, FlowEconomy
from technostate.shocks.weeks.events import (
    CapacityLoss,
    CapacityShares,
    Delay,
    DelayShares,
    DemandLoss,
    DemandShares,
    Event,
    LinkBan,
    LinkShares,
    Names,
    StockDays,
    Stockpile,
    felt,
)

Scenario: TypeAlias = tuple[Event, ...]
Links: TypeAlias = LinkBan | LinkShares | Delay | DelayShares
Timed: TypeAlias = CapacityLoss | CapacityShares | DemandLoss | DemandShares | Links
#: Stands for the end of time in whole days.
FOREVER = 2**40


class Table(NamedTuple):
    """Events of one kind: the k-th touches `place[first[k]:first[k + 1]]` and leaves `share` of what was there.

    Parameters
    ----------
    owner : array (K,)
        Scenario.
    time : array (K, 3)
        Start, duration and recovery in days.
    first : array (K + 1,)
    place : array (P,)
        Flat positions in (N, J), or in (J, N importer, N exporter) for links.
    share : array (P,)
    """

    owner: NDArray[np.int64]
    time: NDArray[np.int64]
    first: NDArray[np.int64]
    place: NDArray[np.int64]
    share: NDArray[np.float64]

    def leave(self, day: int, out: NDArray[Any]) -> None:
        """Set out (B, ·) to what the events, whose shares multiply, leave on a day."""
        out[:] = 1.0
        for k, owner in enumerate(self.owner):
            start, duration, recovery = self.time[k].tolist()
            now = felt(start, duration, recovery, day)
            if now > 0:
                part = slice(self.first[k], self.first[k + 1])
                out[owner, self.place[part]] *= 1.0 - (1.0 - self.share[part]) * now


def capacity(economy: FlowEconomy, sets: Sequence[Scenario]) -> Table:
    """Return what is left of capacity, by node."""
    return _table(
        (b, event, _left(event, economy))
        for b, events in enumerate(sets) for event in events if isinstance(event, CapacityLoss | CapacityShares)
    )  # fmt: skip


def demand(economy: FlowEconomy, sets: Sequence[Scenario]) -> Table:
    """Return what is left of final demand, by buyer and product."""
    return _table(
        (b, event, _left(event, economy))
        for b, events in enumerate(sets) for event in events if isinstance(event, DemandLoss | DemandShares)
    )  # fmt: skip


def bans(economy: FlowEconomy, sets: Sequence[Scenario]) -> Table:
    """Return what is left of links."""
    return _table(
        (b, event, _delivered(event, economy))
        for b, events in enumerate(sets) for event in events if isinstance(event, LinkBan | LinkShares)
    )  # fmt: skip


def delays(economy: FlowEconomy, sets: Sequence[Scenario]) -> Table:
    """Return shares of links that are late: `time` holds start, duration and days, `share` what is late; longest first.

    Of two delays of one link the longer takes its share first, whatever their order.
    """
    rows = sorted(
        ((b, event) for b, events in enumerate(sets) for event in events if isinstance(event, Delay | DelayShares)),
        key=lambda row: -row[1].days,
    )
    table = _table((b, event, 1.0 - _late(event, economy)) for b, event in rows)
    table.time[:, 2] = [event.days for _, event in rows]
    return table._replace(share=1.0 - table.share)


def extra_days(economy: FlowEconomy, events: Scenario) -> Array:
    """Return the days of stock held beyond the usual (N, J product), all stockpiles together."""
    days = np.zeros(economy.shape)
    for event in events:
        if isinstance(event, StockDays):
            days += event.days
        elif isinstance(event, Stockpile):
            days[np.ix_(_at(event.regions, economy.regions), _at(event.sectors, economy.sectors))] += event.extra_days
    return days


def _table(rows: Iterable[tuple[int, Timed, Array]]) -> Table:
    owner, time, places, shares = [], [], [np.empty(0, np.int64)], [np.empty(0)]
    for b, event, share in rows:
        owner.append(b)
        duration = FOREVER if event.duration == np.inf else int(event.duration)
        time.append((event.start, duration, 0 if isinstance(event, Links) else event.recovery))
        places.append(np.flatnonzero(share != 1.0))
        shares.append(share.ravel()[places[-1]])
    return Table(
        np.array(owner, np.int64), np.array(time, np.int64).reshape(-1, 3),
        np.cumsum([len(at) for at in places], dtype=np.int64), np.concatenate(places), np.concatenate(shares),
    )  # fmt: skip


def _left(event: CapacityLoss | CapacityShares | DemandLoss | DemandShares, economy: FlowEconomy) -> Array:
    """Return the share (N, J) left at full force."""
    if isinstance(event, CapacityShares | DemandShares):
        return event.share
    left = np.ones(economy.shape)
    left[np.ix_(_at(event.regions, economy.regions), _at(event.sectors, economy.sectors))] = 1.0 - event.loss
    return left


def _delivered(event: LinkBan | LinkShares, economy: FlowEconomy) -> Array:
    """Return the share (J, N importer, N exporter) of what is ordered that is delivered."""
    return event.share if isinstance(event, LinkShares) else _on_links(event, economy, 1.0, event.leak)


def _late(event: Delay | DelayShares, economy: FlowEconomy) -> Array:
    """Return the share (J, N importer, N exporter) of what is shipped that is late."""
    return event.share if isinstance(event, DelayShares) else _on_links(event, economy, 0.0, event.share)


def _on_links(event: LinkBan | Delay, economy: FlowEconomy, usual: float, value: float) -> Array:
    n, j = economy.shape
    share = np.full((j, n, n), usual)
    sides = (event.sectors, economy.sectors), (event.importers, economy.regions), (event.exporters, economy.regions)
    share[np.ix_(*(_at(names, known) for names, known in sides))] = value
    return share


def _at(names: Names, known: Names) -> list[int]:
    return [known.index(name) for name in names] if names else list(range(len(known)))
