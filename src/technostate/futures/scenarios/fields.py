"""Rows of a scenario's file as records: moves, ranges, milestones."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, cast

from technostate.dynamics import LEVERS, OUTCOMES, parameters
from technostate.futures.scenario import STOP, Milestone, Move, Span
from technostate.futures.scenarios import values
from technostate.futures.scenarios.problems import Place, Problems, meant, name_of

_MOVE = ("name", "region", "lever", "against", "low", "high", "value", "start", "full", "end", "why", "source")
_MILESTONE = (
    "id",
    "title",
    "region",
    "outcome",
    "year",
    "compare",
    "value",
    "definition",
    "against",
    "when",
    "goal",
    "relative",
)
#: The most moves and milestones of one scenario; a scenario is a page.
MOST = 200


@cache
def shipped_milestones() -> Mapping[str, Milestone]:
    """Return id → milestone of the table that ships."""
    text = resources.files("technostate.futures").joinpath("milestones.toml").read_text("utf-8")
    return MappingProxyType({name: Milestone(id=name, **row) for name, row in tomllib.loads(text).items()})


def moves(rows: object, problems: Problems) -> tuple[Move, ...]:
    """Return the moves of a file, those of several states one by one."""
    found: list[Move] = []
    for at, row in enumerate(_rows(rows, "moves", problems)):
        if not isinstance(row, dict):
            problems.add(
                ("moves", str(at + 1)), f"{row!r} is no move; write region:, lever:, low:, high:, start:, why:"
            )
            continue
        found += _moves(row, ("moves", name_of(row, at)), problems)
    return tuple(found)


def _moves(row: Mapping[str, Any], place: Place, problems: Problems) -> list[Move]:
    before = len(problems)
    values.known_fields(row, _MOVE, place, problems)
    lever = values.choice(row.get("lever"), LEVERS, "lever", (*place, "lever"), problems)
    states = values.several(row.get("region"), (*place, "region"), problems)
    others = _others(row, lever, place, problems)
    span = _span(row, lever, place, problems)
    start = values.year(row.get("start"), (*place, "start"), problems)
    full = values.year(row["full"], (*place, "full"), problems) if "full" in row else start
    end = None if row.get("end") is None else values.year(row["end"], (*place, "end"), problems)
    why = values.text(row, "why", place, problems)
    source = values.text(row, "source", place, problems, default="")
    if len(problems) > before or span is None or start is None or full is None:
        return []
    return [
        Move(place[1], state, lever, other, *span, start, full, end, why, source)
        for state in states
        for other in others
    ]


def _others(row: Mapping[str, Any], lever: str, place: Place, problems: Problems) -> tuple[str, ...]:
    """Return the other states of a move, one empty text where the lever has none."""
    pair = lever in LEVERS and LEVERS[lever].by == "pair"
    if pair and "against" not in row:
        problems.add(place, f"{lever} is set against another state; write against: and its label")
        return ()
    if "against" not in row:
        return ("",)
    if lever in LEVERS and not pair:
        pairs = ", ".join(name for name, known in LEVERS.items() if known.by == "pair")
        problems.add((*place, "against"), f"{lever} is set by a state alone; leave against out, or take one of {pairs}")
        return ()
    return values.several(row["against"], (*place, "against"), problems)


def _span(row: Mapping[str, Any], lever: str, place: Place, problems: Problems) -> tuple[float, float] | None:
    """Return low and high of a move, infinite for a barrier that stops all trade."""
    if "value" in row and {"low", "high"} & set(row):
        problems.add((*place, "value"), "it stands beside low or high; write value, or low and high")
        return None
    if row.get("value") == STOP:
        if lever in LEVERS and lever != "barrier":
            problems.add((*place, "value"), f"only a barrier can stop all trade; write a number for {lever}")
            return None
        return math.inf, math.inf
    given = row["value"] if "value" in row else {key: row[key] for key in ("low", "high") if key in row}
    span = values.ends(given, place if "value" not in row else (*place, "value"), problems)
    if span is None or lever not in LEVERS:
        return span
    known = LEVERS[lever]
    if wrong := values.within(span, known.low, known.high, known.unit):
        problems.add(place, f"{lever} of {wrong}")
        return None
    return span


def ranges(rows: object, problems: Problems) -> dict[str, Span]:
    """Return parameter → range; a plain number is a range of no width."""
    if not isinstance(rows, dict):
        problems.add(("ranges",), "a mapping is needed: parameter, then a number or low: and high:")
        return {}
    table = parameters()
    found: dict[str, Span] = {}
    for name, row in rows.items():
        place = ("ranges", str(name))
        if name not in table:
            problems.add(place, f"unknown parameter {name!r}; {meant(name, table)}")
            continue
        span = values.ends(row, place, problems)
        if span is None:
            continue
        known = table[name]
        if wrong := values.within(span, known.low, known.high, known.unit):
            loop = "; a loop of one or more never settles" if name.startswith("gain_") and span[1] >= 1 else ""
            problems.add(place, f"{wrong}{loop}")
            continue
        found[name] = Span(*span)
    return found


def milestones(rows: object, problems: Problems) -> tuple[Milestone, ...]:
    """Return the milestones of a file: ids of shipped ones, and its own."""
    found: list[Milestone] = []
    for at, row in enumerate(_rows(rows, "milestones", problems)):
        if isinstance(row, str):
            known = shipped_milestones()
            if row in known:
                found.append(known[row])
            else:
                problems.add(("milestones", row), f"unknown milestone {row!r}; {meant(row, known)}")
        elif isinstance(row, dict):
            found += _milestone(row, ("milestones", name_of(row, at)), problems)
        else:
            problems.add(("milestones", str(at + 1)), f"{row!r} is neither an id nor a mapping of fields")
    twice = {row.id for row in found if sum(other.id == row.id for other in found) > 1}
    for name in sorted(twice):
        problems.add(("milestones", name), "it is there twice; keep one")
    return tuple(found)


def _milestone(row: Mapping[str, Any], place: Place, problems: Problems) -> Sequence[Milestone]:
    before = len(problems)
    values.known_fields(row, _MILESTONE, place, problems)
    words = {key: values.text(row, key, place, problems) for key in ("id", "title", "region", "definition")}
    outcome = values.choice(row.get("outcome"), OUTCOMES, "outcome", (*place, "outcome"), problems)
    compare = values.choice(row.get("compare"), ("at_least", "at_most"), "comparison", (*place, "compare"), problems)
    when = values.choice(row.get("when", "in"), ("in", "by"), "word", (*place, "when"), problems)
    year = values.year(row.get("year"), (*place, "year"), problems)
    value = values.number(row.get("value"), (*place, "value"), problems)
    more = {key: values.text(row, key, place, problems, default="") for key in ("against", "goal")}
    relative = row.get("relative", False)
    if not isinstance(relative, bool):
        problems.add((*place, "relative"), f"{relative!r} is neither true nor false")
    if len(problems) > before or year is None or value is None:
        return ()
    side = cast(Literal["at_least", "at_most"], compare)
    then = cast(Literal["in", "by"], when)
    return (
        Milestone(**words, outcome=outcome, year=year, compare=side, value=value, when=then, **more, relative=relative),
    )


def _rows(rows: object, key: str, problems: Problems) -> list[Any]:
    if not isinstance(rows, list):
        problems.add((key,), "a list is needed; begin each entry with a hyphen")
        return []
    if len(rows) > MOST:
        problems.add((key,), f"there are {len(rows):,}; a scenario has {MOST} at most")
        return []
    return rows
