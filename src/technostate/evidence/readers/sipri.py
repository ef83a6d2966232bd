"""SIPRI's military expenditure and its register of arms transfers: the part of each that its terms let us pass on.

A delivery is counted in the year in which it arrived. A year of the register without one is zero, not unknown: the
register lists all that SIPRI has found, so that its blanks say "none". Trend-indicator values measure military worth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.jumps import FACTOR, flagged
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.readers.sheet import sheet
from technostate.evidence.series import Series

FOLDERS = "sipri_milex_1949_2024", "sipri_arms_register_1995_2025"
SPENDING, BOOK, REGISTER = (
    "sipri_milex_1949_2024.csv.gz",
    "sipri_data_1949_2024.xlsx",
    "trade_register_1995_2025.csv.gz",
)

_SET = data_set("sipri")
DONE = _SET.done
MILEX, ARMS = _SET.origins["milex"], _SET.origins["arms"]
STATES: tuple[str, ...] = tuple(_SET.more["states"])
MEMBERS = regions.EU27_2020
#: Rows that are an organisation's own budget and no state's.
BODIES = frozenset({"European Union"})


class Delivery(NamedTuple):
    """One line of the register: labels of both ends (empty: no state), year, value, whether made under licence."""

    supplier: str
    recipient: str
    year: int
    value: float
    licensed: bool


def region(name: str) -> str:
    """Return our label of a name as SIPRI writes it, ``""`` where it is no state (organisations, groups, unknown)."""
    return _SET.more["names"].get(name) or regions.from_name(name) or ""


def spending(path: Path, book: Path) -> tuple[Series, ...]:
    """Return ``sipri/milex/…``: the states and years that ship, the European Union and, of constant dollars, the world.

    Parameters
    ----------
    path : Path
        Table of states and years, shares as fractions.
    book : Path
        SIPRI's workbook, for its world total.

    Raises
    ------
    DataError
        If a file is malformed or a figure is negative.
    """
    measures = _SET.more["measures"]
    found = {
        item["id"]: Gathering(f"sipri/milex/{item['id']}", item["title"], item["unit"], "measured", MILEX)
        for item in measures
    }
    burden = Gathering("sipri/milex/burden", "Military expenditure, share of GDP", "% of GDP", "measured", MILEX)
    for row in rows(path, ("country", "year", *(item["column"] for item in measures))):
        label = region(row.text("country"))
        if label and row.text("country") not in BODIES:
            burden.add(label, row.year("year"), row.number("share_gdp"), where=f"{row.file} line {row.line}")
        if label not in STATES:
            continue
        for item in measures:
            value, year = row.number(item["column"]), row.year("year")
            if value is not None and value < 0.0:
                raise DataError(
                    f"{row.file} line {row.line}: {item['column']} is {value:g}", hint="spending is not negative"
                )
            if value is not None and year >= item["first"]:
                found[item["id"]].add(label, year, value * item.get("factor", 1), where=f"{row.file} line {row.line}")
    first = {item["id"]: item["first"] for item in measures}
    for year, total in world_total(book).items():
        if year >= first["constant-usd"]:
            found["constant-usd"].add("WLD", year, total, where=book.name)
    series = with_union(gathering.series() for gathering in found.values())
    broken = flagged(burden.series())
    return (*series, _jumps(broken)) if broken else series


def _jumps(broken: dict[str, dict[int, float]]) -> Series:
    title = f"Military expenditure, share of GDP over that of the year before, where it jumps {FACTOR:g}-fold"
    note = f"all states and years of the set whose share is above {FACTOR:g} times that before, or below its inverse"
    origin = derived_from(title, MILEX, note=note)
    return Series("sipri/milex/burden-jumps", title, "ratio", "derived", origin, broken)


def world_total(book: Path) -> dict[int, float]:
    """Return year → SIPRI's world total, million dollars and prices of the edition's base year.

    The column after the last year, which is in prices of that year, is left out.

    Raises
    ------
    DataError
        If the workbook cannot be read or has no such row.
    """
    cells = sheet(book, "Regional totals")
    years = next((row for row in cells if row.get(0) == "Region"), {})
    world = next((row for row in cells if row.get(0) == "World"), {})
    found = {
        int(years[column]): 1000.0 * float(text)
        for column, text in world.items()
        if years.get(column, "").isdecimal() and text.strip(". ")
    }
    if not found:
        raise DataError(f"{book.name} has no row World under a row Region of years", hint="use SIPRI's own workbook")
    return found


def with_union(series: Iterable[Series]) -> tuple[Series, ...]:
    """Return series of ``sipri/milex`` with the European Union beside its members.

    Dollars are summed in years in which all members have a figure. The share of GDP is their spending over the GDP that
    SIPRI's shares imply. Other shares have no sum, and no figure of the Union.

    Parameters
    ----------
    series : iterable of Series
        One edition.
    """
    given = {item.id.rpartition("/")[2]: item for item in series}
    for key in ("current-usd", "constant-usd"):
        if key in given:
            given[key] = _and_union(given[key], {year: sum(values) for year, values in _of_members(given[key]).items()})
    if {"current-usd", "share-of-gdp"} <= set(given):
        dollars, shares = _of_members(given["current-usd"]), _of_members(given["share-of-gdp"])
        figures = {}
        for year in dollars:
            if year in shares and all(shares[year]):
                gdp = sum(spent / share for spent, share in zip(dollars[year], shares[year], strict=True))
                figures[year] = sum(dollars[year]) / gdp
        given["share-of-gdp"] = _and_union(given["share-of-gdp"], figures)
    return tuple(given[key] for key in sorted(given))


def _of_members(series: Series) -> dict[int, list[float]]:
    """Return year → figures of the members, in their order, for years in which all have one."""
    paths = [series.values.get(member, {}) for member in MEMBERS]
    return {year: [path[year] for path in paths] for year in sorted(set(paths[0]).intersection(*paths[1:]))}


def _and_union(series: Series, figures: dict[int, float]) -> Series:
    return replace(series, values={**series.values, "EU": figures}) if figures else series


def deliveries(path: Path) -> list[Delivery]:
    """Return the lines of the register.

    Raises
    ------
    DataError
        If the file is malformed or a value is negative.
    """
    columns = "Supplier", "Recipient", "Delivery year", "TIV delivery values", "Local production"
    found = []
    for row in rows(path, columns):
        value = row.number("TIV delivery values")
        if value is None or value < 0.0:
            raise DataError(
                f"{row.file} line {row.line}: the value of the delivery is {row.text('TIV delivery values')!r}",
                hint="every delivery has a value of zero or more",
            )
        ends = region(row.text("Supplier")), region(row.text("Recipient"))
        found.append(Delivery(*ends, row.year("Delivery year"), value, row.text("Local production") == "Yes"))
    return found


def arms(path: Path) -> tuple[Series, ...]:
    """Return ``sipri/arms/imports``, ``…/exports`` and ``…/licensed-production``: sums of deliveries by year, `tiv`.

    Imports hold what a state makes at home under foreign licence, as SIPRI's do; the third series has that part alone.

    Raises
    ------
    DataError
        If the file is malformed.
    """
    lines = deliveries(path)
    # The edition stands as it is: a newer one of the same series, which a user brings, is told by it.
    source = replace(
        derived_from("Deliveries of major conventional weapons by year", ARMS, note=ARMS.note), vintage=ARMS.vintage
    )
    years = range(_SET.more["first_delivery"], max(line.year for line in lines) + 1)
    bought = [(line.recipient, line.supplier, line) for line in lines]
    licensed = [end for end in bought if end[2].licensed]
    return (
        _sums("imports", "Arms imports", bought, source, years),
        _sums("exports", "Arms exports", [(line.supplier, line.recipient, line) for line in lines], source, years),
        _sums("licensed-production", "Arms made at home under foreign licence", licensed, source, years),
    )


def _sums(slug: str, title: str, ends: Iterable[tuple[str, str, Delivery]], source: Origin, years: range) -> Series:
    gathering = Gathering(f"sipri/arms/{slug}", title, "tiv", "derived", source)
    sums = {label: dict.fromkeys(years, 0.0) for label in (*STATES, "EU", "WLD")}
    for own, other, line in ends:
        if line.year not in years:
            continue
        sums["WLD"][line.year] += line.value
        if own in STATES:
            sums[own][line.year] += line.value
        if own in MEMBERS and other not in MEMBERS:
            sums["EU"][line.year] += line.value
    for label, path in sums.items():
        for year, value in path.items():
            gathering.add(label, year, value, where=gathering.id)
    return gathering.series()


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the two raw folders under `raw`."""
    milex, register = (raw / folder for folder in FOLDERS)
    return (*spending(milex / SPENDING, milex / BOOK), *arms(register / REGISTER))
