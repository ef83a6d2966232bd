"""Everything wrong with the events of a simulation, found before its first day and raised at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from technostate.errors import ScenarioError, nearest, with_problems
from technostate.shocks.weeks.events import (
    Arrays,
    Delay,
    DelayShares,
    Event,
    LinkBan,
    LinkShares,
    Named,
    Names,
    StockDays,
    Stockpile,
)


def check(events: Sequence[Event], regions: Names, sectors: Names, days: int) -> None:
    """Raise one `ScenarioError` that lists everything wrong with the events on this economy.

    Parameters
    ----------
    regions, sectors : tuple of str
        Labels of the economy.
    days : int
        Length of the simulation.
    """
    problems = [] if isinstance(days, int) and days >= 1 else [f"days is {days!r}; a whole number from 1 is needed"]
    for number, event in enumerate(events, 1):
        if isinstance(event, Named):
            found = (*_labels(event, regions, sectors), *_numbers(event), *_time(event, days))
        elif isinstance(event, Arrays):
            found = (*_values(event, len(regions), len(sectors)), *_time(event, days))
        else:
            problems.append(f"event {number} is {event!r}, not an event of the weeks engine")
            continue
        problems += [f"event {number} ({type(event).__name__}): {problem}" for problem in found]
    if problems:
        raise ScenarioError(
            with_problems("the events have", problems),
            hint="losses and leaks are fractions, times are days; tariffs and trade costs have no meaning in weeks",
        )


def _labels(event: Named, regions: Names, sectors: Names) -> Iterator[str]:
    links = isinstance(event, LinkBan | Delay)
    sides = ("exporters", "importers") if links else ("regions",)
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
    if isinstance(event, LinkBan | Delay):
        both = isinstance(event.exporters, Sequence) and isinstance(event.importers, Sequence)
        what = "ban its own sales" if isinstance(event, LinkBan) else "be far from itself"
        for name in event.exporters if both else ():
            if name in event.importers:
                yield f"{name} is exporter and importer; a region cannot {what}"


def _numbers(event: Named) -> Iterator[str]:
    if isinstance(event, LinkBan):
        if not _number(event.leak) or not 0 <= event.leak < 1:
            yield f"leak is {event.leak!r}; it must be at least 0 and below 1"
    elif isinstance(event, Delay):
        yield from _late(event)
        if not _number(event.share) or not 0 < event.share <= 1:
            yield f"share is {event.share!r}; it must be above 0 and at most 1"
    elif isinstance(event, Stockpile):
        if not _number(event.extra_days) or not 0 < event.extra_days < math.inf:
            yield f"extra_days is {event.extra_days!r}; it must be positive and finite"
    elif not _number(event.loss) or not 0 < event.loss <= 1:
        yield f"loss is {event.loss!r}; it must be above 0 and at most 1"


def _values(event: Arrays, n: int, j: int) -> Iterator[str]:
    links = isinstance(event, LinkShares | DelayShares)
    shape = (j, n, n) if links else (n, j)
    if isinstance(event, DelayShares):
        yield from _late(event)
    key, array, most = ("days", event.days, math.inf) if isinstance(event, StockDays) else ("share", event.share, 1.0)
    if not isinstance(array, np.ndarray) or array.dtype != np.float64:
        yield f"{key} is {array!r}; an array of numbers is needed"
        return
    if array.shape != shape:
        yield f"{key} has shape {array.shape}, the economy needs {shape}"
        return
    if missing := np.count_nonzero(~np.isfinite(array)):
        yield f"{key} has {missing} values that are not finite"
    if outside := np.count_nonzero((array < 0) | (array > most)):
        yield f"{key} has {outside} values outside 0 … {most:g}, from {np.nanmin(array):g} to {np.nanmax(array):g}"
    usual, what = (1.0, "ban its own sales") if isinstance(event, LinkShares) else (0.0, "be far from itself")
    if links and (home := np.count_nonzero(array.diagonal(axis1=1, axis2=2) != usual)):
        yield f"share of sales at home differs from {usual:g} in {home} places; a region cannot {what}"


def _late(event: Delay | DelayShares) -> Iterator[str]:
    if not isinstance(event.days, int) or isinstance(event.days, bool) or event.days < 1:
        yield f"days is {event.days!r}; whole days from 1 are needed"


def _time(event: Event, days: int) -> Iterator[str]:
    if isinstance(event, Stockpile | StockDays):
        return
    if not isinstance(event.start, int) or isinstance(event.start, bool) or event.start < 0:
        yield f"start is {event.start!r}; a day from 0 is needed"
    elif isinstance(days, int) and event.start >= days:
        yield f"start is day {event.start}, after the last day simulated ({days - 1})"
    if not _number(event.duration) or not event.duration >= 1:
        yield f"duration is {event.duration!r}; at least 1 day is needed"
    elif math.isfinite(event.duration) and event.duration != int(event.duration):
        yield f"duration is {event.duration!r}; whole days are needed"
    if not isinstance(event, LinkBan | LinkShares | Delay | DelayShares):
        if not isinstance(event.recovery, int) or isinstance(event.recovery, bool) or event.recovery < 0:
            yield f"recovery is {event.recovery!r}; whole days from 0 are needed"
        elif event.recovery and event.duration == math.inf:
            yield "recovery follows a duration, and the duration is infinite"


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
