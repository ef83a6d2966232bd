"""OECD's Trade in Value Added: the principal indicators.

Layout of the Data Explorer's CSV and of its SDMX service (``MEASURE``, ``REF_AREA``, ``ACTIVITY``,
``COUNTERPART_AREA``, ``UNIT_MEASURE``, ``TIME_PERIOD``, ``OBS_VALUE``, ``UNIT_MULT``), and of the older OECD.Stat
(``Indicator``, ``COU``, ``IND``, ``PAR``, ``Unit Code``, ``TIME``, ``Value``).
"""

from __future__ import annotations

import re
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import (
    Gathered,
    check_options,
    chosen,
    date_in,
    edition,
    takes,
    vintage_of,
)
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import printable, shown
from technostate.evidence.readers.delimited import Row

ORIGIN = Origin(
    "OECD", "Trade in Value Added (TiVA), principal indicators", "OECD ({year}). Trade in Value Added.",
    "unknown", "OECD's terms; CC BY 4.0 for content from July 2024", "https://www.oecd.org/en/topics/trade-in-value-added.html",
    note="The user's download. Estimated from inter-country input-output tables, not observed at borders.",
)  # fmt: skip

COLUMNS = {
    "measure": ("MEASURE", "Indicator Code", "INDICATOR"),
    "area": ("REF_AREA", "COU"),
    "activity": ("ACTIVITY", "IND"),
    "partner": ("COUNTERPART_AREA", "PAR"),
    "unit": ("UNIT_MEASURE", "Unit Code"),
    "year": ("TIME_PERIOD", "TIME"),
    "value": ("OBS_VALUE", "Value"),
}
OPTIONAL = {
    "multiplier": ("UNIT_MULT", "PowerCode Code"), "frequency": ("FREQ",), "words": ("Economic activity", "Industry"),
}  # fmt: skip
_WORLD = frozenset({"W", "WLD", "_Z", "_T", ""})
_CODE = re.compile(r"[A-Za-z0-9_]{1,40}")
NAMES = {"W": "WLD", "EU27_2020": "EU"}


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return indicators by economy and year, a series a measure, activity and partner (the world: none named).

    Raises
    ------
    DataError
        If the file is malformed, not annual, in an unknown unit, or holds too many series.
    """
    check_options(asked, KIND.options)
    text = files.text(path, "*.csv")
    vintage = vintage_of(asked, path, date_in(path.name))
    gathered = Gathered(edition(ORIGIN, vintage), "oecd/tiva", NAMES)
    wanted = {key: chosen(asked, f"{key}s") for key in ("measure", "partner")}
    wanted["activity"] = chosen(asked, "activities")
    for row in table.rows(text, COLUMNS, OPTIONAL):
        where = f"{row.file} line {row.line}"
        if row.fields.get("frequency", "A").strip() not in {"A", ""}:
            raise DataError(f"{where}: the figures are not annual", hint="choose annual data in the download")
        if any(codes and row.text(key) not in codes for key, codes in wanted.items()):
            continue
        names = [row.text(key) for key in ("measure", "activity", "partner")]
        for key, name in zip(("measure", "activity", "partner"), names, strict=True):
            if name and not _CODE.fullmatch(name):
                raise DataError(f"{where}: {key} {shown(name)} is no code", hint="download codes, not labels alone")
        year, value = row.year("year"), row.number("value")
        region = gathered.region(row.text("area"), code=True)
        if region is None or value is None or not takes(asked, year):
            continue
        unit, factor = _unit(row, where)
        measure, activity, partner = names
        abroad = "" if partner in _WORLD else partner
        slug = f"{measure}-{activity}" + (f"-partner-{abroad}" if abroad else "")
        words = printable(row.fields.get("words", "").strip()[:80])
        title = f"TiVA {measure}, activity {activity}" + (f" ({words})" if words else "")
        title += f", partner {abroad}" if abroad else ""
        gathered.add(slug, title, unit, region, year, value * factor, where=where)
    return gathered.batch()


def _unit(row: Row, where: str) -> tuple[str, float]:
    """Return unit and factor: dollars by their power of ten as millions, shares as per cent."""
    unit = row.text("unit").upper()
    if unit.startswith("PT") or unit in {"PC", "PERCENT", "%"}:
        return "%", 1.0
    if unit.startswith("USD"):
        power = row.number("multiplier") if "multiplier" in row.fields else None
        if power is None:
            raise DataError(f"{where}: nothing says in what multiple of US dollars", hint="the column UNIT_MULT does")
        if not -12 <= power <= 12:
            raise DataError(f"{where}: 10 to the power of {power:g} is no multiple of US dollars", hint="it is 6")
        return "musd", 10.0 ** (power - 6.0)
    raise DataError(f"{where}: unit {shown(unit)} is unknown", hint="it is USD or a percentage (PT_…)")


KIND = Kind(
    "oecd-tiva", "OECD", "Trade in value added: principal indicators",
    "OECD.STI.PIE,DSD_TIVA_MAINLV@DF_MAINLV,1.1+all.csv", "https://data-explorer.oecd.org", "series", read,
    {
        "measures": "codes to take, for example EXGR_DVA,EXGR_FVA",
        "activities": "codes to take, for example C26,_T",
        "partners": "codes to take, for example W,CHN",
    },
    ORIGIN.licence,
)  # fmt: skip
