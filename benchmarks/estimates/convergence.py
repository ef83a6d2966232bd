"""Convergence of productivity: do those behind grow faster, and by how much a year (PWT 10.01)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.estimates.panel import Panel
from benchmarks.estimates.regression import Array, fit
from benchmarks.estimates.result import Estimate, Section, judged, shown

PERIODS = ((1995, 2003), (2003, 2011), (1995, 2011), (1995, 2019))
METHOD = (
    "Growth of total factor productivity at constant national prices (`rtfpna`) from the first year to the last, a "
    "year, on the log of its level against the United States in the first (`ctfp`). The level and the growth are two "
    "series, so an error in the level pulls the slope to zero, not away from it. White's errors for one period; for "
    "windows of a decade, year effects and errors clustered by state. The rate at which a gap closes is −ln(1 + bT)/T, "
    "b the slope and T the years: a little more than the slope, as growth is the mean over a gap that is closing."
)


def rate(slope: float, years: float) -> float:
    """The rate a year at which a gap closes, from the slope of mean growth over so many years."""
    return float(-np.log1p(slope * years) / years)


def grown(panel: Panel, years: int) -> Array:
    """Mean growth of productivity over the years that follow each row, a year, in logs."""
    level = np.log(panel["rtfpna"])
    return (panel.at(level, years) - level) / years


def wiod_states() -> frozenset[str]:
    """The states of the WIOD worlds, which the hindcasts have."""
    from technostate.world import load

    return frozenset(load("wiod-1995").regions) - {"ROW"}


def period(panel: Panel, among: NDArray[np.bool_], key: str, words: str, years: tuple[int, int]) -> list[Estimate]:
    """The slope over one period, and for all of 1995–2019 the rate at which a gap closes."""
    first, last = years
    rows = among & (panel.year == first)
    one = fit(grown(panel, last - first)[rows], {"level": np.log(panel["ctfp"])[rows]})
    told = f"{words}, {first}–{last}"
    found = [
        judged(
            f"convergence/{key}-{first}-{last}", f"slope, sign turned: {told}", one.of("level"), one.size,
            expected=1, unit="% a year", scale=-100,
        )
    ]  # fmt: skip
    if years == PERIODS[-1]:
        closing = 100 * rate(one.value("level"), last - first)
        found.append(
            shown(f"convergence/{key}-rate", f"rate of closing: {told}", closing, None, one.size, unit="% a year")
        )
    return found


def decades(panel: Panel, among: NDArray[np.bool_], key: str, words: str) -> Estimate:
    """Windows of a decade that do not overlap, 1969 to 2019."""
    rows = among & np.isin(panel.year, range(1969, 2010, 10))
    level = np.log(panel["ctfp"])[rows]
    one = fit(grown(panel, 10)[rows], {"level": level}, effects=[panel.year[rows]], clusters=panel.region[rows])
    told = f"slope, sign turned: {words}, five decades 1969–2019"
    return judged(
        f"convergence/{key}-decades", told, one.of("level"), one.size, expected=1, unit="% a year", scale=-100
    )


def section() -> Section:
    """Convergence among the WIOD states and among all, by period and over windows of a decade."""
    panel = Panel.of(rtfpna="pwt/10.01/rtfpna", ctfp="pwt/10.01/ctfp")
    found: list[Estimate] = []
    for key, words, among in (
        ("wiod", "WIOD states", np.isin(panel.region, sorted(wiod_states()))),
        ("all", "all states", np.ones(len(panel), dtype=bool)),
    ):
        for years in PERIODS:
            found += period(panel, among, key, words, years)
        found.append(decades(panel, among, key, words))
    return Section("Convergence of productivity", METHOD, tuple(found))
