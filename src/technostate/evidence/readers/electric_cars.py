"""Electric cars sold and public charging points by state and year, from the IEA's Global EV Outlook 2024."""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.readers.tally import counted, label
from technostate.evidence.series import Series

FILE = "IEA_Global_EV_Data_2024.csv"

_SET = data_set("iea-ev")
_SALES, _SHARE, _CHARGERS = "EV sales", "EV sales share", "EV charging points"
#: What counts as an electric car: those that are charged from the grid.
_CARS = ("BEV", "PHEV")


def read(path: Path) -> tuple[Series, ...]:
    """Return ``iea/ev/car-sales``, ``iea/ev/car-sales-share`` and ``iea/ev/charging-points``, historical years only.

    Raises
    ------
    DataError
        If the file is malformed, a figure is there twice, or a region is unknown.
    """
    sales: dict[str, dict[int, float]] = {}
    chargers: dict[str, dict[int, float]] = {}
    share = Gathering(
        f"{_SET.more['prefix']}/car-sales-share", "Electric cars, share of car sales", "%", "measured",
        _SET.origins["iea"],
    )  # fmt: skip
    seen: set[tuple[str, ...]] = set()
    for row in rows(path, ("region", "category", "parameter", "mode", "powertrain", "year", "value")):
        if row.text("category") != "Historical":
            continue
        where = f"{row.file} line {row.line}"
        parameter, mode, power = row.text("parameter"), row.text("mode"), row.text("powertrain")
        car = mode == "Cars"
        if not ((car and parameter in (_SALES, _SHARE)) or parameter == _CHARGERS):
            continue
        region = label(row.text("region"), _SET.more["labels"], where=where)
        year, value = row.year("year"), row.number("value")
        key = (row.text("region"), parameter, power, str(year))
        if key in seen:
            raise DataError(f"{where}: {' '.join(key)} is there twice", hint="remove the duplicate row")
        seen.add(key)
        if region is None or value is None:
            continue
        if parameter == _SHARE:
            share.add(region, year, value, where=where)
        elif parameter == _CHARGERS or power in _CARS:
            total = (chargers if parameter == _CHARGERS else sales).setdefault(region, {})
            total[year] = total.get(year, 0.0) + value
    return (
        counted(_SET, "car-sales", "Electric cars sold", "count", sales, "battery and plug-in hybrid"),
        share.series(),
        counted(_SET, "charging-points", "Public charging points", "count", chargers, "slow and fast"),
    )


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
