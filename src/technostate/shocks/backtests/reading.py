"""What a `Reading` asks, read off paths of days and off the impact of a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import unknown_label
from technostate.shocks.backtests.record import WORLD, Reading
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.spread import Change
from technostate.shocks.impact.stage import Stage
from technostate.shocks.specification.labels import NAMED_LISTS

if TYPE_CHECKING:
    from technostate.shocks.weeks import FlowEconomy, Path
    from technostate.world import World

Array = NDArray[np.float64]


def regions_of(reading: Reading, stage: Stage, year: int) -> tuple[str, ...]:
    """Return the regions of a stage's world that a reading is of.

    Parameters
    ----------
    year : int
        Of the groups' membership.
    """
    if WORLD in reading.regions:
        return stage.world.regions
    return stage.regions_of(reading.regions, year)


def sectors_of(names: Sequence[str], world: World) -> tuple[str, ...]:
    """Return the sectors of a world that names mean: codes and shipped lists, with the products carved out of them.

    Examples
    --------
    >>> from technostate.world import load
    >>> sectors_of(["electronics", "c15"], load("wiod-2011"))
    ('c14', 'c15')
    """
    if not names:
        return world.sectors
    wanted: set[str] = set()
    for name in names:
        table = NAMED_LISTS.get(name, {"": (name,)})
        codes = [code for codes in table.values() for code in codes if code in world.sectors]
        if not codes:
            raise unknown_label("sector", name, world.sectors, where=world.name)
        wanted.update(codes)
    return tuple(code for code in world.sectors if code in wanted or world.root_of(code) in wanted)


def weights(reading: Reading, economy: FlowEconomy, regions: Sequence[str], sectors: Sequence[str]) -> Array:
    """Return the weight (N, J) of every node in what is read; nodes that are not asked for have none."""
    base = {
        "output": economy.output,
        "value_added": np.maximum(economy.output - economy.inputs.sum(0), 0.0),
        "final_demand": economy.final_use,
    }[reading.of]
    chosen = np.isin(economy.regions, regions)[:, None] & np.isin(economy.sectors, sectors)[None, :]
    found: Array = np.where(chosen, base, 0.0)
    return found


def course(reading: Reading, path: Path, weight: Array) -> Array:
    """Return the change (T,) of what is read against the base, day by day, as a fraction."""
    if reading.of == "final_demand":
        new, base = path.final_met, path.economy.final_use
    else:
        new, base = path.output, path.economy.output
    share = np.divide(new, base, out=np.zeros(new.shape), where=base > 0)
    return changes(share, weight)


def changes(share: Array, weight: Array) -> Array:
    """Return the change (T,) of nodes together, whose shares of the base (T, N, J) are given."""
    found: Array = (share * weight).sum((1, 2)) / weight.sum() - 1.0
    return found


def over_days(reading: Reading, days: Array) -> float:
    """Return the mean of a course (T,) over the days that are asked for, or the lowest mean over as many on end.

    Days before the shock, which have negative numbers, are those of the base.

    Examples
    --------
    >>> days = np.array([0.0, -0.1, -0.3, 0.0])
    >>> over_days(Reading("weeks", "output", ("JPN",), worst=2), days)
    -0.2
    >>> over_days(Reading("weeks", "output", ("JPN",), over=(-2, 2)), days)
    -0.025
    """
    if reading.over is not None:
        first, last = reading.over
        return float(days[max(first, 0) : last].sum()) / (last - first)
    window = np.ones(reading.worst or 1) / (reading.worst or 1)
    return float(np.convolve(days, window, "valid").min())


def of_year(reading: Reading, impact: Impact, regions: Sequence[str], partner: str) -> Change:
    """Return what is read off the year.

    Parameters
    ----------
    partner : str
        The region of the world whose goods are bought, for ``imports``.
    """
    if reading.of in ("real_income", "gdp"):
        return impact.together(regions, "gdp" if reading.of == "gdp" else "real_income")
    at = impact.regions.index(regions[0])
    if reading.of == "imports":
        return impact.trade.at(at, impact.regions.index(partner))
    table = impact.prices if reading.of == "price" else impact.output
    assert table is not None, "a year has prices"
    return table.at(at, impact.sectors.index(reading.sectors[0]))
