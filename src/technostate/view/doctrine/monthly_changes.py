"""Where the monthly rate of a term in the evening news changes, and how its rate lies around dated events."""

from __future__ import annotations

from technostate import states
from technostate.doctrine.monthly import breaks, events
from technostate.doctrine.monthly.breaks import MonthlyBreaks
from technostate.doctrine.monthly.events import UNUSUAL, Dated, EventStudy
from technostate.doctrine.monthly.stored import Items, series
from technostate.errors import unknown_label
from technostate.states.model import EventKind
from technostate.view import who
from technostate.view.doctrine.monthly import SAID, month_line
from technostate.view.doctrine.words import P, Row, bare, command, ending, known, measured, short, term
from technostate.view.parties import acting_words
from technostate.write import Chart, Column, Prose, Table, View
from technostate.write.forms import Event, Lines
from technostate.write.inline import pieces

#: Kinds of events of a state's chronology.
KINDS: tuple[EventKind, ...] = ("pressure", "easing", "step")


def change_points(
    name: str, items: Items = "all", *, penalty: float | None = None, seed: int = 1
) -> View[MonthlyBreaks]:
    """Return where the monthly rate of a term changes, with the evidence for each change.

    Parameters
    ----------
    name : str
        A term, or the id of a formulation.
    items : {"all", "domestic", "foreign", "both"}
        In which items.
    penalty : float, optional
        Above 0, in units of the noise variance; 3 ln n by default.
    seed : int
        Of the shuffling.
    """
    data = breaks.change_points(name, items, penalty=penalty, seed=seed)
    said = short(data.counted, data.term)
    claimed = [row for row in data.rows if row.claimed]
    found = ", ".join(f"{row.before}/{row.after}" for row in claimed) or "none"
    title = f"Change points of {said} in the evening news{SAID[items]}"
    lead = Prose(("Counted: ", *pieces(term(data.counted, data.term)), f". Changes claimed: {found}."))
    options = {"items": items if items != "all" else "", "penalty": penalty, "seed": seed if seed != 1 else ""}
    typed = command("change-points", name, collection=data.collection, **options)
    blocks = (lead, _evidence(data), _changes(data), _drawn(data, title), *ending(data))
    return View(title, data, blocks, _change_rows(data), typed)


def event_study(
    name: str, state: str = "CHN", kind: str = "", items: Items = "all", *, window: int = events.WINDOW
) -> View[EventStudy]:
    """Return the rate of a term some months before and after the events by a state or towards it, of all files.

    Parameters
    ----------
    name : str
        A term, or the id of a formulation.
    state : str
        Who acted or was acted on.
    kind : {"pressure", "easing", "step", ""}
        Of events; empty: all.
    items : {"all", "domestic", "foreign", "both"}
        In which items.
    window : int
        Months on each side.

    Raises
    ------
    LabelError
        If the term was not counted, or there is no such state or kind.
    """
    if kind and kind not in KINDS:
        raise unknown_label("kind of event", kind, KINDS)
    code = who.state(state)
    dated = [
        Dated(str(event.date), f"{acting_words(event.actor, event.targets)}: {event.title}", event.kind)
        for event in states.events_of(code)
        if kind in ("", event.kind)
    ]
    data = events.event_study(name, dated, items, window=window)
    said = short(data.counted, data.term)
    title = f"{said} in the evening news around {kind or 'dated'} events of {code}{SAID[items]}"
    options = {
        "state": code if code != "CHN" else "", "kind": kind, "items": items if items != "all" else "",
        "window": window if window != events.WINDOW else "",
    }  # fmt: skip
    typed = command("event-study", name, collection=data.collection, **options)
    return View(title, data, (_lead(data), _around(data), *ending(data)), _event_rows(data), typed)


def _evidence(data: MonthlyBreaks) -> Table:
    rows = (("of any stretch unlike the rest, months shuffled", data.p_any),
            ("the same, runs of twelve months shuffled whole", data.p_runs))  # fmt: skip
    return Table(f"By {data.shuffles} shufflings, seed {data.seed}", (Column(""), Column("p", P)), rows)


def _changes(data: MonthlyBreaks) -> Table:
    rates = bare(rate for row in data.rows for rate in (row.rate_before, row.rate_after))
    columns = (Column("Between"), Column("and"), Column("Rate before", rates), Column("Rate after", rates),
               Column("p, adjusted", P), Column("Claimed"))  # fmt: skip
    rows = tuple(
        (row.before, row.after, row.rate_before, row.rate_after, row.p, "yes" if row.claimed else "no")
        for row in data.rows
    )
    return Table(f"Changes found, {data.unit}" if rows else "No change is found.", columns, rows)


def _drawn(data: MonthlyBreaks, title: str) -> Chart:
    found = series(data.term, data.items)
    line, months = month_line(found, "each month")
    marks = tuple(Event(months.index(row.after), "claimed", row.after) for row in data.rows if row.claimed)
    return Chart(title, Lines((line,), across="month", steps=months, events=marks), data.unit, told=True)


def _lead(data: EventStudy) -> Prose:
    shares = [row.as_large.value for row in data.rows if row.as_large is not None and row.as_large.value is not None]
    rare = sum(share <= UNUSUAL for share in shares)
    left = f" {data.left_out} events lie outside the counts or have no month." if data.left_out else ""
    return Prose(
        (
            "Counted: ", *pieces(term(data.counted, data.term)),
            f". {data.window} months before and after {len(data.rows)} events, {len(shares)} of which have hits enough "
            f"for a change. One month in {1 / UNUSUAL:.0f} has a share up to {UNUSUAL}, whatever happened in it: about "
            f"{UNUSUAL * len(shares):.1f} of these would; found: {rare}.{left}",
        )
    )  # fmt: skip


def _around(data: EventStudy) -> Table:
    rates = bare(rate for row in data.rows for rate in (row.before, row.after))
    changes = bare(row.change for row in data.rows)
    columns = (Column("Date"), Column("Event", words=True), Column("Kind"), Column("Hits before"), Column("Hits after"),
               Column("Before", rates), Column("After", rates), Column("Change, doublings", changes),
               Column("Months with as large a change", P))  # fmt: skip
    rows = tuple(
        (row.date, row.title, row.kind, row.hits_before, row.hits_after, row.before, row.after, known(row.change),
         known(row.as_large))
        for row in data.rows
    )  # fmt: skip
    return Table(f"{data.unit}; the share is of {data.placebos} months", columns, rows)


def _change_rows(data: MonthlyBreaks) -> tuple[Row, ...]:
    own = {"collection": data.collection, "term": data.term, "items": data.items}
    rows: list[Row] = measured({**own, "what": "series"}, p_any=data.p_any, p_runs=data.p_runs)
    for row in data.rows:
        keys = {**own, "what": "change", "first": row.before, "last": row.after, "claimed": row.claimed}
        rows += measured(keys, rate_before=row.rate_before, rate_after=row.rate_after, p=row.p)
    return tuple(rows)


def _event_rows(data: EventStudy) -> tuple[Row, ...]:
    own = {"collection": data.collection, "term": data.term, "items": data.items, "window": data.window}
    return tuple(
        made
        for row in data.rows
        for made in measured(
            {**own, "date": row.date, "event": row.title, "kind": row.kind},
            hits_before=row.hits_before, hits_after=row.hits_after, before=row.before, after=row.after,
            change=row.change, as_large=row.as_large,
        )
    )  # fmt: skip
