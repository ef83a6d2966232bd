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
from technostate.shocks.decade.condensed import Inverses, approximate_inverses
from technostate.shocks.decade.economy import FIELDS, CalibrationWarning, TradeEconomy
from technostate.shocks.decade.equilibrium import Diagnostics, Equilibrium
from technostate.shocks.decade.scenario import Change, Deficit, Prepared, prepare

if TYPE_CHECKING:
    from technostate.shocks.decade.economy import Array

#: Past sweeps that Anderson's extrapolation combines.
MEMORY = 8


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
    economy : TradeEconomy
    tariff : array (J, N importer, N exporter), optional
        The new tariffs, fractions.
    trade_cost : array (J, N importer, N exporter), optional
        Iceberg trade costs, ratios to the base; infinite where a link is to stop.
    productivity : array (N, J), optional
        Output per unit of the input bundle, ratios to the base.
    labour : array (N,), optional
        Factor endowments, ratios to the base.
    deficit : {"hold", "remove", "share"}
        Keep deficits at their base level (world value added is the numeraire), set them to zero, or keep them at
        their base share of the region's value added, less the same share of every region's value added that makes
        them sum to zero.
    tolerance : float
        Largest relative residual of prices, expenditure and trade balances.
    start : Equilibrium, optional
        A nearby equilibrium of an economy of the same shape to start from.

    Raises
    ------
    ScenarioError
        If the change is malformed, leaves a buyer without any supplier, or cuts off regions that hold deficits.
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
    z, diagnostics = _solve(economy, prepared, tolerance, start)
    return _outcome(economy, prepared, z, diagnostics)


