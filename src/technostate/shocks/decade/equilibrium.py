"""What a counterfactual returns: hats, levels, and the two ways to say what a region gains or loses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from technostate.shocks.decade.economy import TradeEconomy
    from technostate.shocks.decade.scenario import Prepared
    from technostate.shocks.decade.shares import Array


@dataclass(frozen=True)
class Diagnostics:
    """How the solution was found and how good it is.

    Parameters
    ----------
    sweeps : int
        Evaluations of all residuals, all attempts together.
    residual : float
        Largest relative residual of prices, expenditure and trade balance at the solution.
    walras : float
        Sum of the regions' trade imbalances over world value added.
    attempts : tuple of str
        Strategies tried, the successful one last.
    groups : tuple of tuple of str
        Groups of regions that trade with each other, if the scenario left more than one; each then has its own
        numeraire, so that wages of different groups cannot be compared.
    """

    sweeps: int
    residual: float
    walras: float
    attempts: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """The world after a change, against its base. World value added is the numeraire.

    Parameters
    ----------
    economy : TradeEconomy
        The base.
    wages : array (N,)
        Ratios to the base.
    prices : array (N, J)
        Ratios to the base, by buyer.
    costs : array (N, J)
        Unit costs of producers, ratios to the base.
    price_index : array (N,)
        Price of final expenditure, ratio to the base.
    expenditure, output : array (N, J)
        Levels in the unit of the economy's value added; expenditure with duty, output without.
    income, revenue, deficit : array (N,)
        Levels: final expenditure, the tariff revenue and the deficit in it.
    real_income : array (N,)
        Fraction of change of final expenditure over its price index; revenue and deficit included. Exact.
    real_wage : array (N,)
        Fraction of change of the wage over the price index.
    """

    economy: TradeEconomy
    wages: Array
    prices: Array
    costs: Array
    price_index: Array
    expenditure: Array
    output: Array
    income: Array
    revenue: Array
    deficit: Array
    real_income: Array
    real_wage: Array
    diagnostics: Diagnostics
    _prepared: Prepared = field(repr=False)

    @cached_property
    def import_share(self) -> Array:
        """π' (J, N importer, N exporter): shares of expenditure, duty included."""
        share = self.economy.import_share.copy()
        share[self.economy.condensed.traded] = self._prepared.A * self._relative_cost
        return share

    @cached_property
    def trade(self) -> Array:
        """Sales (J, N importer, N exporter) before duty, in the unit of value added; the diagonal is domestic."""
        share = self.economy.import_share.copy()
        share[self.economy.condensed.traded] = self._prepared.B * self._relative_cost
        share *= self.expenditure.T[:, :, None]
        return share

    @cached_property
    def _relative_cost(self) -> Array:
        """ĉ_i^(−θ) over its π·κ^(−θ)-weighted sum (T, N importer, N exporter), so that shares sum to one exactly."""
        base, A = self.economy.condensed, self._prepared.A
        cost = self.costs[:, base.traded].T ** -base.theta[:, None]
        total = np.matmul(A, cost[:, :, None])
        return np.divide(cost[:, None, :], total, out=np.zeros_like(A), where=total > 0)

    @cached_property
    def terms_of_trade(self) -> Array:
        """Terms of trade (J, N partner, N country): contributions to `welfare_first_order`, fractions.

        (E_ni (ĉ_n − 1) − M_ni (ĉ_i − 1)) / I_n for country n and partner i: base exports times the change of own
        cost less base imports times the change of the partner's cost, over base income.
        """
        sales = self.economy.base_trade
        change = (self.costs - 1.0).T
        gain = sales * change[:, None, :]
        terms: Array = (gain - gain.transpose(0, 2, 1)) / self.economy.base_income
        return terms

    @cached_property
    def volume_of_trade(self) -> Array:
        """Volume of trade (J, N partner, N country): contributions to `welfare_first_order`, fractions.

        τ_ni M_ni (M̂_ni − ĉ_i) / I_n for country n and partner i: what the base tariff earns on more real imports.
        """
        sales, tariff = self.economy.base_trade, self.economy.base_tariff
        gain = tariff * (self.trade - sales * self.costs.T[:, None, :])
        volume: Array = gain.transpose(0, 2, 1) / self.economy.base_income
        return volume

    @cached_property
    def welfare_first_order(self) -> Array:
        """Terms plus volume of trade (N,), fraction of base income; complete to first order if only tariffs change.

        References
        ----------
        Caliendo and Parro (2015), equation 27.
        """
        total: Array = (self.terms_of_trade + self.volume_of_trade).sum((0, 1))
        return total

    def import_growth(self, importer: str, exporter: str) -> float:
        """Return the growth of one region's imports from another over all sectors, a fraction, duty excluded.

        Parameters
        ----------
        importer, exporter : str
            Regions of the economy.
        """
        n, i = self.economy.region_index(importer), self.economy.region_index(exporter)
        return float(self.trade[:, n, i].sum() / self.economy.base_trade[:, n, i].sum() - 1.0)
