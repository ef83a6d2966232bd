"""The amount of every measure in every case: weak end, middle, strong end, and draws from all ranges at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from technostate.errors import ScenarioError
from technostate.shocks.specification.measures import SEVERITIES, Range, Severity
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
    steps : sequence of Step
    draws : int
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
    rng = np.random.default_rng([seed, 1])
    places = [(rng.permutation(draws) + rng.random(draws)) / draws for _ in steps] if draws else []
    for number in range(draws):
        row = (_at_place(step.amount, float(place[number])) for step, place in zip(steps, places, strict=True))
        cases[f"draw {number + 1}"] = tuple(row)
    return MappingProxyType(cases)


def _at_severity(step: Step, severity: Severity) -> float:
    """Return the amount at a severity: what leaks and what is stocked is severe when it is low."""
    if severity == "central":
        return step.amount.central
    relief = step.kind in ("export_ban", "import_ban", "stockpile")
    return step.amount.low if (severity == "severe") == relief else step.amount.high


def _at_place(amount: Range, place: float) -> float:
    """Return the amount whose share of draws below it is `place`."""
    if place < 0.5:
        return amount.low + 2.0 * place * (amount.central - amount.low)
    return amount.central + (2.0 * place - 1.0) * (amount.high - amount.central)
