"""Any table with a region, a year and a figure in each row, or a column a year: the user says which column is what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from technostate import units
from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.importers.gathered import Gathered, date_in, slug, takes, vintage_of
from technostate.evidence.importers.workbook import Cell, text_of
from technostate.evidence.origin import KINDS as SORTS
from technostate.evidence.origin import Kind as Sort
from technostate.evidence.origin import Origin
from technostate.evidence.own import cells
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import printable, shown
from technostate.evidence.spellings import spellings

OPTIONS = {
    "columns": "which column is what: region=ISO,year=Year,value=V, or region=ISO alone where each year has a column; "
    "series=COLUMN where rows name their series",
    "unit": "of the figures, for example musd, % of GDP, persons",
    "id": "producer/dataset/series, or producer/dataset with a column of series; own/FILE/COLUMN by default",
    "title": "what is measured; the column's name by default",
    "producer": "whose figures they are",
    "citation": "as the producer asks for it",
    "licence": "the producer's words on reuse",
    "url": "the producer's page",
    "kind": "measured (the default), derived or modelled",
    "sheet": "of a workbook with several",
    "separator": f"{', '.join(cells.SEPARATORS)}; found by default",
    "decimal": "point (the default) or comma",
    "missing": "words that stand for a missing figure, joined by |, beside an empty cell, NA, n/a, NaN, .. and …",
    "factor": "multiplies each figure, to come to the unit",
}
_ROLES = ("region", "year", "value", "series")
_MISSING = frozenset({"", "NA", "N/A", "n/a", "NaN", "nan", "..", "…"})
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_DATE = re.compile(r"[-_. ]*(?<!\d)20\d\d([-_.]?(0[1-9]|1[0-2])([-_.]?[0-3]\d)?)?(?!\d)")
_YEAR = re.compile(r"(1\d|20|21)\d\d")


@dataclass(frozen=True)
class _Plan:
    """What the user said, checked."""

    columns: dict[str, str]
    unit: str
    prefix: str
    slug: str
    title: str
    origin: Origin
    sort: Sort
    comma: bool
    missing: frozenset[str]
    factor: float


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the series of a table.

    Raises
    ------
    DataError
        If an option is wrong, a column is missing, a cell is no number, or a region and year are there twice.
    LabelError
        If the unit is unknown.
    """
    plan = _plan(path, asked)
    gathered = Gathered(plan.origin, plan.prefix, _codes_of_two_letters())
    wide = "value" not in plan.columns
    skipped = 0
    with cells.opened(
        path, tuple(plan.columns.values()), sheet=asked.options.get("sheet", ""),
        separator=asked.options.get("separator", ""),
    ) as table:  # fmt: skip
        years = {name: int(name) for name in table.names if _YEAR.fullmatch(name)} if wide else {}
        if wide and not years:
            raise DataError(
                f"{table.file} has no column that is a year",
                hint="name the columns of year and value: --columns region=…,year=…,value=…",
            )
        for row in table.rows:
            figures = _figures(row, plan, years)
            if not figures:
                skipped += 1
                continue
            label = _region(gathered, text_of(row.cells[plan.columns["region"]]), row.where)
            name = text_of(row.cells[plan.columns["series"]]) if "series" in plan.columns else ""
            if "series" in plan.columns and not slug(name):
                raise DataError(f"{row.where}: {shown(name)} names no series", hint="each row names its series")
            for year, value in figures.items():
                if label is not None and takes(asked, year):
                    gathered.add(
                        slug(name) or plan.slug, printable(name) or plan.title, plan.unit, label, year, value,
                        where=row.where, sort=plan.sort,
                    )  # fmt: skip
    if skipped:
        gathered.said.append(f"Rows without a figure: {skipped:,}.")
    return gathered.batch()


def _plan(path: Path, asked: Asked) -> _Plan:
    given = asked.options
    columns = _columns(given.get("columns", ""))
    if not given.get("unit"):
        raise DataError("the unit of the figures is not named", hint="--option unit=musd; " + ", ".join(units.UNITS))
    unit = units.unit(given["unit"]).symbol
    parts = given.get("id", "").split("/") if given.get("id") else []
    # The date of an edition is no part of the id, so that the next one is another edition of the same series.
    stem = slug(_DATE.sub("", path.name.partition(".")[0])) or "table"
    if "series" in columns:
        fallback, count, form = ["own", stem], 2, "producer/dataset, as rows name their series"
    else:
        fallback, count, form = ["own", stem, slug(columns.get("value", stem)) or "value"], 3, "producer/dataset/series"
    parts = parts or fallback
    if len(parts) != count or not all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", part) for part in parts):
        raise DataError(
            f"{shown('/'.join(parts))} is no id here", hint=f"--option id={form}; plain letters, digits, .-_"
        )
    sort = _one_of("kind", given.get("kind", "measured"), tuple(SORTS))
    return _Plan(
        columns, unit, "/".join(parts[:2]), parts[-1], given.get("title") or columns.get("value") or stem,
        _origin(path, asked), next(item for item in SORTS if item == sort),
        _one_of("decimal", given.get("decimal", "point"), ("point", "comma")) == "comma",
        _MISSING | {word.strip() for word in given.get("missing", "").split("|")}, _factor(given.get("factor", "1")),
    )  # fmt: skip


