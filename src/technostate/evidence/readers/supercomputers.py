"""Supercomputers by state and list, from the TOP500: systems and summed performance of each November list."""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.tally import WORLD, Tally, counted, label
from technostate.evidence.series import Series

FILE = "top500_by_country_list.csv"

_SET = data_set("top500")
NOVEMBER = 11
SYSTEMS = 500


def read(path: Path) -> tuple[Series, ...]:
    """Return the series ``top500/lists/systems`` and ``top500/lists/rmax`` (PFlop/s), lists of November.

    Raises
    ------
    DataError
        If the file is malformed, a state is unknown, or a list has not 500 systems.
    """
    systems, rmax = Tally(), Tally()
    for row in rows(path, ("year", "month", "country", "systems", "rmax_tflops")):
        if row.integer("month") != NOVEMBER:
            continue
        where = f"{row.file} line {row.line}"
        state = label(row.text("country"), _SET.more["labels"], where=where)
        year = row.year("year")
        systems.add(state, year, float(row.integer("systems")))
        rmax.add(state, year, (row.number("rmax_tflops") or 0.0) / 1000.0)
    wrong = {year: total for year, total in systems.amounts.get(WORLD, {}).items() if total != SYSTEMS}
    if wrong:
        year, total = next(iter(wrong.items()))
        raise DataError(
            f"{path.name}: {total:g} systems in November {year}", hint="a list has 500; the file is cut off"
        )
    last = max(systems.amounts.get(WORLD, {0: 0.0}))
    return (
        counted(_SET, "systems", "Supercomputers among the 500 fastest", "count", systems.filled(last, union=True)),
        counted(
            _SET, "rmax", "Performance of the 500 fastest supercomputers", "PFlop/s", rmax.filled(last, union=True)
        ),
    )


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
