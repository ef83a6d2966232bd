"""Nuclear power reactors: capacity connected at the end of each year, and capacity under construction today."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import Row, rows
from technostate.evidence.readers.tally import Tally, counted, label
from technostate.evidence.series import Series

FILE = "nuclear_power_plants_2026_wna.csv"

_SET = data_set("nuclear-reactors")
#: Last year whose end the table has seen, and the year of the table itself.
LAST: int = _SET.more["last"]
YEAR: int = _SET.more["year"]
STATUSES = frozenset({"Operational", "Shutdown", "Under Construction", "Planned"})


def read(path: Path) -> tuple[Series, ...]:
    """Return the series ``wna/reactors/*``: reactors and MWe in service by year, and both under construction.

    Raises
    ------
    DataError
        If the file is malformed, a status or date is wrong, or a state is unknown.
    """
    number, capacity, building, adding = Tally(), Tally(), Tally(), Tally()
    for row in rows(path, ("Country", "Status", "OperationalFrom", "OperationalTo", "Capacity")):
        where = f"{row.file} line {row.line}"
        status = row.text("Status")
        if status not in STATUSES:
            raise DataError(f"{where}: status {status!r}", hint=f"statuses are {', '.join(sorted(STATUSES))}")
        state = label(row.text("Country"), _SET.more["labels"], where=where)
        power = row.number("Capacity") or 0.0
        if status in ("Operational", "Shutdown"):
            end = _year(row, "OperationalTo", where) if status == "Shutdown" else LAST + 1
            for year in range(_year(row, "OperationalFrom", where), min(end, LAST + 1)):
                number.add(state, year)
                capacity.add(state, year, power)
        elif status == "Under Construction":
            building.add(state, YEAR)
            adding.add(state, YEAR, power)
    for tally in (building, adding):
        # A state whose reactors are in the table and that builds none builds zero.
        for state in number.amounts:
            tally.amounts.setdefault(state, {YEAR: 0.0})
    return (
        counted(_SET, "in-service", "Nuclear power reactors in service", "count", number.filled(LAST, union=True)),
        counted(_SET, "capacity", "Nuclear power capacity in service", "MWe", capacity.filled(LAST, union=True)),
        counted(
            _SET, "building", "Nuclear power reactors under construction", "count", building.filled(YEAR, union=True)
        ),
        counted(
            _SET, "capacity-building", "Nuclear power capacity under construction", "MWe",
            adding.filled(YEAR, union=True),
        ),
    )  # fmt: skip


def _year(row: Row, column: str, where: str) -> int:
    try:
        return dt.date.fromisoformat(row.text(column)).year
    except ValueError:
        raise DataError(f"{where}: {column} is {row.text(column)!r}, not a date", hint="write 2026-03-27") from None


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
