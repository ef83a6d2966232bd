"""A scenario: who moves which lever when, within which ranges; the ranges of the parameters; what is asked of it."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics import OUTCOMES, parameters
from technostate.errors import DataError, ScenarioError, unknown_label

Array = NDArray[np.float64]

#: How files write a barrier that stops all trade.
STOP = "stop"


@dataclass(frozen=True)
class Span:
    """A range, a point where both ends are equal."""

    low: float
    high: float

    @property
    def point(self) -> bool:
        """Whether nothing is drawn."""
        return self.low == self.high


@dataclass(frozen=True)
class Move:
    """A lever that a state moves: from nothing in `start` in a straight line to its value in `full`.

    Parameters
    ----------
    name : str
        What the draw of its value is called. Moves of one name are drawn together: each takes the same place between
        its low and its high.
    region : str
        Label of the state that moves it.
    lever : str
        Name in `technostate.dynamics.LEVERS`.
    against : str
        The other state of a lever by pair, empty for the others.
    low, high : float
        Range of the value, in the lever's unit; infinite for a barrier that stops all trade.
    start, full : int
        Years. Where both are the same the lever has its value from that year on.
    end : int, optional
        The year from which the lever is back at nothing.
    why : str
        What the range stands for.
    source : str
        Where it is taken from: ``CHN:gwr-2026`` is a source in the file of a state.
    """

    name: str
    region: str
    lever: str
    against: str
    low: float
    high: float
    start: int
    full: int
    end: int | None
    why: str
    source: str = ""

    @property
    def drawn(self) -> bool:
        """Whether the value is drawn."""
        return self.low < self.high

    def share(self, years: Sequence[int]) -> Array:
        """Return the part of its value that the lever has in each year, between 0 and 1.

        Parameters
        ----------
        years : sequence of int
            Y of them.

        Examples
        --------
        >>> move = Move("m", "CHN", "military", "", 0.0, 0.01, 2025, 2027, 2029, "shown")
        >>> move.share(range(2024, 2030)).tolist()
        [0.0, 0.0, 0.5, 1.0, 1.0, 0.0]
        """
        at = np.asarray(years, dtype=np.float64)
        ramp = np.ones_like(at) if self.full == self.start else (at - self.start) / (self.full - self.start)
        ramp = np.where(at < self.start, 0.0, np.clip(ramp, 0.0, 1.0))
        return ramp if self.end is None else np.where(at >= self.end, 0.0, ramp)


@dataclass(frozen=True)
class Milestone:
    """Something that a path reaches or misses.

    Parameters
    ----------
    outcome : str
        Name in `technostate.dynamics.OUTCOMES`.
    year : int
        The year that is looked at, or the last of those that are.
    compare : {"at_least", "at_most"}
        On which side of `value` it is reached.
    value : float
        In the outcome's unit; the ratio of the two where `against` is given.
    definition : str
        What exactly is counted, in words.
    against : str
        Region by whose figure of the same year that of `region` is divided; empty for none.
    when : {"in", "by"}
        Whether it is reached in the year, or in any year up to it.
    goal : str
        Goal of a state's file that it follows, as ``CHN:gdp-per-head-2035-double``; empty for none.
    relative : bool
        Whether the figure is divided by that of the base year.
    """

    id: str
    title: str
    region: str
    outcome: str
    year: int
    compare: Literal["at_least", "at_most"]
    value: float
    definition: str
    against: str = ""
    when: Literal["in", "by"] = "in"
    goal: str = ""
    relative: bool = False

    @property
    def unit(self) -> str:
        """The symbol of the unit of what is compared."""
        return "ratio" if self.against or self.relative else OUTCOMES[self.outcome].symbol

    def figures(self, paths: Callable[[str, str], Array], years: Sequence[int]) -> Array:
        """Return what is compared, one figure a path: of the year, or the nearest to the goal of all up to it.

        Parameters
        ----------
        paths : callable
            (outcome, region) → array (runs, Y), as `technostate.futures.run.Run.paths`.
        years : sequence of int
            Y of them.

        Raises
        ------
        ScenarioError
            If the year is not among them.
        """
        if self.year not in years:
            raise ScenarioError(
                f"{self.id} asks for {self.year}; the paths run from {min(years)} to {max(years)}",
                hint="run a scenario that lasts as long, or ask for an earlier year",
            )
        last = list(years).index(self.year)
        found = np.asarray(paths(self.outcome, self.region), dtype=np.float64)
        if self.against:
            found = found / np.asarray(paths(self.outcome, self.against), dtype=np.float64)
        if self.relative:
            found = found / found[:, :1]
        if self.when == "in":
            return found[:, last]
        before = found[:, 1 : last + 1]
        best: Array = before.max(axis=1) if self.compare == "at_least" else before.min(axis=1)
        return best

    def met(self, paths: Callable[[str, str], Array], years: Sequence[int]) -> NDArray[np.bool_]:
        """Return which paths reach it; see `figures`.

        Raises
        ------
        DataError
            If a path has no figure: one that failed has neither reached nor missed it.
        """
        figures = self.figures(paths, years)
        if not np.isfinite(figures).all():
            raise DataError(
                f"{self.id}: {int((~np.isfinite(figures)).sum())} paths have no figure", hint="leave failed draws out"
            )
        return figures >= self.value if self.compare == "at_least" else figures <= self.value


@dataclass(frozen=True)
class Scenario:
    """What is assumed of the world to come, and what is asked of it.

    Parameters
    ----------
    text, source : str
        What it stands for, and where that is taken from.
    world : str
        Name of the world of the base year.
    regions, sectors : str
        ``16`` and ``14``, or ``full``.
    projections : tuple of str
        ``SSP1`` … ``SSP5`` or ``flat``; where there are several, one is drawn.
    last : int
        The last year of the paths.
    ranges : mapping of str to Span
        Parameters that are drawn from less than the range of the table, or not at all.
    apart : tuple of str
        Members of a group of the sixteen that stand by themselves.
    """

    name: str
    title: str
    text: str
    source: str
    world: str
    regions: str
    sectors: str
    projections: tuple[str, ...]
    last: int
    moves: tuple[Move, ...]
    ranges: Mapping[str, Span] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def base(self) -> int:
        """The base year."""
        return base_year(self.world)

    @property
    def years(self) -> tuple[int, ...]:
        """Every year of a path, the base year first."""
        return tuple(range(self.base, self.last + 1))

    def labels(self) -> tuple[str, ...]:
        """Return the labels of the N regions, in the order of the arrays."""
        return labels(self.world, self.regions, self.apart)

    def milestone(self, name: str) -> Milestone:
        """Return a milestone.

        Raises
        ------
        LabelError
            If the scenario has none of that id.
        """
        for row in self.milestones:
            if row.id == name:
                return row
        raise unknown_label("milestone", name, tuple(row.id for row in self.milestones))

    def span(self, parameter: str) -> Span:
        """Return the range from which a parameter is drawn here."""
        row = parameters()[parameter]
        return self.ranges.get(parameter, Span(row.low, row.high))

    def specification(self) -> dict[str, Any]:
        """Return all of it as plain values; `futures.scenarios.made` makes the same scenario of them again."""
        return {
            "name": self.name,
            "title": self.title,
            "text": self.text,
            "source": self.source,
            "world": self.world,
            "regions": self.regions,
            "sectors": self.sectors,
            "apart": list(self.apart),
            "projections": list(self.projections),
            "last": self.last,
            "moves": [_plain(move) for move in self.moves],
            "ranges": {name: {"low": span.low, "high": span.high} for name, span in self.ranges.items()},
            "milestones": [vars(row).copy() for row in self.milestones],
        }

    def digest(self) -> str:
        """Return a checksum of what decides the paths: titles, reasons and milestones are left out.

        The ranges of the table of parameters are in it, so that paths of another table are not taken for these.
        """
        decides = {
            "world": self.world,
            "regions": self.regions,
            "sectors": self.sectors,
            "apart": sorted(self.apart),
            "projections": list(self.projections),
            "last": self.last,
            "moves": [
                [m.name, m.region, m.lever, m.against, repr(m.low), repr(m.high), m.start, m.full, m.end]
                for m in self.moves
            ],
            "parameters": {
                name: [repr(float(part)) for part in (self.span(name).low, row.low, row.central, row.high)]
                + [repr(float(self.span(name).high)), row.form]
                for name, row in parameters().items()
            },
        }
        text = json.dumps(decides, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(move: Move) -> dict[str, Any]:
    """Return a move as a file writes it."""
    row: dict[str, Any] = {"name": move.name, "region": move.region, "lever": move.lever}
    row |= {"against": move.against} if move.against else {}
    row |= {"value": STOP} if math.isinf(move.low) else {"low": move.low, "high": move.high}
    row |= {"start": move.start, "full": move.full}
    row |= {} if move.end is None else {"end": move.end}
    return row | {"why": move.why} | ({"source": move.source} if move.source else {})


def base_year(world: str) -> int:
    """Return the year of a shipped world.

    Raises
    ------
    ScenarioError
        If its name holds none.

    Examples
    --------
    >>> base_year("icio-2022")
    2022
    """
    year = world.partition("-")[2][:4]
    if not year.isdecimal():
        raise ScenarioError(f"{world} is no shipped world", hint="technostate world list")
    return int(year)


def labels(world: str, regions: str, apart: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the labels of a division of a world's regions, in the order of the division's arrays.

    Parameters
    ----------
    regions : {"16", "full"}
        The sixteen of the shocks, or every region of the world.
    """
    from technostate import world as worlds
    from technostate.shocks.specification.regions import sixteen

    codes = worlds.load(world).regions
    return tuple(codes) if regions == "full" else tuple(dict.fromkeys(sixteen(codes, apart).values()))


def possible(outcome: str) -> tuple[float, float]:
    """Return the lowest and the highest figure that an outcome can have.

    Examples
    --------
    >>> possible("burden")
    (0.0, 1.0)
    """
    row = OUTCOMES[outcome]
    if row.unit.startswith(("share", "fraction")):
        return (-math.inf if outcome == "cost" else 0.0), 1.0
    return (0.0 if row.unit.startswith("ratio") else -math.inf), math.inf
