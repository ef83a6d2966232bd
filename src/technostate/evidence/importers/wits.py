"""WITS: the World Bank's trade summaries of each economy.

Layout of "Trade Summary, all years" (one file an economy, or the zip of all): a row an indicator with ``Reporter``,
``Partner``, ``Product categories``, ``Indicator Type``, ``Indicator``, and a column a year.
"""

from __future__ import annotations

import re
from pathlib import Path

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
from technostate.evidence.readers import trade_summary
from technostate.evidence.readers.delimited import Row

ORIGIN = Origin(
    "World Bank", "World Integrated Trade Solution, trade summaries",
    "World Bank ({year}). World Integrated Trade Solution: Trade Summary.",
    "unknown", "not found; the terms of WITS are on its site", "https://wits.worldbank.org",
    note="The user's copy. Tariffs are those of the World Trade Organization's members' schedules and agreements.",
)  # fmt: skip

COLUMNS = table.columns("Reporter", "Partner", "Product categories", "Indicator Type", "Indicator")
#: What stands for no partner or no product.
_NONE = frozenset({"", "...", "World", "All Products"})
#: Words of an indicator → unit and factor, in order; one that has none is left out.
_UNITS = (
    (re.compile(r"us\$ ?thousand", re.IGNORECASE), "musd", 0.001),
    (re.compile(r"us\$ ?mil", re.IGNORECASE), "musd", 1.0),
    (re.compile(r"per capita.*us\$", re.IGNORECASE), "usd per head", 1.0),
    (re.compile(r"% of gdp", re.IGNORECASE), "% of GDP", 1.0),
    (re.compile(r"growth \(%\)", re.IGNORECASE), "% a year", 1.0),
    (re.compile(r"%"), "%", 1.0),
    (re.compile(r"index", re.IGNORECASE), "index", 1.0),
    (re.compile(r"^no\.? of ", re.IGNORECASE), "count", 1.0),
)
NAMES = {
    "European Union": "EU",
    "World": "WLD",
    "Other Asia, nes": "TWN",
    "East Asia & Pacific": "",
    "Ethiopia(excludes Eritrea)": "ETH",
}


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the indicators by economy, a series each and, within the shares of partners, one a partner.

    The largest partner's share of trade and the shares of two kinds of goods are computed as in the edition that ships.

    Raises
    ------
    DataError
        If a file is malformed, or there is a figure twice.
    """
    check_options(asked, KIND.options)
    texts = files.texts(path, "*trade_summary*.csv", "*.csv")
    vintage = vintage_of(asked, path, date_in(path.name))
    gathered = Gathered(edition(ORIGIN, vintage), "wits/summary", NAMES)
    partners = asked.options.get("partners", "") == "all"
    unitless: set[str] = set()
    summary = trade_summary.Summary()
    for text in texts:
        code = re.match(r"(?i)en_([a-z]{3})_", text.name)
        for row in table.rows(text, COLUMNS, years=True):
            # The file's name has the code; the names within it are not one list.
            region = gathered.region(code[1].upper(), code=True) if code else gathered.region(row.text("Reporter"))
            if region is not None:
                _summed(summary, row, region, asked)
            partner = row.text("Partner")
            if partner not in _NONE and not partners:
                continue
            other = "" if partner in _NONE else gathered.region(partner)
            indicator = row.text("Indicator")
            found = next(((unit, by) for pattern, unit, by in _UNITS if pattern.search(indicator)), None)
            if found is None:
                unitless.add(indicator)
            elif region is not None and other is not None:
                _take(gathered, row, region, other, found, asked)
    if unitless:
        listed = ", ".join(printable(name[:60]) for name in sorted(unitless)[:8])
        gathered.said.append(f"Left out, as their unit is not known: {listed}.")
    if not partners:
        gathered.said.append("Rows of single partners were left out: --option partners=all takes them.")
    return gathered.batch(made=lambda series: (*series, *summary.shares(gathered.origin)))


def _summed(summary: trade_summary.Summary, row: Row, region: str, asked: Asked) -> None:
    for year in filter(str.isdigit, row.fields):
        value = row.number(year)
        if value is not None and takes(asked, int(year)):
            summary.take(region, row.text("Indicator"), row.text("Product categories"), int(year), value)


def _take(gathered: Gathered, row: Row, region: str, partner: str, found: tuple[str, float], asked: Asked) -> None:
    unit, factor = found
    sort, indicator, product = (row.text(name) for name in ("Indicator Type", "Indicator", "Product categories"))
    names = [sort, indicator, "" if product in _NONE else product, partner]
    title = f"{sort}: {indicator}" + (f", {product}" if product not in _NONE else "")
    title += f", partner {partner}" if partner else ""
    name = "-".join(filter(None, map(slug, names)))
    for year in filter(str.isdigit, row.fields):
        value = row.number(year)
        if value is not None and takes(asked, int(year)):
            where = f"{row.file} line {row.line}"
            gathered.add(name, printable(title), unit, region, int(year), value * factor, where=where)


KIND = Kind(
    "wits", "World Bank", "Trade summaries of each economy", "wits_en_trade_summary_allcountries_allyears.zip",
    "https://wits.worldbank.org/countryprofile/en/country/by-country", "series", read,
    {"partners": "all: rows of single partners too"}, ORIGIN.licence,
)  # fmt: skip
