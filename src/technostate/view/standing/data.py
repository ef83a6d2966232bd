"""What is known of some states under one strategy, typed: indicators, score, names, institutions, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from technostate.evidence import Figure, Origin
from technostate.evidence.origin import Kind
from technostate.strategies import standing as room
from technostate.strategies.dictionary import values
from technostate.strategies.standing import Rank
from technostate.view.course import Course
from technostate.view.ranks import Ranks
from technostate.view.standing.goals import Goal
from technostate.view.standing.record import Body, Called, Happened


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

    def in_year(self, code: str, year: int | None) -> Figure | None:
        """Return the figure of a state in a year, None without one."""
        value = None if year is None else self.path.get(code, {}).get(year)
        return None if value is None else Figure(value, self.unit, self.kind, self.origin, code, year)

    def course(self, code: str) -> Course:
        """Return every figure of a state; empty where it has none."""
        return Course(code, self.unit, self.kind, self.origin, self.path.get(code, {}))


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
    score: Ranks | None
    called: tuple[Called, ...]
    indicators: tuple[Indicator, ...]
    goals: tuple[Goal, ...]
    institutions: tuple[Body, ...]
    chronology: tuple[Happened, ...]
