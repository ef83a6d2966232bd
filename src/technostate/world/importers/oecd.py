"""Kind ``oecd-icio``: the OECD's Inter-Country Input-Output tables of every edition, CSV or zips of several years.

Layouts, as the editions' ReadMe files and pymrio's ``parse_oecd`` describe them: one wide table, rows and columns
``CTRY_SECTOR``.

- 2016: final uses ``HFCE_AUS``, ``NPS_``, ``GGFC_``, ``GFCF_``, ``INV_``, ``DIRP_``, a column ``DISC``; last rows
  ``VA+TAXSUB``, ``OUT``.
- 2018, 2021: final uses ``AUS_HFCE``, ``_NPISH``, ``_GGFC``, ``_GFCF``, ``_INVNT``, ``_P33`` or ``_DPABR``, ``TOTAL``;
  last rows ``AUS_TAXSUB`` …, ``VALU``, ``OUTPUT``.
- 2023, 2025: as ``YYYY_SML.csv`` (`technostate.world.formats.sml`), and the extended table with ``CN1``, ``MX1`` ….

Parts of China and Mexico (``CN1`` …, ``MX1`` …) are added up to ``CHN`` and ``MEX``. Figures are USD million.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.evidence.own.kinds import Asked, Kind
from technostate.world.formats.assemble import report
from technostate.world.formats.delimited import separator
from technostate.world.formats.members import Members
from technostate.world.importers.accounts import Account, world_of
from technostate.world.importers.batch import (
    OPTIONS,
    WorldBatch,
    check_options,
    last_year,
    named,
    one_of,
    opened,
    origin,
    year_said,
)  # fmt: skip
from technostate.world.importers.fold import Fold, Node, axes
from technostate.world.importers.text import Line, lines, numbers, plain

URL = "https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html"
USES = {"HFCE", "NPISH", "NPS", "GGFC", "GFCF", "DPABR", "DIRP", "P33"}
STOCKS = {"INVNT", "INV"}
#: Columns and rows that hold output, value added and taxes.
TOTALS = {"OUT", "TOTAL", "OUTPUT"}
VALUE_ADDED, TAXES = {"VA", "VALU", "VA+TAXSUB"}, {"TLS", "TAXSUB"}
#: Sectors of an edition → the edition, where the name does not say it.
_EDITIONS = {50: "2025", 45: "2023"}
_INFERRED = "edition inferred from the number of sectors"
_PART = re.compile(r"(CN|MX)[0-9]")
_HINT = "columns CTRY_SECTOR, final uses by country, OUT or TOTAL; last rows value added and output"


def country(code: str) -> str:
    """Return the country that a code stands for; a part of China or Mexico is the country.

    Examples
    --------
    >>> country("CN1"), country("MX2"), country("AUS")
    ('CHN', 'MEX', 'AUS')
    """
    return {"CN": "CHN", "MX": "MEX"}[code[:2]] if _PART.fullmatch(code) else code


def read(path: Path, asked: Asked) -> WorldBatch:
    """Read a table of any edition; raises `DataError` or `BalanceError` with one message."""
    check_options(asked, KIND.options)
    files = opened(path, (".csv", ".zip"))
    name = one_of(files, (".csv",), asked, last_year)
    where = f"{files.name}: {name}" if files.name != name else name
    header, mark = _header(files, name, where)
    nodes = [split for column in header if (split := _node(column))]
    fold = Fold(where, axes(where, nodes, asked, country))
    _fill(fold, files, name, header, mark)
    stem = Path(name).stem
    year = year_said(where, last_year(stem), asked)
    edition = re.match(r"ICIO(20[0-9]{2})_", stem, re.IGNORECASE)
    inferred = edition[1] if edition else _EDITIONS.get(len({sector for _, sector in nodes}))
    vintage = asked.vintage or inferred or f"{year}, edition not stated"
    with_taxes = fold.taxes not in fold.filled
    account = Account(
        named(asked, f"oecd-icio-{year}"), year, f"OECD ICIO, {len(fold.axes.sectors)} sectors",
        origin(
            "OECD", "Inter-Country Input-Output Tables", f"OECD, Inter-Country Input-Output Tables, {vintage}", vintage,
            KIND.terms, URL, _INFERRED if inferred == vintage and not edition else "",
        ),
        "value added including taxes less subsidies on products" if with_taxes else "value added at basic prices",
        "stated",
    )  # fmt: skip
    world, said = world_of(fold, account, asked)
    return WorldBatch(world, vintage, said)


def _header(files: Members, name: str, where: str) -> tuple[list[str], str]:
    first = next(lines(files, name, labels=0, mark=","), None)
    text = first.rest if first else ""
    mark = separator(text)
    header = [plain(cell) for cell in text.split(mark)][1:]
    while header and not header[-1]:
        header.pop()
    problems = (
        [f"column {column} stands there twice" for column in {c for c in header if header.count(c) > 1}][:5]
        if len(set(header)) < len(header)
        else []
    )
    if not any(_node(column) for column in header):
        problems.append("no column is called CTRY_SECTOR")
    report(where, problems, _HINT)
    return header, mark


def _use(column: str) -> tuple[str, str] | None:
    """Return country and use of a column of final use, in either order of the two; None for any other."""
    one, _, other = column.partition("_")
    for region, use in ((one, other), (other, one)):
        if use in USES | STOCKS and region:
            return region, use
    return None


def _node(column: str) -> Node | None:
    region, _, sector = column.partition("_")
    known = column in TOTALS | VALUE_ADDED | TAXES or sector in TAXES or _use(column)
    return None if known or not region or not sector else (region, sector)


def _columns(fold: Fold, header: list[str]) -> NDArray[np.intp]:
    found, problems = [], []
    countries = {country(code): code for code in fold.axes.region_of}
    for column in header:
        node, use = _node(column), _use(column)
        if node:
            found.append(fold.node(*node))
        elif use and country(use[0]) in countries:
            found.append(fold.use(countries[country(use[0])], stock=use[1] in STOCKS))
        elif column in TOTALS:
            found.append(fold.stated)
        elif column == "DISC":
            found.append(fold.unsold)
        else:
            problems.append(f"column {column!r} is no final use of a country that produces")
    report(fold.where, problems, _HINT)
    return np.array(found, dtype=np.intp)


def _fill(fold: Fold, files: Members, name: str, header: list[str], mark: str) -> None:
    columns = _columns(fold, header)
    wanted = {node for column in header if (node := _node(column))}
    seen: set[Node] = set()
    rows = lines(files, name, labels=1, mark=mark)
    next(rows)
    for line in rows:
        label = line.labels[0]
        row = _row(fold, label, wanted, seen, line)
        fold.add(row, columns, numbers(line, header, fold.where, mark), f"line {line.number} ({label})")
    problems = (
        [f"{len(wanted - seen)} rows are missing, first {'_'.join(sorted(wanted - seen)[0])}"] if wanted - seen else []
    )
    if fold.stated >= 0 and fold.output not in fold.filled and not fold.table[: fold.nodes, fold.stated].any():
        problems.append("there is neither a row nor a column of output")
    if fold.value_added not in fold.filled:
        problems.append("there is no row of value added")
    report(fold.where, problems, _HINT)


def _row(fold: Fold, label: str, wanted: set[Node], seen: set[Node], line: Line) -> int:
    region, _, sector = label.partition("_")
    if (region, sector) in wanted:
        if (region, sector) in seen:
            report(fold.where, [f"line {line.number}: the row {label} stands there twice"], _HINT)
        seen.add((region, sector))
        return fold.node(region, sector)
    if label in TOTALS:
        return fold.output
    if label in VALUE_ADDED:
        return fold.value_added
    if label in TAXES or sector in TAXES:
        return fold.taxes
    report(fold.where, [f"line {line.number}: the row {label!r} is neither a column's node nor a total"], _HINT)
    return -1


KIND = Kind(
    "oecd-icio", "OECD", "Inter-Country Input-Output Tables, editions 2016 to 2025",
    "2016-2020_SML.zip, 2020_SML.csv, ICIO2018_2015.CSV", URL, "world", read, OPTIONS,
    "CC BY 4.0 (OECD terms since July 2024)",
)  # fmt: skip
