"""Which states are ranked and which indicators enter a score: fresh figures, most states, most indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from technostate.errors import DataError
from technostate.evidence.series import Series
from technostate.strategies.choices import Matrix
from technostate.strategies.combined import Alternative
from technostate.strategies.dictionary import Indicator
from technostate.strategies.measures import NOT_STATES

#: A state is ranked with at least this share of the indicators, an indicator enters with at least this share of states.
COVERAGE = 0.75

#: An indicator whose newest figure is of an earlier year is stale and does not enter.
SINCE = 2021

#: Figures older than this many years before the newest of an indicator are missing for the score.
OLDEST = 5

#: A smaller sample is not ranked, nor one by fewer indicators: one of them is left out in turn.
FEWEST = 8
FEWEST_INDICATORS = 3


@dataclass(frozen=True)
class Sample:
    """Figures of the ranked states, higher meaning further along the strategy's way.

    Parameters
    ----------
    states : tuple of str
        In the order of rows.
    rows : tuple of Indicator
        In the order of columns.
    matrix : array (states, indicators)
        In each indicator's unit, sign turned where the way is down, NaN where missing or too old.
    alternatives : tuple of Alternative
        Other definitions of a column.
    left_out : dict of str to str
        Indicator → why it does not enter.
    """

    states: tuple[str, ...]
    rows: tuple[Indicator, ...]
    matrix: Matrix
    alternatives: tuple[Alternative, ...]
    left_out: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the indicators, in the order of columns."""
        return tuple(row.id for row in self.rows)

    @property
    def known(self) -> Matrix:
        """Where a state has a figure."""
        return np.isfinite(self.matrix)


def sample(rows: Sequence[Indicator], figures: Mapping[str, Series]) -> Sample:
    """Return the newest figures of the states with enough of them, of the indicators that enough states have.

    Parameters
    ----------
    rows : sequence of Indicator
        All of the strategy, also those that do not enter.
    figures : mapping of str to Series
        By id, of all that may enter.

    Raises
    ------
    DataError
        If too few states or indicators qualify.
    """
    left_out = {row.id: why for row in rows if (why := _why_out(row, figures))}
    entering = [row for row in rows if row.id not in left_out]
    first = [row for row in entering if not row.instead_of]
    everyone = sorted({code for row in first for code in figures[row.id].regions if code not in NOT_STATES})
    matrix = np.column_stack([_column(row, figures[row.id], everyone) for row in first] or [np.empty(len(everyone))])
    while True:
        ranked = np.isfinite(matrix).mean(axis=1) >= COVERAGE
        if ranked.sum() < FEWEST or len(first) < FEWEST_INDICATORS:
            raise DataError(
                f"{int(ranked.sum())} states have {COVERAGE:.0%} of {len(first)} indicators; a rank needs {FEWEST} "
                f"states and {FEWEST_INDICATORS} indicators",
                hint="technostate indicators list shows which indicators a strategy has",
            )
        known = np.isfinite(matrix[ranked])
        few = known.mean(axis=0) < COVERAGE
        if not few.any():
            break
        for row, short, count in zip(first, few, known.sum(axis=0), strict=True):
            if short:
                left_out[row.id] = f"{count} of {len(known)} states have a recent figure, fewer than {COVERAGE:.0%}"
        first = [row for row, short in zip(first, few, strict=True) if not short]
        matrix = matrix[:, ~few]
    codes = tuple(code for code, kept in zip(everyone, ranked, strict=True) if kept)
    columns = {row.id: at for at, row in enumerate(first)}
    others = tuple(
        Alternative(row.id, columns[row.instead_of], _column(row, figures[row.id], codes))
        for row in entering
        if row.instead_of in columns
    )
    left_out |= {row.id: f"{row.instead_of}, for which it would stand, does not enter"
                 for row in entering if row.instead_of and row.instead_of not in columns}  # fmt: skip
    return Sample(codes, tuple(first), matrix[ranked], others, left_out)


def together(samples: Sequence[Sample]) -> Sample:
    """Return the states that are ranked in every one of some samples, with the indicators of all.

    Raises
    ------
    DataError
        If too few states are in all of them.
    """
    codes = tuple(code for code in samples[0].states if all(code in other.states for other in samples))
    if len(codes) < FEWEST:
        raise DataError(f"{len(codes)} states are ranked in every strategy; a rank needs {FEWEST}",
                        hint="technostate indicators score innovation ranks by one")  # fmt: skip
    lines = [[part.states.index(code) for code in codes] for part in samples]
    before = np.cumsum([0, *(len(part.rows) for part in samples)])
    return Sample(
        codes,
        tuple(row for part in samples for row in part.rows),
        np.hstack([part.matrix[own] for part, own in zip(samples, lines, strict=True)]),
        tuple(
            Alternative(item.id, int(start) + item.column, item.figures[own])
            for part, own, start in zip(samples, lines, before, strict=False)
            for item in part.alternatives
        ),
        {name: why for part in samples for name, why in part.left_out.items()},
    )


def _column(row: Indicator, series: Series, codes: Sequence[str]) -> Matrix:
    newest = max(series.years, default=0)
    seen = [series.latest(code) for code in codes]
    sign = 1.0 if row.way == "up" else -1.0
    return np.array([sign * it.value if it and it.year >= newest - OLDEST else np.nan for it in seen])


def _why_out(row: Indicator, figures: Mapping[str, Series]) -> str:
    if row.way == "none":
        return "the strategy names no direction for it"
    if row.out_of_score:
        return row.out_of_score
    newest = max(figures[row.id].years, default=0)
    return "" if newest >= SINCE else f"its newest figure is of {newest}, before {SINCE}"
