"""Bans in the equilibrium of the decade: the trade costs that leave what a ban lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ConvergenceError, ScenarioError
from technostate.shocks.specification.levels import Levels

if TYPE_CHECKING:
    from technostate.shocks.decade import Deficit, Equilibrium, TradeEconomy

Array = NDArray[np.float64]

#: A ban is solved when the share that is left is within this of leak × base, relative.
BAN_TOLERANCE = 1e-8


def banned_equilibrium(
    economy: TradeEconomy,
    levels: Levels,
    base_share: Array | None = None,
    *,
    most: int = 60,
    labour: Array | None = None,
    deficit: Deficit = "hold",
) -> Equilibrium:
    """Return the equilibrium in which every banned link has at most leak × base of the importer's expenditure.

    Parameters
    ----------
    base_share : array (J, N importer, N exporter), optional
        Shares that the leaks refer to; the economy's own by default.
    most : int
        Rounds of the search for the costs of the bans.
    labour : array (N,), optional
        Ratios to the base.
    deficit : {"hold", "remove", "share", "lend", "world"}
        As in `technostate.shocks.decade.counterfactual`.

    Raises
    ------
    ScenarioError
        If all suppliers of a buyer are banned.
    ConvergenceError
        If the costs do not settle.
    """
    from technostate.shocks.decade.solver import counterfactual

    share = economy.import_share
    target = levels.delivered * (share if base_share is None else base_share)
    banned = (levels.delivered < 1) & (share > 0)
    partial = banned & (levels.delivered > 0)
    require_suppliers(economy, levels)
    floor = np.where(banned & ~partial, np.inf, levels.trade_cost)
    theta = economy.trade_elasticity[:, None, None]
    tariff = economy.base_tariff + levels.tariff_change if levels.tariff_change.any() else None
    skill = levels.capacity if (levels.capacity != 1).any() else None
    # The first costs are those that would do if nothing but the banned shares changed.
    cost = _dearer(floor, floor, share, target, partial & (share > target), theta)
    gap = np.inf
    found: Equilibrium | None = None
    for _ in range(most):
        found = counterfactual(
            economy,
            tariff=tariff,
            trade_cost=cost if (cost != 1).any() else None,
            productivity=skill,
            labour=labour,
            deficit=deficit,
            start=found,
        )
        new = found.import_share
        # A ban does not bind where the share is below its limit at no cost of its own.
        held = partial & ((cost > floor) | (new > target)) & (target > 0)
        if not held.any():
            return found
        gap = float(np.abs(new[held] / target[held] - 1.0).max())
        if gap < BAN_TOLERANCE:
            return found
        cost = _dearer(cost, floor, new, target, held, theta)
    raise ConvergenceError(
        f"the costs of the bans did not settle in {most} rounds (largest gap {gap:.1e})",
        hint="let more leak, or ban fewer links at once",
    )


def _dearer(cost: Array, floor: Array, share: Array, target: Array, held: NDArray[np.bool_], theta: Array) -> Array:
    """Return the costs that would bring held shares to their targets if all other shares kept their proportions."""
    rest = 1.0 - np.where(held, share, 0.0).sum(2, keepdims=True)
    room = 1.0 - np.where(held, target, 0.0).sum(2, keepdims=True)
    ratio = np.divide(share * room, target * rest, out=np.ones_like(cost), where=held)
    return np.where(held, np.maximum(cost * ratio ** (1.0 / theta), floor), cost)


def require_suppliers(economy: TradeEconomy, levels: Levels) -> None:
    """Raise `ScenarioError` if every supplier of a buyer is banned in part: shares cannot all fall."""
    banned = (levels.delivered < 1) & (economy.import_share > 0)
    partial = banned & (levels.delivered > 0)
    others = np.where(banned, 0.0, economy.import_share).sum(2)
    stuck = (others <= 0) & partial.any(2)
    if stuck.any():
        places = [f"{economy.sectors[j]} of {economy.regions[n]}" for j, n in np.argwhere(stuck)[:5]]
        raise ScenarioError(
            f"every supplier is banned for {', '.join(places)}: shares cannot all fall",
            hint="leave one supplier out of the ban, or describe it as a loss of capacity",
        )
