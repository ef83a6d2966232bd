"""The same draws of several ensembles: which they are, and that they are the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, ScenarioError
from technostate.view.futures.ensemble import Ensemble

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Paired:
    """Ensembles of the same draws.

    Parameters
    ----------
    names : tuple of str
        Of the scenarios, numbered where two have one name.
    rows : tuple of array (D,)
        Where the draws that all have stand in each.
    left_out : int
        Draws that have no path in one of them.
    """

    ensembles: tuple[Ensemble, ...]
    names: tuple[str, ...]
    rows: tuple[NDArray[np.intp], ...]
    left_out: int

    @property
    def draws(self) -> int:
        """How many draws all have."""
        return len(self.rows[0])

    def paths(self, at: int, outcome: str, region: str) -> Array:
        """Return an outcome of a region in one ensemble, an array (D, Y)."""
        return self.ensembles[at].run.paths(outcome, region)[self.rows[at]]


def paired(ensembles: Sequence[Ensemble]) -> Paired:
    """Return ensembles with the draws that all of them have.

    Raises
    ------
    DataError
        If there are fewer than two, or one stands twice.
    ScenarioError
        If their years differ, no draw or region is common, or a thing that all draw was drawn otherwise.
    """
    if len(ensembles) < 2:
        raise DataError("one run cannot be compared", hint="technostate futures compare DIR DIR")
    folders = [item.run.folder.resolve() for item in ensembles]
    if twice := [folder for folder in folders if folders.count(folder) > 1]:
        raise DataError(f"{twice[0]} is named twice", hint="technostate futures compare DIR DIR, each another run")
    first = ensembles[0]
    for other in ensembles[1:]:
        if other.run.years != first.run.years:
            raise ScenarioError(
                f"{first.scenario.name} runs {_span(first)} and {other.scenario.name} {_span(other)}",
                hint="run both on one world to one last year",
            )
    common = sorted(set.intersection(*(set(item.run.draws["draw"].to_list()) for item in ensembles)))
    if not common:
        raise ScenarioError("the runs have no draw in common", hint="run both with the same --seed")
    rows = tuple(np.searchsorted(item.run.draws["draw"].to_numpy(), common) for item in ensembles)
    _require_same(ensembles, rows)
    shared = set.intersection(*(set(item.run.draws["draw"].to_list()) | set(item.run.failed) for item in ensembles))
    names = [item.scenario.name for item in ensembles]
    numbered = [name if names.count(name) == 1 else f"{name} ({at})" for at, name in enumerate(names, 1)]
    return Paired(tuple(ensembles), tuple(numbered), rows, len(shared) - len(common))


def _require_same(ensembles: Sequence[Ensemble], rows: Sequence[NDArray[np.intp]]) -> None:
    """Raise `ScenarioError` where a draw of the same thing is another: a difference would then be of draws."""
    folders = [item.run.folder.resolve() for item in ensembles]
    if twice := [folder for folder in folders if folders.count(folder) > 1]:
        raise DataError(f"{twice[0]} is named twice", hint="technostate futures compare DIR DIR, each another run")
    first = ensembles[0]
    mine = {row.name: at for at, row in enumerate(first.dimensions)}
    for other, at_other in zip(ensembles[1:], rows[1:], strict=True):
        for at, dimension in enumerate(other.dimensions):
            known = mine.get(dimension.name)
            if known is None or first.dimensions[known] != dimension:
                continue
            if not np.allclose(first.cases[rows[0], known], other.cases[at_other, at], rtol=1e-12, atol=0.0):
                raise ScenarioError(
                    f"{first.scenario.name} and {other.scenario.name} drew another {dimension.name} in the same draw",
                    hint="run both with the same --seed, so that a difference is that of the scenarios",
                )


def _span(ensemble: Ensemble) -> str:
    return f"{ensemble.run.years[0]} to {ensemble.run.years[-1]}"
