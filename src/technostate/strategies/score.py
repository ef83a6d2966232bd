"""A composite score of a strategy, shown with what it rests on: every choice named, varied, and ranks as intervals.

Follows OECD and JRC (2008), *Handbook on Constructing Composite Indicators*: steps 2 and 3 (which indicators, how they
go together), 4 (imputation), 5 (normalisation), 6 (weights and aggregation) and 7 (uncertainty and sensitivity). A
score ranks states on a strategy's own terms: the direction of an indicator is the way the strategy wants it to move. It
is no judgement of a state.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from technostate.errors import NotModelledError
from technostate.evidence.origin import Origin, derived_from
from technostate.strategies.choices import DRAWS, correlations
from technostate.strategies.combined import Combined, absences, combine
from technostate.strategies.dictionary import STRATEGIES, Indicator, indicators, values
from technostate.strategies.interval import Interval
from technostate.strategies.sample import Sample, sample, together
from technostate.strategies.written import no_score

#: Indicators whose rank correlation reaches this over the ranked states measure nearly one thing.
CLOSE = 0.9


@dataclass(frozen=True)
class Moves:
    """What moves a state's rank; empty where it never moves.

    Parameters
    ----------
    shares : dict of str to float
        Choice → share of the variance of the rank that the choice makes by itself.
    shifts : dict of str to dict of str to float
        Choice → option → places by which it moves the mean rank, over all other choices; positive is further back.
    """

    shares: dict[str, float]
    shifts: dict[str, dict[str, float]]

    @property
    def most(self) -> str | None:
        """The choice that moves the rank most; None where none does."""
        return max(self.shares, key=lambda choice: self.shares[choice], default=None)


@dataclass(frozen=True)
class Score:
    """Ranks of states on one strategy (or on all that have a score), as intervals.

    Parameters
    ----------
    strategy : str or None
        None for all together.
    ranks : dict of str to Interval
        Settled ones in order of the median, then those that are not, in order of both ends.
    indicators : tuple of str
        Ids that enter.
    alternatives : dict of str to str
        Id of another definition → the indicator in whose place it stands in its share of the combinations.
    left_out : dict of str to str
        Ids of the strategy that do not enter, with the reason.
    coverage : dict of str to float
        Share of the indicators that each ranked state has.
    known : dict of str to float
        Share of the ranked states that each indicator has.
    options : dict of str to tuple of str
        Choice → its options.
    combinations : int
        Number of combinations of choices behind an interval.
    shifts : dict of str to dict of str to float
        Choice → option → mean absolute distance of its ranks from the median rank (the handbook's average shift).
    moves : dict of str to Moves
        State → what moves its rank.
    absences : dict of str to dict of str to float
        State → another state → how far the place of the first among the others moves when the second leaves the
        sample; empty unless asked for.
    close, opposed : tuple of (str, str, float)
        Pairs of indicators with a rank correlation of at least `CLOSE`, and below zero; strongest first.
    origin : Origin
        Of the figures of all indicators that enter.
    """

    strategy: str | None
    ranks: dict[str, Interval]
    indicators: tuple[str, ...]
    alternatives: dict[str, str]
    left_out: dict[str, str]
    coverage: dict[str, float]
    known: dict[str, float]
    options: dict[str, tuple[str, ...]]
    combinations: int
    shifts: dict[str, dict[str, float]]
    moves: dict[str, Moves]
    close: tuple[tuple[str, str, float], ...]
    opposed: tuple[tuple[str, str, float], ...]
    seed: int
    origin: Origin
    absences: dict[str, dict[str, float]] = field(default_factory=dict)


def score(strategy: str | None = None, *, draws: int = DRAWS, seed: int = 20260101, absent: bool = False) -> Score:
    """Return the ranks of all states with enough figures, as intervals over the named choices.

    Parameters
    ----------
    strategy : str, optional
        A strategy's key; None takes those that have a score together.
    draws : int
        Random weight vectors for each combination of the other choices.
    seed : int
        Of the random weights.
    absent : bool
        Whether to leave each state out of the sample in turn, which takes about a second.

    Raises
    ------
    NotModelledError
        For a strategy that has no score, with the reason.
    LabelError
        If there is no such strategy.
    DataError
        If too few states have enough figures.

    References
    ----------
    OECD and European Commission JRC (2008), Handbook on Constructing Composite Indicators, steps 2 to 7.
    """
    parts = [_rows(key) for key in ((strategy,) if strategy else scored_strategies())]
    figures = {row.id: values(row) for rows in parts for row in rows if row.scored}
    tables = [sample(rows, figures) for rows in parts]
    table = tables[0] if strategy else together(tables)
    groups = [row.strategy for row in table.rows]
    found = combine(table.matrix, table.names, groups, alternatives=table.alternatives, draws=draws, seed=seed)
    entering = (*table.names, *(item.id for item in table.alternatives))
    origin = derived_from(
        f"Ranks of states, {strategy or 'all strategies that have a score'}",
        *(figures[name].origin for name in entering),
        note="OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 2 to 7",
    )
    return _summary(strategy, table, found, seed, origin, absent=absent)


def scored_strategies() -> tuple[str, ...]:
    """Return the strategies that have a score.

    Examples
    --------
    >>> scored_strategies()
    ('innovation', 'military', 'securitization')
    """
    return tuple(key for key in STRATEGIES if not no_score(key))


def _summary(strategy: str | None, table: Sample, found: Combined, seed: int, origin: Origin, *, absent: bool) -> Score:
    ranks = {code: Interval.of(found.flat[:, at]) for at, code in enumerate(table.states)}
    settled = sorted((code for code in ranks if ranks[code].settled), key=lambda code: (ranks[code].median, code))
    # No middle decides the order of those that have none.
    others = sorted((code for code in ranks if not ranks[code].settled), key=lambda c: (ranks[c].low, ranks[c].high, c))
    order = {code: ranks[code] for code in (*settled, *others)}
    lines = {code: at for at, code in enumerate(table.states)}
    shares, shifts = found.shares(), found.shifts()
    pairs = _pairs(table)
    gone = absences(table.matrix, table.names, table.alternatives) if absent else None
    return Score(
        strategy=strategy,
        ranks=order,
        indicators=table.names,
        alternatives={item.id: table.names[item.column] for item in table.alternatives},
        left_out=table.left_out,
        coverage={code: float(table.known[lines[code]].mean()) for code in order},
        known={name: float(table.known[:, at].mean()) for at, name in enumerate(table.names)},
        options=found.options,
        combinations=found.count,
        shifts=found.average_shifts(),
        moves={
            code: Moves(
                {choice: float(share[lines[code]]) for choice, share in shares.items() if share[lines[code]] >= 0},
                {
                    choice: {name: float(shift[lines[code]]) for name, shift in by_option.items()}
                    for choice, by_option in shifts.items()
                },
            )
            for code in order
        },
        close=tuple(pair for pair in pairs if pair[2] >= CLOSE),
        opposed=tuple(pair for pair in reversed(pairs) if pair[2] < 0),
        seed=seed,
        origin=origin,
        absences={}
        if gone is None
        else {
            code: {other: float(gone[lines[other], lines[code]]) for other in order if other != code} for code in order
        },
    )


def _pairs(table: Sample) -> list[tuple[str, str, float]]:
    found = correlations(table.matrix)
    names = table.names
    made = [(names[b], names[a], float(found[a, b])) for a in range(len(names)) for b in range(a)]
    return sorted(made, key=lambda pair: (-np.round(pair[2], 12), pair[0], pair[1]))


def _rows(strategy: str) -> tuple[Indicator, ...]:
    if reason := no_score(strategy):
        raise NotModelledError(
            f"{strategy}: {reason}", hint=f"technostate indicators list {strategy} shows its figures"
        )
    return indicators(strategy)
