"""Orbital launch attempts by the state of the launch site, from the General Catalog of Artificial Space Objects."""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.tally import Tally, counted, label
from technostate.evidence.series import Series

FILE = "orbital_launches.csv.gz"

_SET = data_set("gcat-launches")
#: Last year that the catalogue covers whole.
LAST: int = _SET.more["last"]
#: First letter of a launch code → whether the attempt was one for orbit; the second says success or failure.
_ORBITAL = ("O", "D")
_DEFENCE = "D"


def read(path: Path) -> tuple[Series, ...]:
    """Return the series ``gcat/launches/*``: attempts, successes and attempts whose first payload is for defence.

    Raises
    ------
    DataError
        If the file is malformed, a launch code is none of the catalogue's, or a state is unknown.
    """
    attempts, successes, defence = Tally(), Tally(), Tally()
    for row in rows(path, ("Launch_Year", "Country", "LaunchCode", "First_Payload_Class")):
        where = f"{row.file} line {row.line}"
        code = row.text("LaunchCode")
        if code[:1] not in _ORBITAL or code[1:2] not in ("S", "F", "E"):
            raise DataError(f"{where}: launch code {code!r}", hint="codes begin with OS, OF, OE, DS or DF")
        state = label(row.text("Country"), _SET.more["labels"], where=where)
        year = row.year("Launch_Year")
        attempts.add(state, year)
        successes.add(state, year, float(code[1] == "S"))
        defence.add(state, year, float(_DEFENCE in row.text("First_Payload_Class")))
    return (
        counted(_SET, "attempts", "Orbital launch attempts", "count", attempts.filled(LAST)),
        counted(_SET, "successes", "Orbital launches that succeeded", "count", successes.filled(LAST)),
        counted(
            _SET,
            "defence",
            "Orbital launch attempts whose first payload is for defence",
            "count",
            defence.filled(LAST),
            "class D of the catalogue, first payload of the launch only",
        ),
    )


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
