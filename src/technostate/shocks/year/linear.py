"""The exact derivative of the year's residuals along a direction, and an inverse near it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.year.kernel import Production, Trade, gmres, product

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.system import State, System

#: Products with the derivative in one linear system.
MOST_PRODUCTS = 100


class Linear:
    """Derivatives at one state; directions are log changes of factor incomes, prices and expenditure.

    With u = dx − s dh, the shadow price of a banned link that binds moves by (u + ε dR)/(σ + ε), R being what its
    substitutes cost: the composite g of free links where it is anchored there, else the banned good's own price.
    """

    def __init__(self, system: System, state: State) -> None:
        self.system, self.state = system, state

    def product(self, v: Array) -> Array:
        """Return the derivative along the vector v, in the layout of the solver's vector."""
        out = np.empty((3, self.system.n, self.system.j))
        product(self._trade, self._production, v.reshape(out.shape), out)
        return out.ravel()

    def solve(self, b: Array, near: Array, tolerance: float) -> tuple[Array, int]:
        """Return the direction along which the derivative is about b, and the products with the derivative it took.

        Parameters
        ----------
        near : array (N, 3J, 3J)
            `near_inverse` of this state or of a neighbour.
        tolerance : float
            Of the residual, over the length of b.
        """
        shape = 3, self.system.n, self.system.j
        found, used = gmres(self._trade, self._production, near, b.reshape(shape), tolerance, MOST_PRODUCTS)
        return found.ravel(), used

    @cached_property
    def _trade(self) -> Trade:
        system, prepared, state, b = self.system, self.system.prepared, self.state, self.state.banned
        k, n, i = prepared.links
        s, on, sk = prepared.substitution, system.on_bundles, prepared.substitution[k, 0]
        part = b.held * b.share / b.steep
        pull = on(part)
        # A fixed quantity answers a dearer bundle by a dearer wedge: it dampens prices and passes spending on to them.
        slope = 1.0 + s * pull
        delivered = b.held * (b.rent + b.paid)
        kept = 1.0 - prepared.to_exporter
        mine = kept * delivered + b.replaced
        by_cost = mine * b.rise / b.steep - b.instead
        turn_r = b.instead - (1.0 - sk) * b.turn / b.steep
        slack = (1.0 - b.held) * b.sale
        rate = prepared.rate[k, n, i]
        gives = prepared.to_exporter * delivered / b.steep
        aside = 1.0 - b.anchored
        free_duty = np.einsum("kni,kni->kn", prepared.rate, state.free) if system.duty else np.zeros_like(pull)
        return Trade(
            s=s[:, 0],
            share=state.share,
            free=state.free,
            rate=prepared.rate,
            duty=system.duty,
            slope=slope,
            pull=pull / slope,
            replaces=on(b.instead + b.turn) > 0,
            inside=np.where(state.inside > 0, state.inside, 1.0),
            lift=on(part * b.rise * b.anchored),
            turn_u=on(b.turn / b.steep),
            turn_g=on(turn_r * b.anchored) - s * state.instead,
            instead=state.instead,
            by_spending=free_duty + on(mine / b.steep + rate * slack),
            by_composite=on(by_cost * b.anchored),
            k=k,
            n=n,
            i=i,
            buy=(1.0 - b.held) * b.share + part * b.rise * aside,
            sell_u=slack,
            sell_p=sk * slack + b.held * b.sale,
            turn_b=turn_r * aside,
            by_own=rate * (sk * slack + b.held * b.sale) - kept * b.held * b.paid + by_cost * aside,
            gain_u=gives,
            gain_r=gives * b.rise,
            gain_p=-prepared.to_exporter * b.held * b.paid,
            anchored=b.anchored,
        )

    @cached_property
    def _production(self) -> Production:
        system, state = self.system, self.state
        elasticities, rules = system.economy.elasticities, system.prepared.rules
        services, uses = system.services, state.uses
        inputs = services.input_shares(uses.price, state.inputs, uses.ordinary)
        moving = (uses.used + uses.final)[:, services.product] * uses.moved
        under: Array = np.where(state.short < 0, rules.labour, 0.0)
        return Production(
            s_v=np.broadcast_to(1.0 - np.asarray(elasticities.value_added), (system.j,)).copy(),
            s_m=1.0 - elasticities.inputs,
            s_c=1.0 - elasticities.final,
            apart=elasticities.inputs - elasticities.critical,
            critical=services.critical,
            nested=services.any_critical,
            inputs=inputs,
            inside=inputs[:, ~services.critical].sum(1) if services.any_critical else np.empty((0, 0)),
            phi=state.phi,
            output=state.output,
            used=uses.used,
            final=uses.final,
            asked=state.used + state.final,
            earned=state.earned,
            final_share=uses.final / state.income[:, None],
            product=services.product,
            instead=services.instead,
            moved=uses.moved,
            turn=moving * (1.0 - uses.moved) * services.steep,
            pay_own=(1.0 - under) * (1.0 - rules.mobility),
            pay_region=(1.0 - under) * rules.mobility + under * float(rules.anchor == "region"),
            owed=system.prepared.owed,
            factor=system.has_factor,
            made=system.produces,
            bought=system.buys,
        )

    def near_inverse(self) -> Array:
        """Return the inverses (N, 3J, 3J) of the blocks of each region by itself.

        They keep of trade only what happens inside the region, and what its price does to its own sales abroad.
        """
        n, j = self.system.n, self.system.j
        unit = np.broadcast_to(np.eye(3 * j), (n, 3 * j, 3 * j))
        blocks = self._home(unit[:, :j], unit[:, j : 2 * j], unit[:, 2 * j :])
        inverse: Array = np.asarray(np.linalg.inv(blocks), dtype=np.float64)
        return inverse

    def _home(self, dw: Array, dp: Array, dx: Array) -> Array:
        """Return the derivative (N, 3J, P) along many directions (N, J, P) of factor incomes, prices and spending."""
        made, trade, at = self._production, self._trade, np.arange(self.system.n)
        s = trade.s[None, :, None]
        buy, sell = (trade.share / trade.slope[:, :, None]), trade.free
        buy_home, sell_home = buy[:, at, at].T[:, :, None], sell[:, at, at].T[:, :, None]
        abroad = (sell * buy).sum(1).T[:, :, None] - sell_home * buy_home
        banned = np.zeros((self.system.n, self.system.j))
        np.add.at(banned, (trade.i, trade.k), trade.sell_p)
        own = s * sell.sum(1).T[:, :, None] + banned[:, :, None] - s * abroad
        h = buy_home * dp + trade.pull.T[:, :, None] * dx
        u = dx - s * h
        sold = sell_home * u + own * dp
        revenue = (trade.rate * sell)[:, at, at].T[:, :, None] * s
        added = (trade.by_spending.T[:, :, None] * u + revenue * dp).sum(1)
        raw, h = h, self._services(h)
        bundle = np.matmul(made.inputs.transpose(0, 2, 1), h)
        earned = (made.earned[:, :, None] * dw).sum(1)
        region = earned / made.earned.sum(1)[:, None]
        pay = made.pay_own[:, :, None] * dw + made.pay_region[:, :, None] * region[:, None, :]
        phi, output = made.phi[:, :, None], made.output[:, :, None]
        cost = phi * pay + (1.0 - phi) * bundle
        paid = phi * (output * made.s_v[:, None] * (pay - cost) + sold)
        bills = sold - paid - made.s_m * (1.0 - phi) * output * bundle
        income = earned * (1.0 + np.diagonal(made.owed)[:, None]) + added
        share, final = made.final_share[:, :, None], made.final[:, :, None]
        index = np.matmul(made.final_share[:, None, :], h)
        asked = np.matmul(made.inputs, bills) + made.s_m * made.used[:, :, None] * h
        if made.nested:
            bill, usual = made.apart * (1.0 - phi) * output, made.inputs * ~made.critical[:, None]
            nest = np.matmul(usual.transpose(0, 2, 1), h) / np.where(made.inside != 0, made.inside, 1.0)[:, :, None]
            asked += np.matmul(usual, bill * nest) - np.matmul(made.inputs, bill * bundle)
            asked += made.apart * (made.critical * made.used)[:, :, None] * h
        asked += share * income[:, None, :] + made.s_c * final * (h - index)
        for p, (own, other) in enumerate(zip(made.product, made.instead, strict=True)):
            more = made.moved[:, p, None] * asked[:, own] + made.turn[:, p, None] * (raw[:, own] - raw[:, other])
            asked[:, own] -= more
            asked[:, other] += more
        total = phi * output
        numeraire = (earned / made.earned.sum())[:, None, :]
        factor = dw - paid / np.where(total == 0, 1.0, total) + numeraire
        spent = dx - asked / np.where(made.asked == 0, 1.0, made.asked)[:, :, None]
        rows = (made.factor, factor, dw), (made.made, dp - cost, dp), (made.bought, spent, dx)
        return np.concatenate([np.where(there[:, :, None], new, old) for there, new, old in rows], axis=1)

    def _services(self, h: Array) -> Array:
        """Return changes of the prices of services (N, J, P) at those of bundles."""
        made = self._production
        if not made.product.size:
            return h
        price = h.copy()
        part = made.moved[:, :, None]
        price[:, made.product] = (1.0 - part) * h[:, made.product] + part * h[:, made.instead]
        return price
