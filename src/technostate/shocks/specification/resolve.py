"""From a shock's words to arrays over the regions and sectors of a world; no engine is named here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError, nearest
from technostate.shocks.specification.labels import ALL, REST, group_keys, members, sector_codes
from technostate.shocks.specification.measures import (
    SEVERITIES,
    CapacityLoss,
    DemandLoss,
    Measure,
    Range,
    Severity,
    Stockpile,
    Tariff,
    TechnologyCutoff,
    TradeCost,
    TransferFreeze,
    _Ban,
    _Link,
)
from technostate.shocks.specification.shock import Shock

if TYPE_CHECKING:
    from technostate.world import World

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Levels:
    """All measures of a shock together, at one severity. N regions, J sectors; neutral where nothing happens.

    Parameters
    ----------
    delivered : array (J, N importer, N exporter)
        Share of the base quantity that bans let through; 1 without a ban.
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
    tariff_change: Array
    trade_cost: Array
    capacity: Array
    demand: Array
    transfers: Array
    stock_days: Array
    knowledge: Array


@dataclass(frozen=True, eq=False)
class Step:
    """One measure on a world's axes, with its time.

    Parameters
    ----------
    name, kind : str
    links : array (J, N importer, N exporter) of bool, or None
        Where a measure on links bears; never on sales at home.
    nodes : array (N, J) of bool, or None
        Where a measure on regions bears.
    amount : Range
        In the unit of the measure.
    starts, ends : date
        `ends` is None where the measure lasts.
    first_day, last_day : int
        Days after the shock's start; `last_day` is None where the measure lasts.
    """

    name: str
    kind: str
    links: Mask | None
    nodes: Mask | None
    amount: Range
    starts: dt.date
    ends: dt.date | None
    first_day: int
    last_day: int | None


@dataclass(frozen=True, eq=False)
class Resolved:
    """A shock on the axes of a world.

    Parameters
    ----------
    shock : Shock
    world : str
    regions, sectors : tuple of str
    steps : tuple of Step
        Measure by measure, in order of their names; empty after `coarsen`, where only sums have a meaning.
    levels : mapping of severity to Levels
        ``mild``, ``central`` and ``severe``: every range at its weak end, its middle, its strong end.
    notes : tuple of str
        What was taken how.
    """

    shock: Shock
    world: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    steps: tuple[Step, ...]
    levels: Mapping[Severity, Levels]
    notes: tuple[str, ...]


def resolve(shock: Shock, world: World) -> Resolved:
    """Return the shock as arrays over a world's regions and sectors.

    Parameters
    ----------
    shock : Shock
    world : World

    Raises
    ------
    ScenarioError
        If the world lacks a region or a sector that the shock names, or a tariff falls to −100 % or below; all at once.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> from technostate.world import load as load_world
    >>> at = resolve(load("zte-2018"), load_world("icio-2022"))
    >>> level = at.levels["central"].delivered
    >>> float(level[at.sectors.index("C26"), at.regions.index("CHN"), at.regions.index("USA")])
    0.95
    """
    problems: list[str] = []
    notes: list[str] = []
    rows = sorted(shock.measures, key=lambda row: row.name)
    steps = [_step(row, shock, world, problems, notes) for row in rows]
    if problems:
        raise ScenarioError(
            f"{shock.name} does not fit {world.name}, {len(problems)} problem{'s' * (len(problems) > 1)}:\n"
            + "\n".join(f"  - {line}" for line in problems),
            hint="name lists of sectors that have codes of both classifications, and regions that the world shows",
        )
    lasting = [row.name for row in rows if row.ends is not None]
    if lasting:
        notes.append(f"ends in time: {', '.join(lasting)}; an equilibrium takes every measure as lasting")
    levels = {severity: _levels(rows, steps, shock, world, severity, notes) for severity in SEVERITIES}
    return Resolved(
        shock,
        world.name,
        world.regions,
        world.sectors,
        tuple(steps),
        MappingProxyType(levels),
        tuple(dict.fromkeys(notes)),
    )


