"""`counterfactual`: one change, one base, three answers to who gets the rent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

import numpy as np
from numpy.typing import ArrayLike

from technostate.errors import ConvergenceError, ScenarioError
from technostate.shocks.year.bans import Ban
from technostate.shocks.year.newton import Effort, improve
from technostate.shocks.year.result import Diagnostics, Result, _log_wedges
from technostate.shocks.year.scenario import Deficit, Prepared, prepare
from technostate.shocks.year.system import Rent, State, System

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array

#: The rules on who receives the rents of bans.
RENTS: tuple[Rent, ...] = get_args(Rent)
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
    wage_floor: float | None = None,
    delivered: ArrayLike | None = None,
    transfer: ArrayLike | None = None,
    tolerance: float = 1e-10,
    start: Mapping[Rent, Result] | None = None,
    rents: Sequence[Rent] = RENTS,
) -> Mapping[Rent, Result]:
    """Return the equilibrium of the year after a change, for each rule on who receives the rents of bans.

    Parameters
    ----------
    economy : YearEconomy
        N regions, J sectors.
    bans : sequence of Ban
        Each fixes delivered quantities; where the market alone would deliver less than the leak, the ban still holds
        its quantity and the wedge is below one (`Diagnostics.subsidised`).
    tariff : array (J, N importer, N exporter), optional
        New ad-valorem rates, fractions; levied on the producer's price, not on the rent.
    trade_cost : array (J, N importer, N exporter), optional
        Iceberg costs, ratios to the base.
    productivity : array (N, J), optional
        Ratios to the base; all inputs of a node together.
    capacity : array (N, J), optional
        Quantities of the nodes' factors, ratios to the base; where the factor is mobile a region's sum counts,
        weighted by base income.
    demand : array (N, J), optional
        Ratios to the base of what final demand wants of each product; spending moves to the region's other products.
        Real income is then deflated at the new weights.
    deficit : {"hold", "lend"} or array (N,)
        Hold deficits at their base level in units of world factor income; let lenders lend the base's share of their
        own factor income, which borrowers divide as at the base; or hold new levels.
        Levels that are held ruin a lender whose export prices fall: below an elasticity of about 0.6 across origins
        some scenarios have an equilibrium under "lend" alone.
    wage_floor : float, optional
        Lowest price of every factor, ratio to the base (1 for wages that do not fall), in units of world factor
        income, which is held: where demand for a factor pays less, part of it is not employed (`Result.employment`).
    delivered : array (J, N importer, N exporter), optional
        Bans as an array: share of the base quantity that is let through, from 0 to 1; 1 where there is no ban.
    transfer : array (N,), optional
        Changes of deficits on top of either rule, sums to zero; in units of world factor income.
    tolerance : float
        Largest residual, log points.
    start : mapping of rent rule to Result, optional
        Where to start from; a nearby scenario of the same economy saves time.
    rents : sequence of {"importer", "exporter", "lost"}
        The rules asked for; one may have an equilibrium where another has none.

    Returns
    -------
    mapping of {"importer", "exporter", "lost"} to Result
        Those asked for, in this order.

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
    >>> from technostate.shocks.year import Ban, Elasticities, YearEconomy
    >>> base = TradeEconomy(
    ...     import_share=[[[0.8, 0.2], [0.2, 0.8]]], value_added_share=[[1.0], [1.0]], input_share=[[[0.0]], [[0.0]]],
    ...     final_share=[[1.0], [1.0]], value_added=[1.0, 1.0], deficit=[0.0, 0.0], trade_elasticity=[4.0],
    ...     regions=("HOM", "FOR"), sectors=("ALL",))
    >>> results = counterfactual(YearEconomy(base, Elasticities(origins=1.5)), bans=[Ban("FOR", "HOM", "ALL", 0.5)])
    >>> {rule: [round(100 * float(x), 1) for x in result.real_income] for rule, result in results.items()}
    {'importer': [4.5, -21.0], 'exporter': [-8.5, 5.8], 'lost': [-10.1, -21.0]}
    """
    if not 1e-13 <= tolerance < 1.0:
        raise ScenarioError(f"tolerance is {tolerance:g}", hint="between 1e-13 and 1; 1e-10 by default")
    prepared = prepare(
        economy, bans, tariff, trade_cost, productivity, capacity, demand, deficit, wage_floor, delivered, transfer
    )
    wrong = [rule for rule in rents if rule not in RENTS]
    if wrong or not rents:
        raise ScenarioError(f"rents is {rents!r}", hint=f"rules are {', '.join(RENTS)}")
    found = _by_rule(economy, prepared, rents, tolerance, start or {})
    return MappingProxyType({rule: found[rule] for rule in RENTS if rule in rents})


def _by_rule(
    economy: YearEconomy, prepared: Prepared, rents: Sequence[Rent], tolerance: float, near: Mapping[Rent, Result]
) -> dict[Rent, Result]:
    if not prepared.leak.size:
        same = _solved(economy, prepared, "importer", tolerance, near.get("importer"))
        return {rule: replace(same, rent=rule) for rule in RENTS}
    found: dict[Rent, Result] = {}
    if "importer" in rents or "lost" in rents:
        found["importer"] = _solved(economy, prepared, "importer", tolerance, near.get("importer"))
    if "exporter" in rents:
        beside = near.get("exporter", found.get("importer"))
        found["exporter"] = _solved(economy, prepared, "exporter", tolerance, beside)
    if "lost" in rents:
        found["lost"] = _without_rent(found["importer"])
    return found


def _solved(economy: YearEconomy, prepared: Prepared, rent: Rent, tolerance: float, start: Result | None) -> Result:
    """Solve under one rule: at once, from a neighbour and from the base; then a part of the change at a time."""
    system = System(economy, prepared, rent)
    base = np.zeros(system.n * (system.f + 2 * system.j))
    effort, tried = Effort(), []
    first = base if start is None or start._vector.size != base.size else start._vector
    starts = [("at once, from a neighbour", first)] if first is not base else []
    for name, z in [*starts, ("at once", base)]:
        z, size = improve(system, z, tolerance, AT_ONCE, effort)
        tried.append(f"{name}: residual {size:.1e} after {effort.steps} steps")
        if size < tolerance and _feasible(system, z):
            return _result(system, rent, z, Diagnostics(effort.steps, effort.products, size, 0.0, tuple(tried)))
    z, reached = _followed(economy, prepared, rent, base, effort)
    tried.append(f"followed from the base to {reached:.0%} of the change (in logs), {effort.steps} steps in all")
    if reached == 1.0:
        z, size = improve(system, z, tolerance, AT_ONCE, effort)
        if size < tolerance and _feasible(system, z):
            return _result(system, rent, z, Diagnostics(effort.steps, effort.products, size, 0.0, tuple(tried)))
    raise ConvergenceError(
        f"no equilibrium of {economy.base.name!r} with rents to the {rent} within {tolerance:g}: " + "; ".join(tried),
        hint="there may be none: at low elasticity across origins little left of a quantity is worth more than buyers "
        "have, and a region that lends (negative deficit) may lose all it could spend; leave more leak, raise the "
        "elasticity, or let lenders lend a share of what they earn (deficit='lend')",
    )


def _followed(economy: YearEconomy, prepared: Prepared, rent: Rent, z: Array, effort: Effort) -> tuple[Array, float]:
    """Follow the equilibrium along the change, in shorter parts where it is hard; return how far that leads."""
    reached, step = 0.0, FIRST_PART
    while reached < 1.0 and step >= LEAST_PART:
        part = min(1.0, reached + step)
        system = System(economy, prepared if part == 1.0 else _partly(economy, prepared, part), rent)
        new, size = improve(system, z, 1e-6, A_PART, effort)
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


def _result(system: System, rent: Rent, z: Array, diagnostics: Diagnostics) -> Result:
    base = system.economy.base
    state: State = system.state(z)
    n, j = base.shape
    costs = z[-2 * n * j : -n * j].reshape(n, j)
    real_output = (state.output * np.exp(-costs)).sum(1)
    real_inputs = (state.used * np.exp(-state.bundle)).sum(1)
    added = system.economy.factor_income.sum(1)
    world = float(state.earned.sum()) / system.world
    wedges = _log_wedges(system.prepared, state, costs)
    return Result(
        economy=system.economy,
        rent=rent,
        real_income=state.income / base.base_income * np.exp(-state.index) - 1.0,
        real_gdp=(real_output - real_inputs) / added - 1.0,
        price_index=np.expm1(state.index),
        factor_income=state.earned.sum(1),
        revenue=state.revenue,
        rent_income=state.rent,
        income=state.income,
        deficit=system.prepared.owed @ state.earned.sum(1),
        diagnostics=replace(diagnostics, walras=world - 1.0, subsidised=int((wedges < -1e-9).sum())),
        _prepared=system.prepared,
        _state=state,
        _vector=z,
    )


def _without_rent(importer: Result) -> Result:
    """Return the importer's equilibrium with its rents used up on contesting them."""
    left = importer.income - importer.rent_income
    index = 1.0 + importer.price_index
    if not (left > 0).all():
        worst = importer.economy.base.regions[int(np.argmin(left))]
        raise ConvergenceError(
            f"the rents of bans are worth more than all that {worst} spends: none of it can be lost",
            hint="leave more leak, or raise the elasticity across origins",
        )
    return replace(
        importer,
        rent="lost",
        real_income=left / importer.economy.base.base_income / index - 1.0,
        rent_income=np.zeros_like(left),
        income=left,
    )