def _origin(path: Path, asked: Asked) -> Origin:
    given = asked.options
    vintage = vintage_of(asked, path, date_in(path.name))
    name = printable(path.name)
    producer, title = given.get("producer") or "own table", given.get("title") or name
    citation = given.get("citation") or f"{producer} ({vintage[:4]}). {title}."
    return Origin(producer, title, citation, vintage, given.get("licence") or "not found", given.get("url", ""))


def _columns(text: str) -> dict[str, str]:
    """Return role → column of ``region=ISO,year=Year``; a comma before no role is part of a column's name."""
    hint = "--columns region=ISO,year=Year,value=V"
    found: dict[str, str] = {}
    for part in re.split(rf",\s*(?=(?:{'|'.join(_ROLES)})\s*=)", text) if text.strip() else ():
        role, equals, name = (piece.strip() for piece in part.partition("="))
        if role not in _ROLES or not equals or not name:
            raise DataError(f"{shown(part)} says of no column what it is", hint=f"{hint}; also series=COLUMN")
        if role in found:
            raise DataError(f"{role} is named twice: {shown(found[role])} and {shown(name)}", hint="leave one out")
        found[role] = name
    if "region" not in found:
        raise DataError("no column of regions is named", hint=hint)
    if ("year" in found) != ("value" in found):
        lacking = "value" if "year" in found else "year"
        raise DataError(f"no column of {lacking}s is named", hint=f"{hint}; region alone where each year has a column")
    if len(set(found.values())) < len(found):
        raise DataError("one column is named for two things", hint=hint)
    return found


def _figures(row: cells.Found, plan: _Plan, years: dict[str, int]) -> dict[int, float]:
    """Return year → figure of a row, missing ones left out."""
    if years:
        found = {year: _number(row, name, plan) for name, year in years.items()}
    else:
        value = _number(row, plan.columns["value"], plan)
        found = {} if value is None else {_year(row, plan.columns["year"]): value}
    return {year: value * plan.factor for year, value in found.items() if value is not None}


def _number(row: cells.Found, column: str, plan: _Plan) -> float | None:
    cell: Cell = row.cells[column]
    if isinstance(cell, float):
        return cell
    text = text_of(cell)
    if text in plan.missing:
        return None
    # With a decimal comma, a point would separate thousands: 1.234 is not a little more than one.
    plain = text.replace(".", " ").replace(",", ".") if plan.comma else text
    if not _NUMBER.fullmatch(plain):
        comma = not plan.comma and re.fullmatch(r"[-+]?\d+,\d+", text)
        raise DataError(
            f"{row.where}: {shown(column)} is {shown(text)}, not a number",
            hint="--option decimal=comma, if it is a decimal comma; thousands have no separators"
            if comma
            else "no thousands separators or signs; words for a missing figure: --option missing=WORD",
        )
    return float(plain)


def _year(row: cells.Found, column: str) -> int:
    text = text_of(row.cells[column])
    plain = text.removesuffix(".0")
    if not _YEAR.fullmatch(plain):
        raise DataError(f"{row.where}: {shown(column)} is {shown(text)}, not a year", hint="write four digits")
    return int(plain)


def _region(gathered: Gathered, stated: str, where: str) -> str | None:
    """Return our label of a region, by code (two or three letters) or name; an unknown one is noted and left out."""
    if not stated:
        raise DataError(f"{where}: the region is empty", hint="each row with a figure names its region")
    return gathered.region(stated, code=regions.from_code(stated) is not None and len(stated) <= 3)


@cache
def _codes_of_two_letters() -> dict[str, str]:
    """Return ISO's codes of two letters, in capitals as they are written, where they stand for one region."""
    known = spellings().items()
    return {text.upper(): found[0] for text, found in known if re.fullmatch("[a-z]{2}", text) and len(found) == 1}


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise DataError(f"the option {name} is {shown(value)}", hint=f"it is one of {', '.join(known)}")
    return value


def _factor(text: str) -> float:
    value = float(text) if _NUMBER.fullmatch(text) else 0.0
    if not 0.0 < abs(value) < 1e300:
        raise DataError(f"the factor is {shown(text)}", hint="a number that is not zero: --option factor=0.001")
    return value


KIND = Kind(
    "tidy", "any producer", "a table with a column map: CSV, TSV or workbook", "table.csv", "", "series", read, OPTIONS,
    "those of whoever made the table",
)  # fmt: skip
#: Kinds of this module.
KINDS = (KIND,)
