"""What no draw changes: the economy of the base year, its factors, projections, and what states are to each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.decade import TradeEconomy

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Setting:
    """N regions, J sectors, Y years (the base year first); a pure record of arrays.

    Parameters
    ----------
    economy : TradeEconomy
        Settled; every sector crosses borders.
    years : tuple of int
        Y of them, one after the other.
    projection : str
        Name of the projection, ``SSP2`` for example; ``flat`` where nothing grows.
    population : array (Y, N)
        Persons.
    income : array (Y, N)
        Target of the baseline: log of real income over that of the base year, so that the first row is zero.
    labour : array (Y, N)
        Effective labour, ratios to the base year.
    labour_share : array (N,)
        Of factor income.
    depreciation : array (N,)
        A year.
    investment : array (N,)
        Investment over capital in the base year, a year.
    knowledge_by_workers, knowledge_by_home : array (J, N)
        λ₀ in two ways, each extensive (a region's parts sum to it): workers × TFP^(θ·value-added share), and home
        share × the same. Scale is free by sector.
    productivity : array (N,)
        Of all factors in the base year, ratios to any one region.
    gdp_market, gdp_ppp : array (N,)
        GDP of the base year: million dollars at market rates, and at purchasing power parity.
    distance : array (N, N)
        Political distance between 0 and 1, symmetric, zero on the diagonal.
    rivals : array (N, N)
        Weight of m in what n fears, rows sum to at most one, zero on the diagonal; a rival's weight is split among
        its parts, so that splitting a region changes nothing.
    named : array of bool (N, N)
        Whether m is a rival of n, by the rule that was asked for.
    burden : array (N,)
        Military spending of the base year, share of GDP.
    civil_research : array (N,)
        Civil research and development, share of GDP.
    defence_research : array (N,)
        Share of military spending that is research and development.
    strategic : array (J,)
        One for strategic sectors, else zero.
    notes : tuple of str
        What is not measured for a region and what stands in its place, a sentence each.
    state_of : tuple of int
        Number of the state each region is a part of; each its own where it is empty. Parts of a state are not abroad
        to each other.
    """

    economy: TradeEconomy
    years: tuple[int, ...]
    projection: str
    population: Array
    income: Array
    labour: Array
    labour_share: Array
    depreciation: Array
    investment: Array
    knowledge_by_workers: Array
    knowledge_by_home: Array
    productivity: Array
    gdp_market: Array
    gdp_ppp: Array
    distance: Array
    rivals: Array
    named: NDArray[np.bool_]
    burden: Array
    civil_research: Array
    defence_research: Array
    strategic: Array
    notes: tuple[str, ...] = ()
    state_of: tuple[int, ...] = ()

    @property
    def regions(self) -> tuple[str, ...]:
        """The N labels."""
        return self.economy.regions

    @property
    def shape(self) -> tuple[int, int, int]:
        """Years, regions, sectors."""
        n, j = self.economy.shape
        return len(self.years), n, j

    @property
    def abroad(self) -> NDArray[np.bool_]:
        """Whether m is abroad to n (N, N)."""
        number = np.asarray(self.state_of or range(len(self.regions)))
        apart: NDArray[np.bool_] = number[:, None] != number[None, :]
        return apart
