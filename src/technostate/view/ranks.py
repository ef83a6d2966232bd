"""Ranks by a score, for every door: intervals, a middle only where a rank is settled, and which choice moves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from technostate.errors import LabelError
from technostate.evidence import Figure, Range, value_of
from technostate.notation import plain
from technostate.strategies.dictionary import indicator
from technostate.strategies.interval import PERCENTILES, SPAN
from technostate.strategies.score import Score
from technostate.write import Absent, Chart, Column, Group, Name, Prose, Table
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.forms import Ranges, Span
from technostate.write.frame import Row
from technostate.write.inline import Inline, Shown, Text
from technostate.write.names import the

#: Choices in words.
CHOICES = {
    "definition": "definition of an indicator",
    "imputation": "gaps",
    "normalisation": "normalisation",
    "aggregation": "aggregation",
    "indicators": "leaving one indicator out",
    "weights": "weights",
}
SETTLED, OPEN = "settled", "not settled"
#: States whose absence from the sample is told, and the least shift in places that is.
TOLD, LEAST = 3, 0.05


@dataclass(frozen=True)
class Choice:
    """What one choice does to a state's rank.

    Parameters
    ----------
    share : Figure
        Of the variance of the rank that the choice makes by itself.
    forward, back : str
        The options that move the mean rank furthest forward and furthest back, over all other choices.
    forward_by, back_by : Figure
        By how many places; negative is forward.
    """

    choice: str
    share: Figure
    forward: str
    forward_by: Figure
    back: str
    back_by: Figure


@dataclass(frozen=True)
class Mover:
    """What moves a state's rank.

    Parameters
    ----------
    choices : tuple of Choice
        The one that moves it most first; empty where the rank is the same under every combination.
    together : Figure or None
        Share of the variance that choices make together and none by itself.
    absent : mapping of str to Figure
        Another state → places by which it moves the state's place among the others when it leaves the sample; those
        that move it most.
    """

    region: str
    choices: tuple[Choice, ...]
    together: Figure | None
    absent: Mapping[str, Figure]


@dataclass(frozen=True)
class Ranks:
    """Ranks of some states by a score, as intervals over the choices that a score hides.

    Parameters
    ----------
    states : int
        How many are ranked, shown or not.
    indicators : tuple of str
        Ids that enter.
    combinations : int
        Of definitions, imputation, normalisation, aggregation, weights, and one indicator left out in turn.
    interval : (float, float)
        Percentiles of the ranges.
    ranks : mapping of str to Figure
        By region, in the order of the score: a range, and a value, the median, only where the rank is settled.
    coverage : mapping of str to Figure
        Share of the indicators that are known, by region.
    most : mapping of str to tuple of (str, Figure)
        Region → the choice that moves its rank most, and its share of the variance.
    movers : tuple of Mover
        What each choice does to the ranks of the states of which it is told.
    shifts : mapping of str to mapping of str to float
        Choice → option → mean shift of ranks, places.
    why : str
        Why there is no score; empty where there is one.
    """

    states: int = 0
    indicators: tuple[str, ...] = ()
    combinations: int = 0
    interval: tuple[float, float] = PERCENTILES
    ranks: Mapping[str, Figure] = field(default_factory=dict)
    coverage: Mapping[str, Figure] = field(default_factory=dict)
    most: Mapping[str, tuple[str, Figure]] = field(default_factory=dict)
    movers: tuple[Mover, ...] = ()
    shifts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    why: str = ""

    @property
    def over(self) -> str:
        """What an interval is over."""
        low, high = self.interval
        return f"{low:g}th to {high:g}th percentile of {plain(self.combinations, 0)} combinations of choices"


def ranks(score: Score, codes: Iterable[str], told: Iterable[str] = ()) -> Ranks:
    """Return ranks of some states by a score.

    Parameters
    ----------
    codes : iterable of str
        Those that are not ranked are left out.
    told : iterable of str
        States of which it is told what each choice does to their ranks.
    """
    wanted = set(codes)
    shown = [code for code in score.ranks if code in wanted]
    empty = Ranks(combinations=score.combinations)
    figures = {}
    for code in shown:
        found = score.ranks[code]
        span = Range(found.low, found.high, empty.over)
        figures[code] = Figure(found.median, "rank", "derived", score.origin, code, range=span)
    most = {code: score.moves[code].most for code in shown}
    return Ranks(
        len(score.ranks), score.indicators, score.combinations, PERCENTILES, figures,
        {code: _share(score, code, score.coverage[code]) for code in shown},
        {code: (choice, _share(score, code, score.moves[code].shares[choice])) for code, choice in most.items()
         if choice is not None},
        tuple(_mover(score, code) for code in told if code in score.ranks), score.shifts,
    )  # fmt: skip


def said(rank: Figure) -> str:
    """Return that a rank is settled, or between which places one lies that is not.

    Examples
    --------
    >>> from technostate.evidence import Origin
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> said(Figure(None, "rank", "derived", source, "CHN", range=Range(3.0, 19.5)))
    'not settled: its rank lies between 3 and 19.5'
    """
    if rank.value is not None:
        return SETTLED
    return f"{OPEN}: its rank lies between {rank.low:g} and {rank.high:g}"


def chart(found: Ranks, title: str) -> Chart:
    """Return ranks as intervals; those that are not settled stand apart and have no middle."""
    rows: list[Span | Group] = []
    for head, settled in (("Settled", True), ("Not settled", False)):
        part = [code for code, figure in found.ranks.items() if (figure.value is not None) is settled]
        rows += [Group(head)] if part else []
        rows += [_row(found, code) for code in part]
    return Chart(
        title,
        Ranges(tuple(rows), "State", beside=("Indicators known",)),
        f"place among {found.states} states, {found.over}; 1 is furthest along the strategy’s own terms",
        f"A rank whose interval spans more than {SPAN} places is not settled: it lies between the two ends and has no "
        "middle, and its order here is that of the ends.",
    )


def moved(found: Ranks) -> Table:
    """Return the choice that moves the rank of each state most."""
    made: list[tuple[Text, ...]] = []
    for code in found.ranks:
        choice, share = found.most.get(code, ("", None))
        made.append((Name(code), CHOICES[choice] if choice else "none: it never moves", share or Absent("–")))
    columns = Column("State"), Column("Moved most by"), Column("Share of the variance")
    return Table("Which choice moves a rank most; derived", columns, tuple(made))


def told(found: Ranks) -> list[Block]:
    """Return in words where the rank of each state of which it is told lies, and which choice moves it most."""
    return [Prose(_sentence(found.ranks[one.region], one)) for one in found.movers]


def table(movers: Sequence[Mover]) -> Table | None:
    """Return what each choice does to the ranks of some states; None where none does anything."""
    rows: list[tuple[Text, ...] | Group] = []
    for one in movers:
        if not one.choices:
            continue
        rows.append(Group(Name(one.region)))
        rows += [
            (CHOICES[it.choice], it.share, (_places(it.forward_by), f" {titled(it.forward)}"),
             (_places(it.back_by), f" {titled(it.back)}"))
            for it in one.choices
        ]  # fmt: skip
        rows.append(("choices together", one.together or Absent("–"), Absent("–"), Absent("–")))
    columns = (
        Column("Choice"), Column("Share of the variance"), Column("Furthest forward, places", words=True),
        Column("Furthest back, places", words=True),
    )  # fmt: skip
    made = Table(
        "What each choice does to a rank: the options that move the mean rank furthest, over all other choices; minus "
        "is forward; derived",
        columns,
        tuple(rows),
        note="The share is of the variance of the rank over all combinations, made by the choice by itself (first "
        "order). More options, as many random weights, give a choice more to move.",
    )
    return made if rows else None


def rows(found: Ranks, strategy: str) -> Iterator[Row]:
    """Yield ranks, what is known and what moves them as tidy rows."""
    keys = {"strategy": strategy}
    share, shift = "share of the variance of the rank", "shift of the mean rank"
    for code, figure in found.ranks.items():
        yield {**keys, "measure": "rank by score", "settled": figure.value is not None, "figure": figure}
        yield {**keys, "measure": "indicators known", "figure": found.coverage[code]}
        if code in found.most:
            choice, made = found.most[code]
            yield {**keys, "measure": f"largest {share}", "choice": choice, "figure": made}
    for one in found.movers:
        for it in one.choices:
            yield {**keys, "measure": share, "choice": it.choice, "figure": it.share}
            for option, figure in ((it.forward, it.forward_by), (it.back, it.back_by)):
                yield {**keys, "measure": shift, "choice": it.choice, "option": option, "figure": figure}
        if one.together is not None:
            yield {**keys, "measure": share, "choice": "together", "figure": one.together}
        for other, figure in one.absent.items():
            yield {**keys, "measure": shift, "choice": "state left out", "option": other, "figure": figure}


def titled(text: str) -> str:
    """Return words with indicators' titles in place of their ids.

    Examples
    --------
    >>> titled("without nuclear_possession"), titled("min-max")
    ('without “Possession of nuclear weapons”', 'min-max')
    """
    return re.sub(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)*\b", lambda found: _title(found[0]), text)


def _title(word: str) -> str:
    try:
        return f"“{indicator(word).title}”"
    except LabelError:
        return word


def _mover(score: Score, code: str) -> Mover:
    """Return what moves a state's rank, choice by choice."""
    moves = score.moves[code]
    choices = []
    for choice in sorted(moves.shares, key=lambda name: -moves.shares[name]):
        shifts = moves.shifts[choice]
        forward, back = min(shifts, key=lambda name: shifts[name]), max(shifts, key=lambda name: shifts[name])
        share = _share(score, code, moves.shares[choice])
        by = _shift(score, code, shifts[forward]), _shift(score, code, shifts[back])
        choices.append(Choice(choice, share, forward, by[0], back, by[1]))
    together = _share(score, code, max(1.0 - sum(moves.shares.values()), 0.0)) if choices else None
    absent = score.absences.get(code, {})
    told = [other for other in sorted(absent, key=lambda name: -abs(absent[name])) if abs(absent[other]) >= LEAST]
    return Mover(code, tuple(choices), together, {other: _shift(score, code, absent[other]) for other in told[:TOLD]})


