"""`counterfactual`: one change of one base under one set of rules; `by_rent`: under each pure rule on rents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from technostate.errors import ConvergenceError, ScenarioError
from technostate.shocks.year.bans import Ban
from technostate.shocks.year.newton import Effort, improve
from technostate.shocks.year.result import Diagnostics, Result, log_wedges
from technostate.shocks.year.rules import RENTS, Rent, Rules
from technostate.shocks.year.scenario import Deficit, Prepared, given_rules, prepare
from technostate.shocks.year.system import State, System, summed, unknowns

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array

#: Newton steps allowed for a whole change at once, and for a part of it on the way there.
AT_ONCE, A_PART = 25, 12
#: First and smallest part of a change that is tried where all of it at once does not converge.
FIRST_PART, LEAST_PART = 0.25, 1.0 / 64


def counterfactual(
    economy: YearEconomy,
    *,
    bans: Sequence[Ban] = (),
    tariff: ArrayLike | None = None,
    trade_cost: ArrayLike | None = None,
    productivity: ArrayLike | None = None,
    capacity: ArrayLike | None = None,
    demand: ArrayLike | None = None,
    deficit: ArrayLike | Deficit = "hold",
    held: float = 0.0,
    delivered: ArrayLike | None = None,
    transfer: ArrayLike | None = None,
    rules: Rules | None = None,
    room: ArrayLike | None = None,
    tolerance: float = 1e-10,
    start: Result | None = None,
) -> Result:
    """Return the equilibrium of the year after a change.

    Parameters
    ----------
    economy : YearEconomy
        N regions, J sectors.
    bans : sequence of Ban
        Each fixes delivered quantities. Unless `Rules.ceiling` says otherwise a ban holds its quantity also where the
        market alone would deliver less; its wedge is then below one (`Diagnostics.subsidised`).
    tariff : array (J, N importer, N exporter), optional
        New ad-valorem rates, fractions; levied on the producer's price, not on the rent.
    trade_cost : array (J, N importer, N exporter), optional
        Iceberg costs, ratios to the base.
    productivity : array (N, J), optional
        Ratios to the base; all inputs of a node together.
    capacity : array (N, J), optional
        Quantities of the nodes' factors, ratios to the base; where factors are mobile a region's sum counts, weighted
        by base income.
    demand : array (N, J), optional
        Ratios to the base of what final demand wants of each product; spending moves to the region's other products.
        Real income is then deflated at the new weights.
    deficit : {"hold", "lend"} or array (N,)
        Hold deficits at their base level in units of world factor income; let lenders lend the base's share of their
        own factor income, which borrowers divide as at the base; or hold new levels.
        Levels that are held ruin a lender whose export prices fall: below an elasticity of about 0.6 across origins
        some scenarios have an equilibrium under "lend" alone.
    held : float
        With "lend", the part of the way from lending a share (0) to holding levels (1).
    delivered : array (J, N importer, N exporter), optional
        Bans as an array: share of the base quantity that is let through, from 0 to 1; 1 where there is no ban.
    transfer : array (N,), optional
        Changes of deficits on top of either rule, sums to zero; in units of world factor income.
    rules : Rules, optional
        Who gets the rents of bans, what replaces banned goods, whether pay can fall, how far factors move.
    room : array (N, J), optional
        What nodes can still send, ratios to the base: a ceiling on each of their links, at home too, whose rents
        `rules` split as those of a ban. As much of their factors is idle, as far as those cannot move
        (`Rules.mobility`).
    tolerance : float
        Largest residual, log points.
    start : Result, optional
        Where to start from; a nearby scenario of the same economy saves time.

    Raises
    ------
    ScenarioError
        If the change has no meaning here; lists all that is wrong.
    ConvergenceError
        If no equilibrium is found, with what was tried.

    References
    ----------
    Baqaee, D. and E. Farhi (2024). Networks, barriers, and trade. Econometrica 92(2), 505–541. Bans as quotas whose
    price is a wedge: Neary, J. P. and K. Roberts (1980). The theory of household behaviour under rationing. European
    Economic Review 13(1), 25–42.

    Examples
    --------
    >>> from technostate.shocks.decade import TradeEconomy
    >>> from technostate.shocks.year import Ban, Elasticities, Rules, YearEconomy
    >>> base = TradeEconomy(
    ...     import_share=[[[0.8, 0.2], [0.2, 0.8]]], value_added_share=[[1.0], [1.0]], input_share=[[[0.0]], [[0.0]]],
    ...     final_share=[[1.0], [1.0]], value_added=[1.0, 1.0], deficit=[0.0, 0.0], trade_elasticity=[4.0],
    ...     regions=("HOM", "FOR"), sectors=("ALL",))
    >>> economy, ban = YearEconomy(base, Elasticities(origins=1.5)), [Ban("FOR", "HOM", "ALL", 0.5)]
    >>> for rules in (Rules(), Rules(to_exporter=1.0), Rules(substitutes=3.0)):
    ...     print((100 * counterfactual(economy, bans=ban, rules=rules).real_income).round(1).tolist())
    [4.5, -21.0]
    [-8.5, 5.8]
    [5.5, -21.0]
    """
    if not 1e-13 <= tolerance < 1.0:
        raise ScenarioError(f"tolerance is {tolerance:g}", hint="between 1e-13 and 1; 1e-10 by default")
    if start is not None and not isinstance(start, Result):
        raise ScenarioError(f"start is a {type(start).__name__}", hint="give a Result of a nearby scenario, or nothing")
    prepared = prepare(
        economy, bans, tariff, trade_cost, productivity, capacity, demand, deficit, held, delivered, transfer, rules,
        room,
    )  # fmt: skip
    return _solved(economy, prepared, tolerance, start)


def by_rent(
    economy: YearEconomy, *, rents: Sequence[Rent] = tuple(RENTS), rules: Rules | None = None, **change: Any
) -> Mapping[Rent, Result]:
    """Return the equilibrium under each pure rule on who receives the rents of bans.

    Parameters
    ----------
    rents : sequence of {"importer", "exporter", "lost"}
        The rules asked for; one may have an equilibrium where another has none.
    rules : Rules, optional
        All but the split of rents.
    **change
        As in `counterfactual`.

    Raises
    ------
    ScenarioError, ConvergenceError
        As `counterfactual` does.
    """
    wrong = [rule for rule in rents if rule not in RENTS]
    if wrong or not rents:
        raise ScenarioError(f"rents is {rents!r}", hint=f"rules are {', '.join(RENTS)}")
    found: dict[Rent, Result] = {}
    for rule in (rule for rule in RENTS if rule in rents):
        pure = RENTS[rule]
        split = replace(given_rules(rules), to_exporter=pure.to_exporter, used_up=pure.used_up)
        found[rule] = counterfactual(economy, rules=split, **change)
    return MappingProxyType(found)


def _solved(economy: YearEconomy, prepared: Prepared, tolerance: float, start: Result | None) -> Result:
    """Solve at once, from a neighbour and from the base; then a part of the change at a time."""
    system = System(economy, prepared)
    base = np.zeros(3 * system.n * system.j)
    effort, tried = Effort(), []
    starts: list[tuple[str, Array, Array | None]] = [("at once", base, None)]
    if start is not None and start._vector.size == base.size:
        starts.insert(0, ("at once, from a neighbour", start._vector, start._near))
    for name, z, near in starts:
        z, size, near = improve(system, z, tolerance, AT_ONCE, effort, near)
        tried.append(f"{name}: residual {size:.1e} after {effort.steps} steps")
        if size < tolerance and _feasible(system, z):
            return _result(system, z, near, Diagnostics(effort.steps, effort.products, size, 0.0, tuple(tried)))
    z, reached = _followed(economy, prepared, base, effort)
    tried.append(f"followed from the base to {reached:.0%} of the change (in logs), {effort.steps} steps in all")
    if reached == 1.0:
        z, size, near = improve(system, z, tolerance, AT_ONCE, effort)
        if size < tolerance and _feasible(system, z):
            return _result(system, z, near, Diagnostics(effort.steps, effort.products, size, 0.0, tuple(tried)))
    raise ConvergenceError(
        f"no equilibrium of {economy.base.name!r} within {tolerance:g}: " + "; ".join(tried),
        hint="there may be none: at low elasticity across origins little left of a quantity is worth more than buyers "
        "have, and a region that lends (negative deficit) may lose all it could spend; leave more leak, raise the "
        "elasticity, allow substitutes, or let lenders lend a share of what they earn (deficit='lend')",
    )


def _followed(economy: YearEconomy, prepared: Prepared, z: Array, effort: Effort) -> tuple[Array, float]:
    """Follow the equilibrium along the change, in shorter parts where it is hard; return how far that leads."""
    reached, step = 0.0, FIRST_PART
    while reached < 1.0 and step >= LEAST_PART:
        part = min(1.0, reached + step)
        system = System(economy, prepared if part == 1.0 else _partly(economy, prepared, part))
        new, size, _ = improve(system, z, 1e-6, A_PART, effort)
        if size < 1e-6 and _feasible(system, new):
            z, reached, step = new, part, 1.5 * step
        else:
            step *= 0.5
    return z, reached


def _feasible(system: System, z: Array) -> bool:
    return bool((system.state(z).income > 0).all())


def _partly(economy: YearEconomy, whole: Prepared, part: float) -> Prepared:
    """Return the scenario with a part of its change, ratios in logs; banned links keep a fixed quantity throughout."""
    base = economy.base
    free = np.where(whole.free != 0, base.import_share, 0.0)
    earned = economy.factor_income.sum(1)
    new_loans = whole.owed @ earned - base.deficit
    log_cost = None if whole.log_cost is None else part * whole.log_cost
    if log_cost is not None:
        free = free * np.exp(whole.substitution[:, :, None] * log_cost)
    return replace(
        whole,
        free=free,
        log_cost=log_cost,
        rate=base.base_tariff + part * (whole.rate - base.base_tariff),
        iceberg=None if whole.iceberg is None else whole.iceberg**part,
        leak=np.where(whole.leak > 0, whole.leak**part, 1.0 - part),
        skill=part * whole.skill,
        supply=economy.factor_income + part * (whole.supply - economy.factor_income),
        owed=whole.owed - (1.0 - part) * new_loans[:, None] / earned.sum(),
        final_share=base.final_share + part * (whole.final_share - base.final_share),
    )


def _result(system: System, z: Array, near: Array | None, diagnostics: Diagnostics) -> Result:
    base = system.economy.base
    state: State = system.state(z)
    costs = unknowns(z, *base.shape).price
    added = system.economy.factor_income.sum(1)
    uses = state.uses
    made = (state.output * np.exp(-costs)).sum(1) - (uses.used * np.exp(-uses.price)).sum(1)
    world = float(state.earned.sum()) / system.world
    wedges = log_wedges(system.prepared, state, costs)
    income = state.income - state.used_up
    if not (income > 0).all():
        worst = base.regions[int(np.argmin(income))]
        raise ConvergenceError(
            f"the rents of bans are worth more than all that {worst} spends: they cannot be used up",
            hint="leave more leak, or raise the elasticity across origins",
        )
    earned = state.earned.sum(1)
    return Result(
        economy=system.economy,
        real_income=income / base.base_income * np.exp(-state.index) - 1.0,
        real_gdp=(made + _substitutes(system, state)) / added - 1.0,
        price_index=np.expm1(state.index),
        consumer_prices=np.exp(state.index) * added / earned - 1.0,
        factor_income=earned,
        revenue=state.revenue,
        rent_income=state.rent - state.used_up,
        income=income,
        deficit=system.prepared.owed @ earned,
        diagnostics=replace(diagnostics, walras=world - 1.0, subsidised=int((wedges < -1e-9).sum())),
        _prepared=system.prepared,
        _state=state,
        _vector=z,
        _near=near,
    )


def _substitutes(system: System, state: State) -> Array:
    """Return what substitutes and outside options give less what they are made of (N,), at the base's prices.

    Without it, services that take several times the goods they replace would count as a gain.
    """
    k, n, _ = system.prepared.links
    shadow = np.where(np.isfinite(state.banned.log_price), state.banned.log_price, 0.0)
    made = state.banned.replaced * np.exp(-shadow) - state.banned.instead * np.exp(-state.composite[k, n])
    given = summed(n, made, system.n)
    return given + _options(state) if system.services.any_option else given


def _options(state: State) -> Array:
    """Return the services that goods of products and of what replaces them give, less those goods (N,)."""
    uses = state.uses
    services, goods = (uses.used + uses.final) * np.exp(-uses.price), (state.used + state.final) * np.exp(-state.bundle)
    given: Array = (services - goods).sum(1)
    return given
