"""From impacts to what is said of them: regions by change, sectors, days, the rows beside the range."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from technostate.evidence import Figure
from technostate.shocks.impact.course import Days, Years
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.impact.spread import PARTS, Change, Spread, Unit
from technostate.shocks.readings import Beside
from technostate.view.shock.coalition import Coalition
from technostate.view.shock.described import described
from technostate.view.shock.parties import that_matter
from technostate.view.shock.readings import readings
from technostate.view.shock.record import Answer, Course, Figures, Horizon, Region, Sector, Shortage
from technostate.view.shock.scenarios import central, movers, scenarios
from technostate.view.shock.words import MEASURES, after, goods
from technostate.view.shock.years import path, with_weeks

#: Sectors listed at a horizon: the largest changes of a region's output.
MOST_SECTORS = 10
#: Regions whose days are drawn.
MOST_COURSES = 6
#: A sector whose output moved less than this part of its region's output (per cent) is not listed.
LEAST_CONTRIBUTION = 0.005
#: The same of a narrow shock, in which no sector reaches that.
LEAST_NARROW = 1e-4
#: Where nothing was run beside the horizons.
NOTHING = Beside()
#: A region that falls by less than this (per cent) on its worst day is not drawn.
LEAST_DEPTH = 0.01


def answer(
    comparison: Comparison,
    titles: Mapping[str, str],
    *,
    coalition: Coalition | None = None,
    parties: Sequence[str] = (),
    pair: Sequence[str] = (),
    title: str = "",
    more: Beside = NOTHING,
    world: str = "",
) -> Answer:
    """Return a comparison of horizons as it is said.

    Parameters
    ----------
    titles : mapping of str to str
        Sector → its title.
    parties : sequence of str
        Regions that the shock names; small tables have them first.
    pair : sequence of str
        Regions that come before those, and whose sectors alone are looked at; the sectors of all by default.
    title : str
        Of the shock, where its own will not do.
    more : Beside
        What was run beside the horizons.
    world : str
        What it was run on, in words, where products are carved out of it.
    """
    found: dict[str, Horizon] = {
        key: horizon_data(impact, titles, parties, pair) for key, impact in comparison.impacts.items()
    }
    if "path" in found:
        found["path"] = with_weeks(found["path"], more.first_weeks)
    products, both = readings(more.readings, (*pair, *parties))
    unsettled = {key: item.on("open") for key, item in found.items() if item.on("open")}
    refused = dict[str, str](comparison.refused.items())
    return Answer(unsettled, described(comparison.shock, title), world, products, both, found, refused, coalition)


def horizon_data(
    impact: Impact, titles: Mapping[str, str], parties: Sequence[str] = (), pair: Sequence[str] = ()
) -> Horizon:
    """Return what a shock does at one horizon; parameters as in `answer`."""
    days = impact.course if isinstance(impact.course, Days) else None
    years = impact.course if isinstance(impact.course, Years) else None
    matter = that_matter(impact, parties, pair)
    return Horizon(
        impact.horizon,
        after(impact),
        MEASURES[impact.horizon],
        impact.world,
        impact.over,
        len(impact.cases),
        tuple(impact.failed),
        tuple(impact.notes),
        None if days is None else days.days,
        () if years is None else tuple(years.years),
        regions(impact),
        matter,
        central(impact, matter),
        scenarios(impact, matter),
        movers(impact, matter),
        _sectors(impact, titles, pair),
        () if days is None else _courses(impact, days),
        () if days is None else _shortages(impact, days, titles),
        {} if years is None else path(impact, years, matter),
        {},
        "",
        _tables(impact),
    )


def regions(impact: Impact) -> tuple[Region, ...]:
    """Return the regions whose change is known, the largest loss first."""
    order = np.argsort(impact.real_income.median, kind="stable")
    return tuple(_region(impact, int(at)) for at in order if math.isfinite(impact.real_income.median[at]))


def _region(impact: Impact, at: int) -> Region:
    change = impact.real_income.at(at)

    def median(spread: Spread | None) -> float | None:
        return None if spread is None or math.isnan(spread.median[at]) else float(spread.median[at]) / 100

    return Region(
        impact.regions[at],
        change.median / 100,
        change.p10 / 100,
        change.p90 / 100,
        change.central / 100,
        change.loss,
        change.gain,
        median(impact.gdp),
        median(impact.consumer_prices),
        median(impact.employment),
        change.side,
        _figures(impact, at, change),
    )


def _figures(impact: Impact, at: int, change: Change) -> Figures:
    name = impact.regions[at]

    def of(spread: Spread | None) -> Figure | None:
        return None if spread is None else known(impact, spread.at(at), name)

    def share(value: float) -> Figure | None:
        return Figure(100.0 * value, "%", impact.kind, impact.origin, name) if impact.over else None

    return Figures(
        impact.as_figure(change, name),
        impact.as_figure(scaled(change, float(impact.base_income[at]) / 100, "musd change"), name),
        of(impact.gdp),
        of(impact.consumer_prices),
        of(impact.employment),
        share(change.loss),
        share(change.gain),
    )


def known(impact: Impact, change: Change, label: str) -> Figure | None:
    """Return a change as a figure; None where nothing is known."""
    unknown = math.isnan(change.median) or (math.isinf(change.median) and not impact.over)
    return None if unknown else impact.as_figure(change, label)


def scaled(change: Change, factor: float, unit: Unit) -> Change:
    """Return a change in another unit: what it is of, times a positive factor; shares of cases stay as they are."""
    names = [name for name in PARTS if name not in ("loss", "gain")]
    return replace(change, unit=unit, **{name: factor * getattr(change, name) for name in names})


def contributions(impact: Impact) -> Spread:
    """Return each sector's part in the change of its region's gross output (N, J), percentage points.

    Every number is that of the sector's output times its share in its region's output; shares of cases are those of
    the sector. The central parts of a region add up to its change; medians and ends do not, as each is of its own.
    """
    total = impact.base_output.sum(1, keepdims=True)
    weight = np.divide(impact.base_output, total, out=np.zeros_like(impact.base_output), where=total > 0)
    whole = {name: getattr(impact.output, name) for name in PARTS}
    parts = {
        name: part if name in ("loss", "gain") else np.where(weight > 0, part * weight, 0.0)
        for name, part in whole.items()
    }
    return Spread(**parts, unit="pp change")


def _sectors(impact: Impact, titles: Mapping[str, str], among: Sequence[str]) -> tuple[Sector, ...]:
    parts = contributions(impact)
    looked = [at for at, name in enumerate(impact.regions) if not among or name in among]
    size = np.full(parts.median.shape, -1.0)
    size[looked] = np.nan_to_num(np.abs(parts.median[looked]))
    least = LEAST_CONTRIBUTION if size.max() >= LEAST_CONTRIBUTION else LEAST_NARROW
    rows: list[Sector] = []
    for flat in np.argsort(-size, axis=None, kind="stable")[:MOST_SECTORS]:
        at, to = (int(index) for index in np.unravel_index(flat, size.shape))
        if size[at, to] < least:
            break
        region, code = impact.regions[at], impact.sectors[to]
        output, part = known(impact, impact.output.at(at, to), region), known(impact, parts.at(at, to), region)
        if output is not None and part is not None:
            rows.append(Sector(region, code, goods(titles.get(code, code)), output, part))
    return tuple(rows)


def _courses(impact: Impact, days: Days) -> tuple[Course, ...]:
    depth = np.nan_to_num(days.course.median).min(axis=0)
    chosen = [int(at) for at in np.argsort(depth, kind="stable")[:MOST_COURSES] if depth[at] < -LEAST_DEPTH]
    found = []
    for at in chosen:
        region = impact.regions[at]
        figures = [known(impact, days.course.at(day, at), region) for day in range(days.days)]
        recovery = known(impact, days.recovery.at(at), region)
        found.append(Course(region, tuple(figure for figure in figures if figure is not None), recovery))
    return tuple(found)


def _shortages(impact: Impact, days: Days, titles: Mapping[str, str]) -> tuple[Shortage, ...]:
    """Return of each product the region that runs short first; of several the one whose output falls furthest.

    Products that are carved out, which stand last, come before sectors that run short on the same day.
    """
    first = days.first_shortage.median
    falls = np.argsort(np.nan_to_num(days.course.median.min(0)), kind="stable")
    where = [int(falls[np.argmin(first[falls, to])]) for to in range(first.shape[1])]
    dates = [first[at, to] for to, at in enumerate(where)]
    rows = []
    for to in sorted(range(first.shape[1]), key=lambda to: (dates[to], -to))[:MOST_SECTORS]:
        if not np.isfinite(dates[to]):
            break
        at, code = where[to], impact.sectors[to]
        day = impact.as_figure(days.first_shortage.at(at, to), impact.regions[at])
        rows.append(Shortage(impact.regions[at], code, goods(titles.get(code, code)), day))
    return tuple(rows)


def _tables(impact: Impact) -> Mapping[str, Any]:
    """Return the engine's own tables, without what the horizon says already."""
    whole = impact.as_dict()
    said = {item.name for item in fields(Horizon)} | {"shock", "kind", "origin", "unsettled"}
    axes = {"regions": whole["regions"], "sectors": whole["sectors"], "cases": whole["cases"]}
    rest = {key: value for key, value in whole.items() if key not in said}
    return {**axes, **rest, **whole["tables"]}
