"""Nine shocks on sixteen regions as arrays, and what the first version of the year said of them.

`year_before.npz` holds, by shock and by dates (``lasting`` throughout, or the days in force of the ``first_year``),
where its levels are not neutral, and the change of real income of 9 shocks × 4 sets of elasticities × 3 pure rules on
rents × 16 regions. That version had the tariffs between pairs that do not ship (`world_before`), and no substitutes,
ceilings, labour's share or mobility between its two ends.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from technostate.evidence.readers import icio
from technostate.shocks.specification.regions import sixteen
from technostate.shocks.year import Elasticities, YearEconomy
from technostate.world import World, aggregate, load

SETS = (
    Elasticities(origins=0.76),
    Elasticities(origins=1.5),
    Elasticities(origins=3.0),
    Elasticities(inputs=0.0, origins=1.5, value_added=0.4),
)
RULES = ("importer", "exporter", "lost")
_NOTHING = {"delivered": 1.0, "tariff_change": 0.0, "trade_cost": 1.0, "capacity": 1.0, "demand": 1.0, "transfers": 0.0}
_NAMES = {"tariff_change": "tariff", "transfers": "transfer", "capacity": "productivity"}


@cache
def stored() -> dict[str, np.ndarray]:
    """All arrays of the file."""
    with np.load(Path(__file__).with_suffix(".npz")) as file:
        return {name: file[name] for name in file.files}


@cache
def world_of_2022() -> YearEconomy:
    """Sixteen regions and 28 sectors of 2022 with the tariffs of the table itself, unknown ones none."""
    return _economy(load("icio-2022"))


@cache
def world_before(shared: Path) -> YearEconomy:
    """The same with the raw tariffs between pairs, which the first version and the specification had."""
    return _economy(fine_before(shared))


@cache
def fine_before(shared: Path) -> World:
    """All regions of 2022 with the raw tariffs between pairs."""
    fine, cube = load("icio-2022"), icio.read_trade_cube(shared / "data" / icio.CUBE_FOLDER)
    order = [cube.regions.index(region) for region in fine.regions]
    tariff = np.round(cube.tariff[-1][:, order][:, :, order], 6)
    return replace(fine, tariff=tariff, tariff_origin=icio.TARIFF_ORIGIN)


def _economy(fine: World) -> YearEconomy:
    economy = YearEconomy.from_world(aggregate(fine, regions=sixteen(fine.regions)), missing_tariff=0.0)
    assert economy.base.regions == tuple(stored()["regions"])
    assert economy.base.sectors == tuple(stored()["sectors"])
    return economy


def change(shock: str, dates: str, economy: YearEconomy | None = None) -> dict[str, Any]:
    """What `counterfactual` is given for a shock; deficits are lent."""
    base = (economy or world_of_2022()).base
    n, j = base.shape
    shapes = {"capacity": (n, j), "demand": (n, j), "transfers": (n,)}
    found: dict[str, Any] = {"deficit": "lend"}
    for field, nothing in _NOTHING.items():
        at = stored().get(f"{shock}/{dates}/{field}/at")
        if at is not None:
            values = np.full(shapes.get(field, (j, n, n)), nothing)
            values[tuple(at.T)] = stored()[f"{shock}/{dates}/{field}/values"]
            found[_NAMES.get(field, field)] = base.base_tariff + values if field == "tariff_change" else values
    return found
