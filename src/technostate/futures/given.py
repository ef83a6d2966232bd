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
#: Fewest cases for which indices are given: with half of them a surface misses what inputs do together.
LEAST = 128
#: Cases below which ranges are wide enough to be said: a run of 1,024 of which some draws have no path.
USUAL = 896
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
    groups = _Groups(cases)
    return groups.between(answers - answers.mean(), np.ones(len(answers)))


class _Groups:
    """Cases grouped by each input: one group a value, or `GROUPS` of equal size."""

    def __init__(self, cases: Array) -> None:
        found = [_grouped(column) for column in cases.T]
        sizes = np.array([int(group.max()) + 1 for group in found])
        self._starts = np.concatenate([[0], np.cumsum(sizes)])
        self._flat = np.concatenate([group + start for group, start in zip(found, self._starts, strict=False)])

    def between(self, answers: Array, times: Array) -> Array:
        """Return the share of variance between the groups of each input (D,), less what chance would put there.

        Parameters
        ----------
        answers : array (R,)
            With mean 0 over the cases as they are counted.
        times : array (R,)
            How often each case counts.
        """
        inputs = len(self._starts) - 1
        counts = np.bincount(self._flat, np.tile(times, inputs), self._starts[-1])
        sums = np.bincount(self._flat, np.tile(times * answers, inputs), self._starts[-1])
        squares = np.divide(sums**2, counts, out=np.zeros_like(sums), where=counts > 0)
        across = np.add.reduceat(squares, self._starts[:-1])
        groups = np.add.reduceat((counts > 0).astype(np.float64), self._starts[:-1])
        whole, cases = float((times * answers**2).sum()), float(times.sum())
        if whole == 0.0:
            return np.zeros(inputs)
        found: Array = 1.0 - (whole - across) / (cases - groups) / (whole / (cases - 1.0))
        return np.where(groups > 1, found, 0.0)


def _grouped(column: Array) -> NDArray[np.intp]:
    values = np.unique(column)
    if len(values) <= GROUPS:
        return np.searchsorted(values, column)
    rank = np.argsort(np.argsort(column, kind="stable"), kind="stable")
    found: NDArray[np.intp] = rank * GROUPS // len(column)
    return found


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
    groups = _Groups(cases)

    def both(times: Array) -> tuple[Array, Array]:
        drawn = answers - (times * answers).sum() / times.sum()
        # Sums without a library's threads, which cost more than they bring where other work has the cores.
        heavy = chosen * times[:, None]
        weights = np.linalg.solve(np.einsum("ri,rj->ij", heavy, chosen), np.einsum("ri,r->i", heavy, drawn))
        left = drawn - np.einsum("ri,i->r", chosen, weights)
        left -= (times * left).sum() / times.sum()
        rest = float((times * left**2).sum() / times.sum())
        squares, whole = weights**2, float((weights**2).sum()) + rest
        beside = np.maximum(groups.between(left, times), 0.0) * rest
        return (squares @ alone + beside) / whole, (squares @ joins + beside) / whole

    first, total = both(np.ones(len(answers)))
    rng = np.random.default_rng(seed)
    every = len(answers)
    again = [
        both(np.bincount(rng.integers(every, size=every), minlength=every).astype(np.float64)) for _ in range(RESAMPLES)
    ]
    ranges = [np.percentile([each[at] for each in again], ENDS, axis=0) for at in (0, 1)]
    return Indices(first, total, ranges[0], ranges[1], explained)
