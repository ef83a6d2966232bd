"""Shocks run for a reader: on one world at one resolution, with progress, and with finished parts kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from technostate.errors import ScenarioError, TechnostateError
from technostate.shocks.impact.compare import USUAL_DRAWS
from technostate.shocks.impact.packed import IMPACT
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.impact.stocks import USUAL, Stocks
from technostate.shocks.kept import Parts
from technostate.shocks.progress import Pace
from technostate.shocks.specification import HORIZONS, Shock
from technostate.shocks.specification.horizons import EVERY, Horizon
from technostate.shocks.specification.shock import WORLD

if TYPE_CHECKING:
    from technostate.shocks.impact.coalition import CoalitionCurve
    from technostate.shocks.impact.stage import Regions, Stage
    from technostate.world import World

#: Cases drawn: a number, or None for the engine's usual one.
Draws = int | None

#: How long a case takes at each horizon, roughly, against the others: for the time left, not for any figure.
LENGTHS: Mapping[Horizon, float] = {"weeks": 4.0, "year": 1.0, "path": 12.0, "decade": 1.3}
#: Draws of each step of a coalition where the engine's usual number is taken for the shock itself.
CURVE: Mapping[Horizon, int] = {"weeks": 8, "year": 16, "path": 16, "decade": 16}

#: Steps of a coalition at most.
STEPS = 4


@dataclass(frozen=True)
class Runs:
    """How shocks are run.

    Parameters
    ----------
    world : str, World or None
        Name of a shipped world, or a world; None for the own one of each shock (`of`).
    regions : {"16", "full"}
        Division of the world.
    draws : int, None, or a mapping of horizon to them
        Cases drawn from all ranges; None is the engines' usual number, 0 none.
    days : int
        Simulated at the horizon of weeks.
    parts : Parts or None
        Where finished impacts are kept.
    apart : tuple of str
        Regions taken out of their group of the sixteen, each by itself.
    tariffs : str, Path or None
        Where year and decade start from: a date, ``world`` or a file; None leaves it to shocks and the world.
    doubt : float or None
        Share of the draws of year and decade in which nothing replaces what bans take away; None is the usual one.
    stocks : Stocks
        What users of goods hold at the start of the weeks.
    """

    world: str | World | None = None
    regions: Regions = "16"
    draws: Draws | Mapping[Horizon, Draws] = None
    seed: int = 0
    days: int = 91
    parts: Parts | None = field(default=None, compare=False)
    apart: tuple[str, ...] = ()
    tariffs: str | Path | None = None
    doubt: float | None = None
    stocks: Stocks = USUAL
    _others: dict[str, Runs] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, shock: Shock) -> Runs:
        """Return the runs of a shock: on the world that is asked for, else on its own."""
        if self.world is not None:
            return self
        name = shock.world or WORLD
        if name not in self._others:
            self._others[name] = replace(self, world=name)
        return self._others[name]

    @cached_property
    def stage(self) -> Stage:
        """The world made ready for shocks, shared by all of them."""
        from technostate.shocks.impact.stage import stage_of

        return stage_of(self.world or WORLD, self.regions, self.apart, self.tariffs)

    @property
    def titles(self) -> Mapping[str, str]:
        """Sector → its title in the world."""
        return self.stage.world.sector_titles

    def drawn(self, horizon: Horizon) -> Draws:
        """Return how many cases are drawn at a horizon; None for the engine's usual number."""
        return self.draws.get(horizon) if isinstance(self.draws, Mapping) else self.draws

    def lengths(
        self, horizons: Sequence[Horizon] = HORIZONS, *, shocks: int = 1, coalition: bool = False
    ) -> list[float]:
        """Return the lengths of the pieces of work, for `Pace`: shock by shock and horizon by horizon, then a curve.

        Parameters
        ----------
        coalition : bool
            Whether a coalition's curve comes last.
        """

        def length(name: Horizon, usual: int) -> float:
            drawn = self.drawn(name)
            # One more for the central case.
            return LENGTHS[name] * (1 + (usual if drawn is None else drawn))

        one = [length(name, USUAL_DRAWS[name]) for name in horizons]
        return one * shocks + [length(name, CURVE[name]) for name in horizons] * (STEPS if coalition else 0)

    def with_draws(self, draws: Draws | Mapping[Horizon, Draws]) -> Runs:
        """Return the same with another number of draws, on the same stage."""
        other = replace(self, draws=draws)
        if self.world is not None:
            other.__dict__["stage"] = self.stage
        return other

    def compared(self, shock: Shock, horizons: Sequence[Horizon] = HORIZONS, *, pace: Pace | None = None) -> Comparison:
        """Return what a shock does at several horizons, and why others have no answer.

        Parameters
        ----------
        pace : Pace, optional
            With one piece a horizon.
        """
        runs = self.of(shock)
        impacts: dict[Horizon, Impact] = {}
        refused: dict[Horizon, str] = {}
        for horizon in horizons:
            answer = runs.answer(shock, horizon, pace)
            if isinstance(answer, Impact):
                impacts[horizon] = answer
            else:
                refused[horizon] = answer
            if pace is not None:
                pace.next()
        return Comparison(shock, impacts, refused)

    def curve(
        self, shock: Shock, horizons: Sequence[Horizon] = HORIZONS, *, pace: Pace | None = None
    ) -> CoalitionCurve:
        """Return how losses change as the coalition grows: alone, with allies, with all.

        Each step has as many draws as the shock, or `CURVE` where that has the engine's usual number.

        Parameters
        ----------
        pace : Pace, optional
            With `STEPS` × as many pieces as horizons.
        """
        from technostate.shocks.impact.coalition import curve_by

        draws = {name: CURVE[name] if self.drawn(name) is None else self.drawn(name) for name in horizons}
        fewer = self.of(shock).with_draws(draws)
        return curve_by(shock, fewer.stage, lambda part, step: fewer.compared(part, horizons, pace=pace))

    def answer(
        self, shock: Shock, horizon: Horizon, pace: Pace | None = None, *, days: int | None = None
    ) -> Impact | str:
        """Return a shock's impact at a horizon, kept where parts are, or why it has none.

        Parameters
        ----------
        pace : Pace, optional
            Whose present piece this is.
        days : int, optional
            Simulated at the horizon of weeks in place of the usual ones.
        """
        if self.world is None:
            return self.of(shock).answer(shock, horizon, pace, days=days)
        over = self.days if days is None else days
        if self.parts is None:
            return self._made(shock, horizon, pace, over)

        def make() -> Impact:
            made = self._made(shock, horizon, pace, over)
            if isinstance(made, str):
                raise _NoAnswerError(made)
            return made

        try:
            return self.parts.answer(self._question(shock, horizon, over), make, IMPACT)
        except _NoAnswerError as error:
            return str(error)

    def _made(self, shock: Shock, horizon: Horizon, pace: Pace | None, days: int) -> Impact | str:
        from technostate.shocks.impact.compare import compare_horizons

        words = f"{shock.name}, {horizon}"

        def progress(done: int, total: int, what: str) -> None:
            if pace is not None:
                pace.within(done, total, words)

        if pace is not None:
            pace.within(0, 1, words)
        found = compare_horizons(
            shock,
            self.stage,
            horizons=(horizon,),
            draws=self.drawn(horizon),
            seed=self.seed,
            days=days,
            doubt=self.doubt,
            stocks=self.stocks,
            progress=progress,
        )
        return found.impacts[horizon] if horizon in found.impacts else found.refused[horizon]

    def _question(self, shock: Shock, horizon: Horizon, days: int | None = None) -> dict[str, Any]:
        """Return everything an impact depends on, in plain JSON types."""
        return {
            **self.world_question(shock),
            "horizon": horizon,
            "tariffs": self._tariffs_named if horizon != "weeks" else None,
            "doubt": self.doubt if horizon != "weeks" else None,
            "draws": self.drawn(horizon),
            "seed": self.seed,
            "days": (self.days if days is None else days) if horizon == "weeks" else None,
            "stocks": [self.stocks.days, self.stocks.factor] if horizon == "weeks" else None,
        }

    def world_question(self, shock: Shock) -> dict[str, Any]:
        """Return a shock, the lists of states it names, and the world at its division, in plain JSON types."""
        return {
            "shock": shock.as_dict(),
            "lists": _lists_of_states(shock),
            "world": self._world_name if self.world is not None else shock.world or WORLD,
            "regions": self.regions,
            "apart": list(self.apart),
        }

    @cached_property
    def _tariffs_named(self) -> str | None:
        """The date that was asked for; of a file, a digest of what it holds."""
        from technostate.world.tariffs import identity

        return None if self.tariffs is None else identity(self.tariffs)

    @cached_property
    def _world_name(self) -> str:
        """The name of a shipped world; of a user's, a digest of its tables, products and what its tariffs hang on."""
        assert self.world is not None, "a shock's own world is asked for by its name"
        if isinstance(self.world, str):
            return self.world
        maker = "" if self.world.tariff_origin is None else self.world.tariff_origin.title
        products = [repr(row) for row in self.world.products.values()]
        words = str(self.world.year), maker, *self.world.regions, "", *self.world.sectors, "", *products
        digest = hashlib.sha256("\0".join(words).encode())
        for table in (self.world.intermediate, self.world.final_demand, self.world.value_added, self.world.tariff):
            digest.update(b"" if table is None else table.tobytes())
        return digest.hexdigest()


