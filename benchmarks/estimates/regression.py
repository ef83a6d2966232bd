"""Least squares with effects taken out and robust errors: all that the estimates need, in NumPy.

Errors are checked against statsmodels and estimators against simulated data in `tests/estimates`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[Any]


@dataclass(frozen=True)
class Fit:
    """Least squares: a coefficient a name, their covariance, and what was fitted.

    `clusters` is the number of groups whose errors may be correlated inside; 0 where each observation stands alone.
    """

    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    residuals: Array
    r_squared: float
    clusters: int

    @property
    def n(self) -> int:
        return self.residuals.size

    @property
    def log_likelihood(self) -> float:
        """Of normal errors, at their most likely variance."""
        return float(-0.5 * self.n * (np.log(2 * np.pi * np.mean(self.residuals**2)) + 1))

    @property
    def size(self) -> tuple[int, int]:
        """Observations and clusters."""
        return self.n, self.clusters

    def of(self, name: str) -> tuple[float, float]:
        """A coefficient and its standard error."""
        return self.value(name), self.error(name)

    def value(self, name: str) -> float:
        return float(self.coefficients[self.names.index(name)])

    def error(self, name: str) -> float:
        at = self.names.index(name)
        return float(np.sqrt(self.covariance[at, at]))

    def difference(self, one: str, other: str) -> tuple[float, float]:
        """One coefficient less another, and its standard error."""
        weights = np.zeros(len(self.names))
        weights[self.names.index(one)], weights[self.names.index(other)] = 1.0, -1.0
        return float(weights @ self.coefficients), float(np.sqrt(weights @ self.covariance @ weights))


def complete(*columns: Array) -> NDArray[np.bool_]:
    """Rows in which every column is finite."""
    return np.asarray(np.logical_and.reduce([np.isfinite(column) for column in columns]))


def demeaned(columns: Array, effects: Sequence[Labels], tolerance: float = 1e-12) -> Array:
    """Columns (n, k) less the means of every effect, by turns until no mean is left."""
    out = np.array(columns, dtype=float)
    scale = np.abs(out).max() or 1.0
    places = [np.unique(labels, return_inverse=True)[1].ravel() for labels in effects]
    for _ in range(5000):
        largest = 0.0
        for place in places:
            count = np.bincount(place)
            mean = np.column_stack([np.bincount(place, column) / count for column in out.T])
            out -= mean[place]
            largest = max(largest, float(np.abs(mean).max()))
        if largest <= tolerance * scale or len(places) < 2:
            return out
    raise ArithmeticError("the means of the effects do not vanish; the panel may fall into parts")


def fit(
    y: Array,
    regressors: Mapping[str, Array],
    *,
    effects: Sequence[Labels] = (),
    clusters: Labels | None = None,
    constant: bool = True,
) -> Fit:
    """Fit y on the regressors over the rows where all are there.

    Parameters
    ----------
    effects : sequence of (n,) labels
        Fixed effects taken out first (Frisch and Waugh); with any, there is no constant.
    clusters : (n,) labels, optional
        Errors may be correlated inside; Liang and Zeger's covariance times G/(G − 1) · (n − 1)/(n − k), k the
        regressors kept. Without, White's times n/(n − k).
    """
    names = tuple(regressors)
    block = np.column_stack([y, *regressors.values()]).astype(float)
    keep = complete(*block.T)
    block = block[keep]
    if effects:
        block = demeaned(block, [labels[keep] for labels in effects])
    elif constant:
        block, names = np.column_stack([block, np.ones(len(block))]), (*names, "constant")
    target, x = block[:, 0], block[:, 1:]
    n, k = x.shape
    bread = np.linalg.inv(x.T @ x)
    coefficients = bread @ (x.T @ target)
    residuals = target - x @ coefficients
    scores = x * residuals[:, None]
    groups = 0
    factor = n / (n - k)
    if clusters is not None:
        place = np.unique(clusters[keep], return_inverse=True)[1].ravel()
        groups = int(place.max()) + 1
        scores = np.column_stack([np.bincount(place, column) for column in scores.T])
        factor = groups / (groups - 1) * (n - 1) / (n - k)
    covariance = factor * bread @ (scores.T @ scores) @ bread
    spread = target - target.mean() if constant or effects else target
    return Fit(names, coefficients, covariance, residuals, 1 - residuals.var() / spread.var(), groups)
