"""Yearly sums of aircraft and vessels around Taiwan, each definition of the bulletins in a series of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.origin import derived_from
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import Row, rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FOLDER, FILE = "pla_activity_2015_2026", "pla_sorties_vessels_daily.csv"
#: Whose activity it is.
REGION = "CHN"

_SET = data_set("pla-activity")
DONE, SOURCE = _SET.done, _SET.origins["mnd"]


def read(path: Path) -> tuple[Series, ...]:
    """Return ``mnd/pla/zone-entries``, ``…/aircraft-detected`` and ``…/vessels-detected``, counts by year.

    A year counts as covered if the file has days of its first and of its last month.

    Raises
    ------
    DataError
        If the file is malformed, a day is there twice, or a count is negative or no whole number.
    """
    columns = {item["column"] for item in _SET.more["series"].values()}
    days: dict[dt.date, Row] = {}
    for row in rows(path, ("date", *sorted(columns))):
        day = _day(row)
        if day in days:
            raise DataError(f"{row.file} line {row.line}: {day} is there twice", hint="remove a row")
        days[day] = row
    months = {(day.year, day.month) for day in days}
    covered = {year for year, _ in months if {(year, 1), (year, 12)} <= months}
    found = []
    for slug, item in _SET.more["series"].items():
        source = derived_from(item["title"], SOURCE, note=SOURCE.note)
        gathering = Gathering(f"mnd/pla/{slug}", item["title"], "count", "derived", source)
        for year in sorted(covered):
            if item["first"] <= year <= item.get("last", year):
                counts = [_count(row, item["column"]) for day, row in days.items() if day.year == year]
                gathering.add(REGION, year, float(sum(counts)), where=path.name)
        found.append(gathering.series())
    return tuple(found)


def _day(row: Row) -> dt.date:
    try:
        return dt.date.fromisoformat(row.text("date"))
    except ValueError:
        raise DataError(
            f"{row.file} line {row.line}: date is {row.text('date')!r}", hint="write days as 2024-05-23"
        ) from None


def _count(row: Row, column: str) -> int:
    value = row.number(column)
    if value is not None and (value < 0.0 or value != int(value)):
        raise DataError(f"{row.file} line {row.line}: {column} is {value:g}", hint="a count is a whole number")
    return int(value or 0)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / FOLDER / FILE)
