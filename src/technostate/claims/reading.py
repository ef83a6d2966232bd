"""What a measure says of a state: the number that a condition compares, and all that stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from technostate.claims.verdict import Figure, Step
from technostate.evidence import Kind, Origin
from technostate.evidence.figure import Range

#: Fewer hits than this decide nothing, and another word that stands beside needs as many.
FEWEST_HITS = 10


@dataclass(frozen=True)
class Test:
    """An exact test of counted words: two rates, hits taken as Poisson counts, and the same by whole documents.

    Parameters
    ----------
    p : float
        Two-sided p of equal rates, given the hits of both windows (Przyborowski and Wilenski 1940).
    low, high : float
        Exact 95 % interval of the ratio, later over earlier window; may be infinite.
    p_documents : float
        Share of all ways to deal the documents into two windows of the same sizes that part the mean rates as far, so
        that words which crowd in a few documents do not pass for many.
    """

    p: float
    low: float
    high: float
    p_documents: float


@dataclass(frozen=True)
class Reading:
    """The number that a condition compares, asked of one state beside another.

    Parameters
    ----------
    value : float
        In `unit`, a symbol of `technostate.units`.
    said : str
        What was found, as a clause without a verdict.
    year : int
        The newest year behind the number.
    figures : tuple of Figure
        All figures behind and beside the number.
    origins : tuple of Origin
        Of the sources read.
    steps : tuple of Step
        How the number comes from its sources, so that a reader can work it out again.
    hits : int or None
        Words counted in both windows together; None where none are counted.
    test : Test or None
        Of words counted in two windows.
    controls : mapping of str to bool
        Other words counted in the same texts → whether the condition holds for them; empty where none are asked.
    proxy : str
        What the number stands for without measuring it; empty where it measures what the statement says.
    range : Range or None
        Of a median: p10 to p90 of its cases.
    still : float
        The number that says no change: one for a later figure over an earlier one, zero for everything else.
    """

    value: float
    unit: str
    said: str
    year: int
    figures: tuple[Figure, ...]
    origins: tuple[Origin, ...]
    steps: tuple[Step, ...] = ()
    hits: int | None = None
    test: Test | None = None
    controls: Mapping[str, bool] = field(default_factory=dict)
    kind: Kind = "derived"
    proxy: str = ""
    range: Range | None = None
    still: float = 0.0


#: Whether a number meets a condition: what a measure needs to count the control words that do.
Holds = Callable[[float], bool]

__all__ = ["FEWEST_HITS", "Holds", "Reading", "Step", "Test"]
