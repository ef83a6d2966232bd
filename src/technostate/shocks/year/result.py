"""What a year's counterfactual returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.year.nests import log_price
from technostate.shocks.year.services import Services
from technostate.shocks.year.system import unknowns

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.scenario import Prepared
    from technostate.shocks.year.system import State


@dataclass(frozen=True)
class Diagnostics:
    """How the equilibrium was found and how good it is.

    Parameters
    ----------
    steps, products : int
        Newton steps and products with the derivative, all attempts together.
    residual : float
        Largest residual of factor markets, prices and expenditure, log points.
    walras : float
        World factor income over the numeraire, less one: the market that no equation clears.
    attempts : tuple of str
        Strategies tried, the successful one last.
    subsidised : int
        Banned links whose wedge is below one: the market alone would have delivered less than the ban lets through.
    """

    steps: int
    products: int
    residual: float
    walras: float
    attempts: tuple[str, ...]
    subsidised: int = 0


@dataclass(frozen=True, eq=False)
class Result:
    """The world after a change, against its base. World factor income is the numeraire.

    Changes are fractions, levels are in the unit of the base's value added; N regions, J sectors. NaN stands where
    the base has nothing to change: nodes that produce nothing, products nobody buys.

    Parameters
    ----------
    real_income : array (N,)
        Change of final expenditure (factor income, tariff revenue, rents and surplus received, deficit, less what is
        used up on contesting rents) over its price index.
    real_gdp : array (N,)
        Change of output less inputs at the base's prices (Laspeyres), inputs at what buyers paid, over value added;
        substitutes add the services they give less what they are made of.
        With factors in place a ban leaves it nearly unchanged: terms of trade and rents are in real income alone.
    price_index : array (N,)
        Change of the price of final expenditure.
    consumer_prices : array (N,)
        The same where the region's factors together earn as much as before, in its own money.
    factor_income, revenue, rent_income, income, deficit : array (N,)
        Levels; income is final expenditure less what is used up, and rent_income what it has of rents and surplus.
    """

    economy: YearEconomy
    real_income: Array
    real_gdp: Array
    price_index: Array
    consumer_prices: Array
    factor_income: Array
    revenue: Array
    rent_income: Array
    income: Array
    deficit: Array
    diagnostics: Diagnostics
    _prepared: Prepared = field(repr=False)
    _state: State = field(repr=False)
    _vector: Array = field(repr=False)
    _near: Array | None = field(repr=False)

    @cached_property
    def factor_prices(self) -> Array:
        """Change of factors' pay as costs see it (N, J); the same along a row where factors are mobile."""
        return np.where(self.economy.factor_income > 0, np.expm1(self._state.pay), np.nan)

    @cached_property
    def employment(self) -> Array:
        """Change of the employed part of labour (N, J), zero where no floor binds."""
        return np.where(self.economy.factor_income > 0, np.expm1(self._state.short), np.nan)

    @cached_property
    def region_employment(self) -> Array:
        """Change of the employed part of labour (N,), nodes weighted by base factor income."""
        earned = self.economy.factor_income
        mean: Array = (np.expm1(self._state.short) * earned).sum(1) / earned.sum(1)
        return mean

    @cached_property
    def _log_costs(self) -> Array:
        return unknowns(self._vector, *self.economy.base.shape).price

    @cached_property
    def costs(self) -> Array:
        """Change of producer prices (N, J)."""
        return np.where(self.economy.base.base_output > 0, np.expm1(self._log_costs), np.nan)

    @cached_property
    def prices(self) -> Array:
        """Change of buyers' prices (N, J), duties and wedges included."""
        return np.where(self.economy.base.base_expenditure > 0, np.expm1(self._state.bundle), np.nan)

    @cached_property
    def service_prices(self) -> Array:
        """Change of prices of services (N, J): of a product with an outside option, of it and that option together.

        One plus it is never above M times the price of the option's goods.
        """
        return np.where(self.economy.base.base_expenditure > 0, np.expm1(self._state.uses.price), np.nan)

    @cached_property
    def told_prices(self) -> Array:
        """Change of buyers' prices (N, J), those of products no higher than M times the base's.

        Beyond it the price of what hardly anybody buys any more says nothing.
        """
        found, options = self.prices.copy(), self.economy.options
        found[:, options.product] = np.minimum(found[:, options.product], options.multiple - 1.0)
        return found

    @cached_property
    def outside(self) -> Array:
        """Share of spending on a sector's services that goes to its outside option (N, J); zero where there is none."""
        found = np.zeros(self.economy.base.shape)
        found[:, self.economy.options.product] = self._state.uses.moved
        return found

    @cached_property
    def price_at_base_tastes(self) -> Array:
        """Price of final expenditure (N,), ratio to the base, at the base's shares, whatever demand is lost."""
        share = Services(self.economy, self.economy.base.final_share).final_share
        # A price that is not known is nobody's: its share is zero.
        prices = np.log1p(np.nan_to_num(self.service_prices))
        index: Array = np.exp(log_price(share, prices, self.economy.elasticities.final))
        return index

    @cached_property
    def output(self) -> Array:
        """Change of the quantity produced (N, J)."""
        base = self.economy.base.base_output
        with np.errstate(divide="ignore", invalid="ignore"):
            quantity = self._state.output / base * np.exp(-self._log_costs)
        return np.where(base > 0, quantity - 1.0, np.nan)

    @property
    def gross_output(self) -> Array:
        """Value of output (N, J), a level."""
        return self._state.output

    @property
    def expenditure(self) -> Array:
        """Expenditure (N, J), a level, with duties, rents and substitutes at what they are worth to their buyer."""
        return self._state.expenditure

    @property
    def trade(self) -> Array:
        """Sales (J, N importer, N exporter) before duty and without rent, a level; the diagonal is domestic."""
        return self._state.sales

    @cached_property
    def delivered(self) -> Array:
        """Quantity that arrives (J, N importer, N exporter), ratio to the base; NaN where the base has no flow."""
        base = self.economy.base.base_trade
        price = np.exp(self._log_costs).T[:, None, :]
        if self._prepared.iceberg is not None:
            price = price * self._prepared.iceberg
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio: Array = self._state.sales / (base * price)
        return np.where(base > 0, ratio, np.nan)

    @cached_property
    def wedges(self) -> Array:
        """Buyer's shadow price over the duty-paid price (J, N importer, N exporter).

        One off bans; infinite at leak zero without substitutes.
        """
        k, n, i = self._prepared.links
        wedge = np.ones_like(self._state.sales)
        wedge[k, n, i] = np.exp(log_wedges(self._prepared, self._state, self._log_costs))
        return wedge

    @cached_property
    def rents(self) -> Array:
        """Scarcity rents (J, N importer, N exporter), a level, whoever receives them."""
        rents = np.zeros_like(self._state.sales)
        rents[self._prepared.links] = self._state.banned.rent
        return rents

    @cached_property
    def substituted(self) -> Array:
        """Cost of what replaces banned deliveries (J, N importer, N exporter), a level."""
        cost = np.zeros_like(self._state.sales)
        cost[self._prepared.links] = self._state.banned.instead
        return cost

    @property
    def world_real_income(self) -> float:
        """Change of the world's real income, log points: regions' changes at their mean shares before and after.

        Shares of both dates (Törnqvist) keep pure redistribution out to second order.
        """
        before, after = self.economy.base.base_income, self.income
        share = 0.5 * (before / before.sum() + after / after.sum())
        return float((share * np.log1p(self.real_income)).sum())

    @cached_property
    def link_losses(self) -> Array:
        """Which banned links make the world's loss (J, N importer, N exporter): fractions of world final expenditure.

        What buyers would have paid for the services that are missing above what they cost, and what substitutes cost
        above the banned good: ½ λ Δlog μ Δlog c to second order without substitutes (λ base value of the link over
        world final expenditure, μ wedge, c services), the area under an isoelastic curve through base and result where
        changes are large. Zero off bans; duties that the base already has, and what used-up rents cost, come on top
        and are not in it.

        References
        ----------
        Baqaee, D. and E. Farhi (2024), losses from wedges to second order: sums of Harberger's triangles.
        """
        base, banned = self.economy.base, self._state.banned
        k, n, i = self._prepared.links
        log_wedge = log_wedges(self._prepared, self._state, self._log_costs)
        value = base.base_trade[k, n, i] * (1.0 + base.base_tariff[k, n, i])
        finite = np.isfinite(banned.log_price)
        shadow = np.where(finite, banned.log_price, 0.0)
        # Substitutes at the base's prices: what they give, and the free origins' goods that they are made of.
        made = banned.replaced * np.exp(-shadow)
        services = self._prepared.leak + made / value
        elasticity = self.economy.elasticities.by_sector(base.shape[1])[k]
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = np.where(
                services > 0, -log_wedge / np.log(services), 1.0 / np.where(elasticity > 0, elasticity, 1.0)
            )
            # A link whose quantity stays loses nothing, whatever its wedge.
            slope = np.where(services < 1, slope, 0.0)
            whole = np.where(slope == 1.0, -np.log(services), (1.0 - services ** (1.0 - slope)) / (1.0 - slope))
        losses = np.zeros_like(self._state.sales)
        area = value * (whole - (1.0 - services)) + banned.instead * np.exp(-self._state.composite[k, n]) - made
        losses[k, n, i] = -area / base.base_income.sum()
        return losses


def log_wedges(prepared: Prepared, state: State, costs: Array) -> Array:
    """Log wedge of each banned link (B,)."""
    k, n, i = prepared.links
    delivered = costs[i, k]
    if prepared.log_cost is not None:
        delivered = delivered + prepared.log_cost[k, n, i]
    wedge: Array = state.banned.log_price - delivered
    return wedge
