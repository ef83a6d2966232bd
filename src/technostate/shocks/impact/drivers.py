"""Which parameters move a result: rank correlations over the cases, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: A rank correlation closer to zero than this is not told from chance with a few dozen cases: 1.28 standard errors, so
#: that of ten parameters without any effect two would pass.
CHANCE = 1.28


class Driver(NamedTuple):
    """A parameter with its rank correlation with the result, from −1 to 1: positive where more of it loses less."""

    parameter: str
    correlation: float


def drivers(names: Sequence[str], values: Array, results: Array) -> tuple[Driver, ...]:
    """Return the parameters that move results, by Spearman's rank correlation, the strongest first.

    Parameters
    ----------
    values : array (C, P)
        Of each parameter in each case.
    results : array (C,)

    References
    ----------
    Spearman, C. (1904). The proof and measurement of association between two things. American Journal of Psychology
    15(1), 72–101. Ties take the mean of their ranks.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.column_stack([np.arange(16.0), np.tile([1.0, 2.0], 8)])
    >>> [(row.parameter, round(row.correlation, 2)) for row in drivers(("a", "b"), values, -np.arange(16.0) ** 3)]
    [('a', -1.0)]
    """
    if len(results) < 3:
        return ()
    ranked = _ranks(results)
    least = CHANCE / np.sqrt(len(results) - 1)
    found = []
    for name, column in zip(names, values.T, strict=True):
        rank = _ranks(column)
        spread = float(np.sqrt((rank**2).sum() * (ranked**2).sum()))
        correlation = float((rank * ranked).sum()) / spread if spread > 0 else 0.0
        if abs(correlation) >= least:
            found.append(Driver(name, correlation))
    return tuple(sorted(found, key=lambda row: -abs(row.correlation)))


def _ranks(values: Array) -> Array:
    """Return ranks less their mean, ties at the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    rank = last - (count - 1) / 2.0
    ranks: Array = rank[place] - (len(values) + 1) / 2.0
    return ranks
