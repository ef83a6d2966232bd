"""Errors of the IMF's growth forecasts by horizon, from ten vintages of the World Economic Outlook."""

from __future__ import annotations

import numpy as np

from benchmarks.estimates.growth import largest
from benchmarks.estimates.panel import Array, Panel
from benchmarks.estimates.result import Estimate, Section, shown

AHEAD = ("same year", "next year", "2 years ahead", "3 years ahead")
METHOD = (
    "Forecast less outcome of real GDP growth, by the vintage's month and by years ahead, over states and the years "
    "that ten vintages from 2021 to 2025 let be judged; the outcome is what the newest vintage says; `groups` are "
    "years. Mean, spread (standard deviation) and middle half (quartile range over 1.35, which a few wars do not move)."
    " States share the shocks of a few years, so that no standard error over states is honest, and none is given."
)


def spreads(errors: Array) -> tuple[float, float, float]:
    """Mean, standard deviation, and the quartile range over 1.349, its size in a normal distribution."""
    low, high = np.quantile(errors, [0.25, 0.75])
    return float(errors.mean()), float(errors.std(ddof=1)), float(high - low) / 1.349


def section() -> Section:
    """By month and years ahead, for all states and the 30 largest."""
    thirty = largest(Panel.of(gdp="pwt/10.01/rgdpna"))
    found: list[Estimate] = []
    for ahead, horizon in enumerate(AHEAD):
        for month in ("april", "october"):
            panel = Panel.of(error=f"imf/weo/growth-error-{month}-{ahead}")
            for key, words, rows in (
                ("all", "all states", panel),
                ("largest", "30 largest", panel.where(np.isin(panel.region, thirty))),
            ):
                told, size = f"{month.capitalize()}, {horizon}, {words}", (len(rows), np.unique(panel.year).size)
                mean, spread, middle = spreads(rows["error"])
                end = f"{key}-{month}-{ahead}"
                found += [
                    shown(f"vintages/mean-{end}", f"mean: {told}", mean, None, size, unit="points"),
                    shown(f"vintages/spread-{end}", f"spread: {told}", spread, None, size, unit="points"),
                    shown(f"vintages/middle-{end}", f"middle half: {told}", middle, None, size, unit="points"),
                ]
    return Section("Forecasts of the IMF by horizon", METHOD, tuple(found))
