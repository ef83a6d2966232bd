"""The static core of the dynamics on a past span: productivity found so that growth is what was given."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ConvergenceError
from technostate.shocks.decade import Equilibrium, TradeEconomy, counterfactual

Array = NDArray[np.float64]
Gap = Callable[[Equilibrium], Array]

#: Largest gap to a target, log points; solves until it is met; earlier solves that steer the next.
CLOSE, MOST_SOLVES, REMEMBERED = 1e-6, 80, 6


def to_real_income(economy: TradeEconomy, factors: Array, target: Array, costs: Array | None = None) -> Equilibrium:
    """Return the world in which productivity, equal in all sectors of a region, gives its growth of real income.

    Parameters
    ----------
    factors : array (N,)
        Endowments, ratios to the base.
    target : array (N,)
        Log growth of real income.
    costs : array (J, N, N), optional
        Trade costs, ratios to the base.

    Raises
    ------
    ConvergenceError
        If no productivity meets the target.
    """
    added = economy.value_added / economy.base_output.sum(1)

    def gap(found: Equilibrium) -> Array:
        short: Array = target - np.log1p(found.real_income)
        return short

    return _search(economy, factors, costs, gap, 0.8 * added)


def to_nominal_shares(economy: TradeEconomy, factors: Array, target: Array, costs: Array | None = None) -> Equilibrium:
    """Return the world in which productivity gives each region its share of world value added at current prices.

    Parameters
    ----------
    factors : array (N,)
        Endowments, ratios to the base.
    target : array (N,)
        Shares that sum to one.
    costs : array (J, N, N), optional
        Trade costs, ratios to the base.

    Raises
    ------
    ConvergenceError
        If no productivity meets the target.
    """

    def gap(found: Equilibrium) -> Array:
        earned = found.wages * factors * economy.value_added
        short = np.log(target) - np.log(earned / earned.sum())
        # The world's level of productivity moves no share: it stays.
        centred: Array = short - short.mean()
        return centred

    return _search(economy, factors, costs, gap, np.full(factors.size, 0.25))


def _search(economy: TradeEconomy, factors: Array, costs: Array | None, gap: Gap, size: Array) -> Equilibrium:
    """Anderson's mixing on log productivity (N,): steps of the given size, and what earlier steps did to the gap."""
    productivity, found = np.zeros(factors.size), None
    tried: list[Array] = []
    steps: list[Array] = []
    worst = np.inf
    for _ in range(MOST_SOLVES):
        hats = np.repeat(np.exp(productivity)[:, None], economy.shape[1], axis=1)
        found = counterfactual(
            economy, productivity=hats, labour=factors, trade_cost=costs, deficit="share", tolerance=1e-9, start=found
        )
        left = gap(found)
        worst = float(np.abs(left).max())
        if worst < CLOSE:
            return found
        tried, steps = [*tried[-REMEMBERED:], productivity], [*steps[-REMEMBERED:], size * left]
        productivity = _mixed(tried, steps)
    raise ConvergenceError(
        f"no productivity gives {economy.name} the growth asked for: a gap of {worst:.1e} is left",
        hint="the target may lie beyond what the economy can reach; ask for less growth",
    )


def _mixed(tried: list[Array], steps: list[Array]) -> Array:
    if len(tried) == 1:
        return tried[-1] + steps[-1]
    moved = np.stack([steps[-1] - step for step in steps[:-1]], axis=1)
    came = np.stack([tried[-1] - point for point in tried[:-1]], axis=1)
    weight = np.linalg.lstsq(moved, steps[-1], rcond=1e-10)[0]
    following: Array = tried[-1] + steps[-1] - (came + moved) @ weight
    return following
