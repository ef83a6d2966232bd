"""The amount of every measure in every case: weak end, middle, strong end, and draws from all ranges at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.shocks.specification import sobol
from technostate.shocks.specification.measures import SEVERITIES, Severity
from technostate.shocks.specification.step import Step

#: More draws than this are a mistake: each is an equilibrium of the world.
MOST_DRAWS = 100_000
#: The first dimensions of the sequence belong to the engines' parameters, those after them to the amounts of the shock.
PARAMETERS = 16
#: The sequence has this many dimensions, or twice as many as often as needed: those that two shocks have in common are
#: the same draws.
_DIMENSIONS = 64


def amounts(steps: Sequence[Step], draws: int = 0, seed: int = 0) -> Mapping[str, tuple[float, ...]]:
    """Return case → amount of each measure, in the order of `steps`.

    ``mild``, ``central`` and ``severe`` take every range at its weak end, its middle and its strong end together;
    ``draw 1`` … take each range by itself from the sequence of `places`: half of the draws lie below the central value,
    evenly between low and central, and half evenly above, so that the median of each range is its central value.

    Parameters
    ----------
    seed : int
        The same seed gives the same draws, whatever the names and the order of the measures.

    Raises
    ------
    ScenarioError
        If `draws` is no number of draws or `seed` no seed.
    """
    cases: dict[str, tuple[float, ...]] = {
        severity: tuple(_at_severity(step, severity) for step in steps) for severity in SEVERITIES
    }
    column = _columns(steps)
    # Checked where no draw is asked for too: a wrong seed is wrong at every number of draws.
    for number, row in enumerate(places(draws, seed, len(steps)).tolist(), 1):
        cases[f"draw {number}"] = tuple(
            within(step.amount.low, step.amount.central, step.amount.high, row[PARAMETERS + at])
            for step, at in zip(steps, column, strict=True)
        )
    return MappingProxyType(cases)


def places(draws: int, seed: int, steps: int = 0) -> NDArray[np.float64]:
    """Return places between 0 and 1 (draws, dimensions) that cover all dimensions evenly, a scrambled Sobol' sequence.

    Parameters
    ----------
    steps : int
        Measures that need a dimension beside the engines' `PARAMETERS`.

    Raises
    ------
    ScenarioError
        If `draws` is no number of draws or `seed` no seed.

    References
    ----------
    Sobol', I. (1967). On the distribution of points in a cube and the approximate evaluation of integrals. USSR
    Computational Mathematics and Mathematical Physics 7(4), 86–112; scrambled after Owen, A. (1998). Scrambling Sobol'
    and Niederreiter–Xing points. Journal of Complexity 14(4), 466–489.

    Examples
    --------
    >>> bool((places(4, seed=0)[:, :2].sum(0).round() == 2).all())
    True
    """
    problems = []
    if isinstance(draws, bool) or not isinstance(draws, int) or not 0 <= draws <= MOST_DRAWS:
        problems.append(f"draws is {draws!r}; a whole number from 0 to {MOST_DRAWS:,} is needed")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        problems.append(f"seed is {seed!r}; a whole number from 0 is needed")
    if problems:
        raise ScenarioError("; ".join(problems), hint="draws=64, seed=0, say; draws=0 for no draws")
    sizes = [_DIMENSIONS]
    while sizes[-1] < PARAMETERS + steps:
        sizes.append(2 * sizes[-1])
    if not draws:
        return np.empty((0, sizes[-1]))
    # Each dimension is scrambled by itself: those of a longer sequence may stand behind those of a shorter one.
    return np.hstack([_sequence(draws, seed, size)[:, first:] for first, size in zip([0, *sizes], sizes, strict=False)])


@lru_cache(maxsize=4)
def _sequence(draws: int, seed: int, dimensions: int) -> NDArray[np.float64]:
    # A whole power of two is drawn, so that a draw is the same whatever their number.
    power = max(1, (draws - 1).bit_length())
    if dimensions <= sobol.DIMENSIONS:
        found = sobol.points(power, dimensions, seed)[:draws]
    else:
        from scipy.stats import qmc

        found = qmc.Sobol(dimensions, scramble=True, seed=np.random.default_rng(seed)).random_base2(power)[:draws]
    found.setflags(write=False)
    return found


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


def _columns(steps: Sequence[Step]) -> list[int]:
    """Return the dimension of each measure by its content, so that neither names nor order change a draw."""
    order = sorted(range(len(steps)), key=lambda at: steps[at].content)
    return [order.index(at) for at in range(len(steps))]


def _at_severity(step: Step, severity: Severity) -> float:
    """Return the amount at a severity: what leaks and what is stocked is severe when it is low."""
    if severity == "central":
        return step.amount.central
    relief = step.bans or step.kind == "stockpile"
    return step.amount.low if (severity == "severe") == relief else step.amount.high
