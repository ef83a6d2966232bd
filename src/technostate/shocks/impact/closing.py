"""The closure of a shock in the engine of the decade: deficits of the base, and labour around its equilibria."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.specification.closure import Closure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from technostate.shocks.decade import Deficit, Equilibrium, TradeEconomy

    Array = NDArray[np.float64]
    #: Labour (N,), ratios to the base, or None for the base's, and the rule of deficits → the equilibrium.
    Solve = Callable[[Array | None, Deficit], Equilibrium]


def closed_bases(closure: Closure, economies: Mapping[str, TradeEconomy]) -> Mapping[str, TradeEconomy]:
    """Return the economies a shock starts from: those given, or without deficits where they are to be removed."""
    if closure.deficits != "remove":
        return economies
    from technostate.shocks.decade import settled

    return {name: settled(economy, deficit="remove") for name, economy in economies.items()}


def closed(
    closure: Closure, economy: TradeEconomy, solve: Solve, real_pay: Callable[[Equilibrium], Array]
) -> Equilibrium:
    """Return the equilibrium of a shock under its closure.

    Parameters
    ----------
    economy : TradeEconomy
        The base (`closed_bases`).
    solve : callable
        Solves the shock at a given labour.
    real_pay : callable
        Equilibrium → pay before tax over the price index (N,), ratios to the base.
    """
    # A base without deficits holds none.
    rule: Deficit = "hold" if closure.deficits == "remove" else closure.deficits
    if closure.labour_supply == 0:
        return solve(None, rule)
    from technostate.shocks.decade.labour import employed, kept_of_pay

    def pay(found: Equilibrium) -> Array:
        before_tax = real_pay(found)
        if closure.revenue == "lump-sum":
            return before_tax
        earned = (economy.value_added_share * found.output).sum(1)
        return before_tax * kept_of_pay(found.revenue, earned, economy.base_revenue, economy.value_added)

    found, _ = employed(economy.shape[0], lambda labour, _: solve(labour, rule), closure.labour_supply, pay)
    return found
