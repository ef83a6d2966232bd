"""What restrictions of others do to a state's growth on simulated paths: the same draws with them and without them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from technostate.claims.case import Case
from technostate.claims.condition import State
from technostate.claims.measures.measure import Measure
from technostate.claims.measures.paths import PROXY, OfPaths, assumptions, moved_by, shown
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import Figure, NotTestableError
from technostate.claims.windows import named
from technostate.evidence.figure import Range
from technostate.notation import lowered, plain

if TYPE_CHECKING:
    from technostate.futures.ensemble import Ensemble, Question
    from technostate.futures.scenario import Scenario

Array = NDArray[np.float64]
#: What holds in the paths that are counted.
_COUNTED = {
    "slowed": "are slowed in {} by the restrictions",
    "above": "grow more than the comparator in {} under the restrictions",
}


class Ask(OfPaths):
    """A scenario that holds restrictions, and what is read of the paths with and without them.

    Parameters
    ----------
    otherwise : str
        State whose restrictions are lifted where the scenario has none on the state asked about, which is then a
        bystander; empty: such a state is not testable.
    outcomes : tuple of str
        Whose growth is read; ratios, so that they have one.
    until : int
        Last year of growth, which begins in the scenario's base year.
    give : {"slowed", "above", "change"}
        Share of draws in which each outcome grows less with the restrictions than without; in which each grows more
        than the comparator's with them; or the median change of growth of the first outcome, in points.
    """

    otherwise: State | Literal[""] = ""
    outcomes: tuple[str, ...] = Field(default=("income", "technology"), min_length=1, max_length=4)
    until: int = Field(default=2035, ge=2025, le=2050)
    give: Literal["slowed", "above", "change"] = "change"

    @field_validator("outcomes")
    @classmethod
    def _ratios(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        from technostate.dynamics import OUTCOMES

        ratios = tuple(name for name, row in OUTCOMES.items() if row.unit.startswith(("ratio", "share of the world")))
        if strange := [name for name in names if name not in ratios]:
            raise ValueError(f"{', '.join(strange)} has no growth; there are {', '.join(ratios)}")
        return names


@dataclass(frozen=True, eq=False)
class _Pair:
    """Growth of a state a year, in per cent, with and without; each array (R, O), with `comparator` with."""

    under: Array
    free: Array
    comparator: Array
    cases: Array
    titles: tuple[str, ...]
    years: tuple[int, int]
    failed: int


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return how many paths restrictions slow, how many stay above the comparator's, or the median change of growth."""
    from technostate.futures.ensemble import Question, origin_of, shipped

    scenario = shipped(ask.scenario)
    whose = case.state if lifted(scenario, case.state) else ask.otherwise
    moves = lifted(scenario, whose) if whose else ()
    if not moves:
        raise NotTestableError(f"{scenario.name} has no restriction on {named(case.state)}")
    question = Question(scenario.name, ask.outcomes, ask.runs, ask.seed, ask.until)
    pair = _pair(case, question, moves)
    change, ahead = pair.under - pair.free, pair.under - pair.comparator
    answer = {"slowed": change, "change": change, "above": ahead}[ask.give]
    holds = np.all(change < 0.0 if ask.give != "above" else ahead > 0.0, axis=1)
    p10, middle, p90 = (float(it) for it in np.percentile(answer[:, 0], (10, 50, 90)))
    share = float(holds.mean())
    value, unit = (middle, "pp") if ask.give == "change" else (share, "1")
    counted = _COUNTED["above" if ask.give == "above" else "slowed"].format(" and ".join(ask.outcomes))
    span = f"{pair.years[0]}–{pair.years[1]}"
    by = "" if whose == case.state else f", a bystander: the restrictions lifted are those on {named(whose)}"
    beside = f", less that of {named(case.against)}" if ask.give == "above" else ", change by the restrictions"
    said = (
        f"{scenario.name}, {named(case.state)}{by}: "
        f"{int(holds.sum())} of {len(holds)} paths {counted}; growth of {ask.outcomes[0]} a year {span}{beside}: "
        f"median {plain(middle, 2)} points (p10 {plain(p10, 2)}, p90 {plain(p90, 2)})"
        f"{moved_by(assumptions(pair.cases, pair.titles, answer[:, 0]))}"
        + (f"; {pair.failed} draws have no path" if pair.failed else "")
    )
    label = f"Growth of {ask.outcomes[0]}{beside}, {scenario.name}"
    over = f"p10 to p90 of {len(holds)} paths"
    asked = f"Share of paths that {counted}, {scenario.name}"
    figures = (
        *(Figure(f"{label}, {name}", case.state, number, "pp", span, "modelled", scenario.name)
          for name, number in (("median", middle), ("p10", p10), ("p90", p90))),
        Figure(asked, case.state, share, "1", span, "modelled", scenario.name),
    )  # fmt: skip
    steps = (*_steps(ask, case, pair, scenario.name), Step(asked, share, "1", scenario.name))
    return Reading(
        value, unit, said, pair.years[0], figures, (origin_of(question),), steps, kind="modelled",
        proxy=ask.proxy or PROXY,
        range=Range(p10, p90, over, p10 < 0.0 < p90) if ask.give == "change" else None,
    )  # fmt: skip


def lifted(scenario: Scenario, state: str) -> tuple[int, ...]:
    """Return the places of moves by which others restrict a state, in a scenario; of a mutual one, either side's.

    Parameters
    ----------
    state : str
        Label of a region.
    """
    from technostate.futures.space import MUTUAL

    return tuple(
        at
        for at, move in enumerate(scenario.moves)
        if move.against and (move.against == state or (move.region == state and move.lever in MUTUAL))
    )


def _pair(case: Case, question: Question, moves: tuple[int, ...]) -> _Pair:
    """Return growth on the draws that have a path both with the moves and without them."""
    under = case.evidence.ensemble(question)
    free = case.evidence.ensemble(replace(question, lifted=moves))
    both = under.solved & free.solved
    if not both.any():
        raise NotTestableError(f"no draw of {question.scenario} has a path")
    years = under.years[0], under.years[-1]
    state, other = shown(under, case.state), shown(under, case.against)

    def each(found: Ensemble, whom: str) -> Array:
        rows = [found.paths(name, whom)[both] for name in question.outcomes]
        return np.stack([100.0 * np.log(row[:, -1] / row[:, 0]) / (years[1] - years[0]) for row in rows], axis=1)

    return _Pair(
        each(under, state), each(free, state), each(under, other), under.cases[both], under.titles, years,
        int((~both).sum()),
    )  # fmt: skip


def _steps(ask: Ask, case: Case, pair: _Pair, source: str) -> tuple[Step, ...]:
    """Return median growth of each outcome with, without and of the comparator."""
    rows = (
        (named(case.state), "with the restrictions", pair.under),
        (named(case.state), "without them", pair.free),
        (named(case.against), "with the restrictions", pair.comparator),
    )
    return tuple(
        Step(f"median growth of {_told(name)} a year, {who}, {how}", float(np.median(found[:, at])), "% a year", source)
        for at, name in enumerate(ask.outcomes)
        for who, how, found in rows
    )


def _told(outcome: str) -> str:
    """Return an outcome with what it is a ratio to: beside the frontier the state that is the frontier never grows."""
    from technostate.dynamics import OUTCOMES

    row = OUTCOMES[outcome]
    return f"{lowered(row.title)} ({row.unit})"


MEASURE = Measure("pressure", "growth on simulated paths with and without the restrictions of others", Ask, read)
