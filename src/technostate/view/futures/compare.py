"""Ensembles beside each other: what scenarios differ by in the same draws, and what each gives away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics import OUTCOMES
from technostate.evidence import Figure
from technostate.evidence.figure import Range
from technostate.evidence.origin import Origin, derived_from
from technostate.futures.regret import regret
from technostate.view.futures.compared_blocks import compared_blocks
from technostate.view.futures.compared_record import Beside, Compared, Difference, Regrets
from technostate.view.futures.ensemble import middle, read, share
from technostate.view.futures.paired import Paired, paired
from technostate.view.shell import command
from technostate.write import View
from technostate.write.frame import Row

Array = NDArray[np.float64]

#: Years compared beside the last.
YEARS = (2035,)
#: Paths are kept in single precision: what is closer than this, as a share, is the same.
ROUNDING = 4e-7
#: Outcomes of which more is better, for regret.
REGRETTED = ("civil", "income_a_head")


def compare(folders: Sequence[str | Path], regions: Sequence[str] = ()) -> View[Compared]:
    """Return what runs of several scenarios differ by, draw by draw; the first is what the others are compared with.

    Parameters
    ----------
    folders : sequence of str or Path
        Two runs or more, of one seed.
    regions : sequence of str
        That are shown; those that the scenarios speak of by default.

    Raises
    ------
    DataError
        If there are fewer than two, or one is no finished run.
    ScenarioError
        If years or draws differ.
    LabelError
        If a region is not in every run.
    """
    pair = paired([read(folder) for folder in folders])
    shown = tuple(dict.fromkeys(code for item in pair.ensembles for code in item.regions(regions)))
    known = tuple(code for code in shown if all(code in item.run.regions for item in pair.ensembles))
    origin = derived_from("Differences of scenarios", *(item.origin for item in pair.ensembles), note="draw by draw")
    data = Compared(
        dict(zip(pair.names, (item.scenario.title for item in pair.ensembles), strict=True)),
        pair.draws,
        pair.left_out,
        known,
        tuple(_differences(pair, known, origin)),
        tuple(_beside(pair, origin)),
        tuple(_regrets(pair, known, origin)),
    )
    title = f"{' and '.join(pair.names)}: {pair.draws:,} draws to {pair.ensembles[0].run.years[-1]}"
    again = command("futures", "compare", *map(str, folders), region=",".join(regions) or None)
    return View(title, data, compared_blocks(data), tuple(rows(data)), again)


def _differences(pair: Paired, regions: Sequence[str], origin: Origin) -> Iterator[Difference]:
    years = pair.ensembles[0].run.years
    wanted = [year for year in dict.fromkeys((*YEARS, years[-1])) if year in years]
    known = [name for name in OUTCOMES if all(name in item.outcomes for item in pair.ensembles)]
    for outcome in known:
        for region in regions:
            first = pair.paths(0, outcome, region)
            for at, name in enumerate(pair.names[1:], 1):
                other = pair.paths(at, outcome, region)
                for year in wanted:
                    place = years.index(year)
                    found = _change(first[:, place], other[:, place], outcome, region, year, origin)
                    yield Difference(name, outcome, OUTCOMES[outcome].title, region, year, *found)


def _change(first: Array, other: Array, outcome: str, region: str, year: int, origin: Origin) -> tuple[Figure, Figure]:
    """Return the change and in how many draws it is up; of ratios in per cent, of shares in percentage points."""
    unit = OUTCOMES[outcome].symbol
    gap = other - first
    gap[np.abs(gap) <= ROUNDING * np.maximum(np.abs(first), np.abs(other))] = 0.0
    if unit == "ratio":
        gap, unit = 100.0 * gap / first, "% change"
    elif unit != "log points":
        gap, unit = 100.0 * gap, "pp change"
    figure = middle(gap, unit, origin, region, year, signed=True, of="draws")
    return figure, Figure(float((gap > 0.0).mean()), "1", "modelled", origin, region, year)


def _beside(pair: Paired, origin: Origin) -> Iterator[Beside]:
    """Yield the goals that all scenarios ask for in the same words."""
    asked = [item.goals for item in pair.ensembles]
    common = [goal for goal in asked[0] if all(goal in goals for goals in asked)]
    for goal in common:
        shares = {}
        for at, name in enumerate(pair.names):
            met = pair.ensembles[at].reached(goal)[1][pair.rows[at]]
            shares[name] = share(met, origin, goal.region, goal.year)
        yield Beside(goal.id, goal.title, goal.definition, goal.region, goal.year, shares)


def _regrets(pair: Paired, regions: Sequence[str], origin: Origin) -> Iterator[Regrets]:
    """Yield what each scenario gives away in the last year, in per cent of the best of the same draw."""
    last = pair.ensembles[0].run.years[-1]
    for outcome in REGRETTED:
        if not all(outcome in item.outcomes for item in pair.ensembles):
            continue
        for region in regions:
            each = np.stack([pair.paths(at, outcome, region)[:, -1] for at in range(len(pair.names))])
            found = regret(100.0 * each / each.max(axis=0))

            def figure(value: float, unit: str = "%", over: Range | None = None, region: str = region) -> Figure:
                return Figure(float(value), unit, "modelled", origin, region, last, over)

            for at, name in enumerate(pair.names):
                over = Range(float(found.p10[at]), float(found.p90[at]), f"p10 to p90 of {pair.draws:,} draws")
                middle = figure(found.median[at], "%", over)
                best = figure(found.best[at], "1")
                yield Regrets(name, outcome, region, last, middle, figure(found.worst[at]), best)


def rows(data: Compared) -> Iterator[Row]:
    """Yield a row a figure."""
    for item in data.differences:
        for what, figure in (("change", item.change), ("share of draws in which it is higher", item.higher)):
            yield _row("difference", item.outcome, item.scenario, item.region, item.year, what, figure)
    for goal in data.odds:
        for name, figure in goal.shares.items():
            yield _row("odds", goal.milestone, name, goal.region, goal.year, "share of draws", figure)
    for lost in data.regrets:
        for what in ("regret", "worst", "best"):
            yield _row("regret", lost.outcome, lost.scenario, lost.region, lost.year, what, getattr(lost, what))


def _row(part: str, of: str, scenario: str, region: str, year: int, what: str, figure: Figure) -> Row:
    found = {"part": part, "of": of, "scenario": scenario, "region": region, "year": year, "what": what}
    return {**found, "figure": figure}