def counterfactuals(
    economy: TradeEconomy, scenarios: Sequence[Change], *, tolerance: float = 1e-10, threads: int | None = None
) -> tuple[Equilibrium, ...]:
    """Return the equilibria of many scenarios, one scenario a thread, in their order.

    Parameters
    ----------
    economy : TradeEconomy
    scenarios : sequence of mapping
        Keywords of `counterfactual`.
    tolerance : float
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

    Parameters
    ----------
    economy : TradeEconomy
    deficit : {"hold", "remove", "share"}
    tolerance : float
    """
    exact = _normalised(economy)
    prepared = prepare(exact, deficit=deficit)
    z, diagnostics = _solve(exact, prepared, tolerance, None)
    solved = _outcome(exact, prepared, z, diagnostics)
    added = (exact.value_added_share * solved.output).sum(1)
    return _changed(
        exact,
        import_share=solved.import_share,
        value_added=added,
        deficit=solved.deficit - solved.deficit.sum() * added / added.sum(),
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


class _Search:
    """The attempts on one scenario: sweeps made, residuals reached, strategies tried."""

    def __init__(self, economy: TradeEconomy, prepared: Prepared, tolerance: float) -> None:
        self.economy, self.prepared, self.tolerance = economy, prepared, tolerance
        self.sweeps = 0
        self.tried: list[str] = []

    def run(self, z: Array, inverses: Inverses, most: int, memory: int, longest: float) -> tuple[bool, float]:
        """Improve z in place; return whether it converged and the smallest residual seen."""
        trace = np.full(most, np.nan)
        made = _kernel(self.economy, self.prepared, z, inverses, self.tolerance, most, memory, longest, trace)
        done = min(abs(made), most)
        self.sweeps += done
        seen = trace[:done][np.isfinite(trace[:done])]
        return 0 < made <= most, float(seen.min()) if seen.size else np.inf

    def direct(self, z: Array) -> bool:
        """Use the base's approximate inverses: right for all but extreme changes."""
        before = self.sweeps
        found, reached = self.run(z, self.economy.condensed.inverses, 150, MEMORY, 0.5)
        self.tried.append(f"extrapolation: residual {reached:.1e} after {self.sweeps - before} sweeps")
        return found

    def renewing(self, z: Array, rounds: int, longest: float) -> bool:
        """Take the approximate inverses anew every few sweeps, stepping back where a round made things worse."""
        before, best = self.sweeps, np.inf
        kept = z.copy()
        found, reached = False, np.inf
        for _ in range(rounds):
            inverses = _renewed(self.economy, self.prepared, z)
            if inverses is None:
                break
            found, reached = self.run(z, inverses, 25, 5, longest)
            if found:
                break
            if np.isfinite(z).all() and reached < 2.0 * best:
                best = min(best, reached)
                kept[:] = z
            else:
                z[:] = kept
                longest *= 0.5
        self.tried.append(f"renewed inverses: residual {min(best, reached):.1e} after {self.sweeps - before} sweeps")
        return found


def _solve(
    economy: TradeEconomy, prepared: Prepared, tolerance: float, start: Equilibrium | None
) -> tuple[Array, Diagnostics]:
    """Try the fast strategy, then renewed inverses, then the change in ever smaller parts."""
    search = _Search(economy, prepared, tolerance)
    z = _first(economy, prepared, start)
    found = search.direct(z)
    if not found:
        z = _first(economy, prepared, None)
        search.run(z, _plain(economy), 40, 0, 0.2)
        found = search.renewing(z, 20, 0.3)
    for parts in (10, 40):
        if not found:
            z = _first(economy, prepared, None)
            found = _in_parts(search, z, parts)
    if not found:
        raise ConvergenceError(
            f"no equilibrium of {economy.name!r} within {tolerance:g}: " + "; ".join(search.tried),
            hint="where costs all but stop a link, stop it (an infinite trade_cost); regions that are nearly cut off "
            "cannot keep a deficit (deficit='remove'); else make the change smaller",
        )
    return z, Diagnostics(search.sweeps, 0.0, 0.0, tuple(search.tried), _named_groups(economy, prepared))


def _plain(economy: TradeEconomy) -> Inverses:
    n, t = economy.condensed.expenditure.shape
    identity = np.ascontiguousarray(np.broadcast_to(np.eye(t), (n, t, t)))
    return Inverses(identity, identity, 0.2 * np.eye(n), np.zeros((3, n, n)))


def _in_parts(search: _Search, z: Array, parts: int) -> bool:
    """Follow the equilibrium along the change: a part of it at a time, loosely, then all of it."""
    whole, tolerance = search.prepared, search.tolerance
    for part in range(1, parts):
        search.prepared, search.tolerance = _partly(search.economy, whole, part / parts), 1e-6
        inverses = _renewed(search.economy, search.prepared, z)
        if inverses is None:
            break
        search.run(z, inverses, 60, 5, 0.1)
    search.prepared, search.tolerance = whole, tolerance
    search.tried.append(f"the change in {parts} parts")
    return search.renewing(z, 40, 0.1)


def _partly(economy: TradeEconomy, whole: Prepared, part: float) -> Prepared:
    """Return the scenario with a part of its change, in logs; links that stop are stopped from the start."""
    base = economy.condensed

    def blend(old: Array, new: Array) -> Array:
        ratio = np.divide(new, old, out=np.ones_like(new), where=(new > 0) & (old > 0))
        mixed: Array = np.where(new == 0, 0.0, old * ratio**part)
        return mixed

    return replace(
        whole,
        A=blend(base.import_share, whole.A),
        B=blend(base.net_share, whole.B),
        duty=True,
        shift=whole.shift * part,
        value_added=economy.value_added * (whole.value_added / economy.value_added) ** part,
    )


def _kernel(
    economy: TradeEconomy,
    prepared: Prepared,
    z: Array,
    inverses: Inverses,
    tolerance: float,
    most: int,
    memory: int,
    longest: float,
    trace: Array,
) -> int:
    from technostate.shocks.decade.kernel import solve

    base = economy.condensed
    return solve(
        prepared.A,
        prepared.B,
        prepared.duty,
        base.inputs,
        base.inputs_t,
        base.value_added_share,
        prepared.shift,
        base.final_share,
        prepared.value_added,
        prepared.hold,
        prepared.share,
        base.theta,
        inverses.price,
        inverses.spending,
        inverses.wage,
        inverses.answers,
        prepared.block,
        prepared.target,
        z,
        tolerance,
        most,
        memory,
        longest,
        trace,
    )


def _first(economy: TradeEconomy, prepared: Prepared, start: Equilibrium | None) -> Array:
    base = economy.condensed
    t = base.traded
    if start is None:
        n = economy.shape[0]
        relative = base.expenditure / economy.value_added[:, None]
        return np.concatenate([np.zeros(n + relative.size), relative.ravel()])
    relative = start.expenditure[:, t] / prepared.value_added[:, None]
    return np.concatenate([np.log(start.wages), np.log(start.prices[:, t]).ravel(), relative.ravel()])


def _split(economy: TradeEconomy, z: Array) -> tuple[Array, Array, Array]:
    """Log wages (N,), log prices (N, T) and expenditure over value added (N, T) in the solver's vector."""
    n = economy.shape[0]
    prices, spent = z[n:].reshape(2, n, -1)
    return z[:n], prices, spent


def _costs(economy: TradeEconomy, prepared: Prepared, z: Array) -> Array:
    base = economy.condensed
    wages, prices, _ = _split(economy, z)
    inputs = np.matmul(base.inputs_t, prices[:, :, None])[:, :, 0]
    cost: Array = base.value_added_share * wages[:, None] + inputs + prepared.shift
    return cost


def _renewed(economy: TradeEconomy, prepared: Prepared, z: Array) -> Inverses | None:
    """Return the approximate inverses at z; None where z has left all bounds."""
    base = economy.condensed
    wages, _, spent = _split(economy, z)
    with np.errstate(all="ignore"):
        weight = np.exp(-base.theta * _costs(economy, prepared, z)).T[:, None, :]
        total = (prepared.A * weight).sum(2, keepdims=True)
        scale = np.divide(weight, total, out=np.zeros_like(prepared.A), where=total > 0)
        added = prepared.value_added * np.exp(wages)
        share, net = prepared.A * scale, prepared.B * scale
        if not all(np.isfinite(part).all() for part in (share, net, added, spent)):
            return None
        try:
            return approximate_inverses(
                share,
                net,
                base.inputs,
                base.final_share,
                base.theta,
                np.abs(spent) * prepared.value_added[:, None],
                added,
            )
        except np.linalg.LinAlgError:
            return None


def _named_groups(economy: TradeEconomy, prepared: Prepared) -> tuple[tuple[str, ...], ...]:
    if prepared.target.size == 1:
        return ()
    return tuple(
        tuple(economy.regions[n] for n in np.flatnonzero(prepared.block == b)) for b in range(prepared.target.size)
    )


def _outcome(economy: TradeEconomy, prepared: Prepared, z: Array, diagnostics: Diagnostics) -> Equilibrium:
    """Everything the equilibrium reports, local sectors included, from the solver's vector."""
    from technostate.shocks.decade.kernel import residuals

    base = economy.condensed
    n, j = economy.shape
    t, s = base.traded, base.local
    r, scratch, work = np.empty_like(z), np.empty((5, n * t.size)), np.empty(n * t.size, np.int64)
    residual = residuals(
        prepared.A,
        prepared.B,
        prepared.duty,
        base.inputs,
        base.inputs_t,
        base.value_added_share,
        prepared.shift,
        base.final_share,
        prepared.value_added,
        prepared.hold,
        prepared.share,
        base.theta,
        z,
        r,
        scratch,
        work,
    )
    wages, log_prices, relative = _split(economy, z)
    spent = relative * prepared.value_added[:, None]
    free, sales = scratch[2].reshape(-1, n).T, scratch[3].reshape(-1, n).T
    added = np.exp(wages) * prepared.value_added
    deficit = prepared.hold + (prepared.share - (prepared.share @ added) / added.sum()) * added
    revenue = ((1.0 - free) * spent).sum(1)
    income = added + revenue + deficit

    prices, costs, expenditure, output = (np.empty((n, j)) for _ in range(4))
    prices[:, t], costs[:, t] = log_prices, _costs(economy, prepared, z)
    expenditure[:, t], output[:, t] = spent, sales
    if s.size:
        own = economy.value_added_share[:, s] * wages[:, None] + prepared.local_shift
        own += np.einsum("nts,nt->ns", economy.input_share[:, t[:, None], s], log_prices)
        prices[:, s] = np.einsum("nsu,ns->nu", base.local_inverse, own)
        costs[:, s] = prices[:, s]
        asked = np.einsum("nst,nt->ns", economy.input_share[:, s[:, None], t], sales)
        asked += economy.final_share[:, s] * income[:, None]
        expenditure[:, s] = output[:, s] = np.einsum("nsu,nu->ns", base.local_inverse, asked)
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
