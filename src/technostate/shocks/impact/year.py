"""A shock through the engine of the year: one equilibrium a draw, and scenario rows beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

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
from technostate.shocks.impact.draws import Doubt, Draw, Sample
from technostate.shocks.impact.notes import notes_of
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.variants import hard_to_replace, on_bans
from technostate.shocks.impact.worlds_drawn import NONE, DrawnWorlds
from technostate.shocks.specification.resolve import Resolved

if TYPE_CHECKING:
    from technostate.shocks.year import YearEconomy


def to_year(
    resolved: Resolved,
    economy: YearEconomy,
    *,
    draws: int = 64,
    seed: int = 0,
    doubt: Doubt = None,
    origins: Sequence[Origin] = (),
    progress: Progress | None = None,
    threads: int = 1,
    worlds: DrawnWorlds = NONE,
) -> Impact:
    """Return what a shock does in its first year: each measure by its days in force, one equilibrium a draw.

    Parameters
    ----------
    resolved : Resolved
        On the regions and sectors of the economy, with as many draws.
    draws : int
        Cases of the range; 0 for the central case alone.
    doubt : float, optional
        Share of the draws in which nothing replaces what a ban takes away; the parameter's central value by default.
    origins : sequence of Origin
        Of the world and of what else the figures rest on.
    worlds : DrawnWorlds, optional
        Whose products have other values and makers (`Stage.drawn_worlds`); changes of a draw are from its own base.

    Raises
    ------
    ScenarioError
        If a measure is refused at this horizon, or a total ban leaves a buyer without any supplier.
    ConvergenceError
        If the central case has no equilibrium. Other cases without one are counted in the notes and named in `failed`.

    References
    ----------
    Baqaee, D. and E. Farhi (2024). Networks, barriers, and trade. Econometrica 92(2), 505–541.
    """
    base = economy.base
    require_fit(resolved, "year", base, draws)
    sample, levels = Sample(resolved, draws, seed, doubt, economy.products), resolved.in_year("central")
    solve = partial(equilibria.solve, theta=base.trade_elasticity)
    central = partial(solve, economy, levels, Draw.central(), tolerance=equilibria.CENTRAL_TOLERANCE)
    near = central_or_raise(tried(central))
    own = [(row.resolved(resolved), row.year) for row in worlds.rows]

    def drawn(draw: Draw) -> Outcome:
        there, start = worlds.of(draw.case, (resolved, economy), own)
        return equilibria.outcome(solve(start, there.in_year(draw.case), draw, start=near))

    found = each(
        sample.rows,
        drawn,
        "equilibria of the year",
        progress,
        threads,
    )
    done = answered([draw.case for draw in sample.rows], found, "equilibrium")
    beside: list[Variant] = []
    if draws and sample.rations:

        def told(draw: Draw) -> Outcome:
            return equilibria.outcome(solve(economy, levels, draw, start=near))

        beside += (*on_bans(told), *hard_to_replace(told, sample.drawn_products))
    return impact_of(
        resolved,
        "year",
        Base(base.base_income, base.base_output),
        equilibria.outcome(near),
        done.answers,
        worlds.beside(sample.drawn("year", done.at)),
        notes=(*notes_of("year", sample, levels, economy, done.notes), *worlds.notes),
        origins=origins,
        failed=done.failed,
        variants=beside,
    )
