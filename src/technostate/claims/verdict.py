"""What a rule says once it has met the figures: the verdict, its figures and where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, get_args

from technostate.claims.claim import Claim, Revision
from technostate.errors import DataError, StoreError, TechnostateError
from technostate.evidence import Kind, Origin
from technostate.evidence.figure import Range
from technostate.evidence.origin import derived_from

Outcome = Literal["supported", "contradicted", "mixed", "not testable here"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)


class NotTestableError(DataError):
    """A rule lacks a figure it needs; `judge` turns it into the verdict ``not testable here``."""


@contextmanager
def testable(what: str = "") -> Iterator[None]:
    """Turn an error about `what` inside the block into `NotTestableError`.

    Examples
    --------
    >>> with testable("wiod-2011"):
    ...     raise DataError("no region 'CHM'")
    Traceback (most recent call last):
    ...
    technostate.claims.verdict.NotTestableError: wiod-2011: no region 'CHM'
    """
    try:
        yield
    except StoreError:
        raise  # a store that is damaged is no lack of data
    except TechnostateError as error:
        raise NotTestableError(f"{what}: {error}" if what else str(error)) from None


@dataclass(frozen=True)
class Figure:
    """One number that a verdict rests on or that stands beside it.

    Parameters
    ----------
    label : str
        What it is.
    region : str
        Whose it is.
    unit : str
        A symbol of `technostate.units`.
    years : str
        The year or window, for example ``"2017–2019"``.
    source : str
        Series id, world or panel it comes from.
    """

    label: str
    region: str
    value: float
    unit: str
    years: str
    kind: Kind
    source: str


@dataclass(frozen=True)
class Step:
    """One step of a computation: what was read or worked out, its value, and where it comes from."""

    said: str
    value: float
    unit: str
    source: str


@dataclass(frozen=True)
class OtherWords:
    """Other words of the same texts that meet what a rule asks of its own.

    Parameters
    ----------
    met, of : int
        How many do, of how many with enough hits.
    all : bool
        Whether every condition was asked of them; if not, at most so many meet all.
    """

    met: int
    of: int
    all: bool

    @property
    def said(self) -> str:
        """How many, in words."""
        return f"{'' if self.all else 'at most '}{self.met} of {self.of} other words of the same texts"


@dataclass(frozen=True)
class Verdict:
    """A claim with its figure and what the rule says of it.

    Parameters
    ----------
    id, claim, place, measure, rule, objection : str
        As in the ledger.
    value : float or None
        The headline figure named in the rule, in `unit`; None where there is none.
    year : int or None
        Year of the headline figure; the last year of its window.
    why : str
        The figures and how the rule reads them, or what is missing.
    origin : Origin or None
        Where the figures come from; None where none was used.
    figures : tuple of Figure
        All figures behind and beside the verdict.
    state, against : str
        Whom it was asked about, beside whom.
    grade : {"strong", "weak", "failed its placebo"} or None
        How good the evidence is, and `reasons` for it; None where nothing was decided.
    hits : int or None
        Words counted, the fewest of any condition; None where none are.
    placebo : mapping of str to str
        State of which the statement is not made → what the same rule says of it.
    other_words : OtherWords or None
        A placebo inside the same texts.
    turning : tuple of str
        Which thresholds, moved by a fifth, change the verdict.
    range : Range or None
        Of the headline figure, where it is the median of cases.
    """

    id: str
    claim: str
    place: str
    measure: str
    rule: str
    value: float | None
    unit: str
    year: int | None
    verdict: Outcome
    why: str
    objection: str
    origin: Origin | None
    kind: Kind | None
    figures: tuple[Figure, ...]
    strategy: str
    state: str
    against: str
    window: str = ""
    fair: str = ""
    untested: str = ""
    revised: tuple[Revision, ...] = ()
    grade: str | None = None
    reasons: tuple[str, ...] = ()
    hits: int | None = None
    placebo: Mapping[str, Outcome] = field(default_factory=dict)
    other_words: OtherWords | None = None
    conditions: tuple[Condition, ...] = ()
    turning: tuple[str, ...] = ()
    range: Range | None = None


@dataclass(frozen=True)
class Condition:
    """A condition of the rule with what was read of it.

    Parameters
    ----------
    key, what, holds : str
        As in the rule.
    met : bool or None
        None where data are missing; `said` then says which.
    value, unit : float or None, str
        The number compared.
    kind : {"measured", "derived", "modelled"}
        Of that number.
    """

    key: str
    what: str
    holds: str
    met: bool | None
    said: str
    value: float | None = None
    unit: str = ""
    hits: int | None = None
    p: float | None = None
    p_documents: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    controls_met: int | None = None
    controls: int | None = None
    proxy: str = ""
    steps: tuple[Step, ...] = ()
    kind: Kind = "derived"
    range: Range | None = None


@dataclass(frozen=True)
class Finding:
    """What a rule function returns: the outcome, the headline figure, the reasons and the origins used."""

    outcome: Outcome
    why: str
    value: float | None = None
    year: int | None = None
    figures: tuple[Figure, ...] = ()
    origins: tuple[Origin, ...] = ()
    kind: Kind = "derived"
    grade: str | None = None
    reasons: tuple[str, ...] = ()
    hits: int | None = None
    placebo: Mapping[str, Outcome] = field(default_factory=dict)
    other_words: OtherWords | None = None
    conditions: tuple[Condition, ...] = ()
    turning: tuple[str, ...] = ()
    range: Range | None = None
    unit: str = ""


#: What a verdict repeats of its claim.
_OF_CLAIM = (
    "id", "claim", "place", "measure", "rule", "objection", "strategy", "window", "fair", "untested", "revised",
)  # fmt: skip

#: What a verdict repeats of its finding.
_OF_FINDING = ("grade", "reasons", "hits", "placebo", "other_words", "conditions", "turning", "range")


def conclude(claim: Claim, finding: Finding, *, state: str, against: str) -> Verdict:
    """Return the verdict that a finding gives a claim; several origins become one that names them all."""
    unique = tuple(dict.fromkeys(finding.origins))
    if not unique:
        origin = None
    elif len(unique) == 1 and finding.kind == "measured":
        origin = unique[0]
    else:
        origin = derived_from(f"Claim {claim.id}: {claim.measure}", *unique)
    return Verdict(
        **{name: getattr(claim, name) for name in _OF_CLAIM},
        unit=finding.unit or claim.unit,
        **{name: getattr(finding, name) for name in _OF_FINDING},
        value=finding.value,
        year=finding.year,
        verdict=finding.outcome,
        why=capitalised(finding.why),
        origin=origin,
        kind=None if origin is None else finding.kind,
        figures=finding.figures,
        state=state,
        against=against,
    )


def capitalised(text: str) -> str:
    """Return the text with a capital at the start of each sentence.

    Examples
    --------
    >>> capitalised("the United States: 2.5 % in 2020. smaller than before.")
    'The United States: 2.5 % in 2020. Smaller than before.'
    """
    return re.sub(r"(^|\. )([a-z])", lambda match: match[1] + match[2].upper(), text)


def three_way(supported: bool, contradicted: bool) -> Outcome:
    """Return ``supported`` or ``contradicted`` if that condition holds, and ``mixed`` otherwise.

    Examples
    --------
    >>> three_way(True, False), three_way(False, True), three_way(False, False)
    ('supported', 'contradicted', 'mixed')
    """
    return "supported" if supported else "contradicted" if contradicted else "mixed"
