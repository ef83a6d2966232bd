"""Measures with their amounts as arrays over regions and sectors: what is left, added and moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.shocks.specification.measures import (
    BanMeasure,
    CapacityLoss,
    DemandLoss,
    ExportBan,
    Measure,
    Stockpile,
    Tariff,
    TechnologyCutoff,
    TradeCost,
)

if TYPE_CHECKING:
    from technostate.shocks.specification.step import Step
    from technostate.world import World

Array = NDArray[np.float64]

#: Field of `Levels` → the value where nothing happens, by axes.
LINKS = MappingProxyType(
    {
        "delivered": 1.0,
        "withheld": 0.0,
        "refused": 0.0,
        "for_exporter": 0.0,
        "for_importer": 0.0,
        "for_nobody": 0.0,
        "tariff_change": 0.0,
        "trade_cost": 1.0,
        "knowledge": 1.0,
    }
)
NODES = MappingProxyType({"capacity": 1.0, "demand": 1.0, "stock_days": 0.0})


@dataclass(frozen=True, eq=False)
class Levels:
    """All measures of a shock together, with one amount each. N regions, J sectors; neutral where nothing happens.

    Parameters
    ----------
    delivered : array (J, N importer, N exporter)
        Share of the base quantity that bans let through; 1 without a ban.
    withheld, refused : array (J, N importer, N exporter)
        Shares of the base quantity that export bans and import bans each take away, summed over the measures: who
        rations a link, and by how much.
    for_exporter, for_importer, for_nobody : array (J, N importer, N exporter)
        The same of bans that say by themselves who gets the rent; those are in neither of the two above.
    tariff_change : array (J, N importer, N exporter)
        New less old ad-valorem tariff, fraction.
    trade_cost : array (J, N importer, N exporter)
        Iceberg cost, ratio to the base.
    capacity, demand : array (N, J)
        Share of productive capacity and of final demand that is left.
    transfers : array (N,)
        Change of what a region can spend beyond its income, USD million a year; sums to zero.
    stock_days : array (N, J)
        Days of the users' normal use held on top of usual inventories.
    knowledge : array (J, N importer, N exporter)
        Share of the flow of knowledge that is left.
    """

    delivered: Array
    withheld: Array
    refused: Array
    for_exporter: Array
    for_importer: Array
    for_nobody: Array
    tariff_change: Array
    trade_cost: Array
    capacity: Array
    demand: Array
    transfers: Array
    stock_days: Array
    knowledge: Array

    @property
    def banned(self) -> bool:
        """Whether a ban bears on any link."""
        return bool((self.delivered < 1).any())

    def rents(self, rations: float | Array, other: float | Array, used_up: float | Array) -> tuple[Array, Array]:
        """Return the shares (J, N importer, N exporter) of scarcity rents for exporters, and of what is used up.

        Where several bans take away from one link, each counts by what it takes.

        Parameters
        ----------
        rations, other, used_up : float or array (J, 1, 1)
            Shares of the side that rations, of the other side, and of nobody, one in all; a ban that says who gets
            its rent has its own.
        """
        missing = self.withheld + self.refused + self.for_exporter + self.for_importer + self.for_nobody
        exporter = rations * self.withheld + other * self.refused + self.for_exporter
        nobody = used_up * (self.withheld + self.refused) + self.for_nobody
        nothing = np.zeros(missing.shape)
        to_exporter: Array = np.divide(exporter, missing, out=nothing.copy(), where=missing > 0)
        lost: Array = np.divide(nobody, missing, out=nothing, where=missing > 0)
        return to_exporter, np.minimum(lost, 1.0 - to_exporter)


def neutral(n: int, j: int) -> dict[str, Array]:
    """Return the fields of `Levels` for N regions and J sectors without any measure: read-only, without memory.

    Examples
    --------
    >>> float(neutral(2, 3)["delivered"].sum())
    12.0
    """
    links = {name: np.broadcast_to(value, (j, n, n)) for name, value in LINKS.items()}
    nodes = {name: np.broadcast_to(value, (n, j)) for name, value in NODES.items()}
    return {**links, **nodes, "transfers": np.zeros(n)}


def levels_of(parts: Iterable[tuple[Measure, Step, float]], world: World) -> Levels:
    """Return measures with an amount each, together; the order does not matter.

    Of two bans on a link the stricter counts; losses and trade costs multiply, added tariffs and stocks add up.

    Parameters
    ----------
    parts : iterable of (Measure, Step, float)
        Each measure, where it bears in the world, and its amount.

    Raises
    ------
    ScenarioError
        If a tariff falls to −100 % or below.
    """
    found = neutral(*world.shape)

    def own(name: str) -> Array:
        if not found[name].flags.writeable:
            found[name] = np.array(found[name], order="C")
        return found[name]

    def flat(name: str) -> Array:
        # A view: positions are several times faster than masks, and a shock touches few of all links.
        return own(name).reshape(-1)

    for row, step, value in parts:
        at = step.at
        if isinstance(row, BanMeasure):
            flat("delivered")[at] = np.minimum(flat("delivered")[at], value)
            flat(_taken_as(row))[at] += 1.0 - value
        elif isinstance(row, Tariff):
            if row.basis == "added":
                flat("tariff_change")[at] += value
            elif step.rates is not None:
                flat("tariff_change")[at] = value * (step.rates.reshape(-1)[at] - _known(world, at))
            else:
                flat("tariff_change")[at] = value - _known(world, at)
        elif isinstance(row, TradeCost):
            flat("trade_cost")[at] *= 1.0 + value
        elif isinstance(row, TechnologyCutoff):
            flat("knowledge")[at] = np.minimum(flat("knowledge")[at], 1.0 - value)
        elif isinstance(row, CapacityLoss | DemandLoss):
            own("capacity" if isinstance(row, CapacityLoss) else "demand")[step.nodes] *= 1.0 - value
        elif isinstance(row, Stockpile):
            own("stock_days")[step.nodes] += value
        elif step.moved is not None:
            found["transfers"] = found["transfers"] + value * step.moved
    if found["tariff_change"].flags.writeable:
        _above_the_limit(found["tariff_change"], world)
    return Levels(**found)


def _taken_as(row: BanMeasure) -> str:
    """Return the field that counts what a ban takes away: by who rations, or by its own rule on the rent."""
    if len(row.rent) == 1:
        return {"exporter": "for_exporter", "importer": "for_importer", "lost": "for_nobody"}[row.rent[0]]
    return "withheld" if isinstance(row, ExportBan) else "refused"


def averaged(parts: Sequence[tuple[Levels, int]], days: int, n: int, j: int) -> Levels:
    """Return the mean of levels over days; in what is left of them nothing happens.

    Parameters
    ----------
    parts : sequence of (Levels, int)
        On N regions and J sectors, each with its days, together at most `days`.
    days, n, j : int
        Length of the time, regions, sectors.
    """
    if len(parts) == 1 and parts[0][1] == days:
        return parts[0][0]
    found = neutral(n, j)
    for name, nothing in (LINKS | NODES | {"transfers": 0.0}).items():
        rows = [(getattr(levels, name), length) for levels, length in parts]
        touched = [(values, length) for values, length in rows if values.flags.writeable]
        if touched:
            # Days are whole numbers: a total ban in force on all of them leaves nothing, exactly.
            found[name] = found[name] + sum(length * (values - nothing) for values, length in touched) / days
    return Levels(**found)


def _known(world: World, at: NDArray[np.intp]) -> Array:
    """Return the tariffs at positions; zero where they are not known."""
    return np.zeros(len(at)) if world.tariff is None else np.nan_to_num(world.tariff.reshape(-1)[at])


def _above_the_limit(change: Array, world: World) -> None:
    lowered = np.flatnonzero(change < 0)
    low = _known(world, lowered) + change.reshape(-1)[lowered]
    wrong = lowered[~(low > -1)]
    if wrong.size:
        at, to, by = np.unravel_index(wrong[0], change.shape)
        raise ScenarioError(
            f"the tariff of {world.regions[to]} on {world.sectors[at]} from {world.regions[by]} would be "
            f"{low[~(low > -1)][0]:.0%}; −100 % is the limit",
            hint="lower the cut that is added to the tariff",
        )
