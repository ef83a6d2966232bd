"""Workbooks (.xlsx) as rows of cells: numbers and texts, nothing computed, nothing unpacked to a disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from xml.parsers import expat

from technostate.errors import DataError
from technostate.evidence.importers.files import damaged, opened, too_large
from technostate.evidence.printable import printable, shown

#: Bytes of one sheet and of the shared texts, unpacked.
LIMIT_MEMBER = 512 * 2**20
LIMIT_ROWS = 1_048_576
LIMIT_COLUMNS = 16_384
#: Cells of all rows of a sheet, empty ones between others included.
LIMIT_CELLS = 20_000_000
LIMIT_DEPTH = 64
_CHUNK = 2**16
_CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OLD = b"\xd0\xcf\x11\xe0"

Cell = str | float | None


@dataclass(frozen=True)
class Line:
    """A row of a sheet: its number as the program shows it, from 1, and its cells from column A."""

    number: int
    cells: tuple[Cell, ...]


class Workbook:
    """A workbook that is open; used in a ``with`` block.

    Raises
    ------
    DataError
        If it is no .xlsx file, damaged, protected by a password, or too large.
    """

    def __init__(self, path: Path) -> None:
        self.name = printable(path.name)
        self._stack = ExitStack()
        stream = self._stack.enter_context(opened(path))
        try:
            if stream.peek(4)[:4] == _OLD:
                raise DataError(
                    f"{self.name} is an old .xls workbook or protected by a password",
                    hint="open it with a spreadsheet program and save it as .xlsx without a password",
                )
            try:
                self._zip = self._stack.enter_context(zipfile.ZipFile(stream))
            except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
                raise DataError(
                    f"{self.name} is no .xlsx workbook, or it is damaged", hint="download the file again"
                ) from None
            self._places = self._sheets()
        except BaseException:
            self._stack.close()
            raise
        self._shared: list[str] | None = None

    def __enter__(self) -> Workbook:
        """Return the workbook."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._stack.close()

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets, in order."""
        return tuple(self._places)

    def sheet(self, pattern: str) -> str | None:
        """Return the name of the first sheet that matches a regular expression, without case, or None."""
        return next((name for name in self._places if re.search(pattern, name, re.IGNORECASE)), None)

    def lines(self, sheet: str) -> Iterator[Line]:
        """Yield the rows of a sheet that have any cell.

        Raises
        ------
        DataError
            If there is no such sheet, or it is damaged or too large.
        """
        if sheet not in self._places:
            raise DataError(
                f"{self.name} has no sheet {shown(sheet)}", hint="it has " + ", ".join(map(shown, self.sheets[:12]))
            )
        if self._shared is None:
            shared = _Shared()
            if "xl/sharedStrings.xml" in self._zip.namelist():
                self._parse("xl/sharedStrings.xml", shared.start, shared.end, shared.text)
            self._shared = shared.strings
        reader = _Sheet(f"{self.name}, sheet {shown(sheet)}", self._shared)
        yield from self._streamed(self._places[sheet], reader)

    def _sheets(self) -> dict[str, str]:
        book = _Book()
        names = set(self._zip.namelist())
        for member in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            if member not in names:
                raise DataError(f"{self.name} is no .xlsx workbook: it has no {member}", hint="download the file again")
            self._parse(member, book.start, _nothing, _nothing)
        found = {name: book.places.get(at, "") for name, at in book.sheets}
        found = {name: member for name, member in found.items() if member in names and "chartsheets" not in member}
        if not found:
            raise DataError(f"{self.name} has no sheet of cells", hint="save it again as .xlsx")
        return found

    def _parse(self, member: str, start: _Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
        for _ in self._pieces(member, start, end, text):
            pass

    def _streamed(self, member: str, reader: _Sheet) -> Iterator[Line]:
        for _ in self._pieces(member, reader.start, reader.end, reader.text):
            yield from reader.taken()
        yield from reader.taken()

    def _pieces(
        self, member: str, start: _Start, end: Callable[[str], None], text: Callable[[str], None]
    ) -> Iterator[None]:
        """Parse a member piece by piece; no entity is declared or fetched, nesting is bounded."""
        depth = 0

        def opening(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > LIMIT_DEPTH:
                raise DataError(f"{self.name} nests elements too deep", hint="the file is damaged or hostile")
            start(tag.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()})

        def closing(tag: str) -> None:
            nonlocal depth
            depth -= 1
            end(tag.rpartition(" ")[2])

        def refuse(*_: object) -> int:
            raise DataError(f"{self.name} declares XML entities", hint="the file is damaged or hostile")

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opening, closing, text
        parser.EntityDeclHandler = refuse
        parser.ExternalEntityRefHandler = refuse
        size = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > LIMIT_MEMBER:
                        raise too_large(f"{self.name}: {printable(member)}", LIMIT_MEMBER)
                    parser.Parse(chunk, False)
                    yield
                parser.Parse(b"", True)
        except (
            expat.ExpatError,
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            NotImplementedError,
            OSError,
            EOFError,
            ValueError,
            LookupError,
        ) as error:
            raise damaged(f"{self.name}: {member}", error) from None


def text_of(cell: Cell) -> str:
    """Return a cell as a text without blanks at its ends; a whole number without decimals.

    Examples
    --------
    >>> text_of(2024.0), text_of(" China "), text_of(None)
    ('2024', 'China', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell.strip()


_Start = Callable[[str, dict[str, str]], None]


def _nothing(_: str) -> None:
    return


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


@dataclass
class _Shared:
    """Reader of the shared texts, phonetic readings left out."""

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
class _Book:
    """Reader of the workbook: names and places of its sheets in order."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))
        elif tag == "Relationship":
            target = attributes.get("Target", "")
            self.places[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"


@dataclass
class _Sheet:
    """Reader of one sheet; rows that are complete are taken from it as they come."""

    name: str
    strings: list[str]
    done: list[Line] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    number: int = 0
    cells: int = 0
    kind: str = ""
    column: int = 0
    pieces: list[str] = field(default_factory=list)
    inside: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            stated = attributes.get("r", "")
            self.number = int(stated) if stated.isdigit() and len(stated) < 8 else self.number + 1
            self.row = []
            if self.number > LIMIT_ROWS:
                raise DataError(f"{self.name} has more than {LIMIT_ROWS:,} rows", hint="the file is damaged")
        elif tag == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self.column = _column(place[1]) if place else len(self.row)
            self.kind, self.pieces = attributes.get("t", "n"), []
        self.inside = tag in {"v", "t"}

    def text(self, characters: str) -> None:
        if self.inside:
            self.pieces.append(characters)

    def end(self, tag: str) -> None:
        self.inside = False
        if tag == "row" and any(cell is not None for cell in self.row):
            self.done.append(Line(self.number, tuple(self.row)))
        elif tag == "c" and self.pieces:
            gap = self.column + 1 - len(self.row)
            self.cells += max(gap, 1)
            if self.column >= LIMIT_COLUMNS or self.cells > LIMIT_CELLS:
                raise DataError(f"{self.name} has too many cells", hint="keep only the columns that are needed")
            self.row += [None] * gap
            self.row[self.column] = self._value("".join(self.pieces))

    def taken(self) -> list[Line]:
        """Return the rows that are complete, once."""
        lines, self.done = self.done, []
        return lines

    def _value(self, raw: str) -> Cell:
        if self.kind == "s":
            at = int(raw) if raw.strip().isdigit() and len(raw) < 10 else -1
            if not 0 <= at < len(self.strings):
                raise DataError(f"{self.name} row {self.number} names a text that is not there", hint="save it again")
            return self.strings[at]
        if self.kind == "n":
            try:
                return float(raw)
            except ValueError:
                return _plain(raw)
        return _plain(raw)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1
