"""SIPRI's Arms Transfers Database: the trade register of all deliveries.

Layout as the database exports it: some lines on the query and its date, then one row a delivery year of a deal, with
supplier, recipient, delivery year and the trend-indicator value (TIV) of what was delivered, in million. A state that
the register names has none in a year within its coverage in which nothing is listed: zero, not unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import Gathered, check_options, date_in, edition, takes, vintage_of
from technostate.evidence.importers.sipri_milex import TERMS
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch

ORIGIN = Origin(
    "SIPRI", "SIPRI Arms Transfers Database",
    "Stockholm International Peace Research Institute ({year}). SIPRI Arms Transfers Database.",
    "unknown", TERMS, "https://www.sipri.org/databases/armstransfers",
    note=(
        "Sums over the user's copy of the trade register. TIV measure volume, not money; production under licence is "
        "included. A state that the register names has zero in years within its coverage without a delivery."
    ),
)  # fmt: skip

COLUMNS = {
    "Supplier": ("Supplier",),
    "Recipient": ("Recipient",),
    "Delivery year": ("Delivery year", "Year of delivery"),
    "TIV delivery values": ("TIV delivery values", "SIPRI TIV of delivered weapons"),
}
#: Suppliers and recipients that are no state: unknown ones, alliances, and armed groups, which the register marks.
_NO_STATE = re.compile(r".*\*+|unknown .*|multiple sellers.*", re.IGNORECASE)
NAMES = {
    "Soviet Union": "SUN", "East Germany (GDR)": "DDR", "Czechoslovakia": "CSK", "Yugoslavia": "YUG", "UAE": "ARE",
    "DR Congo": "COD", "Bosnia-Herzegovina": "BIH", "Turkiye": "TUR", "South Vietnam": "RVN", "European Union": "",
    "USA": "USA", "UK": "GBR",
}  # fmt: skip


@dataclass
class _Sums:
    """TIV by state and year, and every name in one of the two columns."""

    values: dict[tuple[str, int], float] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return deliveries to and from each state by year, in million TIV; kind ``derived``.

    A register of one recipient says nothing on its suppliers' other deliveries: then imports alone are returned, and
    likewise exports.

    Raises
    ------
    DataError
        If the file is malformed, or a value is negative.
    """
    check_options(asked, ())
    text = files.text(path, "*.csv", "*.txt")
    above = [line for line in table.preamble(text) if "generated" in line.casefold()]
    imports, exports = _Sums(), _Sums()
    gathered = Gathered(ORIGIN, "sipri/arms", NAMES)
    years: set[int] = set()
    for row in table.rows(text, COLUMNS):
        value = row.number("TIV delivery values")
        if value is None or not row.text("Delivery year"):
            continue
        if value < 0:
            raise DataError(
                f"{row.file} line {row.line}: TIV {value:g} is negative", hint="download the register again"
            )
        year = row.year("Delivery year")
        years.add(year)
        for sums, column in ((imports, "Recipient"), (exports, "Supplier")):
            name = row.text(column)
            sums.names.add(name)
            region = None if _NO_STATE.fullmatch(name) else gathered.region(name)
            if region is not None:
                sums.states.add(region)
                sums.values[region, year] = sums.values.get((region, year), 0.0) + value
    if not years:
        raise DataError(f"{text.name} lists no delivery", hint="the export of the whole register has some 30,000 rows")
    first, last = min(years), max(years)
    vintage = vintage_of(asked, path, *map(date_in, above), f"{last + 1}-03")
    gathered.origin = edition(ORIGIN, vintage)
    whole = {"imports": len(exports.names) > 1, "exports": len(imports.names) > 1}
    for slug, title, sums in (("imports", "Arms imports", imports), ("exports", "Arms exports", exports)):
        if not whole[slug]:
            other = "supplier" if slug == "imports" else "recipient"
            gathered.said.append(f"No {slug}: the register is of one {other} only.")
            continue
        for region in sorted(sums.states):
            known = regions.table()[region]
            for year in range(max(first, known.first or first), min(last, known.last or last) + 1):
                if takes(asked, year):
                    value = round(sums.values.get((region, year), 0.0), 6)
                    gathered.add(slug, title, "tiv", region, year, value, where=text.name, sort="derived")
    gathered.said.append(
        f"Deliveries {first}–{last}, {len(exports.names)} suppliers, {len(imports.names)} recipients; "
        "a state's years within it without a delivery are zero."
    )
    return gathered.batch()


KIND = Kind(
    "sipri-arms", "SIPRI", "Arms transfers: trade register", "trade-register.csv",
    "https://armstransfers.sipri.org", "series", read, {}, TERMS,
)  # fmt: skip
