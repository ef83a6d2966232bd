"""The choices behind a composite score, each a function: imputation, normalisation, aggregation, weights, ranks.

Steps 4 to 6 of OECD and JRC (2008), *Handbook on Constructing Composite Indicators*, and all their combinations.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from technostate.errors import unknown_label

Matrix = NDArray[np.float64]

#: The choices, by name. Each result says how far ranks move when one of them changes.
NORMALISATIONS = ("min-max", "z-score", "rank")
WEIGHTINGS = ("equal", "equal by strategy", "random (Dirichlet)")
AGGREGATIONS = ("arithmetic", "geometric")
IMPUTATIONS = (
    "none: mean of the indicators a state has",
    "complete case: indicators all states have",
    "median of the sample",
)

#: Draws of Dirichlet(1, …, 1) weights for each combination of the other choices.
DRAWS = 40


def combinations(
    matrix: Matrix, groups: Sequence[str], *, draws: int = DRAWS, seed: int = 0
) -> tuple[Matrix, list[dict[str, str]]]:
    """Return the ranks of the states under every combination of choices.

    Parameters
    ----------
    matrix : array (states, indicators)
        Higher is further along; NaN where missing.
    groups : sequence of str
        Each indicator's strategy, for weights that are equal by strategy.

    Returns
    -------
    (array (combinations, states), list of dict)
        Ranks from 1 (highest score; ties share the mean), and the choices behind each row.

    Examples
    --------
    >>> import numpy as np
    >>> better = np.array([[3.0, 9.0], [2.0, 5.0], [1.0, 1.0]])
    >>> ranks, labels = combinations(better, ["a", "a"], draws=2)
    >>> ranks.min(axis=0), len(labels)
    (array([1., 2., 3.]), 54)
    """
    weights, names = _weights(groups, draws, np.random.default_rng(seed))
    found: list[Matrix] = []
    labels: list[dict[str, str]] = []
    for imputation, normalisation, aggregation in itertools.product(IMPUTATIONS, NORMALISATIONS, AGGREGATIONS):
        filled, kept = impute(matrix, imputation)
        scaled = normalise(filled, normalisation)
        totals = aggregate(scaled, weights[:, kept], aggregation)
        found.append(ranked(totals))
        labels.extend(
            {"imputation": imputation, "normalisation": normalisation, "aggregation": aggregation, "weights": name}
            for name in names
        )
    return np.concatenate(found), labels


def impute(matrix: Matrix, how: str) -> tuple[Matrix, NDArray[np.bool_]]:
    """Return the matrix after imputation and which indicators it keeps (handbook, step 4).

    Parameters
    ----------
    matrix : array (states, indicators)
    how : str
        One of `IMPUTATIONS`. ``none`` leaves NaN (weights are spread over what a state has); ``complete case`` drops
        indicators that some state lacks, or nothing where all are dropped; ``median`` fills with the sample's median.

    Raises
    ------
    LabelError
        If there is no such imputation.
    """
    _check(how, IMPUTATIONS, "imputation")
    missing = np.isnan(matrix)
    kept = np.asarray(~missing.all(axis=0))
    if how == IMPUTATIONS[1] and (kept & ~missing.any(axis=0)).any():
        kept = np.asarray(~missing.any(axis=0))
    chosen = matrix[:, kept]
    if how == IMPUTATIONS[2]:
        chosen = np.where(np.isnan(chosen), np.nanmedian(chosen, axis=0), chosen)
    return chosen, kept


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
        One of `AGGREGATIONS`.

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


def _places(matrix: Matrix) -> Matrix:
    return _mean_ranks(matrix.T).T


def _mean_ranks(values: Matrix) -> Matrix:
    """Ranks along the last axis, 1 the lowest, ties sharing the mean rank; NaN where the value is NaN.

    Pairs are compared outright: there are few states, and importing scipy.stats costs a second.
    """
    lower = (values[..., None, :] < values[..., :, None]).sum(axis=-1)
    equal = (values[..., None, :] == values[..., :, None]).sum(axis=-1)
    return np.where(np.isnan(values), np.nan, lower + (equal + 1) / 2.0)


def _weights(groups: Sequence[str], draws: int, random: np.random.Generator) -> tuple[Matrix, list[str]]:
    count = len(groups)
    sizes = {group: groups.count(group) for group in groups}
    by_group = np.array([1.0 / (len(sizes) * sizes[group]) for group in groups])
    drawn = random.dirichlet(np.ones(count), size=draws)
    equal = np.full(count, 1.0 / count)
    if len(sizes) == 1:
        return np.vstack([equal, drawn]), [WEIGHTINGS[0], *[WEIGHTINGS[2]] * draws]
    return np.vstack([equal, by_group, drawn]), [WEIGHTINGS[0], WEIGHTINGS[1], *[WEIGHTINGS[2]] * draws]


def _check(name: str, known: Sequence[str], what: str) -> None:
    if name not in known:
        raise unknown_label(what, name, known)
