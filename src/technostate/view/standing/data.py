"""What is known of some states under one strategy, typed: indicators, score, names, institutions, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from technostate import states as files
from technostate.errors import DataError
from technostate.evidence import Figure, Origin, Range
from technostate.evidence.origin import Kind
from technostate.strategies import standing as room
from technostate.strategies.dictionary import values
from technostate.strategies.standing import Rank
from technostate.view.course import Course
from technostate.view.standing.goals import Goal


@dataclass(frozen=True)
class Trend:
    """Change to a state's newest figure from the one about ten years earlier."""

    start_year: int
    end_year: int
    change: Figure


@dataclass(frozen=True)
class Indicator:
    """An indicator of the dictionary with the figures of some states.

    Parameters
    ----------
    id, title, strategy, unit, direction, definition, why, notes : str
        As in the dictionary.
    proxy : bool
        Whether it stands in for something that no public source measures.
    competing : tuple of str
        Other definitions: ids, or words.
    kind : Kind
        Of every figure below, but for trends, which are derived.
    origin : Origin
        Of every figure below.
    states : int
        How many states have any figure.
    values : mapping of str to float or None
        Newest figure by region, None where there is none.
    year, age : mapping of str to int or None
        Of the newest figure; the age counts to the year of the question.
    rank : mapping of str to Rank or None
        Place among all states whose newest figure is recent, highest value first.
    trend : mapping of str to Trend or None
        By region.
    path : mapping of str to mapping of int to float
        Every figure, by region and year.
    """

    id: str
    title: str
    strategy: str
    unit: str
    direction: str
    proxy: bool
    definition: str
    why: str
    competing: tuple[str, ...]
    notes: str
    kind: Kind
    origin: Origin
    states: int
    values: Mapping[str, float | None]
    year: Mapping[str, int | None]
    age: Mapping[str, int | None]
    rank: Mapping[str, Rank | None]
    trend: Mapping[str, Trend | None]
    path: Mapping[str, Mapping[int, float]]

    @classmethod
    def of(cls, row: room.Row, codes: Sequence[str], this_year: int) -> Indicator:
        """Return a row of the dictionary with every figure of the states, and ages to a year."""
        told, known = row.indicator, values(row.indicator).values
        trends: dict[str, Trend | None] = {}
        for code, found in row.trend.items():
            change = None if found is None else Figure(
                found.change, told.unit, "derived", row.origin, code, found.end_year)  # fmt: skip
            trends[code] = None if found is None or change is None else Trend(found.start_year, found.end_year, change)
        return cls(
            told.id, told.title, told.strategy, told.unit, told.direction, told.proxy, told.definition, told.why,
            told.competing, told.notes, row.kind, row.origin, row.states, row.values, row.year,
            {code: None if year is None else this_year - year for code, year in row.year.items()},
            row.rank, trends, {code: known[code] for code in codes if code in known},
        )  # fmt: skip

    def newest(self, code: str) -> Figure | None:
        """Return the newest figure of a state, None without one."""
        value = self.values.get(code)
        return None if value is None else Figure(value, self.unit, self.kind, self.origin, code, self.year[code])

    def course(self, code: str) -> Course:
        """Return every figure of a state; empty where it has none."""
        return Course(code, self.unit, self.kind, self.origin, self.path.get(code, {}))


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


@dataclass(frozen=True)
class Called:
    """What a state calls a strategy, in English and in its own language, and since when."""

    region: str
    name: str
    name_local: str
    since: str
    origin: Origin


@dataclass(frozen=True)
class Body:
    """An institution with a role in a strategy."""

    region: str
    name: str
    name_local: str
    founded: str
    role: str
    origin: Origin


@dataclass(frozen=True)
class Happened:
    """A dated event of a state's chronology; `actor` is who acted on it from outside."""

    region: str
    date: str
    kind_of_event: str
    actor: str
    title: str
    origin: Origin


@dataclass(frozen=True)
class Strategy:
    """One strategy and where some states stand on it.

    Parameters
    ----------
    key, title, purpose, reading : str
        Which it is, what it is for, how its indicators are to be read.
    no_score : str
        Why it has no score; empty where it has one.
    indicators : tuple of Indicator
        In the dictionary's order.
    goals : tuple of Goal
        Of the state and the comparator.
    """

    key: str
    title: str
    purpose: str
    reading: str
    no_score: str
    score: Score | None
    called: tuple[Called, ...]
    indicators: tuple[Indicator, ...]
    goals: tuple[Goal, ...]
    institutions: tuple[Body, ...]
    chronology: tuple[Happened, ...]


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


def called(key: str, codes: Sequence[str]) -> tuple[Called, ...]:
    """Return what each state that has a file calls a strategy."""
    return tuple(
        Called(code, it.name, it.name_local, str(it.since), it.source.origin(it.place))
        for code in codes
        if code in files.codes()
        for it in files.load(code).strategies
        if it.strategy == key
    )


def institutions(key: str, codes: Sequence[str]) -> tuple[Body, ...]:
    """Return the bodies with a role in a strategy, state by state."""
    return tuple(
        Body(code, it.name, it.name_local, str(it.founded), it.role, it.source.origin(it.place))
        for code in codes
        if code in files.codes()
        for it in files.load(code).institutions
        if key in it.strategies
    )


def chronology(key: str, codes: Sequence[str]) -> tuple[Happened, ...]:
    """Return the events of a strategy, state by state, each in order of dates."""
    return tuple(
        Happened(code, str(it.date), it.kind, it.actor, it.title, it.source.origin(it.place))
        for code in codes
        if code in files.codes()
        for it in sorted(files.load(code).chronology, key=lambda event: str(event.date))
        if key in it.strategies
    )


def without_mirrors(events: Sequence[Happened]) -> list[Happened]:
    """Return events without the actor's own entry of what the other side's file has as its act: one event, once."""
    felt = {(it.date, it.actor, it.origin.title) for it in events if it.actor}
    return [it for it in events if it.actor or (it.date, it.region, it.origin.title) not in felt]
