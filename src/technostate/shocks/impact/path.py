"""A shock through the years one to ten: one engine whose first year is that of the year and whose last the decade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
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
from technostate.shocks.impact.course import Years
from technostate.shocks.impact.draws import Doubt, Draw, Sample
from technostate.shocks.impact.long_run import mean_elasticities
from technostate.shocks.impact.notes import notes_of
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.spread import Spread
from technostate.shocks.impact.worlds_drawn import NONE, DrawnWorlds
from technostate.shocks.specification.resolve import Resolved

if TYPE_CHECKING:
    from technostate.shocks.year import Result, YearEconomy

Array = NDArray[np.float64]

#: The years that are solved.
YEARS = tuple(range(equilibria.FIRST, equilibria.LAST + 1))


def to_path(
    resolved: Resolved,
    economy: YearEconomy,
    sets: Mapping[str, Array],
    *,
    draws: int = 64,
    seed: int = 0,
    doubt: Doubt = None,
    origins: Sequence[Origin] = (),
    progress: Progress | None = None,
    threads: int = 1,
    worlds: DrawnWorlds = NONE,
) -> Impact:
    """Return what a shock does in each of ten years: elasticities and mobility grow from the first to the last.

    The first year is that of `to_year` and the last that of `to_decade` under the usual closure, draw by draw; the
    tables of the impact are means over the years. Where measures end, what they did ends with them: the engine has no
    memory.

    Parameters
    ----------
    resolved, economy, sets, draws, doubt, origins, worlds
        As in `technostate.shocks.impact.decade.to_decade`.

    Raises
    ------
    ScenarioError
        If a measure is refused at this horizon.
    ConvergenceError
        If a year of the central case has no equilibrium.
    """
    base = economy.base
    require_fit(resolved, "path", base, draws)
    sample, levels = Sample(resolved, draws, seed, doubt, economy.products), resolved.in_year("central")
    names, thetas = list(sets), list(sets.values())
    usual = partial(_years, resolved, economy, Draw.central())
    first = central_or_raise(tried(partial(usual, thetas[0])))
    others = [central_or_raise(tried(partial(usual, theta, first))) for theta in thetas[1:]]
    middle = [
        equilibria.together([*map(equilibria.outcome, rows)], np.median) for rows in zip(first, *others, strict=True)
    ]
    own = [(row.resolved(resolved), row.year) for row in worlds.rows]

    def drawn_years(draw: Draw) -> list[Outcome]:
        there, start = worlds.of(draw.case, (resolved, economy), own)
        return [*map(equilibria.outcome, _years(there, start, draw, draw.one_of(thetas), first))]

    found = each(
        sample.rows,
        drawn_years,
        "paths of ten years",
        progress,
        threads,
    )
    done = answered([f"{draw.case}, {draw.one_of(names)}" for draw in sample.rows], found, "path")
    drawn = done.answers or [middle]
    return impact_of(
        resolved,
        "path",
        Base(base.base_income, base.base_output),
        equilibria.together(middle, np.mean),
        [equilibria.together(rows, np.mean) for rows in done.answers],
        worlds.beside(sample.drawn("path", done.at, mean_elasticities(economy, thetas))),
        notes=(*notes_of("path", sample, levels, economy, done.notes, names), *worlds.notes),
        origins=origins,
        failed=done.failed,
        course=Years(YEARS, **{name: _spread(drawn, middle, name) for name in Years.NAMES}),
    )


def _years(
    resolved: Resolved, economy: YearEconomy, draw: Draw, theta: Array, near: Sequence[Result] = ()
) -> list[Result]:
    """Return the equilibria of a draw in every year.

    A draw starts from the central case of its year, `near`; the central case from the year before.
    """
    rows: list[Result] = []
    for at, year in enumerate(YEARS):
        start = near[at] if near else rows[-1] if rows else None
        # The ends are those of year and decade, where the central case is solved more closely.
        fine = draw.case == "central" and year in (equilibria.FIRST, equilibria.LAST)
        tolerance = equilibria.CENTRAL_TOLERANCE if fine else equilibria.DRAWN_TOLERANCE
        levels = resolved.in_year(draw.case, year)
        rows.append(equilibria.solve(economy, levels, draw, theta, year, start=start, tolerance=tolerance))
    return rows


def _spread(drawn: Sequence[Sequence[Outcome]], middle: Sequence[Outcome], name: str) -> Spread:
    """Return the course of a figure by year and region over the draws, per cent."""
    cases = 100.0 * np.stack([[getattr(year, name) for year in years] for years in drawn])
    return Spread.over(cases, 100.0 * np.stack([getattr(year, name) for year in middle]))
