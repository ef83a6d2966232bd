"""Which inputs an outcome's variance comes from: Sobol' indices of a design made for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.futures.draws import places

Array = NDArray[np.float64]

#: Fewest points for which indices are given.
LEAST = 1024
#: Resamples of a bootstrap.
RESAMPLES = 200
#: Quantiles that a bootstrap's range has.
ENDS = (2.5, 97.5)


@dataclass(frozen=True, eq=False)
class Indices:
    """Shares of an outcome's variance.

    Parameters
    ----------
    first : array (D,)
        What an input does alone.
    total : array (D,)
        What it does alone and together with others.
    first_range, total_range : array (2, D)
        95 % range of a bootstrap.
    explained : float or None
        Share of the variance that a fitted surface foretells for cases it has not seen (Q²); None for a design, which
        fits none.
    """

    first: Array
    total: Array
    first_range: Array
    total_range: Array
    explained: float | None = None


def design(count: int, dimensions: int, seed: int) -> Array:
    """Return the points ((D + 2) · count, D) at which a function is to be asked, between 0 and 1.

    Three blocks: A (count), B (count), and for each input A with that column taken from B.

    References
    ----------
    Saltelli et al. (2010), Computer Physics Communications 181(2), 259–270.
    """
    both = places(0, count, 2 * dimensions, seed)
    first, second = both[:, :dimensions], both[:, dimensions:]
    mixed = np.repeat(first[None], dimensions, axis=0)
    for column in range(dimensions):
        mixed[column, :, column] = second[:, column]
    return np.concatenate([first, second, mixed.reshape(-1, dimensions)])


def of_design(answers: Array, dimensions: int, seed: int = 0) -> Indices:
    """Return the indices of an outcome whose `answers` belong to the points of `design`.

    Parameters
    ----------
    answers : array ((D + 2) · count,)
    seed : int
        Of the bootstrap, which takes points of the design with all that belongs to them.

    Raises
    ------
    DataError
        If the number of answers fits no design, one is not finite, there are fewer than `LEAST` points, or the outcome
        never varies.

    References
    ----------
    Saltelli et al. (2010), table 2, rows b (first order) and f (total, after Jansen 1999).
    """
    count, rest = divmod(len(answers), dimensions + 2)
    if rest or count < LEAST:
        raise DataError(
            f"{len(answers)} answers are no design of {dimensions} inputs",
            hint=f"(inputs + 2) × points, at least {LEAST:,} points",
        )
    require_spread(answers)
    centred = (answers - answers[: 2 * count].mean()).reshape(dimensions + 2, count)
    everything = np.arange(count)
    first, total = _estimates(centred, everything)
    rng = np.random.default_rng(seed)
    again = [_estimates(centred, rng.integers(count, size=count)) for _ in range(RESAMPLES)]
    ranges = [np.percentile([found[at] for found in again], ENDS, axis=0) for at in (0, 1)]
    return Indices(first, total, ranges[0], ranges[1])


def _estimates(centred: Array, rows: NDArray[np.intp]) -> tuple[Array, Array]:
    one, other, mixed = centred[0, rows], centred[1, rows], centred[2:, rows]
    spread = np.concatenate([one, other]).var()
    first = (other * (mixed - one)).mean(axis=1) / spread
    total = 0.5 * ((one - mixed) ** 2).mean(axis=1) / spread
    return first, total


def require_spread(answers: Array) -> None:
    """Raise `DataError` if an answer is not finite, or all are the same: nothing explains what does not vary."""
    if not np.isfinite(answers).all():
        raise DataError("an answer is not finite", hint="leave out the case, and say how many were left out")
    if np.ptp(answers) <= 1e-12 * max(1.0, float(np.abs(answers).max())):
        raise DataError("the outcome is the same in every case", hint="there is no variance to share out")
