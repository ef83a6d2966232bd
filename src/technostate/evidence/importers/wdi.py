"""World Bank's World Development Indicators: the bulk file, or the file of one indicator.

Layout: "Country Name", "Country Code", "Indicator Name", "Indicator Code" and a column a year (bulk ``WDICSV.csv``; the
files of single indicators have lines with source and date above; DataBank says "Series Code" and ``2020 [YR2020]``).
"""

from __future__ import annotations

import re
from functools import cache
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
from technostate.evidence.printable import printable
from technostate.evidence.readers.data_set import Column, data_set

ORIGIN = Origin(
    "World Bank", "World Development Indicators",
    "World Bank ({year}). World Development Indicators. Washington, DC: The World Bank.",
    "unknown", "CC BY 4.0 for most indicators; the World Bank's page of each says whose it is and on which terms",
    "https://datacatalog.worldbank.org/search/dataset/0037712", note="The user's download.",
)  # fmt: skip

COLUMNS = {
    "code": ("Country Code",),
    "series": ("Indicator Code", "Series Code"),
    "words": ("Indicator Name", "Series Name"),
}
#: What stands in parentheses in an indicator's name → unit; an indicator with other words needs none of ours.
UNITS = (
    (re.compile(r"% of GDP\)"), "% of GDP"),
    (re.compile(r"annual %( growth)?\)"), "% a year"),
    (re.compile(r"per million people\)"), "per million"),
    (re.compile(r"per 100 people\)"), "per 100"),
    (re.compile(r"per 1,000 [a-z ]+\)"), "per 1000"),
    (re.compile(r"per capita \(current US\$\)"), "usd per head"),
    (re.compile(r"per capita \(constant 2015 US\$\)"), "usd2015 per head"),
    (re.compile(r"constant 2015 US\$\)"), "usd2015"),
    (re.compile(r"current US\$\)"), "usd"),
    (re.compile(r"\(%[^)]*\)"), "%"),
    (re.compile(r"^Population, (total|male|female)$|^Labor force, total$"), "persons"),
)


@cache
def known() -> dict[str, Column]:
    """Return code → column of the indicators that ship: an import is a newer edition of the same series."""
    tables = [item for stem in ("worldbank-wdi", "worldbank-wdi-2026") for item in data_set(stem).tables]
    return {column.id or column.name: column for item in tables for column in item.columns}


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the indicators that ship, or those of the option ``series`` (``all``: every one with a known unit).

    Raises
    ------
    DataError
        If the file is malformed, or a wanted indicator is not in it or in no known unit.
    """
    check_options(asked, KIND.options)
    text = files.text(path, "WDICSV.csv", "WDIData.csv", "API_*.csv", "*_Data.csv", "*.csv")
    dates = [date_in(line) for line in table.preamble(text, 6) if "updated" in line.casefold()]
    vintage = vintage_of(asked, path, *dates, date_in(path.name))
    gathered = Gathered(edition(ORIGIN, vintage), "worldbank/wdi", {"EUU": "EU"})
    wanted = chosen(asked, "series")
    every = wanted == {"all"}
    single = text.name.startswith("API_")
    seen: set[str] = set()
    unitless: dict[str, str] = {}
    for row in table.rows(text, COLUMNS, years=True):
        code = row.text("series")
        if not (every or single or code in (wanted or known())):
            continue
        seen.add(code)
        column = known().get(code) or _column(code, row.text("words"))
        if column is None:
            unitless[code] = row.text("words")
            continue
        region = gathered.region(row.text("code"), code=True)
        if region is None or (column.without_eu and region == "EU"):
            continue
        for key in filter(str.isdigit, row.fields):
            value = row.number(key, missing=("", "..", "NA"))
            if value is not None and takes(asked, int(key)):
                where = f"{row.file} line {row.line}"
                gathered.add(code, column.title, column.unit, region, int(key), value * column.factor, where=where)
    if absent := sorted(wanted - seen - {"all"}):
        raise DataError(f"{text.name} has no indicator {', '.join(absent)}", hint="codes are like NY.GDP.MKTP.CD")
    if unitless and not every:
        code, words = next(iter(unitless.items()))
        raise DataError(
            f"{text.name}: the unit of {printable(code)} ({printable(words[:80])}) is not one of ours",
            hint="import it as a table of your own, with its unit: technostate data import tidy",
        )
    if unitless:
        gathered.said.append(f"Left out: {len(unitless)} indicators in units that are not ours.")
    return gathered.batch(from_first_figure=[code for code, item in known().items() if item.from_first_figure])


def _column(code: str, words: str) -> Column | None:
    unit = next((unit for pattern, unit in UNITS if pattern.search(words)), None)
    return Column(code, printable(words[:160]), unit) if unit and re.fullmatch(r"[A-Za-z0-9_.]{3,60}", code) else None


KIND = Kind(
    "wdi", "World Bank", "World Development Indicators", "WDI_CSV.zip or API_NY.GDP.MKTP.CD_DS2_en_csv.zip",
    "https://datacatalog.worldbank.org/search/dataset/0037712", "series", read,
    {"series": "codes to take in place of those that ship, for example SP.POP.TOTL; all: every one"}, ORIGIN.licence,
)  # fmt: skip
