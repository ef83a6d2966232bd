"""ASPI's Critical Technology Tracker: shares of countries in the most cited research on a technology.

The tracker documents its measure (share of the ten per cent most cited publications, five-year windows) and offers no
documented file. This reads the table that a user copies or saves from it: a column each for technology, country and
share, and the year (the window's last) where there is one.
"""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import (
    Gathered,
    check_options,
    date_in,
    edition,
    slug,
    takes,
    vintage_of,
)
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import printable

ORIGIN = Origin(
    "ASPI", "Critical Technology Tracker",
    "Australian Strategic Policy Institute ({year}). Critical Technology Tracker.",
    "unknown", "not found; the tracker's terms are on its site", "https://techtracker.aspi.org.au",
    note="Shares of the ten per cent most cited publications, in the user's copy: research, not products or patents.",
)  # fmt: skip

COLUMNS = {
    "Technology": ("Technology", "Technology name", "tech"),
    "Country": ("Country", "Country name", "Location"),
    "Share": (
        "Share", "Share (%)", "Top 10%", "Top 10% share", "Share of top 10% publications", "Percentage",
        "Share of top 10% most-cited publications",
    ),
}  # fmt: skip
YEAR = {"Year": ("Year", "End year", "Window end")}
NAMES = {"UK": "GBR", "USA": "USA", "UAE": "ARE", "European Union": "EU", "South Korea": "KOR"}


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the shares in per cent, a series a technology.

    Without a column of years the figures are of ``--year``, or of the year of the vintage.

    Raises
    ------
    DataError
        If the file is malformed, a share is not between 0 and 100, or the shares of a technology sum to more than 100.
    """
    check_options(asked, ())
    text = files.text(path, "*.csv")
    vintage = vintage_of(asked, path, date_in(path.name))
    gathered = Gathered(edition(ORIGIN, vintage), "aspi/tracker", NAMES)
    sums: dict[tuple[str, int], float] = {}
    dated = False
    for row in table.rows(text, COLUMNS, YEAR):
        dated = "Year" in row.fields
        year = row.year("Year") if dated else asked.year or int(vintage[:4])
        where = f"{row.file} line {row.line}"
        share = _share(row.text("Share"), where)
        technology, region = row.text("Technology"), gathered.region(row.text("Country"))
        if share is None or not takes(asked, year) or not slug(technology):
            continue
        if region is not None and region != "EU":
            sums[technology, year] = sums.get((technology, year), 0.0) + share
            if sums[technology, year] > 100.5:
                raise DataError(
                    f"{where}: the shares of {printable(technology[:60])} in {year} sum to more than 100 per cent",
                    hint="each country stands once a technology and year",
                )
        if region is not None:
            title = f"Share of the most cited research: {printable(technology)}"
            gathered.add(slug(technology), title, "%", region, year, share, where=where)
    if not dated:
        gathered.said.append("The file has no column of years: the figures stand at the year given or the vintage's.")
    return gathered.batch()


def _share(stated: str, where: str) -> float | None:
    text = stated.removesuffix("%").strip()
    if text in {"", "NA", "-"}:
        return None
    try:
        share = float(text)
    except ValueError:
        share = float("nan")
    if not 0 <= share <= 100:
        raise DataError(f"{where}: share {stated[:40]!r} is not between 0 and 100", hint="shares are per cent")
    return share


KIND = Kind(
    "aspi", "ASPI", "Critical Technology Tracker: shares in research", "aspi-tracker.csv (a table of your own)",
    "https://techtracker.aspi.org.au", "series", read, {}, ORIGIN.licence,
)  # fmt: skip
