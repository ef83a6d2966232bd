"""A claim with what the figures say of it, as it travels to every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.claims import Verdict
from technostate.claims.claim import Revision
from technostate.claims.verdict import Condition, OtherWords, Step
from technostate.evidence import Figure, Kind, Origin


@dataclass(frozen=True)
class Beside:
    """One figure behind or beside a verdict.

    Parameters
    ----------
    label : str
        What it is.
    years : str
        The year or window.
    source : str
        Series, world or panel it comes from.
    """

    label: str
    years: str
    source: str
    figure: Figure


@dataclass(frozen=True)
class Worked:
    """One step of a computation, with its figure."""

    said: str
    source: str
    figure: Figure


@dataclass(frozen=True)
class Asked:
    """A condition of the rule with what was read of it.

    Parameters
    ----------
    key, what, holds : str
        As in the rule.
    met : bool or None
        None where data are missing.
    figure : Figure or None
        The number compared; None without data, and for a rise from nothing.
    hits : int or None
        Words counted.
    p, p_documents : float or None
        Of the exact test, by hits and by whole documents.
    ratio_low, ratio_high : float or None
        Exact 95 % interval of the ratio; without a bound above where the earlier window has no hit.
    controls_met, controls : int or None
        For how many other words of the same texts the condition holds, and of how many.
    proxy : str
        What the number stands for without measuring it.
    steps : tuple of Worked
        From the sources to the number.
    """

    key: str
    what: str
    holds: str
    met: bool | None
    said: str
    figure: Figure | None
    hits: int | None
    p: float | None
    p_documents: float | None
    ratio_low: float | None
    ratio_high: float | None
    controls_met: int | None
    controls: int | None
    proxy: str
    steps: tuple[Worked, ...]


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict and everything behind it.

    Parameters
    ----------
    against_verdict : str or None
        What the same rule says of the comparator; None where it was not asked.
    headline : Figure or None
        The figure that the rule names.
    figures : tuple of Beside
        All figures behind and beside the verdict.

    Other fields are those of `technostate.claims.Verdict`.
    """

    id: str
    claim: str
    place: str
    measure: str
    rule: str
    verdict: str
    grade: str | None
    hits: int | None
    placebo: Mapping[str, str]
    other_words: OtherWords | None
    why: str
    reasons: tuple[str, ...]
    turning: tuple[str, ...]
    objection: str
    strategy: str
    window: str
    fair: str
    untested: str
    revised: tuple[Revision, ...]
    conditions: tuple[Asked, ...]
    headline: Figure | None
    figures: tuple[Beside, ...]
    against_verdict: str | None = None

    @classmethod
    def of(cls, verdict: Verdict) -> Judged:
        """Return a verdict with its figures as they travel."""
        said = {key: getattr(verdict, key) for key in _REPEATED}
        origin = verdict.origin
        if origin is None:
            return cls(**said, conditions=tuple(_asked(it, verdict, None) for it in verdict.conditions),
                       headline=None, figures=())  # fmt: skip
        beside = tuple(
            Beside(item.label, item.years, item.source,
                   Figure(item.value, item.unit, item.kind, origin, item.region, _one_year(item.years)))
            for item in verdict.figures
        )  # fmt: skip
        headline = None
        if verdict.value is not None and verdict.kind is not None:
            headline = Figure(
                verdict.value, verdict.unit, verdict.kind, origin, verdict.state, verdict.year, range=verdict.range
            )
        conditions = tuple(_asked(it, verdict, origin) for it in verdict.conditions)
        return cls(**said, conditions=conditions, headline=headline, figures=beside)


_REPEATED = (
    "id", "claim", "place", "measure", "rule", "verdict", "grade", "hits", "placebo", "other_words", "why", "reasons",
    "turning", "objection", "strategy", "window", "fair", "untested", "revised",
)  # fmt: skip
_OF_CONDITION = (
    "key", "what", "holds", "met", "said", "hits", "p", "p_documents", "ratio_low", "ratio_high", "controls_met",
    "controls", "proxy",
)  # fmt: skip


def _asked(it: Condition, verdict: Verdict, origin: Origin | None) -> Asked:
    said = {key: getattr(it, key) for key in _OF_CONDITION}
    if origin is None:
        return Asked(**said, figure=None, steps=())
    figure = None if it.value is None else Figure(it.value, it.unit, it.kind, origin, verdict.state)
    return Asked(**said, figure=figure, steps=tuple(_worked(step, verdict.state, it.kind, origin) for step in it.steps))


def _worked(step: Step, state: str, kind: Kind, origin: Origin) -> Worked:
    return Worked(step.said, step.source, Figure(step.value, step.unit, kind, origin, state))


def _one_year(years: str) -> int | None:
    return int(years) if years.isdigit() else None
