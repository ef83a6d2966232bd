"""The closure of a shock at the decade: deficits of the base, and labour around its equilibria."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ConvergenceError
from technostate.shocks.specification.closure import Closure

if TYPE_CHECKING:
    from technostate.shocks.year import Result, YearEconomy

Array = NDArray[np.float64]
#: Labour (N,), ratios to the base, deficits (N,) or None for the base's, and a neighbour → the equilibrium.
Solve = Callable[["Array | None", "Array | None", "Result | None"], "Result"]

#: Rounds in which deficits that follow incomes must settle, and how closely, over world value added.
MOST_ROUNDS, SETTLED = 60, 1e-9


def closed_base(closure: Closure, economy: YearEconomy) -> YearEconomy:
    """Return the economy a shock starts from: the one given, or without deficits where they are to be removed."""
    if closure.deficits != "remove":
        return economy
    from technostate.shocks.decade import settled
    from technostate.shocks.year import YearEconomy

    return YearEconomy(settled(economy.base, deficit="remove"), economy.elasticities)


def closed(closure: Closure, economy: YearEconomy, solve: Solve) -> Result:
    """Return the equilibrium of a shock under its closure.

    Parameters
    ----------
    economy : YearEconomy
        The base (`closed_base`), whose factors move between sectors.
    solve : callable
        Solves the shock at given labour and deficits.

    Raises
    ------
    ConvergenceError
        If labour or deficits do not settle.
    """

    def at(labour: Array | None, near: Result | None) -> Result:
        return _followed(closure, economy, solve, labour, near)

    if closure.labour_supply == 0:
        return at(None, None)
    from technostate.shocks.decade.labour import employed, kept_of_pay

    base = economy.base
    supplied = np.ones(base.shape[0])

    def one(labour: Array, near: Result | None) -> Result:
        nonlocal supplied
        supplied = labour
        return at(labour, near)

    def pay(found: Result) -> Array:
        wage: Array = found.factor_income / base.value_added / supplied / (1.0 + found.price_index)
        if closure.revenue == "lump-sum":
            return wage
        return wage * kept_of_pay(found.revenue, found.factor_income, base.base_revenue, base.value_added)

    return employed(base.shape[0], one, closure.labour_supply, pay)[0]


def _followed(
    closure: Closure, economy: YearEconomy, solve: Solve, labour: Array | None, near: Result | None
) -> Result:
    """Return the equilibrium whose deficits are what the closure's rule makes of it."""
    if closure.deficits in ("hold", "remove"):
        return solve(labour, None, near)
    base, world = economy.base, economy.base.value_added.sum()
    owed = base.deficit
    for _ in range(MOST_ROUNDS):
        near = solve(labour, owed, near)
        wanted = _wanted(closure, economy, near)
        gap = float(np.abs(wanted - owed).max()) / world
        owed = wanted
        if gap < SETTLED:
            return near
    raise ConvergenceError(
        f"deficits did not settle in {MOST_ROUNDS} rounds (last change {gap:.1e} of world value added)",
        hint="hold them: closure: {deficits: hold}",
    )


def _wanted(closure: Closure, economy: YearEconomy, found: Result) -> Array:
    """Return the deficits (N,) that a rule makes of what regions earn."""
    base, earned = economy.base, found.factor_income
    if closure.deficits == "share":
        share = base.deficit / base.value_added
        kept: Array = (share - (share * earned).sum() / earned.sum()) * earned
        return kept
    if closure.deficits == "lend":
        lent = np.maximum(-base.deficit, 0.0) / base.value_added * earned
        borrowed = np.maximum(base.deficit, 0.0)
        owed: Array = borrowed * (lent.sum() / max(borrowed.sum(), 1e-300)) - lent
        return owed
    grown = (earned.sum() + found.revenue.sum()) / (base.value_added.sum() + base.base_revenue.sum())
    scaled: Array = base.deficit * grown
    return scaled