def coarsen(resolved: Resolved, world: World, regions: Mapping[str, str], name: str = "") -> Resolved:
    """Return the shock on a coarser division of regions: shares are weighted by the world's flows.

    A ban on one member of a group stops that member's part of the group's trade. Trade inside a group cannot be
    touched at that division; a note says where a measure would have.

    Parameters
    ----------
    resolved : Resolved
        On the axes of `world`.
    world : World
        The fine world, for the weights.
    regions : mapping of str to str
        Region → group, for every region (`technostate.world.grouping`).
    name : str
        Name of the coarse world.

    Raises
    ------
    ScenarioError
        If `resolved` is not on the axes of `world`.
    """
    from technostate.world import bilateral_sales

    if resolved.regions != world.regions or resolved.sectors != world.sectors:
        raise ScenarioError(f"the shock was resolved on {resolved.world}, not {world.name}", hint="resolve it anew")
    groups = tuple(dict.fromkeys(regions[region] for region in world.regions))
    into = np.zeros((len(world.regions), len(groups)))
    into[np.arange(len(world.regions)), [groups.index(regions[region]) for region in world.regions]] = 1.0
    flow = np.maximum(bilateral_sales(world), 0.0)
    output = np.maximum(world.gross_output.reshape(world.shape), 0.0)
    final = np.maximum(np.einsum("ijn->nj", world.final_demand.reshape(*world.shape, -1)), 0.0)

    def links(values: Array, neutral: float) -> Array:
        def fold(array: Array) -> Array:
            folded: Array = np.einsum("jni,na,ib->jab", array, into, into, optimize=True)
            return folded

        mean = _mean(fold(flow * values), fold(flow), fold(values), fold(np.ones_like(values)))
        own = np.arange(len(groups))
        touched.update(groups[at] for at in own if np.abs(mean[:, at, at] - neutral).max() > 1e-12)
        mean[:, own, own] = neutral
        # Averages of what is untouched stay exactly neutral.
        return np.where(np.abs(mean - neutral) < 1e-14, neutral, mean)

    def nodes(values: Array, weight: Array, neutral: float) -> Array:
        mean = _mean(into.T @ (values * weight), into.T @ weight, into.T @ values, into.T @ np.ones_like(values))
        return np.where(np.abs(mean - neutral) < 1e-14, neutral, mean)

    touched: set[str] = set()
    coarse = {
        severity: Levels(
            delivered=links(level.delivered, 1.0),
            tariff_change=links(level.tariff_change, 0.0),
            trade_cost=links(level.trade_cost, 1.0),
            capacity=nodes(level.capacity, output, 1.0),
            demand=nodes(level.demand, final, 1.0),
            transfers=into.T @ level.transfers,
            stock_days=nodes(level.stock_days, output, 0.0),
            knowledge=links(level.knowledge, 1.0),
        )
        for severity, level in resolved.levels.items()
    }
    note = f"not shown at {len(groups)} regions: measures on trade inside {', '.join(sorted(touched))}"
    return replace(
        resolved,
        world=name or f"{world.name} at {len(groups)} regions",
        regions=groups,
        steps=(),
        levels=MappingProxyType(coarse),
        notes=(*resolved.notes, *([note] if touched else [])),
    )


def _mean(weighted: Array, weight: Array, plain: Array, count: Array) -> Array:
    """Return the weighted mean; where nothing is traded every member counts alike."""
    mean: Array = np.divide(weighted, weight, out=plain / count, where=weight > 0)
    return mean


def _step(row: Measure, shock: Shock, world: World, problems: list[str], notes: list[str]) -> Step:
    starts = row.starts or shock.starts
    n, j = world.shape
    links: Mask | None = None
    nodes: Mask | None = None
    sectors = np.ones(j, bool) if isinstance(row, TransferFreeze) else _sectors(row, shock, world, problems, notes)
    if isinstance(row, _Link):
        sides = {"exporters": row.exporters, "importers": row.importers}
        found = {side: _regions(row.name, names, starts.year, world, problems, notes) for side, names in sides.items()}
        for side, other in (("exporters", "importers"), ("importers", "exporters")):
            if sides[side] == (REST,):
                found[side] = ~found[other]
        links = sectors[:, None, None] & found["importers"][None, :, None] & found["exporters"][None, None, :]
        links[:, np.arange(n), np.arange(n)] = False
        if not problems and not links.any():
            problems.append(f"{row.name} bears on no link between different regions of {world.name}")
    else:
        there = _regions(row.name, row.regions, starts.year, world, problems, notes)
        if row.regions == (REST,):
            held = isinstance(row, TransferFreeze) and row.held_by != (REST,)
            there = ~_regions(row.name, row.held_by, starts.year, world, problems, notes) if held else ~there  # type: ignore[union-attr]
        nodes = there[:, None] & sectors[None, :]
    return Step(
        row.name,
        row.measure,
        links,
        nodes,
        _amount(row),
        starts,
        row.ends,
        (starts - shock.starts).days,
        None if row.ends is None else (row.ends - shock.starts).days,
    )


def _regions(
    label: str, names: tuple[str, ...], year: int, world: World, problems: list[str], notes: list[str]
) -> Mask:
    chosen = np.zeros(len(world.regions), bool)
    for name in names:
        if name == REST:
            continue
        if name in world.regions:
            chosen[world.regions.index(name)] = True
            continue
        there = [state for state in members(name, year) if state in world.regions]
        absent = [state for state in members(name, year) if state not in world.regions]
        for state in there:
            chosen[world.regions.index(state)] = True
        if name in group_keys() and there:
            if absent:
                notes.append(f"{label}: {', '.join(absent)} of {name} are not shown apart in {world.name}")
            continue
        close = nearest(name, world.regions)
        problems.append(
            f"{label}: {world.name} does not show {name}" + (f" (nearest: {', '.join(close)})" if close else "")
        )
    return chosen


