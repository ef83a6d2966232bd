"""A small ensemble that a question asks for: run once, kept by what it depends on, and read as arrays."""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics import OUTCOMES
from technostate.errors import ConvergenceError, RunError, unknown_label
from technostate.evidence import Origin, catalogue
from technostate.evidence.origin import derived_from
from technostate.shocks.kept import Packing, Parts

if TYPE_CHECKING:
    from technostate.futures.model import Dynamics
    from technostate.futures.scenario import Scenario

Array = NDArray[np.float64]

#: Series that paths rest on, beside their world: one of each source.
SERIES = ("pwt/10.01/rgdpo", "iiasa/ssp-2024/gdp-growth-ssp2", "unga/ideal-points/all", "sipri/milex/share-of-gdp")


@dataclass(frozen=True)
class Question:
    """What is asked of an ensemble.

    Parameters
    ----------
    scenario : str
        Name of a scenario that ships.
    outcomes : tuple of str
        Which outcomes of its paths are kept.
    runs, seed : int
        Draws, and the seed on which draw k depends with k alone.
    last : int, optional
        Last year, where the paths need not be as long as the scenario's.
    lifted : tuple of int
        Places of moves that are drawn as all others and not made, so that draw k is the same with and without them.
    """

    scenario: str
    outcomes: tuple[str, ...]
    runs: int = 256
    seed: int = 1
    last: int | None = None
    lifted: tuple[int, ...] = ()

    def loaded(self) -> Scenario:
        """Return the scenario, as long as it is asked for."""
        found = shipped(self.scenario)
        return found if self.last is None else replace(found, last=self.last, milestones=())


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Paths of a scenario.

    Parameters
    ----------
    names : tuple of str
        The D quantities drawn.
    titles : tuple of str
        What each means.
    cases : array (R, D)
        What was drawn.
    regions, years, outcomes : tuple
        The N, Y and O labels.
    figures : array (O, R, Y, N)
        NaN in draws that have no path.
    """

    names: tuple[str, ...]
    titles: tuple[str, ...]
    cases: Array
    regions: tuple[str, ...]
    years: tuple[int, ...]
    outcomes: tuple[str, ...]
    figures: Array

    @property
    def solved(self) -> NDArray[np.bool_]:
        """Which draws have a path (R,)."""
        return np.asarray(np.isfinite(self.figures).all(axis=(0, 2, 3)))

    def paths(self, outcome: str, region: str) -> Array:
        """Return an outcome of a region as an array (R, Y).

        Raises
        ------
        LabelError
            If there is no such outcome or region.
        """
        for what, given, known in (("outcome", outcome, self.outcomes), ("region", region, self.regions)):
            if given not in known:
                raise unknown_label(what, given, known)
        found: Array = self.figures[self.outcomes.index(outcome), :, :, self.regions.index(region)]
        return found


@cache
def shipped(name: str) -> Scenario:
    """Return a scenario that ships, read once."""
    from technostate.futures import scenarios

    return scenarios.load(name)


def ensemble(question: Question, parts: Parts | None = None) -> Ensemble:
    """Return the paths that a question asks for: kept ones, or those run now.

    Parameters
    ----------
    parts : Parts, optional
        Where paths are kept. Those that rest on a user's own series are not.

    Raises
    ------
    RunError
        If more than one draw in ten has no path.
    """
    scenario = question.loaded()
    if parts is None or catalogue.state():
        return _run(scenario, question)
    asked = {"asks": "ensemble", **asdict(question), "digest": scenario.digest()}
    return parts.answer(json.loads(json.dumps(asked)), lambda: _run(scenario, question), PACKING)


@lru_cache(maxsize=16)
def origin_of(question: Question) -> Origin:
    """Return the origin of the figures of an ensemble."""
    from technostate import world

    scenario = question.loaded()
    known = [catalogue.load(series).origin for series in SERIES]
    note = f"scenario {scenario.name}, {question.runs:,} draws, seed {question.seed}"
    title = f"Paths to {scenario.last}: {scenario.title}"
    return derived_from(title, world.load(scenario.world).origin, *known, note=note)


def _run(scenario: Scenario, question: Question) -> Ensemble:
    from technostate.futures.model import Dynamics

    for name in question.outcomes:
        if name not in OUTCOMES:
            raise unknown_label("outcome", name, tuple(OUTCOMES))
    model = Dynamics(scenario, lifted=question.lifted)
    points = model.points(question.seed, range(question.runs))
    blocks = [block for block in np.array_split(points, min(os.cpu_count() or 1, len(points))) if len(block)]
    with ThreadPoolExecutor(len(blocks), "technostate-ensemble") as pool:
        found = list(pool.map(lambda block: _paths(model, block, question.outcomes), blocks))
    figures = np.concatenate(found, axis=1)
    rows = model.space.dimensions
    made = Ensemble(
        tuple(row.name for row in rows), tuple(row.title for row in rows), model.values(points),
        model.regions, model.years, question.outcomes, figures,
    )  # fmt: skip
    failed = int((~made.solved).sum())
    if failed > 0.1 * len(points):
        raise RunError(f"{failed} of {len(points)} draws of {scenario.name} have no path", hint="narrow the ranges")
    return made


def _paths(model: Dynamics, points: Array, outcomes: Sequence[str]) -> Array:
    """Return (O, R, Y, N) for some draws; one that has no solution is NaN throughout."""
    found = np.full((len(outcomes), len(points), len(model.years), len(model.regions)), np.nan)
    kept: dict[Any, Any] = {}
    for at, point in enumerate(points):
        try:
            path = model.path(point, kept)
        except ConvergenceError:
            continue
        for place, name in enumerate(outcomes):
            found[place, at] = path[name]
    return found


def to_bytes(made: Ensemble) -> bytes:
    """Return an ensemble as the bytes of an NPZ file."""
    labels = {name: getattr(made, name) for name in ("names", "titles", "regions", "years", "outcomes")}
    file = io.BytesIO()
    np.savez_compressed(
        file, meta=np.array(json.dumps(labels, ensure_ascii=False)), cases=made.cases, figures=made.figures
    )
    return file.getvalue()


def from_bytes(data: bytes) -> Ensemble:
    """Return the ensemble that `to_bytes` wrote; raises `ValueError` if the bytes are none."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            cases, figures, meta = file["cases"], file["figures"], json.loads(str(file["meta"]))
        labels = {name: tuple(meta[name]) for name in ("names", "titles", "regions", "years", "outcomes")}
    except (OSError, EOFError, KeyError, TypeError, ValueError, zlib.error, zipfile.BadZipFile) as error:
        raise ValueError(f"no ensemble: {error}") from None
    shape = (len(labels["outcomes"]), len(cases), len(labels["years"]), len(labels["regions"]))
    if figures.shape != shape or cases.shape[1:] != (len(labels["names"]),):
        raise ValueError("no ensemble: its arrays and labels disagree")
    return Ensemble(cases=cases, figures=figures, **labels)


#: How an ensemble is kept.
PACKING = Packing(to_bytes, from_bytes, ("futures", "dynamics", "shocks", "states", "world"))
