"""What must hold of a scenario as a whole: years, states, levers that meet, goals that can be reached."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from technostate.dynamics import LEVERS
from technostate.errors import nearest
from technostate.futures.scenario import Milestone, Move, Scenario, labels, possible
from technostate.futures.scenarios.problems import Place, Problems, meant

#: Nothing here speaks of years after this one.
LAST = 2050
#: A share above which a lever and its parameter together mean nothing.
_WHOLE = 1.0


def check(scenario: Scenario, problems: Problems) -> None:
    """Add what is wrong with a scenario whose fields are right by themselves."""
    if not scenario.base < scenario.last <= LAST:
        problems.add(
            ("last",), f"{scenario.last} is outside {scenario.base + 1} to {LAST}; the base year is {scenario.base}"
        )
        return
    if not _apart(scenario, problems):
        return
    known = scenario.labels()
    for move in scenario.moves:
        _years(scenario, move, problems)
        _states(scenario, move, known, problems)
    _met(scenario, problems)
    _sums(scenario, problems)
    for row in scenario.milestones:
        _milestone(scenario, row, known, problems)


def _apart(scenario: Scenario, problems: Problems) -> bool:
    every = labels(scenario.world, "full")
    wrong = [name for name in scenario.apart if name not in every]
    for name in wrong:
        problems.add(("apart",), f"{scenario.world} has no region {name!r}; {_like(name, every)}")
    if scenario.apart and scenario.regions == "full":
        problems.add(("apart",), "every region stands by itself already; leave it out")
    return not wrong


def _years(scenario: Scenario, move: Move, problems: Problems) -> None:
    place = ("moves", move.name)
    if not scenario.base <= move.start <= scenario.last:
        problems.add((*place, "start"), f"{move.start} is outside {scenario.base} to {scenario.last}")
    if not move.start <= move.full <= scenario.last:
        problems.add(
            (*place, "full"),
            f"{move.full} is outside {move.start} (the start) to {scenario.last}; the value would never be reached",
        )
    if move.full <= scenario.base:
        problems.add((*place, "start"), f"nothing is moved in the base year; begin in {scenario.base + 1}")
    if move.end is not None and not move.full < move.end <= scenario.last:
        problems.add(
            (*place, "end"),
            f"{move.end} is outside {move.full + 1} (after full) to {scenario.last}; leave it out for a lasting move",
        )


def _states(scenario: Scenario, move: Move, known: Sequence[str], problems: Problems) -> None:
    place = ("moves", move.name)
    _label(scenario, move.region, (*place, "region"), known, problems)
    if move.against:
        _label(scenario, move.against, (*place, "against"), known, problems)
        if move.against == move.region:
            problems.add((*place, "against"), f"{move.region} is set against itself; name another state")


def _label(scenario: Scenario, name: str, place: Place, known: Sequence[str], problems: Problems) -> None:
    if name in known:
        return
    remedy = _like(name, known)
    if scenario.regions == "16":
        from technostate.shocks.specification.regions import sixteen

        inside = sixteen(labels(scenario.world, "full"), scenario.apart).get(name)
        if inside is not None:
            remedy = f"it is part of {inside}; write {inside}, or apart: [{name}] at the top"
    problems.add(place, f"the {len(known)} regions have no {name!r}; {remedy}")


def _like(name: str, known: Sequence[str]) -> str:
    return meant(name, known) if nearest(name, known) or len(known) < 30 else "technostate world show lists them"


def _met(scenario: Scenario, problems: Problems) -> None:
    """Add a problem where two moves set one lever of one state in the same year."""
    cells: dict[tuple[str, str, str], list[Move]] = {}
    for move in scenario.moves:
        states = (move.region, move.against)
        first, second = sorted(states) if move.lever == "barrier" else states
        cells.setdefault((move.lever, first, second), []).append(move)
    for (lever, first, second), rows in cells.items():
        for before, after in pairwise(sorted(rows, key=lambda row: (row.start, row.full))):
            if before.end is None or before.end > after.start:
                whom = f"{first} against {second}" if second else first
                problems.add(
                    ("moves", after.name),
                    f"{lever} of {whom} is moved by {before.name} too; give that one an end, or keep one",
                )


def _sums(scenario: Scenario, problems: Problems) -> None:
    """Add a problem where what defence research passes on would be more than all of it."""
    span = scenario.span("permeability")
    for move in scenario.moves:
        if move.lever != "permeability":
            continue
        most, least = span.high + move.high, span.low + move.low
        given = f"with the parameter permeability from {span.low:g} to {span.high:g} it comes to"
        if most > _WHOLE:
            problems.add(
                ("moves", move.name), f"{given} {most:g}, more than all; keep high at {_WHOLE - span.high:.3g} or less"
            )
        if least < 0:
            problems.add(
                ("moves", move.name), f"{given} {least:g}, less than nothing; keep low at {-span.low:g} or more"
            )


def _milestone(scenario: Scenario, row: Milestone, known: Sequence[str], problems: Problems) -> None:
    place = ("milestones", row.id)
    for key, name in (("region", row.region), ("against", row.against)):
        if name:
            _label(scenario, name, (*place, key), known, problems)
    if row.region == row.against:
        problems.add((*place, "against"), f"{row.region} is compared with itself; name another state")
    if not scenario.base < row.year <= scenario.last:
        problems.add(
            (*place, "year"), f"{row.year} is outside {scenario.base + 1} to {scenario.last}, the years of the paths"
        )
    if (row.against or row.relative) and possible(row.outcome)[0] < 0:
        problems.add(
            (*place, "outcome"),
            f"{row.outcome} can be nothing, and no ratio is made of it; leave out against and relative",
        )
        return
    if row.against and row.relative:
        problems.add((*place, "relative"), "it stands beside against; keep one of them")
    low, high = (0.0, math.inf) if row.against or row.relative else possible(row.outcome)
    sure = row.value <= low if row.compare == "at_least" else row.value >= high
    never = row.value > high if row.compare == "at_least" else row.value < low
    if never:
        problems.add((*place, "value"), f"no path reaches {row.value:g}: {row.outcome} lies from {low:g} to {high:g}")
    if sure:
        problems.add(
            (*place, "value"), f"every path reaches {row.value:g}: {row.outcome} lies from {low:g} to {high:g}"
        )


def idle(scenario: Scenario) -> tuple[str, ...]:
    """Return names of moves that are nothing in every draw, once each.

    Parameters
    ----------
    scenario : Scenario
        Valid or not.
    """
    return tuple(dict.fromkeys(m.name for m in scenario.moves if m.low == m.high == 0.0 and m.lever in LEVERS))
