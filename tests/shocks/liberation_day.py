"""The one-sector base of Ignatenko et al. (2025): trade of 194 countries in 2023 and the tariffs of 2 April 2025."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import fsolve

from technostate.shocks.decade import TradeEconomy, one_sector

#: Shares of the group's income that are earned where it sells, solved for by the authors from these two.
MARGINS = (0.12, 0.26)
ELASTICITY, SUPPLY = 4.0, 0.5
#: Elasticity of scale of the authors' Krugman version.
SCALE = 0.67 / ELASTICITY


def liberation_day(folder: Path) -> tuple[TradeEconomy, np.ndarray]:
    """The base, and new tariffs (1, N importer, N exporter): those of the file, at least 10 %, on all the US buys."""
    trade = pl.read_csv(folder / "trade_cepii.csv").fill_null(0.0).to_numpy().astype(float)
    income = pl.read_csv(folder / "gdp.csv")["gdp"].to_numpy() / 1000
    codes = pl.read_csv(folder / "country_labels.csv")["iso3"].to_list()
    at = codes.index("USA")
    nu = _markups(trade, income, at)
    kept = 1.0 - nu
    spent = income + kept * (trade.sum(0) - (kept * trade).sum(1))
    sales = trade.copy()
    np.fill_diagonal(sales, np.maximum(spent - trade.sum(0), 0.0))
    economy = one_sector(sales.T, ELASTICITY, regions=codes, name="liberation day")
    rates = np.maximum(pl.read_csv(folder / "tariffs.csv")["applied_tariff"].to_numpy(), 0.1)
    tariff = np.zeros((1, len(codes), len(codes)))
    tariff[0, at] = rates
    tariff[0, at, at] = 0.0
    return economy, tariff


def _markups(trade: np.ndarray, income: np.ndarray, at: int) -> np.ndarray:
    """Two shares, of the United States and of all others, from which the authors make their base."""
    other = np.arange(len(income)) != at
    pair = np.array([[trade[np.ix_(a, b)].sum() for b in (other, ~other)] for a in (other, ~other)])
    earned = np.array([income[other].sum(), income[~other].sum()])

    def gap(nu: np.ndarray) -> list[float]:
        spent = earned + (1 - nu) * (pair.sum(0) - ((1 - nu) * pair).sum(1))
        one = spent[0] - pair[1, 0]
        two = spent[1] - pair[0, 1]
        home = one / (one + pair[0, 1]), two / (two + pair[1, 0])
        return [
            (1 - home[0]) * nu[1] + home[0] * nu[0] - MARGINS[0],
            home[1] * nu[1] + (1 - home[1]) * nu[0] - MARGINS[1],
        ]

    rest, home = np.maximum(fsolve(gap, [0.1, 0.24], xtol=1e-12), 0.0)
    return np.where(other, rest, home)
