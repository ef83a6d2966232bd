"""A shock through the engine of the weeks: what is let through, left and held, day by day with the measures' dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.evidence.origin import Origin
from technostate.shocks.impact.batch import (
    Base,
    Drawn,
    Outcome,
    Progress,
    answered,
    central_or_raise,
    each,
    impact_of,
    ratio,
    require_fit,
)
from technostate.shocks.impact.course import Days, weekly
from technostate.shocks.impact.events import events_of
from technostate.shocks.impact.firms import Firms, drawn_firms
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.spread import Spread
from technostate.shocks.impact.variants import on_firms
from technostate.shocks.impact.worlds_drawn import NONE, DrawnWorlds
from technostate.shocks.specification.resolve import Resolved

if TYPE_CHECKING:
    from technostate.shocks.weeks import FlowEconomy, Parameters, Path, Practice

Array = NDArray[np.float64]

#: Longer than this (days) is no horizon of weeks: recovery and prices, which it does not have, would matter.
MOST_DAYS = 3650
#: A region is away from its base while its output differs by more than this fraction.
AWAY = 0.01
#: A product is short where this part of the stock that plans need, from the worst origin, is gone. Any draw on a stock
#: would be too little: after the first day of a ban every product of every region was "short".
GONE = 0.5


class _Days(NamedTuple):
    """What a path says about time: first shortages (N, J), recovery (N,), course (T, N)."""

    shortage: Array
    recovery: Array
    course: Array


class _Run(NamedTuple):
    """What firms do in one case of the shock."""

    case: str
    firms: Firms


def to_weeks(
    resolved: Resolved,
    economy: FlowEconomy,
    *,
    days: int = 91,
    draws: int = 8,
    seed: int = 0,
    parameters: Parameters | None = None,
    practice: Practice | None = None,
    origins: Sequence[Origin] = (),
    progress: Progress | None = None,
    worlds: DrawnWorlds = NONE,
) -> Impact:
    """Return what a shock does within weeks: means over the days from its start, and the course of days.

    Measures are in force from their first day to their last. A freeze takes its yearly amount out of the final demand
    of those who lose it, all products alike; those who hold the assets do not spend more within weeks. Each draw takes
    parameters from `weeks.NOTES` (half of each span on either side of the central value) and the shock's own draw.

    Parameters
    ----------
    resolved : Resolved
        On the regions and sectors of the economy.
    days : int
        Days simulated, at most `MOST_DAYS`.
    draws : int
        Cases beside the central one; 0 for none.
    parameters : Parameters, optional
        The central ones.
    practice : Practice, optional
        What differs by product; by default `weeks.practice_of` the economy.
    origins : sequence of Origin
        Of the world and of what else the figures rest on.
    worlds : DrawnWorlds, optional
        Whose products have other values and makers (`Stage.drawn_worlds`); changes of a draw are from its own base.

    Raises
    ------
    ScenarioError
        If the days are out of range, a measure is refused at this horizon, or a freeze takes more than a region
        spends; lists all reasons.

    References
    ----------
    Hallegatte, S. (2013). Modeling the role of inventories and heterogeneity in the assessment of the economic costs
    of natural disasters. Risk Analysis 34(1), 152–167.
    """
    from technostate.shocks.weeks import Parameters, practice_of

    require_fit(resolved, "weeks", economy, draws)
    require_days(days)
    base = Base(economy.final.sum(0), economy.output)
    given = practice_of(economy) if practice is None else practice
    usual = parameters or Parameters()
    firms = drawn_firms(draws, seed, usual, given, economy, len(resolved.steps))
    runs = [_Run(case, row) for case, row in zip(("central", *resolved.draws), firms, strict=False)]
    own = [(row.resolved(resolved), row.weeks) for row in worlds.rows]

    def simulated(run: _Run) -> tuple[Outcome, _Days]:
        return _simulated(*worlds.of(run.case, (resolved, economy), own), run, days)

    found = each(runs, simulated, "simulations of weeks", progress)
    middle, middle_days = central_or_raise(found[0])
    done = answered([run.case for run in runs[1:]], found[1:], "answer")
    rows = [row for row, _ in done.answers]

    def told(other: Parameters) -> Outcome:
        return simulated(_Run("central", Firms(other, given, {})))[0]

    return impact_of(
        resolved,
        "weeks",
        base,
        middle,
        rows,
        worlds.beside(_drawn(resolved, runs[1:], done.at)),
        notes=(*done.notes, *_notes(resolved, days), *given.notes, *worlds.notes),
        origins=origins,
        failed=done.failed,
        variants=tuple(on_firms(told, usual)) if draws else (),
        course=_over([timing for _, timing in done.answers], middle_days, days),
    )


def require_days(days: int) -> None:
    """Raise `ScenarioError` if days are no horizon of weeks."""
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST_DAYS:
        raise ScenarioError(f"days is {days!r}", hint=f"a whole number from 1 to {MOST_DAYS}")


def _over(drawn: Sequence[_Days], central: _Days, days: int) -> Days:
    first, recovery, course = (np.stack(part) for part in zip(*(drawn or [central]), strict=True))
    return Days(
        days,
        Spread.over(first, central.shortage, "days"),
        Spread.over(recovery, central.recovery, "days"),
        Spread.over(100.0 * course, 100.0 * central.course),
        Spread.over(100.0 * weekly(course), 100.0 * weekly(central.course)),
    )


def _drawn(resolved: Resolved, runs: Sequence[_Run], at: Sequence[int]) -> Drawn:
    """Return what the draws with an answer vary: of firms, and the shock's amounts."""
    own = tuple(runs[0].firms.values) if runs else ()
    names = (*own, *resolved.ranged_names)
    values = [[*runs[row].firms.values.values(), *resolved.ranged_amounts(runs[row].case)] for row in at]
    return Drawn(tuple(runs[row].case for row in at), names, np.array(values).reshape(len(at), len(names)))


