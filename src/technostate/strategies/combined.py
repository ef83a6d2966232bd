"""Every combination of the choices behind a score, and what each choice by itself does to each state's rank.

Step 7 of OECD and JRC (2008), *Handbook on Constructing Composite Indicators*: a full factorial design, so that each
option of a choice meets every option of the others and its effect is a mean over them.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from technostate.strategies import choices
from technostate.strategies.choices import AGGREGATIONS, DRAWS, IMPUTATIONS, NORMALISATIONS, Matrix

#: The choice that leaves out one indicator at a time, and its option that leaves out none.
INDICATORS, ALL = "indicators", "all"
DEFINITION = "definition"


@dataclass(frozen=True)
class Alternative:
    """Another definition of one indicator: its id, the column that it takes, and its figures of the same states."""

    id: str
    column: int
    figures: Matrix


@dataclass(frozen=True)
class Combined:
    """Ranks of states under every combination of choices.

    Parameters
    ----------
    options : dict of str to tuple of str
        Choice → options, in the order of the axes of `ranks`; a choice with one option is none and has no axis.
    ranks : array
        One axis a choice, the states last; 1 is the highest score, ties share the mean rank.
    """

    options: dict[str, tuple[str, ...]]
    ranks: Matrix

    @property
    def count(self) -> int:
        """Number of combinations."""
        return self.ranks[..., 0].size

    @property
    def flat(self) -> Matrix:
        """The ranks as an array (combinations, states)."""
        return self.ranks.reshape(-1, self.ranks.shape[-1])

    def shares(self) -> dict[str, Matrix]:
        """Return of each choice the share of the variance of a state's rank that it makes by itself (first order).

        Arrays over states; NaN where the rank never moves. What the shares of a state lack of one is made by choices
        together.
        """
        axes = tuple(range(len(self.options)))
        whole = self.ranks.var(axis=axes)
        made = {}
        for at, choice in enumerate(self.options):
            by_option = self.ranks.mean(axis=tuple(axis for axis in axes if axis != at))
            made[choice] = np.divide(by_option.var(axis=0), whole, out=np.full_like(whole, np.nan), where=whole > 1e-12)
        return made

    def shifts(self) -> dict[str, dict[str, Matrix]]:
        """Return of each option the places by which it moves each state's mean rank, over all other choices.

        Arrays over states; positive is further back. Options of one name (random weights with the same heaviest
        indicator) are one.
        """
        axes = tuple(range(len(self.options)))
        middle = self.ranks.mean(axis=axes)
        made: dict[str, dict[str, Matrix]] = {}
        for at, (choice, names) in enumerate(self.options.items()):
            by_option = self.ranks.mean(axis=tuple(axis for axis in axes if axis != at)) - middle
            made[choice] = {
                name: by_option[[number for number, other in enumerate(names) if other == name]].mean(axis=0)
                for name in dict.fromkeys(names)
            }
        return made

    def average_shifts(self) -> dict[str, dict[str, float]]:
        """Return of each option the mean distance of its ranks from the median ranks, over states (the handbook's)."""
        distance = np.abs(self.ranks - np.median(self.flat, axis=0)).mean(axis=-1)
        made: dict[str, dict[str, float]] = {}
        for at, (choice, names) in enumerate(self.options.items()):
            by_option = np.moveaxis(distance, at, 0).reshape(len(names), -1).mean(axis=1)
            made[choice] = {
                name: float(np.mean([by_option[number] for number, other in enumerate(names) if other == name]))
                for name in dict.fromkeys(names)
            }
        return made


def combine(
    matrix: Matrix,
    names: Sequence[str],
    groups: Sequence[str],
    *,
    alternatives: Sequence[Alternative] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> Combined:
    """Return the ranks of the states under every combination of choices.

    Parameters
    ----------
    matrix : array (states, indicators)
        Higher is further along; NaN where missing. At least two indicators, each with a figure.
    names, groups : sequence of str
        Each indicator's id and its strategy, for weights that are equal by strategy.
    alternatives : sequence of Alternative
        Each takes the column of one indicator in its share of the combinations, and never stands beside it.

    Examples
    --------
    >>> import numpy as np
    >>> better = np.array([[3.0, 9.0], [2.0, 5.0], [1.0, 1.0]])
    >>> found = combine(better, ["one", "two"], ["a", "a"], draws=2)
    >>> found.flat.min(axis=0), found.count, list(found.options)
    (array([1., 2., 3.]), 216, ['imputation', 'normalisation', 'aggregation', 'indicators', 'weights'])
    """
    weights, labels = choices.weightings(matrix, names, groups, draws=draws, seed=seed)
    count = len(names)
    entering = np.vstack([np.ones((1, count)), 1.0 - np.eye(count)])
    every = (entering[:, None, :] * weights).reshape(-1, count)
    variants = _variants(matrix, names, alternatives)
    ranks = _ranks(variants, every).reshape(
        len(variants), len(IMPUTATIONS), len(NORMALISATIONS), len(AGGREGATIONS), count + 1, len(weights), len(matrix)
    )
    options = {
        DEFINITION: tuple(variants),
        "imputation": IMPUTATIONS,
        "normalisation": NORMALISATIONS,
        "aggregation": AGGREGATIONS,
        INDICATORS: (ALL, *(f"without {name}" for name in names)),
        "weights": labels,
    }
    if len(variants) == 1:
        options.pop(DEFINITION)
        ranks = ranks[0]
    return Combined(options, ranks)


def absences(matrix: Matrix, names: Sequence[str], alternatives: Sequence[Alternative] = ()) -> Matrix:
    """Return how far each state's place among the others moves when one state leaves the sample.

    Normalisation, imputation and places depend on who is in the sample. The place that a state gains because one
    before it is gone does not count. Mean over definitions, imputations, normalisations and aggregations, at equal
    weights.

    Returns
    -------
    array (left out, states)
        Places, positive further back; NaN for the state left out itself.
    """
    weights = np.full((1, len(names)), 1.0 / len(names))
    whole = _ranks(_variants(matrix, names, alternatives), weights).reshape(-1, len(matrix))
    made = np.full((len(matrix), len(matrix)), np.nan)
    for gone in range(len(matrix)):
        others = np.arange(len(matrix)) != gone
        fewer = [Alternative(item.id, item.column, item.figures[others]) for item in alternatives]
        found = _ranks(_variants(matrix[others], names, fewer), weights).reshape(-1, int(others.sum()))
        before, own = whole[:, others], whole[:, [gone]]
        made[gone, others] = (found - (before - (own < before) - 0.5 * (own == before))).mean(axis=0)
    return made


def _variants(matrix: Matrix, names: Sequence[str], alternatives: Sequence[Alternative]) -> dict[str, Matrix]:
    """Return the matrix with the first definitions, and with each alternative in the place of its indicator."""
    first = " and ".join(dict.fromkeys(names[item.column] for item in alternatives))
    made = {first: matrix}
    for item in alternatives:
        made[item.id] = matrix.copy()
        made[item.id][:, item.column] = item.figures
    return made


def _ranks(variants: Mapping[str, Matrix], weights: Matrix) -> Matrix:
    """Return ranks for each definition, imputation, normalisation and aggregation: (…, weightings, states)."""
    made = []
    for variant, imputation, normalisation in itertools.product(variants.values(), IMPUTATIONS, NORMALISATIONS):
        scaled = choices.normalise(choices.impute(variant, imputation), normalisation)
        made += [choices.ranked(choices.aggregate(scaled, weights, how)) for how in AGGREGATIONS]
    return np.stack(made)