def _lists_of_states(shock: Shock) -> dict[str, dict[str, list[str]]]:
    """Return the lists of sectors that a shock takes from states' files, which a user may change, with their codes."""
    from technostate.shocks.specification.labels import sector_codes

    named = {name for row in shock.measures for name in getattr(row, "sectors", ()) if "." in name}
    found = {name: sector_codes(name, shock.sector_lists) for name in sorted(named)}
    return {name: {key: list(codes) for key, codes in table.items()} for name, table in found.items()}


class _NoAnswerError(TechnostateError):
    """A horizon has no answer; its reason is the message."""


def horizons_named(word: str, *, path: bool = False) -> tuple[Horizon, ...]:
    """Return the horizons that a word of the command line names, in their order.

    Parameters
    ----------
    word : str
        ``weeks``, ``year``, ``path``, ``decade``, or ``all`` for the three without the path.
    path : bool
        Whether the path is asked for beside them.

    Raises
    ------
    ScenarioError
        If it is none of them.

    Examples
    --------
    >>> horizons_named("all"), horizons_named("year", path=True)
    (('weeks', 'year', 'decade'), ('year', 'path'))
    """
    if word != "all" and word not in EVERY:
        raise ScenarioError(f"unknown horizon {word!r}", hint=f"horizons are {', '.join(EVERY)}, or all")
    asked = {*(HORIZONS if word == "all" else (word,)), *(("path",) if path else ())}
    return tuple(name for name in EVERY if name in asked)
