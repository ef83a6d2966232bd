"""A shock through the equilibrium of the decade: every set of trade elasticities, bans as ceilings as in the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import LabelError, TechnostateError
from technostate.evidence.origin import Origin
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.batch import Base, Outcome, Progress, answered, central_or_raise, each, impact_of, reason
from technostate.shocks.impact.closing import closed, closed_base
from technostate.shocks.impact.draws import Doubt, Draw, Sample
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.uses import doubled, folded_outcome, levels_in
from technostate.shocks.impact.year import (
    LENDING,
    UNKNOWN_TARIFFS,
    beyond,
    check,
    ending,
    gone,
    taken,
    tried,
    variants,
)
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
    origins: Sequence[Origin] = (),
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
    draws, doubt, origins
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
    tenth = _Tenth(resolved, closed_base(resolved.shock.closure, doubled(resolved, economy, world)))
    base, sample, names = economy.base, Sample(resolved, draws, seed, doubt), list(sets)
    thetas = list(sets.values())
    levels = tenth.levels("central")
    fine = equilibria.CENTRAL_TOLERANCE
    near = central_or_raise(tried(partial(tenth.solved, levels, Draw.central(), thetas[0], tolerance=fine)))
    told = partial(tenth.told, levels, Draw.central(), near=near, tolerance=fine)
    by_set = [central_or_raise(tried(partial(told, theta))) for theta in thetas]
    middle = equilibria.middle(by_set)
    found = each(
        sample.rows,
        lambda draw: tenth.told(tenth.levels(draw.case), draw, thetas[set_of(draw, len(thetas))], near),
        "equilibria of the decade",
        progress,
        threads,
    )
    done = answered([f"{draw.case}, {names[set_of(draw, len(names))]}" for draw in sample.rows], found, "equilibrium")
    beside: list[Variant] = []
    if draws:
        # Rows beside the range take the one set that comes nearest to the median of all.
        usual = thetas[int(np.argmin([np.abs(row.income - middle.income).sum() for row in by_set]))]
        beside += variants(resolved, lambda draw: tenth.told(levels, draw, usual, near))
        beside += _low([tried(partial(tenth.told, levels, Draw.central(), theta)) for theta in (low or {}).values()])
    # Beside a rule of the shock's own on deficits the usual one would be false.
    lending = (LENDING,) * (resolved.shock.closure.deficits == "hold")
    notes = *beyond(levels, tenth.start), *gone(resolved), *ending(resolved), *done.notes
    return impact_of(
        resolved,
        "decade",
        Base(tenth.start.base.base_income, base.base_output),
        middle,
        done.answers,
        sample.drawn("decade", done.at, mean_elasticities(sample, economy, thetas)),
        notes=(*notes, *over_sets(names), UNKNOWN_TARIFFS, *lending, *taken(sample)),
        origins=origins,
        failed=done.failed,
        variants=beside,
    )


@dataclass(frozen=True, eq=False)
class _Tenth:
    """The tenth year of a shock on its own base: sectors doubled by use and closed as the shock asks for."""

    resolved: Resolved
    start: YearEconomy

    def levels(self, case: str) -> Levels:
        return levels_in(self.resolved, case, equilibria.LAST)

    def theta(self, theta: Array) -> Array:
        return np.tile(theta, 1 + self.resolved.single_use)

    def solved(
        self,
        levels: Levels,
        draw: Draw,
        theta: Array,
        near: Result | None = None,
        tolerance: float = equilibria.DRAWN_TOLERANCE,
    ) -> Result:
        solve = partial(
            equilibria.solve, self.start, levels, draw, self.theta(theta), equilibria.LAST, tolerance=tolerance
        )

        def at(labour: Array | None, deficit: Array | None, nearer: Result | None) -> Result:
            return solve(labour=labour, deficit=deficit, start=nearer or near)

        return closed(self.resolved.shock.closure, self.start, at)

    def told(
        self,
        levels: Levels,
        draw: Draw,
        theta: Array,
        near: Result | None = None,
        tolerance: float = equilibria.DRAWN_TOLERANCE,
    ) -> Outcome:
        found, base = equilibria.outcome(self.solved(levels, draw, theta, near, tolerance)), self.start.base
        require_spending_left(found.income, base.regions, base.name)
        return folded_outcome(found, base) if self.resolved.single_use else found


def require_tenth(resolved: Resolved, economy: YearEconomy, theta: Array, world: World) -> None:
    """Raise `ScenarioError` where `to_decade` would before it looks for an equilibrium of the central case."""
    tenth = _Tenth(resolved, closed_base(resolved.shock.closure, doubled(resolved, economy, world)))
    equilibria.require(tenth.start, tenth.levels("central"), Draw.central(), tenth.theta(theta), equilibria.LAST)


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
