"""The trade elasticities of the decade: the sets that the range is over, and the low ones beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import LabelError

if TYPE_CHECKING:
    from technostate.shocks.year import YearEconomy
    from technostate.world import World

Array = NDArray[np.float64]


def long_run(world: World) -> dict[str, Array]:
    """Return the trade elasticities θ (J,) of each conventional set that has a world's sectors.

    A world whose sectors no set has (WIOD) gets four throughout (Simonovska and Waugh 2014), and its impacts have no
    range over elasticities.
    """
    from technostate.world import conventional_sets, elasticities

    found = {}
    for name in conventional_sets():
        try:
            found[name] = elasticities(name).array(world.sectors)
        except LabelError:
            continue
    return found or {"4 throughout": np.full(len(world.sectors), 4.0)}


def low_long_run(world: World) -> dict[str, Array]:
    """Return low trade elasticities θ (J,), the lowest first, for the row beside the range."""
    from technostate.world import elasticities, low_long_run_sets

    # One number throughout, so that a world of other sectors has them too.
    found = [max(elasticities(name).values.values()) for name in low_long_run_sets()]
    return {f"{theta:g}": np.full(len(world.sectors), theta) for theta in found}


def mean_elasticities(economy: YearEconomy, sets: Sequence[Array]) -> list[float]:
    """Return the mean trade elasticity of each set (J,), weighted by trade between regions."""
    trade = economy.base.base_trade.sum((1, 2)) - np.einsum("knn->k", economy.base.base_trade)
    return [float(theta @ trade / trade.sum()) for theta in sets]
