"""Fans: how paths of an ensemble spread, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError

Array = NDArray[np.float64]

#: What a fan has of each year: name → per cent of paths below it.
QUANTILES = {"p10": 10.0, "p25": 25.0, "median": 50.0, "p75": 75.0, "p90": 90.0}


@dataclass(frozen=True, eq=False)
class Fan:
    """Quantiles of paths, each an array (Y,): no single path needs to run along one of them."""

    p10: Array
    p25: Array
    median: Array
    p75: Array
    p90: Array


def fan(paths: Array) -> Fan:
    """Return the fan of paths (R, Y).

    Raises
    ------
    DataError
        If there is no path, or a year of one is not finite.

    Examples
    --------
    >>> import numpy as np
    >>> fan(np.array([[1.0, 0.0], [1.0, 2.0], [1.0, 4.0]])).median
    array([1., 2.])
    """
    if paths.ndim != 2 or not len(paths):
        raise DataError(f"paths of shape {paths.shape} make no fan", hint="(paths, years), at least one path")
    if not np.isfinite(paths).all():
        bad = int((~np.isfinite(paths)).any(axis=1).sum())
        raise DataError(f"{bad} of {len(paths)} paths are not finite", hint="a draw that failed has no path")
    found = np.percentile(paths, list(QUANTILES.values()), axis=0)
    return Fan(**dict(zip(QUANTILES, found, strict=True)))