def _row(found: Ranks, code: str) -> Span:
    return Span(Name(code), found.ranks[code], code, beside=(found.coverage[code],))


def _sentence(rank: Figure, one: Mover) -> Text:
    lies: tuple[Inline, ...] = ("place ", _bare(rank)) if rank.value is not None else (said(rank),)
    if not one.choices:
        return (Name(one.region), ": ", *lies, ", the same under every combination; no choice moves it.")
    first = one.choices[0]
    return (
        Name(one.region), ": ", *lies, f". It hangs most on {CHOICES[first.choice]}, which alone makes ", first.share,
        " of its variance and moves its mean by ", _places(first.forward_by), f" places ({titled(first.forward)}) to ",
        _places(first.back_by), f" ({titled(first.back)}); minus is forward.",
    )  # fmt: skip


def absences(movers: Sequence[Mover]) -> list[Block]:
    """Return which other state's absence from the sample moves a state's place among the rest."""
    made: list[Block] = []
    for one in movers:
        said: list[Inline] = [Name(one.region), ": when one other state leaves the sample, "]
        if not one.absent:
            said.append(f"its place among the rest moves by less than {LEAST:g} (equal weights).")
        else:
            said.append("its place among the rest moves by ")
            for at, (other, figure) in enumerate(one.absent.items()):
                said += [", " if at else "", _places(figure), f" ({the(other)})"]
            said.append(" at most (equal weights).")
        made.append(Prose(tuple(said), note=True))
    return made


def _bare(rank: Figure) -> Inline:
    scale = scale_of([rank])
    assert scale is not None, "one figure has one unit"
    return Shown(rank, scale._replace(words=""))


def _places(figure: Figure) -> Inline:
    scale = scale_of([figure])
    assert scale is not None, "one figure has one unit"
    return Shown(figure, scale._replace(decimals=1 if abs(value_of(figure)) >= 1 else 2, words=""))


def _share(score: Score, code: str, value: float) -> Figure:
    return Figure(value, "1", "derived", score.origin, code)


def _shift(score: Score, code: str, value: float) -> Figure:
    # Hundredths of a place are the finest that anyone reads.
    return Figure(round(value, 2) + 0.0, "rank change", "derived", score.origin, code)
