"""The dynamics at the draws of a scenario: what a run asks, draw by draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate import dynamics
from technostate.dynamics import OUTCOMES, Baseline, Path, Setting, Values, parameters
from technostate.errors import DataError
from technostate.futures import draws
from technostate.futures.scenario import Scenario
from technostate.futures.space import Draw, Space

Array = NDArray[np.float64]


class Dynamics:
    """The model of a scenario.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    lifted : tuple of int
        Places of moves that are drawn as all others and not made.

    Raises
    ------
    DataError
        If the scenario and the setting made for it name different regions or years.
    """

    outcomes = tuple(OUTCOMES)

    def __init__(self, scenario: Scenario, lifted: tuple[int, ...] = ()) -> None:
        self.scenario = scenario
        self.space = Space.of(scenario)
        made = tuple(move for at, move in enumerate(scenario.moves) if at not in lifted)
        self._made = Space.of(replace(scenario, moves=made)) if lifted else None
        self.dimensions = dimensions(scenario)
        self._numbers = draws.numbered(self.space.names)
        self._settings: dict[str, Setting] = {}
        self._bases: dict[Any, Baseline] = {}
        self._making = Lock()
        first = self._setting(scenario.projections[0])
        self.regions, self.years = first.regions, first.years

    def points(self, seed: int, numbers: range) -> Array:
        """Return the draws as places between 0 and 1, an array (draws, D)."""
        return draws.places(numbers.start, len(numbers), self._numbers, seed)

    def values(self, points: Array) -> Array:
        """Return what is drawn at these places, an array (draws, D) in the units of the dimensions."""
        found = self.space.table(points)
        return np.stack([found[name] for name in self.space.names], axis=1) if found else np.empty((len(points), 0))

    def path(self, point: Array, kept: dict[Any, Any]) -> Mapping[str, Array]:
        """Return outcome → array (Y, N) at a place.

        Parameters
        ----------
        point : array (D,)
        kept : dict
            Baselines of the batch, the last one alone where each draw has its own.

        Raises
        ------
        ConvergenceError
            If a year has no solution.
        """
        return self.whole(point, kept)[2].outcomes

    def whole(self, point: Array, kept: dict[Any, Any]) -> tuple[Setting, Draw, Path]:
        """Return the setting, what is drawn and the path at a place; else as `path`."""
        draw = self.space.draw(point)
        setting = self._setting(draw.projection)
        base = self._baseline(setting, draw.values, kept)
        if self._made is not None:
            policy = self._made.policy(dict(zip(self.space.names, point.tolist(), strict=True)))
            draw = replace(draw, policy=policy)
        return setting, draw, dynamics.path(setting, base, draw.values, draw.policy)

    def _baseline(self, setting: Setting, values: Values, kept: dict[Any, Any]) -> Baseline:
        """Return the baseline of a draw; draws with the same growth share one, whatever else they draw."""
        # Made of growth alone, so that it is the same bits whichever draw asks first.
        growth = {name: values[name] for name in values if _decides(name)}
        key = (setting.projection, *growth.values())
        if not self._drawn:
            with self._making:
                if key not in self._bases:
                    self._bases[key] = dynamics.baseline(setting, Values(growth))
                return self._bases[key]
        if key not in kept:
            kept.clear()
            kept[key] = dynamics.baseline(setting, Values(growth))
        found: Baseline = kept[key]
        return found

    @property
    def _drawn(self) -> bool:
        """Whether draws differ in growth, beside the projection."""
        return any(_decides(name) for name in self.space.names)

    def _setting(self, projection: str) -> Setting:
        """Return the setting of a projection, made once."""
        with self._making:
            if projection not in self._settings:
                self._settings[projection] = self._calibrated(projection)
            return self._settings[projection]

    def _calibrated(self, projection: str) -> Setting:
        asked = self.scenario
        found = dynamics.calibrated(
            asked.world,
            regions="full" if asked.regions == "full" else "16",
            sectors="full" if asked.sectors == "full" else "14",
            projection=projection,
            last=asked.last,
            apart=asked.apart,
        )
        if found.regions != asked.labels() or found.years != asked.years:
            raise DataError(
                f"{asked.name} is for {len(asked.labels())} regions {asked.base}–{asked.last}; its setting has "
                f"{len(found.regions)}, {found.years[0]}–{found.years[-1]}",
                hint="name a world, regions and a last year that go together",
            )
        return replace(found, projection=projection)


def of(scenario: Scenario) -> Dynamics:
    """Return the model of a scenario; a function that can be sent to a worker with its argument."""
    return Dynamics(scenario)


def dimensions(scenario: Scenario) -> tuple[Mapping[str, Any], ...]:
    """Return what is drawn in a scenario, as spec.json writes it."""
    rows = (asdict(row) for row in Space.of(scenario).dimensions)
    return tuple({key: list(part) if isinstance(part, tuple) else part for key, part in row.items()} for row in rows)


def _decides(name: str) -> bool:
    """Return whether a baseline depends on a parameter."""
    table = parameters()
    return name in table and table[name].mechanism == "baseline"
