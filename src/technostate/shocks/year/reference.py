"""The same equilibrium written out once more, slowly and independently: every wedge an unknown, a general root finder.

Nothing is shared with the solver but the calibrated shares: shares are in levels, wedges are explicit unknowns with the
delivered quantity as their equation, Walras' market is dropped for the numeraire, and the derivative is taken by
differences. Fit for a few dozen nodes; tests and benchmarks hold the solver against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from technostate.errors import ConvergenceError

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.system import Rent

#: Delivered quantity over the base, by (sector, importer, exporter) positions.
Quotas = Mapping[tuple[int, int, int], float]


class Reference(NamedTuple):
    """Ratios of factor prices (N, J), costs (N, J); output (N, J), income (N,) levels; wedges (B,), rents (N,)."""

    factor_prices: Array
    costs: Array
    output: Array
    income: Array
    wedges: Array
    rents: Array
    real_income: Array


def reference(
    economy: YearEconomy,
    *,
    quotas: Quotas | None = None,
    rent: Rent = "importer",
    tariff: Array | None = None,
    trade_cost: Array | None = None,
    productivity: Array | None = None,
    capacity: Array | None = None,
    demand: Array | None = None,
    wage_floor: float = 0.0,
    tolerance: float = 1e-12,
) -> Reference:
    """Return the counterfactual equilibrium of a small economy in which every node produces.

    Parameters
    ----------
    quotas : mapping of (sector, importer, exporter) positions to a positive share of the base quantity, optional
    tariff, trade_cost : array (J, N importer, N exporter), optional
    productivity, capacity, demand : array (N, J), optional
    wage_floor : float
        Lowest factor price, ratio to the base.
    tolerance : float
        Of the root finder's variables, relative.

    Raises
    ------
    ConvergenceError
        If the root finder does not converge.
    """
    from scipy.optimize import root

    model = _Model(economy, dict(quotas or {}), rent, tariff, trade_cost, productivity, capacity, demand, wage_floor)
    found = root(model.gaps, np.zeros(model.size), method="hybr", tol=tolerance, options={"maxfev": 400_000})
    gap = float(np.abs(found.fun).max())
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
    """Unknowns: logs of factor prices, costs, expenditure and wedges; everything else follows from them."""

    def __init__(
        self,
        economy: YearEconomy,
        quotas: dict[tuple[int, int, int], float],
        rent: Rent,
        tariff: Array | None,
        trade_cost: Array | None,
        productivity: Array | None,
        capacity: Array | None,
        demand: Array | None,
        wage_floor: float,
    ) -> None:
        self.economy, self.base, self.rent, self.quotas = economy, economy.base, rent, quotas
        self.n, self.j = self.base.shape
        self.f = 1 if economy.factors == "mobile" else self.j
        self.size = self.n * (self.f + 2 * self.j) + len(quotas)
        self.tau = self.base.base_tariff if tariff is None else tariff
        self.iceberg = np.ones_like(self.tau) if trade_cost is None else trade_cost
        self.skill = np.ones((self.n, self.j)) if productivity is None else productivity
        supply = economy.factor_income * (1.0 if capacity is None else capacity)
        self.wage_floor = wage_floor
        wanted = self.base.final_share * (1.0 if demand is None else demand)
        self.final_share = wanted / wanted.sum(1, keepdims=True)
        self.supply = supply.sum(1, keepdims=True) if self.f == 1 else supply
        self.sigma = economy.elasticities.by_sector(self.j)

    def gaps(self, z: Array) -> Array:
        """Return the equations' gaps, as many as unknowns."""
        n, j, f = self.n, self.j, self.f
        w = np.exp(z[: n * f]).reshape(n, f)
        p = np.exp(z[n * f : n * (f + j)]).reshape(n, j)
        spent = self.base.base_expenditure * np.exp(z[n * (f + j) : n * (f + 2 * j)]).reshape(n, j)
        parts = self.parts(w, p, spent, np.exp(z[n * (f + 2 * j) :]))
        paid = parts["phi"] * parts["output"]
        demand = paid.sum(1, keepdims=True) if f == 1 else paid
        markets = (w * self.supply / demand - 1.0).ravel()
        markets[-1] = (w * self.supply).sum() / self.economy.factor_income.sum() - 1.0
        delivered = [
            parts["sales"][at] / (p[at[2], at[0]] * self.iceberg[at]) / self.base.base_trade[at] / leak - 1.0
            for at, leak in self.quotas.items()
        ]
        return np.concatenate(
            [markets, (p / parts["cost"] - 1.0).ravel(), (parts["asked"] / spent - 1.0).ravel(), delivered]
        )

    def parts(self, w: Array, p: Array, spent: Array, wedges: Array) -> dict[str, Array]:
        """Return everything that factor prices, costs, expenditure and wedges imply."""
        base, e = self.base, self.economy.elasticities
        wedge = np.ones_like(self.tau)
        for at, value in zip(self.quotas, wedges, strict=True):
            wedge[at] = value
        price = p.T[:, None, :] * self.iceberg * (1 + self.tau) / (1 + base.base_tariff) * wedge
        bundle = _mean(base.import_share, price, np.broadcast_to(self.sigma[:, None], (self.j, self.n)), 2)
        share = base.import_share * (price / bundle[:, :, None]) ** (1 - self.sigma)[:, None, None]
        value = share * spent.T[:, :, None]
        sales = value / wedge / (1 + self.tau)
        rents = value - value / wedge
        output = sales.sum(1).T
        inputs_share = base.input_share / np.maximum(base.input_share.sum(1, keepdims=True), 1e-300)
        inputs = _mean(inputs_share, np.repeat(bundle.T[:, :, None], self.j, 2), np.full((self.n, self.j), e.inputs), 1)
        a = base.value_added_share
        factor = np.broadcast_to(np.maximum(w, self.wage_floor), a.shape)
        cost = _mean(np.stack([a, 1 - a]), np.stack([factor, inputs]), np.full(a.shape, e.value_added), 0)
        phi = a * (factor / cost) ** (1 - e.value_added)
        used = np.einsum(
            "nkj,nj->nk",
            inputs_share * (bundle.T[:, :, None] / inputs[:, None, :]) ** (1 - e.inputs),
            (1 - phi) * output,
        )
        received = rents.sum((0, 1)) if self.rent == "exporter" else rents.sum((0, 2))
        income = (w * self.supply).sum(1) + base.deficit + (sales * self.tau).sum((0, 2)) + received
        index = _mean(self.final_share, bundle.T, np.full(self.n, e.final), 1)
        final = self.final_share * (bundle.T / index[:, None]) ** (1 - e.final) * income[:, None]
        left = income - received if self.rent == "lost" else income
        return {
            "phi": phi, "output": output, "sales": sales, "cost": cost / self.skill, "asked": used + final,
            "income": income, "rents": received, "real_income": left / base.base_income / index - 1.0,
        }  # fmt: skip

    def outcome(self, z: Array) -> Reference:
        """Return what the tests compare."""
        n, j, f = self.n, self.j, self.f
        w, p = np.exp(z[: n * f]).reshape(n, f), np.exp(z[n * f : n * (f + j)]).reshape(n, j)
        spent = self.base.base_expenditure * np.exp(z[n * (f + j) : n * (f + 2 * j)]).reshape(n, j)
        wedges = np.exp(z[n * (f + 2 * j) :])
        parts = self.parts(w, p, spent, wedges)
        return Reference(
            np.broadcast_to(np.maximum(w, self.wage_floor), (n, j)),
            p,
            parts["output"],
            parts["income"],
            wedges,
            parts["rents"],
            parts["real_income"],
        )
