"""Counterfactuals of the decade: one, many on all cores, and a base settled on its own equilibrium."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from technostate.errors import ConvergenceError, ScenarioError, TechnostateError
from technostate.shocks.decade.deficits import FOLLOWING, Deficit, followed
from technostate.shocks.decade.economy import TradeEconomy
from technostate.shocks.decade.equilibrium import Diagnostics, Equilibrium
from technostate.shocks.decade.scenario import Change, Prepared, prepare
from technostate.shocks.decade.search import find, log_costs, split
from technostate.shocks.decade.shares import FIELDS, CalibrationWarning
from technostate.shocks.spending import require_spending_left

if TYPE_CHECKING:
    from technostate.shocks.decade.shares import Array

#: Rounds in which deficits that follow what regions earn must settle.
MOST_ROUNDS = 100


def counterfactual(
    economy: TradeEconomy,
    *,
    tariff: ArrayLike | None = None,
    trade_cost: ArrayLike | None = None,
    productivity: ArrayLike | None = None,
    labour: ArrayLike | None = None,
    deficit: Deficit = "hold",
    tolerance: float = 1e-10,
    start: Equilibrium | None = None,
) -> Equilibrium:
    """Return the equilibrium after a change, in exact hat algebra with input–output links and tariff revenue.

    Parameters
    ----------
    tariff : array (J, N importer, N exporter), optional
        The new tariffs, fractions.
    trade_cost : array (J, N importer, N exporter), optional
        Iceberg trade costs, ratios to the base; infinite where a link is to stop.
    productivity : array (N, J), optional
        Output per unit of the input bundle, ratios to the base.
    labour : array (N,), optional
        Factor endowments, ratios to the base.
    deficit : {"hold", "remove", "share", "lend", "world"}
        What becomes of deficits, which sum to zero. ``hold`` keeps their level, which is their share of world value
        added, the numeraire; ``remove`` sets them to zero; ``share`` keeps their share of the region's value added,
        less the same share of everybody's that makes them sum to zero; ``lend`` keeps that share for lenders, and
        borrowers divide what is lent as at the base; ``world`` keeps their share of world GDP, which has tariff
        revenue in it.
    tolerance : float
        Largest relative residual of prices, expenditure and trade balances.
    start : Equilibrium, optional
        A nearby equilibrium of an economy of the same shape to start from.

    Raises
    ------
    ScenarioError
        If the change is malformed, leaves a buyer without any supplier, cuts off regions that hold deficits, or leaves
        a region nothing to spend.
    DataError
        If the base is not an equilibrium.
    ConvergenceError
        If no strategy reached the tolerance; says what was tried.

    References
    ----------
    Caliendo and Parro (2015), equations 10–15.

    Examples
    --------
    >>> economy = TradeEconomy(
    ...     import_share=[[[0.8, 0.2], [0.2, 0.8]]], value_added_share=[[1.0], [1.0]], input_share=[[[0.0]], [[0.0]]],
    ...     final_share=[[1.0], [1.0]], value_added=[1.0, 1.0], deficit=[0.0, 0.0], trade_elasticity=[4.0],
    ...     regions=("HOM", "FOR"), sectors=("ALL",))
    >>> alone = counterfactual(economy, trade_cost=[[[1.0, float("inf")], [float("inf"), 1.0]]])
    >>> [round(float(loss), 6) for loss in alone.real_income]
    [-0.054258, -0.054258]
    >>> round(0.8 ** (1 / 4.0) - 1, 6)
    -0.054258
    """
    economy.require_balance()
    if not 1e-14 <= tolerance <= 1e-2:
        raise ScenarioError(f"tolerance {tolerance:g} is out of range", hint="use 1e-14 to 1e-2; 1e-10 is the default")
    prepared = prepare(economy, tariff, trade_cost, productivity, labour, deficit)
    found = _solved(economy, prepared, deficit, tolerance, start)
    require_spending_left(found.real_income, economy.regions, economy.name)
    return found


def counterfactuals(
    economy: TradeEconomy, scenarios: Sequence[Change], *, tolerance: float = 1e-10, threads: int | None = None
) -> tuple[Equilibrium, ...]:
    """Return the equilibria of many scenarios, one scenario a thread, in their order.

    Parameters
    ----------
    scenarios : sequence of mapping
        Keywords of `counterfactual`.
    threads : int, optional
        By default as many as the machine has cores.

    Raises
    ------
    TechnostateError
        The first scenario's error, by position, with its number.
    """
    if not scenarios:
        return ()
    # Everything shared is computed before the threads start.
    _ = economy.condensed, economy.base_income, economy.imbalance

    def one(item: tuple[int, Change]) -> Equilibrium:
        number, change = item
        try:
            return counterfactual(economy, **change, tolerance=tolerance)
        except TechnostateError as error:
            raise type(error)(f"scenario {number}: {error}", hint=error.hint) from error

    workers = min(threads or os.cpu_count() or 1, len(scenarios))
    if workers == 1:
        return tuple(map(one, enumerate(scenarios)))
    with ThreadPoolExecutor(workers) as pool:
        return tuple(pool.map(one, enumerate(scenarios)))


def settled(economy: TradeEconomy, *, deficit: Deficit = "hold", tolerance: float = 1e-13) -> TradeEconomy:
    """Return the economy whose base is its own equilibrium: shares, value added and deficits after solving it.

    Use it where the given base is off its equilibrium (rounded or made-up shares), or to take deficits out first.
    """
    exact = _normalised(economy)
    prepared = prepare(exact, deficit=deficit)
    solved = _solved(exact, prepared, deficit, tolerance, None)
    added = (exact.value_added_share * solved.output).sum(1)
    return _changed(
        exact,
        import_share=solved.import_share,
        value_added=added,
        deficit=solved.deficit - solved.deficit.sum() * added / added.sum(),
    )


def _solved(
    economy: TradeEconomy, prepared: Prepared, deficit: Deficit, tolerance: float, start: Equilibrium | None
) -> Equilibrium:
    """Return the equilibrium; where deficits follow it, solve again until they are those of what regions earn."""
    scale, gap = economy.value_added.sum(), np.inf
    sweeps = 0
    for _ in range(MOST_ROUNDS):
        z, diagnostics = find(economy, prepared, tolerance, start)
        sweeps += diagnostics.sweeps
        found = _outcome(economy, prepared, z, replace(diagnostics, sweeps=sweeps))
        if deficit not in FOLLOWING:
            return found
        earned = (economy.value_added_share * found.output).sum(1)
        new = followed(economy, deficit, earned, found.revenue)
        gap = float(np.abs(new - prepared.hold).max() / scale)
        if gap <= max(tolerance, 1e-12):
            return found
        prepared, start = replace(prepared, hold=new), found
    raise ConvergenceError(
        f"deficits of {economy.name!r} did not settle in {MOST_ROUNDS} rounds (last change {gap:.1e} of value added)",
        hint="use deficit='hold' or 'share', or make the change smaller",
    )


def _normalised(economy: TradeEconomy) -> TradeEconomy:
    """Return the economy with every sum of shares exactly one: rounded sums leave a gap no equilibrium closes."""
    cost = economy.value_added_share + economy.input_share.sum(1)
    cost = np.where(cost == 0, 1.0, cost)
    bought = economy.import_share.sum(2, keepdims=True)
    return _changed(
        economy,
        import_share=economy.import_share / np.where(bought == 0, 1.0, bought),
        value_added_share=economy.value_added_share / cost,
        input_share=economy.input_share / cost[:, None, :],
        final_share=economy.final_share / economy.final_share.sum(1, keepdims=True),
    )


def _changed(economy: TradeEconomy, **arrays: Array) -> TradeEconomy:
    fields = {name: getattr(economy, name) for name in FIELDS} | arrays
    with warnings.catch_warnings():
        # The caller was warned when the economy was made.
        warnings.simplefilter("ignore", CalibrationWarning)
        return TradeEconomy(**fields, regions=economy.regions, sectors=economy.sectors, name=economy.name)


def _outcome(economy: TradeEconomy, prepared: Prepared, z: Array, diagnostics: Diagnostics) -> Equilibrium:
    """Everything the equilibrium reports, local sectors included, from the solver's vector."""
    from technostate.shocks.decade.kernel import residuals

    base = economy.condensed
    n, j = economy.shape
    t, s = base.traded, base.local
    r, scratch, work = np.empty_like(z), np.empty((5, n * t.size)), np.empty(n * t.size, np.int64)
    residual = residuals(*prepared.terms(base), z, r, scratch, work)
    wages, log_prices, relative = split(economy, z)
    spent = relative * prepared.value_added[:, None]
    free, sales = scratch[2].reshape(-1, n).T, scratch[3].reshape(-1, n).T
    added = np.exp(wages) * prepared.value_added
    deficit = prepared.hold + (prepared.share - (prepared.share @ added) / added.sum()) * added
    revenue = ((1.0 - free) * spent).sum(1)
    income = added + revenue + deficit

    prices, costs, expenditure, output = (np.empty((n, j)) for _ in range(4))
    prices[:, t], costs[:, t] = log_prices, log_costs(economy, prepared, z)
    expenditure[:, t], output[:, t] = spent, sales
    if s.size:
        prices[:, s], output[:, s] = _local(economy, prepared, wages, log_prices, sales, income)
        costs[:, s], expenditure[:, s] = prices[:, s], output[:, s]
    log_index = (economy.final_share * prices).sum(1)
    index = np.exp(log_index)
    walras = float((r[:n] * added).sum() / added.sum())
    return Equilibrium(
        economy=economy,
        wages=np.exp(wages),
        prices=np.exp(prices),
        costs=np.exp(costs),
        price_index=index,
        expenditure=expenditure,
        output=output,
        income=income,
        revenue=revenue,
        deficit=deficit,
        real_income=income / economy.base_income / index - 1.0,
        real_wage=np.exp(wages - log_index) - 1.0,
        diagnostics=replace(diagnostics, residual=residual, walras=walras),
        _prepared=prepared,
    )


def _local(
    economy: TradeEconomy, prepared: Prepared, wages: Array, log_prices: Array, sales: Array, income: Array
) -> tuple[Array, Array]:
    """Log prices and output (N, S) of sectors that never cross a border: linear in what traded ones cost and sell."""
    base = economy.condensed
    t, s = base.traded, base.local
    own = economy.value_added_share[:, s] * wages[:, None] + prepared.local_shift
    own += np.einsum("nts,nt->ns", economy.input_share[:, t[:, None], s], log_prices)
    asked = np.einsum("nst,nt->ns", economy.input_share[:, s[:, None], t], sales)
    asked += economy.final_share[:, s] * income[:, None]
    price: Array = np.einsum("nsu,ns->nu", base.local_inverse, own)
    output: Array = np.einsum("nsu,nu->ns", base.local_inverse, asked)
    return price, output
