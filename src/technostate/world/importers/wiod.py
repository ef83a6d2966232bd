"""Kinds ``wiod-2016`` and ``wiod-2013``: World Input-Output Tables of both releases.

Layouts, as the releases publish them:

- workbooks ``WIOT2014_Nov16_ROW.xlsb`` (2016; alone or in ``WIOTS_in_EXCEL.zip``) and ``wiot11_row_sep12.xlsx`` (2013),
  with rows of letter codes, titles, economies and codes c1, c2, … above the figures;
- the table of the 2016 release for R and Stata, saved as CSV: columns ``IndustryCode``, ``IndustryDescription``,
  ``Country``, ``RNr``, ``Year``, then ``AUS1`` (or ``vAUS1``) …, ``TOT``.

Final uses are c57 to c61 (2016) or c37 to c42; rows below the nodes are ``II_fob``, ``TXSP``, ``EXP_adj``, ``PURR``,
``PURNR``, ``VA``, ``IntTTM``, ``GO`` (2016) or r60, r99, r61, r62, r63, r64, r65, r69. Figures are USD million.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from technostate.errors import DataError
from technostate.evidence.own.kinds import Asked, Kind
from technostate.evidence.printable import shown
from technostate.world.formats.assemble import report
from technostate.world.formats.members import Members
from technostate.world.importers.accounts import Account, world_of
from technostate.world.importers.batch import (
    OPTIONS,
    WorldBatch,
    check_options,
    iso3,
    named,
    one_of,
    opened,
    origin,
    year_said,
)  # fmt: skip
from technostate.world.importers.fold import Fold, axes
from technostate.world.importers.sheets import Layout, Read, read_sheet, sheet_of
from technostate.world.importers.text import lines, numbers, plain

URL = "https://www.rug.nl/ggdc/valuechain/wiod/"
_ROWS_2016 = {
    "II_fob": "", "TXSP": "taxes", "EXP_adj": "value added", "PURR": "value added", "PURNR": "value added",
    "VA": "value added", "IntTTM": "value added", "GO": "output",
}  # fmt: skip
#: Codes of rows below the nodes in the 2013 release, which the Asian Development Bank kept.
ROWS_2013 = {
    "r60": "", "r99": "taxes", "r61": "value added", "r62": "value added", "r63": "value added", "r64": "value added",
    "r65": "value added", "trs": "value added", "r69": "output",
}  # fmt: skip
LAYOUT_2016 = Layout({"c57": False, "c58": False, "c59": False, "c60": False, "c61": True}, _ROWS_2016, True, iso3)
LAYOUT_2013 = Layout({"c37": False, "c38": False, "c39": False, "c41": False, "c42": True}, ROWS_2013, False, iso3)
LABEL = "value added at basic prices, international transport margins and purchases abroad included"
_COLUMNS = ("IndustryCode", "Country", "RNr")
_HINT = "take WIOTYYYY_Nov16_ROW.xlsb, or the table for R or Stata saved as CSV"


def read_2016(path: Path, asked: Asked) -> WorldBatch:
    """Read a year of the 2016 release; raises `DataError` or `BalanceError` with one message."""
    return _read(path, asked, KIND_2016, LAYOUT_2016, "2016", "wiod2016")


def read_2013(path: Path, asked: Asked) -> WorldBatch:
    """Read a year of the 2013 release; raises `DataError` or `BalanceError` with one message."""
    return _read(path, asked, KIND_2013, LAYOUT_2013, "2013", "wiod2013")


def _read(path: Path, asked: Asked, kind: Kind, layout: Layout, release: str, stem: str) -> WorldBatch:
    check_options(asked, kind.options)
    files = opened(path, (".xlsb", ".xlsx", ".csv", ".zip"))
    name = one_of(files, (".xlsb", ".xlsx", ".csv"), asked, _year)
    if name.lower().endswith(".csv"):
        read, found = _from_text(files, name, asked)
    else:
        read = sheet(files, name, layout, asked)
        found = _year(Path(name).stem) or _year(read.head)
    year = year_said(name, found, asked)
    vintage = asked.vintage or release
    account = Account(
        named(asked, f"{stem}-{year}"), year, f"WIOD {release}, {len(read.fold.axes.sectors)} industries",
        origin("WIOD", f"World Input-Output Database, {release} release", "Timmer, Dietzenbacher, Los, Stehrer and de "
               "Vries (2015), Review of International Economics 23: 575-605", vintage, kind.terms, URL),
        LABEL, "stated", titles=read.titles,
    )  # fmt: skip
    world, said = world_of(read.fold, account, asked)
    return WorldBatch(world, vintage, said)


def sheet(files: Members, name: str, layout: Layout, asked: Asked) -> Read:
    """Read the sheet of a workbook, alone, in a folder, or in a zip archive."""
    if files.path.is_dir():
        path, member = files.path / name, ""
    else:
        path, member = files.path, name if files.path.suffix.lower() == ".zip" else ""
    return read_sheet(path, member, lambda names: sheet_of(asked.year, names), layout, asked)


def _year(text: str) -> int | None:
    """Return the year of a table: ``WIOT2014_Nov16_ROW``, ``wiot09_row_sep12``.

    Examples
    --------
    >>> _year("WIOT2014_Nov16_ROW"), _year("wiot09_row_sep12"), _year("wiot95_row_apr12"), _year("legend")
    (2014, 2009, 1995, None)
    """
    if found := re.search(r"wiot[ _]?((?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])", text, re.IGNORECASE):
        year = int(found[1])
        return year if year > 99 else year + (1900 if year > 50 else 2000)
    return int(dated[1]) if (dated := re.search(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", text)) else None


def _from_text(files: Members, name: str, asked: Asked) -> tuple[Read, int | None]:
    where = f"{files.name}: {name}" if files.name != name else name
    head = next(lines(files, name, labels=0, mark=","), None)
    header = [plain(cell) for cell in head.rest.split(",")] if head else []
    if lacking := [column for column in (*_COLUMNS, "TOT") if column not in header]:
        raise DataError(f"{where} lacks {', '.join(lacking)}", hint=_HINT)
    start = 1 + max(
        header.index(column) for column in header if not re.fullmatch(r"v?[A-Za-z]{3}[0-9]{1,2}|TOT", column)
    )
    columns = [re.fullmatch(r"v?([A-Za-z]{3})([0-9]{1,2})", column) for column in header[start:-1]]
    if not all(columns) or header[-1] != "TOT":
        raise DataError(f"{where}: columns after {shown(header[start - 1])} are not AUS1 … and TOT", hint=_HINT)
    pairs = [(match[1], int(match[2])) for match in columns if match]
    last = max(number for _, number in pairs) - len(LAYOUT_2016.uses)
    place = {
        column: header.index(column)
        for column in ("IndustryCode", "IndustryDescription", "Country", "RNr", "Year")
        if column in header
    }
    years: set[int] = set()
    codes: dict[int, str] = {}
    titles: dict[str, str] = {}
    rows = []
    for line in _rows(files, name, start):
        fields = {column: line.labels[at] for column, at in place.items()}
        if "Year" in fields:
            years.add(_whole(fields["Year"], line.number, "Year", where))
            if asked.year is not None and fields["Year"] != str(asked.year):
                continue
        number = _whole(fields["RNr"], line.number, "RNr", where)
        if number <= last:
            codes.setdefault(number, fields["IndustryCode"])
            titles.setdefault(fields["IndustryCode"], fields.get("IndustryDescription", ""))
        rows.append((line.number, fields["Country"], number, fields["IndustryCode"]))
    if asked.year is None and len(years) > 1:
        raise DataError(
            f"{where} holds {len(years)} years: {min(years)} to {max(years)}", hint=f"choose one: --year {max(years)}"
        )
    nodes = [(region, codes[number]) for region, number in pairs if number <= last and number in codes]
    fold = Fold(where, axes(where, nodes, asked, iso3))
    _fill_text(fold, files, name, start, header[start:], pairs, last, codes, {row[0]: row for row in rows})
    year = asked.year if asked.year in years else next(iter(years), _year(Path(name).stem))
    return Read(fold, titles, ""), year


def _rows(files: Members, name: str, start: int):  # type: ignore[no-untyped-def]
    rows = lines(files, name, labels=start, mark=",")
    next(rows)
    return rows


def _whole(text: str, line: int, column: str, where: str) -> int:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        raise DataError(
            f"{where}: line {line}, column {column}: {shown(text)} is not a whole number", hint=_HINT
        ) from None


def _fill_text(fold, files, name, start, header, pairs, last, codes, wanted) -> None:  # type: ignore[no-untyped-def]
    stocks = last + len(LAYOUT_2016.uses)
    places = [
        fold.node(region, codes[number]) if number <= last else fold.use(region, stock=number == stocks)
        for region, number in pairs
    ]
    columns = np.array([*places, fold.stated], dtype=np.intp)
    meanings = {"taxes": fold.taxes, "value added": fold.value_added, "output": fold.output}
    seen: set[tuple[str, int]] = set()
    for line in _rows(files, name, start):
        if line.number not in wanted:
            continue
        _, region, number, code = wanted[line.number]
        place = f"line {line.number} ({region} {code})"
        if (region, number) in seen:
            report(fold.where, [f"{place} stands there twice"], _HINT)
        seen.add((region, number))
        if region in fold.axes.region_of and number <= last:
            row = fold.node(region, codes[number])
        elif code in _ROWS_2016:
            if not _ROWS_2016[code]:
                continue
            row = meanings[_ROWS_2016[code]]
        else:
            report(fold.where, [f"{place} is neither node nor total"], _HINT)
        values = numbers(line, header, fold.where, ",")
        fold.add(row, columns, np.nan_to_num(values) if row >= fold.nodes else values, place)
    lacking = [f"{region} {number}" for region, number in pairs if number <= last and (region, number) not in seen]
    problems = [f"{len(lacking)} rows are missing, first {lacking[0]}"] if lacking else []
    problems += [f"there is no row of {what}" for what, row in meanings.items() if row not in fold.filled]
    report(fold.where, problems, "the file may be cut off")


KIND_2016 = Kind(
    "wiod-2016", "WIOD", "World Input-Output Tables, release 2016, 2000 to 2014",
    "WIOT2014_Nov16_ROW.xlsb, WIOTS_in_EXCEL.zip", f"{URL}wiod-2016-release", "world", read_2016, OPTIONS, "CC BY 4.0",
)  # fmt: skip
KIND_2013 = Kind(
    "wiod-2013", "WIOD", "World Input-Output Tables, release 2013, 1995 to 2011", "wiot11_row_sep12.xlsx",
    f"{URL}wiod-2013-release", "world", read_2013, OPTIONS, "CC BY 4.0",
)  # fmt: skip
