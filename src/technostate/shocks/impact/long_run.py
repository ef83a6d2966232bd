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
#: Name of the set of a world whose classification no set has.
NO_SET = "4 throughout, as no set has the sectors of this world"


def long_run(world: World) -> dict[str, Array]:
    """Return the trade elasticities θ (J,) of each conventional set; a product has those of its sector.

    A world of another classification, none of whose sectors any set has (WIOD), gets four throughout (Simonovska and
    Waugh 2014), and its impacts have no range over elasticities; the name of the set says so.

    Raises
    ------
    LabelError
        If the sets have some of a world's sectors and not the others: what these would get is not known.
    """
    from technostate.world import conventional_sets, elasticities

    sets = {name: elasticities(name) for name in conventional_sets()}
    known = {sector for found in sets.values() for sector in found.values}
    unknown = [sector for sector in dict.fromkeys(world.roots) if sector not in known]
    if len(unknown) == len(set(world.roots)):
        return {NO_SET: np.full(len(world.sectors), 4.0)}
    if unknown:
        raise LabelError(
            f"no set of trade elasticities has {', '.join(unknown)} of {world.name}, and all have its other sectors",
            hint="carve a product out of a sector (docs/products.md), or aggregate the world to the sectors of ICIO",
        )
    return {name: found.array(world.roots) for name, found in sets.items()}


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
