"""Errors of growth forecasts over decades (PWT 10.01): how far growth persists, and what is left unknown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.estimates.panel import Panel
from benchmarks.estimates.regression import Array, fit
from benchmarks.estimates.result import Estimate, Section, judged, shown

HORIZONS = (10, 20, 28)
#: Growth of a decade above which a state grows fast.
FAST = 0.06
#: Share of the United States' GDP a head at the start from which a state is rich.
RICH = 0.6
METHOD = (
    "GDP a head at constant national prices, PWT 10.01. For every start from 1970 on, growth over the coming 10, 20 or "
    "28 years on growth over the ten years before, both less their mean over states in that start, so that the world's "
    "common growth counts for neither; errors clustered by state, as windows overlap. The spread is the standard "
    "deviation over all starts and states of the error of three forecasts: past growth persists, the regression, "
    "everyone grows as the mean; its error leaves out one state at a time. The regression is fitted on the same years "
    "that it is judged on, so true errors are not smaller. `30 largest`: by GDP in 2019, known only afterwards. "
    f"`Rich`: at the start at least {RICH:g} of the United States' GDP a head, and a million people or more in 2019. "
    "`Together`: one GDP a head of all states but China and the United States that have figures for the whole span; "
    "its few windows overlap, and no error is given."
)


@dataclass(frozen=True)
class Windows:
    """Growth before and after a start, a year, in logs, one row a state and start; `level`: log GDP a head then."""

    past: Array
    future: Array
    region: NDArray[np.str_]
    start: NDArray[np.int64]
    level: Array

    def where(self, keep: NDArray[np.bool_]) -> Windows:
        return Windows(self.past[keep], self.future[keep], self.region[keep], self.start[keep], self.level[keep])


def windows(panel: Panel, horizon: int, last: int = 2019) -> Windows:
    """All starts from 1970 with ten years before and `horizon` after them."""
    y = np.log(panel["gdp"] / panel["population"])
    past, future = (y - panel.at(y, -10)) / 10, (panel.at(y, horizon) - y) / horizon
    keep = panel.between(1970, last - horizon) & np.isfinite(past) & np.isfinite(future)
    return Windows(past[keep], future[keep], panel.region[keep], panel.year[keep], y[keep])


def relative(values: Array, start: NDArray[np.int64]) -> Array:
    """Values less their mean in the same start."""
    place = np.unique(start, return_inverse=True)[1]
    return values - (np.bincount(place, values) / np.bincount(place))[place]


@dataclass(frozen=True)
class Persistence:
    """Slope of coming on past growth, its error, and the spreads of error of the three forecasts (a year, in logs)."""

    slope: float
    error: float
    clusters: int
    persists: float
    regression: float
    mean: float


def persistence(held: Windows) -> Persistence:
    """Fit and judge the forecasts over windows."""
    past, future = relative(held.past, held.start), relative(held.future, held.start)
    one = fit(future, {"past": past}, clusters=held.region, constant=True)
    slope = one.value("past")
    spreads = [float(np.std(future - weight * past, ddof=1)) for weight in (1.0, slope, 0.0)]
    return Persistence(slope, one.error("past"), one.clusters, *spreads)


def left_out(held: Windows) -> Array:
    """Errors of the three spreads, from leaving out one state at a time (3,)."""
    states = np.unique(held.region)
    found = np.array(
        [
            (one.persists, one.regression, one.mean)
            for one in (persistence(held.where(held.region != state)) for state in states)
        ]
    )
    count = states.size
    return np.asarray(np.sqrt((count - 1) / count * ((found - found.mean(0)) ** 2).sum(0)))


def largest(panel: Panel, count: int = 30) -> NDArray[np.str_]:
    """The states with the largest GDP in 2019."""
    rows = panel.year == 2019
    return np.asarray(panel.region[rows][np.argsort(-panel["gdp"][rows])[:count]])


def fast(held: Windows, horizon: int) -> list[Estimate]:
    """What came after a decade of fast growth."""
    rows = held.where(held.past > FAST)
    one = fit(rows.future, {}, clusters=rows.region)
    mean, error = (100 * part for part in one.of("constant"))
    spread, words = 100 * float(rows.future.std(ddof=1)), f"the {horizon} years after ten at more than {100 * FAST:g} %"
    return [
        shown(f"growth/fast-mean-{horizon}", f"mean growth, {words}", mean, error, one.size, unit="% a year"),
        shown(f"growth/fast-spread-{horizon}", f"its spread, {words}", spread, None, one.size, unit="% a year"),
    ]


def rich(held: Windows, panel: Panel) -> Windows:
    """The windows of states that were rich at their start and had a million people or more in 2019."""
    usa = {
        year: level for year, level, state in zip(held.start, held.level, held.region, strict=True) if state == "USA"
    }
    peopled = panel.region[(panel.year == 2019) & (panel["population"] >= 1)]
    above = held.level - np.array([usa[year] for year in held.start]) >= np.log(RICH)
    return held.where(above & np.isin(held.region, peopled))


def together(panel: Panel) -> Panel:
    """One state made of all but China and the United States that have every year 1960–2019."""
    span = panel.where(panel.between(1960, 2019) & ~np.isin(panel.region, ["CHN", "USA"]))
    states, counts = np.unique(span.region, return_counts=True)
    whole = span.where(np.isin(span.region, states[counts == 60]))
    years = np.unique(whole.year)
    sums = {
        name: np.array([column[whole.year == year].sum() for year in years]) for name, column in whole.columns.items()
    }
    return Panel(sums, np.full(years.size, "others"), years)


def unforeseen(panel: Panel, horizon: int) -> tuple[float, int]:
    """Spread of coming less past growth of one series, and its windows."""
    held = windows(panel, horizon)
    return float(np.std(held.future - held.past, ddof=1)), held.past.size


def judgement(held: Windows, key: str, words: str) -> list[Estimate]:
    """Persistence, and the spread of each forecast's error."""
    one, errors = persistence(held), 100 * left_out(held)
    size = (held.past.size, one.clusters)
    found = [judged(f"growth/persistence-{key}", f"persistence: {words}", (one.slope, one.error), size, expected=1)]
    forecasts = (
        ("persists", "past growth persists", one.persists),
        ("regression", "regression", one.regression),
        ("mean", "common mean", one.mean),
    )
    for (kind, said, spread), error in zip(forecasts, errors, strict=True):
        told = f"spread of error, {said}: {words}"
        found.append(shown(f"growth/spread-{kind}-{key}", told, 100 * spread, float(error), size, unit="% a year"))
    return found


def section() -> Section:
    """Persistence and spreads by horizon, for all states and the 30 largest."""
    panel = Panel.of(gdp="pwt/10.01/rgdpna", population="pwt/10.01/pop")
    thirty, others = largest(panel), together(panel)
    found: list[Estimate] = []
    for horizon in HORIZONS:
        every = windows(panel, horizon)
        found += judgement(every, f"all-{horizon}", f"all states, {horizon} years ahead")
        some = every.where(np.isin(every.region, thirty))
        found += judgement(some, f"largest-{horizon}", f"30 largest, {horizon} years ahead")
        wealthy = rich(every, panel)
        found += judgement(wealthy, f"rich-{horizon}", f"rich, {horizon} years ahead")
        spread, count = unforeseen(others, horizon)
        told = f"spread of error, past growth persists: others together, {horizon} years ahead"
        found.append(shown(f"growth/spread-others-{horizon}", told, 100 * spread, None, (count, 1), unit="% a year"))
        if horizon < max(HORIZONS):
            found += fast(every, horizon)
    return Section("Growth over decades", METHOD, tuple(found))
