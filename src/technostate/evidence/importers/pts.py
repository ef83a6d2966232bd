"""Political Terror Scale: the yearly release.

Layout by the project's codebook: a row a country and year; levels 1 to 5 in ``PTS_A``, ``PTS_H``, ``PTS_S`` (from
reports of Amnesty International, Human Rights Watch, the US State Department), each with a status that is 0 where it
is rated.
"""

from __future__ import annotations

import re
from pathlib import Path

from technostate.errors import DataError, LabelError
from technostate.evidence import regions
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import Gathered, check_options, edition, takes, vintage_of
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.readers import pts
from technostate.evidence.readers.delimited import MISSING, Row

ORIGIN = Origin(
    "Political Terror Scale", "Political Terror Scale",
    "Gibney, M., Haschke, P., et al. ({year}). The Political Terror Scale. www.politicalterrorscale.org.",
    "unknown", "no licence text found; the project distributes the data freely and asks to be cited",
    "https://www.politicalterrorscale.org",
    note="The user's copy. Levels on an ordered scale: a 4 is not twice a 2.",
)  # fmt: skip

COLUMNS = table.columns("Country", "Year", "COW_Code_N", "PTS_A", "PTS_H", "PTS_S")
OPTIONAL = {
    "code": ("WordBank_Code_A", "WorldBank_Code_A"), **table.columns("NA_Status_A", "NA_Status_H", "NA_Status_S")
}  # fmt: skip
#: Letter of the reports → title.
REPORTS = {column.name[-1]: column.title for column in pts.TABLE.columns}
#: Beginnings of names whose rows overlap with a successor's from a year on.
SUPERSEDED = pts.TABLE.superseded


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the three scales by state and year, their classes, and the share of states in the worst class.

    Raises
    ------
    DataError
        If the file is malformed, a level is none from 1 to 5, or a Correlates of War number is no state's.
    """
    check_options(asked, ())
    text = files.text(path, "pts*.csv", "*.csv")
    release = re.search(r"20\d\d", text.name)
    vintage = vintage_of(asked, path, release[0] if release else "")
    gathered = Gathered(edition(ORIGIN, vintage), pts.TABLE.prefix)
    for row in table.rows(text, COLUMNS, OPTIONAL):
        year = row.year("Year")
        if not takes(asked, year):
            continue
        if any(row.text("Country").startswith(name) and year >= since for name, since in SUPERSEDED.items()):
            continue
        region = _region(gathered, row, year)
        if region is None:
            continue
        for letter, title in REPORTS.items():
            level, status = row.number(f"PTS_{letter}"), row.fields.get(f"NA_Status_{letter}", "0").strip()
            where = f"{row.file} line {row.line}"
            if level is not None and level not in (1, 2, 3, 4, 5):
                raise DataError(
                    f"{where}: PTS_{letter} is {level:g}, not a level from 1 to 5", hint="NA stands for a missing one"
                )
            if level is not None and status == "0":
                gathered.add(f"PTS_{letter}", title, "level", region, year, level, where=where)
    return gathered.batch(made=lambda scales: (*scales, *(item for levels in scales for item in pts.classes(levels))))


def _region(gathered: Gathered, row: Row, year: int) -> str | None:
    if row.text("COW_Code_N") not in MISSING:
        try:
            return regions.from_cow(row.integer("COW_Code_N"), year)
        except LabelError as error:
            raise DataError(f"{row.file} line {row.line}: {error}", hint=error.hint) from None
    code = row.fields.get("code", "").strip()
    if code not in MISSING:
        return gathered.region(code, code=True)
    # An entity without any number or code is no state of the list, whatever its name.
    gathered.leave_out(row.text("Country"))
    return None


KIND = Kind(
    "pts", "Political Terror Scale", "State violence against persons, levels by state", "PTS-2024.csv",
    "https://www.politicalterrorscale.org/Data/Download.html", "series", read, {}, ORIGIN.licence,
)  # fmt: skip
