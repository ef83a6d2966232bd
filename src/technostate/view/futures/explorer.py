"""The futures explorer: an outcome's paths in a scenario beside drift, all of them or those that meet conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.claims.measures.paths import CLEAR
from technostate.doctrine.monthly.beside import spearman
from technostate.dynamics import OUTCOMES, parameters
from technostate.errors import unknown_label
from technostate.evidence import Figure, Origin
from technostate.futures import scenarios
from technostate.futures.ensemble import Ensemble, Question, ensemble, origin_of, shipped
from technostate.futures.scenario import Milestone
from technostate.futures.space import Dimension, Space
from technostate.shocks.kept import Parts, kept_in
from technostate.shocks.progress import Show, silent
from technostate.view.futures import conditions, outlook, reading
from technostate.view.futures.ensemble import middle, share
from technostate.view.futures.explorer_blocks import blocks, named
from technostate.view.futures.explorer_data import Beside, Choice, Chosen, Explored, Moved
from technostate.view.futures.explorer_rows import rows
from technostate.view.futures.outlook import STILL
from technostate.view.futures.record import Fan
from technostate.view.shell import command
from technostate.view.who import state as state_of
from technostate.write import View
from technostate.write.names import the

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Outcome that is shown where none is named, and assumptions that are shown.
USUAL, MOST_MOVED = "income_a_head", 8
_SIDES = conditions.THIRDS | conditions.GOAL


@dataclass(frozen=True, eq=False)
class Part:
    """Some draws of an ensemble, as `technostate.view.futures.reading` reads them."""

    ensemble: Ensemble
    draws: Flags
    dimensions: tuple[Dimension, ...]
    origin: Origin

    @property
    def cases(self) -> Array:
        """What was drawn, an array (R, D)."""
        return self.ensemble.cases[self.draws]

    def paths(self, outcome: str, region: str) -> Array:
        """Return an outcome of a region as an array (R, Y)."""
        return self.ensemble.paths(outcome, region)[self.draws]

    def reached(self, goal: Milestone) -> tuple[Array, Flags]:
        """Return what a milestone compares, and whether it is met, one a path."""
        years = self.ensemble.years
        return goal.figures(self.paths, years), goal.met(self.paths, years)

    def only(self, draws: Flags) -> Part:
        """Return the draws of these that are also those."""
        return replace(self, draws=self.draws & draws)


def explore(
    state: str,
    against: str = "USA",
    *,
    scenario: str = "",
    outcome: str = USUAL,
    where: str | Sequence[str] = (),
    parts: Path | None = None,
    progress: Show = silent,
) -> View[Explored]:
    """Return what paths of a scenario say of an outcome of two states, beside drift.

    Parameters
    ----------
    state, against : str
        Codes or names.
    scenario : str
        Name of a scenario that ships; by default the one in which the state alone moves levers, else drift.
    outcome : str
        Name in `technostate.dynamics.OUTCOMES`.
    where : str or sequence of str
        Conditions: ``waste:low``, ``growth_china:high``, ``chn-gdp-2050-market:met``. Three at most.
    parts : Path, optional
        Folder of finished parts, the user's cache by default: a second call is fast.
    progress : callable
        Called with a few words and the fraction of the work that is done.

    Raises
    ------
    LabelError
        If a name is unknown, with the nearest.
    RunError
        If more than one draw in ten has no path.
    """
    first, second = state_of(state), state_of(against)
    chosen = scenario or next(iter(outlook.own(first)), STILL)
    for what, given, known in (("scenario", chosen, scenarios.names()), ("outcome", outcome, tuple(OUTCOMES))):
        if given not in known:
            raise unknown_label(what, given, known)
    texts = [item for item in ([where] if isinstance(where, str) else where) for item in item.split(",") if item]
    kept = kept_in(parts)
    progress(f"paths: {chosen}", 0.0)
    whole = _part(chosen, outcome, kept)
    progress(f"paths: {STILL}", 0.5)
    still = whole if chosen == STILL else _part(STILL, outcome, kept)
    asked = conditions.read(texts, whole.dimensions, _goals(chosen, whole))
    data = _explored((first, second), outcome, whole, still, asked)
    again = command("futures", "explore", first, against=second, scenario=chosen,
                    outcome="" if outcome == USUAL else outcome, where=",".join(map(str, asked)))  # fmt: skip
    beside = f" and {the(second)}" if len(data.fans or data.whole) > 1 else ""
    title = f"{data.outcome_title} of {the(first)}{beside} to {whole.ensemble.years[-1]}: {chosen}"
    return View(title, data, blocks(data), tuple(rows(data)), again)


def _part(name: str, outcome: str, kept: Parts | None) -> Part:
    """Return all draws of a scenario that have a path with an outcome; kept paths where these have the outcome."""
    asked = question(name, outcome)
    found = ensemble(asked, kept)
    return Part(found, found.solved, Space.of(shipped(name)).dimensions, origin_of(asked))


def question(name: str, outcome: str) -> Question:
    """Return what is asked of a scenario: the paths that its goals are read from, with the outcome where they lack it.

    Those of the usual outcomes are the same that claims and the report read, so that they are kept already.
    """
    usual = outlook.question(name)
    return replace(usual, outcomes=tuple(sorted({*usual.outcomes, outcome})))


def _goals(name: str, part: Part) -> tuple[Milestone, ...]:
    """Return the milestones of a scenario that its paths have figures for."""
    known = part.ensemble
    return tuple(
        row
        for row in shipped(name).milestones
        if row.outcome in known.outcomes and {row.region, *filter(None, [row.against])} <= set(known.regions)
    )


def _explored(
    pair: tuple[str, str], outcome: str, whole: Part, still: Part, asked: Sequence[conditions.Condition]
) -> Explored:
    name, known = _name(whole), whole.ensemble
    goals = _goals(name, whole)
    flags = [_flags(item, whole, goals) for item in asked]
    rest = whole.only(np.logical_and.reduce(flags)) if flags else whole
    beside = still.only(rest.draws)
    shown = [code for code in dict.fromkeys(pair) if code in known.regions]
    missing = [f"Paths do not show {the(code)} by itself." for code in dict.fromkeys(pair) if code not in shown]
    enough = int(rest.draws.sum()) >= conditions.LEAST and int(beside.draws.sum()) >= conditions.LEAST
    about = [row for row in goals if row.region in pair and row.against in ("", *pair)]
    apart = name != STILL
    above, below = _against(rest, beside, outcome, shown[0]) if apart and enough and shown else (None, None)
    return Explored(
        name, shipped(name).title, *pair, outcome, OUTCOMES[outcome].title, OUTCOMES[outcome].meaning,
        len(known.cases), int(whole.draws.sum()), int(rest.draws.sum()),
        tuple(Chosen(str(item), _words(item, whole, goals), int(flag[whole.draws].sum()))
              for item, flag in zip(asked, flags, strict=True)),
        tuple(_fan(rest, outcome, code) for code in shown if enough),
        tuple(_fan(whole, outcome, code) for code in shown if asked),
        tuple(_fan(beside, outcome, code) for code in shown if enough and apart),
        above, below,
        tuple(_beside(row, rest, whole if asked else None, beside if apart else None) for row in about if enough),
        tuple(_moved(rest, outcome, shown[0])) if enough and shown else (),
        tuple(_choices(whole, about)), tuple(missing),
    )  # fmt: skip


def _name(part: Part) -> str:
    return part.origin.note.removeprefix("scenario ").partition(",")[0]


def _flags(item: conditions.Condition, whole: Part, goals: Sequence[Milestone]) -> Flags:
    """Return which of all draws (R,) meet a condition; one without a path meets none."""
    found = np.zeros(len(whole.draws), bool)
    found[whole.draws] = conditions.holds(
        item, whole.cases, whole.dimensions, goals, whole.paths, whole.ensemble.years
    )  # fmt: skip
    return found


def _words(item: conditions.Condition, whole: Part, goals: Sequence[Milestone]) -> str:
    goal = next((row for row in goals if row.id == item.name), None)
    if goal is not None:
        return f"the goal “{goal.title}” ({named(goal.definition)}) {_SIDES[item.side]}"
    row = next(row for row in whole.dimensions if row.name == item.name)
    return f"{reading.called(row)} is {_SIDES.get(item.side, item.side)}"


def _fan(part: Part, outcome: str, region: str) -> Fan:
    paths, row = part.paths(outcome, region), OUTCOMES[outcome]

    def figures(tail: float) -> dict[int, Figure]:
        return {
            year: middle(paths[:, at], row.symbol, part.origin, region, year, signed=outcome == "cost", tail=tail)
            for at, year in enumerate(part.ensemble.years)
        }

    return Fan(outcome, row.title, row.meaning, region, figures(10.0), figures(25.0))


def _against(rest: Part, beside: Part, outcome: str, region: str) -> tuple[Figure, Figure]:
    """Return in which share of the same draws the last year lies above that of drift, and below."""
    both = rest.draws & beside.draws
    gap = rest.ensemble.paths(outcome, region)[both, -1] - beside.ensemble.paths(outcome, region)[both, -1]
    origin, year = rest.origin, rest.ensemble.years[-1]
    return share(gap > 0, origin, region, year), share(gap < 0, origin, region, year)


def _beside(goal: Milestone, rest: Part, whole: Part | None, still: Part | None) -> Beside:
    def of(part: Part) -> Figure:
        return share(part.reached(goal)[1], part.origin, goal.region, goal.year)

    return Beside(reading.odds(rest, goal), None if whole is None else of(whole), None if still is None else of(still))


def _moved(part: Part, outcome: str, region: str) -> Iterator[Moved]:
    """Yield the assumptions with which the last year clearly goes, by rank correlation; the closest first."""
    answers, table = part.paths(outcome, region)[:, -1], parameters()
    if np.ptp(answers) == 0.0:
        return
    # What does not vary goes with nothing.
    found = np.nan_to_num([spearman(column, answers) for column in part.cases.T])
    clear = CLEAR / np.sqrt(len(answers) - 1)
    for at in np.argsort(-np.abs(found), kind="stable")[:MOST_MOVED].tolist():
        if abs(found[at]) > clear:
            row = part.dimensions[at]
            figure = Figure(float(found[at]), "ratio", "modelled", part.origin, region, part.ensemble.years[-1])
            known = row.name not in table or table[row.name].identified
            yield Moved(row.name, reading.called(row), known, figure)


def _choices(whole: Part, goals: Sequence[Milestone]) -> Iterator[Choice]:
    for row in whole.dimensions:
        yield Choice(row.name, reading.called(row), row.choices or tuple(conditions.THIRDS))
    for goal in goals:
        yield Choice(goal.id, f"{goal.title}: {named(goal.definition)}", tuple(conditions.GOAL))
