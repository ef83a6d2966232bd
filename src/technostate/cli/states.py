"""`technostate states`: list, show and check the states' own files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from technostate import states
from technostate.errors import DataError
from technostate.states import Goal, State

app = App(name="states", help="List, show and check the states' own files.")


@app.command(name="list")
def list_states(*, json_: Annotated[bool, Parameter(name="--json")] = False) -> None:
    """List the states that have a file, with how much each file holds.

    Parameters
    ----------
    json_ : bool
        Print JSON instead of a table.
    """
    rows = [_summary(states.load(code)) for code in states.codes()]
    if json_:
        print(json.dumps({"states": rows, "groups": list(states.groups())}, ensure_ascii=False, indent=2))
        return
    header: dict[str, str | int] = {key: key for key in rows[0]}
    table = [header, *rows]
    widths = {key: max(len(str(row[key])) for row in table) for key in header}
    for row in table:
        print("  ".join(str(row[key]).ljust(width) for key, width in widths.items()).rstrip())
    print(f"\ngroups of states: {', '.join(states.groups())}")


@app.command
def show(code: str, *, json_: Annotated[bool, Parameter(name="--json")] = False) -> None:
    """Show what is known of a state: its strategies, goals, institutions, chronology, partners and sectors.

    Parameters
    ----------
    code : str
        Code of a state (CHN, USA, …), or the path of a file of your own.
    json_ : bool
        Print JSON, with the source of every fact.
    """
    state = states.load(code)
    if json_:
        print(json.dumps(state.as_dict(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(state)))


@app.command
def check(file: Path) -> None:
    """Say all that is wrong with a state's file; exit 2 if anything is.

    Parameters
    ----------
    file : Path
        A TOML file in the form of the shipped ones.
    """
    problems = states.check(file, indicators=_indicator_ids())
    if problems:
        noun = "problem" if len(problems) == 1 else "problems"
        raise DataError(
            f"{file} has {len(problems)} {noun}:\n" + "\n".join(f"  - {problem}" for problem in problems),
            hint="each problem names the entry it is in; the shipped files, for example chn.toml, show the form",
        )
    print(f"{file}: nothing wrong")


def _indicator_ids() -> tuple[str, ...] | None:
    """Return the ids of the indicator dictionary, which stands in a room above the states."""
    from technostate.strategies import dictionary

    return tuple(indicator.id for indicator in dictionary.indicators())


def _summary(state: State) -> dict[str, str | int]:
    return {
        "code": state.iso3,
        "name": state.name,
        "comparator": state.comparator,
        "goals": len(state.goals),
        "measurable": sum(goal.measurable for goal in state.goals),
        "institutions": len(state.institutions),
        "chronology": len(state.chronology),
        "partners": len(state.partners),
        "sources": len(state.sources),
    }


def _lines(state: State) -> list[str]:
    """Return the plain-text page of a state, one fact a line, with the key of its source in brackets."""
    lines = [f"{state.iso3}  {state.name}  {state.name_local}  (comparator {state.comparator})", "", "strategies"]
    for name in state.strategies:
        local = f" ({name.name_local})" if name.name_local else ""
        lines.append(f"  {name.strategy}: {name.name}{local}, since {name.since} [{name.source.key}]")
    lines += ["", "goals"]
    lines += [f"  {goal.year}  {goal.title}: {_target(goal)} [{goal.source.key}]" for goal in _by_year(state.goals)]
    lines += ["", "institutions"]
    lines += [f"  {body.founded}  {body.name}: {body.role} [{body.source.key}]" for body in state.institutions]
    lines += ["", "chronology"]
    for event in state.chronology:
        by = f" (by {event.actor})" if event.actor else ""
        lines.append(f"  {event.date}  {event.kind}: {event.title}{by} [{event.source.key}]")
    lines += ["", "partners"]
    for partner in state.partners:
        until = f"–{partner.until}" if partner.until else ""
        relation = partner.relation.replace("_", " ")
        lines.append(f"  {partner.region}  {relation}, {partner.title}, {partner.since}{until} [{partner.source.key}]")
    for title, entries in (
        ("strategic sectors", state.strategic_sectors),
        ("dual-use sectors", state.dual_use_sectors),
    ):
        lines += ["", title]
        for entry in entries:
            lines.append(f"  {entry.title}: {' '.join(entry.wiod)}; {' '.join(entry.icio)} [{entry.source.key}]")
    lines += ["", "sources"]
    lines += [f"  [{s.key}] {s.issuer}, {s.title} ({s.date}). {s.url}" for s in state.sources]
    return lines


def _by_year(goals: tuple[Goal, ...]) -> list[Goal]:
    return sorted(goals, key=lambda goal: (goal.year, goal.key))


def _target(goal: Goal) -> str:
    if goal.target is None:
        return "no figure"
    word = goal.direction.replace("_", " ")
    span = "" if goal.measure == "level" else f", {goal.measure.replace('_', ' ')} since {goal.base_year}"
    return f"{word} {goal.target:g} {goal.unit}{span}"
