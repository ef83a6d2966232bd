"""Odds of goals on simulated paths, under several definitions of them side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field, field_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Measure
from technostate.claims.measures.paths import PROXY, OfPaths, assumptions, moved_by, shown
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import Figure, NotTestableError
from technostate.claims.windows import named
from technostate.notation import lowered, plain

if TYPE_CHECKING:
    from technostate.futures.ensemble import Ensemble
    from technostate.futures.odds import Odds
    from technostate.futures.scenario import Milestone


class Ask(OfPaths):
    """Definitions of goals, and which of their odds is read.

    Parameters
    ----------
    milestones : tuple of str
        Ids of the table that ships; their state is put in place of the one they name, and the comparator in place of
        another that they name.
    give : {"lowest", "highest"}
        Of the odds of all definitions that the base year does not meet already.
    """

    milestones: tuple[str, ...] = Field(min_length=1, max_length=20)
    give: Literal["lowest", "highest"]

    @field_validator("milestones")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        from technostate.futures.scenarios import shipped_milestones

        if strange := [name for name in names if name not in shipped_milestones()]:
            raise ValueError(f"no milestone is called {', '.join(strange)}")
        return names


@dataclass(frozen=True, eq=False)
class _Asked:
    """A definition with its odds."""

    goal: Milestone
    odds: Odds
    figures: np.ndarray[tuple[int], np.dtype[np.float64]]


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return the lowest or the highest of the odds of some definitions."""
    from technostate.futures.ensemble import Question, origin_of
    from technostate.futures.scenarios import shipped_milestones

    goals = [_of(shipped_milestones()[name], case) for name in ask.milestones]
    outcomes = tuple(sorted({row.outcome for row in shipped_milestones().values()}))
    question = Question(ask.scenario, outcomes, ask.runs, ask.seed)
    found = case.evidence.ensemble(question)
    shown(found, case.state)
    if any(goal.against for goal in goals):
        shown(found, case.against)
    if not found.solved.any():
        raise NotTestableError(f"no draw of {ask.scenario} has a path")
    met = [goal for goal in goals if _met_already(goal, found)]
    rows = [_asked(goal, found) for goal in goals if goal not in met]
    base = found.years[0]
    if not rows:
        raise NotTestableError(f"{base} meets all definitions already for {named(case.state)}")
    pick = min if ask.give == "lowest" else max
    chosen = pick(rows, key=lambda row: row.odds.share)
    names = assumptions(found.cases[found.solved], found.titles, chosen.figures)
    parts = [f"{_said(row.goal)} {_share(row)}" for row in rows]
    said = f"{ask.scenario}, {chosen.odds.paths:.0f} paths, {named(case.state)}: {', '.join(parts)}"
    said += f"; met in {base} already and left out: {', '.join(_said(goal) for goal in met)}" if met else ""
    if names:
        said += f"; what “{_said(chosen.goal)}” compares{moved_by(names).removeprefix('; it')}"
    failed = int((~found.solved).sum())
    said += f"; {failed} draws have no path" if failed else ""
    figures = tuple(
        Figure(f"Odds: {_said(row.goal)}{end}", case.state, value, "1", str(row.goal.year), "modelled", ask.scenario)
        for row in rows
        for end, value in (("", row.odds.share), (", lower end", row.odds.low), (", upper end", row.odds.high))
    )
    steps = tuple(
        Step(f"{_said(row.goal)}: median of what is compared", float(np.median(row.figures)), row.goal.unit,
             ask.scenario)
        for row in rows
    )  # fmt: skip
    last = Step(f"{ask.give} odds of {len(rows)} definitions", chosen.odds.share, "1", ask.scenario)
    return Reading(
        chosen.odds.share, "1", said, base, figures, (origin_of(question),), (*steps, last), kind="modelled",
        proxy=ask.proxy or PROXY,
    )  # fmt: skip


def _of(goal: Milestone, case: Case) -> Milestone:
    """Return the same goal of the state asked about, beside its comparator where it names another state."""
    return replace(goal, region=case.state, against=case.against if goal.against else "")


def _met_already(goal: Milestone, found: Ensemble) -> bool:
    """Return whether the base year meets a definition: what was drawn says nothing of it."""
    start = replace(goal, year=found.years[0], when="in")
    return bool(start.met(lambda outcome, region: found.paths(outcome, region)[found.solved], found.years).all())


def _asked(goal: Milestone, found: Ensemble) -> _Asked:
    from technostate.futures.odds import odds

    def paths(outcome: str, region: str) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        return np.asarray(found.paths(outcome, region)[found.solved])

    met = goal.met(paths, found.years)
    return _Asked(goal, odds(int(met.sum()), len(met)), goal.figures(paths, found.years))


def _share(row: _Asked) -> str:
    return f"{plain(row.odds.share, 2)} ({plain(row.odds.low, 2)} to {plain(row.odds.high, 2)})"


def _of_state(code: str) -> str:
    """Return whose it is: the name with an apostrophe, which a plural has at its end."""
    name = named(code)
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _said(goal: Milestone) -> str:
    """Return a definition in a few words: what is compared, with what, when."""
    from technostate.dynamics import OUTCOMES

    title = lowered(OUTCOMES[goal.outcome].title)
    how = "at least" if goal.compare == "at_least" else "at most"
    beside = f" {_of_state(goal.against)}" if goal.against else ""
    times = "" if goal.value == 1.0 and beside else f" {goal.value:g}{' times' if beside else ''}"
    when = f"in {goal.year}" if goal.when == "in" else f"by {goal.year}"
    return f"{title} {how}{times}{beside} {when}"


MEASURE = Measure("odds", "odds of goals on simulated paths, the lowest or highest of several definitions", Ask, read)
