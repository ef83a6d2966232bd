"""Paths as a part of the report: odds of goals and what paths cost, where nobody moves and where a state does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.claims.measures.paths import assumptions
from technostate.dynamics import OUTCOMES
from technostate.errors import TechnostateError
from technostate.evidence import Figure
from technostate.futures import scenarios
from technostate.futures.ensemble import Ensemble, Question, ensemble, origin_of, shipped
from technostate.futures.scenario import Milestone
from technostate.shocks.kept import kept_in
from technostate.shocks.progress import Show, silent
from technostate.view.dependence.who import who
from technostate.view.futures.ensemble import middle, share
from technostate.view.futures.outlook_blocks import outlook_blocks
from technostate.view.futures.outlook_data import Course, Goal, Outlook
from technostate.view.shell import command
from technostate.write import View
from technostate.write.frame import Row
from technostate.write.names import the

Array = NDArray[np.float64]

#: Scenario in which no state moves a lever.
STILL = "drift"
#: Draws of each scenario.
DRAWS = 256
#: Outcomes that are shown year by year.
SHOWN = ("cost", "income_a_head", "technology", "burden", "reliance")
#: Outcome that is drawn, with every year; of the others each fifth year is enough.
DRAWN, STEP = "cost", 5


def outlook(state: str, against: str, *, parts: Path | None = None, progress: Show = silent) -> View[Outlook]:
    """Return what paths say of two states: odds of goals, and how they grow and what that costs.

    Parameters
    ----------
    state, against : str
        Codes or names.
    parts : Path, optional
        Folder of finished parts, the user's cache by default: a second call is fast.
    progress : callable
        Called with a few words and the fraction of the work that is done.
    """
    asked = who(state, against, ())
    pair = state, against = asked.state, asked.against
    whose = {name: code for code in pair for name in own(code)}
    names = (STILL, *whose)
    kept, found, missing = kept_in(parts), {}, []
    for at, name in enumerate(names):
        progress(f"paths: {name}", at / len(names))
        try:
            found[name] = ensemble(question(name), kept)
        except TechnostateError as error:
            missing.append(f"{name}: {error}.")
    shown = tuple(code for code in pair if any(code in one.regions for one in found.values()))
    missing += [f"Paths do not show {the(code)} by itself." for code in pair if code not in shown]
    known = {name: one for name, one in found.items() if name == STILL or whose[name] in shown} if shown else {}
    data = Outlook(
        {name: shipped(name).title for name in known},
        {name: code for name, code in whose.items() if name in known},
        DRAWS,
        {name: count for name, one in known.items() if (count := int((~one.solved).sum()))},
        tuple(_goals(known, pair)),
        tuple(_courses(known, shown)),
        tuple(missing),
    )
    again = command("futures", "outlook", state, against=against)
    return View("Paths to 2050", data, outlook_blocks(data), tuple(_rows(data)), again)


def question(name: str) -> Question:
    """Return what is asked of a scenario: all that goals are about, so that claims read the same paths."""
    outcomes = tuple(sorted({row.outcome for row in scenarios.shipped_milestones().values()}))
    return Question(name, outcomes, DRAWS)


def own(state: str) -> tuple[str, ...]:
    """Return the scenarios that ship in which this state moves levers and no other does.

    Examples
    --------
    >>> own("CHN"), own("JPN"), own("TUV")
    (('china-brief',), ('japan-security',), ())
    """
    return tuple(name for name in scenarios.names() if movers(name) == {state})


def movers(name: str) -> set[str]:
    """Return the regions that move levers in a scenario that ships."""
    return {move.region for move in shipped(name).moves}


def _solved(one: Ensemble) -> Callable[[str, str], Array]:
    return lambda outcome, region: np.asarray(one.paths(outcome, region)[one.solved])


def _goals(found: Mapping[str, Ensemble], pair: Sequence[str]) -> Iterator[Goal]:
    """Yield the goals of the scenarios that are about one of the two, beside no third."""
    rows = {row.id: row for name in found for row in shipped(name).milestones}
    for row in rows.values():
        if row.region in pair and row.against in ("", *pair):
            shares = {name: _share(row, name, one) for name, one in found.items() if row.region in one.regions}
            yield Goal(row.id, row.title, row.definition, row.region, row.against, row.year, shares)


def _share(goal: Milestone, name: str, one: Ensemble) -> Figure:
    return share(goal.met(_solved(one), one.years), origin_of(question(name)), goal.region, goal.year)


def _courses(found: Mapping[str, Ensemble], shown: Sequence[str]) -> Iterator[Course]:
    for name, one in found.items():
        origin, drawn = origin_of(question(name)), one.cases[one.solved]
        mine = [code for code in shown if code in one.regions and (name == STILL or code in movers(name))]
        for outcome in SHOWN:
            row = OUTCOMES[outcome]
            for region in mine:
                paths = _solved(one)(outcome, region)
                years = {
                    year: middle(paths[:, at], row.symbol, origin, region, year, signed=outcome == "cost")
                    for at, year in enumerate(one.years)
                }
                if outcome != DRAWN:
                    years = {year: figure for year, figure in years.items() if year % STEP == 0}
                moves = assumptions(drawn, one.titles, paths[:, -1])
                yield Course(name, outcome, row.title, row.meaning, region, years, moves)


def _rows(data: Outlook) -> Iterator[Row]:
    for goal in data.goals:
        for name, figure in goal.shares.items():
            keys = {"scenario": name, "of": goal.milestone, "region": goal.region, "year": goal.year}
            yield {**keys, "what": "share of paths", "figure": figure}
    for course in data.courses:
        for year, figure in course.years.items():
            keys = {"scenario": course.scenario, "of": course.outcome, "region": course.region, "year": year}
            yield {**keys, "what": "p10 to p90", "figure": figure}
