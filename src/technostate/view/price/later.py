"""The price of security in a year of paths, beside today's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from technostate.evidence.origin import derived_from
from technostate.futures import scenarios
from technostate.futures.battery import USUAL, Asked
from technostate.futures.battery.making import Battery, priced
from technostate.futures.price import Terms
from technostate.futures.run import plan_of, read, run
from technostate.shocks.kept import Parts
from technostate.shocks.progress import Show
from technostate.view.price.data import answer, origin_of
from technostate.view.price.record import Cell, Price

#: Scenario and seed of the paths that are run where none are given.
USUAL_PATHS, SEED = "drift", 1


@dataclass(frozen=True)
class Later:
    """What is asked of paths.

    Parameters
    ----------
    paths : Path or None
        Folder of a run; None runs the usual paths.
    snapshots : int or None
        Paths that are priced.
    """

    at: int
    paths: Path | None
    snapshots: int | None
    workers: int


def later(today: Price, asked: Later, terms: Terms, kept: Parts, progress: Show) -> Price:
    """Return the answer in a year of paths, with today's cells beside it.

    Parameters
    ----------
    today : Price
        On the world as it is.
    kept : Parts
        Beside whose parts the usual paths are kept.
    """
    question = Asked(today.state, today.against, asked.at, replace(terms, draws=asked.snapshots or USUAL))
    folder = asked.paths or _usual(question, kept, asked.workers, progress)
    found = priced(folder, question, workers=asked.workers, progress=progress)
    return beside(in_year(found, folder), today.cells)


def _usual(question: Asked, kept: Parts, workers: int, progress: Show) -> Path:
    """Return the folder of the usual paths, which are run where they are not there."""
    scenario = replace(scenarios.load(USUAL_PATHS), world=question.terms.world)
    plan = plan_of(scenario, question.snapshots, SEED)
    folder = kept.folder / f"paths-{USUAL_PATHS}-{plan.hash}"
    run(scenario, runs=question.snapshots, seed=SEED, out=folder, workers=workers, progress=progress)
    return folder


def in_year(found: Battery, folder: Path) -> Price:
    """Return a battery as an answer."""
    plan, asked = read(folder).plan, found.asked
    paths = f"{asked.snapshots} paths of {plan.name} (seed {plan.seed}, run {plan.hash})"
    title = f"price of security of {asked.state} and {asked.against} in {asked.year} on {paths}"
    first = origin_of(found.sides[0])
    origin = derived_from(title, first, note="the world of each path by then; one case of the year a path")
    return replace(answer(found.sides, origin), year=asked.year, paths=paths, missed=dict(found.failed))


def beside(data: Price, today: Sequence[Cell]) -> Price:
    """Return an answer in a year with today's cells."""
    return replace(data, today=tuple(today))
