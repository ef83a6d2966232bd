"""What measures of simulated paths share: what they ask for, whose path is read, and which assumptions move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from technostate.claims.measures.measure import Asked
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import named
from technostate.doctrine.monthly.beside import spearman
from technostate.errors import TechnostateError
from technostate.notation import lowered, plain

if TYPE_CHECKING:
    from technostate.futures.ensemble import Ensemble

Array = NDArray[np.float64]

#: Said of every number read from paths: what a model says is weak evidence at most.
PROXY = "paths of a model, whose answers hang on assumed ranges that no data identify"
#: Assumptions that are named.
NAMED = 2
#: Standard errors of no correlation that one that is named exceeds: of some thirty inputs hardly one does by chance.
CLEAR = 3.0


class OfPaths(Asked):
    """Paths of a scenario.

    Parameters
    ----------
    scenario : str
        Name of a scenario that ships.
    runs, seed : int
        Draws, and where they begin.
    """

    scenario: str
    runs: int = Field(default=256, ge=32, le=1024)
    seed: int = Field(default=1, ge=0, le=2**31 - 1)

    @field_validator("scenario")
    @classmethod
    def _ships(cls, name: str) -> str:
        from technostate.errors import unknown_label
        from technostate.futures import scenarios

        if name not in scenarios.names():
            try:
                raise unknown_label("scenario", name, scenarios.names())
            except TechnostateError as error:
                raise ValueError(f"{error}; {error.hint}") from None
        return name


def shown(paths: Ensemble, state: str) -> str:
    """Return the label of a state in paths; raises `NotTestableError` if they do not show it by itself."""
    if state not in paths.regions:
        raise NotTestableError(f"the paths do not show {named(state)} by itself")
    return state


def assumptions(cases: Array, titles: tuple[str, ...], answers: Array) -> tuple[str, ...]:
    """Return in words the assumptions that a number goes with most, by rank correlation over the draws.

    Parameters
    ----------
    cases : array (R, D)
        What was drawn.
    titles : tuple of str
        What each of the D means.
    answers : array (R,)

    Examples
    --------
    >>> import numpy as np
    >>> drawn = np.random.default_rng(1).random((100, 3))
    >>> assumptions(drawn, ("A: the first", "B", "C"), drawn[:, 0] - 0.1 * drawn[:, 2])
    ('a: the first (rank correlation +0.99)',)
    """
    if len(answers) < 3 or np.ptp(answers) == 0.0:
        return ()
    # What does not vary goes with nothing.
    found = np.nan_to_num([spearman(column, answers) for column in cases.T])
    clear = CLEAR / np.sqrt(len(answers) - 1)
    order = np.argsort(-np.abs(found), kind="stable")[:NAMED]
    return tuple(
        f"{lowered(titles[at])} (rank correlation {_signed(found[at])})" for at in order if abs(found[at]) > clear
    )


def moved_by(names: tuple[str, ...]) -> str:
    """Return the end of a sentence that names assumptions; nothing where none is clear."""
    return f"; it goes most with {' and '.join(names)}" if names else ""


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{plain(value, 2)}"
