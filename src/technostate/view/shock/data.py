"""A shock's answer as typed data whose figures carry unit, kind, origin and range."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from technostate.evidence import Figure, Range
from technostate.shocks.impact.record import Comparison, Impact, Timing
from technostate.shocks.impact.sign import Side, side
from technostate.shocks.impact.spread import Change, Spread
from technostate.view.shock.described import Described, described
from technostate.view.shock.words import after, goods, what_varies

#: Sectors listed at a horizon: the largest changes of a region's output.
MOST_SECTORS = 10
#: Regions whose days are drawn.
MOST_COURSES = 6
#: A sector whose output moved less than this part of its region's output (per cent) is not listed.
LEAST_CONTRIBUTION = 0.005
#: A region that falls by less than this (per cent) on its worst day is not drawn.
LEAST_DEPTH = 0.01

#: What stands for the region as a whole at each horizon.
MEASURES = {
    "weeks": "final demand delivered, average over the days simulated",
    "year": "real income",
    "decade": "real income",
}
#: Unit of the engines → unit of the figure; changes are written with their sign.
_UNITS = {"%": "% change", "pp": "pp change", "musd": "musd change", "days": "days"}


@dataclass(frozen=True)
class Region:
    """What a shock does to one region as a whole.

    Parameters
    ----------
    change : Figure
        Of `Horizon.measure`.
    amount : Figure or None
        The same in money a year.
    side : str
        What the range says of the sign, see `technostate.shocks.impact.sign`.
    """

    region: str
    change: Figure
    amount: Figure | None
    side: Side


@dataclass(frozen=True)
class Sector:
    """One of the sectors with the largest part in the change of its region's output.

    Parameters
    ----------
    output : Figure
        Change of the sector's output.
    part : Figure
        Its part in the change of the region's output.
    """

    region: str
    sector: str
    title: str
    output: Figure
    part: Figure


@dataclass(frozen=True)
class Rent:
    """Changes by region if one side gets the scarcity rent of bans; None where no case has an answer."""

    rule: str
    changes: tuple[Figure | None, ...]


@dataclass(frozen=True)
class Course:
    """A region's output day by day, with the days it is away from its base."""

    region: str
    days: tuple[Figure, ...]
    recovery: Figure | None


@dataclass(frozen=True)
class Shortage:
    """The day on which stocks of a product first limit a user in a region."""

    region: str
    sector: str
    title: str
    day: Figure


@dataclass(frozen=True)
class Horizon:
    """What a shock does at one horizon.

    Parameters
    ----------
    horizon, after, measure, world : str
        ``year``, ``after a year``, what the regions' changes are of, the table.
    over : str
        What the ranges are over.
    failed, notes : tuple of str
        Cases without an answer; what was taken how.
    days : int or None
        Days simulated; weeks only.
    regions : tuple of Region
        Largest loss first.
    rents : tuple of Rent
        In the regions' order; empty where no rule matters.
    tables : mapping
        Every figure of the engine, by region, sector and partner; empty in a battery.
    """

    horizon: str
    after: str
    measure: str
    world: str
    over: str
    cases: int
    failed: tuple[str, ...]
    notes: tuple[str, ...]
    days: int | None
    regions: tuple[Region, ...]
    sectors: tuple[Sector, ...]
    rents: tuple[Rent, ...]
    courses: tuple[Course, ...]
    shortages: tuple[Shortage, ...]
    tables: Mapping[str, Any]

    def on(self, side: Side) -> tuple[str, ...]:
        """Return the regions on one side, the largest changes first."""
        found = [row.region for row in self.regions if row.side == side]
        return tuple(reversed(found)) if side in ("gain", "no_loss") else tuple(found)


def figure(change: Change, impact: Impact, region: str = "", *, over: str = "") -> Figure | None:
    """Return a change as a figure; None where nothing is known.

    Parameters
    ----------
    over : str
        What its range is over; what the impact's cases vary by default.
    """
    if math.isnan(change.low) or math.isnan(change.high):
        return None
    words = over or f"lowest to highest of {what_varies(impact)}"
    signed = change.unit != "days"
    span = Range(change.low, change.high, words, signed and side(change.low, change.high) == "open")
    value = None if not math.isfinite(change.central) else change.central
    return Figure(value, _UNITS[change.unit], impact.kind, impact.origin, region, range=span)


def horizon_data(impact: Impact, titles: Mapping[str, str], among: Sequence[str] | None = None) -> Horizon:
    """Return what a shock does at one horizon: regions by change, the largest sectors, notes and failures.

    Parameters
    ----------
    titles : mapping of str to str
        Sector → its title.
    among : sequence of str, optional
        Regions whose sectors are looked at; all by default.
    """
    order = [int(at) for at in np.argsort(impact.real_income.central, kind="stable")]
    regions = tuple(row for at in order if (row := _region(impact, at)) is not None)
    timing = impact.timing
    return Horizon(
        impact.horizon,
        after(impact),
        MEASURES[impact.horizon],
        impact.world,
        what_varies(impact),
        len(impact.cases),
        tuple(impact.failed),
        tuple(impact.notes),
        None if timing is None else timing.days,
        regions,
        _sectors(impact, titles, among),
        tuple(
            Rent(rule, tuple(figure(spread.at(at), impact, impact.regions[at]) for at in order))
            for rule, spread in impact.by_rent.items()
        ),
        () if timing is None else _courses(impact, timing),
        () if timing is None else _shortages(impact, timing, titles),
        _tables(impact),
    )


