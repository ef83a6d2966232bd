"""An ensemble's paths as what they say: fans, odds with the boxes where goals are missed, shares of variance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics import OUTCOMES, parameters
from technostate.errors import DataError
from technostate.evidence import Figure, Origin
from technostate.evidence.figure import Range
from technostate.futures import boxes, given
from technostate.futures.indices import Indices
from technostate.futures.scenario import Milestone
from technostate.futures.space import Dimension
from technostate.notation import lowered
from technostate.shocks.progress import Show, silent
from technostate.view.futures.ensemble import Ensemble, middle, share
from technostate.view.futures.record import Bound, Fan, Input, Odds, Variance, Where
from technostate.write.names import the

Array = NDArray[np.float64]

#: Outcomes of the last year whose variance is shared out, beside those of milestones.
ENDS = ("cost", "income_a_head")
#: Outcomes whose variance is shared out.
MOST_QUANTITIES = 8
#: Regions whose last year's variance is shared out.
MOST_REGIONS = 2
#: Inputs shown of each, and the least total of one.
MOST_INPUTS, LEAST_TOTAL = 6, 0.02
#: Unit of a dimension, or its beginning → unit of its figures.
_UNITS = {"share": "1", "log points a year": "log points a year", "log points": "log points"}


class Drawn(Protocol):
    """What is drawn for some paths, and what they say of a goal."""

    @property
    def origin(self) -> Origin:
        """Of every figure."""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Of what was drawn, D of them."""

    @property
    def cases(self) -> Array:
        """What was drawn, an array (R, D)."""

    def reached(self, goal: Milestone) -> tuple[Array, NDArray[np.bool_]]:
        """Return what a milestone compares, and whether it is met, one a path."""


def fan(ensemble: Ensemble, outcome: str, region: str) -> Fan:
    """Return the fan of an outcome of a region."""
    paths, row = ensemble.run.paths(outcome, region), OUTCOMES[outcome]

    def figures(tail: float) -> dict[int, Figure]:
        return {
            year: middle(paths[:, at], row.symbol, ensemble.origin, region, year, signed=outcome == "cost", tail=tail)
            for at, year in enumerate(ensemble.run.years)
        }

    return Fan(outcome, row.title, row.meaning, region, figures(10.0), figures(25.0))


def odds(ensemble: Drawn, goal: Milestone) -> Odds:
    """Return how often a goal is met, and where it is not."""
    figures, met = ensemble.reached(goal)
    return Odds(
        goal.id,
        goal.title,
        goal.definition,
        goal.region,
        goal.against,
        goal.year,
        Figure(goal.value, goal.unit, "modelled", ensemble.origin, goal.region, goal.year),
        share(met, ensemble.origin, goal.region, goal.year),
        middle(figures, goal.unit, ensemble.origin, goal.region, goal.year),
        where(ensemble, goal, met),
    )


def where(ensemble: Drawn, goal: Milestone, met: NDArray[np.bool_]) -> Where | None:
    """Return the box of the rarer side of a goal."""
    side, interest = ("missed", ~met) if met.mean() >= 0.5 else ("met", met)
    found = boxes.where(ensemble.cases, interest)
    if found is None:
        return None

    def part(value: float) -> Figure:
        return Figure(value, "1", "modelled", ensemble.origin, goal.region, goal.year)

    columns = dict.fromkeys(limit.dimension for limit in found.limits)
    bounds = tuple(
        _bound(ensemble, ensemble.dimensions[at], [limit for limit in found.limits if limit.dimension == at])
        for at in columns
    )
    return Where(goal.id, goal.title, side, bounds, part(found.density), part(found.coverage), part(found.mass))


def _bound(ensemble: Drawn, dimension: Dimension, limits: Sequence[boxes.Limit]) -> Bound:
    """Return the limits of one dimension, its choices where it is one of several."""
    ends: list[float | None] = [None, None]
    for limit in limits:
        ends[limit.upper] = limit.value
    choices = tuple(
        name
        for at, name in enumerate(dimension.choices)
        if (ends[0] is None or at >= ends[0]) and (ends[1] is None or at <= ends[1])
    )
    unit = next((unit for start, unit in _UNITS.items() if dimension.unit.startswith(start)), "ratio")
    low, high = (None if end is None or choices else Figure(end, unit, "modelled", ensemble.origin) for end in ends)
    chance = Figure(min(limit.chance for limit in limits), "1", "modelled", ensemble.origin)
    return Bound(dimension.name, called(dimension), low, high, choices, chance)


