"""SIPRI's Military Expenditure Database: the workbook of all states from 1949.

Layout as SIPRI publishes it (sheets of the workbook and its sheet "Footnotes"): one sheet a measure, titles above, a
row that begins with "Country" and names the years, regions as rows without figures. Shares are fractions. ``..`` and
``...`` stand for figures that are not available, ``xxx`` for states that did not exist.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers.gathered import (
    Gathered,
    check_options,
    date_in,
    edition,
    takes,
    vintage_of,
)
from technostate.evidence.importers.workbook import Cell, Line, Workbook, text_of
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import shown
from technostate.evidence.readers import sipri
from technostate.evidence.series import Series

TERMS = "free for non-commercial use with citation; no more than a tenth of a set may be passed on (SIPRI's terms)"
ORIGIN = Origin(
    "SIPRI", "Military Expenditure Database",
    "Stockholm International Peace Research Institute ({year}). SIPRI Military Expenditure Database.",
    "unknown", TERMS, "https://www.sipri.org/databases/milex",
    note=(
        "The user's copy; EU: its 27 members together, computed here. SIPRI marks its estimates (China's and Russia's "
        "among them) by colour, which is not kept."
    ),
)  # fmt: skip

_MISSING = re.compile(r"[.\s…]*|xxx|n/?a", re.IGNORECASE)


_FUND = "SIPRI's row {} is the Union's own fund and was left out; EU is its 27 members together."


@dataclass(frozen=True)
class _Measure:
    """A sheet by its name, the measure it holds, and the largest figure possible."""

    sheet: str
    measure: sipri.Measure
    most: float = float("inf")


_PER_HEAD = sipri.Measure("per-capita", "Military expenditure a head, current US dollars", "usd", 1.0, 0, "")
#: More than twice GDP has no state spent: a larger figure is a percentage where a fraction is expected.
MEASURES = (
    _Measure(r"^share of gdp", sipri.MEASURES["share-of-gdp"], 2.0),
    _Measure(r"^current us", sipri.MEASURES["current-usd"]),
    _Measure(r"^constant .*us", sipri.MEASURES["constant-usd"]),
    _Measure(r"^per capita", _PER_HEAD),
    _Measure(r"^share of gov", sipri.MEASURES["share-of-government"], 1.0),
)


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the five measures by state and year, the Union's, the world's sum at constant prices, and the jumps.

    The vintage, unless it is given, is the April after the last year of the workbook, when SIPRI publishes it.

    Raises
    ------
    DataError
        If the file is no such workbook, a cell is neither a number nor a mark for a missing one, or a share is larger
        than can be.
    """
    check_options(asked, ())
    with Workbook(path) as book:
        sheets = {item.measure.slug: book.sheet(item.sheet) for item in MEASURES}
        if not any(sheets.values()):
            raise DataError(
                f"{book.name} has none of SIPRI's sheets (Share of GDP, Current US$, …)",
                hint=f"it has {', '.join(map(shown, book.sheets[:8]))}",
            )
        tables = {slug: list(book.lines(sheet)) for slug, sheet in sheets.items() if sheet}
        last = max(max(_header(book.name, sheets[slug] or "", lines)[1].values()) for slug, lines in tables.items())
        vintage = vintage_of(asked, path, date_in(path.name), f"{last + 1}-04")
        gathered = Gathered(edition(ORIGIN, vintage), "sipri/milex", sipri.NAMES)
        if absent := [item.sheet.strip("^") for item in MEASURES if not sheets[item.measure.slug]]:
            gathered.said.append(f"The workbook has no sheet for: {', '.join(absent)}.")
        for item in MEASURES:
            slug = item.measure.slug
            if slug in tables:
                _take(gathered, item, book.name, sheets[slug] or "", tables[slug], asked)
        if (totals := book.sheet(r"^regional totals")) and (constant := sheets["constant-usd"]):
            _world(gathered, book.name, totals, list(book.lines(totals)), _base(constant), asked)
    if not asked.vintage:
        gathered.said.append(f"Vintage {vintage}: SIPRI publishes in April, and the last year is {last}.")
    return gathered.batch(made=_made)


