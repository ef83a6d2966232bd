"""Events of the weeks engine: frozen descriptions by name, and by array for callers that have one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Names: TypeAlias = tuple[str, ...]
Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class LinkBan:
    """Deliveries from exporters to importers fall to `leak` times what is ordered.

    Of two bans of one link the stricter counts. Orders stopped are lost to the exporter; the importers turn to their
    other suppliers at the limited rate of `Parameters`. Domestic links are not touched.

    Parameters
    ----------
    exporters, importers : tuple of str
        Regions; no region on both sides.
    sectors : tuple of str
        Products; all if empty.
    start : int
        First day, 0-based.
    duration : float
        Days; infinite: to the end.
    leak : float
        Share still delivered, at least 0 and below 1.
    """

    exporters: Names
    importers: Names
    sectors: Names = ()
    start: int = 0
    duration: float = math.inf
    leak: float = 0.0


@dataclass(frozen=True)
class CapacityLoss:
    """Nodes can produce 1 − loss of their capacity, then recover in a straight line. Losses of one node multiply.

    Parameters
    ----------
    sectors : tuple of str
        All if empty.
    loss : float
        Share of capacity lost, above 0 and at most 1.
    start : int
        First day, 0-based.
    duration : float
        Days at full loss; infinite: to the end.
    recovery : int
        Days of recovery after that: on its k-th day the loss is 1 − k/recovery of the first.
    """

    regions: Names
    sectors: Names = ()
    loss: float = 0.0
    start: int = 0
    duration: float = math.inf
    recovery: int = 0


@dataclass(frozen=True)
class DemandLoss:
    """Final demand of regions for products falls by a share, then recovers in a straight line. Losses multiply.

    Parameters
    ----------
    regions : tuple of str
        Buyers.
    sectors : tuple of str
        Products; all if empty.
    loss : float
        Share of final demand lost, above 0 and at most 1.
    start, duration, recovery
        As in `CapacityLoss`.
    """

    regions: Names
    sectors: Names = ()
    loss: float = 0.0
    start: int = 0
    duration: float = math.inf
    recovery: int = 0


@dataclass(frozen=True)
class Delay:
    """Goods on links are under way longer: a share of what is shipped arrives days later, and nothing is lost.

    Orders, output and rerouting do not see it: the goods are made and sent, the importers live on their stocks until
    they come. Two delays of one link bear on the same goods one after the other: the second on what the first leaves.
    Domestic links are not touched. A passage closed for six days is `days=6, duration=6`.

    Parameters
    ----------
    exporters, importers : tuple of str
        Regions; no region on both sides.
    sectors : tuple of str
        Products; all if empty.
    days : int
        Days later than usual, at least 1.
    share : float
        Share of the shipments that is late, above 0 and at most 1.
    start : int
        First day on which what is shipped is late, 0-based.
    duration : float
        Days on which it is; infinite: to the end.
    """

    exporters: Names
    importers: Names
    sectors: Names = ()
    days: int = 0
    share: float = 1.0
    start: int = 0
    duration: float = math.inf


@dataclass(frozen=True)
class Stockpile:
    """Users in regions hold extra stocks of products on day 0; used when needed, not built up again. Extras add.

    Parameters
    ----------
    regions : tuple of str
        Where the users are.
    sectors : tuple of str
        Products held; all if empty.
    extra_days : float
        Days of base use held beyond the usual stock.
    """

    regions: Names
    sectors: Names = ()
    extra_days: float = 0.0


@dataclass(frozen=True, eq=False)
class LinkShares:
    """A `LinkBan` with a leak for every link: deliveries fall to a share of what is ordered.

    Parameters
    ----------
    share : array (J, N importer, N exporter)
        Share still delivered, 0 to 1; 1 leaves the link as it is. Sales at home are 1. Read-only float64.
    start, duration
        As in `LinkBan`.
    """

    share: Array
    start: int = 0
    duration: float = math.inf

    def __post_init__(self) -> None:
        _freeze(self, "share")


@dataclass(frozen=True, eq=False)
class DelayShares:
    """A `Delay` with a share for every link.

    Parameters
    ----------
    share : array (J, N importer, N exporter)
        Share of the shipments that is late, 0 to 1; 0 leaves the link as it is. Sales at home are 0. Read-only float64.
    days : int
        Days later than usual, at least 1.
    start, duration
        As in `Delay`.
    """

    share: Array
    days: int = 0
    start: int = 0
    duration: float = math.inf

    def __post_init__(self) -> None:
        _freeze(self, "share")


@dataclass(frozen=True, eq=False)
class CapacityShares:
    """A `CapacityLoss` with a share for every node: what is left of capacity while the loss is full.

    Parameters
    ----------
    share : array (N, J)
        Share of capacity left, 0 to 1. Read-only float64.
    start, duration, recovery
        As in `CapacityLoss`.
    """

    share: Array
    start: int = 0
    duration: float = math.inf
    recovery: int = 0

    def __post_init__(self) -> None:
        _freeze(self, "share")


@dataclass(frozen=True, eq=False)
class DemandShares:
    """A `DemandLoss` with a share for every buyer and product: what is left of final demand while the loss is full.

    Parameters
    ----------
    share : array (N buyer, J product)
        Share of final demand left, 0 to 1. Read-only float64.
    start, duration, recovery
        As in `CapacityLoss`.
    """

    share: Array
    start: int = 0
    duration: float = math.inf
    recovery: int = 0

    def __post_init__(self) -> None:
        _freeze(self, "share")


@dataclass(frozen=True, eq=False)
class StockDays:
    """A `Stockpile` with days for every region and product.

    Parameters
    ----------
    days : array (N, J product)
        Days of base use held beyond the usual stock by users in a region; not negative. Read-only float64.
    """

    days: Array

    def __post_init__(self) -> None:
        _freeze(self, "days")


Named: TypeAlias = LinkBan | Delay | CapacityLoss | DemandLoss | Stockpile
Arrays: TypeAlias = LinkShares | DelayShares | CapacityShares | DemandShares | StockDays
Event: TypeAlias = Named | Arrays


def _freeze(event: Arrays, key: str) -> None:
    """Replace an array by a read-only copy; what is not numbers stays as it is, for the check to name."""
    try:
        array = np.array(getattr(event, key), dtype=np.float64, copy=True, order="C")
    except (TypeError, ValueError):
        return
    array.setflags(write=False)
    object.__setattr__(event, key, array)


def felt(start: int, duration: float, recovery: int, day: int) -> float:
    """Return the share of a loss felt on a day: 1 while it lasts, then a straight line to 0 over its recovery."""
    after = day - start - duration + 1
    if day < start:
        return 0.0
    if after <= 0:
        return 1.0
    return max(0.0, 1.0 - after / recovery) if recovery else 0.0
