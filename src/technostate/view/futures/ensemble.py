"""A finished run as views read it: its scenario, its draws as numbers, its paths as figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics import OUTCOMES
from technostate.errors import DataError, unknown_label
from technostate.evidence import Figure, Origin, catalogue
from technostate.evidence.figure import Range
from technostate.evidence.origin import derived_from
from technostate.futures import scenarios
from technostate.futures.ensemble import SERIES
from technostate.futures.run import Run
from technostate.futures.run import read as read_run
from technostate.futures.scenario import Milestone, Scenario
from technostate.futures.space import Dimension, Space

Array = NDArray[np.float64]

#: Regions shown where nobody says which.
MOST_REGIONS = 4
#: A sign is open where between these shares of paths lie below zero.
UNSETTLED = (0.10, 0.90)
#: Beginning of an outcome's unit → the unit of its figures.
_UNITS = {
    "ratio": "ratio",
    "share of the world": "share of world",
    "share": "1",
    "fraction": "1",
    "log points": "log points",
}


@dataclass(frozen=True, eq=False)
class Ensemble:
    """A finished run.

    Parameters
    ----------
    dimensions : tuple of Dimension
        Of what was drawn, D of them.
    cases : array (R, D)
        What was drawn for each path.
    origin : Origin
        Of every figure.
    """

    run: Run
    scenario: Scenario
    dimensions: tuple[Dimension, ...]
    cases: Array
    origin: Origin

    @property
    def paths(self) -> int:
        """How many paths there are; R."""
        return len(self.cases)

    @property
    def drawn(self) -> int:
        """How many draws there were, those without a path included."""
        return self.paths + len(self.run.failed)

    def regions(self, asked: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the regions that are shown: those asked for, or those that the scenario speaks of.

        Where it speaks of fewer than two the largest economies of the base year stand beside them.

        Raises
        ------
        LabelError
            If one is not in the run.
        """
        known = self.run.regions
        for code in asked:
            if code not in known:
                raise unknown_label("region", code, known, where=self.scenario.name)
        if asked:
            return tuple(dict.fromkeys(asked))
        moved = [move.region for move in self.scenario.moves]
        goals = [code for row in self.scenario.milestones for code in (row.region, row.against)]
        found = [code for code in dict.fromkeys([*moved, *goals]) if code in known][:MOST_REGIONS]
        if len(found) < 2 and "gdp_market" in self.run.outcomes:
            size = {code: float(self.run.paths("gdp_market", code)[:, 0].mean()) for code in known}
            found += [code for code in sorted(known, key=lambda item: -size[item]) if code not in found][
                : 2 - len(found)
            ]
        return tuple(found)

    def spread(self, values: Array, unit: str, region: str, year: int, *, signed: bool = False) -> Figure:
        """Return the median of numbers, one a path, with p10 to p90.

        Parameters
        ----------
        values : array (R,)
        signed : bool
            Whether zero divides two meanings, so that the sign may be open.
        """
        low, middle, high = np.percentile(values, [10.0, 50.0, 90.0]).tolist()
        below = float((values < 0.0).mean())
        is_open = signed and UNSETTLED[0] < below < UNSETTLED[1]
        over = Range(low, high, f"p10 to p90 of {self.paths:,} paths", is_open)
        return Figure(middle, unit, "modelled", self.origin, region, year, over)

    def reached(self, goal: Milestone) -> tuple[Array, NDArray[np.bool_]]:
        """Return what a milestone compares, and whether it is met, one a path."""
        return goal.figures(self.run.paths, self.run.years), goal.met(self.run.paths, self.run.years)


def unit_of(outcome: str) -> str:
    """Return the unit in which an outcome's figures are given.

    Examples
    --------
    >>> unit_of("income"), unit_of("burden"), unit_of("gdp_ppp")
    ('ratio', '1', 'share of world')
    """
    words = OUTCOMES[outcome].unit
    return next(unit for start, unit in _UNITS.items() if words.startswith(start))


def read(folder: str | Path) -> Ensemble:
    """Return the run in a folder.

    Raises
    ------
    DataError
        If there is no finished run, or its draws are not those of its scenario.
    """
    run = read_run(Path(folder))
    scenario = scenarios.made(run.plan.scenario, where=f"the scenario of {folder}")
    dimensions = Space.of(scenario).dimensions
    names = [row.name for row in dimensions]
    if names != [row["name"] for row in run.plan.dimensions]:
        raise DataError(
            f"{folder} drew other parameters than this version draws for {scenario.name}",
            hint="read it with the version that made it (spec.json), or run it again",
        )
    cases = run.draws.select(names).to_numpy().astype(np.float64)
    return Ensemble(run, scenario, dimensions, cases, origin_of(run, scenario))


def origin_of(run: Run, scenario: Scenario) -> Origin:
    """Return the origin of a run's figures, made from the sources of its world and projections."""
    from technostate import world

    known = [catalogue.load(series).origin for series in SERIES]
    plan = run.plan
    note = (
        f"scenario {scenario.name}, {plan.runs:,} draws, seed {plan.seed}, run {plan.hash}, technostate {plan.version}"
    )
    return derived_from(
        f"Paths to {scenario.last}: {scenario.title}", world.load(scenario.world).origin, *known, note=note
    )


def lowered(words: str) -> str:
    """Return words as they stand inside a sentence; an abbreviation keeps its capitals.

    Examples
    --------
    >>> lowered("Twice that of 2022"), lowered("GDP at market rates")
    ('twice that of 2022', 'GDP at market rates')
    """
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"
