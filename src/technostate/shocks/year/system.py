"""The equations of the year and their exact linearisation.

Unknowns are logs of ratios to the base: factor prices w (N, J; or N, 1 where the factor is mobile), producer prices
p (N, J) and expenditure X (N, J). Below a floor, w stands for the floor times the share of the factor still employed:
income is w in both cases, and only costs see the floor. Banned links need no unknown of their own. With quantity fixed
at leak × base, the buyer's shadow price P̃ of a banned link obeys leak = X P^(σ−1) P̃^(−σ), so that the price P of the
bundle solves one scalar equation in each importer and sector:

    P^s = Σ_free π (κ p)^s + Σ_banned π leak^(−s/σ) (X P^(−s))^(s/σ),   s = 1 − σ.

The wedge is P̃ over the producer's delivered price; what leaks is delivered exactly, whatever the iteration's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from technostate.shocks.year.nests import NEAR_ONE, log_price

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.scenario import Prepared

Rent = Literal["importer", "exporter", "lost"]


class Unknowns(NamedTuple):
    """Log factor prices (N, F), producer prices (N, J) and expenditure (N, J); a direction has a last axis more."""

    factor: Array
    price: Array
    spent: Array


def unknowns(z: Array, n: int, f: int, j: int) -> Unknowns:
    """Return the parts of the vector z, views where it is contiguous."""
    a, b = n * f, n * (f + j)
    return Unknowns(z[:a].reshape(n, f), z[a:b].reshape(n, j), z[b:].reshape(n, j))


@dataclass(frozen=True, eq=False)
class Banned:
    """State of the banned links, all (B,): log shadow price over the base, share, sale before duty, duty-paid value."""

    log_price: Array
    share: Array
    sale: Array
    paid: Array
    rent: Array


@dataclass(frozen=True, eq=False)
class State:
    """Everything the residuals need at one point; levels are in the base's unit.

    Parameters
    ----------
    bundle : array (N, J)
        Log price of the bundle over origins, by buyer and sector.
    inputs, cost, phi : array (N, J)
        Log price of the bundle of inputs, log unit cost, share of value added in cost.
    share, sales : array (J, N importer, N exporter)
        Shares of free links in expenditure (duty included), and all sales before duty.
    ban_share : array (N, J)
        Share of banned links in expenditure.
    expenditure, output, used, final : array (N, J)
        X, Y, inputs and final demand by product.
    earned : array (N, F)
        Factor income as endowment times price.
    index : array (N,)
        Log price of final demand.
    income, revenue, rent : array (N,)
        Final expenditure; tariff revenue and rents in it.
    moves : array (N, F)
        One where the factor's price is above its floor, zero where employment gives way instead.
    """

    bundle: Array
    inputs: Array
    cost: Array
    phi: Array
    share: Array
    sales: Array
    banned: Banned
    ban_share: Array
    expenditure: Array
    output: Array
    used: Array
    final: Array
    earned: Array
    index: Array
    income: Array
    revenue: Array
    rent: Array
    moves: Array


class System:
    """One scenario's equations under one rent rule.

    Parameters
    ----------
    rent : {"importer", "exporter", "lost"}
        Who receives the rent; lost rents are spent where they fall, as the importer's are, on contesting them.
    """

    def __init__(self, economy: YearEconomy, prepared: Prepared, rent: Rent) -> None:
        base, self.economy, self.prepared = economy.base, economy, prepared
        self.to_exporter = rent == "exporter"
        self.n, self.j = base.shape
        self.mobile = economy.factors == "mobile"
        self.f = 1 if self.mobile else self.j
        k, n, i = prepared.links
        self.any_ban = k.size > 0
        self.base_share = base.import_share[k, n, i]
        self.base_sale = base.base_trade[k, n, i]
        with np.errstate(divide="ignore"):
            self.log_leak = np.log(prepared.leak)
        self.link_cost = np.zeros(k.size) if prepared.log_cost is None else prepared.log_cost[k, n, i]
        melted = np.ones(k.size) if prepared.iceberg is None else prepared.iceberg[k, n, i]
        self.delivered = self.base_sale * prepared.leak * melted
        self.endowment = prepared.supply.sum(1, keepdims=True) if self.mobile else prepared.supply
        self.world = float(economy.factor_income.sum())
        self.has_factor = self.endowment > 0
        self.produces = base.base_output > 0
        self.buys = base.base_expenditure > 0
        self.base_spent = np.where(self.buys, base.base_expenditure, 1.0)
        self.bundle_share = economy.bundle_share
        self.near = np.flatnonzero(np.abs(prepared.substitution[:, 0]) < NEAR_ONE)

    def bundle_prices(self, price: Array, spent: Array) -> tuple[Array, Array, Array]:
        """Log price of bundles (J, N buyer), unscaled shares (J, N, N) of free links, log shadow prices (B,)."""
        s = self.prepared.substitution
        weight = np.exp(s * price.T)
        total = np.matmul(self.prepared.free, weight[:, :, None])[:, :, 0]
        if not self.any_ban:
            h = self._log_price(total, np.zeros_like(total), price, None)
            return h, self.prepared.free * weight[:, None, :], np.empty(0)
        k, n, _ = self.prepared.links
        sk = s[k, 0]
        sigma = 1.0 - sk
        h = np.zeros_like(total)
        hit = np.zeros(total.shape, bool)
        hit[k, n] = True
        for _ in range(60):
            shadow = (spent[n, k] - sk * h[k, n] - self.log_leak) / sigma
            with np.errstate(invalid="ignore"):
                value = np.where(self.prepared.leak > 0, self.base_share * np.exp(sk * shadow), 0.0)
            part = np.zeros_like(total)
            np.add.at(part, (k, n), value)
            new = self._log_price(total, part, price, shadow)
            share = part / np.where(total + part > 0, total + part, 1.0)
            # Newton on h − log(A + C e^(…))/s: its slope is 1 + share · s/σ, positive for every σ > 0.
            step = np.where(hit, (new - h) / (1.0 + share * s / (1.0 - s)), new - h)
            h = h + step
            if not np.abs(step).max() > 1e-14 * (1.0 + np.abs(h).max()):
                break
        shadow = (spent[n, k] - sk * h[k, n] - self.log_leak) / sigma
        return h, self.prepared.free * weight[:, None, :], shadow

    def _log_price(self, free: Array, part: Array, price: Array, shadow: Array | None) -> Array:
        """Log of the sum to the power 1/s, exact at s = 0 and without loss of digits near it."""
        s = self.prepared.substitution
        total = free + part
        with np.errstate(divide="ignore", invalid="ignore"):
            h = np.log(np.where(total > 0, total, 1.0)) / np.where(s == 0, 1.0, s)
        for sector in self.near:
            sj = float(s[sector, 0])
            share = self.economy.base.import_share[sector].copy()
            logs = np.broadcast_to(price[:, sector], share.shape).copy()
            if self.prepared.log_cost is not None:
                logs += self.prepared.log_cost[sector]
            if shadow is not None:
                k, n, i = self.prepared.links
                at = k == sector
                logs[n[at], i[at]] = np.where(np.isfinite(shadow[at]), shadow[at], 0.0)
                share[n[at], i[at]] *= np.isfinite(shadow[at])
            h[sector] = log_price(share, logs, 1.0 - sj)
        return h

    def state(self, z: Array) -> State:
        """Return the state at z."""
        economy, prepared = self.economy, self.prepared
        base, elasticities = economy.base, economy.elasticities
        x = unknowns(z, self.n, self.f, self.j)
        spent = self.base_spent * np.exp(x.spent) * self.buys
        h, free, shadow = self.bundle_prices(x.price, x.spent)
        s = prepared.substitution
        # Dividing by the sum rather than by its closed form keeps shares summing to one.
        sums = np.where(base.import_share.sum(2) != 0, np.exp(s * h), 1.0)
        share = free / sums[:, :, None]
        banned, ban_share = self._banned(x, h, shadow, spent)
        bundle = np.ascontiguousarray(h.T)
        inputs = self._input_price(bundle)
        cost, phi = self._unit_cost(np.maximum(x.factor, prepared.log_floor), inputs)
        cost = cost - prepared.skill
        sales = share * spent.T[:, :, None]
        sales /= 1.0 + prepared.rate
        free_revenue = np.einsum("kni,kni->n", prepared.rate, sales)
        k, n, i = prepared.links
        sales[k, n, i] = banned.sale
        revenue = free_revenue + np.bincount(n, prepared.rate[k, n, i] * banned.sale, self.n)
        output = np.ascontiguousarray(sales.sum(1).T)
        bill = (1.0 - phi) * output
        used = self._inputs_used(bundle, inputs, bill)
        earned = self.endowment * np.exp(x.factor)
        rent = np.bincount(i if self.to_exporter else n, banned.rent, self.n).astype(np.float64)
        income = earned.sum(1) + revenue + rent + prepared.owed @ earned.sum(1)
        index = log_price(prepared.final_share, bundle, elasticities.final)
        weight = prepared.final_share * np.exp((1.0 - elasticities.final) * (bundle - index[:, None]))
        final = weight * income[:, None]
        return State(
            bundle, inputs, cost, phi, share, sales, banned, ban_share, spent, output, used, final, earned, index,
            income, revenue, rent, (x.factor > prepared.log_floor).astype(np.float64),
        )  # fmt: skip

    def _banned(self, x: Unknowns, h: Array, shadow: Array, spent: Array) -> tuple[Banned, Array]:
        k, n, i = self.prepared.links
        sk = self.prepared.substitution[k, 0]
        with np.errstate(invalid="ignore"):
            part = np.where(self.prepared.leak > 0, self.base_share * np.exp(sk * (shadow - h[k, n])), 0.0)
        sale = self.delivered * np.exp(x.price[i, k])
        paid = sale * (1.0 + self.prepared.rate[k, n, i])
        # Part of the bundle's shares; the sum over links is needed by buyer and sector.
        ban_share = np.zeros((self.n, self.j))
        np.add.at(ban_share, (n, k), part)
        return Banned(shadow, part, sale, paid, part * spent[n, k] - paid), ban_share

    def _input_price(self, bundle: Array) -> Array:
        sigma = self.economy.elasticities.inputs
        s = 1.0 - sigma
        share = self.bundle_share
        none = share.sum(1) == 0
        if abs(s) < NEAR_ONE:
            logs: Array = log_price(share, bundle[:, :, None], sigma, axis=1)
            return logs
        total = np.matmul(share.transpose(0, 2, 1), np.exp(s * bundle)[:, :, None])[:, :, 0]
        logs = np.log(np.where(none, 1.0, total)) / s
        return logs

    def _unit_cost(self, factor: Array, inputs: Array) -> tuple[Array, Array]:
        a = self.economy.base.value_added_share
        sigma = self.economy.elasticities.value_added
        # Where nothing is produced the cost is nobody's; the base's shares keep it finite.
        prices = np.stack(np.broadcast_arrays(factor, inputs), -1)
        cost = log_price(np.stack([a, 1.0 - a], -1), prices, sigma)
        phi: Array = a * np.exp((1.0 - sigma) * (prices[..., 0] - cost))
        return cost, phi

    def _inputs_used(self, bundle: Array, inputs: Array, bill: Array) -> Array:
        s = 1.0 - self.economy.elasticities.inputs
        user = bill * np.exp(-s * inputs)
        used: Array = np.matmul(self.bundle_share, user[:, :, None])[:, :, 0] * np.exp(s * bundle)
        return used

    def residual(self, z: Array, state: State) -> Array:
        """Residuals of factor markets (N, F), prices (N, J) and expenditure (N, J), all in logs.

        World factor income at its base, the numeraire, is added to every factor market: Walras makes it vanish apart.
        """
        x = unknowns(z, self.n, self.f, self.j)
        paid = state.phi * state.output
        if self.mobile:
            paid = paid.sum(1, keepdims=True)
        numeraire = np.log(state.earned.sum() / self.world)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(self.has_factor, np.log(state.earned) - np.log(paid) + numeraire, x.factor)
            price = np.where(self.produces, x.price - state.cost, x.price)
            asked = np.log(state.used + state.final) - np.log(self.base_spent)
            spent = np.where(self.buys, x.spent - asked, x.spent)
        return np.concatenate([factor.ravel(), price.ravel(), spent.ravel()])
