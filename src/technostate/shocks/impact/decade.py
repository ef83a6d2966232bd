"""A shock through the equilibrium of the decade: every set of trade elasticities, bans as ceilings as in the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import LabelError, ScenarioError, TechnostateError
from technostate.evidence.origin import Origin
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.batch import Base, Outcome, Progress, answered, central_or_raise, each, impact_of, reason
from technostate.shocks.impact.closing import closed, closed_base
from technostate.shocks.impact.draws import Doubt, Draw, Sample
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.uses import doubled, folded_outcome, levels_in
from technostate.shocks.impact.year import CLOSURE, beyond, check, ending, taken, tried, variants
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.resolve import Resolved
from technostate.shocks.spending import require_spending_left

if TYPE_CHECKING:
    from technostate.shocks.year import Result, YearEconomy
    from technostate.world import World

Array = NDArray[np.float64]

#: What is said of the low long-run elasticities of the source of the first year's.
LOW = "trade responds to prices after ten years as little as in Boehm, Levchenko and Pandalai-Nayar (2023)"


def long_run(world: World) -> dict[str, Array]:
    """Return the trade elasticities θ (J,) of each conventional set that has a world's sectors.

    A world whose sectors no set has (WIOD) gets four throughout (Simonovska and Waugh 2014), and its impacts have no
    range over elasticities.
    """
    from technostate.world import conventional_sets, elasticities

    found = {}
    for name in conventional_sets():
        try:
            found[name] = elasticities(name).array(world.sectors)
        except LabelError:
            continue
    return found or {"4 throughout": np.full(len(world.sectors), 4.0)}


def to_decade(
    resolved: Resolved,
    economy: YearEconomy,
    sets: Mapping[str, Array],
    *,
    draws: int = 64,
    seed: int = 0,
    doubt: Doubt = None,
    low: Mapping[str, Array] | None = None,
    origin: Origin | None = None,
    progress: Progress | None = None,
    threads: int = 1,
    world: World | None = None,
) -> Impact:
    """Return what a shock does in its tenth year: a new equilibrium of trade with factors that move inside regions.

    The central case is the median of the sets of elasticities, figure by figure; a draw takes one of them.

    Parameters
    ----------
    resolved : Resolved
        On the regions and sectors of the economy, with as many draws.
    sets : mapping of str to array (J,)
        Trade elasticities by name (`long_run`).
    low : mapping of str to array (J,), optional
        Low long-run elasticities, for the row beside the range; the middle one is its figure.

    world : World, optional
        From which the economy was made; needed where a measure bears on inputs or on final goods alone.
    draws, doubt, origin
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
    check(resolved, economy, "decade", draws)
    closure, twice = resolved.shock.closure, resolved.single_use
    start = closed_base(closure, doubled(resolved, economy, world))
    sample = Sample(resolved, draws, seed, doubt)
    thetas, names = [np.tile(theta, 1 + twice) for theta in sets.values()], list(sets)
    levels = levels_in(resolved, "central", equilibria.LAST)

    def solve(levels: Levels, draw: Draw, theta: Array, near: Result | None = None) -> Result:
        def at(labour: Array | None, deficit: Array | None, nearer: Result | None) -> Result:
            return equilibria.solve(
                start, levels, draw, theta, equilibria.LAST, labour=labour, deficit=deficit, start=nearer or near
            )

        return closed(closure, start, at)

    def told(result: Result) -> Outcome:
        found = equilibria.outcome(result)
        require_spending_left(found.income, start.base.regions, start.base.name)
        return folded_outcome(found, start.base) if twice else found

    def central(draw: Draw) -> Outcome:
        return equilibria.middle([told(solve(levels, draw, theta, near)) for theta in thetas])

    near = central_or_raise(tried(partial(solve, levels, Draw.central(), thetas[0])))
    middle = central_or_raise(tried(partial(central, Draw.central())))
    found = each(
        sample.rows,
        lambda draw: told(
            solve(levels_in(resolved, draw.case, equilibria.LAST), draw, thetas[set_of(draw, len(thetas))], near)
        ),
        "equilibria of the decade",
        progress,
        threads,
    )
    done = answered([f"{draw.case}, {names[set_of(draw, len(names))]}" for draw in sample.rows], found, "equilibrium")
    base = economy.base
    return impact_of(
        resolved,
        "decade",
        Base(start.base.base_income, base.base_output),
        middle,
        done.answers,
        sample.drawn("decade", done.at, mean_elasticities(sample, economy, [*sets.values()])),
        notes=(*beyond(levels, start), *ending(resolved), *done.notes, *over_sets(names), CLOSURE, *taken(sample)),
        origin=origin,
        failed=done.failed,
        variants=(
            *variants(resolved, central),
            *_low(
                [
                    tried(partial(lambda theta: told(solve(levels, Draw.central(), np.tile(theta, 1 + twice))), theta))
                    for theta in (low or {}).values()
                ]
            ),
        ),
    )


def set_of(draw: Draw, count: int) -> int:
    """Return which of `count` sets of elasticities a draw takes."""
    return min(int(draw.long_run * count), count - 1)


def mean_elasticities(sample: Sample, economy: YearEconomy, thetas: Sequence[Array]) -> list[float]:
    """Return the mean trade elasticity of each draw's set, weighted by trade between regions."""
    trade = economy.base.base_trade.sum((1, 2)) - np.einsum("knn->k", economy.base.base_trade)
    means = [float(theta @ trade / trade.sum()) for theta in thetas]
    return [means[set_of(draw, len(thetas))] for draw in sample.rows]


def over_sets(names: Sequence[str]) -> tuple[str, ...]:
    """Return the note on sets of elasticities."""
    return (f"central: the median of {len(names)} sets of trade elasticities ({', '.join(names)})",)


def _low(rows: Sequence[Outcome | TechnostateError]) -> list[Variant]:
    """Return the row for low long-run elasticities, with its ends over them; the middle one is its figure."""
    key = "low long-run elasticity"
    for row in rows:
        if isinstance(row, TechnostateError):
            return [Variant(key, LOW, None, why=reason(row))]
    found = [row for row in rows if not isinstance(row, TechnostateError)]
    if not found:
        return []
    income, middle = [100.0 * row.income for row in found], found[len(found) // 2]
    ends = np.min(income, axis=0), np.max(income, axis=0)
    return [Variant(key, LOW, 100.0 * middle.income, *ends, gdp=100.0 * middle.gdp)]


def require_spending(economy: YearEconomy, levels: Levels) -> None:
    """Raise `ScenarioError` if a freeze or a loss of demand leaves a region nothing to spend."""
    base = economy.base
    left = (base.final_share * levels.demand).sum(1)
    spent = base.value_added + base.deficit + levels.transfers
    poor = [base.regions[n] for n in np.flatnonzero((left <= 0) | (spent <= 0))]
    if poor:
        raise ScenarioError(f"nothing is left to spend in {', '.join(poor)}", hint="freeze less, or leave some demand")
