"""A composite score of a strategy, shown with what it rests on: every choice named, varied, and ranks as intervals.

Follows OECD and JRC (2008), *Handbook on Constructing Composite Indicators*: steps 4 (imputation), 5 (normalisation),
6 (weighting and aggregation) and 7 (uncertainty and sensitivity). A score ranks states on a strategy's own terms: the
direction of an indicator is the way the strategy wants it to move. It is no judgement of a state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from technostate.errors import DataError, NotModelledError
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.series import Series
from technostate.strategies.choices import DRAWS, Matrix, combinations
from technostate.strategies.dictionary import STRATEGIES, Indicator, indicators, values
from technostate.strategies.measures import NOT_STATES

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
    origin = derived_from(
        f"Ranks of states, {strategy or 'four strategies'}",
        *(series.origin for series in figures.values()),
        note="OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 4 to 7",
    )
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
    from technostate.strategies.interface import strategy as named

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
