"""A world made ready for shocks: its division into regions and the economies of the three engines, each made once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.shocks.impact.draws import sectors_of
from technostate.shocks.impact.worlds_drawn import NONE, DrawnWorlds, drawn_worlds
from technostate.shocks.specification.labels import members
from technostate.shocks.specification.regions import sixteen
from technostate.shocks.specification.resolve import Resolved, coarsen, resolve
from technostate.shocks.specification.shock import WORLD, Shock

if TYPE_CHECKING:
    from technostate.evidence.origin import Origin
    from technostate.shocks.specification.division import Division
    from technostate.shocks.specification.horizons import Horizon
    from technostate.shocks.weeks import FlowEconomy
    from technostate.shocks.year import YearEconomy
    from technostate.world import World

Array = NDArray[np.float64]
Regions = Literal["16", "full"]
#: A date, ``world``, or the path of a CSV file.
Tariffs = str | Path


class Stage:
    """A world at one division of regions, shared by all shocks and horizons that are asked of it.

    Parameters
    ----------
    regions : {"16", "full"}
        Sixteen regions (`technostate.shocks.specification.regions`), where the world has more, or the world's own.
    apart : sequence of str
        Regions shown by themselves beside the sixteen, taken out of their group.
    tariffs : str, Path or None
        Where year and decade start from: a date, ``world`` or a file (`technostate.world.tariffs.with_tariffs`). What
        is said here goes before what a shock says; None leaves it to the shock, and to the world's usual date.

    Raises
    ------
    ScenarioError
        If `regions` is neither.
    DataError
        If the tariffs are unknown or do not fit the world.
    """

    def __init__(
        self, fine: World, regions: Regions = "16", apart: Sequence[str] = (), tariffs: Tariffs | None = None
    ) -> None:
        if regions not in get_args(Regions):
            raise ScenarioError(f"regions is {regions!r}", hint="it can be '16' or 'full'")
        self.given, self.tariffs = fine, tariffs
        self.coarse = regions == "16" and len(fine.regions) > 16
        self._label = sixteen(fine.regions, apart) if self.coarse else {region: region for region in fine.regions}
        self._regions, self._apart = regions, tuple(apart)
        self._others: dict[str, Stage] = {}
        #: Whose division and days are shared: they do not read tariffs.
        self._flows: Stage | None = None
        #: Of the products that were asked for last.
        self._drawn: tuple[tuple[str, ...], DrawnWorlds] = (), NONE
        if tariffs is not None:
            # What does not fit is said when the stage is made, not at its first use.
            _ = self.fine

    @cached_property
    def fine(self) -> World:
        """The world as it was given, with the tariffs that are asked for."""
        from technostate.world.tariffs import with_tariffs

        return with_tariffs(self.given, self.tariffs)

    def on(self, tariffs: Tariffs | None) -> Stage:
        """Return the same stage with other tariffs; it is made once, and what does not read tariffs is shared."""
        from technostate.world.tariffs import identity

        if tariffs is None or tariffs == self.tariffs:
            return self
        key = identity(tariffs)
        if key not in self._others:
            other = Stage(self.given, self._regions, self._apart, tariffs)
            other._flows = self
            self._others[key] = other
        return self._others[key]

    def of(self, shock: Shock) -> Stage:
        """Return the stage that a shock starts from: this one, or with the shock's own tariffs if none were asked.

        A world that has no tariffs by date keeps its own; `base_note` says so.
        """
        from technostate.world.tariffs import has_dates

        if shock.base is None or self.tariffs is not None or not has_dates(self.given):
            return self
        return self.on(shock.base.tariffs)

    def base_note(self, shock: Shock) -> str:
        """Return which tariffs year and decade start from, as a note."""
        from technostate.world.tariff_dates import OWN
        from technostate.world.tariffs import date_of, default_date, is_own, is_path

        date = date_of(self.fine)
        if is_path(self.tariffs):
            return f"base tariffs: those of the file {Path(str(self.tariffs)).name}, else of {default_date(self.given)}"
        if is_own(self.tariffs):
            return f"base tariffs: {self.tariffs} of the store, else of {default_date(self.given)}"
        if date is None:
            told = OWN if self.tariffs is not None or shock.base is None else shock.base.tariffs
            instead = "" if told == OWN else f", not those of {told}"
            found = "none are known" if self.fine.tariff is None else "the world's own table"
            return f"base tariffs: {found}{instead}"
        asked = "" if self.tariffs in (None, OWN, date) else f", the newest known for {self.tariffs}"
        return f"base tariffs: {date}{asked}"

    @cached_property
    def world(self) -> World:
        """The world on which the engines run."""
        from technostate.world import aggregate

        return aggregate(self.fine, regions=self._label) if self.coarse else self.fine

    @cached_property
    def division(self) -> Division:
        """From the fine regions to those of `world`."""
        from technostate.shocks.specification.division import Division

        if self._flows is not None:
            return self._flows.division
        return Division(self.fine, self._label, self.world.name)

    @cached_property
    def weeks(self) -> FlowEconomy:
        """The base of the weeks engine."""
        from technostate.shocks.weeks import FlowEconomy

        if self._flows is not None:
            return self._flows.weeks
        return FlowEconomy.from_world(self.world)

    @cached_property
    def year(self) -> YearEconomy:
        """The base of year, path and decade, at central elasticities; unknown tariffs are taken as none."""
        from technostate.shocks.year import YearEconomy

        return YearEconomy.from_world(self.world, missing_tariff=0.0)

    @cached_property
    def long_run(self) -> Mapping[str, Array]:
        """Trade elasticities of the decade (J,), by conventional set."""
        from technostate.shocks.impact.long_run import long_run

        return long_run(self.world)

    @cached_property
    def low_long_run(self) -> Mapping[str, Array]:
        """Low trade elasticities of the decade (J,), for the row beside the range."""
        from technostate.shocks.impact.long_run import low_long_run

        return low_long_run(self.world)

    def origins(self, horizon: Horizon) -> tuple[Origin, ...]:
        """Return what a horizon rests on: the world, and where prices move, its tariffs and sets of elasticities."""
        from technostate.world import elasticities, elasticity_sets

        world, found = self.world, [self.world.origin]
        if horizon != "weeks" and world.tariff_origin is not None:
            found.append(world.tariff_origin)
        if horizon in ("path", "decade"):
            # A world without sets of its own has four throughout, which is a set too.
            known = set(elasticity_sets())
            found += [elasticities(name if name in known else "U4").origin for name in self.long_run]
        return tuple(found)

    def regions_of(self, names: Sequence[str], year: int) -> tuple[str, ...]:
        """Return the regions of `world` that states and groups of states are, or together make up.

        Parameters
        ----------
        names : sequence of str
            States and groups, at least one.
        year : int
            Of the groups' membership.

        Raises
        ------
        ScenarioError
            If a state is only part of a region at this division, or not in the world.
        """
        states = {state for name in names for state in members(name, year)} | set(names) & set(self.fine.regions)
        label = self._label
        there = {region for region in self.fine.regions if region in states}
        chosen = [group for group in self.world.regions if any(label[region] == group for region in there)]
        partly = [
            group
            for group in chosen
            if any(label[region] == group and region not in there for region in self.fine.regions)
        ]
        if partly or not chosen:
            raise ScenarioError(
                f"{', '.join(names)} is not shown apart in {self.world.name}"
                + (f": part of {', '.join(partly)}" if partly else ""),
                hint="regions='full' shows every state of the world by itself" if self.coarse else "name other states",
            )
        return tuple(chosen)

    def drawn_worlds(self, resolved: Resolved, seed: int = 0) -> DrawnWorlds:
        """Return the worlds that the draws of a shock share; they are kept for the next shock on the same products.

        Parameters
        ----------
        resolved : Resolved
            Of this stage.
        seed : int
            That of its draws.
        """
        touched = sectors_of(resolved)
        codes = tuple(code for code in self.fine.products if code in touched)
        if not (codes and resolved.draws):
            return NONE
        if self._drawn[0] != codes:
            self._drawn = codes, drawn_worlds(self.fine, codes, self._label if self.coarse else None, self.world.name)
        return replace(self._drawn[1], seed=seed)

    def resolve(self, shock: Shock, draws: int = 0, seed: int = 0) -> Resolved:
        """Return a shock on the axes of `world`.

        Parameters
        ----------
        draws, seed : int
            As in `technostate.shocks.specification.resolve.resolve`.
        """
        found = resolve(shock, self.fine, draws, seed)
        return coarsen(found, self.fine, self.division) if self.coarse else found


def stage_of(
    world: str | World | Stage,
    regions: Regions = "16",
    apart: Sequence[str] = (),
    tariffs: Tariffs | None = None,
) -> Stage:
    """Return the stage of a world; that of a shipped world, by its name, is kept for the next call.

    Parameters
    ----------
    apart : sequence of str
        As for a `Stage`; neither is asked of one, which has its own.
    tariffs : str, Path or None
        As for a `Stage`; asked of one too.
    """
    if isinstance(world, Stage):
        return world.on(tariffs)
    if isinstance(world, str):
        return _named(world, regions, tuple(apart)).on(tariffs)
    return Stage(world, regions, apart, tariffs)


def stage_for(
    shock: Shock, world: str | World | Stage | None, regions: Regions = "16", tariffs: Tariffs | None = None
) -> Stage:
    """Return the stage that a shock runs on: of the world that is asked for, else of its own, else of `WORLD`.

    Parameters
    ----------
    world, regions, tariffs
        As in `stage_of`; a world of None leaves it to the shock.
    """
    return stage_of(shock.world or WORLD if world is None else world, regions, tariffs=tariffs).of(shock)


@lru_cache(maxsize=2)
def _named(name: str, regions: Regions, apart: tuple[str, ...]) -> Stage:
    from technostate import world as worlds

    return Stage(worlds.load(name), regions, apart)
