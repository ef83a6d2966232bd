"""The states' own files: which there are, and what one holds, every fact with its source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from technostate import states
from technostate.errors import LabelError
from technostate.states import Goal, State
from technostate.states.model import Event, LocalName, Partner, SectorList
from technostate.view import who
from technostate.view.shell import command
from technostate.write import Column, Items, Link, Name, Prose, Section, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import Text
from technostate.write.names import name


@dataclass(frozen=True)
class Summary:
    """How much a state's file holds."""

    code: str
    name: str
    comparator: str
    goals: int
    measurable: int
    institutions: int
    chronology: int
    partners: int
    sources: int


@dataclass(frozen=True)
class Listing:
    """The states that have a file, and the groups of states."""

    states: tuple[Summary, ...]
    groups: tuple[str, ...]


def listing() -> View[Listing]:
    """Return the states that have a file, with how much each file holds."""
    data = Listing(tuple(_summary(states.load(code)) for code in states.codes()), states.groups())
    heads = ("code", "name", "comparator", "goals", "measurable", "institutions", "chronology", "partners", "sources")
    rows = tuple(tuple(str(getattr(row, head)) for head in heads) for row in data.states)
    blocks = (
        Table("", tuple(Column(head.capitalize()) for head in heads), rows),
        Prose(f"Groups of states: {', '.join(data.groups)}"),
        Prose("technostate states show CODE shows one; states check FILE checks a file of your own.", note=True),
    )
    return View(f"{len(data.states)} states have a file", data, blocks, tuple({**vars(row)} for row in data.states),
                "technostate states list")  # fmt: skip


def one(code: str) -> View[State]:
    """Return what is known of a state: strategies, goals, institutions, chronology, partners and sectors.

    Parameters
    ----------
    code : str
        Code of a state that has a file, or the path of a file of your own.
    """
    state = states.load(_known(code))
    return View(
        f"{state.name} ({state.iso3}), {state.name_local}",
        state,
        (Prose(("Comparator: ", Name(state.comparator))), *_sections(state)),
        tuple(_rows(state)),
        command("states", "show", code),
    )


def _known(code: str) -> str | Path:
    """Return the code of a state as typed, by code or name; a path stays as it is.

    Raises
    ------
    LabelError
        If it names a state that has no file.
    """
    if code.lower().endswith(".toml"):
        return code
    found = who.state(code)
    if found not in states.codes():
        raise LabelError(
            f"{name(found)} has no file",
            hint=f"{', '.join(states.codes())} have one; docs/states-files.md says how to write {found.lower()}.toml",
        )
    return found


def _summary(state: State) -> Summary:
    return Summary(
        state.iso3, state.name, state.comparator, len(state.goals), sum(goal.measurable for goal in state.goals),
        len(state.institutions), len(state.chronology), len(state.partners), len(state.sources),
    )  # fmt: skip


def _sections(state: State) -> list[Block]:
    goals = sorted(state.goals, key=lambda goal: (goal.year, goal.key))
    parts: list[tuple[str, list[Text]]] = [
        ("Strategies", [_strategy(item) for item in state.strategies]),
        ("Goals", [f"{goal.year}: {goal.title}: {_target(goal)} [{goal.source.key}]" for goal in goals]),
        ("Institutions", [f"{it.founded}: {it.name}: {it.role} [{it.source.key}]" for it in state.institutions]),
        ("Chronology", [_event(item) for item in state.chronology]),
        ("Partners", [_partner(item) for item in state.partners]),
        ("Strategic sectors", _lists(state.strategic_sectors)),
        ("Dual-use sectors", _lists(state.dual_use_sectors)),
        ("Sources", [(f"[{it.key}] {it.issuer}, ", Link(it.title, it.url), f" ({it.date})") for it in state.sources]),
    ]
    return [Section(title, (Items(tuple(items)),)) for title, items in parts if items]


def _strategy(item: LocalName) -> str:
    local = f" ({item.name_local})" if item.name_local else ""
    return f"{item.strategy}: {item.name}{local}, since {item.since} [{item.source.key}]"


def _event(item: Event) -> str:
    towards = f" → {', '.join(item.targets)}" if item.targets else ""
    return f"{item.date}, {item.actor}{towards}, {item.kind}: {item.title} [{item.source.key}]"


def _partner(item: Partner) -> Text:
    until = f"–{item.until}" if item.until else ""
    relation = item.relation.replace("_", " ")
    return Name(item.region), f", {relation}: {item.title}, {item.since}{until} [{item.source.key}]"


def _lists(entries: tuple[SectorList, ...]) -> list[Text]:
    return [
        f"{entry.title}: WIOD {' '.join(entry.wiod)}; ICIO {' '.join(entry.icio)} [{entry.source.key}]"
        for entry in entries
    ]


def _target(goal: Goal) -> str:
    if goal.target is None:
        return "no figure"
    span = "" if goal.measure == "level" else f", {goal.measure.replace('_', ' ')} since {goal.base_year}"
    return f"{goal.direction.replace('_', ' ')} {goal.target:g} {goal.unit}{span}"


def _rows(state: State) -> list[dict[str, object]]:
    """Return every fact as one tidy row: what it is, when, its words and its source."""
    facts: list[tuple[str, object, str, str]] = []
    facts += [("goal", goal.year, f"{goal.title}: {_target(goal)}", goal.source.key) for goal in state.goals]
    facts += [
        ("institution", item.founded, f"{item.name}: {item.role}", item.source.key) for item in state.institutions
    ]
    facts += [(item.kind, item.date, item.title, item.source.key) for item in state.chronology]
    facts += [(item.relation, item.since, f"{item.region}: {item.title}", item.source.key) for item in state.partners]
    return [
        {"state": state.iso3, "fact": fact, "date": str(date), "words": words, "source": source}
        for fact, date, words, source in facts
    ]


def states_(code: str | None = None) -> View[Listing] | View[State]:
    """Return the states that have a file, or what is known of one; see `listing` and `one`."""
    return listing() if code is None else one(code)
