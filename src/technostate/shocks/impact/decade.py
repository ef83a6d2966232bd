"""A shock through the equilibrium of the decade: every set of trade elasticities, bans as ceilings as in the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.evidence.origin import Origin
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.batch import (
    Base,
    Outcome,
    Progress,
    answered,
    central_or_raise,
    each,
    impact_of,
    require_fit,
    tried,
)
from technostate.shocks.impact.closing import closed, closed_base
from technostate.shocks.impact.draws import Doubt, Draw, Sample
from technostate.shocks.impact.long_run import mean_elasticities
from technostate.shocks.impact.notes import notes_of
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.uses import doubled, folded_outcome, levels_in
from technostate.shocks.impact.variants import low_elasticity, on_bans
from technostate.shocks.impact.worlds_drawn import NONE, DrawnWorlds
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.resolve import Resolved
from technostate.shocks.spending import require_spending_left

if TYPE_CHECKING:
    from technostate.shocks.year import Result, YearEconomy
    from technostate.world import World

Array = NDArray[np.float64]


def to_decade(
    resolved: Resolved,
    economy: YearEconomy,
    sets: Mapping[str, Array],
    *,
    draws: int = 64,
    seed: int = 0,
    doubt: Doubt = None,
    low: Mapping[str, Array] | None = None,
    origins: Sequence[Origin] = (),
    progress: Progress | None = None,
    threads: int = 1,
    world: World | None = None,
    worlds: DrawnWorlds = NONE,
) -> Impact:
    """Return what a shock does in its tenth year: a new equilibrium of trade with factors that move inside regions.

    The central case is the median of the sets of elasticities, figure by figure; a draw takes one of them.

    Parameters
    ----------
    resolved : Resolved
        On the regions and sectors of the economy, with as many draws.
    sets : mapping of str to array (J,)
        Trade elasticities by name (`long_run.long_run`).
    low : mapping of str to array (J,), optional
        Low long-run elasticities, for the row beside the range; the middle one is its figure.
    world : World, optional
        From which the economy was made; needed where a measure bears on inputs or on final goods alone.
    draws, doubt, origins, worlds
        As in `technostate.shocks.impact.year.to_year`.

    Raises
    ------
    ScenarioError
        If a measure is refused at this horizon, the world is needed and not given, or the central case has no meaning
        in the engine.
    ConvergenceError
        If the central case was not solved. Other cases without an answer are counted in the notes and are in `failed`.

    References
    ----------
    Caliendo, L. and F. Parro (2015). Estimates of the trade and welfare effects of NAFTA. Review of Economic Studies
    82(1), 1–44, equations 10–15.
    """
    base = economy.base
    require_fit(resolved, "decade", base, draws)
    tenth = _tenth(resolved, economy, world)
    sample, central, fine = (
        Sample(resolved, draws, seed, doubt, economy.products),
        Draw.central(),
        equilibria.CENTRAL_TOLERANCE,
    )
    names, thetas = list(sets), list(sets.values())
    near = central_or_raise(tried(partial(tenth.solved, central, thetas[0], tolerance=fine)))
    by_set = [central_or_raise(tried(partial(tenth.told, central, theta, near, fine))) for theta in thetas]
    middle = equilibria.together(by_set, np.median)
    own = [_tenth(row.resolved(resolved), row.year, row.world) for row in worlds.rows]
    found = each(
        sample.rows,
        lambda draw: worlds.of(draw.case, tenth, own).told(draw, draw.one_of(thetas), near),
        "equilibria of the decade",
        progress,
        threads,
    )
    done = answered([f"{draw.case}, {draw.one_of(names)}" for draw in sample.rows], found, "equilibrium")
    beside: list[Variant] = []
    if draws and sample.rations:
        # Rows beside the range take the one set that comes nearest to the median of all.
        usual = thetas[int(np.argmin([np.abs(row.real_income - middle.real_income).sum() for row in by_set]))]
        beside += on_bans(lambda draw: tenth.told(draw, usual, near))
    if draws:
        beside += low_elasticity([tried(partial(tenth.told, central, theta)) for theta in (low or {}).values()])
    return impact_of(
        resolved,
        "decade",
        Base(tenth.start.base.base_income, base.base_output),
        middle,
        done.answers,
        worlds.beside(sample.drawn("decade", done.at, mean_elasticities(economy, thetas))),
        notes=(*notes_of("decade", sample, tenth.central, tenth.start, done.notes, names), *worlds.notes),
        origins=origins,
        failed=done.failed,
        variants=beside,
    )


@dataclass(frozen=True, eq=False)
class _Tenth:
    """The tenth year of a shock on its own base: sectors doubled by use and closed as the shock asks for."""

    resolved: Resolved
    start: YearEconomy

    @cached_property
    def central(self) -> Levels:
        return levels_in(self.resolved, "central", equilibria.LAST)

    def theta(self, theta: Array) -> Array:
        return np.tile(theta, 1 + self.resolved.single_use)

    def solved(
        self, draw: Draw, theta: Array, near: Result | None = None, tolerance: float = equilibria.DRAWN_TOLERANCE
    ) -> Result:
        levels = self.central if draw.case == "central" else levels_in(self.resolved, draw.case, equilibria.LAST)
        solve = partial(
            equilibria.solve, self.start, levels, draw, self.theta(theta), equilibria.LAST, tolerance=tolerance
        )

        def at(labour: Array | None, deficit: Array | None, nearer: Result | None) -> Result:
            return solve(labour=labour, deficit=deficit, start=nearer or near)

        return closed(self.resolved.shock.closure, self.start, at)

    def told(
        self, draw: Draw, theta: Array, near: Result | None = None, tolerance: float = equilibria.DRAWN_TOLERANCE
    ) -> Outcome:
        found, base = equilibria.outcome(self.solved(draw, theta, near, tolerance)), self.start.base
        require_spending_left(found.real_income, base.regions, base.name)
        return folded_outcome(found, base) if self.resolved.single_use else found


def _tenth(resolved: Resolved, economy: YearEconomy, world: World | None) -> _Tenth:
    return _Tenth(resolved, closed_base(resolved.shock.closure, doubled(resolved, economy, world)))


def require_tenth(resolved: Resolved, economy: YearEconomy, theta: Array, world: World) -> None:
    """Raise `ScenarioError` where `to_decade` would before it looks for an equilibrium of the central case."""
    tenth = _tenth(resolved, economy, world)
    equilibria.require(tenth.start, tenth.central, Draw.central(), tenth.theta(theta), equilibria.LAST)
