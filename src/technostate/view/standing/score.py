"""Ranks of states on a strategy's score, typed: intervals over the choices that a score hides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from technostate.errors import DataError
from technostate.evidence import Figure, Range


@dataclass(frozen=True)
class Score:
    """Ranks of states by a score, as intervals over the choices that a score hides.

    Parameters
    ----------
    states : int
        How many are ranked.
    indicators : tuple of str
        Ids that enter.
    combinations : int
        Of normalisation, weights, aggregation and imputation.
    interval : (float, float)
        Percentiles of the ranges below.
    ranks : mapping of str to Figure
        Median rank by region, with its range.
    coverage : mapping of str to Figure
        Share of the indicators that are known, by region.
    shifts : mapping of str to mapping of str to float
        Choice → option → mean shift of ranks, places.
    why : str
        Why there is no score; empty where there is one.
    """

    states: int = 0
    indicators: tuple[str, ...] = ()
    combinations: int = 0
    interval: tuple[float, float] = (5.0, 95.0)
    ranks: Mapping[str, Figure] = field(default_factory=dict)
    coverage: Mapping[str, Figure] = field(default_factory=dict)
    shifts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    why: str = ""


def scored(key: str, codes: Sequence[str]) -> Score:
    """Return ranks of some states on a strategy's score; or why there is none."""
    from technostate.strategies.score import INTERVAL, score

    try:
        found = score(key)
    except DataError as reason:
        return Score(why=str(reason))
    low, high = INTERVAL
    over = f"{low:g}th to {high:g}th percentile of {found.combinations} combinations of choices"
    shown = [code for code in codes if code in found.ranks]
    ranks = {}
    for code in shown:
        rank = found.ranks[code]
        ranks[code] = Figure(rank.median, "rank", "derived", found.origin, code, range=Range(rank.low, rank.high, over))
    known = {code: Figure(found.coverage[code], "1", "derived", found.origin, code) for code in shown}
    return Score(
        len(found.ranks), tuple(found.indicators), found.combinations, (low, high), ranks, known, found.shifts
    )  # fmt: skip
