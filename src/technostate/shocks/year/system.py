"""The equations of the year.

Unknowns are logs of ratios to the base: factor incomes y (N, J) over their endowment, producer prices p (N, J) and
expenditure X (N, J). A factor's pay is w = (1 − m) y + m W, where m is its mobility and W its region's mean; below a
floor φ part of labour is not employed, and costs see pay w − ℓ min(0, w − φ). Banned links need no unknown of their
own (`bundles`): what leaks is delivered exactly, whatever the iteration's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.year.bundles import Bundles
from technostate.shocks.year.nests import log_price
from technostate.shocks.year.services import Services, Uses

if TYPE_CHECKING:
    from technostate.shocks.year.bundles import Banned
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.scenario import Prepared


class Unknowns(NamedTuple):
    """Log factor incomes over endowments, producer prices and expenditure, (N, J) each."""

    factor: Array
    price: Array
    spent: Array


def unknowns(z: Array, n: int, j: int) -> Unknowns:
    """Return the parts of the solver's vector z (3·N·J,)."""
    return Unknowns(*z.reshape(3, n, j))


def summed(at: NDArray[np.intp], values: Array, count: int) -> Array:
    """Return the sums (count,) of values by position; numbers with a point also where there is no value."""
    return np.bincount(at, values, count).astype(np.float64, copy=False)


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
    free : array (J, N importer, N exporter)
        Sales of free links before duty, without what goes into substitutes.
    inside, instead : array (J, N)
        Sum of the shares of free links in expenditure, and what is spent on their composite for substitutes.
    composite : array (J, N)
        Log price of the composite of free links.
    expenditure, output, used, final : array (N, J)
        X, Y, inputs and final demand by sector: goods.
    uses : Uses
        The services that those goods give.
    earned : array (N, J)
        Factor income.
    pay, short : array (N, J)
        Log pay as a cost, and log of the employed part of labour.
    region : array (N,)
        Log of the region's mean pay W.
    index : array (N,)
        Log price of final demand.
    income, revenue, rent, used_up : array (N,)
        Final expenditure; in it tariff revenue, and rents and the surplus of substitutes; of it what contests rents.
    """

    bundle: Array
    inputs: Array
    cost: Array
    phi: Array
    share: Array
    free: Array
    sales: Array
    inside: Array
    instead: Array
    composite: Array
    banned: Banned
    expenditure: Array
    output: Array
    used: Array
    final: Array
    uses: Uses
    earned: Array
    pay: Array
    short: Array
    region: Array
    index: Array
    income: Array
    revenue: Array
    rent: Array
    used_up: Array


class System:
    """One scenario's equations."""

    def __init__(self, economy: YearEconomy, prepared: Prepared) -> None:
        base, self.economy, self.prepared = economy.base, economy, prepared
        self.n, self.j = base.shape
        self.bundles = Bundles(economy, prepared)
        self.world = float(economy.factor_income.sum())
        self.endowment = prepared.supply
        self.has_factor = self.endowment > 0
        self.produces = base.base_output > 0
        self.buys = base.base_expenditure > 0
        self.base_spent = np.where(self.buys, base.base_expenditure, 1.0)
        self.services = Services(economy, prepared.final_share)
        self.duty = bool(prepared.rate.any())

    def state(self, z: Array) -> State:
        """Return the state at z."""
        economy, prepared = self.economy, self.prepared
        base, services = economy.base, self.services
        x = unknowns(z, self.n, self.j)
        spent = self.base_spent * np.exp(x.spent) * self.buys
        h, free, shadow, composite = self.bundles.prices(x.price, x.spent)
        # Dividing by the sum rather than by its closed form keeps shares summing to one.
        sums = np.where(base.import_share.sum(2) != 0, np.exp(prepared.substitution * h), 1.0)
        share = free / sums[:, :, None]
        banned = self.bundles.banned(x.price, spent, h, shadow, composite)
        k, n, i = prepared.links
        bundle = np.ascontiguousarray(h.T)
        price, moved = services.effective(bundle)
        inputs, ordinary = services.input_price(price)
        earned = self.endowment * np.exp(x.factor)
        region = np.log(earned.sum(1) / self.endowment.sum(1))
        pay, short = self._pay(x.factor, region)
        cost, phi = self._unit_cost(pay, inputs)
        free = share * spent.T[:, :, None]
        free /= 1.0 + prepared.rate
        inside, instead = share.sum(2), self.on_bundles(banned.instead)
        sales = free.copy()
        if self.bundles.replaces:
            # Substitutes are made of the composite of free links, in its shares.
            at = np.nonzero(instead)
            part = (instead[at] / inside[at])[:, None] * share[at]
            sales[at] += part / (1.0 + prepared.rate[at])
        sales[k, n, i] = banned.sale
        revenue = np.einsum("kni,kni->n", prepared.rate, sales)
        output = np.ascontiguousarray(sales.sum(1).T)
        used = services.inputs_used(price, inputs, ordinary, (1.0 - phi) * output)
        to_exporter = prepared.to_exporter * banned.rent
        rent = summed(i, to_exporter, self.n) + summed(n, banned.rent - to_exporter + banned.surplus, self.n)
        income = earned.sum(1) + revenue + rent + prepared.owed @ earned.sum(1)
        sigma = economy.elasticities.final
        index = log_price(services.final_share, price, sigma)
        final = services.final_share * np.exp((1.0 - sigma) * (price - index[:, None])) * income[:, None]
        return State(
            bundle, inputs, cost - prepared.skill, phi, share, free, sales, inside, instead, composite, banned,
            spent, output, services.goods(used, moved), services.goods(final, moved),
            Uses(price, moved, ordinary, used, final), earned, pay, short, region,
            index, income, revenue, rent, summed(n, prepared.used_up * banned.rent, self.n),
        )  # fmt: skip

    def on_bundles(self, values: Array) -> Array:
        """Return the sums of link values (B,) by bundle (J, N)."""
        k, n, _ = self.prepared.links
        return summed(k * self.n + n, values, self.j * self.n).reshape(self.j, self.n)

    def _pay(self, income: Array, region: Array) -> tuple[Array, Array]:
        """Return log pay as costs see it, and the log of the employed part of labour (N, J)."""
        rules = self.prepared.rules
        wage = (1.0 - rules.mobility) * income + rules.mobility * region[:, None]
        floor = rules.log_floor + (region[:, None] if rules.anchor == "region" else 0.0)
        short = np.minimum(wage - floor, 0.0)
        return wage - rules.labour * short, short

    def _unit_cost(self, factor: Array, inputs: Array) -> tuple[Array, Array]:
        a = self.economy.base.value_added_share
        sigma = self.economy.elasticities.value_added
        # Where nothing is produced the cost is nobody's; the base's shares keep it finite.
        share, prices = np.stack([a, 1.0 - a], -1), np.stack(np.broadcast_arrays(factor, inputs), -1)
        if isinstance(sigma, float):
            cost = log_price(share, prices, sigma)
        else:
            cost = np.empty(a.shape)
            for value in np.unique(sigma):
                alike = sigma == value
                cost[:, alike] = log_price(share[:, alike], prices[:, alike], float(value))
        phi: Array = a * np.exp((1.0 - sigma) * (prices[..., 0] - cost))
        return cost, phi

    def residual(self, z: Array, state: State) -> Array:
        """Residuals of factor markets, prices and expenditure (3·N·J), all in logs.

        World factor income at its base, the numeraire, is added to every factor market: Walras makes it vanish apart.
        """
        x = unknowns(z, self.n, self.j)
        numeraire = np.log(state.earned.sum() / self.world)
        with np.errstate(divide="ignore", invalid="ignore"):
            paid = np.log(state.earned) - np.log(state.phi * state.output)
            factor = np.where(self.has_factor, paid + numeraire, x.factor)
            price = np.where(self.produces, x.price - state.cost, x.price)
            asked = np.log(state.used + state.final) - np.log(self.base_spent)
            spent = np.where(self.buys, x.spent - asked, x.spent)
        return np.concatenate([factor.ravel(), price.ravel(), spent.ravel()])
