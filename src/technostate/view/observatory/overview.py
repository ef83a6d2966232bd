"""One state at a glance: figures of record, goals, dependence, one shock, claims, language, events, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from technostate import exposure as room
from technostate.claims.assess import assess
from technostate.errors import TechnostateError
from technostate.evidence import Figure
from technostate.shocks.progress import Show, silent
from technostate.view.dependence.who import who
from technostate.view.exposure import newest
from technostate.view.exposure_data import Partner, partners_of, rest_of
from technostate.view.observatory.facts import Fact, language, shock
from technostate.view.observatory.overview_blocks import blocks
from technostate.view.observatory.record import RECORD, Overview, Verdict, of_record
from technostate.view.parties import without_file
from technostate.view.shell import command
from technostate.view.standing import standing
from technostate.view.timeline.ask import timeline
from technostate.write import View
from technostate.write.frame import Row
from technostate.write.names import name, the

#: Events shown, and years looked back for them.
EVENTS, BACK = 6, 3


def overview(state: str, against: str = "USA", *, year: int | None = None, progress: Show = silent) -> View[Overview]:
    """Return a state at a glance; of one without a file what can be said, and what is missing.

    Parameters
    ----------
    state, against : str
        Codes or names of two states.
    year : int, optional
        To which ages of figures count; this one by default.
    progress : callable
        Called with a few words and the fraction of the work that is done.
    """
    pair = who(state, against, ())
    one, other, to = pair.state, pair.against, year or dt.date.today().year
    missing = [words for code in (one, other) if (words := without_file(code))]

    def tried(words: str, make: Callable[[], object]) -> object:
        progress(words, None)
        try:
            return make()
        except TechnostateError as error:
            missing.append(f"{words[:1].upper()}{words[1:]}: {error}.")
            return None

    stand = standing(one, other, year=to).data
    figures = of_record(stand.indicators)
    missing += [f"{row.title}: no figure of {the(one)}." for row in figures if row.newest(one) is None]
    table, made, taken, rest = "", (), (), (None, None)
    found = tried("who depends on whom", lambda: _partners(one))
    if isinstance(found, tuple):
        table, made, taken, rest = found
    hit = tried("a break in trade", lambda: shock(one, other))
    said = tried("official language", lambda: language(one, other))
    judged = tried("claims", lambda: tuple(map(Verdict.of, assess(one, against=other))))
    events = tried("events", lambda: timeline(one, since=to - BACK).data.events[-EVENTS:][::-1])
    data = Overview(
        one, other, to, figures, tuple(goal for part in stand.strategies for goal in part.goals), table, made, taken,
        rest, hit if isinstance(hit, Fact) else None, said if isinstance(said, Fact) else None,
        judged if isinstance(judged, tuple) else (), events if isinstance(events, tuple) else (), tuple(missing),
    )  # fmt: skip
    title = f"{name(one)} beside {the(other)}"
    lead = (
        f"{len(RECORD)} figures of record with rank, age and kind; then goals, dependence, a shock, claims and events."
    )
    return View(title, data, blocks(data), tuple(_rows(data)), command("states", "overview", one, against=other), lead)


def _partners(
    state: str,
) -> tuple[str, tuple[Partner, ...], tuple[Partner, ...], tuple[Figure | None, Figure | None]]:
    table = newest(state)
    made, taken = room.suppliers(table, state), room.dependents(table, state)
    rest = rest_of(made, table.year), rest_of(taken, table.year)
    return table.name, partners_of(made, table.year), partners_of(taken, table.year), rest


def _rows(data: Overview) -> list[Row]:
    rows: list[Row] = []
    for row in data.figures:
        for code in (data.state, data.against):
            if (figure := row.newest(code)) is not None:
                rows.append({"section": "figures", "measure": row.id, "figure": figure})
    for goal in data.goals:
        rows += [
            {"section": "goals", "measure": f"{goal.key}: {what}", "figure": found}
            for what, found in goal.figures.items()
        ]
    for section, listed in (("suppliers", data.suppliers), ("dependents", data.dependents)):
        rows += [{"section": section, "measure": item.region, "figure": item.share} for item in listed]
    for section, rest in zip(("suppliers", "dependents"), data.rest, strict=True):
        if rest is not None:
            rows.append({"section": section, "measure": "ROW", "figure": rest})
    for fact in (data.shock, data.language):
        if fact is not None:
            rows += [{"section": fact.key, "measure": fact.head, "figure": figure} for figure in fact.figures]
    return rows