def called(dimension: Dimension) -> str:
    """Return what a dimension is called in a sentence: a parameter by meaning and symbol, a move by who makes it."""
    table = parameters()
    if dimension.name not in table:
        who, _, rest = dimension.title.partition(": ")
        return f"{' and '.join(map(the, who.split(' and ')))}: {rest}" if rest else dimension.title
    row = table[dimension.name]
    # What stands behind a colon or semicolon explains; a sentence has no room for it.
    return f"{lowered(re.split('[:;] ', row.meaning)[0])} ({row.symbol})"


def variances(ensemble: Ensemble, regions: Sequence[str], show: Show = silent) -> tuple[tuple[Variance, ...], str]:
    """Return whence the variance of what milestones compare, and of the last year's outcomes, comes.

    With it stands why there are none, or why their ranges are wide; empty where there are enough paths.
    """
    few = ""
    if ensemble.paths < given.USUAL:
        few = f"This run has {ensemble.paths:,} paths: ranges of these shares are wide. With --runs 1024 they narrow."
    if ensemble.paths < given.LEAST:
        return (), (
            f"Shares of variance need {given.LEAST:,} paths; this run has {ensemble.paths:,}. "
            "Run it with --runs 1024 or more."
        )
    wanted = _quantities(ensemble, regions)
    found = []
    for at, (title, outcome, region, year, figures) in enumerate(wanted):
        show(f"shares of variance: {title}", at / len(wanted))
        try:
            shares = given.of_sample(ensemble.cases, figures)
        except DataError:
            # The same in every path: it owes nothing to anything.
            continue
        found.append(_variance(ensemble, title, outcome, region, year, shares))
    return tuple(found), few


def _quantities(ensemble: Ensemble, regions: Sequence[str]) -> list[tuple[str, str, str, int, Array]]:
    """Return title, outcome, region, year and figures (R,) of what is shared out, each once.

    The last year's outcomes stand before what milestones compare in their year.
    """
    rows: dict[tuple[str, str, str, int], tuple[str, str, str, int, Array]] = {}
    last = ensemble.run.years[-1]
    for outcome in ENDS:
        for region in regions[:MOST_REGIONS]:
            values = ensemble.run.paths(outcome, region)[:, -1]
            rows[outcome, region, "", last] = (_titled(outcome, last), outcome, region, last, values)
    for goal in ensemble.goals:
        if goal.when == "in":
            title = _titled(goal.outcome, goal.year) + (f" (ratio to {the(goal.against)})" if goal.against else "")
            key = (goal.outcome, goal.region, goal.against, goal.year)
            rows.setdefault(key, (title, goal.outcome, goal.region, goal.year, ensemble.reached(goal)[0]))
    return list(rows.values())[:MOST_QUANTITIES]


def _titled(outcome: str, year: int) -> str:
    return f"{lowered(OUTCOMES[outcome].title)}, {year}"


def _variance(ensemble: Ensemble, title: str, outcome: str, region: str, year: int, shares: Indices) -> Variance:
    order = np.argsort(-shares.total, kind="stable")[:MOST_INPUTS].tolist()
    table = parameters()

    def figure(value: float, ends: Array) -> Figure:
        over = Range(float(min(ends[0], value)), float(max(ends[1], value)), "95 % range of a bootstrap")
        return Figure(float(value), "1", "modelled", ensemble.origin, region, year, over)

    inputs = tuple(
        Input(
            ensemble.dimensions[at].name,
            called(ensemble.dimensions[at]),
            ensemble.dimensions[at].name not in table or table[ensemble.dimensions[at].name].identified,
            figure(shares.first[at], shares.first_range[:, at]),
            figure(shares.total[at], shares.total_range[:, at]),
        )
        for at in order
        if shares.total[at] >= LEAST_TOTAL
    )
    assert shares.explained is not None, "a sample's indices come from a surface"
    explained = Figure(shares.explained, "1", "modelled", ensemble.origin, region, year)
    return Variance(title, outcome, region, year, explained, inputs)
