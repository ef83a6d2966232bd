"""The amount of every measure in every case: weak end, middle, strong end, and draws from all ranges at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.shocks.specification.measures import SEVERITIES, Severity
from technostate.shocks.specification.step import Step

#: More draws than this are a mistake: each is an equilibrium of the world.
MOST_DRAWS = 100_000


def amounts(steps: Sequence[Step], draws: int = 0, seed: int = 0) -> Mapping[str, tuple[float, ...]]:
    """Return case → amount of each measure, in the order of `steps`.

    ``mild``, ``central`` and ``severe`` take every range at its weak end, its middle and its strong end together;
    ``draw 1`` … take each range by itself, a Latin hypercube: half of the draws lie below the central value, evenly
    between low and central, and half evenly above, so that the median of each range is its central value.

    Parameters
    ----------
    seed : int
        The same seed gives the same draws.

    Raises
    ------
    ScenarioError
        If `draws` is no number of draws or `seed` no seed.
    """
    problems = []
    if isinstance(draws, bool) or not isinstance(draws, int) or not 0 <= draws <= MOST_DRAWS:
        problems.append(f"draws is {draws!r}; a whole number from 0 to {MOST_DRAWS:,} is needed")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        problems.append(f"seed is {seed!r}; a whole number from 0 is needed")
    if problems:
        raise ScenarioError("; ".join(problems), hint="draws=64, seed=0, say; draws=0 for no draws")
    cases: dict[str, tuple[float, ...]] = {
        severity: tuple(_at_severity(step, severity) for step in steps) for severity in SEVERITIES
    }
    # A stream of its own: engines draw their parameters from the plain seed, and the two must not go together.
    places = hypercube(draws, len(steps), np.random.default_rng([seed, 1]))
    for number, row in enumerate(places, 1):
        cases[f"draw {number}"] = tuple(
            within(step.amount.low, step.amount.central, step.amount.high, place)
            for step, place in zip(steps, row.tolist(), strict=True)
        )
    return MappingProxyType(cases)


def hypercube(draws: int, dimensions: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return places between 0 and 1 (draws, dimensions): each column has one in every part of length 1/draws.

    References
    ----------
    McKay, M., R. Beckman and W. Conover (1979). A comparison of three methods for selecting values of input variables
    in the analysis of output from a computer code. Technometrics 21(2), 239–245.
    """
    columns = [(rng.permutation(draws) + rng.random(draws)) / draws for _ in range(dimensions)] if draws else []
    return np.array(columns).reshape(dimensions, draws).T


def within(low: float, central: float, high: float, place: float) -> float:
    """Return the value below which a share `place` of the draws lies: even below and above the central value.

    Examples
    --------
    >>> within(0.0, 0.1, 0.5, 0.5), round(within(0.0, 0.1, 0.5, 0.75), 6)
    (0.1, 0.3)
    """
    if place < 0.5:
        return low + 2.0 * place * (central - low)
    return central + (2.0 * place - 1.0) * (high - central)


def _at_severity(step: Step, severity: Severity) -> float:
    """Return the amount at a severity: what leaks and what is stocked is severe when it is low."""
    if severity == "central":
        return step.amount.central
    relief = step.kind in ("export_ban", "import_ban", "stockpile")
    return step.amount.low if (severity == "severe") == relief else step.amount.high