def _made(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Return the series with the Union's figures, and the jumps of the share of GDP."""
    jumps = [found for item in series if item.id == sipri.SHARE for found in sipri.burden_jumps(item)]
    return (*sipri.with_union(series), *jumps)


def _header(name: str, sheet: str, lines: Sequence[Line], first: str = "country") -> tuple[int, dict[int, int]]:
    """Return the place of the row that names the years among the lines, and column → year."""
    for at, line in enumerate(lines[:40]):
        if text_of(line.cells[0]).casefold() == first:
            years = {column: int(text) for column, cell in enumerate(line.cells) if _is_year(text := text_of(cell))}
            if years:
                return at, years
    raise DataError(
        f"{name}, {sheet}: no row begins with {first.capitalize()} and names years",
        hint="take the workbook as SIPRI publishes it: technostate data kinds names it",
    )


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200


def _take(gathered: Gathered, item: _Measure, file: str, sheet: str, lines: Sequence[Line], asked: Asked) -> None:
    top, years = _header(file, sheet, lines)
    measure, title = item.measure, item.measure.named(_base(sheet))
    for line in lines[top + 1 :]:
        name = text_of(line.cells[0])
        values = {}
        for column, year in years.items():
            cell = line.cells[column] if column < len(line.cells) else None
            value = _number(cell, f"{file}, {sheet} row {line.number}, {year}")
            if value is not None and takes(asked, year):
                values[year] = value
        if sipri.NAMES.get(name) == "":
            gathered.said += [] if (words := _FUND.format(name)) in gathered.said else [words]
            continue
        if not name or not values or (region := gathered.region(name)) is None:
            continue
        for year, value in values.items():
            where = f"{file}, {sheet} row {line.number}"
            if not 0 <= value <= item.most:
                raise DataError(
                    f"{where}, {year}: {value:g} is not between 0 and {item.most:g}",
                    hint="shares are fractions in SIPRI's workbook; take it as it is published",
                )
            gathered.add(measure.slug, title, measure.unit, region, year, value * measure.factor, where=where)


def _world(gathered: Gathered, file: str, sheet: str, lines: Sequence[Line], base: str, asked: Asked) -> None:
    """Add the world's sum, which the sheet gives in billions at constant prices."""
    if not any("us$ b" in text_of(line.cells[0]).casefold() for line in lines[:14]):
        gathered.said.append("The world's sum was left out: its sheet does not say that it is in US$ b.")
        return
    top, years = _header(file, sheet, lines, "region")
    measure = sipri.MEASURES["constant-usd"]
    for line in lines[top + 1 :]:
        if text_of(line.cells[0]).casefold() in {"world", "world total"}:
            for column, year in years.items():
                cell = line.cells[column] if column < len(line.cells) else None
                value = _number(cell, f"{file}, {sheet} row {line.number}, {year}")
                if value is not None and takes(asked, year):
                    gathered.add(
                        measure.slug, measure.named(base), measure.unit, "WLD", year, 1000.0 * value,
                        where=f"{file}, {sheet} row {line.number}",
                    )  # fmt: skip
            return


def _number(cell: Cell, where: str) -> float | None:
    if isinstance(cell, float):
        return cell
    if cell is None or _MISSING.fullmatch(cell.strip()):
        return None
    raise DataError(
        f"{where}: {shown(cell)} is neither a number nor a mark for a missing one", hint="missing is '..' or 'xxx'"
    )


def _base(sheet: str) -> str:
    found = re.search(r"\((\d{4})\)", sheet)
    return found[1] if found else "a base year that is not stated"


KIND = Kind(
    "sipri-milex", "SIPRI", "Military expenditure by state from 1949", "SIPRI-Milex-data-1949-2024.xlsx",
    "https://www.sipri.org/databases/milex", "series", read, {}, TERMS,
)  # fmt: skip
