"""A shock through the equilibrium of the decade: every set of trade elasticities, bans as ceilings as in the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import LabelError, TechnostateError
from technostate.evidence.origin import Origin
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.batch import Base, Outcome, Progress, answered, central_or_raise, each, impact_of, reason
from technostate.shocks.impact.draws import Doubt, Draw, Sample
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.year import CLOSURE, check, ending, taken, tried, variants
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.resolve import Resolved

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
    from technostate.world import elasticities, elasticity_sets

    found = {}
    for name in elasticity_sets():
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

    draws, doubt, origin
        As in `technostate.shocks.impact.year.to_year`.

    Raises
    ------
    ScenarioError
        If a measure is refused at this horizon, or the central case has no meaning in the engine.
    ConvergenceError
        If the central case was not solved. Other cases without an answer are counted in the notes and are in `failed`.

    References
    ----------
    Caliendo, L. and F. Parro (2015). Estimates of the trade and welfare effects of NAFTA. Review of Economic Studies
    82(1), 1–44, equations 10–15.
    """
    check(resolved, economy, "decade", draws)
    base, levels = economy.base, resolved.in_year("central", equilibria.LAST)
    sample = Sample(resolved, draws, seed, doubt)
    thetas, names = list(sets.values()), list(sets)
    solve = partial(equilibria.solve, economy, year=equilibria.LAST)

    def central(draw: Draw) -> Outcome:
        return equilibria.middle([equilibria.outcome(solve(levels, draw, theta)) for theta in thetas])

    near = central_or_raise(tried(partial(solve, levels, Draw.central(), thetas[0])))
    middle = central_or_raise(tried(partial(central, Draw.central())))
    found = each(
        sample.rows,
        lambda draw: equilibria.outcome(
            solve(resolved.in_year(draw.case, equilibria.LAST), draw, thetas[set_of(draw, len(thetas))], start=near)
        ),
        "equilibria of the decade",
        progress,
        threads,
    )
    done = answered([f"{draw.case}, {names[set_of(draw, len(names))]}" for draw in sample.rows], found, "equilibrium")
    return impact_of(
        resolved,
        "decade",
        Base(base.base_income, base.base_output),
        middle,
        done.answers,
        sample.drawn("decade", done.at, mean_elasticities(sample, economy, thetas)),
        notes=(*ending(resolved), *done.notes, *over_sets(names), CLOSURE, *taken(sample)),
        origin=origin,
        failed=done.failed,
        variants=(*variants(resolved, central), *_low(levels, solve, low or {})),
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


def _low(levels: Levels, solve: partial[Result], low: Mapping[str, Array]) -> list[Variant]:
    """Return the row for low long-run elasticities, with its ends over them."""
    if not low:
        return []
    rows = [tried(partial(solve, levels, Draw.central(), theta)) for theta in low.values()]
    wrong = [row for row in rows if isinstance(row, TechnostateError)]
    key = "low long-run elasticity"
    if wrong:
        return [Variant(key, LOW, None, why=reason(wrong[0]))]
    income = 100.0 * np.stack([equilibria.outcome(row).income for row in rows if not isinstance(row, TechnostateError)])
    middle = income[len(income) // 2]
    return [Variant(key, LOW, middle, income.min(0), income.max(0))]
