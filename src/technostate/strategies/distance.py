"""How far a stated goal is: newest figure against target and year, and what a straight line would need.

The status says only what the data say: ``reached``, ``not reached by the year``, ``above the stated figure`` or
``below the stated figure`` (goals to be near to a figure), ``open`` (no figure for the goal's year yet, and the target
is not met so far) or ``no figure``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from technostate import units
from technostate.evidence.series import Observation, Series
from technostate.states.model import Goal
from technostate.strategies.dictionary import indicator, values
from technostate.strategies.standing import trend

Status = Literal[
    "reached",
    "not reached by the year",
    "above the stated figure",
    "below the stated figure",
    "open",
    "no figure",
    "not measurable",
    "dropped",
    "superseded",
]

#: "About" a target means within this fraction of it.
ABOUT = 0.05

#: Without a figure for the goal's year, one at most this many years later may stand in for it.
LATEST_STAND_IN = 2


@dataclass(frozen=True)
class Progress:
    """A goal and where its indicator stands.

    Parameters
    ----------
    value, year : float, int or None
        The figure the status rests on: a level, a change in per cent, or an average growth rate.
    distance : float or None
        Target less value, in `unit`; positive where the target lies above the figure.
    needed_per_year : float or None
        What a straight line from the figure to the target needs each year; None unless the goal is open.
    pace_per_year : float or None
        Change a year over the last ten years, in the indicator's unit; for goals that are levels.
    unit : str
        Unit of `value`, `distance` and the target.
    note : str
        What limits the comparison.
    judged_by : str
        Indicator whose figure it is, where that is not the goal's own.
    """

    goal: Goal
    status: Status
    unit: str
    value: float | None = None
    year: int | None = None
    distance: float | None = None
    needed_per_year: float | None = None
    pace_per_year: float | None = None
    note: str = ""
    judged_by: str = ""


def progress(goal: Goal, region: str) -> Progress:
    """Return where a state stands on one of its goals.

    Parameters
    ----------
    goal : Goal
        From the state's own file.
    region : str
        Code of the state.

    Raises
    ------
    LabelError
        If the goal names an indicator that the dictionary does not have.
    """
    if goal.status == "dropped" or goal.status == "superseded":
        return Progress(goal, goal.status, goal.unit, note=goal.reason)
    if not goal.measurable:
        return Progress(goal, "not measurable", goal.unit, note=goal.reason or "the source gives no figure")
    row = indicator(goal.indicator)
    series = values(row)
    found = measured(goal, series, region)
    if found.year == goal.year:
        return found
    for other in (indicator(name) for name in row.competing if " " not in name):
        if other.unit == row.unit and goal.year in values(other).values.get(region, {}):
            second = measured(goal, values(other), region)
            note = f"judged by {other.id}: {row.id} has no figure for {goal.year}"
            return replace(second, note=note, judged_by=other.id)
    return found


def measured(goal: Goal, series: Series, region: str) -> Progress:
    """Return where a state stands, from the indicator's figures.

    Parameters
    ----------
    goal : Goal
        With indicator and target.
    series : Series
        Figures of the goal's indicator.

    Notes
    -----
    A goal is judged at its year, or by the first figure after it, at most `LATEST_STAND_IN` years later (and
    the note says so). Before that, a level or change that is already met counts as reached; a rate of growth does not,
    because it has to be met in its year. `progress` looks for a figure of the goal's year under the indicator's
    competing definitions in the same unit before it lets a later year stand in.
    """
    target = goal.target
    assert target is not None
    path = _path(goal, series, region)
    unit = series.unit if goal.measure == "level" else "% a year" if goal.measure == "average_growth" else "%"
    if not path:
        return Progress(goal, "no figure", unit, note=_why_empty(goal, series, region))
    met = _test(goal, target)
    after = sorted(year for year in path if year >= goal.year)
    if after and after[0] > goal.year + LATEST_STAND_IN:
        return Progress(goal, "no figure", unit, note=f"no figure from {goal.year} to {goal.year + LATEST_STAND_IN}")
    judged = Observation(region, after[0], path[after[0]]) if after else _newest(region, path)
    note = _note(goal, judged, final=bool(after))
    rate = units.unit(unit).quantity == "growth"
    status: Status
    if met(judged.value) and (after or not rate):
        status = "reached"
    elif after and goal.direction == "about":
        status = "above the stated figure" if judged.value > target else "below the stated figure"
    else:
        status = "not reached by the year" if after else "open"
    straight = status == "open" and not rate
    pace = trend(series, region) if goal.measure == "level" and not rate else None
    return Progress(
        goal=goal,
        status=status,
        unit=unit,
        value=judged.value,
        year=judged.year,
        distance=target - judged.value,
        needed_per_year=(target - judged.value) / (goal.year - judged.year) if straight else None,
        pace_per_year=pace.per_year if pace else None,
        note=note,
    )


def _path(goal: Goal, series: Series, region: str) -> dict[int, float]:
    """Year → what the goal is about: the level, or the change or growth since the base year."""
    levels = series.values.get(region, {})
    if goal.measure == "level":
        return dict(levels)
    if goal.measure == "average_growth" and series.unit == "% a year":
        return _compounded(goal, dict(levels))
    base = levels.get(goal.base_year) if goal.base_year is not None else None
    if base is None or base <= 0 or goal.base_year is None:
        return {}
    later = {year: value for year, value in levels.items() if year > goal.base_year}
    if goal.measure == "change":
        return {year: 100 * (value / base - 1) for year, value in later.items()}
    return {
        year: 100 * ((value / base) ** (1 / (year - goal.base_year)) - 1) for year, value in later.items() if value > 0
    }


def _compounded(goal: Goal, rates: dict[int, float]) -> dict[int, float]:
    """Average compound growth from the base year on, from annual rates without a gap."""
    if goal.base_year is None:
        return {}
    path: dict[int, float] = {}
    total = 0.0
    year = goal.base_year + 1
    while year in rates and rates[year] > -100:
        total += math.log1p(rates[year] / 100)
        path[year] = 100 * math.expm1(total / (year - goal.base_year))
        year += 1
    return path


def _test(goal: Goal, target: float) -> Callable[[float], bool]:
    match goal.direction:
        case "at_least":
            return lambda value: value >= target
        case "at_most":
            return lambda value: value <= target
        case _:
            return lambda value: abs(value - target) <= ABOUT * abs(target)


def _newest(region: str, path: dict[int, float]) -> Observation:
    year = max(path)
    return Observation(region, year, path[year])


def _note(goal: Goal, judged: Observation, *, final: bool) -> str:
    if final and judged.year > goal.year:
        return f"no figure for {goal.year}; {judged.year} is the first after it"
    if not final:
        return f"the newest figure is of {judged.year}, before the goal's year {goal.year}"
    return ""


def _why_empty(goal: Goal, series: Series, region: str) -> str:
    if region not in series.values:
        return f"{series.title}: no figure for {region}"
    if goal.measure == "average_growth" and series.unit == "% a year":
        return f"no annual rate for the year after {goal.base_year}"
    return f"no figure for the base year {goal.base_year}"
