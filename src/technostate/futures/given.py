"""Sobol' indices from cases that were drawn once for everything, not by a design of their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.futures.chaos import fitted, terms
from technostate.futures.indices import ENDS, RESAMPLES, Indices, require_spread

Array = NDArray[np.float64]

#: Groups of cases within which an input hardly varies.
GROUPS = 24
#: Fewest cases for which indices are given: a run of 1,024 of which some draws have no path.
LEAST = 896
#: Cases to which a surface is fitted, at most.
MOST_CASES = 2048


def first_order(cases: Array, answers: Array) -> Array:
    """Return first-order indices (D,) of any sample whose inputs are independent: variance between groups of cases.

    Cases are grouped by each input in turn; what the groups' means vary by chance is taken off, so that an input that
    does nothing has 0 on average (and may come out a little below it; for cases more even than chance, as those of a
    Sobol' sequence are, by up to `GROUPS` / R).

    Parameters
    ----------
    cases : array (R, D)
    answers : array (R,)

    References
    ----------
    Plischke, Borgonovo and Smith (2013), European Journal of Operational Research 226(3), 536–550 (given data); Kelley
    (1935), PNAS 21(9), 554–559 (the correction).
    """
    return np.array([_between(_groups(column), answers) for column in cases.T])


def _groups(column: Array) -> NDArray[np.intp]:
    """Return the group (R,) of each case: one a value, or `GROUPS` of equal size."""
    values = np.unique(column)
    if len(values) <= GROUPS:
        return np.searchsorted(values, column)
    rank = np.argsort(np.argsort(column, kind="stable"), kind="stable")
    found: NDArray[np.intp] = rank * GROUPS // len(column)
    return found


def _between(group: NDArray[np.intp], answers: Array) -> float:
    """Return the share of variance that lies between groups, less what chance would put there."""
    counts = np.bincount(group)
    counts, group = counts[counts > 0], np.searchsorted(np.flatnonzero(counts), group)
    groups, whole = len(counts), float(((answers - answers.mean()) ** 2).sum())
    if groups < 2 or whole == 0.0:
        return 0.0
    means = np.bincount(group, answers) / counts
    within = whole - float((counts * (means - answers.mean()) ** 2).sum())
    return 1.0 - (within / (len(answers) - groups)) / (whole / (len(answers) - 1))


def of_sample(cases: Array, answers: Array, seed: int = 0) -> Indices:
    """Return the indices of an outcome over any sample whose inputs are independent.

    A sparse polynomial surface is fitted. First order and total are its own, as shares of the outcome's whole variance,
    plus what each input alone does in what the surface leaves (`first_order`). The rest of what is left, at most
    1 − `explained`, may belong to any input: a total may be too low by as much. Of more than `MOST_CASES` cases the
    first are used.

    Parameters
    ----------
    cases : array (R, D)
        Finite; what has names is numbered.
    answers : array (R,)
    seed : int
        Of the bootstrap, which resamples cases and keeps the surface's terms.

    Raises
    ------
    DataError
        If shapes disagree, a number is not finite, there are fewer than `LEAST` cases, or the outcome never varies.

    References
    ----------
    Blatman and Sudret (2011), Journal of Computational Physics 230(6), 2345–2367; Sudret (2008), Reliability
    Engineering & System Safety 93(7), 964–979 (indices from a polynomial chaos).
    """
    if cases.ndim != 2 or answers.shape != cases.shape[:1] or not np.isfinite(cases).all():
        raise DataError(f"{answers.shape} answers for {cases.shape} cases, or a case that is not finite")
    if len(cases) < LEAST:
        raise DataError(f"{len(cases)} cases are too few for indices", hint=f"at least {LEAST:,}; --runs 1024")
    cases, answers = cases[:MOST_CASES], answers[:MOST_CASES]
    require_spread(answers)
    found, degrees = terms(cases)
    used, explained = fitted(found, degrees, answers)
    chosen, joins = found[:, used], degrees[used] > 0
    alone = joins & (joins.sum(axis=1) == 1)[:, None]
    groups = [_groups(column) for column in cases.T]

    def both(rows: NDArray[np.intp]) -> tuple[Array, Array]:
        drawn = answers[rows] - answers[rows].mean()
        weights = np.linalg.lstsq(chosen[rows], drawn, rcond=None)[0]
        left = drawn - chosen[rows] @ weights
        part = float(left.var() / drawn.var())
        beside = np.array([max(0.0, _between(group[rows], left)) for group in groups]) * part
        squares = weights**2 / drawn.var()
        return squares @ alone + beside, squares @ joins + beside

    first, total = both(np.arange(len(answers)))
    rng = np.random.default_rng(seed)
    again = [both(rng.integers(len(answers), size=len(answers))) for _ in range(RESAMPLES)]
    ranges = [np.percentile([each[at] for each in again], ENDS, axis=0) for at in (0, 1)]
    return Indices(first, total, ranges[0], ranges[1], explained)
