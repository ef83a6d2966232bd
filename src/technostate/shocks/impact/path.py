"""A shock through the years one to ten: one engine whose first year is that of the year and whose last the decade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.evidence.origin import Origin
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.batch import Base, Outcome, Progress, answered, central_or_raise, each, impact_of
from technostate.shocks.impact.decade import mean_elasticities, over_sets, set_of
from technostate.shocks.impact.draws import Doubt, Draw, Sample
from technostate.shocks.impact.record import Impact, Years
from technostate.shocks.impact.spread import Spread
from technostate.shocks.impact.year import LENDING, UNKNOWN_TARIFFS, beyond, check, ending, gone, taken, tried
from technostate.shocks.specification.resolve import Resolved

if TYPE_CHECKING:
    from technostate.shocks.year import Result, YearEconomy

Array = NDArray[np.float64]

#: The years that are solved.
YEARS = tuple(range(equilibria.FIRST, equilibria.LAST + 1))
_TOLD = {"real_income": "income", "gdp": "gdp", "consumer_prices": "consumer_prices", "employment": "employment"}


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
) -> Impact:
    """Return what a shock does in each of ten years: elasticities and mobility grow from the first to the last.

    The first year is that of `to_year` and the last that of `to_decade`, draw by draw; the tables of the impact are
    means over the years. Where measures end, what they did ends with them: the engine has no memory.

    Parameters
    ----------
    resolved, economy, sets, draws, doubt, origins
        As in `technostate.shocks.impact.decade.to_decade`.

    Raises
    ------
    ScenarioError
        If a measure is refused at this horizon.
    ConvergenceError
        If a year of the central case has no equilibrium.
    """
    check(resolved, economy, "path", draws)
    base = economy.base
    sample = Sample(resolved, draws, seed, doubt)
    thetas, names = list(sets.values()), list(sets)

    years = partial(_years, resolved, economy)
    usual = partial(years, Draw.central())
    first = central_or_raise(tried(partial(usual, thetas[0])))
    others = [central_or_raise(tried(partial(usual, theta, first))) for theta in thetas[1:]]
    middle = [equilibria.middle([*map(equilibria.outcome, rows)]) for rows in zip(first, *others, strict=True)]
    found = each(
        sample.rows,
        lambda draw: [*map(equilibria.outcome, years(draw, thetas[set_of(draw, len(thetas))], first))],
        "paths of ten years",
        progress,
        threads,
    )
    done = answered([f"{draw.case}, {names[set_of(draw, len(names))]}" for draw in sample.rows], found, "path")
    drawn = done.answers or [middle]
    return impact_of(
        resolved,
        "path",
        Base(base.base_income, base.base_output),
        _mean(middle),
        [_mean(rows) for rows in done.answers],
        sample.drawn("path", done.at, mean_elasticities(sample, economy, thetas)),
        notes=(
            *beyond(resolved.in_year("central"), economy),
            "means over years 1 to 10",
            *ending(resolved),
            *done.notes,
            *over_sets(names),
            UNKNOWN_TARIFFS,
            LENDING,
            *gone(resolved, equilibria.FIRST, equilibria.LAST),
            *own_closure(resolved),
            *taken(sample),
        ),
        origins=origins,
        failed=done.failed,
        course=Years(YEARS, **{name: _spread(drawn, middle, field) for name, field in _TOLD.items()}),
    )


def own_closure(resolved: Resolved) -> tuple[str, ...]:
    """Return the note on a shock that closes the decade in its own way, which no year of a path has."""
    note = "the path does not have the closure that the shock asks for: its year 10 is not the decade"
    return (note,) * bool(resolved.shock.closure.notes)


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


def _mean(years: Sequence[Outcome]) -> Outcome:
    """Return the mean over years, figure by figure."""
    return Outcome(*(np.mean([getattr(row, name) for row in years], axis=0) for name in Outcome._fields))


def _spread(drawn: Sequence[Sequence[Outcome]], middle: Sequence[Outcome], name: str) -> Spread:
    """Return the course of a figure by year and region over the draws, per cent."""
    cases = 100.0 * np.stack([[getattr(year, name) for year in years] for years in drawn])
    return Spread.over(cases, 100.0 * np.stack([getattr(year, name) for year in middle]))
