"""Event studies: the rate of a term some months before and after dated events, beside every other month.

The month of the event is left out, because the news of the event itself has its words. For each event the change is
compared with the same change around every month that has both windows: the share of months with as large a change is a
placebo in time, not a test of cause. Windows of neighbouring months overlap, so that the share rests on few
independent ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine.monthly.rates import UNIT, per_million, told
from technostate.doctrine.monthly.stored import NAME, ORIGIN, Items, MonthlySeries, series
from technostate.doctrine.views import figures
from technostate.doctrine.views.rates import log_ratio
from technostate.doctrine.views.record import Answer
from technostate.errors import DataError
from technostate.evidence.figure import Figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Months of a window: the default, and the most.
WINDOW, LONGEST = 6, 36
#: Hits in both windows together below which no change is computed.
FEWEST_HITS = 10
#: Share up to which a change is unusual.
UNUSUAL = 0.05

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d\d)?", re.ASCII)


@dataclass(frozen=True)
class Dated:
    """An event with its month.

    Parameters
    ----------
    date : str
        ISO 8601, to the month or day.
    title : str
        What happened.
    kind : str
        As the state's file has it: pressure, easing or step.
    """

    date: str
    title: str
    kind: str = ""


@dataclass(frozen=True)
class EventRow:
    """A term around one event.

    Parameters
    ----------
    hits_before, hits_after : Figure
        Hits in the two windows.
    before, after : Figure
        Rates of the two windows.
    change : Figure or None
        Doublings from before to after, one half added to the hits of each so that a change from or to none is finite;
        None with fewer than ten hits in both windows together.
    as_large : Figure or None
        Share of all months with both windows whose change is as large in either direction, the event's included.
    """

    date: str
    title: str
    kind: str
    hits_before: Figure
    hits_after: Figure
    before: Figure
    after: Figure
    change: Figure | None
    as_large: Figure | None


@dataclass(frozen=True)
class EventStudy(Answer):
    """A term around dated events.

    Parameters
    ----------
    term : str
        The term, or the id of a concept.
    items : str
        In which items.
    window : int
        Months on each side.
    placebos : int
        Months with both windows and enough hits.
    left_out : int
        Events without a month, or too near an end of the counts.
    """

    term: str
    items: Items
    window: int
    placebos: int
    left_out: int


def event_study(term: str, events: Iterable[Dated], items: Items = "all", *, window: int = WINDOW) -> EventStudy:
    """Return the rate of a term before and after each event.

    Parameters
    ----------
    term : str
        A term, or the id of a formulation.
    events : iterable of Dated
        Those without a month, or without both windows, are left out and counted.
    items : {"all", "domestic", "foreign", "both"}
        In which items.
    window : int
        Months on each side, 1 to 36; the month of the event belongs to neither.

    Raises
    ------
    LabelError
        If the term was not counted.
    DataError
        If the window does not fit, or no event lies within the counts.

    Examples
    --------
    >>> study = event_study("关税", [Dated("2018-03-22", "a measure")], window=6)
    >>> round(study.rows[0].change.value, 1) > 1
    True
    """
    if not 1 <= window <= LONGEST:
        raise DataError(f"a window has 1 to {LONGEST} months, not {window}", hint=f"--window {WINDOW}")
    found = series(term, items)
    place = {month: at for at, month in enumerate(found.months)}
    changes = {at: _change(found, at, window) for at in range(window, len(found.months) - window)}
    known = np.array([value for value in changes.values() if value is not None])
    rows, left_out = [], 0
    for event in sorted(events, key=lambda item: item.date):
        at = place.get(event.date[:7]) if _MONTH.fullmatch(event.date) else None
        if at is None or at not in changes:
            left_out += 1
            continue
        rows.append(_row(found, event, at, window, changes[at], known))
    if not rows:
        raise DataError(
            f"no event with a month and {window} months on both sides lies within {found.months[0]} to "
            f"{found.months[-1]}",
            hint="a shorter --window, or another state",
        )
    notes = (
        "The month of the event is in neither window. A change beside an event is no effect of it.",
        "One half is added to the hits of both windows, so that a change from or to none is finite.",
        f"Windows overlap: the share rests on about {max(1, len(known) // (2 * window))} independent stretches.",
        *told(items, found.months[0]),
    )
    return EventStudy(
        NAME, UNIT, ORIGIN, notes, tuple(rows), {found.name: found.terms}, found.name, items, window, len(known),
        left_out,
    )  # fmt: skip


def _windows(found: MonthlySeries, at: int, window: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return (hits, characters) before and after a month."""
    sides = slice(at - window, at), slice(at + 1, at + 1 + window)
    before, after = ((int(found.count[part].sum()), int(found.characters[part].sum())) for part in sides)
    return before, after


def _change(found: MonthlySeries, at: int, window: int) -> float | None:
    before, after = _windows(found, at, window)
    if before[0] + after[0] < FEWEST_HITS or not (before[1] and after[1]):
        return None
    return log_ratio(*before, *after)


def _row(
    found: MonthlySeries,
    event: Dated,
    at: int,
    window: int,
    change: float | None,
    known: NDArray[np.float64],
) -> EventRow:
    sides = _windows(found, at, window)
    before, after = (per_million(*part) for part in sides)
    assert before is not None and after is not None, "windows of months hold items of every kind"
    hits = figures.count(sides[0][0], ORIGIN), figures.count(sides[1][0], ORIGIN)
    if change is None:
        return EventRow(event.date, event.title, event.kind, *hits, before, after, None, None)
    # Equal changes differ by rounding, because sums run in another order.
    share = float(np.mean(np.abs(known) >= abs(change) - 1e-9))
    return EventRow(
        event.date, event.title, event.kind, *hits, before, after, Figure(change, "doublings", "derived", ORIGIN),
        Figure(share, "1", "derived", ORIGIN),
    )  # fmt: skip
