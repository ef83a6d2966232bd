"""What buyers pay for a bundle over origins, what stands instead of banned origins, and who is left with the rent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.year.kernel import solve
from technostate.shocks.year.nests import NEAR_ONE, log_price

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.rules import Rules
    from technostate.shocks.year.scenario import Prepared


@dataclass(frozen=True, eq=False)
class Banned:
    """State of the banned links, all (B,); values are levels in the base's unit.

    Parameters
    ----------
    log_price : array
        Log of the buyer's shadow price P̃ over the base.
    share : array
        Share in the bundle's expenditure, substitutes included.
    sale, paid : array
        What is delivered, at the producer's price before duty, and with duty.
    rent : array
        What is delivered at the shadow price, less what is paid for it.
    held : array of 0 and 1
        Whether the ban binds.
    replaced, instead : array
        Substitutes at the shadow price, and what they cost.
    steep, rise : array
        σ + ε and ε, the elasticity of substitutes to the shadow price.
    turn : array
        Value of what changes over to substitutes a log point of the shadow price.
    anchored : array of 0 and 1
        Whether substitutes cost a multiple of the free origins' composite rather than of the banned good itself.
    """

    log_price: Array
    share: Array
    sale: Array
    paid: Array
    rent: Array
    held: Array
    replaced: Array
    instead: Array
    steep: Array
    rise: Array
    turn: Array
    anchored: Array

    @property
    def surplus(self) -> Array:
        """What importers gain from substitutes that cost less than the shadow price."""
        return self.replaced - self.instead


class Bundles:
    """Bundles over origins of one scenario; keeps its last answer as the start of the next."""

    def __init__(self, economy: YearEconomy, prepared: Prepared) -> None:
        base, self.prepared = economy.base, prepared
        k, n, i = prepared.links
        self.share = base.import_share
        self.any_ban = k.size > 0
        self.base_share = base.import_share[k, n, i]
        self.base_value = self.base_share * base.base_expenditure[n, k]
        self.link_cost = np.zeros(k.size) if prepared.log_cost is None else prepared.log_cost[k, n, i]
        melted = np.ones(k.size) if prepared.iceberg is None else prepared.iceberg[k, n, i]
        self.delivered = base.base_trade[k, n, i] * prepared.leak * melted
        self.near: list[int] = np.flatnonzero(np.abs(prepared.substitution[:, 0]) < NEAR_ONE).tolist()
        self.zeta = np.where(self.free_base[k, n] > 1e-9, _exponents(economy, prepared.rules)[k], 0.0)
        self.replaces = bool((self.zeta > 0).any())
        starts = np.flatnonzero(np.r_[True, (np.diff(k) != 0) | (np.diff(n) != 0)]) if k.size else np.empty(0, np.intp)
        self._pairs = np.stack([k[starts], n[starts]], 1).astype(np.int64)
        self._first = np.r_[starts, k.size].astype(np.int64)
        self._guess = np.zeros(base.shape[::-1]), np.full(k.size, -np.inf)

    @cached_property
    def _free(self) -> Array:
        """Base shares of the links that no ban fixes: all that substitutes are made of."""
        free = self.share.copy()
        free[self.prepared.links] = 0.0
        return free

    @cached_property
    def free_base(self) -> Array:
        """Base share of all free links together (J, N)."""
        total: Array = self._free.sum(2)
        return total

    def prices(self, price: Array, spent: Array) -> tuple[Array, Array, Array, Array]:
        """Return log bundle prices (J, N), weights π (κp)^s of free links, log shadow prices (B,), composite (J, N).

        Parameters
        ----------
        price, spent : array (N, J)
            Logs of producers' prices and of expenditure over the base.
        """
        prepared, s = self.prepared, self.prepared.substitution
        weight = np.exp(s * price.T)
        free = prepared.free * weight[:, None, :]
        total = np.matmul(prepared.free, weight[:, :, None])[:, :, 0]
        if not self.any_ban:
            return self._closed(total, price), free, np.empty(0), np.zeros_like(total)
        k, n, i = prepared.links
        own = self.link_cost + price[i, k]
        composite = self._composite(total, price) if self.replaces else np.zeros_like(total)
        # Substitutes never cost less than the banned good itself: a collapsing exporter makes none of its own cheap.
        cost = np.maximum(composite[k, n], own)
        h, shadow = (part.copy() for part in self._guess)
        solve(
            s[:, 0], self._pairs, self._first, total, self._about_one(price), np.ascontiguousarray(spent),
            self.base_share, prepared.leak, self.zeta, own, cost, prepared.rules.ceiling, h, shadow,
        )  # fmt: skip
        hit = np.zeros(total.shape, bool)
        hit[k, n] = True
        h = np.where(hit, h, self._closed(total, price))
        if np.isfinite(h).all() and not np.isnan(shadow).any():
            self._guess = h, shadow
        return h, free, shadow, composite

    def banned(self, price: Array, spent: Array, h: Array, shadow: Array, composite: Array) -> Banned:
        """Return the state of the banned links.

        Parameters
        ----------
        price : array (N, J)
            Logs of producers' prices over the base.
        spent : array (N, J)
            Expenditure, levels.
        h, shadow, composite
            Of `prices`.
        """
        prepared = self.prepared
        k, n, i = prepared.links
        sk = prepared.substitution[k, 0]
        finite = np.isfinite(shadow)
        p = np.where(finite, shadow, 0.0)
        share = np.where(finite, self.base_share * np.exp(sk * (p - h[k, n])), 0.0)
        own = self.link_cost + price[i, k]
        held = np.ones(k.size) if not prepared.rules.ceiling else (shadow > own).astype(np.float64)
        value = share * spent[n, k]
        rate = prepared.rate[k, n, i]
        sale = np.where(held > 0, self.delivered * np.exp(price[i, k]), value / (1.0 + rate))
        paid = sale * (1.0 + rate)
        nothing = np.zeros(k.size)
        rise = replaced = instead = turn = anchored = nothing
        if self.replaces:
            cost = np.maximum(composite[k, n], own)
            a = np.where((self.zeta > 0) & (held > 0) & (p > cost), p - cost, 0.0)
            left = np.exp(-self.zeta * a)
            size = np.where(a > 0, (1.0 - prepared.leak) * self.base_value, 0.0)
            taken = prepared.leak + (1.0 - prepared.leak) * (1.0 - left)
            rise = np.where(a > 0, (1.0 - prepared.leak) * self.zeta * left / np.where(taken > 0, taken, 1.0), 0.0)
            instead = size * np.exp(cost) * _mean_cost(self.zeta, a)
            replaced = size * (1.0 - left) * np.exp(p)
            turn = size * self.zeta * left * np.exp(p)
            anchored = ((a > 0) & (composite[k, n] >= own)).astype(np.float64)
        rent = np.where(held > 0, value - replaced - paid, 0.0)
        return Banned(shadow, share, sale, paid, rent, held, replaced, instead, 1.0 - sk + rise, rise, turn, anchored)

    def _composite(self, total: Array, price: Array) -> Array:
        """Log price of the composite of free links, ratio to the base (J, N)."""
        s, base = self.prepared.substitution, self.free_base
        with np.errstate(divide="ignore", invalid="ignore"):
            g: Array = np.log(np.where(base > 0, total / base, 1.0)) / np.where(s == 0, 1.0, s)
        for sector in self.near:
            share = self._free[sector] / np.where(base[sector] > 0, base[sector], 1.0)[:, None]
            g[sector] = log_price(share, self._logs(sector, price), 1.0 - float(s[sector, 0]))
        return g

    def _closed(self, total: Array, price: Array) -> Array:
        """Log prices of bundles without banned origins (J, N); exact at s = 0 and without loss of digits near it."""
        s = self.prepared.substitution
        with np.errstate(divide="ignore", invalid="ignore"):
            h: Array = np.log(np.where(total > 0, total, 1.0)) / np.where(s == 0, 1.0, s)
        for sector in self.near:
            h[sector] = log_price(self.share[sector], self._logs(sector, price), 1.0 - float(s[sector, 0]))
        return h

    def _about_one(self, price: Array) -> Array:
        """Return Σ_free π ((κ p)^s − 1), or Σ_free π log κp where s is zero, of sectors near s = 0 (J, N)."""
        found = np.zeros(self.share.shape[:2])
        for sector in self.near:
            s, logs = float(self.prepared.substitution[sector, 0]), self._logs(sector, price)
            found[sector] = (self._free[sector] * (np.expm1(s * logs) if s else logs)).sum(1)
        return found

    def _logs(self, sector: int, price: Array) -> Array:
        """Log prices of a sector's links over the base (N importer, N exporter)."""
        logs = np.broadcast_to(price[:, sector], self.share.shape[1:])
        return logs if self.prepared.log_cost is None else logs + self.prepared.log_cost[sector]


def _exponents(economy: YearEconomy, rules: Rules) -> Array:
    """Return ζ by sector (J,): of products their own M, where there are substitutes at all."""
    count, multiple = economy.base.shape[1], economy.elasticities.multiple
    usual = np.full(count, rules.zeta)
    if multiple is None or not rules.zeta:
        return usual
    return np.where(np.isfinite(multiple), np.log(2.0) / np.log(multiple), usual)


def _mean_cost(zeta: Array, a: Array) -> Array:
    """Return K, what substitutes cost over R for the part ζ(e^((1−ζ)a) − 1)/(1−ζ) of what is missing; ζa at ζ = 1."""
    q = 1.0 - zeta
    near = np.abs(q) < 1e-9
    mean: Array = np.where(near, zeta * a, zeta * np.expm1(q * a) / np.where(near, 1.0, q))
    return mean
