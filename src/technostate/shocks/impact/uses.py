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
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from technostate.shocks.decade import TradeEconomy
    from technostate.world import World

    Array = NDArray[np.float64]


def doubled(
    resolved: Resolved, economies: Mapping[str, TradeEconomy], world: World | None
) -> Mapping[str, TradeEconomy]:
    """Return the economies on which a shock runs: those given, or doubled by use where a measure bears on one use.

    Parameters
    ----------
    world : World or None
        From which the economies were made, at their division.

    Raises
    ------
    ScenarioError
        If a measure bears on one use and there is no world to tell the uses apart.
    """
    if not resolved.single_use:
        return economies
    if world is None:
        raise ScenarioError(
            f"{resolved.shock.name} tells inputs from final goods, which needs the world of the economy",
            hint="pass world=, the World the economy was made from",
        )
    from technostate.shocks.decade import by_use

    return {name: by_use(economy, world) for name, economy in economies.items()}


def levels_at(resolved: Resolved, case: str) -> Levels:
    """Return the levels of a case, on doubled sectors (inputs first, then final goods) where a measure needs them."""
    if not resolved.single_use:
        return resolved.levels[case]
    steps = range(len(resolved.steps))
    return stacked(resolved.during(case, steps, "inputs"), resolved.during(case, steps, "final"))


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


def outcome_of(
    economy: TradeEconomy, income: Array, output: Array, prices: Array, trade: Array, *, twice: bool
) -> Outcome:
    """Return what is told of an equilibrium, by the sectors of the world.

    Parameters
    ----------
    income : array (N,)
        Change of real income, a fraction.
    output : array (N, J or 2J)
        Real output, in the unit of the base's.
    prices : array (N, J or 2J)
        Buyers' prices, ratios to the base.
    trade : array (J or 2J, N importer, N exporter)
    twice : bool
        Whether the sectors are doubled.
    """
    made, sold = economy.base_output, economy.base_trade
    if twice:
        from technostate.shocks.decade import folded, folded_prices, folded_trade

        output, made = folded(output), folded(made)
        trade, sold = folded_trade(trade), folded_trade(sold)
        prices = folded_prices(prices, economy.base_expenditure)
    return Outcome(income, ratio(output, made), prices - 1.0, ratio(trade.sum(0), sold.sum(0)))
