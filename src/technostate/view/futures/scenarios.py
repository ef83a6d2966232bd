"""Scenarios: which there are, what one of them assumes and asks, and whether a file describes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from technostate import notation, states
from technostate.dynamics import LEVERS, OUTCOMES, parameters
from technostate.evidence import Origin
from technostate.futures import scenarios
from technostate.futures.scenario import Milestone, Move, Scenario
from technostate.futures.scenarios.checks import idle
from technostate.futures.space import Space
from technostate.strategies.written import written
from technostate.view.shell import command
from technostate.write import Cite, Column, Items, Name, Prose, Section, See, Strong, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import Text
from technostate.write.names import the
from technostate.write.tables import Group


@dataclass(frozen=True)
class Named:
    """A named scenario in one line.

    Parameters
    ----------
    moves, drawn, milestones : int
        How many levers of states it moves, things it draws, milestones it asks for.
    movers : tuple of str
        Whose levers.
    """

    name: str
    title: str
    moves: int
    drawn: int
    milestones: int
    movers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a scenario assumes and asks.

    Parameters
    ----------
    specification : mapping
        All of it as plain values, as a file would write it.
    dimensions : tuple of str
        What is drawn, in order.
    digest : str
        Checksum of what decides its paths.
    notes : tuple of str
        What may not be meant.
    """

    name: str
    title: str
    specification: Mapping[str, Any]
    dimensions: tuple[str, ...]
    digest: str
    notes: tuple[str, ...]


def listing() -> View[tuple[Named, ...]]:
    """Return the scenarios that ship."""
    found = tuple(_named(scenarios.load(key)) for key in scenarios.names())
    rows = tuple(
        (See(row.name, "scenario", row.name), row.title, _names(dict.fromkeys(row.movers)) or "nobody",
         str(row.moves), str(row.drawn), str(row.milestones))
        for row in found
    )  # fmt: skip
    columns = (
        Column("Scenario"),
        Column("Title", words=True),
        Column("Levers of", words=True),
        Column("Levers moved"),
        Column("Drawn"),
        Column("Goals"),
    )
    note = (
        "technostate futures check NAME explains one; a file of your own may extend any of them. All draw the "
        "parameters that technostate futures parameters lists."
    )
    return View(
        f"{len(found)} scenarios",
        found,
        (Table("", columns, rows), Prose(note, note=True)),
        tuple(vars(row).copy() for row in found),
        "technostate futures list",
    )


def one(scenario: str | Path | Scenario) -> View[Told]:
    """Return what a scenario assumes and asks; a file with mistakes raises with all of them.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A name, the path of a file, or a scenario.

    Raises
    ------
    ScenarioError
        If there is none of the name, or the file does not describe one.
    """
    asked = scenario.name if isinstance(scenario, Scenario) else str(scenario)
    found = scenario if isinstance(scenario, Scenario) else scenarios.load(scenario)
    space = Space.of(found)
    data = Told(found.name, found.title, _finite(found.specification()), space.names, found.digest(), _notes(found))
    blocks: list[Block] = []
    if data.notes:
        blocks.append(Items(data.notes, warn=True))
    if found.text:
        blocks.append(Prose(found.text))
    blocks.append(Prose((Strong("Frame. "), _frame(found))))
    if found.source:
        blocks.append(Prose((Strong("Source. "), found.source)))
    blocks.append(Section("Levers", _levers(found)))
    blocks.append(Section("Parameters", _parameters(found)))
    blocks.append(Section("Milestones", _milestones(found)))
    rows = tuple({"what": "drawn", "name": row.name, "title": row.title, "low": row.low, "high": row.high,
                  "unit": row.unit, "form": row.form} for row in space.dimensions)  # fmt: skip
    title = f"{found.name}: {found.title[0].lower() + found.title[1:] if _common(found.title) else found.title}"
    return View(title, data, tuple(blocks), rows, command("futures", "check", asked))


def _named(scenario: Scenario) -> Named:
    return Named(
        scenario.name, scenario.title, len(scenario.moves), len(Space.of(scenario).names), len(scenario.milestones),
        tuple(sorted({move.region for move in scenario.moves})),
    )  # fmt: skip


def _common(title: str) -> bool:
    """Whether a title begins with a word that is small inside a sentence."""
    return title.partition(" ")[0] in ("No", "Two", "The", "Every", "Threat", "States")


def _finite(specification: dict[str, Any]) -> dict[str, Any]:
    """Return a specification whose milestones hold no empty fields, so that it reads as a file does."""
    asked = [
        {key: value for key, value in row.items() if value not in ("", False)} for row in specification["milestones"]
    ]
    return specification | {"milestones": asked}


def _notes(scenario: Scenario) -> tuple[str, ...]:
    """Return what may not be meant by whoever wrote it."""
    found = [f"{name} is nothing in every draw" for name in idle(scenario)]
    if not scenario.milestones:
        found.append("No milestone is asked for: the odds will be empty")
    if scenario.regions == "full":
        found.append("All regions of the world stand apart: a path takes some twenty times as long as with sixteen")
    return tuple(found)


def _frame(scenario: Scenario) -> str:
    count = len(scenario.labels())
    projection = " or ".join(scenario.projections)
    apart = f", {', '.join(scenario.apart)} apart" if scenario.apart else ""
    return (
        f"{scenario.world}, {count} regions{apart}, {scenario.base} to {scenario.last}; growth by {projection}; "
        f"{len(Space.of(scenario).names)} things are drawn."
    )


