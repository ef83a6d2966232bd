"""Series, batches and files for the tests of the user's own data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from technostate.evidence import Origin, Series
from technostate.evidence.own.kinds import SeriesBatch
from technostate.evidence.store import Store

SPENDING = "worldbank/wdi/GC.XPN.TOTL.GD.ZS"


def series(
    key: str = "own/test/one", value: float = 1.5, *, unit: str = "% of GDP", regions: tuple[str, ...] = ("CHN", "USA"),
    years: range = range(2020, 2024), vintage: str = "2026-03",
) -> Series:  # fmt: skip
    origin = Origin("Example Institute", "Example Table", "Example Institute (2026). Table.", vintage, "CC BY 4.0")
    values: Mapping[str, Mapping[int, float]] = {region: dict.fromkeys(years, value) for region in regions}
    return Series(key, "One", unit, "measured", origin, values)


def kept(path: Path, *items: Series, vintage: str = "2026-03", file: str = "one.csv") -> Path:
    with Store(path) as store:
        SeriesBatch(vintage, items).taken_from(file, dt.date(2026, 5, 17)).write(store)
    return path
