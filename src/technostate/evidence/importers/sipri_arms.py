"""SIPRI's Arms Transfers Database: the trade register of all deliveries.

Layout as the database exports it: some lines on the query and its date, then one row a delivery year of a deal, with
supplier, recipient, delivery year and the trend-indicator value (TIV) of what was delivered, in million. A state that
the register names has none in a year within its coverage in which nothing is listed: zero, not unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions, shipped
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import Gathered, check_options, date_in, edition, takes, vintage_of
from technostate.evidence.importers.sipri_milex import TERMS
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.readers import sipri
from technostate.evidence.series import Series

ORIGIN = Origin(
    "SIPRI", "Arms Transfers Database",
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
LICENSED = table.columns("Local production")
#: Suppliers and recipients that are no state: unknown ones, alliances, and armed groups, which the register marks.
_NO_STATE = re.compile(r".*\*+|unknown .*|multiple sellers.*", re.IGNORECASE)
#: Sums over less of what the shipped edition has for the world are not the world's.
WHOLE = 0.8


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return deliveries to and from each state by year, and of them those made under licence, in million TIV.

    A register of one recipient says nothing on its suppliers' other deliveries: then imports alone are returned, and
    likewise exports. The world's sum and the Union's are formed of a whole register only.

    Raises
    ------
    DataError
        If the file is malformed, or a value is negative.
    """
    check_options(asked, ())
    text = files.text(path, "*.csv", "*.txt")
    above = [line for line in table.preamble(text) if "generated" in line.casefold()]
    gathered = Gathered(ORIGIN, "sipri/arms", sipri.NAMES)
    lines: list[sipri.Delivery] = []
    names: tuple[set[str], set[str]] = (set(), set())
    licences = True
    for row in table.rows(text, COLUMNS, LICENSED):
        value = row.number("TIV delivery values")
        if value is None or not row.text("Delivery year"):
            continue
        if value < 0:
            raise DataError(
                f"{row.file} line {row.line}: TIV {value:g} is negative", hint="download the register again"
            )
        ends = []
        for column, seen in zip(("Supplier", "Recipient"), names, strict=True):
            name = row.text(column)
            seen.add(name)
            ends.append("" if _NO_STATE.fullmatch(name) else gathered.region(name) or "")
        licences = "Local production" in row.fields
        licensed = licences and row.text("Local production").casefold() == "yes"
        lines.append(sipri.Delivery(ends[0], ends[1], row.year("Delivery year"), value, licensed))
    if not lines:
        raise DataError(f"{text.name} lists no delivery", hint="the export of the whole register has some 30,000 rows")
    first, last = min(line.year for line in lines), max(line.year for line in lines)
    dated = next(filter(None, map(date_in, above)), "")
    vintage = vintage_of(asked, path, dated, f"{last + 1}-03")
    gathered.origin = edition(ORIGIN, vintage)
    gathered.said += _said(first, last, names, licences)
    if not asked.vintage and not dated:
        gathered.said.append(f"Vintage {vintage}: SIPRI publishes in March, and the last year is {last}.")
    years = [year for year in range(first, last + 1) if takes(asked, year)]
    found = _selected(lines, years, gathered, [len(seen) for seen in names])
    return gathered.batch(made=lambda _: [item for item in found if licences or not item.id.endswith("production")])


def _said(first: int, last: int, names: tuple[set[str], set[str]], licences: bool) -> list[str]:
    said = [
        f"Deliveries {first}–{last}, {len(names[0])} suppliers, {len(names[1])} recipients; "
        "a state's years within it without a delivery are zero."
    ]
    return said if licences else [*said, "The register does not say what was made under licence."]


def _selected(
    lines: list[sipri.Delivery], years: list[int], gathered: Gathered, sides: list[int]
) -> tuple[Series, ...]:
    """Return the sums that a register of so many suppliers and recipients can tell."""
    share = _share_of_world(lines)
    whole = share is not None and share >= WHOLE and min(sides) > 1
    known = {end for line in lines for end in line[:2] if end}
    if whole:
        series = sipri.sums(lines, gathered.origin, _covered(known | set(sipri.STATES), years), years)
        return series
    part = "unknown" if share is None else f"{100 * share:.0f} per cent"
    gathered.said.append(
        f"No sums of the world and the Union: the register's part of the world's deliveries is {part}."
    )
    suppliers, recipients = ({line[at] for line in lines if line[at]} for at in (0, 1))
    found = []
    for item in sipri.sums(lines, gathered.origin, _covered(known, years), years):
        slug = item.id.rpartition("/")[2]
        own, others = (suppliers, sides[1]) if slug == "exports" else (recipients, sides[0])
        if others == 1:
            other = "recipient" if slug == "exports" else "supplier"
            gathered.said.append(f"No {slug}: the register is of one {other} only.")
        elif values := {region: path for region, path in item.values.items() if region in own}:
            found.append(replace(item, values=values))
    return tuple(found)


def _covered(states: Iterable[str], years: Sequence[int]) -> dict[str, list[int]]:
    """Return state → years in which it existed."""
    table_of = regions.table()
    return {
        state: [year for year in years if (table_of[state].first or year) <= year <= (table_of[state].last or year)]
        for state in sorted(states)
    }


def _share_of_world(lines: Iterable[sipri.Delivery]) -> float | None:
    """Return the register's sum over that of the shipped edition in the years of both; None without such years."""
    (entry, *_) = shipped.editions()["sipri/arms/imports"]
    world = shipped.figures(entry)["WLD"]
    own: dict[int, float] = {}
    for line in lines:
        own[line.year] = own.get(line.year, 0.0) + line.value
    both = own.keys() & world.keys()
    total = sum(world[year] for year in both)
    return sum(own[year] for year in both) / total if total else None


KIND = Kind(
    "sipri-arms", "SIPRI", "Arms transfers: trade register", "trade-register.csv",
    "https://armstransfers.sipri.org", "series", read, {}, TERMS,
)  # fmt: skip
