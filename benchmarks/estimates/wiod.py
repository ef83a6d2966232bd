"""The WIOD years as trade economies of 41 regions and 15 groups of industries."""

from __future__ import annotations

from functools import lru_cache

from technostate.shocks.decade import TradeEconomy
from technostate.world import aggregate, load

#: Group of industries → numbers of the WIOD industries (NACE 1.1) in it.
GROUPS: dict[str, tuple[int, ...]] = {
    "agriculture": (1,),
    "mining and fuels": (2, 8),
    "food": (3,),
    "textiles and leather": (4, 5),
    "wood, paper, minerals, other": (6, 7, 10, 11, 16),
    "chemicals": (9,),
    "metals": (12,),
    "machinery": (13,),
    "electronics": (14,),
    "vehicles": (15,),
    "utilities": (17,),
    "construction": (18,),
    "trade and hotels": (19, 20, 21, 22),
    "transport and telecoms": (23, 24, 25, 26, 27),
    "other services": tuple(range(28, 36)),
}
#: The elasticity of trade that the estimates take for all sectors.
ELASTICITY = 5.0


@lru_cache(maxsize=4)
def economy(year: int) -> TradeEconomy:
    """The year as shares, with one elasticity and no tariffs, which WIOD does not have."""
    table = {f"c{number}": group for group, numbers in GROUPS.items() for number in numbers}
    world = aggregate(load(f"wiod-{year}"), sectors=table)
    return TradeEconomy.from_world(world, trade_elasticity=[ELASTICITY] * len(GROUPS), missing_tariff=0.0)
