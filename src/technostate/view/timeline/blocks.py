"""The blocks that say a timeline: what it holds, counts over time, who on whom, and the events themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from technostate.evidence import Figure
from technostate.evidence.figure import value_of
from technostate.states import groups
from technostate.states.check_events import EVERYONE
from technostate.view.parties import acting, missing_files, party
from technostate.view.timeline.data import TOWARDS, Happening, Pair, Timeline
from technostate.write import Chart, Cite, Column, Items, Name, Prose, Table
from technostate.write.blocks import Block
from technostate.write.forms import Matrix
from technostate.write.inline import Inline, Text
from technostate.write.names import the

#: Pairs that a chart over time shows, and targets that the table of who on whom has room for.
MOST_PAIRS, MOST_TARGETS = 16, 14
_LIMITS = (
    "What is counted is what the files hold, not all measures that states took: a pair without a count has no event "
    "in the files, and a longer list may come from a file with more entries.",
    "An event stands once, in the file of who acted, or of the target where the actor has no file. One with several "
    "targets counts once for each; a measure that names nobody counts towards all others, one towards a group "
    "towards the group, not towards its members.",
    "Pressure is a measure that restricts its targets, easing lifts or suspends one, a step is the actor’s own and has "
    "no target; none says who was right.",
)
_COPIES = {"secondary": " (secondary source)", "copy": " (copy of the text)"}


def blocks(data: Timeline) -> Iterator[Block]:
    """Return the blocks of a timeline."""
    yield Prose(_sentence(data))
    yield from missing_files([code for code in data.asked.states if code not in groups() and code != EVERYONE])
    if len(data.actors) > 1 or len(data.years) > 1:
        yield by_year(data)
    for kind in TOWARDS:
        if pairs := data.of_kind(kind):
            yield _over_time(kind, pairs, data.periods)
            if len(data.asked.states) != 1:
                yield from _who_on_whom(kind, pairs)
    if data.events:
        yield _table(data.events)
    yield Items(_LIMITS, "To know")


def _sentence(data: Timeline) -> str:
    files = f"{len(data.files)} files ({', '.join(map(the, data.files))})"
    if not data.events:
        return f"No event in the {files} is asked for."
    many = f"{len(data.events)} events" if len(data.events) > 1 else "1 event"
    kinds = [(sum(event.kind == kind for event in data.events), kind) for kind in (*TOWARDS, "step")]
    said = ", ".join(f"{count} of {kind}" if kind in TOWARDS else _steps(count) for count, kind in kinds if count)
    official = sum(event.standing == "official" for event in data.events)
    dates = sorted({data.events[0].date, data.events[-1].date})
    return (
        f"{many} in the {files}, {' to '.join(dates)}: {said}. {official} of {len(data.events)} have a source at the "
        "issuer’s own address; the others are marked."
    )


def _steps(count: int) -> str:
    return f"{count} step{'s' * (count > 1)} of the actor’s own"


def _left(count: int, what: str) -> str:
    return "" if count < 1 else f" {count} more {what}{' is' if count == 1 else 's are'} left out."


def by_year(data: Timeline) -> Chart:
    """Return the chart of events by actor and year; its title names the year with most where one has."""
    shown = data.actors[:MOST_PAIRS]
    cells = {(at, to): figure for at, acting in enumerate(shown) for to, figure in enumerate(acting.by_year)}
    totals = [sum(value_of(acting.by_year[at]) for acting in data.actors) for at in range(len(data.years))]
    most = max(totals)
    title = "Events in the files, by actor and year"
    if totals.count(most) == 1 and len(totals) > 1:
        title = f"Most events in the files are of {data.years[totals.index(most)]}: {most:.0f} of {len(data.events)}"
    form = Matrix(tuple(party(acting.actor) for acting in shown), data.years, cells, "Actor")
    left = _left(len(data.actors) - len(shown), "actor")
    return Chart(
        title, form, "events of all kinds, by actor and year", f"Recent years have been read more closely.{left}"
    )


def _pair(pair: Pair) -> Text:
    return acting(pair.actor, (pair.target,))


def _over_time(kind: str, pairs: Sequence[Pair], periods: Sequence[str]) -> Chart:
    shown = pairs[:MOST_PAIRS]
    cells = {(at, to): figure for at, pair in enumerate(shown) for to, figure in enumerate(pair.by_period)}
    left = _left(len(pairs) - len(shown), "pair")
    form = Matrix(tuple(map(_pair, shown)), tuple(periods), cells, "Actor → target")
    return Chart(
        f"Events of {kind} in the files, by who acted on whom",
        form,
        "events by year",
        f"Zero: none in the files.{left}",
    )


def _who_on_whom(kind: str, pairs: Sequence[Pair]) -> Iterator[Block]:
    """Return the matrix of actors and targets, where there are several of both."""
    actors, targets = _largest(pairs, "actor"), _largest(pairs, "target")
    if len(actors) < 2 or len(targets) < 2:
        return
    shown = targets[:MOST_TARGETS]
    cells: dict[tuple[int, int], Figure] = {
        (actors.index(pair.actor), shown.index(pair.target)): pair.events for pair in pairs if pair.target in shown
    }
    left = len(targets) - len(shown)
    note = "Rows act, columns are acted on (all: measures that name nobody); no figure: no event in the files."
    note += _left(left, "target")
    form = Matrix(tuple(map(party, actors)), tuple(map(_short, shown)), cells, "Actor")
    yield Chart(f"Who on whom: {kind}", form, "events in the files", note)


def _largest(pairs: Sequence[Pair], side: str) -> list[str]:
    """Return actors or targets, those with most events first."""
    totals: dict[str, float] = {}
    for pair in pairs:
        code = getattr(pair, side)
        totals[code] = totals.get(code, 0.0) + value_of(pair.events)
    return sorted(totals, key=lambda code: (-totals[code], code))


def _short(code: str) -> Inline:
    """Return whom a narrow column is of: a state, all, or a group by its key."""
    return "all" if code == EVERYONE else Name(code) if isinstance(party(code), Name) else code


def _table(events: Sequence[Happening]) -> Table:
    columns = Column("Date"), Column("Who → on whom", words=True), Column("Kind"), Column("What", words=True)
    rows = tuple((it.date, acting(it.actor, it.targets), kind_words(it), _what(it)) for it in events)
    return Table("Events in order of dates", columns, rows)


def kind_words(event: Happening) -> str:
    """Return the kind of an event and of its date: ``pressure, in force``."""
    return f"{event.kind}, {event.date_kind.replace('_', ' ')}"


def _what(event: Happening) -> Text:
    said: list[Inline] = [event.title]
    if event.standing in _COPIES:
        said.append(_COPIES[event.standing])
    return (*said, Cite((event.origin,)))