def _sectors(row: Measure, shock: Shock, world: World, problems: list[str], notes: list[str]) -> Mask:
    chosen = np.zeros(len(world.sectors), bool)
    for name in getattr(row, "sectors", ()):
        if name == ALL:
            chosen[:] = True
            continue
        table = sector_codes(name, shock.sector_lists)
        # Of several classifications the one that fits this world best is meant.
        codes = max(table.values(), key=lambda codes: sum(code in world.sectors for code in codes), default=())
        there = [code for code in codes if code in world.sectors]
        for code in there:
            chosen[world.sectors.index(code)] = True
        if not there:
            close = nearest(name, world.sectors)
            problems.append(
                f"{row.name}: {world.name} has no sector of {name!r}"
                + (f" (nearest: {', '.join(close)})" if close else "")
            )
        elif len(there) < len(codes):
            lost = ", ".join(code for code in codes if code not in there)
            notes.append(f"{row.name}: {lost} of {name} are not shown apart in {world.name}")
    return chosen


def _amount(row: Measure) -> Range:
    if isinstance(row, _Ban):
        found = row.leak
    elif isinstance(row, Tariff):
        found = row.rate
    elif isinstance(row, TradeCost):
        found = row.increase
    elif isinstance(row, TransferFreeze):
        found = row.amount_musd_per_year
    elif isinstance(row, Stockpile):
        found = row.days
    elif isinstance(row, TechnologyCutoff):
        found = row.share
    else:
        found = row.loss
    amount: Range = found
    return amount


def _value(step: Step, severity: Severity) -> float:
    """Return the amount at a severity: what leaks and what is stocked is severe when it is low."""
    if severity == "central":
        return step.amount.central
    relief = step.kind in ("export_ban", "import_ban", "stockpile")
    return step.amount.low if (severity == "severe") == relief else step.amount.high


def _levels(
    rows: list[Measure], steps: list[Step], shock: Shock, world: World, severity: Severity, notes: list[str]
) -> Levels:
    n, j = world.shape
    delivered, cost, knowledge = (np.ones((j, n, n)) for _ in range(3))
    duty = np.zeros((j, n, n))
    capacity, demand, stock = np.ones((n, j)), np.ones((n, j)), np.zeros((n, j))
    transfers = np.zeros(n)
    base = np.zeros((j, n, n)) if world.tariff is None else np.nan_to_num(world.tariff)
    for row, step in zip(rows, steps, strict=True):
        value, links, nodes = _value(step, severity), step.links, step.nodes
        if isinstance(row, _Ban):
            delivered[links] = np.minimum(delivered[links], value)
        elif isinstance(row, Tariff):
            if row.basis == "added":
                duty[links] += value
            else:
                duty[links] = (value - base)[links]
                if world.tariff is None or np.isnan(world.tariff[links]).any():
                    notes.append(f"{row.name}: unknown tariffs of {world.name} are taken as none before the new rate")
        elif isinstance(row, TradeCost):
            cost[links] *= 1.0 + value
        elif isinstance(row, CapacityLoss):
            capacity[nodes] *= 1.0 - value
        elif isinstance(row, DemandLoss):
            demand[nodes] *= 1.0 - value
        elif isinstance(row, Stockpile):
            stock[nodes] += value
        elif isinstance(row, TechnologyCutoff):
            knowledge[links] = np.minimum(knowledge[links], 1.0 - value)
        else:
            transfers += _transfers(row, step, shock, world, value)
    low = base + duty
    if not (low > -1).all():
        at, to, by = np.argwhere(~(low > -1))[0]
        raise ScenarioError(
            f"{shock.name}: the tariff of {world.regions[to]} on {world.sectors[at]} from {world.regions[by]} would be "
            f"{low[at, to, by]:.0%}; −100 % is the limit",
            hint="lower the cut that is added to the tariff",
        )
    return Levels(delivered, duty, cost, capacity, demand, transfers, stock, knowledge)


def _transfers(row: TransferFreeze, step: Step, shock: Shock, world: World, amount: float) -> Array:
    """Return the change of spending (N,): losers and holders share the amount by their value added."""
    losers = step.nodes[:, 0] if step.nodes is not None else np.zeros(len(world.regions), bool)
    holders = _regions(row.name, row.held_by, (row.starts or shock.starts).year, world, [], [])
    if row.held_by == (REST,):
        holders = ~losers
    added = world.value_added.reshape(world.shape).sum(axis=1)
    both: Array = amount * (holders * added / (holders * added).sum() - losers * added / (losers * added).sum())
    return both
