"""A shock through the engine of the decade: bans as solved trade costs, ranges as a batch of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ConvergenceError, DataError, LabelError, ScenarioError
from technostate.evidence.origin import Origin
from technostate.shocks.impact.bans import banned_equilibrium
from technostate.shocks.impact.batch import Base, Outcome, Progress, each, impact_of, lasting, split
from technostate.shocks.impact.closing import closed, closed_bases
from technostate.shocks.impact.record import Case, Impact
from technostate.shocks.impact.uses import doubled, levels_at, outcome_of
from technostate.shocks.specification.closure import Closure
from technostate.shocks.specification.horizons import require
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.measures import SEVERITIES
from technostate.shocks.specification.resolve import Resolved
from technostate.shocks.spending import require_spending_left

if TYPE_CHECKING:
    from technostate.shocks.decade import Deficit, Equilibrium, TradeEconomy
    from technostate.world import World

Array = NDArray[np.float64]

_CENTRAL_SET = "FGO"


def economies(world: World, sets: tuple[str, ...] | None = None) -> dict[str, TradeEconomy]:
    """Return the calibrated economy of a world for each embedded set of elasticities that has its sectors.

    A world whose sectors no set has (WIOD) gets one economy with four throughout (Simonovska and Waugh 2014), and
    its impacts have no range over elasticities. Unknown tariffs are taken as none.

    Parameters
    ----------
    sets : tuple of str, optional
        Names of sets; all by default, ``FGO`` first.

    Raises
    ------
    LabelError
        If a named set does not exist or lacks a sector.
    """
    from technostate.shocks.decade import TradeEconomy
    from technostate.world import elasticities, elasticity_sets

    chosen = sets or tuple(sorted(elasticity_sets(), key=lambda name: (name != _CENTRAL_SET, name)))
    found = {}
    for name in chosen:
        try:
            theta = elasticities(name).array(world.sectors)
        except LabelError:
            if sets is not None:
                raise
            continue
        found[name] = TradeEconomy.from_world(world, trade_elasticity=theta, missing_tariff=0.0)
    if not found:
        four = np.full(len(world.sectors), 4.0)
        found["4 throughout"] = TradeEconomy.from_world(world, trade_elasticity=four, missing_tariff=0.0)
    return found


def to_decade(
    resolved: Resolved,
    economy: TradeEconomy | Mapping[str, TradeEconomy],
    *,
    origin: Origin | None = None,
    progress: Progress | None = None,
    threads: int = 1,
    world: World | None = None,
) -> Impact:
    """Return what a shock does after a decade: a new equilibrium of trade, for every elasticity set and severity.

    Cases drawn from the shock's ranges (`resolve` with draws) take the sets of elasticities in turn.

    A ban is the trade cost that leaves leak × base of the importer's share of expenditure; a loss of capacity is one
    of productivity; a loss of demand moves final expenditure to other sectors; a freeze changes deficits.

    Parameters
    ----------
    resolved : Resolved
        On the regions and sectors of the economy.
    economy : TradeEconomy or mapping of str to TradeEconomy
        One, or one for each set of elasticities (`economies`); the first is the central one.
    origin : Origin, optional
        Of the world.
    world : World, optional
        From which the economies were made; needed where a measure bears on inputs or on final goods alone.

    Raises
    ------
    ScenarioError
        If a measure is refused at this horizon, the world is needed and not given, or the central case has no meaning
        in the engine.
    ConvergenceError
        If the central case was not solved. Other cases without an answer are counted in the notes and are in `failed`.

    References
    ----------
    Caliendo and Parro (2015), equations 10–15.
    """
    require(resolved.shock, "decade")
    given = economy if isinstance(economy, Mapping) else {"the economy's own": economy}
    if not given:
        raise DataError("no economy is given", hint="pass a TradeEconomy, or technostate's economies(world)")
    for name, base in given.items():
        if base.regions != resolved.regions or base.sectors != resolved.sectors:
            raise ScenarioError(
                f"the shock stands on {resolved.world}, the economy {name!r} on other regions or sectors",
                hint="resolve the shock on the world of the economy, and coarsen it the same way",
            )
    closure = resolved.shock.closure
    on = closed_bases(closure, doubled(resolved, given, world))
    for base in on.values():
        # Everything shared is computed before threads start.
        _ = base.condensed, base.base_income, base.base_output, base.base_trade, base.imbalance
    cases = _cases(resolved, tuple(given))
    # Every set of elasticities meets the same ends of the ranges.
    ends = {severity: levels_at(resolved, severity) for severity in {case.severity for case in cases} & set(SEVERITIES)}
    found = each(
        cases,
        lambda case: _outcome(
            on[case.elasticities],
            ends[case.severity] if case.severity in ends else levels_at(resolved, case.severity),
            closure=closure,
            twice=resolved.single_use,
        ),
        "equilibria of the decade",
        progress,
        threads,
    )
    central = [case.severity for case in cases].index("central")
    done = split(cases, found, central, "equilibrium")
    middle = given[cases[central].elasticities]
    notes = (
        *lasting(resolved),
        *done.notes,
        "unknown tariffs are taken as none"
        + "; deficits are held but for what is frozen" * (closure.deficits == "hold"),
    )
    return impact_of(
        resolved,
        "decade",
        Base(middle.base_income, middle.base_output),
        dict(zip(done.cases, done.answers, strict=True)),
        done.central,
        notes,
        origin,
        failed=done.failed,
    )


def _cases(resolved: Resolved, sets: tuple[str, ...]) -> list[Case]:
    """Return every set of elasticities at every severity, then the draws, each with one of the sets in turn."""
    # A shock without ranges is the same at every severity.
    severities = SEVERITIES if resolved.ranged else ("central",)
    cases = [Case(name, severity) for name in sets for severity in severities]
    drawn = resolved.draws if resolved.ranged else ()
    return cases + [Case(sets[at % len(sets)], name) for at, name in enumerate(drawn)]


def _outcome(economy: TradeEconomy, levels: Levels, *, closure: Closure, twice: bool) -> Outcome:
    start, price, unit_cost = economy, np.ones(economy.shape), np.ones(economy.shape)
    if levels.transfers.any() or (levels.demand != 1).any():
        start, price, unit_cost = _after_spending(economy, levels)

    def index_of(end: Equilibrium) -> Array:
        index: Array = np.exp((economy.final_share * np.log(price * end.prices)).sum(1))
        return index

    def solve(labour: Array | None, deficit: Deficit) -> Equilibrium:
        return banned_equilibrium(start, levels, economy.import_share, labour=labour, deficit=deficit)

    def real_pay(end: Equilibrium) -> Array:
        pay: Array = start.value_added / economy.value_added * end.wages / index_of(end)
        return pay

    end = closed(closure, economy, solve, real_pay)
    index, price = index_of(end), price * end.prices
    income = end.income / economy.base_income / index - 1.0
    require_spending_left(income, economy.regions, economy.name)
    return outcome_of(economy, income, end.output / (unit_cost * end.costs), price, end.trade, twice=twice)


def require_spending(economy: TradeEconomy, levels: Levels) -> None:
    """Raise `ScenarioError` if a freeze or a loss of demand leaves a region nothing to spend."""
    left = (economy.final_share * levels.demand).sum(1)
    spent = economy.value_added + economy.deficit + levels.transfers
    poor = [economy.regions[n] for n in np.flatnonzero((left <= 0) | (spent <= 0))]
    if poor:
        raise ScenarioError(f"nothing is left to spend in {', '.join(poor)}", hint="freeze less, or leave some demand")


def _after_spending(economy: TradeEconomy, levels: Levels) -> tuple[TradeEconomy, Array, Array]:
    """Return the economy after changed deficits and final shares, with prices and unit costs as ratios to the base."""
    from technostate.shocks.decade import TradeEconomy, settled

    require_spending(economy, levels)
    wanted = economy.final_share * levels.demand
    left = wanted.sum(1, keepdims=True)
    deficit = economy.deficit + levels.transfers
    moved = TradeEconomy(
        import_share=economy.import_share,
        value_added_share=economy.value_added_share,
        input_share=economy.input_share,
        final_share=wanted / left,
        value_added=economy.value_added,
        deficit=deficit - deficit.sum() * economy.value_added / economy.value_added.sum(),
        trade_elasticity=economy.trade_elasticity,
        tariff=economy.tariff,
        regions=economy.regions,
        sectors=economy.sectors,
        name=economy.name,
    )
    new = settled(moved)
    price, cost = _prices(economy, new.value_added / economy.value_added)
    return new, price, cost


def _prices(economy: TradeEconomy, wage: Array, sweeps: int = 2000) -> tuple[Array, Array]:
    """Return buyers' prices and unit costs (N, J), ratios, that wages (N,) imply: a contraction to rounding."""
    theta = economy.trade_elasticity[:, None]
    log_price = np.zeros(economy.shape)
    paid = economy.value_added_share * np.log(wage)[:, None]
    for _ in range(sweeps):
        log_cost = paid + np.einsum("nkj,nk->nj", economy.input_share, log_price)
        power = np.matmul(economy.import_share, np.exp(-theta * log_cost.T)[:, :, None])[:, :, 0]
        # Where a region does not buy a sector at all its price is nobody's.
        new = np.where(power > 0, -np.log(np.where(power > 0, power, 1.0)) / theta, 0.0).T
        change = np.abs(new - log_price).max()
        log_price = new
        if change < 1e-14:
            return np.exp(log_price), np.exp(log_cost)
    raise ConvergenceError(f"prices did not settle in {sweeps} sweeps", hint="the table has hardly any value added")