def _region(impact: Impact, at: int) -> Region | None:
    region, change = impact.regions[at], impact.real_income.at(at)
    shown = figure(change, impact, region)
    if shown is None:
        return None
    factor = float(impact.base_income[at]) / 100
    money = Change(factor * change.low, factor * change.central, factor * change.high, "musd")
    return Region(region, shown, figure(money, impact, region), change.side)


def contributions(impact: Impact) -> Spread:
    """Return each sector's part in the change of its region's gross output (N, J), percentage points.

    The central parts of a region add up to the change of its output at base prices; lows and highs do not, as each is
    the end of its own range.
    """
    total = impact.base_output.sum(1, keepdims=True)
    weight = np.divide(impact.base_output, total, out=np.zeros_like(impact.base_output), where=total > 0)
    change = impact.output
    low, central, high = (
        np.where(weight > 0, part * weight, 0.0) for part in (change.low, change.central, change.high)
    )
    return Spread(low, central, high, "pp")


def _sectors(impact: Impact, titles: Mapping[str, str], among: Sequence[str] | None) -> tuple[Sector, ...]:
    parts = contributions(impact)
    looked = [at for at, name in enumerate(impact.regions) if among is None or name in among]
    size = np.full(parts.central.shape, -1.0)
    size[looked] = np.nan_to_num(np.abs(parts.central[looked]))
    rows: list[Sector] = []
    for flat in np.argsort(-size, axis=None, kind="stable")[:MOST_SECTORS]:
        at, to = (int(index) for index in np.unravel_index(flat, size.shape))
        if size[at, to] < LEAST_CONTRIBUTION:
            break
        region, code = impact.regions[at], impact.sectors[to]
        output, part = figure(impact.output.at(at, to), impact, region), figure(parts.at(at, to), impact, region)
        if output is not None and part is not None:
            rows.append(Sector(region, code, goods(titles.get(code, code)), output, part))
    return tuple(rows)


def _courses(impact: Impact, timing: Timing) -> tuple[Course, ...]:
    depth = np.nan_to_num(timing.course.central).min(axis=0)
    chosen = [int(at) for at in np.argsort(depth, kind="stable")[:MOST_COURSES] if depth[at] < -LEAST_DEPTH]
    found = []
    for at in chosen:
        region = impact.regions[at]
        days = [figure(timing.course.at(day, at), impact, region) for day in range(timing.days)]
        recovery = figure(timing.recovery.at(at), impact, region)
        found.append(Course(region, tuple(day for day in days if day is not None), recovery))
    return tuple(found)


def _shortages(impact: Impact, timing: Timing, titles: Mapping[str, str]) -> tuple[Shortage, ...]:
    first = timing.first_shortage.central
    rows = []
    for flat in np.argsort(first, axis=None, kind="stable")[:MOST_SECTORS]:
        at, to = (int(index) for index in np.unravel_index(flat, first.shape))
        day = figure(timing.first_shortage.at(at, to), impact, impact.regions[at])
        if not np.isfinite(first[at, to]) or day is None:
            break
        code = impact.sectors[to]
        rows.append(Shortage(impact.regions[at], code, goods(titles.get(code, code)), day))
    return tuple(rows)


def _tables(impact: Impact) -> Mapping[str, Any]:
    """Return the engine's own tables, without what the horizon says already."""
    said = {"shock", "horizon", "world", "failed", "notes", "origin", "sign_changes", "kind"}
    return {key: value for key, value in impact.as_dict().items() if key not in said}


@dataclass(frozen=True)
class Answer:
    """What a shock does at the horizons that were asked for.

    Parameters
    ----------
    unsettled : mapping of str to tuple of str
        Horizon → regions whose sign is not settled inside the range; said first.
    refused : mapping of str to str
        Horizon → why it has no answer.
    """

    unsettled: Mapping[str, tuple[str, ...]]
    shock: Described
    horizons: tuple[Horizon, ...]
    refused: Mapping[str, str]
    coalition: Any = None


def answer(
    comparison: Comparison,
    titles: Mapping[str, str],
    *,
    coalition: Any = None,
    among: Sequence[str] | None = None,
    title: str = "",
) -> Answer:
    """Return a comparison of horizons as it is said.

    Parameters
    ----------
    titles : mapping of str to str
        Sector → its title.
    among : sequence of str, optional
        Regions whose sectors are looked at; all by default.
    title : str
        Of the shock, where its own will not do.
    """
    found = tuple(horizon_data(impact, titles, among) for impact in comparison.impacts.values())
    unsettled = {item.horizon: item.on("open") for item in found if item.on("open")}
    return Answer(
        unsettled,
        described(comparison.shock, title),
        found,
        dict[str, str](comparison.refused.items()),
        coalition,
    )
