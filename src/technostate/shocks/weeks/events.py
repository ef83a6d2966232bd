"""Events of the weeks engine: frozen descriptions, checked against an economy all at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from technostate.errors import ScenarioError, nearest

Names: TypeAlias = tuple[str, ...]


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
    regions : tuple of str
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


Event: TypeAlias = LinkBan | CapacityLoss | DemandLoss | Stockpile


def check(events: Sequence[Event], regions: Names, sectors: Names, days: int) -> None:
    """Raise one `ScenarioError` that lists everything wrong with the events on this economy.

    Parameters
    ----------
    events : sequence of Event
    regions, sectors : tuple of str
        Labels of the economy.
    days : int
        Length of the simulation.
    """
    problems = [] if isinstance(days, int) and days >= 1 else [f"days is {days!r}; a whole number from 1 is needed"]
    for number, event in enumerate(events, 1):
        if not isinstance(event, LinkBan | CapacityLoss | DemandLoss | Stockpile):
            problems.append(f"event {number} is {event!r}, not an event of the weeks engine")
            continue
        found = (*_labels(event, regions, sectors), *_numbers(event), *_time(event, days))
        problems += [f"event {number} ({type(event).__name__}): {problem}" for problem in found]
    if problems:
        raise ScenarioError(
            f"the events have {len(problems)} problems:\n  - " + "\n  - ".join(problems),
            hint="losses and leaks are fractions, times are days; tariffs and trade costs have no meaning in weeks",
        )


def _labels(event: Event, regions: Names, sectors: Names) -> Iterator[str]:
    sides = ("exporters", "importers") if isinstance(event, LinkBan) else ("regions",)
    for side in (*sides, "sectors"):
        names, known = getattr(event, side), sectors if side == "sectors" else regions
        if isinstance(names, str) or not isinstance(names, Sequence):
            yield f"{side} is {names!r}; a tuple of names is needed"
            continue
        if not names and side != "sectors":
            yield f"{side} names nobody"
        for name in names:
            if name not in known:
                close = nearest(str(name), known)
                yield f"unknown {side[:-1]} {name!r}" + (f" (did you mean {' or '.join(close)}?)" if close else "")
        for name in sorted({str(name) for name in names if names.count(name) > 1}):
            yield f"{side} names {name} twice"
    if isinstance(event, LinkBan):
        for name in event.exporters if isinstance(event.importers, Sequence) else ():
            if name in event.importers:
                yield f"{name} is exporter and importer; a region cannot ban its own sales"


def _numbers(event: Event) -> Iterator[str]:
    if isinstance(event, LinkBan):
        if not _number(event.leak) or not 0 <= event.leak < 1:
            yield f"leak is {event.leak!r}; it must be at least 0 and below 1"
    elif isinstance(event, Stockpile):
        if not _number(event.extra_days) or not 0 < event.extra_days < math.inf:
            yield f"extra_days is {event.extra_days!r}; it must be positive and finite"
    elif not _number(event.loss) or not 0 < event.loss <= 1:
        yield f"loss is {event.loss!r}; it must be above 0 and at most 1"


def _time(event: Event, days: int) -> Iterator[str]:
    if isinstance(event, Stockpile):
        return
    if not isinstance(event.start, int) or isinstance(event.start, bool) or event.start < 0:
        yield f"start is {event.start!r}; a day from 0 is needed"
    elif isinstance(days, int) and event.start >= days:
        yield f"start is day {event.start}, after the last day simulated ({days - 1})"
    if not _number(event.duration) or not event.duration >= 1:
        yield f"duration is {event.duration!r}; at least 1 day is needed"
    elif math.isfinite(event.duration) and event.duration != int(event.duration):
        yield f"duration is {event.duration!r}; whole days are needed"
    if not isinstance(event, LinkBan):
        if not isinstance(event.recovery, int) or isinstance(event.recovery, bool) or event.recovery < 0:
            yield f"recovery is {event.recovery!r}; whole days from 0 are needed"
        elif event.recovery and event.duration == math.inf:
            yield "recovery follows a duration, and the duration is infinite"


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def remaining(event: CapacityLoss | DemandLoss, day: int) -> float:
    """Return the share left of capacity or demand on a day: 1 − loss while it lasts, then a straight line to 1."""
    after = day - event.start - event.duration + 1
    if day < event.start:
        return 1.0
    if after <= 0:
        return 1.0 - event.loss
    return 1.0 - event.loss * max(0.0, 1.0 - after / event.recovery) if event.recovery else 1.0
