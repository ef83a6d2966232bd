"""The same equilibrium written out once more, slowly and independently: every wedge an unknown, a general root finder.

Nothing is shared with the solver but the calibrated shares: prices and shares are in levels, factors choose their
sector by a transformation frontier, labour's pay and its employment are told apart, the costs of substitutes are
integrated numerically, what a ban takes away is a complementarity, Walras' market is dropped for the numeraire, and the
derivative is taken by differences. Fit for a few dozen nodes; tests and benchmarks hold the solver against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from technostate.errors import ConvergenceError
from technostate.shocks.year.rules import Rules

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array

#: Share of the base quantity that is let through, by (sector, importer, exporter) positions.
Quotas = Mapping[tuple[int, int, int], float]

#: What weighs an outside option at equal prices.
SLIVER = 1e-4
#: Points at which the costs of substitutes are summed, from 0 to 1, with their weights.
_POINTS, _WEIGHTS = (part / 2.0 for part in np.polynomial.legendre.leggauss(40))
_POINTS = _POINTS + 0.5


class Reference(NamedTuple):
    """What the tests compare; N regions, J sectors, B banned links in the order of the quotas.

    Parameters
    ----------
    factor_prices, costs, employment : array (N, J)
        Pay as costs see it, producers' prices and the employed part of labour, ratios.
    output, trade : array (N, J), array (J, N importer, N exporter)
        Levels before duty.
    income, rents : array (N,)
        Levels: final expenditure with what is used up, and what it has of rents and surplus.
    wedges, delivered, rent, instead, surplus : array (B,)
        Shadow price over duty-paid price; quantity over the base; scarcity rent, cost and surplus of substitutes.
    anchored : array (B,) of bool
        Whether substitutes are made and cost a multiple of the free origins' composite.
    real_income, real_gdp, consumer_prices, deficit : array (N,)
        Changes, and the level of deficits.
    service_prices, outside : array (N, J)
        Prices of services, ratios, and what part of the spending on them goes to an outside option.
    """

    factor_prices: Array
    costs: Array
    employment: Array
    output: Array
    trade: Array
    income: Array
    rents: Array
    wedges: Array
    delivered: Array
    rent: Array
    instead: Array
    surplus: Array
    anchored: Array
    real_income: Array
    real_gdp: Array
    consumer_prices: Array
    deficit: Array
    service_prices: Array
    outside: Array


@dataclass(frozen=True)
class Change:
    """A scenario; None is no change. Arrays as `counterfactual` takes them."""

    tariff: Array | None = None
    trade_cost: Array | None = None
    productivity: Array | None = None
    capacity: Array | None = None
    demand: Array | None = None
    deficit: Array | Literal["hold", "lend"] = "hold"
    held: float = 0.0
    transfer: Array | None = None


def reference(
    economy: YearEconomy,
    *,
    quotas: Quotas | None = None,
    rules: Rules | None = None,
    tariff: Array | None = None,
    trade_cost: Array | None = None,
    productivity: Array | None = None,
    capacity: Array | None = None,
    demand: Array | None = None,
    deficit: Array | Literal["hold", "lend"] = "hold",
    held: float = 0.0,
    transfer: Array | None = None,
    tolerance: float = 1e-12,
) -> Reference:
    """Return the counterfactual equilibrium of a small economy in which every node produces.

    Parameters
    ----------
    quotas : mapping of (sector, importer, exporter) positions to a share of the base quantity, optional
    rules, tariff, trade_cost, productivity, capacity, demand, deficit, held, transfer
        As in `counterfactual`; arrays only.
    tolerance : float
        Of the root finder's variables, relative.

    Raises
    ------
    ConvergenceError
        If the root finder does not converge.
    """
    from scipy.optimize import root

    change = Change(tariff, trade_cost, productivity, capacity, demand, deficit, held, transfer)
    model = _Model(economy, dict(quotas or {}), rules or Rules(), change)
    start = np.zeros(model.size)
    # Off the kink between a ban that binds and one that does not.
    start[model.size - len(model.quotas) :] = 0.1
    found = root(model.gaps, start, method="hybr", tol=tolerance, options={"maxfev": 400_000, "factor": 0.1})
    gap = max(float(np.abs(model.gaps(found.x)).max()), abs(model.walras))
    if not gap < 1e-9:
        raise ConvergenceError(
            f"the reference did not settle: {found.message} (gap {gap:.1e})", hint="a smaller change"
        )
    return model.outcome(found.x)


def _mean(share: Array, price: Array, sigma: Array | float, axis: int) -> Array:
    """CES price of a bundle, ratios in levels; the geometric mean at one."""
    sigma = np.asarray(sigma, dtype=np.float64)
    power = np.where(sigma == 1.0, 1.0, 1.0 - sigma)
    whole = np.sum(share * price ** np.expand_dims(power, axis), axis=axis) ** (1.0 / power)
    mean: Array = np.where(sigma == 1.0, np.prod(price**share, axis=axis), whole)
    return mean


class _Model:
    """Unknowns: logs of pay, producers' prices and expenditure; one a banned link, above zero where the ban binds."""

    def __init__(
        self, economy: YearEconomy, quotas: dict[tuple[int, int, int], float], rules: Rules, change: Change
    ) -> None:
        self.economy, self.base, self.rules, self.quotas = economy, economy.base, rules, quotas
        self.change = change
        self.n, self.j = self.base.shape
        self.f = 1 if rules.mobility == 1.0 else self.j
        self.size = self.n * (self.f + 2 * self.j) + len(quotas)
        self.tau = self.base.base_tariff if change.tariff is None else change.tariff
        self.iceberg = np.ones_like(self.tau) if change.trade_cost is None else change.trade_cost
        self.skill = np.ones((self.n, self.j)) if change.productivity is None else change.productivity
        self.supply = economy.factor_income * (1.0 if change.capacity is None else change.capacity)
        wanted = self.base.final_share * (1.0 if change.demand is None else change.demand)
        self.final_share = self._services_shares(wanted / wanted.sum(1, keepdims=True))
        goods = self.base.input_share / np.maximum(self.base.input_share.sum(1, keepdims=True), 1e-300)
        self.inputs_share = self._services_shares(goods)
        # The largest market: a small one could be left empty within the tolerance.
        self.dropped = int(np.argmax(self.supply.sum(1) if self.f == 1 else self.supply))
        self.walras = 0.0
        self.sigma = economy.elasticities.by_sector(self.j)
        self.at = tuple(np.array([at[axis] for at in quotas], dtype=int) for axis in range(3))
        self.leak = np.array([*quotas.values()])
        free = self.base.import_share.copy()
        free[self.at] = 0.0
        self.free = free
        shape = self.tau.shape
        self.to_exporter, self.used_up = (
            np.broadcast_to(np.asarray(part, dtype=np.float64), shape)[self.at]
            for part in (rules.to_exporter, rules.used_up)
        )

    def gaps(self, z: Array) -> Array:
        """Return the equations' gaps, as many as unknowns."""
        w, p, spent, t = self._split(z)
        parts = self.parts(w, p, spent, t)
        earned, paid = parts["earned"], parts["phi"] * parts["output"]
        markets = (earned / (paid.sum(1, keepdims=True) if self.f == 1 else paid) - 1.0).ravel()
        self.walras = float(markets[self.dropped])
        markets[self.dropped] = earned.sum() / self.economy.factor_income.sum() - 1.0
        # A ban that does not bind delivers less than the leak, by as much as its unknown is below zero.
        short = np.exp(np.minimum(t, 0.0)) if self.rules.ceiling else 1.0
        services = parts["services"] - (self.leak + (1.0 - self.leak) * parts["replaced"]) * short
        return np.concatenate(
            [markets, (p / parts["cost"] - 1.0).ravel(), (parts["asked"] / spent - 1.0).ravel(), services]
        )

    def _split(self, z: Array) -> tuple[Array, Array, Array, Array]:
        n, j, f = self.n, self.j, self.f
        w = np.exp(z[: n * f]).reshape(n, f)
        p = np.exp(z[n * f : n * (f + j)]).reshape(n, j)
        spent = self.base.base_expenditure * np.exp(z[n * (f + j) : n * (f + 2 * j)]).reshape(n, j)
        return w, p, spent, z[n * (f + 2 * j) :]

    def _pay(self, w: Array) -> tuple[Array, Array, Array]:
        """Return the price of value added and the employed part of labour (N, J), and factor income (N, J or 1)."""
        rules, supply = self.rules, self.supply
        whole = supply.sum(1, keepdims=True)
        if self.f == 1:
            mean, income = w, w * whole
        else:
            # The frontier's elasticity; quantities follow relative pay, the region's mean is its CET index.
            k = rules.mobility / (1.0 - rules.mobility)
            mean = ((supply / whole * w ** (1.0 + k)).sum(1, keepdims=True)) ** (1.0 / (1.0 + k))
            income = supply * (w / mean) ** k * w
        w = np.broadcast_to(w, supply.shape)
        floor = (rules.pay_floor or 0.0) * (mean if rules.anchor == "region" else np.ones_like(mean))
        labour = np.maximum(w, floor)
        # The rest of value added is always employed, and paid what clears its market.
        return labour**rules.labour * w ** (1.0 - rules.labour), w / labour, income

    def _services(self, bundle: Array) -> tuple[Array, Array]:
        """Return the price of each sector's services and the part of them bought of another sector (N, J), levels."""
        price, outside = bundle.copy(), np.zeros(bundle.shape)
        for row in self.economy.products:
            p, k = (self.base.sectors.index(code) for code in (row.code, row.instead))
            multiple = None if self.economy.elasticities.multiple is None else self.economy.elasticities.multiple[p]
            if not row.critical or multiple is None or not np.isfinite(multiple):
                continue
            weight = SLIVER ** np.array([0.0, 1.0])
            power = np.log(SLIVER) / np.log(multiple)
            parts = weight * bundle[:, [p, k]] ** power
            price[:, p] = (parts.sum(1) / weight.sum()) ** (1.0 / power)
            outside[:, p] = parts[:, 1] / parts.sum(1)
        return price, outside

    def _turned(self, spent: Array, outside: Array) -> Array:
        """Return spending on goods (N, J, …) of spending on services."""
        goods = spent.copy()
        for row in self.economy.products:
            p, k = (self.base.sectors.index(code) for code in (row.code, row.instead))
            part = outside[:, p].reshape(-1, *(1,) * (spent.ndim - 2)) * spent[:, p]
            goods[:, p] -= part
            goods[:, k] += part
        return goods

    def _services_shares(self, goods: Array) -> Array:
        """Return base shares of services that are made of shares (N, J, …) of goods."""
        outside = self._services(np.ones(self.base.shape))[1]
        share = goods.copy()
        for row in self.economy.products:
            p, k = (self.base.sectors.index(code) for code in (row.code, row.instead))
            part = outside[:, p].reshape(-1, *(1,) * (goods.ndim - 2))
            share[:, p] = goods[:, p] / (1.0 - part)
            share[:, k] -= share[:, p] * part
        return share

    def _recipes(self, price: Array) -> tuple[Array, Array]:
        """Return the price of users' inputs (N, J user), and what parts of their bill each service has (N, J, J)."""
        e, share = self.economy.elasticities, self.inputs_share
        apart = [self.base.sectors.index(row.code) for row in self.economy.products if row.critical]
        usual = np.delete(np.arange(self.j), apart)
        each = np.repeat(price[:, :, None], self.j, 2)
        inside = share[:, usual].sum(1)
        within = _mean(share[:, usual] / inside[:, None], each[:, usual], np.full((self.n, self.j), e.inputs), 1)
        outer = np.concatenate([inside[:, None], share[:, apart]], 1)
        sigma = np.full((self.n, self.j), e.critical)
        inputs = _mean(outer, np.concatenate([within[:, None], each[:, apart]], 1), sigma, 1)
        part = np.empty(share.shape)
        nest = (within / inputs) ** (1 - e.critical)
        part[:, usual] = share[:, usual] * (each[:, usual] / within[:, None]) ** (1 - e.inputs) * nest[:, None]
        part[:, apart] = share[:, apart] * (each[:, apart] / inputs[:, None]) ** (1 - e.critical)
        return inputs, part

    def _substitutes(self, shadow: Array, own: Array, composite: Array) -> tuple[Array, Array, Array, Array]:
        """Return per missing unit: part replaced, its cost, its surplus; and whether the composite is its anchor."""
        k, n, _ = self.at
        some = self.free.sum(2)[k, n] > 1e-9
        least = np.maximum(composite[k, n], own)
        over = np.where(some & (shadow > least), shadow / least, 1.0)
        if not np.isfinite(self.rules.substitutes):
            return (np.zeros(k.size),) * 3 + (np.zeros(k.size, bool),)
        multiple, products = np.full(k.size, self.rules.substitutes), self.economy.elasticities.multiple
        if products is not None:
            multiple = np.where(np.isfinite(products[k]), products[k], multiple)
        zeta = np.log(2.0) / np.log(multiple)
        # Each unit has a substitute that costs z times the least, z spread as Pareto's from one.
        z = over[:, None] ** _POINTS
        mass = zeta[:, None] * z ** -zeta[:, None] * np.log(over)[:, None] * _WEIGHTS
        replaced = 1.0 - over**-zeta
        cost = (mass * z * least[:, None]).sum(1)
        surplus = (mass * (shadow[:, None] - z * least[:, None])).sum(1)
        return replaced, cost, surplus, (over > 1.0) & (composite[k, n] >= own)

    def _bundles(self, p: Array, spent: Array, t: Array) -> dict[str, Array]:
        """Return what buyers pay, and what follows for trade, rents and substitutes."""
        base, (k, n, _), sigma = self.base, self.at, self.sigma
        paid = p.T[:, None, :] * self.iceberg * (1 + self.tau) / (1 + base.base_tariff)
        price, own = paid.copy(), paid[self.at]
        shadow = own * np.exp(np.maximum(t, 0.0) if self.rules.ceiling else t)
        price[self.at] = shadow
        by_sector = np.broadcast_to(sigma[:, None], (self.j, self.n))
        bundle = _mean(base.import_share, price, by_sector, 2)
        inside = self.free.sum(2)
        composite = _mean(self.free / np.where(inside > 0, inside, 1.0)[:, :, None], paid, by_sector, 2)
        before = base.import_share * base.base_expenditure.T[:, :, None]
        # What the bundle asks of each link, over the base.
        asks = (price / bundle[:, :, None]) ** -sigma[:, None, None] * (spent.T / base.base_expenditure.T / bundle)[
            :, :, None
        ]
        replaced, cost, surplus, anchored = self._substitutes(shadow, own, composite)
        size = before[self.at]
        missing = (1.0 - self.leak) * size
        arrives = size * asks[self.at] - missing * replaced
        bought = before * asks * paid
        bought[self.at] = arrives * own
        instead = np.zeros((self.j, self.n))
        np.add.at(instead, (k, n), missing * cost)
        weights = self.free * paid ** (1.0 - sigma)[:, None, None]
        bought += (instead / np.maximum(weights.sum(2), 1e-300))[:, :, None] * weights
        return {
            "bundle": bundle, "composite": composite, "sales": bought / (1 + self.tau), "replaced": replaced,
            "services": asks[self.at], "instead": missing * cost, "surplus": missing * surplus, "anchored": anchored,
            "rent": arrives * (shadow - own), "missing": missing,
            "wedge": shadow / own,
        }  # fmt: skip

    def _owed(self, earned: Array) -> Array:
        """Return deficits (N,) at the regions' factor incomes."""
        base, change = self.base, self.change
        world = earned.sum() / self.economy.factor_income.sum()
        levels = base.deficit if isinstance(change.deficit, str) else change.deficit
        owed: Array = levels * world
        if isinstance(change.deficit, str) and change.deficit == "lend":
            lends = base.deficit < 0
            lent = np.where(lends, -base.deficit / self.economy.factor_income.sum(1) * earned.sum(1), 0.0)
            borrows = np.where(lends, 0.0, base.deficit)
            part = borrows / borrows.sum() if borrows.any() else borrows
            owed = change.held * owed + (1.0 - change.held) * (part * lent.sum() - lent)
        if change.transfer is not None:
            owed = owed + change.transfer * world
        return owed

    def parts(self, w: Array, p: Array, spent: Array, t: Array) -> dict[str, Array]:
        """Return everything that pay, prices, expenditure and the links' unknowns imply."""
        base, e = self.base, self.economy.elasticities
        found = self._bundles(p, spent, t)
        bundle, sales = found["bundle"], found["sales"]
        output = sales.sum(1).T
        price, outside = self._services(bundle.T)
        inputs, part = self._recipes(price)
        a = base.value_added_share
        factor, employed, earned = self._pay(w)
        cost = _mean(np.stack([a, 1 - a]), np.stack([factor, inputs]), np.broadcast_to(e.value_added, a.shape), 0)
        phi = a * (factor / cost) ** (1 - e.value_added)
        used = np.einsum("nkj,nj->nk", part, (1 - phi) * output)
        _, n, i = self.at
        sent = self.to_exporter * found["rent"]
        received = np.zeros(self.n)
        np.add.at(received, i, sent)
        np.add.at(received, n, found["rent"] - sent + found["surplus"])
        contested = np.zeros(self.n)
        np.add.at(contested, n, self.used_up * found["rent"])
        owed = self._owed(earned)
        income = earned.sum(1) + owed + (sales * self.tau).sum((0, 2)) + received
        index = _mean(self.final_share, price, np.full(self.n, e.final), 1)
        final = self.final_share * (price / index[:, None]) ** (1 - e.final) * income[:, None]
        asked = self._turned(used + final, outside)
        return found | {
            "phi": phi, "output": output, "cost": cost / self.skill, "asked": asked, "final": final,
            "factor": factor, "employed": employed, "earned": earned, "income": income, "owed": owed, "index": index,
            "price": price, "outside": outside, "rents": received - contested,
            "real_income": (income - contested) / base.base_income / index - 1.0,
        }  # fmt: skip

    def outcome(self, z: Array) -> Reference:
        """Return what the tests compare."""
        base, (k, n, i) = self.base, self.at
        w, p, spent, t = self._split(z)
        found = self.parts(w, p, spent, t)
        added, earned = self.economy.factor_income.sum(1), found["earned"].sum(1)
        # What final demand gets, and what is sold beyond what all users buy.
        net = (found["final"] / found["price"] + found["output"] / p - found["asked"] / found["bundle"].T).sum(1)
        np.add.at(net, n, found["missing"] * found["replaced"] - found["instead"] / found["composite"][k, n])
        sold = found["sales"][self.at]
        delivered = sold / (p[i, k] * self.iceberg[self.at] * base.base_trade[self.at])
        return Reference(
            found["factor"], p, found["employed"], found["output"], found["sales"], found["income"], found["rents"],
            found["wedge"], delivered, found["rent"], found["instead"], found["surplus"], found["anchored"],
            found["real_income"], net / added - 1.0, found["index"] * added / earned - 1.0, found["owed"],
            found["price"], found["outside"],
        )  # fmt: skip
