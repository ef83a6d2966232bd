"""Segments of a series and how far chance makes them: PELT or binary segmentation, and shuffling.

`technostate.doctrine.views.breaks` says what is asked, and names the literature.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import numpy as np

from technostate.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Method = Literal["pelt", "binary"]
LEVEL = 0.05
SHUFFLES = 1999
#: Documents of a segment.
SHORTEST = 2


def standardised(count: NDArray[np.float64], extent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the square root of the rate over its noise, shape (documents,).

    Parameters
    ----------
    count, extent : ndarray of float64, shape (documents,)
        Hits; characters or words, above zero.
    """
    root = np.sqrt(1e4 * count / extent)
    # The median of |x − y| is 0.6745 √2 standard deviations for two independent normal x and y.
    steps = float(np.median(np.abs(np.diff(root)))) / (0.6745 * math.sqrt(2))
    poisson = math.sqrt(float(np.mean(1e4 / (4 * extent))))
    scaled: NDArray[np.float64] = root / max(steps, poisson)
    return scaled


def segment(series: NDArray[np.float64], penalty: float, method: Method = "pelt") -> list[int]:
    """Return the places at which new segments begin.

    Parameters
    ----------
    series : ndarray of float64, shape (n,)
        In units of its noise.

    Raises
    ------
    DataError
        If the extra ``doctrine`` is not installed.
    """
    try:
        import ruptures  # type: ignore[import-untyped]
    except ImportError:
        raise DataError(
            "change points cannot be found: the package ruptures is not installed",
            hint="pip install 'technostate[doctrine]'",
        ) from None
    search = ruptures.Pelt if method == "pelt" else ruptures.Binseg
    found = search(model="l2", min_size=SHORTEST, jump=1).fit(series.reshape(-1, 1)).predict(pen=penalty)
    return [int(place) for place in found[:-1]]


def eliminate(
    series: NDArray[np.float64], found: list[int], generator: np.random.Generator
) -> tuple[list[float], list[int]]:
    """Return the adjusted p of each change point when it was last tested, and those that remain.

    Parameters
    ----------
    series : ndarray of float64, shape (n,)
    found : list of int
        Places at which new segments begin.
    """
    last: dict[int, float] = {}
    remaining = list(found)
    while remaining:
        edges = [0, *remaining, len(series)]
        p = _holm([step_p(series[a:c], generator) for a, c in zip(edges, edges[2:], strict=False)])
        last |= dict(zip(remaining, p, strict=True))
        weakest = max(range(len(p)), key=lambda at: p[at])
        if p[weakest] <= LEVEL:
            break
        del remaining[weakest]
    return [last[place] for place in found], remaining


def stretch_p(series: NDArray[np.float64], generator: np.random.Generator, *, run: int = 1) -> float:
    """Return the share of shuffled series with a stretch as unlike the rest as the series has, itself included.

    Parameters
    ----------
    series : ndarray of float64, shape (n,)
    run : int
        Neighbours that stay together; the series is closed to a ring and cut at a random place first.
    """
    return _p(series, _stretch, generator, run)


def step_p(series: NDArray[np.float64], generator: np.random.Generator) -> float:
    """Return the share of shuffled series with a step as large as the series has, itself included.

    Parameters
    ----------
    series : ndarray of float64, shape (n,)
    """
    return _p(series, _step, generator, 1)


def _p(
    series: NDArray[np.float64],
    statistic: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    generator: np.random.Generator,
    run: int,
) -> float:
    n = len(series)
    blocks = generator.permuted(np.tile(np.arange(-(-n // run)), (SHUFFLES, 1)), axis=1)
    places = (blocks[:, :, None] * run + np.arange(run)).reshape(SHUFFLES, -1)
    # The last run may be shorter: its places beyond the end are left out of each row.
    places = places[places < n].reshape(SHUFFLES, n)
    shuffled = series[(places + generator.integers(n, size=(SHUFFLES, 1))) % n]
    found = statistic(np.vstack([series, shuffled]))
    # Equal contrasts differ by rounding, because sums run in another order.
    return float(np.mean(found >= found[0] - 1e-9 * (1 + abs(found[0]))))


def _sums(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums from the beginning of each centred row, shape (rows, n + 1)."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    return np.concatenate([np.zeros((len(rows), 1)), np.cumsum(centred, axis=1)], axis=1)


def _step(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    n = rows.shape[1]
    at = np.arange(1, n)
    found: NDArray[np.float64] = (_sums(rows)[:, 1:n] ** 2 * n / (at * (n - at))).max(axis=1)
    return found


def _stretch(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    n, sums = rows.shape[1], _sums(rows)
    best = np.zeros(len(rows))
    for length in range(1, n):
        contrast = np.abs(sums[:, length:] - sums[:, :-length]).max(axis=1)
        best = np.maximum(best, contrast**2 * n / (length * (n - length)))
    return best


def _holm(p: list[float]) -> list[float]:
    """Return p values adjusted for their number (Holm 1979)."""
    adjusted = [0.0] * len(p)
    reached = 0.0
    for rank, at in enumerate(sorted(range(len(p)), key=lambda place: p[place])):
        reached = max(reached, min(1.0, (len(p) - rank) * p[at]))
        adjusted[at] = reached
    return adjusted


def line_fits_better(series: NDArray[np.float64], found: list[int]) -> bool:
    """Return whether a straight line has a lower BIC than steps at the places found; False without steps.

    Parameters
    ----------
    series : ndarray of float64, shape (n,)
    """
    if not found:
        return False
    n, at = len(series), np.arange(len(series))
    line = float(np.sum((series - np.polyval(np.polyfit(at, series, 1), at)) ** 2))
    steps = float(sum(np.sum((part - part.mean()) ** 2) for part in np.split(series, found)))
    # A step costs its place and its level.
    return n * math.log(max(line, 1e-12)) + 2 * math.log(n) < n * math.log(max(steps, 1e-12)) + (
        1 + 2 * len(found)
    ) * math.log(n)
