"""The choices behind a composite score, each a function: imputation, normalisation, weights, aggregation, ranks.

Steps 4 to 6 of OECD and JRC (2008), *Handbook on Constructing Composite Indicators*.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from technostate.errors import unknown_label

Matrix = NDArray[np.float64]

#: The choices, by name. Each result says how far ranks move when one of them changes.
NORMALISATIONS = ("min-max", "z-score", "rank")
AGGREGATIONS = ("arithmetic", "geometric")
IMPUTATIONS = (
    "none: mean of the indicators a state has",
    "own standing: a gap is filled at the state's mean place in what it has",
    "median of the sample",
)
EQUAL, BY_STRATEGY, LESS_FOR_CORRELATED = "equal", "equal by strategy", "less for correlated"

#: Draws of Dirichlet(1, …, 1) weights for each combination of the other choices.
DRAWS = 40


def impute(matrix: Matrix, how: str) -> Matrix:
    """Return the matrix after imputation (handbook, step 4).

    Parameters
    ----------
    matrix : array (states, indicators)
        Higher is further along; NaN where missing; no indicator without any figure.
    how : str
        One of `IMPUTATIONS`. ``none`` leaves NaN (weights are spread over what a state has); ``own standing`` fills a
        gap with the figure at the quantile that the state's mean place on its other indicators is; ``median`` fills
        with the sample's median, whatever the state.

    Raises
    ------
    LabelError
        If there is no such imputation.
    """
    _check(how, IMPUTATIONS, "imputation")
    missing = np.isnan(matrix)
    if how == IMPUTATIONS[0] or not missing.any():
        return matrix
    if how == IMPUTATIONS[2]:
        return np.where(missing, np.nanmedian(matrix, axis=0), matrix)
    places = (_places(matrix) - 0.5) / (~missing).sum(axis=0)
    standing = np.nanmean(places, axis=1)
    filled = matrix.copy()
    for column in np.flatnonzero(missing.any(axis=0)):
        gaps = missing[:, column]
        filled[gaps, column] = np.nanquantile(matrix[:, column], standing[gaps])
    return filled


def normalise(matrix: Matrix, how: str) -> Matrix:
    """Return indicators on one positive scale (handbook, step 5), NaN kept.

    ``min-max`` and ``rank`` run from 1 to 100; ``z-score`` has mean 100 and standard deviation 10. All are positive, so
    that the geometric mean exists, and none depends on an indicator's unit. A constant indicator becomes constant.

    Parameters
    ----------
    matrix : array (states, indicators)
    how : str
        One of `NORMALISATIONS`.
    """
    _check(how, NORMALISATIONS, "normalisation")
    if how == "z-score":
        spread = np.nanstd(matrix, axis=0)
        centred = matrix - np.nanmean(matrix, axis=0)
        # Rounding makes a constant's deviation tiny, not zero; what is tiny depends on the unit.
        varies = spread > 1e-12 * np.nanmax(np.abs(matrix), axis=0)
        scores = np.divide(centred, spread, out=np.zeros_like(matrix), where=varies)
        return np.where(np.isnan(matrix), np.nan, 100.0 + 10.0 * scores)
    placed = matrix if how == "min-max" else _places(matrix)
    low, high = np.nanmin(placed, axis=0), np.nanmax(placed, axis=0)
    unit = np.divide(placed - low, high - low, out=np.full_like(matrix, 0.5), where=high > low)
    return np.where(np.isnan(matrix), np.nan, 1.0 + 99.0 * unit)


def aggregate(scaled: Matrix, weights: Matrix, how: str) -> Matrix:
    """Return the weighted mean of what each state has, for each weight vector (handbook, step 6).

    Parameters
    ----------
    scaled : array (states, indicators)
        Positive; NaN where missing.
    weights : array (weightings, indicators)
        Not negative; spread over the indicators that a state has.
    how : str
        One of `AGGREGATIONS`. Of the geometric mean its logarithm, which has the same order.

    Returns
    -------
    array (weightings, states)
    """
    _check(how, AGGREGATIONS, "aggregation")
    present = np.isfinite(scaled)
    figures = np.where(present, scaled, 1.0)
    terms = figures if how == "arithmetic" else np.log(figures)
    total = weights @ np.where(present, terms, 0.0).T
    return np.asarray(total / (weights @ present.T.astype(np.float64)))


def ranked(totals: Matrix) -> Matrix:
    """Return ranks along the last axis: 1 is the highest total, ties share the mean rank.

    Examples
    --------
    >>> import numpy as np
    >>> ranked(np.array([[0.2, 0.9, 0.9]]))
    array([[3. , 1.5, 1.5]])
    """
    # Rounded, so that totals equal but for the last bits are ties.
    return _mean_ranks(-np.round(totals, 9))


def correlations(matrix: Matrix) -> Matrix:
    """Return the rank correlation of each pair of indicators over the states that have both; 0 where one is constant.

    Examples
    --------
    >>> import numpy as np
    >>> correlations(np.array([[1.0, 9.0], [2.0, 5.0], [3.0, 1.0]]))
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    count = matrix.shape[1]
    made = np.eye(count)
    for one in range(count):
        for other in range(one):
            both = np.isfinite(matrix[:, [one, other]]).all(axis=1)
            ranks = _mean_ranks(matrix[both][:, [one, other]].T)
            if both.sum() > 1 and (ranks.std(axis=1) > 0).all():
                made[one, other] = made[other, one] = float(np.asarray(np.corrcoef(ranks))[0, 1])
    return made