def amount(low: float, high: float, unit: str) -> str:
    """Return a range in words, shares in per cent.

    Examples
    --------
    >>> amount(0.004, 0.007, "share of GDP"), amount(-0.5, 0.0, "log points")
    ('0.4 to 0.7 % of GDP', '−0.5 to 0 log points')
    """
    if low == float("inf"):
        return "all trade stops"
    share = unit.startswith("share of")
    ends = dict.fromkeys((_digits(100 * low), _digits(100 * high)) if share else (_digits(low), _digits(high)))
    after = f" % {unit.removeprefix('share ')}" if share else "" if unit == "1" else f" {unit}"
    return " to ".join(ends) + after


def _digits(value: float) -> str:
    """Return a number as it was written, in four digits or fewer after the point."""
    decimals = next((n for n in range(4) if abs(round(value, n) - value) < 1e-9), 4)
    return notation.plain(value, decimals)


def _levers(scenario: Scenario) -> tuple[Block, ...]:
    if not scenario.moves:
        return (Prose("No lever is moved."),)
    moves: dict[str, list[Move]] = {}
    for move in scenario.moves:
        moves.setdefault(move.name, []).append(move)
    rows: list[Any] = []
    for strategy in dict.fromkeys(LEVERS[move.lever].strategy for move in scenario.moves):
        title = str(written()[strategy]["title"])
        rows.append(Group(title[0].upper() + title[1:]))
        rows += [_lever(same) for same in moves.values() if LEVERS[same[0].lever].strategy == strategy]
    columns = (Column("Draw"), Column("Who", words=True), Column("What", words=True), Column("Range"), Column("Years"))
    reasons = tuple((f"{name}: {same[0].why}", *_sources(same[0])) for name, same in moves.items())
    return (
        Table("Each is drawn evenly in its range and rises in a straight line", columns, tuple(rows)),
        Items(reasons, "What the ranges stand for"),
    )


def _lever(moves: list[Move]) -> tuple[Text, ...]:
    first = moves[0]
    lever = LEVERS[first.lever]
    who = _names(dict.fromkeys(move.region for move in moves))
    whom = _names(dict.fromkeys(move.against for move in moves if move.against))
    years = f"{first.start} to {first.full}" if first.full > first.start else f"from {first.start}"
    years += f", ends {first.end}" if first.end is not None else ""
    what: Text = (lever.meaning, ": ", *whom) if whom else lever.meaning
    return (first.name, who, what, amount(first.low, first.high, lever.unit), years)


def _names(labels: Mapping[str, None]) -> tuple[Any, ...]:
    found: list[Any] = []
    for at, label in enumerate(labels):
        found += ([", "] if at else []) + [Name(label)]
    return tuple(found)


def _sources(move: Move) -> tuple[Any, ...]:
    """Return the citation of a move's sources; words that name no source of a state's file stand as they are."""
    origins: list[Origin] = []
    words: list[str] = []
    for part in filter(None, move.source.split("; ")):
        code, _, key = part.partition(":")
        known = {row.key: row for row in states.load(code).sources} if code in states.codes() else {}
        if key in known:
            origins.append(known[key].origin())
        else:
            words.append(part)
    said = tuple(f" ({word})" for word in words if word != "assumed")
    return (*said, *((Cite(tuple(origins)),) if origins else ()))


def _parameters(scenario: Scenario) -> tuple[Block, ...]:
    table = parameters()
    count = sum(not scenario.span(name).point for name in table)
    said = f"{count} of {len(table)} are drawn from the ranges of the table (technostate futures parameters)"
    if not scenario.ranges:
        return (Prose(f"{said}."),)
    rows = tuple(
        (name, table[name].meaning, amount(span.low, span.high, table[name].unit),
         amount(table[name].low, table[name].high, table[name].unit))
        for name, span in scenario.ranges.items()
    )  # fmt: skip
    columns = (Column("Parameter"), Column("Meaning", words=True), Column("Here"), Column("In the table"))
    return (Prose(f"{said}, but for these:"), Table("", columns, rows))


def _milestones(scenario: Scenario) -> tuple[Block, ...]:
    if not scenario.milestones:
        return (Prose("None is asked for."),)
    rows: list[Any] = []
    for title in dict.fromkeys(row.title for row in scenario.milestones):
        rows.append(Group(title))
        rows += [
            (row.id, row.definition, _asked(row), *_goal(row)) for row in scenario.milestones if row.title == title
        ]
    columns = (
        Column("Milestone"),
        Column("Definition", words=True),
        Column("Asked", words=True),
        Column("Goal", words=True),
    )
    note = "The share of paths that reach one is no probability: it is a share of paths under these ranges."
    return (Table("Definitions stand side by side", columns, tuple(rows), note=note),)


def _asked(row: Milestone) -> str:
    side = "at least" if row.compare == "at_least" else "at most"
    unit = OUTCOMES[row.outcome].unit if not (row.against or row.relative) else ""
    value = amount(row.value, row.value, unit if unit.startswith("share of") else "1")
    whose = "the base year" if row.relative else the(row.against) if row.against else ""
    over = f" times that of {whose}" if whose else ""
    if whose and row.value == 1.0:
        value, over = "that", f" of {whose}"
    when = "in" if row.when == "in" else "by"
    return f"{OUTCOMES[row.outcome].title} {side} {value}{over} {when} {row.year}"


def _goal(row: Milestone) -> tuple[Text, ...]:
    if not row.goal:
        return ("–",)
    code, _, key = row.goal.partition(":")
    goal = next((goal for goal in states.load(code).goals if goal.key == key), None) if code in states.codes() else None
    return (row.goal,) if goal is None else (((goal.title, Cite((goal.source.origin(goal.place),)))),)
