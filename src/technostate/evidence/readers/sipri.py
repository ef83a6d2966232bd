"""SIPRI's military expenditure and its register of arms transfers: the part of each that its terms let us pass on.

A delivery is counted in the year in which it arrived. A year of the register without one is zero, not unknown: the
register lists all that SIPRI has found, so that its blanks say "none". Trend-indicator values measure military worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

SHARE = "sipri/milex/share-of-gdp"

_SET = data_set("sipri")
DONE = _SET.done
MILEX, ARMS = _SET.origins["milex"], _SET.origins["arms"]
STATES: tuple[str, ...] = tuple(_SET.more["states"])
MEMBERS = regions.EU27_2020
#: SIPRI's names of regions that are not the usual ones → our label; empty where it is no state.
NAMES: Mapping[str, str] = _SET.more["names"]


class Measure(NamedTuple):
    """A measure of spending: last part of its id, title, unit, factor from SIPRI's figures, first year that ships."""

    slug: str
    title: str
    unit: str
    factor: float
    first: int
    column: str

    def named(self, base: str) -> str:
        """Return the title, with the year whose dollars and prices are the constant ones."""
        return self.title.format(base=base)


#: Slug → measure, of those that ship.
MEASURES: Mapping[str, Measure] = {
    item["id"]: Measure(
        item["id"], item["title"], item["unit"], item.get("factor", 1.0), item["first"], item["column"]
    )
    for item in _SET.more["measures"]
}  # fmt: skip


class Delivery(NamedTuple):
    """One line of the register: labels of both ends (empty: no state), year, value, whether made under licence."""

    supplier: str
    recipient: str
    year: int
    value: float
    licensed: bool


def region(name: str) -> str:
    """Return our label of a name as SIPRI writes it, ``""`` where it is no state (organisations, groups, unknown)."""
    return NAMES[name] if name in NAMES else regions.from_name(name) or ""


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
    found = {
        slug: Gathering(f"sipri/milex/{slug}", item.named(_SET.more["base"]), item.unit, "measured", MILEX)
        for slug, item in MEASURES.items()
    }
    burden = Gathering(SHARE, MEASURES["share-of-gdp"].title, "% of GDP", "measured", MILEX)
    for row in rows(path, ("country", "year", *(item.column for item in MEASURES.values()))):
        label = region(row.text("country"))
        if label:
            burden.add(label, row.year("year"), row.number("share_gdp"), where=f"{row.file} line {row.line}")
        if label not in STATES:
            continue
        for slug, item in MEASURES.items():
            value, year = row.number(item.column), row.year("year")
            if value is not None and value < 0.0:
                raise DataError(
                    f"{row.file} line {row.line}: {item.column} is {value:g}", hint="spending is not negative"
                )
            if value is not None and year >= item.first:
                found[slug].add(label, year, value * item.factor, where=f"{row.file} line {row.line}")
    for year, total in world_total(book).items():
        if year >= MEASURES["constant-usd"].first:
            found["constant-usd"].add("WLD", year, total, where=book.name)
    return (*with_union(gathering.series() for gathering in found.values()), *burden_jumps(burden.series()))


def burden_jumps(burden: Series) -> tuple[Series, ...]:
    """Return ``sipri/milex/burden-jumps``: the years in which the share of GDP jumps; nothing if it never does.

    Parameters
    ----------
    burden : Series
        Share of GDP of all states and years of an edition; the unit does not matter.
    """
    broken = flagged(burden)
    title = f"Military expenditure, share of GDP over that of the year before, where it jumps {FACTOR:g}-fold"
    note = f"all states and years of the set whose share is above {FACTOR:g} times that before, or below its inverse"
    origin = derived_from(title, burden.origin, note=note)
    return (Series("sipri/milex/burden-jumps", title, "ratio", "derived", origin, broken),) if broken else ()


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
    years = range(_SET.more["first_delivery"], max(line.year for line in lines) + 1)
    return sums(lines, ARMS, dict.fromkeys(STATES, years), years)


def sums(
    lines: Iterable[Delivery], register: Origin, states: Mapping[str, Iterable[int]], years: Iterable[int]
) -> tuple[Series, ...]:
    """Return the three series of a whole register: states, the world, and the Union from and to non-members.

    Parameters
    ----------
    lines : iterable of Delivery
        All deliveries of the years.
    register : Origin
        Of the edition.
    states : mapping of str to iterable of int
        State → years in which it existed and the register covers it; a year without a delivery is zero.
    years : iterable of int
        Those of the world and the Union.
    """
    # The edition stands as it is: a newer one of the same series, which a user brings, is told by it.
    source = replace(
        derived_from("Deliveries of major conventional weapons by year", register, note=register.note),
        vintage=register.vintage,
    )
    covered = {**states, "EU": years, "WLD": years}
    found = {
        slug: {label: dict.fromkeys(when, 0.0) for label, when in covered.items()}
        for slug in ("imports", "exports", "licensed-production")
    }
    for line in lines:
        bought, sold = (line.recipient, line.supplier), (line.supplier, line.recipient)
        for slug, (own, other), counts in (
            ("imports", bought, True), ("exports", sold, True), ("licensed-production", bought, line.licensed),
        ):  # fmt: skip
            union = "EU" if own in MEMBERS and other not in MEMBERS else ""
            for label in (own, union, "WLD") if counts else ():
                if line.year in found[slug].get(label, ()):
                    found[slug][label][line.year] += line.value
    titles = "Arms imports", "Arms exports", "Arms made at home under foreign licence"
    return tuple(
        Series(f"sipri/arms/{slug}", title, "tiv", "derived", source, values)
        for title, (slug, values) in zip(titles, found.items(), strict=True)
    )


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the two raw folders under `raw`."""
    milex, register = (raw / folder for folder in FOLDERS)
    return (*spending(milex / SPENDING, milex / BOOK), *arms(register / REGISTER))
