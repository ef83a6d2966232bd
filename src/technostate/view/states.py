"""The states' own files: which there are, and what one holds, every fact with its source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from technostate import states
from technostate.states import Goal, State
from technostate.states.check_events import EVERYONE
from technostate.states.model import Event, LocalName, Partner, SectorList, Source
from technostate.states.timeline import Rolls, named, reached
from technostate.strategies import strategy
from technostate.units import unit as unit_of
from technostate.view import who
from technostate.view.parties import acting, party, without_file
from technostate.view.shell import command
from technostate.view.timeline import Happening
from technostate.write import Absent, Cite, Column, Items, Link, Name, Prose, Section, Table, View
from technostate.write.blocks import Block
from technostate.write.frame import Row
from technostate.write.inline import Inline, Text
from technostate.write.names import name


@dataclass(frozen=True)
class Summary:
    """How much a state's file holds, and how many events of all files are by the state and towards it.

    Parameters
    ----------
    chronology : int
        Events in the file.
    events_by, events_towards : int
        Events of all files by the state; towards it by name or as a member of a group.
    newest_event : str
        Date of the newest of them; empty where there is none.
    events_for_all : int
        Measures of others that name nobody and hold for it too.
    sources, official : int
        Sources of the file; those at the issuer's own address.
    """

    code: str
    name: str
    comparator: str
    goals: int
    measurable: int
    institutions: int
    chronology: int
    events_by: int
    events_towards: int
    newest_event: str
    events_for_all: int
    partners: int
    sources: int
    official: int


@dataclass(frozen=True)
class Listing:
    """The states that have a file, and the groups of states."""

    states: tuple[Summary, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Fileless:
    """A state without a file, and the events of other files by or towards it."""

    iso3: str
    name: str
    missing: str
    chronology: tuple[Happening, ...]


def listing() -> View[Listing]:
    """Return the states that have a file, with how much each file holds."""
    events, rolls = states.timeline(), Rolls()
    data = Listing(tuple(_summary(states.load(code), events, rolls) for code in states.codes()), states.groups())
    heads = ("Code", "Name", "Comparator", "Goals", "Measurable", "Institutions", "Partners", "Events by it",
             "Towards it", "Newest event", "Towards all", "Official sources")  # fmt: skip
    rows = tuple(
        (it.code, it.name, it.comparator, str(it.goals), str(it.measurable), str(it.institutions), str(it.partners),
         str(it.events_by), str(it.events_towards), it.newest_event or Absent("none"),
         str(it.events_for_all), f"{it.official} of {it.sources}")
        for it in data.states
    )  # fmt: skip
    blocks = (
        Table("", tuple(map(Column, heads)), rows),
        Prose(f"Groups of states: {', '.join(data.groups)}"),
        Prose(
            "technostate states show CODE shows one; states timeline the events of all; states check FILE checks a "
            "file of your own. Official: at the address of who issued the document.",
            note=True,
        ),
    )
    return View(f"{len(data.states)} states have a file", data, blocks, tuple({**vars(row)} for row in data.states),
                "technostate states list")  # fmt: skip


def one(code: str) -> View[State] | View[Fileless]:
    """Return what is known of a state: strategies, goals, institutions, chronology, partners and sectors.

    The chronology is that of all files: events by the state or towards it. Of a state without a file that is all.

    Parameters
    ----------
    code : str
        Code or name of a state, or the path of a file of your own.
    """
    is_file = code.lower().endswith(".toml")
    known = code if is_file else who.state(code)
    if not is_file and known not in states.codes():
        return _fileless(known)
    own = states.load(known)
    state = own.model_copy(update={"chronology": states.timeline((own.iso3,), more=own.chronology)})
    return View(
        f"{state.name} ({state.iso3}), {state.name_local}",
        state,
        (Prose(("Comparator: ", Name(state.comparator))), *_sections(state)),
        tuple(_rows(state)),
        command("states", "show", code),
    )


def _fileless(code: str) -> View[Fileless]:
    events = states.events_of(code)
    data = Fileless(code, name(code), without_file(code), tuple(map(Happening.of, events)))
    blocks: list[Block] = [Items((data.missing,), warn=True)]
    blocks += [Section(title, (Items(tuple(items)),)) for title, items in _chronology(code, events, ()) if items]
    rows = tuple({"state": code, **_event_row(event)} for event in events)
    return View(f"{name(code)} ({code})", data, tuple(blocks), rows, command("states", "show", code))


def _summary(state: State, events: Sequence[Event], rolls: Rolls) -> Summary:
    by = [event for event in events if event.actor == state.iso3]
    towards = [event for event in events if named(event, state.iso3, rolls)]
    for_all = [event for event in events if EVERYONE in event.targets and reached(event, state.iso3, rolls)]
    dates = sorted(str(event.date) for event in (*by, *towards))
    return Summary(
        state.iso3, state.name, state.comparator, len(state.goals), sum(goal.measurable for goal in state.goals),
        len(state.institutions), len(state.chronology), len(by), len(towards), dates[-1] if dates else "",
        len(for_all), len(state.partners), len(state.sources),
        sum(source.standing == "official" for source in state.sources),
    )  # fmt: skip


def _sections(state: State) -> list[Block]:
    goals = sorted(state.goals, key=lambda goal: (goal.year, goal.key))
    bodies = sorted(state.institutions, key=lambda body: str(body.founded))
    parts: list[tuple[str, list[Text]]] = [
        ("Strategies", [_strategy(item) for item in state.strategies]),
        ("Goals", [_goal(goal, state) for goal in goals]),
        ("Institutions", [f"{it.founded}: {it.name}: {it.role} {_cited(it.source)}" for it in bodies]),
        *_chronology(state.iso3, state.chronology, state.sources),
        ("Partners", [_partner(item) for item in state.partners]),
        ("Strategic sectors", _lists(state.strategic_sectors)),
        ("Dual-use sectors", _lists(state.dual_use_sectors)),
        ("Sources", [_document(source) for source in state.sources]),
    ]
    return [Section(title, (Items(tuple(items)),)) for title, items in parts if items]


def _cited(source: Source) -> str:
    """Return the key of a source in brackets, marked where it is not at the issuer's own address."""
    return f"[{source.key}]" if source.standing == "official" else f"[{source.key}, {source.standing}]"


