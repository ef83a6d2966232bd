"""How an equilibrium is found: the fast strategy, and the slower ones for extreme changes.

The solver's vector z holds log wages (N), log prices (N, T) and expenditure over value added (N, T) of the traded
sectors; prices and costs in it are logs of ratios to the base.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import ConvergenceError
from technostate.shocks.decade.condensed import Inverses, approximate_inverses
from technostate.shocks.decade.equilibrium import Diagnostics

if TYPE_CHECKING:
    from technostate.shocks.decade.economy import TradeEconomy
    from technostate.shocks.decade.equilibrium import Equilibrium
    from technostate.shocks.decade.scenario import Prepared
    from technostate.shocks.decade.shares import Array

#: Past sweeps that Anderson's extrapolation combines.
MEMORY = 8


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


def find(
    economy: TradeEconomy, prepared: Prepared, tolerance: float, start: Equilibrium | None
) -> tuple[Array, Diagnostics]:
    """Return the solver's vector at the equilibrium, and how it was found.

    The fast strategy first; then renewed inverses; then along the change in ever smaller parts.
    """
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

    return solve(
        *prepared.terms(economy.condensed),
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


def split(economy: TradeEconomy, z: Array) -> tuple[Array, Array, Array]:
    """Log wages (N,), log prices (N, T) and expenditure over value added (N, T) in the solver's vector."""
    n = economy.shape[0]
    prices, spent = z[n:].reshape(2, n, -1)
    return z[:n], prices, spent


def log_costs(economy: TradeEconomy, prepared: Prepared, z: Array) -> Array:
    """Return log unit costs (N, T) of traded sectors at z."""
    base = economy.condensed
    wages, prices, _ = split(economy, z)
    inputs = np.matmul(base.inputs_t, prices[:, :, None])[:, :, 0]
    cost: Array = base.value_added_share * wages[:, None] + inputs + prepared.shift
    return cost


def _renewed(economy: TradeEconomy, prepared: Prepared, z: Array) -> Inverses | None:
    """Return the approximate inverses at z; None where z has left all bounds."""
    base = economy.condensed
    wages, _, spent = split(economy, z)
    with np.errstate(all="ignore"):
        weight = np.exp(-base.theta * log_costs(economy, prepared, z)).T[:, None, :]
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
