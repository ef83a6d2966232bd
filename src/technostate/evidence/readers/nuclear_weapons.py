"""Nuclear weapons: status of states since 1938 (shipped), and counts of warheads (importer only).

The stockpiles of the Federation of American Scientists are for non-commercial use: no figure of theirs is embedded, and
`read_stockpiles` reads a copy that the user has.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Origin
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

STATUS_FILE = "owid_nuclear_proliferation_1938_2022.csv"

OWID = Origin(
    "Our World in Data",
    "Nuclear weapons proliferation",
    "Our World in Data (2022), based on Bleek, P. C. (2017), When did (and didn't) states proliferate?, and Nuclear "
    "Threat Initiative (2022).",
    "2022",
    "CC BY 4.0 (Our World in Data)",
    "https://ourworldindata.org/nuclear-weapons",
)
FAS = Origin(
    "Federation of American Scientists",
    "Status of World Nuclear Forces",
    "Kristensen, H. M., Korda, M., et al. (2023). Status of World Nuclear Forces. Federation of American Scientists.",
    "2023",
    "CC BY-NC-SA (Federation of American Scientists): not for redistribution here",
    "https://fas.org/initiative/status-world-nuclear-forces/",
    dt.date(2023, 12, 31),
)

DONE = (
    "Levels as published: 0 none, 1 consideration, 2 pursuit, 3 possession. Abkhazia, South Ossetia and Tibet have no "
    "code in the table of regions and are left out."
)
_WITHOUT_CODE = frozenset({"Abkhazia", "South Ossetia", "Tibet", "World"})


def read_status(path: Path) -> Series:
    """Return ``owid/nuclear/status``, unit ``level``.

    Raises
    ------
    DataError
        If the file is malformed, an entity is unknown, or a status is not 0 to 3.
    """
    title = "Nuclear weapons: 0 none, 1 consideration, 2 pursuit, 3 possession"
    gathering = Gathering("owid/nuclear/status", title, "level", "measured", OWID)
    for row in rows(path, ("Entity", "Year", "nuclear_weapons_status")):
        if row.text("Entity") in _WITHOUT_CODE:
            continue
        level = row.number("nuclear_weapons_status")
        if level is not None and level not in (0.0, 1.0, 2.0, 3.0):
            raise DataError(
                f"{row.file} line {row.line}: status {level:g} is none of 0, 1, 2, 3", hint="see SOURCE.txt"
            )
        region = _region(row.file, row.line, row.text("Entity"))
        gathering.add(region, row.year("Year"), level, where=f"{row.file} line {row.line}")
    return gathering.series()


def read_stockpiles(path: Path) -> Series:
    """Return ``fas/nuclear/stockpile``, warheads in military stockpiles, from the user's own copy; never embedded."""
    title = "Nuclear warheads in the military stockpile"
    gathering = Gathering("fas/nuclear/stockpile", title, "count", "measured", FAS)
    for row in rows(path, ("country", "year", "stockpile_warheads")):
        region = _region(row.file, row.line, row.text("country"))
        gathering.add(region, row.year("year"), row.number("stockpile_warheads"), where=f"{row.file} line {row.line}")
    return gathering.series()


def _region(file: str, line: int, entity: str) -> str:
    region = regions.from_name(entity)
    if region is None:
        raise DataError(f"{file} line {line}: unknown country {entity!r}", hint="add it to evidence/country_names.csv")
    return region


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return what may be shipped of the raw folder `nuclear_weapons` under `raw`."""
    return (read_status(raw / "nuclear_weapons" / STATUS_FILE),)
