"""The closure of a shock at the decade: deficits of the base, and labour around its equilibria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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

#: Rounds in which labour and deficits must settle, and how closely: labour in logs, deficits over world value added.
MOST_ROUNDS, SETTLED = 200, 1e-7


def closed_base(closure: Closure, economy: YearEconomy) -> YearEconomy:
    """Return the economy a shock starts from: the one given, or without deficits where they are to be removed."""
    if closure.deficits != "remove":
        return economy
    from technostate.shocks.decade import settled

    return replace(economy, base=settled(economy.base, deficit="remove"))


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
    follows = closure.deficits not in ("hold", "remove")
    if closure.labour_supply == 0 and not follows:
        return solve(None, None, None)
    from technostate.shocks.decade.deficits import followed

    base = economy.base
    labour, owed, near = np.ones(base.shape[0]), base.deficit, None
    step, before = 1.0, np.inf
    for _ in range(MOST_ROUNDS):
        near = solve(labour, owed if follows else None, near)
        wanted = _supplied(closure, economy, near, labour)
        new = followed(base, closure.deficits, near.factor_income, near.revenue) if follows else owed
        gap = max(
            float(np.abs(np.log(wanted / labour)).max()), float(np.abs(new - owed).max()) / base.value_added.sum()
        )
        if gap < SETTLED:
            return near
        # Where the last step made things worse, the answer overshoots: go half as far.
        step *= 0.5 if gap > before else 1.0
        labour, owed, before = labour * (wanted / labour) ** step, owed + step * (new - owed), gap
    raise ConvergenceError(
        f"labour and deficits did not settle in {MOST_ROUNDS} rounds (last change {gap:.1e})",
        hint="use a smaller elasticity of labour supply, or hold deficits",
    )


def _supplied(closure: Closure, economy: YearEconomy, found: Result, labour: Array) -> Array:
    """Return the labour (N,), ratios to the base, that its real pay after tax brings forth."""
    from technostate.shocks.decade.labour import kept_of_pay

    base = economy.base
    pay: Array = found.factor_income / base.value_added / labour / (1.0 + found.price_index)
    if closure.revenue == "income-tax":
        pay = pay * kept_of_pay(found.revenue, found.factor_income, base.base_revenue, base.value_added)
    supplied: Array = pay**closure.labour_supply
    return supplied
