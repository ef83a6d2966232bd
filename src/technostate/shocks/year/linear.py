"""The exact derivative of the year's residuals, for one direction or many at once, and an inverse near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.year.system import Unknowns, unknowns

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.system import State, System


class Linear:
    """Derivatives at one state.

    Directions are log changes with a last axis P: factor incomes, prices and expenditure (N, J, P). `home` keeps of
    trade only what happens inside each region, and what a region's price does to its own sales abroad; the derivative
    then falls into N independent blocks.

    With u = dx − s dh, the shadow price of a banned link that binds moves by (u + ε dR)/(σ + ε), R being what its
    substitutes cost: the composite g of free links where it is anchored there, else the banned good's own price.
    """

    def __init__(self, system: System, state: State) -> None:
        self.system, self.state = system, state
        prepared = system.prepared
        self.s = prepared.substitution.T[:, :, None]
        self._bundles()
        self._sales()
        self._revenue()
        s_m = 1.0 - system.economy.elasticities.inputs
        self.inputs = system.bundle_share * np.exp(s_m * (state.bundle[:, :, None] - state.inputs[:, None, :]))
        self.inputs_t = np.ascontiguousarray(self.inputs.transpose(0, 2, 1))
        self.final = state.final / state.income[:, None]
        self._pay()
        self._home()

    def _sum(self, values: Array) -> Array:
        """Sums of link values (B,) by bundle (J, N)."""
        return self.system._on_bundles(values)

    def _bundles(self) -> None:
        """Gather what prices and spending do to the price of bundles."""
        prepared, state, b = self.system.prepared, self.state, self.state.banned
        part = b.held * b.share / b.steep
        pull = self._sum(part)
        # A fixed quantity answers a dearer bundle by a dearer wedge: it dampens prices and passes spending on to them.
        slope = 1.0 + prepared.substitution * pull
        self.pull = np.ascontiguousarray((pull / slope).T)[:, :, None]
        buy = state.share.copy()
        if self.system.replaces:
            buy += state.inside * self._sum(part * b.rise * b.anchored)[:, :, None]
        buy[prepared.links] = (1.0 - b.held) * b.share + part * b.rise * (1.0 - b.anchored)
        self.buy = buy / slope[:, :, None]

    def _sales(self) -> None:
        """Gather what prices and spending do to sales: of free links, of banned ones, and of substitutes."""
        system, prepared, state, b = self.system, self.system.prepared, self.state, self.state.banned
        k, n, i = prepared.links
        self.free = state.sales.copy()
        own = np.zeros((system.n, system.j))
        if system.replaces:
            flow = state.inside / (1.0 + prepared.rate)
            self.extra = flow * state.instead[:, :, None]
            self.flow = np.ascontiguousarray(flow.transpose(0, 2, 1))
            self.free -= self.extra
            own += self.s[:, :, 0] * self.extra.sum(1).T
            self.turn_u = self._sum(b.turn / b.steep)
            turn_r = b.instead - (1.0 - prepared.substitution[k, 0]) * b.turn / b.steep
            self.turn_g = self._sum(turn_r * b.anchored) - prepared.substitution * state.instead
            self.turn_b = turn_r * (1.0 - b.anchored)
        self.free[prepared.links] = (1.0 - b.held) * b.sale
        fixed = np.bincount(i * system.j + k, b.held * b.sale, system.n * system.j).reshape(system.n, system.j)
        self.own = (self.s[:, :, 0] * self.free.sum(1).T + fixed + own)[:, :, None]
        self.sell = np.ascontiguousarray(self.free.transpose(0, 2, 1))
        self.link_value = b.held * (b.rent + b.paid)

    def _revenue(self) -> None:
        """Gather what spending (N, J), prices (N, J·N) and composites (N, J) do to revenue, rents and surplus."""
        system, prepared, state, b = self.system, self.system.prepared, self.state, self.state.banned
        place, rate = prepared.links, prepared.rate
        kept = 1.0 - prepared.to_exporter
        mine = kept * self.link_value + b.replaced
        self.by_spending = np.einsum("kni,kni->nk", rate, self.free) + self._sum(mine / b.steep).T
        by_price = rate * self.free * prepared.substitution[:, :, None]
        by_price[place] += b.held * (rate[place] * b.sale - kept * b.paid)
        if system.replaces:
            by_cost = mine * b.rise / b.steep - b.instead
            self.by_composite = self._sum(by_cost * b.anchored).T
            self.by_turn = np.einsum("kni,kni->nk", rate, state.inside / (1.0 + rate))
            by_price[place] += by_cost * (1.0 - b.anchored)
            by_price += rate * self.extra * prepared.substitution[:, :, None]
        self.duty = bool(by_price.any())
        self.by_price = np.ascontiguousarray(by_price.transpose(1, 0, 2)).reshape(system.n, -1)
        self.by_price_home = np.einsum("knn->nk", by_price)

    def _pay(self) -> None:
        """Gather what factor incomes do to pay: a node's own, and its region's mean."""
        rules, state = self.system.prepared.rules, self.state
        under = rules.labour * (state.short < 0)
        self.pay_own = ((1.0 - under) * (1.0 - rules.mobility))[:, :, None]
        self.pay_region = ((1.0 - under) * rules.mobility + under * (rules.anchor == "region"))[:, :, None]

    def _home(self) -> None:
        n = np.arange(self.system.n)
        self.buy_home = self.buy[:, n, n].T[:, :, None]
        self.sell_home = self.free[:, n, n].T[:, :, None]
        abroad = (self.free * self.buy).sum(1).T[:, :, None] - self.sell_home * self.buy_home
        self.own_home = self.own - self.s * abroad

    def apply(self, dw: Array, dp: Array, dx: Array, *, home: bool = False) -> Unknowns:
        """Return the derivative of the residuals in the given directions."""
        h, sold, added = self._at_home(dp, dx) if home else self._trade(dp, dx)
        system, state = self.system, self.state
        elasticities = system.economy.elasticities
        s_v, s_m, s_c = 1.0 - elasticities.value_added, 1.0 - elasticities.inputs, 1.0 - elasticities.final
        phi, output, bill = state.phi[:, :, None], state.output[:, :, None], ((1.0 - state.phi) * state.output)
        bundle = np.matmul(self.inputs_t, h)
        earned = (state.earned[:, :, None] * dw).sum(1)
        region = earned / state.earned.sum(1)[:, None]
        priced = self.pay_own * dw + self.pay_region * region[:, None, :]
        cost = phi * priced + (1.0 - phi) * bundle
        change = s_v * (priced - cost)
        paid = phi * (output * change + sold)
        bills = sold - paid
        used = np.matmul(self.inputs, bills - s_m * bill[:, :, None] * bundle) + s_m * state.used[:, :, None] * h
        world = earned if home else np.broadcast_to(earned.sum(0), earned.shape)
        owed = system.prepared.owed
        income = earned + added + (np.diagonal(owed)[:, None] * earned if home else owed @ earned)
        index = np.matmul(self.final[:, None, :], h)
        final = self.final[:, :, None] * income[:, None, :] + s_c * state.final[:, :, None] * (h - index)
        asked = (state.used + state.final)[:, :, None]
        spent = np.where(system.buys[:, :, None], dx - (used + final) / np.where(asked == 0, 1.0, asked), dx)
        total = (state.phi * state.output)[:, :, None]
        numeraire = (world / state.earned.sum())[:, None, :]
        factor = np.where(system.has_factor[:, :, None], dw - paid / np.where(total == 0, 1.0, total) + numeraire, dw)
        price = np.where(system.produces[:, :, None], dp - cost, dp)
        return Unknowns(factor, price, spent)

    def _at_home(self, dp: Array, dx: Array) -> tuple[Array, Array, Array]:
        h = self.buy_home * dp + self.pull * dx
        u = dx - self.s * h
        added = (self.by_spending[:, :, None] * u + self.by_price_home[:, :, None] * dp).sum(1)
        return h, self.sell_home * u + self.own_home * dp, added

    def _trade(self, dp: Array, dx: Array) -> tuple[Array, Array, Array]:
        """Return changes of bundle prices and of sales (N, J, P), and of revenue, rents and surplus (N, P)."""
        system, prepared, b = self.system, self.system.prepared, self.state.banned
        by_sector = dp.transpose(1, 0, 2)
        h = np.matmul(self.buy, by_sector).transpose(1, 0, 2) + self.pull * dx
        u = dx - self.s * h
        u_sector = u.transpose(1, 0, 2)
        sold = np.matmul(self.sell, u_sector)
        added = (self.by_spending[:, :, None] * u).sum(1)
        if self.duty:
            added = added + self.by_price @ by_sector.reshape(-1, dp.shape[2])
        k, n, i = prepared.links
        cost = dp[i, k]
        if system.replaces:
            g = np.matmul(self.state.inside, by_sector)
            turned = self.turn_u[:, :, None] * u_sector + self.turn_g[:, :, None] * g
            if self.turn_b.any():
                np.add.at(turned, (k, n), self.turn_b[:, None] * cost)
            sold = sold + np.matmul(self.flow, turned)
            added = added + (self.by_composite[:, :, None] * g.transpose(1, 0, 2)).sum(1)
            added = added + (self.by_turn[:, :, None] * turned.transpose(1, 0, 2)).sum(1)
            reference = b.anchored[:, None] * g[k, n] + (1.0 - b.anchored)[:, None] * cost
        if prepared.to_exporter.any():
            shadow = u_sector[k, n]
            if system.replaces:
                shadow = shadow + b.rise[:, None] * reference
            paid = self.link_value[:, None] * shadow / b.steep[:, None] - (b.held * b.paid)[:, None] * cost
            gain = prepared.to_exporter[:, None] * paid
            added = added + np.stack([np.bincount(i, column, system.n) for column in gain.T], 1)
        return h, sold.transpose(1, 0, 2) + self.own * dp, added

    def product(self, v: Array) -> Array:
        """Return the derivative along the vector v, in the layout of the solver's vector."""
        parts = self.apply(*(part[:, :, None] for part in unknowns(v, self.system.n, self.system.j)))
        return np.concatenate([part.ravel() for part in parts])

    def near_inverse(self) -> Array:
        """Return the inverses (N, 3J, 3J) of the blocks that `home` keeps."""
        n, j = self.system.n, self.system.j
        unit = np.broadcast_to(np.eye(3 * j), (n, 3 * j, 3 * j))
        blocks = self.apply(unit[:, :j], unit[:, j : 2 * j], unit[:, 2 * j :], home=True)
        inverse: Array = np.linalg.inv(np.concatenate(blocks, axis=1))
        return inverse


def precondition(inverse: Array, v: Array) -> Array:
    """Return the product of the blocks' inverses (N, 3J, 3J) with the vector v."""
    n, size = inverse.shape[:2]
    rows = v.reshape(3, n, size // 3).transpose(1, 0, 2).reshape(n, size, 1)
    product: Array = np.matmul(inverse, rows).reshape(n, 3, size // 3).transpose(1, 0, 2).ravel()
    return product
