"""The sectors that the dynamics tells apart, their trade elasticities, and which of them states call strategic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from technostate import states
from technostate.world import World, aggregate, bilateral_sales, load

Array = NDArray[np.float64]
Classification = Literal["icio", "wiod"]

#: Group → sectors of `icio-2022`.
ICIO: Mapping[str, tuple[str, ...]] = {
    "Farming and food": ("A01", "A02", "A03", "C10T12"),
    "Energy": ("B05", "B06", "C19"),
    "Ores and stone": ("B07", "B08", "B09"),
    "Clothing and furniture": ("C13T15", "C31T33"),
    "Wood, paper, plastics, glass": ("C16", "C17_18", "C22", "C23"),
    "Chemicals": ("C20",),
    "Medicines": ("C21",),
    "Metals": ("C24A", "C24B", "C25"),
    "Electronics": ("C26",),
    "Electrical equipment": ("C27",),
    "Machinery": ("C28",),
    "Motor vehicles": ("C29",),
    "Ships, aircraft, trains": ("C301", "C302T309"),
    "Services": ("SVC",),
}

#: Group → sectors of the WIOD years, which tell fewer apart.
WIOD: Mapping[str, tuple[str, ...]] = {
    "Farming and food": ("c1", "c3"),
    "Mining": ("c2",),
    "Fuels": ("c8",),
    "Clothing and furniture": ("c4", "c5", "c16"),
    "Wood, paper, plastics, glass": ("c6", "c7", "c10", "c11"),
    "Chemicals and medicines": ("c9",),
    "Metals": ("c12",),
    "Electronics and electrical equipment": ("c14",),
    "Machinery": ("c13",),
    "Transport equipment": ("c15",),
    "Services": tuple(f"c{number}" for number in range(17, 36)),
}

#: Group of the WIOD years → sectors of `icio-2022` whose elasticity it has.
_ALIKE: Mapping[str, tuple[str, ...]] = {
    "Farming and food": ICIO["Farming and food"],
    "Mining": ("B05", "B06", *ICIO["Ores and stone"]),
    "Fuels": ("C19",),
    "Clothing and furniture": ICIO["Clothing and furniture"],
    "Wood, paper, plastics, glass": ICIO["Wood, paper, plastics, glass"],
    "Chemicals and medicines": ("C20", "C21"),
    "Metals": ICIO["Metals"],
    "Electronics and electrical equipment": ("C26", "C27"),
    "Machinery": ("C28",),
    "Transport equipment": ("C29", "C301", "C302T309"),
    "Services": ("SVC",),
}


def classification(world: World) -> Classification:
    """Return which of the two classifications a world has."""
    return "wiod" if "c1" in world.sectors else "icio"


def groups(world: World) -> dict[str, str]:
    """Return sector → group for every sector of a world."""
    table = WIOD if classification(world) == "wiod" else ICIO
    return {sector: group for group, sectors in table.items() for sector in sectors}


@cache
def _wiod_elasticities() -> dict[str, float]:
    """Return group of the WIOD years → trade-weighted elasticity of the sectors of `icio-2022` alike."""
    fine = load("icio-2022")
    table = {sector: group for group, sectors in _ALIKE.items() for sector in sectors}
    coarse = aggregate(fine, sectors=table)
    return dict(zip(coarse.sectors, map(float, coarse.trade_elasticity), strict=True))


def elasticities(world: World) -> Array:
    """Return θ (J,) of a world's sectors: its own, or those of `icio-2022` by group for a WIOD year."""
    if classification(world) == "icio":
        return world.trade_elasticity
    own, table = _wiod_elasticities(), groups(world)
    return np.array([own[table.get(sector, sector)] for sector in world.sectors])


@cache
def named_strategic(which: Classification) -> frozenset[str]:
    """Return the sectors of goods that more than half of the states' files name as strategic."""
    codes = states.codes()
    counts = Counter(code for state in codes for code in states.load(state).sectors("strategic", which))
    goods = {
        sector
        for group, sectors in (WIOD if which == "wiod" else ICIO).items()
        if group != "Services"
        for sector in sectors
    }
    return frozenset(code for code, count in counts.items() if code in goods and 2 * count > len(codes))


def strategic(world: World, group_of: Mapping[str, str], sectors: tuple[str, ...]) -> Array:
    """Return one (J,) for each of `sectors` of which sectors named strategic make at least half of world imports.

    Parameters
    ----------
    world : World
        With its own sectors.
    group_of : mapping of str to str
        Its sectors → `sectors`.
    """
    named = named_strategic(classification(world))
    flows = np.maximum(bilateral_sales(world), 0.0)
    imports = flows.sum((1, 2)) - np.einsum("jnn->j", flows)
    total, part = dict.fromkeys(sectors, 0.0), dict.fromkeys(sectors, 0.0)
    for sector, amount in zip(world.sectors, imports, strict=True):
        total[group_of[sector]] += float(amount)
        part[group_of[sector]] += float(amount) * (sector in named)
    return np.array([float(part[sector] > 0 and 2 * part[sector] >= total[sector]) for sector in sectors])
