"""A sparse polynomial surface through cases that were drawn for something else, and how well it foretells others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.intp]

#: Terms among which a surface chooses, at most.
MOST_TERMS = 1500
#: Degree of a term, at most.
MOST_DEGREE = 12
#: Inputs that a term joins, at most.
MOST_JOINED = 2
#: Cases a term of the surface needs.
CASES_A_TERM = 10
#: Terms that may enter without foretelling better than before.
PATIENCE = 12
#: Weight of a high degree in one input against several inputs together.
HYPERBOLA = 0.75
#: Parts into which the cases are split to see how well the surface foretells.
FOLDS = 5
#: A term is not new where less than this share of it stands across the terms that entered before.
SEEN_BEFORE = 1e-6


def polynomials(column: Array, most: int) -> Array:
    """Return polynomials (R, 1 + P) of the ranks of a column, orthonormal over its cases: degrees 0 to P ≤ `most`.

    What takes few values has fewer degrees: one less than its values.

    References
    ----------
    Oladyshkin and Nowak (2012), Reliability Engineering & System Safety 106, 179–190 (chaos from data alone).
    """
    values, at, counts = np.unique(column, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - 0.5 * (counts + 1)
    place = 2.0 * (ranks[at] + 0.5) / len(column) - 1.0
    powers = np.polynomial.legendre.legvander(place, min(most, len(values) - 1))
    basis, corner = np.linalg.qr(powers)
    found: Array = basis * np.sign(np.diag(corner)) * np.sqrt(len(column))
    return found


def candidates(degrees: tuple[int, ...], most: int = MOST_TERMS) -> Whole:
    """Return the terms (T, D) of the highest degree for which there are at most `most`.

    A term joins at most `MOST_JOINED` inputs (three where inputs are few); the more it joins, the lower its degrees.

    Parameters
    ----------
    degrees : tuple of int
        Highest degree of each input.

    References
    ----------
    Blatman and Sudret (2011), Journal of Computational Physics 230(6), 2345–2367 (hyperbolic truncation).
    """
    joined = 3 if len(degrees) <= 5 else MOST_JOINED
    found = np.zeros((0, len(degrees)), dtype=np.intp)
    for degree in range(1, MOST_DEGREE + 1):
        wider = _terms(degrees, degree, joined)
        if len(wider) > most and len(found):
            break
        found = wider
    return found


def _terms(degrees: tuple[int, ...], degree: int, joined: int) -> Whole:
    """Return all terms whose degrees lie within a hyperbola."""
    shapes: dict[int, list[tuple[int, ...]]] = {}
    for size in range(1, joined + 1):
        grid = np.array(np.meshgrid(*[np.arange(1, degree + 1)] * size, indexing="ij")).reshape(size, -1).T
        norm = (grid**HYPERBOLA).sum(axis=1) ** (1.0 / HYPERBOLA)
        shapes[size] = [tuple(row) for row in grid[norm <= degree + 1e-9].tolist()]
    rows = []
    for size, known in shapes.items():
        for inputs in combinations(range(len(degrees)), size):
            top = tuple(degrees[at] for at in inputs)
            for shape in known:
                if all(one <= high for one, high in zip(shape, top, strict=True)):
                    row = [0] * len(degrees)
                    for at, one in zip(inputs, shape, strict=True):
                        row[at] = one
                    rows.append(row)
    return np.array(rows, dtype=np.intp).reshape(-1, len(degrees))


def terms(cases: Array) -> tuple[Array, Whole]:
    """Return the candidates' values (R, T) at every case and their degrees (T, D)."""
    bases = [polynomials(column, MOST_DEGREE) for column in cases.T]
    degrees = candidates(tuple(basis.shape[1] - 1 for basis in bases))
    found = np.ones((len(cases), len(degrees)))
    for column, basis in enumerate(bases):
        used = np.flatnonzero(degrees[:, column])
        found[:, used] *= basis[:, degrees[used, column]]
    return found, degrees


def fitted(found: Array, degrees: Whole, answers: Array) -> tuple[Whole, float]:
    """Return which terms a surface has, and the share of variance that it foretells of cases left out (Q²).

    Terms enter one by one, the one most correlated with what is left first. Their number is the one that foretells
    best where a fifth of the cases is left out, choice of terms included; so Q² is no fit to what was seen.

    Parameters
    ----------
    found : array (R, T)
        Values of the candidates.
    degrees : array of int (T, D)
    answers : array (R,)
    """
    count = len(answers)
    most = max(1, min(count // CASES_A_TERM, found.shape[1]))
    fold = np.arange(count) % FOLDS
    errors = np.zeros(most + 1)
    for part in range(FOLDS):
        seen, left = fold != part, fold == part
        errors += _foretold(found[seen], answers[seen], found[left], answers[left], most)
    best = int(np.argmin(errors))
    centred = answers - answers.mean()
    chosen = [at for at, _, _, _ in _steps(found, centred, best)]
    explained = 1.0 - errors[best] / float(centred @ centred)
    return np.array(sorted(chosen), dtype=np.intp), max(0.0, float(explained))


def _steps(found: Array, centred: Array, most: int) -> Iterator[tuple[int, Array, float, Array]]:
    """Yield each term that enters: number, direction, length on it, shadows on earlier directions.

    Orthogonal matching pursuit.
    """
    size = np.sqrt((found**2).sum(axis=0))
    rest, kept = centred.copy(), np.empty((most, len(centred)))
    entered: list[int] = []
    for step in range(most):
        score = np.abs(rest @ found) / size
        score[entered] = -1.0
        at = int(score.argmax())
        earlier = kept[:step]
        shadows = earlier @ found[:, at]
        direction = found[:, at] - shadows @ earlier
        length = float(np.sqrt(direction @ direction))
        if length < SEEN_BEFORE * size[at]:
            return
        direction /= length
        kept[step] = direction
        rest -= (direction @ rest) * direction
        entered.append(at)
        yield at, direction, length, shadows


def _foretold(found: Array, answers: Array, other: Array, truth: Array, most: int) -> Array:
    """Return the squared error (most + 1) on other cases after each term that enters; the last one's where none do."""
    centred = answers - answers.mean()
    rest = truth - answers.mean()
    errors = np.full(most + 1, float(rest @ rest))
    best, at_best = errors[0], 0
    same = np.empty((most, len(truth)))
    for step, (at, direction, length, shadows) in enumerate(_steps(found, centred, most)):
        same[step] = (other[:, at] - shadows @ same[:step]) / length
        rest = rest - (direction @ centred) * same[step]
        errors[step + 1 :] = rest @ rest
        if errors[step + 1] < best:
            best, at_best = errors[step + 1], step
        elif step - at_best >= PATIENCE:
            break
    return errors
