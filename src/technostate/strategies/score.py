"""A composite score of a strategy, shown with what it rests on: every choice named, varied, and ranks as intervals.

Follows OECD and JRC (2008), *Handbook on Constructing Composite Indicators*: steps 4 (imputation), 5 (normalisation),
6 (weighting and aggregation) and 7 (uncertainty and sensitivity). A score ranks states on a strategy's own terms: the
direction of an indicator is the way the strategy wants it to move. It is no judgement of a state.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, NotModelledError, unknown_label
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.series import Series
from technostate.strategies.dictionary import STRATEGIES, Indicator, indicators, values
from technostate.strategies.measures import NOT_STATES

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

#: A state enters the sample with at least this share of the indicators.
COVERAGE = 0.75

#: Figures older than this many years before the newest of an indicator are missing for the score.
OLDEST = 10

#: Ranks are given between these percentiles of all combinations.
INTERVAL = (5.0, 95.0)

#: A sample smaller than this is not ranked.
FEWEST = 8


@dataclass(frozen=True)
class Interval:
    """A state's rank over all combinations: median and the 5th and 95th percentile; 1 is the highest score."""

    median: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return the three ranks."""
        return {"median": self.median, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Score:
    """Ranks of states on one strategy (or on all four that have a score), as intervals.

    Parameters
    ----------
    strategy : str or None
        None for all four together.
    ranks : dict of str to Interval
        In order of the median rank.
    indicators : tuple of str
        Ids that enter.
    left_out : dict of str to str
        Ids of the strategy that do not enter, with the reason.
    coverage : dict of str to float
        Share of the indicators that each ranked state has.
    combinations : int
        Number of combinations of choices behind an interval.
    shifts : dict of str to dict of str to float
        Choice → alternative → mean absolute distance of its ranks from the median rank (the handbook's average shift).
    origin : Origin
        Of the figures of all indicators that enter.
    """

    strategy: str | None
    ranks: dict[str, Interval]
    indicators: tuple[str, ...]
    left_out: dict[str, str]
    coverage: dict[str, float]
    combinations: int
    shifts: dict[str, dict[str, float]]
    seed: int
    origin: Origin

    def as_dict(self) -> dict[str, Any]:
        """Return the score as plain JSON types."""
        return {
            "strategy": self.strategy,
            "kind": "derived",
            "method": "OECD/JRC (2008) handbook: normalisation, weights, aggregation and imputation varied together",
            "interval": list(INTERVAL),
            "combinations": self.combinations,
            "seed": self.seed,
            "states": len(self.ranks),
            "ranks": {code: rank.as_dict() for code, rank in self.ranks.items()},
            "coverage": self.coverage,
            "indicators": list(self.indicators),
            "left_out": self.left_out,
            "shifts": self.shifts,
            "origin": self.origin.as_dict(),
        }


def score(strategy: str | None = None, *, draws: int = DRAWS, seed: int = 20260101) -> Score:
    """Return the ranks of all states with enough figures, as intervals over the named choices.

    Parameters
    ----------
    strategy : str, optional
        A strategy's key; None takes the four that have a score together.
    draws : int
        Random weight vectors for each combination of normalisation, aggregation and imputation.
    seed : int
        Of the random weights.

    Raises
    ------
    NotModelledError
        For national_security, which has no score, with the reason.
    LabelError
        If there is no such strategy.
    DataError
        If fewer than `FEWEST` states have enough figures.

    References
    ----------
    OECD and European Commission JRC (2008), Handbook on Constructing Composite Indicators, steps 4 to 7.
    """
    rows = _rows(strategy)
    entering = [row for row in rows if row.scored]
    figures = {row.id: values(row) for row in entering}
    left_out = {row.id: _why_out(row) for row in rows if not row.scored}
    matrix, states = sample(entering, figures)
    ranks, labels = combinations(matrix, [row.strategy for row in entering], draws=draws, seed=seed)
    origin = derived_from(f"Ranks of states, {strategy or 'four strategies'}", *(s.origin for s in figures.values()))
    return _summary(strategy, states, entering, left_out, matrix, ranks, labels, seed, origin)


def sample(rows: Sequence[Indicator], figures: Mapping[str, Series]) -> tuple[Matrix, tuple[str, ...]]:
    """Return the newest figures of the states with enough of them, higher meaning further along the strategy's way.

    Parameters
    ----------
    rows : sequence of Indicator
        With direction up or down.

    Returns
    -------
    (array (states, indicators), tuple of str)
        Figures in each indicator's unit, sign turned where the direction is down, NaN where missing or too old.

    Raises
    ------
    DataError
        If fewer than `FEWEST` states qualify.
    """
    everyone = sorted({code for series in figures.values() for code in series.regions if code not in NOT_STATES})
    matrix = np.full((len(everyone), len(rows)), np.nan)
    for column, row in enumerate(rows):
        series = figures[row.id]
        sign = 1.0 if row.direction == "up" else -1.0
        newest = max(series.years, default=0)
        for line, code in enumerate(everyone):
            seen = series.latest(code)
            if seen is not None and seen.year >= newest - OLDEST:
                matrix[line, column] = sign * seen.value
    enough = np.isfinite(matrix).mean(axis=1) >= COVERAGE
    if enough.sum() < FEWEST:
        raise DataError(
            f"{int(enough.sum())} states have {COVERAGE:.0%} of the {len(rows)} indicators; a rank needs {FEWEST}",
            hint="technostate indicators list shows how many states each indicator has",
        )
    return matrix[enough], tuple(code for code, kept in zip(everyone, enough, strict=True) if kept)


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


def _summary(
    strategy: str | None,
    states: tuple[str, ...],
    entering: Sequence[Indicator],
    left_out: dict[str, str],
    matrix: Matrix,
    ranks: Matrix,
    labels: list[dict[str, str]],
    seed: int,
    origin: Origin,
) -> Score:
    median = np.median(ranks, axis=0)
    low, high = np.percentile(ranks, INTERVAL, axis=0)
    distance = np.abs(ranks - median).mean(axis=1)
    shifts = {
        choice: {
            name: float(np.mean([d for d, label in zip(distance, labels, strict=True) if label[choice] == name]))
            for name in dict.fromkeys(label[choice] for label in labels)
        }
        for choice in labels[0]
    }
    order = sorted(range(len(states)), key=lambda line: (median[line], states[line]))
    known = np.isfinite(matrix).mean(axis=1)
    return Score(
        strategy=strategy,
        ranks={states[i]: Interval(float(median[i]), float(low[i]), float(high[i])) for i in order},
        indicators=tuple(row.id for row in entering),
        left_out=left_out,
        coverage={states[i]: float(known[i]) for i in order},
        combinations=len(labels),
        shifts=shifts,
        seed=seed,
        origin=origin,
    )


def _rows(strategy: str | None) -> tuple[Indicator, ...]:
    from technostate.strategies import strategy as named

    if strategy is None:
        return tuple(row for key in STRATEGIES if not named(key).no_score for row in indicators(key))
    reason = named(strategy).no_score
    if reason:
        raise NotModelledError(
            f"{strategy} has no score: {reason}", hint="technostate indicators list shows its figures"
        )
    return indicators(strategy)


def _why_out(row: Indicator) -> str:
    if row.direction == "none":
        return "the strategy names no direction for it"
    return "a second definition of an indicator that enters"


def _check(name: str, known: Sequence[str], what: str) -> None:
    if name not in known:
        raise unknown_label(what, name, known)
