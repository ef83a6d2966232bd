"""A shock that bears on inputs or on final goods alone, on an economy whose sectors are doubled by use."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import ScenarioError
from technostate.shocks.impact.batch import Outcome, ratio
from technostate.shocks.specification.levels import LINKS, NODES, Levels
from technostate.shocks.specification.resolve import Resolved

if TYPE_CHECKING:
    from technostate.shocks.decade import TradeEconomy
    from technostate.shocks.year import YearEconomy
    from technostate.world import World


def doubled(resolved: Resolved, economy: YearEconomy, world: World | None) -> YearEconomy:
    """Return the economy on which a shock runs: the one given, or doubled by use where a measure bears on one use.

    Parameters
    ----------
    world : World or None
        From which the economy was made, at its division.

    Raises
    ------
    ScenarioError
        If a measure bears on one use and there is no world to tell the uses apart.
    """
    if not resolved.single_use:
        return economy
    if world is None:
        raise ScenarioError(
            f"{resolved.shock.name} tells inputs from final goods, which needs the world of the economy",
            hint="pass world=, the World the economy was made from",
        )
    from technostate.shocks.decade import by_use
    from technostate.shocks.decade.by_use import USES
    from technostate.shocks.year import YearEconomy

    products = tuple(row.used_as(use) for use in USES for row in economy.products)
    return YearEconomy(by_use(economy.base, world), products=products)


def levels_in(resolved: Resolved, case: str, year: int) -> Levels:
    """Return the levels of a case in a year, on doubled sectors (inputs first, then final goods) where one needs them.

    Parameters
    ----------
    year : int
        As in `Resolved.in_year`.
    """
    if not resolved.single_use:
        return resolved.in_year(case, year)
    return stacked(resolved.in_year(case, year, "inputs"), resolved.in_year(case, year, "final"))


def stacked(inputs: Levels, final: Levels) -> Levels:
    """Return levels on 2J sectors: trade by use, what bears on regions alike in both halves.

    Examples
    --------
    >>> from technostate.shocks.specification.levels import neutral
    >>> plain = Levels(**neutral(2, 3))
    >>> stacked(plain, plain).delivered.shape, stacked(plain, plain).capacity.shape
    ((6, 2, 2), (2, 6))
    """
    found = {field.name: getattr(inputs, field.name) for field in fields(Levels)}
    for name in LINKS:
        found[name] = np.concatenate([getattr(inputs, name), getattr(final, name)])
    for name in NODES:
        found[name] = np.tile(getattr(inputs, name), (1, 2))
    return Levels(**found)


def folded_outcome(found: Outcome, base: TradeEconomy) -> Outcome:
    """Return what is told of an equilibrium on doubled sectors, by the sectors of the world.

    Parameters
    ----------
    base : TradeEconomy
        Of the doubled sectors.
    """
    from technostate.shocks.decade import folded, folded_prices

    assert found.prices is not None
    output = np.nan_to_num(found.output + 1.0) * base.base_output
    prices = folded_prices(np.nan_to_num(found.prices) + 1.0, base.base_expenditure) - 1.0
    return found._replace(output=ratio(folded(output), folded(base.base_output)), prices=prices)
