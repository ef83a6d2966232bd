"""The exact derivative of the year's residuals, for one direction or many at once, and an inverse near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.year.system import Unknowns

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.system import State, System


class Linear:
    """Derivatives at one state.

    Directions are log changes with a last axis P: factor prices (N, F, P), prices and expenditure (N, J, P). `home`
    keeps of trade only what happens inside each region, and what a region's price does to its own sales abroad; the
    derivative then falls into N independent blocks.
    """

    def __init__(self, system: System, state: State) -> None:
        self.system, self.state = system, state
        elasticities, prepared = system.economy.elasticities, system.prepared
        self.s = prepared.substitution.T[:, :, None]
        sigma = np.where(self.s == 1.0, 1.0, 1.0 - self.s)
        # A fixed quantity answers a dearer bundle by a dearer wedge: it dampens prices and passes spending on to them.
        slope = 1.0 + state.ban_share[:, :, None] * self.s / sigma
        self.pull = state.ban_share[:, :, None] / sigma / slope
        self.buy = np.ascontiguousarray(state.share / slope[:, :, 0].T[:, :, None])
        k, n, i = prepared.links
        self.free = state.sales.copy()
        self.free[k, n, i] = 0.0
        fixed = np.zeros((system.n, system.j))
        np.add.at(fixed, (i, k), state.banned.sale)
        self.own = self.s * self.free.sum(1).T[:, :, None] + fixed[:, :, None]
        self.sell = np.ascontiguousarray(self.free.transpose(0, 2, 1))
        value = state.banned.paid + state.banned.rent
        self.link_value = value / (1.0 - prepared.substitution[k, 0]) if k.size else value
        self._revenue()
        s_m = 1.0 - elasticities.inputs
        self.inputs = system.bundle_share * np.exp(s_m * (state.bundle[:, :, None] - state.inputs[:, None, :]))
        self.inputs_t = np.ascontiguousarray(self.inputs.transpose(0, 2, 1))
        self.final = state.final / state.income[:, None]
        self._home()

    def _revenue(self) -> None:
        """Gather what spending (N, J) and prices (N, J·N) do to a region's revenue and rents."""
        system, state = self.system, self.state
        k, n, i = system.prepared.links
        rate = system.prepared.rate
        self.by_spending = np.einsum("kni,kni->nk", rate, self.free)
        by_price = rate * self.free * system.prepared.substitution[:, :, None]
        by_price[k, n, i] += rate[k, n, i] * state.banned.sale
        if not system.to_exporter:
            np.add.at(self.by_spending, (n, k), self.link_value)
            by_price[k, n, i] -= state.banned.paid
        self.duty = bool(by_price.any())
        self.by_price = np.ascontiguousarray(by_price.transpose(1, 0, 2)).reshape(system.n, -1)
        self.by_price_home = np.einsum("knn->nk", by_price)

    def _home(self) -> None:
        n = np.arange(self.system.n)
        self.buy_home = self.buy[:, n, n].T[:, :, None]
        self.sell_home = self.free[:, n, n].T[:, :, None]
        abroad = (self.free * self.buy).sum(1).T[:, :, None] - self.sell_home * self.buy_home
        self.own_home = self.own - self.s * abroad

    def apply(self, dw: Array, dp: Array, dx: Array, *, home: bool = False) -> Unknowns:
        """Return the derivative of the residuals in the given directions."""
        h, sold, added = self._trade(dp, dx, home)
        system, state = self.system, self.state
        elasticities = system.economy.elasticities
        s_v, s_m, s_c = 1.0 - elasticities.value_added, 1.0 - elasticities.inputs, 1.0 - elasticities.final
        phi, output, bill = state.phi[:, :, None], state.output[:, :, None], ((1.0 - state.phi) * state.output)
        bundle = np.matmul(self.inputs_t, h)
        priced = state.moves[:, :, None] * dw
        cost = phi * priced + (1.0 - phi) * bundle
        change = s_v * (priced - cost)
        paid = phi * (output * change + sold)
        bills = sold - paid
        used = np.matmul(self.inputs, bills - s_m * bill[:, :, None] * bundle) + s_m * state.used[:, :, None] * h
        earned = (state.earned[:, :, None] * dw).sum(1)
        world = earned if home else np.broadcast_to(earned.sum(0), earned.shape)
        owed = system.prepared.owed
        income = earned + added + (np.diagonal(owed)[:, None] * earned if home else owed @ earned)
        index = np.matmul(self.final[:, None, :], h)
        final = self.final[:, :, None] * income[:, None, :] + s_c * state.final[:, :, None] * (h - index)
        asked = (state.used + state.final)[:, :, None]
        spent = np.where(system.buys[:, :, None], dx - (used + final) / np.where(asked == 0, 1.0, asked), dx)
        total = (state.phi * state.output)[:, :, None]
        if system.mobile:
            paid, total = paid.sum(1, keepdims=True), total.sum(1, keepdims=True)
        numeraire = (world / state.earned.sum())[:, None, :]
        factor = np.where(system.has_factor[:, :, None], dw - paid / np.where(total == 0, 1.0, total) + numeraire, dw)
        price = np.where(system.produces[:, :, None], dp - cost, dp)
        return Unknowns(factor, price, spent)

    def _trade(self, dp: Array, dx: Array, home: bool) -> tuple[Array, Array, Array]:
        """Return changes of bundle prices (N, J, P), of sales (N, J, P), and of revenue and rents (N, P)."""
        if home:
            h = self.buy_home * dp + self.pull * dx
            u = dx - self.s * h
            sold = self.sell_home * u + self.own_home * dp
            added = (self.by_spending[:, :, None] * u + self.by_price_home[:, :, None] * dp).sum(1)
            return h, sold, added
        h = np.matmul(self.buy, dp.transpose(1, 0, 2)).transpose(1, 0, 2) + self.pull * dx
        u = dx - self.s * h
        sold = np.matmul(self.sell, u.transpose(1, 0, 2)).transpose(1, 0, 2) + self.own * dp
        added = (self.by_spending[:, :, None] * u).sum(1)
        if self.duty:
            added = added + self.by_price @ dp.transpose(1, 0, 2).reshape(-1, dp.shape[2])
        k, n, i = self.system.prepared.links
        if self.system.to_exporter and k.size:
            gain = self.link_value[:, None] * u[n, k] - self.state.banned.paid[:, None] * dp[i, k]
            added = added + np.stack([np.bincount(i, gain[:, c], self.system.n) for c in range(gain.shape[1])], 1)
        return h, sold, added

    def product(self, v: Array) -> Array:
        """Return the derivative along the vector v, in the layout of the solver's vector."""
        n, f, j = self.system.n, self.system.f, self.system.j
        a, b = n * f, n * (f + j)
        parts = self.apply(v[:a].reshape(n, f, 1), v[a:b].reshape(n, j, 1), v[b:].reshape(n, j, 1))
        return np.concatenate([part.ravel() for part in parts])

    def near_inverse(self) -> Array:
        """Return the inverses (N, F + 2J, F + 2J) of the blocks that `home` keeps."""
        n, f, j = self.system.n, self.system.f, self.system.j
        size = f + 2 * j
        unit = np.broadcast_to(np.eye(size), (n, size, size))
        blocks = self.apply(unit[:, :f], unit[:, f : f + j], unit[:, f + j :], home=True)
        inverse: Array = np.linalg.inv(np.concatenate(blocks, axis=1))
        return inverse


def precondition(system: System, inverse: Array, v: Array) -> Array:
    """Return the product of the blocks' inverses with the vector v."""
    n, f, j = system.n, system.f, system.j
    a, b = n * f, n * (f + j)
    rows = np.concatenate([v[:a].reshape(n, f), v[a:b].reshape(n, j), v[b:].reshape(n, j)], axis=1)
    out = np.matmul(inverse, rows[:, :, None])[:, :, 0]
    return np.concatenate([out[:, :f].ravel(), out[:, f : f + j].ravel(), out[:, f + j :].ravel()])