def weightings(
    matrix: Matrix, names: Sequence[str], groups: Sequence[str], *, draws: int = DRAWS, seed: int = 0
) -> tuple[Matrix, tuple[str, ...]]:
    """Return weight vectors and what each is: equal, equal by strategy, less for correlated indicators, random.

    Parameters
    ----------
    names, groups : sequence of str
        Each indicator's id and its strategy.

    Notes
    -----
    Less for correlated: one over the sum of squared rank correlations with all indicators, so that five figures of one
    thing count as one. A random vector is named after the indicator that weighs most in it.
    """
    count = len(names)
    sizes = {group: list(groups).count(group) for group in groups}
    rows = [np.full(count, 1.0 / count)]
    labels = [EQUAL]
    if len(sizes) > 1:
        rows.append(np.array([1.0 / (len(sizes) * sizes[group]) for group in groups]))
        labels.append(BY_STRATEGY)
    alone = 1.0 / (correlations(matrix) ** 2).sum(axis=0)
    drawn = np.random.default_rng(seed).dirichlet(np.ones(count), size=draws)
    labels += [LESS_FOR_CORRELATED, *(f"random, most on {names[at]}" for at in drawn.argmax(axis=1))]
    return np.vstack([*rows, alone / alone.sum(), drawn]), tuple(labels)


def _places(matrix: Matrix) -> Matrix:
    return _mean_ranks(matrix.T).T


def _mean_ranks(values: Matrix) -> Matrix:
    """Ranks along the last axis, 1 the lowest, ties sharing the mean rank; NaN where the value is NaN.

    Written here because importing scipy.stats costs a second.
    """
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    size = values.shape[-1]
    at = np.broadcast_to(np.arange(size), values.shape)
    new = np.ones(values.shape, dtype=bool)
    new[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    last = np.ones(values.shape, dtype=bool)
    last[..., :-1] = new[..., 1:]
    begins = np.maximum.accumulate(np.where(new, at, 0), axis=-1)
    ends = np.minimum.accumulate(np.where(last, at, size)[..., ::-1], axis=-1)[..., ::-1]
    made = np.empty(values.shape)
    np.put_along_axis(made, order, (begins + ends) / 2.0 + 1.0, axis=-1)
    return np.where(np.isnan(values), np.nan, made)


def _check(name: str, known: Sequence[str], what: str) -> None:
    if name not in known:
        raise unknown_label(what, name, known)
