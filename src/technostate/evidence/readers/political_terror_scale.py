"""Political Terror Scale: state violence against persons, 1 (rare) to 5 (whole population), from three yearly reports.

Levels on an ordered scale: a 4 is not twice a 2, and differences have no unit. The United States is rated from Amnesty
International and Human Rights Watch only; the State Department does not report on it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Origin
from technostate.evidence.readers.delimited import Row, rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FILE = "PTS-2024.csv"

ORIGIN = Origin(
    "Political Terror Scale",
    "Political Terror Scale 1976–2023",
    "Gibney, M., Haschke, P., Arnon, D., Pisanò, A., Barrett, G., Park, B., & Barnes, J. (2024). The Political Terror "
    "Scale 1976–2023. www.politicalterrorscale.org.",
    "2024",
    "no licence text found; the project distributes the data freely and asks to be cited",
    "https://www.politicalterrorscale.org",
    dt.date(2024, 9, 23),
)

#: Variable → (column of its status, title).
VARIABLES = {
    "PTS_S": ("NA_Status_S", "Political Terror Scale from the US State Department's reports"),
    "PTS_A": ("NA_Status_A", "Political Terror Scale from Amnesty International's reports"),
    "PTS_H": ("NA_Status_H", "Political Terror Scale from Human Rights Watch's reports"),
}

#: Entities whose rows overlap with those of a successor: left out from this year on.
SUPERSEDED = {"Yugoslavia, Socialist": 1991, "Yugoslavia, Federal": 2006}

DONE = (
    "Levels as published. A level is taken only where its status column says it is available (0); four levels whose "
    "status contradicts them are left out. Entities that are not states of the list (for example areas under "
    "occupation) are left out, and so is Yugoslavia where rows of its successor overlap (1991–92, 2006)."
)


def read(path: Path) -> tuple[Series, ...]:
    """Return the series ``pts/2024/PTS_S``, ``PTS_A`` and ``PTS_H``, unit ``level``.

    Raises
    ------
    DataError
        If the file is not latin-1, is malformed, or a level is not 1 to 5.
    """
    found = {
        name: Gathering(f"pts/2024/{name}", title, "level", "measured", ORIGIN)
        for name, (_, title) in VARIABLES.items()
    }
    columns = (
        "Country",
        "Year",
        "COW_Code_N",
        "WordBank_Code_A",
        *VARIABLES,
        *(status for status, _ in VARIABLES.values()),
    )
    for row in rows(path, columns, encoding="latin-1"):
        year = row.year("Year")
        region = _region(row, year)
        if region is None:
            continue
        for name, (status, _) in VARIABLES.items():
            level = _level(row, name)
            if level is not None and row.text(status) == "0":
                found[name].add(region, year, level, where=f"{row.file} line {row.line}")
    return tuple(gathering.series() for gathering in found.values())


def _region(row: Row, year: int) -> str | None:
    if any(row.text("Country").startswith(name) and year >= since for name, since in SUPERSEDED.items()):
        return None
    code = row.text("COW_Code_N")
    if code != "NA":
        return regions.from_cow(row.integer("COW_Code_N"), year)
    return regions.from_code(row.text("WordBank_Code_A"))


def _level(row: Row, name: str) -> float | None:
    level = row.number(name)
    if level is not None and level not in (1.0, 2.0, 3.0, 4.0, 5.0):
        raise DataError(
            f"{row.file} line {row.line}: {name} is {row.text(name)}, not a level from 1 to 5",
            hint="NA stands for a missing level",
        )
    return level


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder `political_terror_scale` under `raw`."""
    return read(raw / "political_terror_scale" / FILE)
