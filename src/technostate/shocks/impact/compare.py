"""One shock on one world: at one horizon, or at all three beside each other."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from technostate.errors import ConvergenceError, ScenarioError
from technostate.shocks.impact.batch import Progress
from technostate.shocks.impact.decade import to_decade
from technostate.shocks.impact.draws import Doubt
from technostate.shocks.impact.path import to_path
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.impact.stage import Regions, Stage, Tariffs, stage_for
from technostate.shocks.impact.stocks import Stocks
from technostate.shocks.impact.weeks import require_days, to_weeks
from technostate.shocks.impact.year import to_year
from technostate.shocks.specification.horizons import EVERY, HORIZONS, Horizon, require
from technostate.shocks.specification.shock import Shock

if TYPE_CHECKING:
    from technostate.world import World

#: Cases drawn where nothing is asked for: weeks, whose cases take longest, have fewer.
USUAL_DRAWS: Mapping[Horizon, int] = MappingProxyType({"weeks": 8, "year": 64, "path": 64, "decade": 64})


def impact(
    shock: Shock,
    horizon: Horizon,
    world: str | World | Stage | None = None,
    *,
    regions: Regions = "16",
    tariffs: Tariffs | None = None,
    draws: int | None = None,
    seed: int = 0,
    days: int = 91,
    doubt: Doubt = None,
    stocks: Stocks | None = None,
    progress: Progress | None = None,
) -> Impact:
    """Return what a shock does at one horizon.

    Parameters
    ----------
    world : str, World, Stage or None
        Name of a shipped world, a world, or a `Stage` that several calls share; None for the shock's own, which is
        icio-2022 where it names none.
    regions : {"16", "full"}
        Division of the world.
    tariffs : str, Path or None
        Where year and decade start from: a date, ``world`` or a CSV file; it goes before what the shock says
        (`Stage`).
    draws : int, optional
        Cases of the range, drawn from everything that is not known; `USUAL_DRAWS` by default, 0 for the central case
        alone. A power of two covers the ranges most evenly.
    seed : int
        The same seed gives the same figures.
    days : int
        Days simulated at the horizon of weeks.
    doubt : float, optional
        Share of the draws, 0 to 1, in which nothing replaces what bans take away; a fifth by default. Weeks have no
        such draws.
    stocks : Stocks, optional
        What users of goods hold at the start of the weeks; the usual days by default.
    progress : callable, optional
        Called with cases done, cases in all and what they are, after each; what it raises stops the work.

    Raises
    ------
    ScenarioError
        If the shock has no meaning at the horizon or does not fit the world; lists all reasons.
    ConvergenceError
        If the central case has no equilibrium.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> found = impact(load("zte-2018"), "year", draws=0)
    >>> found.region("CHN").central < 0
    True
    """
    require(shock, horizon)
    require_days(days)
    require_share(doubt)
    stage = stage_for(shock, world, regions, tariffs)
    drawn = USUAL_DRAWS[horizon] if draws is None else draws
    resolved = stage.resolve(shock, drawn, seed)
    worlds = stage.drawn_worlds(resolved, seed)
    if horizon == "weeks":
        found = to_weeks(
            resolved, stage.weeks, days=days, draws=drawn, seed=seed, origins=stage.origins(horizon), progress=progress,
            worlds=worlds,
            parameters=None if stocks is None else stocks.parameters(stage.world),
        )  # fmt: skip
        said = "" if stocks is None else stocks.words
        return replace(found, notes=(*found.notes, *((f"stocks at the start: {said}",) * bool(said))))
    more: dict[str, Any] = {
        "draws": drawn, "seed": seed, "doubt": doubt, "origins": stage.origins(horizon), "progress": progress,
        "threads": os.cpu_count() or 1, "worlds": worlds,
    }  # fmt: skip
    if horizon == "year":
        found = to_year(resolved, stage.year, **more)
    elif horizon == "path":
        found = to_path(resolved, stage.year, stage.long_run, **more)
    else:
        found = to_decade(resolved, stage.year, stage.long_run, low=stage.low_long_run, world=stage.world, **more)
    return replace(found, notes=(*found.notes, stage.base_note(shock)))


def compare_horizons(
    shock: Shock,
    world: str | World | Stage | None = None,
    *,
    horizons: Sequence[Horizon] = HORIZONS,
    regions: Regions = "16",
    tariffs: Tariffs | None = None,
    draws: int | None = None,
    seed: int = 0,
    days: int = 91,
    doubt: Doubt = None,
    stocks: Stocks | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Return what a shock does at several horizons, and why it has no answer at the others that were asked for.

    Parameters
    ----------
    world, regions, tariffs, draws, seed, days, doubt, stocks, progress
        As in `impact`.

    Raises
    ------
    ScenarioError
        If a horizon is unknown, or the shock does not fit the world. What a horizon refuses, or has no equilibrium
        for, is not raised: it stands in `Comparison.refused`.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> found = compare_horizons(load("us-china-tariffs-2018"), horizons=("weeks", "decade"), draws=0)
    >>> tuple(found.impacts), tuple(found.refused)
    (('decade',), ('weeks',))
    """
    unknown = [name for name in horizons if name not in EVERY]
    if unknown or not horizons or isinstance(horizons, str):
        raise ScenarioError(
            f"unknown horizon {', '.join(map(repr, unknown))}" if unknown else f"horizons is {horizons!r}",
            hint=f"horizons are {', '.join(EVERY)}; give a sequence of them",
        )
    require_days(days)
    require_share(doubt)
    stage = stage_for(shock, world, regions, tariffs)
    # What does not fit the world is an error, not an answer of a horizon.
    stage.resolve(shock, 0 if draws is None else draws, seed)
    impacts: dict[Horizon, Impact] = {}
    refused: dict[Horizon, str] = {}
    for name in (name for name in EVERY if name in horizons):
        try:
            impacts[name] = impact(
                shock, name, stage, draws=draws, seed=seed, days=days, doubt=doubt, stocks=stocks, progress=progress
            )
        except (ScenarioError, ConvergenceError) as error:
            refused[name] = str(error)
    return Comparison(shock, impacts, refused)


def require_share(doubt: Doubt) -> None:
    """Raise `ScenarioError` if the share of draws without substitutes is none."""
    if doubt is not None and (isinstance(doubt, bool) or not isinstance(doubt, int | float) or not 0 <= doubt <= 1):
        raise ScenarioError(f"doubt is {doubt!r}", hint="a share of the draws from 0 to 1; 0.2 is usual")
