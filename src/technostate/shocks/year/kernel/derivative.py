"""The derivative of the year's residuals along one direction, as one pass over the links."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from technostate.kernels import SUMS, compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Marks = NDArray[np.bool_]


class Trade(NamedTuple):
    """What prices and spending do to bundles, sales, revenue and rents; (J, N) unless said, B banned links.

    Parameters
    ----------
    s : array (J,)
        1 − σ across origins.
    share, free, rate : array (J, N importer, N exporter)
        Shares of free links, their sales before duty for the bundle itself, and tariffs.
    duty : bool
        Whether any tariff is left.
    slope, pull : array
        Of a bundle's price in itself, and to spending.
    replaces : array of bool
        Bundles of which substitutes are a part.
    inside : array
        Sum of free shares, by which `share` becomes shares of the composite; one where there is none.
    lift, turn_u, turn_g, instead : array
        What the composite's price does to the bundle's price; what u and the composite do to spending on substitutes,
        and that spending.
    by_spending, by_composite : array
        What u and the composite do to the importer's revenue, rents and surplus.
    k, n, i : array (B,)
        Sectors, importers and exporters of banned links.
    buy, sell_u, sell_p, turn_b, by_own : array (B,)
        What a banned link's own price does to the bundle; what u and its price do to its sales; what its price does to
        spending on substitutes and to the importer's revenue.
    gain_u, gain_r, gain_p, anchored : array (B,)
        What u, the substitutes' cost and the link's price do to the exporter's rent; where that cost is the composite.
    """

    s: Floats
    share: Floats
    free: Floats
    rate: Floats
    duty: bool
    slope: Floats
    pull: Floats
    replaces: Marks
    inside: Floats
    lift: Floats
    turn_u: Floats
    turn_g: Floats
    instead: Floats
    by_spending: Floats
    by_composite: Floats
    k: Integers
    n: Integers
    i: Integers
    buy: Floats
    sell_u: Floats
    sell_p: Floats
    turn_b: Floats
    by_own: Floats
    gain_u: Floats
    gain_r: Floats
    gain_p: Floats
    anchored: Floats


class Production(NamedTuple):
    """What prices, sales and income do to costs and demand; (N, J) unless said.

    Parameters
    ----------
    s_v : array (J,)
        1 − σ between value added and inputs, by user.
    s_m, s_c : float
        1 − σ across inputs and in final demand.
    apart : float
        σ across inputs less that between critical products and all others.
    critical, nested : array (J,) of bool, bool
        Critical products, and whether there is any.
    inputs : array (N, J input, J user)
        Shares of services in the bundle of inputs.
    inside : array (N, J user)
        Sums of those that are no critical products.
    phi, output, earned : array
        Of the state.
    used, final, asked : array
        What is spent on services as inputs and by final demand, and on goods by both.
    final_share : array
        Shares of services in final demand.
    product, instead : array (P,)
        Sectors of products with an outside option, and of the goods that it is made of.
    moved, turn : array (N, P)
        Part of what is spent on the services of a product that goes to other goods, and what moves a log point of the
        product's price over theirs.
    pay_own, pay_region : array
        What a node's own income and its region's do to its pay.
    owed : array (N, N)
    factor, made, bought : array of bool
        Nodes with a factor, with output, bundles that are bought.
    """

    s_v: Floats
    s_m: float
    s_c: float
    apart: float
    critical: Marks
    nested: bool
    inputs: Floats
    inside: Floats
    phi: Floats
    output: Floats
    used: Floats
    final: Floats
    asked: Floats
    earned: Floats
    final_share: Floats
    product: Integers
    instead: Integers
    moved: Floats
    turn: Floats
    pay_own: Floats
    pay_region: Floats
    owed: Floats
    factor: Marks
    made: Marks
    bought: Marks


@compiled(fastmath=SUMS)
def product(trade: Trade, production: Production, v: Floats, out: Floats) -> None:
    """Replace `out` (3, N, J) by the derivative of factor markets, prices and expenditure along v (3, N, J)."""
    _, N, J = v.shape
    dy, dp, dx = v[0], v[1], v[2]
    h, u, g = np.zeros((J, N)), np.zeros((J, N)), np.zeros((J, N))
    sold, added = np.zeros((J, N)), np.zeros(N)
    bundles(trade, dp, dx, h, u, g, added)
    sales(trade, dp, u, g, sold, added)
    price = services(production, h)
    produce(production, dy, dp, dx, price, sold, added, out)
    if production.nested or production.product.size > 0:
        carve(production, dx, h, price, out)


@compiled(fastmath=SUMS)
def bundles(trade: Trade, dp: Floats, dx: Floats, h: Floats, u: Floats, g: Floats, added: Floats) -> None:
    """Fill in changes of bundle prices h, of u = dx − s dh, of composites g, and what they add to income."""
    J, N = h.shape
    price = np.empty(N)
    for k in range(J):
        for i in range(N):
            price[i] = dp[i, k]
        for n in range(N):
            share = trade.share[k, n]
            total = 0.0
            for i in range(N):
                total += share[i] * price[i]
            if trade.replaces[k, n]:
                g[k, n] = total / trade.inside[k, n]
                total += trade.lift[k, n] * g[k, n]
            h[k, n] = total
    for b in range(trade.k.size):
        h[trade.k[b], trade.n[b]] += trade.buy[b] * dp[trade.i[b], trade.k[b]]
    for k in range(J):
        for n in range(N):
            h[k, n] = h[k, n] / trade.slope[k, n] + trade.pull[k, n] * dx[n, k]
            u[k, n] = dx[n, k] - trade.s[k] * h[k, n]
            added[n] += trade.by_spending[k, n] * u[k, n] + trade.by_composite[k, n] * g[k, n]


@compiled(fastmath=SUMS)
def sales(trade: Trade, dp: Floats, u: Floats, g: Floats, sold: Floats, added: Floats) -> None:
    """Fill in changes of sales, by sector and exporter, and what tariffs and rents add to income."""
    J, N = u.shape
    price = np.empty(N)
    turned = np.zeros((J, N))
    for k in range(J):
        for n in range(N):
            if trade.replaces[k, n]:
                turned[k, n] = trade.turn_u[k, n] * u[k, n] + trade.turn_g[k, n] * g[k, n]
    for b in range(trade.k.size):
        k, n, i = trade.k[b], trade.n[b], trade.i[b]
        own = dp[i, k]
        turned[k, n] += trade.turn_b[b] * own
        sold[k, i] += trade.sell_u[b] * u[k, n] + trade.sell_p[b] * own
        added[n] += trade.by_own[b] * own
        cost = trade.anchored[b] * g[k, n] + (1.0 - trade.anchored[b]) * own
        added[i] += trade.gain_u[b] * u[k, n] + trade.gain_r[b] * cost + trade.gain_p[b] * own
    for k in range(J):
        for i in range(N):
            price[i] = trade.s[k] * dp[i, k]
        line = sold[k]
        for n in range(N):
            free, change = trade.free[k, n], u[k, n]
            for i in range(N):
                line[i] += free[i] * (price[i] + change)
            if trade.duty:
                rate = trade.rate[k, n]
                total = 0.0
                for i in range(N):
                    total += rate[i] * free[i] * price[i]
                added[n] += total
            if trade.replaces[k, n]:
                share, rate = trade.share[k, n], trade.rate[k, n]
                some, spent = turned[k, n] / trade.inside[k, n], trade.instead[k, n] / trade.inside[k, n]
                total = 0.0
                for i in range(N):
                    change = share[i] / (1.0 + rate[i]) * (some + spent * price[i])
                    line[i] += change
                    total += rate[i] * change
                added[n] += total


@compiled(fastmath=SUMS)
def services(made: Production, h: Floats) -> Floats:
    """Return changes of the prices of services (J, N): of a product with an option, those of its two kinds of goods."""
    if made.product.size == 0:
        return h
    price = h.copy()
    for p in range(made.product.size):
        own, other = h[made.product[p]], h[made.instead[p]]
        for n in range(own.size):
            price[made.product[p], n] = own[n] + made.moved[n, p] * (other[n] - own[n])
    return price


@compiled(fastmath=SUMS)
def produce(
    made: Production, dy: Floats, dp: Floats, dx: Floats, h: Floats, sold: Floats, added: Floats, out: Floats
) -> None:
    """Fill in the derivative of the residuals from changes of incomes, prices, spending, services' prices and sales.

    All inputs are taken as one nest, and all services as goods: `carve` does the rest.
    """
    N, J = dy.shape
    earned = np.zeros(N)
    level = np.zeros(N)
    for n in range(N):
        for j in range(J):
            earned[n] += made.earned[n, j] * dy[n, j]
            level[n] += made.earned[n, j]
    numeraire = earned.sum() / level.sum()
    bundle, bills = np.empty(J), np.empty(J)
    for n in range(N):
        income = earned[n] + added[n]
        for m in range(N):
            income += made.owed[n, m] * earned[m]
        bundle[:] = 0.0
        for k in range(J):
            row, change = made.inputs[n, k], h[k, n]
            for j in range(J):
                bundle[j] += row[j] * change
        index = 0.0
        for k in range(J):
            index += made.final_share[n, k] * h[k, n]
        region = earned[n] / level[n]
        for j in range(J):
            phi, output = made.phi[n, j], made.output[n, j]
            pay = made.pay_own[n, j] * dy[n, j] + made.pay_region[n, j] * region
            cost = phi * pay + (1.0 - phi) * bundle[j]
            paid = phi * (output * made.s_v[j] * (pay - cost) + sold[j, n])
            bills[j] = sold[j, n] - paid - made.s_m * (1.0 - phi) * output * bundle[j]
            out[0, n, j] = dy[n, j] - paid / (phi * output) + numeraire if made.factor[n, j] else dy[n, j]
            out[1, n, j] = dp[n, j] - cost if made.made[n, j] else dp[n, j]
        for k in range(J):
            row = made.inputs[n, k]
            total = 0.0
            for j in range(J):
                total += row[j] * bills[j]
            total += made.s_m * made.used[n, k] * h[k, n]
            total += made.final_share[n, k] * income + made.s_c * made.final[n, k] * (h[k, n] - index)
            out[2, n, k] = dx[n, k] - total / made.asked[n, k] if made.bought[n, k] else dx[n, k]


@compiled(fastmath=SUMS)
def carve(made: Production, dx: Floats, bundles: Floats, h: Floats, out: Floats) -> None:
    """Correct the derivative of expenditure for critical products beside the nest of inputs and for outside options.

    Parameters
    ----------
    bundles, h : array (J, N)
        Changes of the prices of bundles of origins, and of services.
    """
    N, J = dx.shape
    asked, whole, nest = np.empty(J), np.empty(J), np.empty(J)
    for n in range(N):
        for k in range(J):
            asked[k] = (dx[n, k] - out[2, n, k]) * made.asked[n, k]
        if made.nested:
            whole[:] = 0.0
            nest[:] = 0.0
            for k in range(J):
                row, change = made.inputs[n, k], h[k, n]
                for j in range(J):
                    whole[j] += row[j] * change
                    if not made.critical[k]:
                        nest[j] += row[j] * change
            for j in range(J):
                # Of the bill of inputs: the part that follows the price of a nest, a point of it.
                bill = made.apart * (1.0 - made.phi[n, j]) * made.output[n, j]
                inside = made.inside[n, j]
                nest[j] = bill * ((nest[j] / inside if inside != 0.0 else 0.0) - whole[j])
                whole[j] *= -bill
            for k in range(J):
                row, change = made.inputs[n, k], whole if made.critical[k] else nest
                for j in range(J):
                    asked[k] += row[j] * change[j]
                if made.critical[k]:
                    asked[k] += made.apart * made.used[n, k] * h[k, n]
        for p in range(made.product.size):
            own, other = made.product[p], made.instead[p]
            more = made.moved[n, p] * asked[own] + made.turn[n, p] * (bundles[own, n] - bundles[other, n])
            asked[own] -= more
            asked[other] += more
        for k in range(J):
            if made.bought[n, k]:
                out[2, n, k] = dx[n, k] - asked[k] / made.asked[n, k]
