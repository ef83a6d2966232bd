"""Tariffs of the United States: the average over a year's days, and the rate on each partner at a year's end."""

from __future__ import annotations

import calendar
import datetime as dt
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import Row, rows
from technostate.evidence.readers.tally import counted, label
from technostate.evidence.series import Series

DAILY = "daily-tariff-latest-data.csv"
PARTNERS = "country-by-time.csv"

_SET = data_set("us-tariffs")
#: Year before the first action, whose rate on each partner the table of actions repeats.
BASE: int = _SET.more["base"]
NOTE = f"{BASE}: duties collected over imports; later years: these plus the statutory rates of the actions since"


def read_daily(path: Path) -> Series:
    """Return ``tradewartracker/us-tariffs/average``: mean of the daily import-weighted average, whole years only.

    Raises `DataError` if the file is malformed, a date is wrong, or a day is there twice.
    """
    days: dict[dt.date, float] = {}
    for row in rows(path, ("date", "import_weighted_avg_tariff")):
        day, rate = _day(row), row.number("import_weighted_avg_tariff")
        if day in days:
            raise DataError(f"{row.file} line {row.line}: {day} is there twice", hint="remove the duplicate row")
        if rate is not None:
            days[day] = rate
    by_year: dict[int, list[float]] = {}
    for day, rate in days.items():
        by_year.setdefault(day.year, []).append(rate)
    means = {year: sum(rates) / len(rates) for year, rates in by_year.items() if len(rates) == _length(year)}
    return counted(_SET, "average", "Average tariff of the United States, mean of all days", "%", {"USA": means})


def read_partners(path: Path) -> Series:
    """Return ``tradewartracker/us-tariffs/on-partner``: the rate on a partner's goods that stands at a year's end.

    What was collected in the year before the first action, plus, from then on, what the actions since add: the
    table's "effective tariff" is the latter alone. Years are the one before the first action and those that an action
    of a later year closes. Raises `DataError` like `read_daily`.
    """
    actions: dict[str, dict[dt.date, float]] = {}
    values: dict[str, dict[int, float]] = {}
    for row in rows(path, ("date", "country_name", "effective tariff", "2024 tariff")):
        partner = label(row.text("country_name"), _SET.more["labels"], where=f"{row.file} line {row.line}")
        rate, base = row.number("effective tariff"), row.number("2024 tariff")
        if partner is None:
            continue
        if base is not None:
            values.setdefault(partner, {})[BASE] = base
        if rate is not None and base is not None:
            actions.setdefault(partner, {})[_day(row)] = base + rate
    newest = max((day.year for dates in actions.values() for day in dates), default=BASE)
    for partner, dates in actions.items():
        for year in range(BASE + 1, newest):
            if before := [day for day in dates if day.year <= year]:
                values.setdefault(partner, {})[year] = dates[max(before)]
    return counted(_SET, "on-partner", "Tariff of the United States on its goods, at the year's end", "%", values, NOTE)


def _day(row: Row) -> dt.date:
    try:
        return dt.date.fromisoformat(row.text("date"))
    except ValueError:
        raise DataError(
            f"{row.file} line {row.line}: {row.text('date')!r} is not a date", hint="write 2025-04-09"
        ) from None


def _length(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    folder = raw / _SET.more["folder"]
    return read_daily(folder / DAILY), read_partners(folder / PARTNERS)
