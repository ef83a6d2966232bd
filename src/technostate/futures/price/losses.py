"""What a supposition costs a state in its first year, in one case, under one rule on who has the rents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from technostate.futures.price.ground import Ground
from technostate.shocks.impact.draws import Draw, Rents
from technostate.shocks.specification.levels import Levels
from technostate.shocks.year import Result, YearEconomy, counterfactual

Array = NDArray[np.float64]

#: Rule on rents → its split. All bans here are by exporters, who are thus the side that rations.
RENTS: Mapping[str, Rents] = MappingProxyType(
    {"importer": Rents(0.0, 1.0), "exporter": Rents(1.0, 0.0), "lost": Rents(0.0, 0.0)}
)
DAYS_A_YEAR = 365.0
#: Largest residual of an equilibrium, log points: covers are differences of losses, down to a thousandth of a per cent.
TOLERANCE = 1e-8


@dataclass(frozen=True)
class Stock:
    """A stock of imports.

    Parameters
    ----------
    days : float
        Of normal imports, used up evenly where they are missing.
    sellers : tuple of int
        Positions of the regions whose deliveries it stands in for.
    """

    days: float
    sellers: tuple[int, ...]


def loss(
    ground: Ground,
    economy: YearEconomy,
    levels: Levels,
    draw: Draw,
    rent: str,
    stock: Stock | None = None,
    start: Result | None = None,
) -> tuple[float, Result]:
    """Return the share of the state's real income that is lost, and the equilibrium, from which the next may start.

    Parameters
    ----------
    economy : YearEconomy
        With or without a wedge in place.
    levels : Levels
        Of the shock in its first year, in the case of the draw.
    rent : {"importer", "exporter", "lost"}
        Who has the scarcity rent of what still arrives.
    start : Result, optional
        Of a neighbour, on an economy of the same size.

    Raises
    ------
    ScenarioError, ConvergenceError
        As `technostate.shocks.year.counterfactual` does.
    """
    drawn = replace(draw, rents=RENTS[rent])
    there = economy.with_elasticities(drawn.elasticities(economy.base.sectors, economy.products))
    rules, arrives = drawn.rules(levels, economy.critical), drawn.delivered(levels)
    if stock is not None:
        more = with_stock(ground, arrives, stock)
        kept = np.divide(arrives, more, out=np.ones_like(more), where=more > 0)
        # Whoever rations has no rent of what the state has in store.
        rules = replace(rules, to_exporter=rules.to_exporter * kept, used_up=rules.used_up * kept)
        arrives = more
    found = counterfactual(there, delivered=arrives, deficit="lend", rules=rules, start=start, tolerance=TOLERANCE)
    own = list(ground.own)
    weight = economy.base.base_income[own]
    return -float((found.real_income[own] * weight).sum() / weight.sum()), found


def with_stock(ground: Ground, arrives: Array, stock: Stock) -> Array:
    """Return what arrives (J, N importer, N exporter) where a stock stands in for a part of what is missing.

    Of the year's missing deliveries of strategic goods the part days / 365 is taken from the stock.
    """
    place = np.ix_(ground.strategic, ground.own, stock.sellers)
    found = np.array(arrives)
    found[place] += (1.0 - found[place]) * min(1.0, stock.days / DAYS_A_YEAR)
    return found
