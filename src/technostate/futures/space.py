"""What is drawn in a scenario, and the way from a point of the unit cube to parameters, levers and a projection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics import LEVERS, Policy, Values, parameters
from technostate.dynamics.levers import BY_PAIR, BY_REGION
from technostate.errors import ScenarioError
from technostate.futures.scenario import Move, Scenario

Array = NDArray[np.float64]
#: What the draw of the projection is called.
PROJECTION = "projection"
#: Levers that are the same for both states of a pair.
MUTUAL = ("barrier",)


@dataclass(frozen=True)
class Dimension:
    """One thing that is drawn.

    Parameters
    ----------
    name : str
        A parameter, the name of a move, or ``projection``.
    low, high : float
        Ends of the range; of a move the place between its low and its high where it moves several levers by several
        ranges; of a choice 0 and the number of choices less one.
    form : {"even", "logs", "normal", "choice"}
        Even, even in logs, normal about `centre` and cut off at the ends, or one of several.
    unit : str
        Of the ends.
    centre, deviation : float
        Of a normal.
    choices : tuple of str
        Of a choice.
    """

    name: str
    title: str
    low: float
    high: float
    form: Literal["even", "logs", "normal", "choice"]
    unit: str = "1"
    centre: float = 0.0
    deviation: float = 1.0
    choices: tuple[str, ...] = ()

    def value(self, at: Array | float) -> Array:
        """Return the value at a place of the unit interval; rising, and never outside the range.

        Parameters
        ----------
        at : array or float
            From 0 to 1.

        Examples
        --------
        >>> Dimension("x", "X", 0.1, 10.0, "logs").value(0.5).round(12).item()
        1.0
        """
        u = np.asarray(at, dtype=np.float64)
        if self.form == "choice":
            n = len(self.choices)
            return np.asarray(np.minimum(np.floor(u * n), n - 1.0))
        if self.form == "logs":
            found = np.exp(np.log(self.low) + u * (np.log(self.high) - np.log(self.low)))
        elif self.form == "normal":
            from scipy.special import ndtr, ndtri

            first, last = (ndtr((end - self.centre) / self.deviation) for end in (self.low, self.high))
            found = self.centre + self.deviation * ndtri(first + u * (last - first))
        else:
            found = self.low + u * (self.high - self.low)
        return np.asarray(np.minimum(np.maximum(found, self.low), self.high))


@dataclass(frozen=True, eq=False)
class Draw:
    """What one path is made with."""

    values: Values
    policy: Policy
    projection: str


@dataclass(frozen=True, eq=False)
class Space:
    """Everything that is drawn in a scenario.

    Parameters
    ----------
    dimensions : tuple of Dimension
        Parameters in the order of the table, then the projection, then moves in the order of the scenario.
    """

    scenario: Scenario
    dimensions: tuple[Dimension, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> Space:
        """Return the space of a scenario: what is a point is no dimension."""
        found = [_parameter(scenario, name) for name in parameters() if not scenario.span(name).point]
        if len(scenario.projections) > 1:
            n = len(scenario.projections)
            found.append(Dimension(PROJECTION, "Projection", 0.0, n - 1.0, "choice", choices=scenario.projections))
        moves: dict[str, list[Move]] = {}
        for move in scenario.moves:
            moves.setdefault(move.name, []).append(move)
        found += [_move(name, rows) for name, rows in moves.items() if any(row.drawn for row in rows)]
        return cls(scenario, tuple(found))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the dimensions."""
        return tuple(row.name for row in self.dimensions)

    def draw(self, point: Array) -> Draw:
        """Return what a path is made with at a point of the unit cube.

        Parameters
        ----------
        point : array (D,)
            One number from 0 to 1 a dimension.

        Raises
        ------
        ScenarioError
            If there are not as many numbers as dimensions, or one is outside 0 to 1.
        """
        at = self._checked(point)
        place = dict(zip(self.names, at.tolist(), strict=True))
        values = {row.name: float(row.value(place[row.name])) for row in self.dimensions if row.name in parameters()}
        fixed = {name: span.low for name, span in self.scenario.ranges.items() if span.point}
        projection = self.scenario.projections[0]
        for row in self.dimensions:
            if row.form == "choice":
                projection = row.choices[int(row.value(place[row.name]))]
        return Draw(Values(fixed | values), self.policy(place), projection)

    def table(self, points: Array) -> dict[str, Array]:
        """Return dimension → values at many points, in the units of the dimensions.

        Parameters
        ----------
        points : array (runs, D)
        """
        return {row.name: row.value(points[:, column]) for column, row in enumerate(self.dimensions)}

    def policy(self, place: dict[str, float]) -> Policy:
        """Return the levers.

        Parameters
        ----------
        place : dict of str to float
            Name of a move → place between its low and its high; the low where it is not named.
        """
        years = self.scenario.years
        policy = Policy.none(len(years), len(self._index))
        for move, years_in, share in self._courses:
            value = move.low + place.get(move.name, 0.0) * (move.high - move.low) if move.drawn else move.low
            _set(policy, move, years_in, value * share, self._index)
        return policy

    @cached_property
    def _courses(self) -> tuple[tuple[Move, slice, Array], ...]:
        """Return each move with the years in which it is more than nothing, one after the other, and its parts then."""
        found = []
        for move in self.scenario.moves:
            share = move.share(self.scenario.years)
            moved = np.flatnonzero(share)
            if not len(moved):
                continue
            years = slice(int(moved[0]), int(moved[-1]) + 1)
            found.append((move, years, share[years]))
        return tuple(found)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {label: at for at, label in enumerate(self.scenario.labels())}

    def _checked(self, point: Array) -> Array:
        at = np.asarray(point, dtype=np.float64)
        if at.shape != (len(self.dimensions),):
            raise ScenarioError(
                f"the point has shape {at.shape}; {self.scenario.name} draws {len(self.dimensions)} things",
                hint=f"in this order: {', '.join(self.names)}",
            )
        if not ((at >= 0) & (at <= 1)).all():
            raise ScenarioError("a point has numbers outside 0 to 1", hint="give one number from 0 to 1 a dimension")
        return at


def _set(policy: Policy, move: Move, years: slice, course: Array, index: dict[str, int]) -> None:
    """Write a move into the arrays of a policy that is being made; moves of one lever add up."""
    n = index[move.region]
    if not move.against:
        policy.by_region[years, n, BY_REGION.index(move.lever)] += course
        return
    m, lever = index[move.against], BY_PAIR.index(move.lever)
    policy.by_pair[years, lever, n, m] += course
    if move.lever in MUTUAL:
        policy.by_pair[years, lever, m, n] += course


def _parameter(scenario: Scenario, name: str) -> Dimension:
    row, span = parameters()[name], scenario.span(name)
    return Dimension(name, row.meaning, span.low, span.high, row.form, row.unit, row.central, (row.high - row.low) / 4)


def _move(name: str, rows: list[Move]) -> Dimension:
    """Return the dimension of a move; of several with unlike ranges its place between low and high."""
    ranges = {(row.low, row.high) for row in rows}
    who = " and ".join(dict.fromkeys(row.region for row in rows))
    whom = " and ".join(dict.fromkeys(row.against for row in rows if row.against))
    lever = LEVERS[rows[0].lever]
    title = f"{who}: {lever.meaning[0].lower()}{lever.meaning[1:]}" + (f" ({whom})" if whom else "")
    if len(ranges) > 1 or len({row.lever for row in rows}) > 1:
        return Dimension(name, f"{title}: place between low and high", 0.0, 1.0, "even")
    ((low, high),) = ranges
    return Dimension(name, title, low, high, "even", lever.unit)
