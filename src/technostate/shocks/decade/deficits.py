"""What becomes of deficits after a change: five rules, two of which follow what regions earn in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from technostate.errors import ScenarioError

if TYPE_CHECKING:
    from technostate.shocks.decade.condensed import Integers
    from technostate.shocks.decade.economy import TradeEconomy
    from technostate.shocks.decade.shares import Array

#: ``hold``: the base's share of world value added (the numeraire). ``remove``: none. ``share``: the base's share of the
#: region's own value added, less the same share of everybody's that makes them sum to zero. ``lend``: lenders lend
#: the base's share of their value added, borrowers divide it as at the base. ``world``: the base's share of world GDP
#: (value added and tariff revenue).
Deficit = Literal["hold", "remove", "share", "lend", "world"]
#: Rules that are solved around the equilibrium; the solver knows ``share`` itself.
FOLLOWING: frozenset[Deficit] = frozenset({"lend", "world"})


def deficits_of(economy: TradeEconomy, deficit: Deficit, block: Integers) -> tuple[Array, Array]:
    """Return deficits in level (N,), and as shares of value added (N,), as the solver takes them.

    Parameters
    ----------
    block : array (N,)
        Group of trading regions of each region.

    Raises
    ------
    ScenarioError
        If a group that trades with nobody else would keep a deficit.
    """
    nothing = np.zeros(economy.shape[0])
    if deficit == "remove" or not economy.deficit.any():
        return nothing, nothing
    owed = np.bincount(block, weights=economy.deficit)
    scale = np.bincount(block, weights=economy.value_added)
    open_groups = np.flatnonzero(np.abs(owed) > 1e-6 * scale)
    if block.max() > 0 and (open_groups.size or deficit != "hold"):
        # The smallest group says most clearly who is cut off.
        size = np.bincount(block)
        at = next(int(b) for b in np.argsort(size, kind="stable") if not open_groups.size or b in open_groups)
        raise ScenarioError(
            f"the scenario cuts the world into {block.max() + 1} groups that do not trade; "
            f"{some_names(economy, np.flatnonzero(block == at))} cannot keep a "
            f"{'deficit' if owed[at] > 0 else 'surplus'} of {abs(owed[at]) / scale[at]:.2%} of value added without "
            "trading partners",
            hint="use deficit='remove' when regions are cut off entirely",
        )
    if deficit == "share":
        return nothing, economy.deficit / economy.value_added
    return economy.deficit, nothing


def followed(economy: TradeEconomy, deficit: Deficit, earned: Array, revenue: Array) -> Array:
    """Return the deficits (N,) that ``share``, ``lend`` and ``world`` make of what regions earn; they sum to zero.

    Parameters
    ----------
    earned, revenue : array (N,)
        Factor income and tariff revenue after the change.
    """
    if deficit == "world":
        grown = (earned.sum() + revenue.sum()) / (economy.value_added.sum() + economy.base_revenue.sum())
        scaled: Array = economy.deficit * grown
        return scaled
    share = economy.deficit / economy.value_added
    if deficit == "share":
        kept: Array = (share - (share * earned).sum() / earned.sum()) * earned
        return kept
    lent, borrowed = np.maximum(-share, 0.0) * earned, np.maximum(economy.deficit, 0.0)
    owed: Array = borrowed * (lent.sum() / max(borrowed.sum(), 1e-300)) - lent
    return owed


def some_names(economy: TradeEconomy, members: Integers) -> str:
    """Return the names of regions, of many only the first six."""
    names = [economy.regions[n] for n in members]
    return ", ".join(names[:6]) + (", …" if len(names) > 6 else "")
