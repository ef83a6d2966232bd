"""Workbooks (.xlsx): the cells of every sheet as text, dates as ISO dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.limits import COLUMNS, ROWS, Package, SourceFile
from technostate.doctrine.importers.xml import parse
from technostate.errors import DataError

_SHEET = re.compile(r"xl/worksheets/sheet([0-9]{1,9})\.xml")
_CELL = re.compile(r"([A-Z]{1,3})[0-9]+")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Day 0 of the two date systems. That of 1900 counts a 29 February 1900 that never was, as day 60.
_EPOCH, _EPOCH_1904, _LEAP_DAY = dt.date(1899, 12, 30), dt.date(1904, 1, 1), 60
_DATE_FORMATS = frozenset([*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)])


@dataclass
class _Shared:
    """Reader of the shared strings, phonetic readings left out."""

    strings: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    inside: bool = False
    phonetic: bool = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self.pieces = []
        self.phonetic |= tag == "rPh"
        self.inside = tag == "t" and not self.phonetic

    def text(self, characters: str) -> None:
        if self.inside:
            self.pieces.append(characters)

    def end(self, tag: str) -> None:
        self.inside = False
        self.phonetic &= tag != "rPh"
        if tag == "si":
            self.strings.append(_plain("".join(self.pieces)))


@dataclass
class _Styles:
    """Reader of the cell formats: which of them show a date."""

    custom: set[int] = field(default_factory=set)
    dates: list[bool] = field(default_factory=list)
    inside: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", attributes.get("formatCode", ""))
            if re.search("[yd]", code, re.IGNORECASE):
                self.custom.add(_whole(attributes.get("numFmtId", "")))
        elif tag == "cellXfs":
            self.inside = True
        elif tag == "xf" and self.inside:
            number = _whole(attributes.get("numFmtId", ""))
            self.dates.append(number in self.custom or number in _DATE_FORMATS)

    def end(self, tag: str) -> None:
        self.inside &= tag != "cellXfs"


@dataclass
class _Book:
    """Reader of the workbook: names and places of its sheets in order, and its date system."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    from_1904: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in {"1", "true", "on"}
        elif tag == "sheet":
            self.sheets.append((clean(attributes.get("name", "")), attributes.get("id", "")))
        elif tag == "Relationship":
            target = attributes.get("Target", "")
            self.places[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def members(self, names: frozenset[str]) -> list[tuple[str, str]]:
        """Return name and member of each sheet of cells; by the members' numbers where the workbook names none."""
        named = [(name, self.places.get(at, "")) for name, at in self.sheets]
        found = [(name, member) for name, member in named if member in names and "chartsheets" not in member]
        numbered = sorted((int(match[1]), name) for name in names if (match := _SHEET.fullmatch(name)))
        return found or [(f"{number}", name) for number, name in numbered]


@dataclass
class _Sheet:
    """Reader of one sheet."""

    name: str
    strings: list[str]
    dates: list[bool]
    from_1904: bool = False
    rows: list[list[str]] = field(default_factory=list)
    kind: str = ""
    style: int = 0
    column: int = 0
    pieces: list[str] = field(default_factory=list)
    inside: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            if len(self.rows) > ROWS:
                raise DataError(f"{self.name} has more than {ROWS:,} rows", hint="split the workbook")
            self.rows.append([])
        elif tag == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self.column = _column(place[1]) if place else (len(self.rows[-1]) if self.rows else 0)
            self.kind, self.style, self.pieces = attributes.get("t", "n"), _whole(attributes.get("s", "")), []
        self.inside = tag in {"v", "t"}

    def text(self, characters: str) -> None:
        if self.inside:
            self.pieces.append(characters)

    def end(self, tag: str) -> None:
        self.inside = False
        if tag != "c" or not self.rows:
            return
        if self.column >= COLUMNS:
            raise DataError(f"{self.name} has more than {COLUMNS} columns", hint="keep only the columns of documents")
        row = self.rows[-1]
        row += [""] * (self.column + 1 - len(row))
        row[self.column] = self._value("".join(self.pieces))

    def _value(self, raw: str) -> str:
        if self.kind == "s":
            at = _whole(raw)
            return self.strings[at] if 0 <= at < len(self.strings) else ""
        if self.kind in {"n", ""} and 0 <= self.style < len(self.dates) and self.dates[self.style]:
            try:
                return self._day(int(float(raw))).isoformat()
            except (ValueError, OverflowError):
                return raw
        return _plain(raw)

    def _day(self, number: int) -> dt.date:
        if self.from_1904:
            return _EPOCH_1904 + dt.timedelta(days=number)
        return _EPOCH + dt.timedelta(days=number + (number < _LEAP_DAY))


def sheets_of(file: SourceFile) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield name and rows of every sheet that has any, in the workbook's order.

    Raises
    ------
    DataError
        If the workbook is damaged, hostile or too large.
    """
    package = Package(file)
    shared, styles, book = _Shared(), _Styles(), _Book()
    if "xl/sharedStrings.xml" in package.names:
        parse(package.read("xl/sharedStrings.xml"), file.name, shared.start, shared.end, shared.text)
    for member, reader in (("xl/styles.xml", styles), ("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", book)):
        if member in package.names:
            parse(package.read(member), file.name, reader.start, getattr(reader, "end", _nothing), _nothing)
    members = book.members(package.names)
    if not members:
        raise DataError(f"{file.name} has no sheet", hint="save it again as .xlsx")
    for name, member in members:
        sheet = _Sheet(file.name, shared.strings, styles.dates, book.from_1904)
        parse(package.read(member), file.name, sheet.start, sheet.end, sheet.text)
        if any(map(any, sheet.rows)):
            yield name, sheet.rows


def _nothing(_: str) -> None:
    return


def _plain(text: str) -> str:
    return clean(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1