def _document(source: Source) -> Text:
    return f"[{source.key}] {source.issuer}, ", Link(source.title, source.url), f" ({source.date}), {source.standing}"


def _goal(goal: Goal, state: State) -> str:
    said = f"{goal.year}: {goal.title}: {_target(goal)} {_cited(goal.source)}"
    if goal.status == "standing":
        return said
    since = f" {goal.status_since}" if goal.status_since else ""
    titles = {it.key: it.title for it in state.goals}
    by = f" by “{titles.get(goal.superseded_by, goal.superseded_by)}”" if goal.superseded_by else ""
    source = f" {_cited(goal.status_source)}" if goal.status_source else ""
    return f"{said}; {goal.status}{since}{by}{source}"


def _strategy(item: LocalName) -> str:
    local = f" ({item.name_local})" if item.name_local else ""
    title = strategy(item.strategy).title
    return f"{title[:1].upper()}{title[1:]}: {item.name}{local}, since {item.since} {_cited(item.source)}"


def _chronology(
    code: str, events: Sequence[Event], sources: Collection[Source]
) -> tuple[tuple[str, list[Text]], tuple[str, list[Text]]]:
    """Return the events by a state or towards it, and those of others that name nobody."""
    for_all = [event for event in events if EVERYONE in event.targets and event.actor != code]
    own = [event for event in events if event not in for_all]
    return (
        ("Chronology", [_event(event, sources) for event in own]),
        ("Measures of others that hold for all", [_event(event, sources) for event in for_all]),
    )


def _event(item: Event, sources: Collection[Source]) -> Text:
    """Return an event in one line; a source of another file is cited by its number, for keys are a file's own."""
    kinds = f"{item.kind}, {item.date_kind.replace('_', ' ')}"
    said: list[Inline] = [f"{item.date}, ", *acting(item.actor, item.targets), f", {kinds}: {item.title}"]
    if item.source in sources:
        return (*said, f" {_cited(item.source)}")
    standing = "" if item.source.standing == "official" else f" ({item.source.standing})"
    return (*said, standing, Cite((item.source.origin(item.place),)))


def _partner(item: Partner) -> Text:
    until = f"–{item.until}" if item.until else ""
    relation = item.relation.replace("_", " ")
    return party(item.region), f", {relation}: {item.title}, {item.since}{until} {_cited(item.source)}"


def _lists(entries: tuple[SectorList, ...]) -> list[Text]:
    return [
        f"{entry.title}: WIOD {' '.join(entry.wiod)}; ICIO {' '.join(entry.icio)} {_cited(entry.source)}"
        for entry in entries
    ]


def _target(goal: Goal) -> str:
    if goal.target is None:
        return "no figure"
    span = "" if goal.measure == "level" else f", {goal.measure.replace('_', ' ')} since {goal.base_year}"
    if goal.unit == "rank":
        return f"place {goal.target:g}{' or better' if goal.direction == 'at_most' else ''}{span}"
    words = goal.unit if goal.unit.startswith("%") else "" if goal.unit in _BARE else unit_of(goal.unit).title
    number = f"{goal.target:,.12g}".replace("-", "−")
    return f"{goal.direction.replace('_', ' ')} {number} {words}".rstrip() + span


#: Units of a number that stands alone.
_BARE = ("count", "ratio")


def _rows(state: State) -> Iterator[Row]:
    """Return every fact as one tidy row: what it is, when, its words, what became of it, and its source."""
    own = {"state": state.iso3}
    for goal in state.goals:
        yield {**own, **_row("goal", goal.year, f"{goal.title}: {_target(goal)}", goal.source), "status": goal.status}
    for body in state.institutions:
        yield {**own, **_row("institution", body.founded, f"{body.name}: {body.role}", body.source)}
    for event in state.chronology:
        yield {**own, **_event_row(event)}
    for tie in state.partners:
        yield {**own, **_row(tie.relation, tie.since, f"{tie.region}: {tie.title}", tie.source)}


def _row(fact: str, date: object, words: str, source: Source) -> dict[str, object]:
    return {"fact": fact, "date": str(date), "words": words, "source": source.key, "standing": source.standing}


def _event_row(event: Event) -> dict[str, object]:
    more = {"date_kind": event.date_kind, "actor": event.actor, "target": event.targets}
    return {**_row(event.kind, event.date, event.title, event.source), **more}


def states_(code: str | None = None) -> View[Listing] | View[State] | View[Fileless]:
    """Return the states that have a file, or what is known of one; see `listing` and `one`."""
    return listing() if code is None else one(code)
