"""Regret: how much a choice gives away against the best one of the same draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Regret:
    """Of S choices, each an array (S,), in the unit of the outcome.

    Parameters
    ----------
    p10, median, p90, worst : array (S,)
        Of what a choice gives away over draws; 0 where it is the best.
    best : array (S,)
        Share of draws in which no other is better; choices that are equal share a draw's one.
    """

    p10: Array
    median: Array
    p90: Array
    worst: Array
    best: Array


def regret(outcomes: Array, *, more_is_better: bool = True) -> Regret:
    """Return the regret of choices, draw by draw.

    Parameters
    ----------
    outcomes : array (S, R)
        Of S choices in the same R draws.

    Raises
    ------
    DataError
        If there are fewer than two choices, no draw, or a number that is not finite.

    References
    ----------
    Savage (1951), Journal of the American Statistical Association 46(253), 55–67.

    Examples
    --------
    >>> import numpy as np
    >>> found = regret(np.array([[1.0, 5.0, 2.0], [2.0, 1.0, 2.0]]))
    >>> found.worst.tolist(), found.best.tolist()
    ([1.0, 4.0], [0.5, 0.5])
    """
    if outcomes.ndim != 2 or len(outcomes) < 2 or not outcomes.shape[1] or not np.isfinite(outcomes).all():
        raise DataError(
            f"outcomes of shape {outcomes.shape} have no regret", hint="two choices or more, in the same draws, finite"
        )
    signed = outcomes if more_is_better else -outcomes
    lost = signed.max(axis=0) - signed
    first = lost == 0.0
    share = (first / first.sum(axis=0)).mean(axis=1)
    p10, median, p90, worst = np.percentile(lost, [10.0, 50.0, 90.0, 100.0], axis=1)
    return Regret(p10, median, p90, worst, share)
