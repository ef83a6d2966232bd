"""FAS's nuclear stockpiles: warheads in military stockpiles by state and year.

Layout of the table that Our World in Data republishes from the Federation of American Scientists: country, year,
warheads.
"""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import Gathered, check_options, date_in, edition, takes, vintage_of
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.readers.data_set import data_set

ORIGIN = data_set("fas-nuclear").origins["fas"]
COLUMNS = {
    "country": ("country", "Entity", "country_name"),
    "year": ("year",),
    "warheads": ("stockpile_warheads", "nuclear_weapons_stockpile", "Nuclear weapons stockpile", "warheads"),
}
NAMES = {"USSR": "SUN", "Soviet Union": "SUN", "World": "WLD"}


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the warheads in military stockpiles.

    The newest year of the file is the vintage unless one is given.

    Raises
    ------
    DataError
        If the file is malformed, or a stockpile is negative or no whole number.
    """
    check_options(asked, ())
    text = files.text(path, "*.csv")
    gathered = Gathered(ORIGIN, "fas/nuclear", NAMES)
    found = []
    for row in table.rows(text, COLUMNS):
        value, year, where = row.number("warheads"), row.year("year"), f"{row.file} line {row.line}"
        if value is None:
            continue
        if value < 0 or value != int(value):
            raise DataError(f"{where}: {value:g} is no number of warheads", hint="leave an unknown one empty")
        region = gathered.region(row.text("country"))
        if region is not None and takes(asked, year):
            found.append((region, year, value, where))
    vintage = vintage_of(asked, path, date_in(path.name), str(max((item[1] for item in found), default="")))
    gathered.origin = edition(ORIGIN, vintage)
    for region, year, value, where in found:
        gathered.add(
            "stockpile", "Nuclear warheads in the military stockpile", "count", region, year, value, where=where
        )
    return gathered.batch()


KIND = Kind(
    "fas-nuclear", ORIGIN.producer, "Nuclear warheads in military stockpiles", "nuclear-warhead-stockpiles.csv",
    "https://ourworldindata.org/grapher/nuclear-warhead-stockpiles", "series", read, {}, ORIGIN.licence,
)  # fmt: skip
