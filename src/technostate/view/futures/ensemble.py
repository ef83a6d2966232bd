"""A finished run as views read it: its scenario, its draws as numbers, its paths as figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, unknown_label
from technostate.evidence import Figure, Origin, catalogue
from technostate.evidence.figure import Range
from technostate.evidence.origin import derived_from
from technostate.futures import odds, scenarios
from technostate.futures.ensemble import SERIES
from technostate.futures.run import Run
from technostate.futures.run import read as read_run
from technostate.futures.scenario import Milestone, Scenario
from technostate.futures.space import Dimension, Space
from technostate.shocks.impact.sign import UNSETTLED

Array = NDArray[np.float64]

#: Regions shown where nobody says which.
MOST_REGIONS = 4


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

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes that have a figure everywhere."""
        return tuple(name for name in self.run.outcomes if name not in self.run.missing)

    @property
    def goals(self) -> tuple[Milestone, ...]:
        """Milestones of the scenario whose outcome has a figure everywhere."""
        return tuple(goal for goal in self.scenario.milestones if goal.outcome not in self.run.missing)

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
        if len(found) < 2 and "gdp_market" in self.outcomes:
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
        return middle(values, unit, self.origin, region, year, signed=signed)

    def reached(self, goal: Milestone) -> tuple[Array, NDArray[np.bool_]]:
        """Return what a milestone compares, and whether it is met, one a path."""
        return goal.figures(self.run.paths, self.run.years), goal.met(self.run.paths, self.run.years)


def middle(
    values: Array,
    unit: str,
    origin: Origin,
    region: str,
    year: int,
    *,
    signed: bool = False,
    tail: float = 10.0,
    of: str = "paths",
) -> Figure:
    """Return the median of numbers, one a path, with p10 to p90.

    Parameters
    ----------
    values : array (R,)
    signed : bool
        Whether zero divides two meanings, so that the sign may be open.
    tail : float
        Per cent of the numbers beyond each end of the range.
    of : str
        What there are R of.
    """
    low, median, high = np.percentile(values, [tail, 50.0, 100.0 - tail]).tolist()
    over = Range(low, high, f"p{tail:.0f} to p{100.0 - tail:.0f} of {len(values):,} {of}", signed and is_open(values))
    return Figure(median, unit, "modelled", origin, region, year, over)


def is_open(values: Array) -> bool:
    """Return whether the sign of numbers (R,) is not settled, as for the cases of a shock."""
    return UNSETTLED < float((values < 0.0).mean()) < 1.0 - UNSETTLED


def share(met: NDArray[np.bool_], origin: Origin, region: str, year: int) -> Figure:
    """Return the share of paths in which something holds (R,), with its interval."""
    found = odds.odds(int(met.sum()), len(met))
    over = Range(found.low, found.high, f"95 % interval of {len(met):,} draws")
    return Figure(found.share, "1", "modelled", origin, region, year, over)


def read(folder: str | Path) -> Ensemble:
    """Return the run in a folder.

    Raises
    ------
    DataError
        If there is no finished run, none of its draws has a path, or they are not those of its scenario.
    """
    run = read_run(Path(folder))
    if run.draws.is_empty():
        raise DataError(
            f"none of the {run.plan.runs} draws in {folder} has a path; the first: {next(iter(run.failed.values()))}",
            hint="make its levers smaller, and run it again",
        )
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
