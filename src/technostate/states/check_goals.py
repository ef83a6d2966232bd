"""What is wrong with the goals of a state's file: what measures them, their years, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from technostate.states.entries import Entry, Problems, before, date_of, numbered
from technostate.states.words import did_you_mean
from technostate.units import UNITS


def goal_problems(goals: list[Entry], indicators: Collection[str] | None) -> Problems:
    """Say what is wrong with each goal, and which goals supersede or lead to one another in a circle.

    Parameters
    ----------
    indicators : collection of str or None
        Ids of the indicator dictionary; None leaves them unchecked.
    """
    keys = {goal["key"] for goal in goals if isinstance(goal.get("key"), str)}
    for label, goal in numbered("goal", goals):
        yield from _measure_problems(label, goal, indicators)
        yield from _year_problems(label, goal)
        yield from _status_problems(label, goal)
        for field, said in (("milestone_of", "is a milestone of"), ("superseded_by", "is superseded by")):
            other = goal.get(field, "")
            if other and isinstance(other, str) and (other not in keys or other == goal.get("key")):
                yield f"{label} {said} {other!r}, which is no other goal of this file{did_you_mean(other, keys)}"
    for field, said in (("milestone_of", "are milestones of"), ("superseded_by", "are superseded by")):
        yield from (f"goals {', '.join(circle)} {said} one another in a circle" for circle in _circles(goals, field))


def _measure_problems(label: str, goal: Entry, indicators: Collection[str] | None) -> Problems:
    indicator, target, unit = goal.get("indicator", ""), goal.get("target"), goal.get("unit", "")
    if not indicator and not goal.get("reason"):
        yield f"{label} has no indicator and gives no reason; name an indicator or say why none measures it"
    if goal.get("dated") is False and not goal.get("reason"):
        yield f"{label} has no year in its source and gives no reason; say which year stands for it"
    if indicators is not None and isinstance(indicator, str) and indicator and indicator not in indicators:
        yield f"{label}: unknown indicator {indicator!r}{did_you_mean(indicator, indicators)}"
    if target is not None and not unit:
        yield f"{label} has the target {target} without a unit"
    if isinstance(unit, str) and unit and unit not in UNITS:
        yield f"{label}: unknown unit {unit!r}{did_you_mean(unit, tuple(UNITS))}"


def _year_problems(label: str, goal: Entry) -> Problems:
    year, stated, base = goal.get("year"), date_of(goal.get("stated")), goal.get("base_year")
    if isinstance(year, int) and stated is not None and year < stated.year:
        yield f"{label} is for {year}, before it was stated ({stated})"
    if goal.get("measure", "level") != "level":
        if base is None:
            yield f"{label} has the measure {goal['measure']!r} and no base_year"
        elif isinstance(base, int) and isinstance(year, int) and base >= year:
            yield f"{label} has the base year {base}, which is not before {year}"
    elif base is not None:
        yield f'{label} is a level and has a base_year; say measure = "change" or take it out'


def _status_problems(label: str, goal: Entry) -> Problems:
    """Say what is missing from, or too much of, what the state itself says became of a goal."""
    status = goal.get("status", "standing")
    if not isinstance(status, str):
        return
    if status == "standing":
        for field in ("status_since", "status_source", "superseded_by"):
            if goal.get(field):
                yield f"{label} is standing and has {field}; take it out, or say by status what became of the goal"
        return
    source = goal.get("status_source")
    if not source or not isinstance(source, str):
        yield f"{label} is {status} and has no status_source; name the document in which the state says so"
    if not goal.get("status_since"):
        yield f"{label} is {status} and has no status_since; say since when"
    if status == "superseded" and not goal.get("superseded_by"):
        yield f"{label} is superseded and has no superseded_by; name the goal that took its place"
    if status != "superseded" and goal.get("superseded_by"):
        yield f'{label} is {status} and has superseded_by; say status = "superseded" or take it out'
    since, stated = date_of(goal.get("status_since")), date_of(goal.get("stated"))
    if since is not None and stated is not None and before(since, stated):
        yield f"{label} is {status} since {since}, before it was stated ({stated})"


def _circles(goals: Iterable[Entry], field: str) -> list[tuple[str, ...]]:
    """Return the circles of two or more goals that name one another, each once, from its first goal on."""
    names = {goal["key"]: goal[field] for goal in goals if _names(goal, field)}
    found: dict[frozenset[str], tuple[str, ...]] = {}
    done: set[str] = set()
    for start in names:
        path = _path(names, start, done)
        done |= set(path)
        if path and (back := names.get(path[-1])) in path:
            circle = tuple(path[path.index(str(back)) :])
            if len(circle) > 1:
                found.setdefault(frozenset(circle), circle)
    return list(found.values())


def _names(goal: Entry, field: str) -> bool:
    return isinstance(goal.get("key"), str) and isinstance(goal.get(field), str)


def _path(names: Mapping[str, str], start: str, done: Collection[str]) -> list[str]:
    """Return the keys met from one on, each naming the next, until one was met before."""
    path: dict[str, None] = {}
    at: str | None = start
    while at is not None and at not in path and at not in done:
        path[at] = None
        at = names.get(at)
    return list(path)
