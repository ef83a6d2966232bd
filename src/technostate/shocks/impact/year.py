"""A shock through the engine of the year: one equilibrium a draw, and scenario rows beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from technostate.errors import ScenarioError, TechnostateError
from technostate.evidence.origin import Origin
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.batch import Base, Outcome, Progress, answered, central_or_raise, each, impact_of, reason
from technostate.shocks.impact.draws import Doubt, Draw, Rents, Sample
from technostate.shocks.impact.reach import cut_off
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.specification.horizons import Horizon, require
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.resolve import Resolved, days_until

if TYPE_CHECKING:
    from technostate.shocks.year import YearEconomy
    from technostate.world import World

Found = TypeVar("Found")

#: What else is assumed in each row beside the range, with the change of the central draw.
BAN_VARIANTS: dict[str, tuple[str, Rents | None]] = {
    "who rations": ("all scarcity rent goes to the side that rations", Rents(1.0, 0.0)),
    "other side": ("all scarcity rent goes to the other side", Rents(0.0, 1.0)),
    "used up": ("all scarcity rent is used up on contesting it", Rents(0.0, 0.0)),
    "no substitutes": ("nothing from outside the model replaces what bans take away", None),
}
#: How the note begins on shocks that are larger than the models were made for.
BEYOND = "beyond what the models were ever compared with"
#: How the note begins on a time in which no measure is in force.
NOTHING = "no measure is in force"
#: What every impact of an equilibrium says of itself.
UNKNOWN_TARIFFS = "unknown tariffs are taken as none"
#: What becomes of deficits, but at the decade of a shock that says so itself.
LENDING = (
    "lenders lend the share of their income that they lend at the base in the first year and hold its level after a "
    "decade, and what is frozen comes on top"
)


def year_economy(world: World) -> YearEconomy:
    """Return the economy of the year of a world, at central elasticities; unknown tariffs are taken as none."""
    from technostate.shocks.year import YearEconomy

    return YearEconomy.from_world(world, missing_tariff=0.0)


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
    check(resolved, economy, "year", draws)
    base = economy.base
    theta, central = base.trade_elasticity, Draw.central()
    levels = resolved.in_year("central")
    sample = Sample(resolved, draws, seed, doubt)
    solve = partial(equilibria.solve, economy, theta=theta)
    near = central_or_raise(tried(partial(solve, levels, central, tolerance=equilibria.CENTRAL_TOLERANCE)))
    found = each(
        sample.rows,
        lambda draw: equilibria.outcome(solve(resolved.in_year(draw.case), draw, start=near)),
        "equilibria of the year",
        progress,
        threads,
    )
    done = answered([draw.case for draw in sample.rows], found, "equilibrium")
    return impact_of(
        resolved,
        "year",
        Base(base.base_income, base.base_output),
        equilibria.outcome(near),
        done.answers,
        sample.drawn("year", done.at),
        notes=(
            *beyond(levels, economy),
            *ending(resolved),
            *done.notes,
            *unknown_classes(economy),
            UNKNOWN_TARIFFS,
            LENDING,
            *gone(resolved, equilibria.FIRST),
            *taken(sample),
        ),
        origins=origins,
        failed=done.failed,
        variants=tuple(variants(resolved, lambda draw: equilibria.outcome(solve(levels, draw, start=near))))
        if draws
        else (),
    )


def check(resolved: Resolved, economy: YearEconomy, horizon: Horizon, draws: int) -> None:
    """Raise `ScenarioError` if a shock has no meaning at a horizon or does not stand on the economy."""
    require(resolved.shock, horizon)
    base = economy.base
    if base.regions != resolved.regions or base.sectors != resolved.sectors:
        raise ScenarioError(
            f"the shock stands on {resolved.world}, the economy {base.name!r} on other regions or sectors",
            hint="resolve the shock on the world of the economy, and coarsen it the same way",
        )
    if len(resolved.draws) < draws:
        raise ScenarioError(
            f"{draws} draws are asked for and the shock has {len(resolved.draws)}",
            hint="resolve(shock, world, draws=...)",
        )


def ending(resolved: Resolved) -> tuple[str, ...]:
    """Return the note on measures that are not in force all the time; nothing where all last."""
    names = ", ".join(step.name for step in resolved.steps if step.last_day is not None or step.first_day > 0)
    return (f"by days in force: {names}",) * bool(names)


def beyond(levels: Levels, economy: YearEconomy) -> tuple[str, ...]:
    """Return the note on regions that lose more of their trade than the models can speak of; it comes first."""
    if not levels.banned:
        return ()
    rows = cut_off(levels.delivered, economy.base.base_trade, economy.base.regions)
    named = ", ".join(f"{row.region} {row.share:.0%}" for row in rows)
    return (f"{BEYOND}, bans stop this part of a region's trade: {named}",) * bool(rows)


def gone(resolved: Resolved, first: int = equilibria.LAST, last: int | None = None) -> tuple[str, ...]:
    """Return the note on a year, or years from first to last, in which no measure is in force; nothing where one is."""
    begin, end = (days_until(resolved.shock.starts, year) for year in (first - 1, last or first))
    spans = resolved.spans
    if any(span.first_day < end and (span.last_day is None or span.last_day > begin) for span in spans):
        return ()
    when = f"in year {first}" if last is None else f"in years {first} to {last}"
    before = any(span.first_day < begin for span in spans)
    why = "nothing is left of it, as equilibria have no memory" if before else "all of them begin later"
    return (f"{NOTHING} {when}: {why}",)


def unknown_classes(economy: YearEconomy) -> tuple[str, ...]:
    """Return the note on sectors whose class of goods is not known; nothing where all are."""
    from technostate.shocks.year.parameters import UNKNOWN, unknown

    codes = unknown(economy.base.sectors)
    return (f"no class of goods is known for {', '.join(codes)}: taken as {UNKNOWN}",) * bool(codes)


def taken(sample: Sample) -> tuple[str, ...]:
    """Return the note on draws without substitutes; where no ban is drawn, that a share asked for changes nothing."""
    from technostate.shocks.year import parameters

    none = sum(np.isinf(draw.substitutes) for draw in sample.rows)
    if sample.doubt is not None and not (sample.bans and sample.rows):
        why = "no measure bans anything" if sample.rows else "nothing is drawn"
        return (f"a share of {sample.doubt:g} of the draws without substitutes changes nothing: {why}",)
    note = f"in {none} of {len(sample.rows)} draws nothing replaces what bans take away"
    if none:
        least = parameters()["least"]
        note += f", and at least {least.low:.0%} to {least.high:.0%} of each flow arrives in spite of them"
    return (note,) * bool(sample.bans and sample.rows)


def tried(one: Callable[[], Found]) -> Found | TechnostateError:
    """Return what a function returns, or the `TechnostateError` that it raises."""
    try:
        return one()
    except TechnostateError as error:
        return error


def variants(resolved: Resolved, solve: Callable[[Draw], Outcome]) -> Iterator[Variant]:
    """Yield the rows beside the range; only bans have rents and substitutes.

    Parameters
    ----------
    solve : callable
        Draw → what is told of it.
    """
    if not any(step.kind in ("export_ban", "import_ban") for step in resolved.steps):
        return
    central = Draw.central()
    for key, (text, rents) in BAN_VARIANTS.items():
        draw = replace(central, substitutes=np.inf) if rents is None else replace(central, rents=rents)
        found = tried(partial(solve, draw))
        if isinstance(found, TechnostateError):
            yield Variant(key, text, None, why=reason(found))
        else:
            yield Variant(key, text, 100.0 * found.income, gdp=100.0 * found.gdp)
