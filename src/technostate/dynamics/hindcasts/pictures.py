"""What a world is compared by: shares of GDP, partners, home shares, openness, reliance; and how far two are apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ConvergenceError
from technostate.shocks.decade import Equilibrium, TradeEconomy

Array = NDArray[np.float64]


#: Rounds of inputs behind inputs that are followed at most, and the share of output at which a round is the last.
MOST_ROUNDS, LAST_ROUND = 500, 1e-13


@dataclass(frozen=True)
class Measure:
    """One way in which two worlds differ.

    Parameters
    ----------
    title : str
        Head of its column.
    unit : str
        ``%`` or ``pp``.
    meaning : str
        In a sentence.
    """

    title: str
    unit: str
    meaning: str


#: In the order of columns.
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "gdp": Measure("GDP shares", "%", "Share of world GDP that stands with the wrong region."),
        "growth": Measure("GDP shares, logs", "%", "Root of the mean squared error of log GDP shares, by actual GDP."),
        "partners": Measure(
            "Partners", "%", "Part of a region's imports that is put with the wrong partner, mean by actual imports."
        ),
        "home": Measure("Home share", "pp", "Mean error of the share bought at home, by region and sector."),
        "openness": Measure("Openness", "pp", "Mean error of imports as a share of all that is bought, by GDP."),
        "reliance": Measure(
            "Reliance", "pp", "Mean error of foreign input reliance, looking through supply chains, by GDP."
        ),
    }
)


@dataclass(frozen=True, eq=False)
class Picture:
    """A world of N regions and J sectors, as far as a hindcast is held to it.

    Parameters
    ----------
    gdp : array (N,)
        Shares of world value added.
    partners : array (N importer, N exporter)
        Shares in a region's imports of all sectors; rows sum to one, zero on the diagonal.
    imports : array (N,)
        Shares of world imports.
    home : array (J, N)
        Share of what is bought that is made at home.
    spent : array (J, N)
        What is bought, share of the world's.
    openness : array (N,)
        Imports over all that is bought.
    reliance : array (N,)
        Foreign input reliance, look-through, the own unit of output counted.
    """

    gdp: Array
    partners: Array
    imports: Array
    home: Array
    spent: Array
    openness: Array
    reliance: Array


def picture(economy: TradeEconomy) -> Picture:
    """Return the picture of an economy as it is."""
    return pictured(economy.value_added, economy.base_trade, economy.input_share)


def after(found: Equilibrium, factors: Array) -> Picture:
    """Return the picture of a world after a change.

    Parameters
    ----------
    factors : array (N,)
        The endowments that it was solved with, ratios to the base.
    """
    base = found.economy
    return pictured(found.wages * factors * base.value_added, found.trade, base.input_share)


def pictured(value_added: Array, sales: Array, inputs: Array) -> Picture:
    """Return the picture of flows.

    Parameters
    ----------
    value_added : array (N,)
    sales : array (J, N importer, N exporter)
        Home sales on the diagonal.
    inputs : array (N, J input, J user)
        Inputs per unit of the user's output.
    """
    n = value_added.size
    at = np.arange(n)
    spent = sales.sum(2)
    abroad = sales.sum(0)
    abroad[at, at] = 0.0
    imports = abroad.sum(1)
    return Picture(
        gdp=value_added / value_added.sum(),
        partners=abroad / imports[:, None],
        imports=imports / imports.sum(),
        home=sales[:, at, at] / np.maximum(spent, 1e-9),
        spent=spent / spent.sum(),
        openness=imports / spent.sum(0),
        reliance=_reliance(sales, inputs),
    )


def _reliance(sales: Array, inputs: Array) -> Array:
    """Share of foreign rows in L·x by region (N,), x being the region's own output; L round by round."""
    j, n, _ = sales.shape
    bought_from = np.ascontiguousarray((sales / np.maximum(sales.sum(2), 1e-9)[:, :, None]).transpose(0, 2, 1))
    made = np.zeros((n, j, n))
    made[np.arange(n), :, np.arange(n)] = sales.sum(1).T
    needed, largest = made.copy(), float(made.max())
    for _ in range(MOST_ROUNDS):
        used = np.ascontiguousarray(np.matmul(inputs, made).transpose(1, 0, 2))
        made = np.ascontiguousarray(np.matmul(bought_from, used).transpose(1, 0, 2))
        needed += made
        if made.max() < LAST_ROUND * largest:
            total = needed.sum(1)
            reliance: Array = 1.0 - np.diagonal(total) / total.sum(0)
            return reliance
    raise ConvergenceError(
        f"inputs of inputs do not fade within {MOST_ROUNDS} rounds",
        hint="inputs must leave value added in every sector",
    )


def errors(said: Picture, actual: Picture) -> dict[str, float]:
    """Return how far a picture is from what happened, by each of `MEASURES`, in per cent or points."""
    weight, bought = actual.gdp, actual.spent
    wrong = np.abs(said.partners - actual.partners).sum(1)
    return {
        "gdp": 50 * float(np.abs(said.gdp - actual.gdp).sum()),
        "growth": 100 * float(np.sqrt((weight * np.log(said.gdp / actual.gdp) ** 2).sum())),
        "partners": 50 * float((wrong * actual.imports).sum()),
        "home": 100 * float((np.abs(said.home - actual.home) * bought).sum()),
        "openness": 100 * float((np.abs(said.openness - actual.openness) * weight).sum()),
        "reliance": 100 * float((np.abs(said.reliance - actual.reliance) * weight).sum()),
    }