def _simulated(resolved: Resolved, economy: FlowEconomy, run: _Run, days: int) -> tuple[Outcome, _Days]:
    from technostate.shocks.weeks import simulate

    base = Base(economy.final.sum(0), economy.output)
    events = events_of(resolved, run.case, base, days)
    path = simulate(economy, events, days=days, parameters=run.firms.parameters, practice=run.firms.practice)
    return _outcome(path, base), _timing(path)


def _outcome(path: Path, base: Base) -> Outcome:
    met = (path.final_wanted - path.final_lost).sum(2, dtype=np.float64).mean(0)
    output = ratio(path.output.mean(0, dtype=np.float64), base.output)
    added = np.maximum(path.economy.output - path.economy.inputs.sum(0), 0.0)
    gdp = (np.nan_to_num(output) * added).sum(1) / added.sum(1)
    return Outcome(ratio(met, base.income), output, None, ratio(path.trade, path.economy.trade), gdp)


def _timing(path: Path) -> _Days:
    from technostate.shocks.weeks import first_shortage

    course = path.output_change()
    return _Days(first_shortage(path, tolerance=GONE), _recovery(course), course)


def _recovery(course: Array) -> Array:
    """Return the days (N,) from first leaving the band around the base to returning for good; see `course.Days`."""
    away = np.abs(course) > AWAY
    first, last = away.argmax(0), len(away) - 1 - away[::-1].argmax(0)
    span = np.where(away[-1], np.inf, last - first + 1.0)
    return np.where(np.isnan(course).any(0), np.nan, np.where(away.any(0), span, 0.0))


def _notes(resolved: Resolved, days: int) -> Sequence[str]:
    late = ", ".join(step.name for step in resolved.steps if step.first_day >= days)
    kinds = {step.kind for step in resolved.steps}
    notes = [
        f"means over the first {days} days; part of unmet final demand waits and is met later, the rest is lost; "
        "prices do not move"
    ]
    notes += [f"not in force within {days} days: {late}"] * bool(late)
    notes += ["frozen: final demand falls by the yearly amount, and those who hold it do not spend more"] * (
        "transfer_freeze" in kinds
    )
    notes += ["stockpiles are full on the first day, whatever their dates"] * ("stockpile" in kinds)
    return notes
