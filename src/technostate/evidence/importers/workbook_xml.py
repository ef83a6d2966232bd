"""Sheets of an .xlsx workbook (ECMA-376), read with a streaming parser that declares and fetches no entity."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import TypeAlias
from xml.parsers import expat

from technostate.errors import DataError
from technostate.evidence.importers.files import too_large
from technostate.evidence.printable import printable

#: Column (from 0) → what stands there; blank cells are absent.
Cells: TypeAlias = dict[int, "str | float"]
#: Most columns and rows of a sheet, and elements within one another.
MOST_COLUMNS, MOST_ROWS, MOST_DEPTH = 16_384, 1_048_576, 64
#: Bytes of the largest part, unpacked, where no other bound is named.
MOST_BYTES = 2 * 2**30
_BLOCK = 2**18
#: Bytes of the longest tag, with its attributes.
_LONGEST_TAG = 8 * 2**20
#: Sheets and relationships of a workbook.
_MOST_PARTS = 10_000
#: Texts that a workbook may share between its cells, and letters of one.
_MOST_TEXTS, _LONGEST = 2_000_000, 32_767
#: Pieces of a cell's text; what comes after them is left out, as is what comes after the letters that a cell can hold.
_MOST_PIECES = 1_000
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]{1,6})\.xml")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HINT = "save it again as .xlsx, or take it again from its producer"


def _nothing(_: str) -> None:
    return


def _plain(text: str) -> str:
    """Return a text with the letters that the format writes as ``_x000D_``."""
    return _ESCAPE.sub(_letter, text) if "_x" in text else text


def _letter(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # Half of a pair is no letter, and nothing can be written with it.
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


class XmlBook:
    """An open .xlsx workbook; its sheets by name, in the workbook's order.

    Parameters
    ----------
    name : str
        Of the file, for messages.
    most : int
        Bytes of its largest part, unpacked.

    Raises
    ------
    DataError
        If the workbook names no sheet, is not well-formed or declares entities.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str, most: int = MOST_BYTES) -> None:
        self.name, self._archive, self._most = name, archive, most
        held = set(archive.namelist())
        named = [
            (row.get("name", ""), row.get("id", ""))
            for row in elements(archive, name, "xl/workbook.xml", "sheet", most)
        ]
        places = targets(archive, name, "xl/_rels/workbook.xml.rels", most)
        parts = {
            label: places.get(at, "")
            for label, at in named
            if places.get(at, "") in held and "chartsheets" not in places[at]
        }
        numbered = sorted((int(match[1]), part) for part in held if (match := _SHEET.fullmatch(part)))
        self._parts = parts or {str(number): part for number, part in numbered}
        if not self._parts:
            raise DataError(f"{name} has no sheet", hint=_HINT)
        self.sheets = tuple(self._parts)
        self._texts: list[str] | None = None

    def rows(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """Yield number and cells of the rows of a sheet that hold anything.

        Raises
        ------
        DataError
            If the sheet is not well-formed, or larger than a sheet can be.
        """
        if self._texts is None:
            self._texts = self._shared()
        reader = _Sheet(self.name, self._texts)
        for _ in parsed(
            self._archive, self.name, self._parts[sheet], reader.start, reader.end, reader.text, self._most
        ):
            yield from reader.take()

    def _shared(self) -> list[str]:
        reader = _Texts(self.name)
        if "xl/sharedStrings.xml" in self._archive.namelist():
            for _ in parsed(
                self._archive, self.name, "xl/sharedStrings.xml", reader.start, reader.end, reader.text, self._most
            ):
                pass
        return reader.found


def parsed(
    archive: zipfile.ZipFile,
    name: str,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = _nothing,
    text: Callable[[str], None] = _nothing,
    most: int = MOST_BYTES,
) -> Iterator[None]:
    """Feed a part of a workbook to handlers, block by block, with local names of elements; yields after each block.

    Raises
    ------
    DataError
        If the part is not well-formed, declares entities, nests elements too deep or has more than `most` bytes.
    """
    depth = size = 0
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise DataError(f"{name} nests elements too deep", hint="the file is damaged or hostile")
        start(tag.rpartition(" ")[2], attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.rpartition(" ")[2])

    def refuse(*_: object) -> int:
        raise DataError(f"{name} declares XML entities", hint="remove its document type declaration")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, text
    parser.EntityDeclHandler = parser.ExternalEntityRefHandler = refuse
    try:
        with archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > most:
                    raise too_large(f"{name}: {printable(part)}", most)
                parser.Parse(block, False)
                # What has no end is looked at from its beginning again with every block.
                if size - parser.CurrentByteIndex > _LONGEST_TAG:
                    raise DataError(
                        f"{name}: {printable(part)} has a tag of more than {_LONGEST_TAG:,} bytes", hint=_HINT
                    )
                yield
            parser.Parse(b"", True)
            yield
    except (expat.ExpatError, LookupError, UnicodeError) as error:
        raise DataError(f"{name}: {part} is not well-formed ({error})", hint=_HINT) from None


def elements(
    archive: zipfile.ZipFile, name: str, part: str, wanted: str, most: int = MOST_BYTES
) -> list[dict[str, str]]:
    """Return the attributes, by local name, of every element of one name in a part; none if there is no such part."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == wanted:
            if len(found) == _MOST_PARTS:
                raise DataError(f"{name} has more than {_MOST_PARTS:,} elements {wanted}", hint=_HINT)
            found.append({key.rpartition(" ")[2]: value for key, value in attributes.items()})

    if part in archive.namelist():
        for _ in parsed(archive, name, part, start, most=most):
            pass
    return found


def targets(archive: zipfile.ZipFile, name: str, part: str, most: int = MOST_BYTES) -> dict[str, str]:
    """Return id → part, of a workbook's list of relationships."""
    found = {}
    for row in elements(archive, name, part, "Relationship", most):
        target = row.get("Target", "")
        found[row.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


class _Texts:
    """Reader of shared texts; phonetic readings are left out."""

    def __init__(self, name: str) -> None:
        self.name, self.found = name, list[str]()
        self.pieces: list[str] = []
        self.inside = self.phonetic = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self.pieces = []
        self.phonetic |= tag == "rPh"
        self.inside = tag == "t" and not self.phonetic

    def text(self, characters: str) -> None:
        if self.inside and len(self.pieces) < _MOST_PIECES:
            self.pieces.append(characters[:_LONGEST])

    def end(self, tag: str) -> None:
        self.inside = False
        self.phonetic &= tag != "rPh"
        if tag == "si":
            if len(self.found) >= _MOST_TEXTS:
                raise DataError(f"{self.name} shares more than {_MOST_TEXTS:,} texts", hint=_HINT)
            self.found.append(_plain("".join(self.pieces)[:_LONGEST]))


class _Sheet:
    """Reader of one sheet; rows that are complete are taken block by block."""

    def __init__(self, name: str, texts: list[str]) -> None:
        self.name, self.texts = name, texts
        self.done: list[tuple[int, Cells]] = []
        self.cells: Cells = {}
        self.row = self.column = 0
        self.kind = ""
        self.pieces: list[str] = []
        self.inside = False

    def take(self) -> list[tuple[int, Cells]]:
        done, self.done = self.done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            place = attributes.get("r", "")
            self.column = _column(place) if place else self.column + 1
            if not 0 <= self.column < MOST_COLUMNS:
                raise DataError(f"{self.name}: {place[:20]!r} is no cell", hint=_HINT)
            self.kind, self.pieces = attributes.get("t", "n"), []
        elif tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else self.row + 1
            self.cells, self.column = {}, -1
            if self.row > MOST_ROWS:
                raise DataError(f"{self.name} has more than {MOST_ROWS:,} rows", hint=_HINT)
        self.inside = tag in ("v", "t")

    def text(self, characters: str) -> None:
        if self.inside and len(self.pieces) < _MOST_PIECES:
            self.pieces.append(characters[:_LONGEST])

    def end(self, tag: str) -> None:
        self.inside = False
        if tag == "c" and self.pieces:
            self.cells[self.column] = self._value("".join(self.pieces))
        elif tag == "row" and self.cells:
            self.done.append((self.row, self.cells))

    def _value(self, raw: str) -> str | float:
        if self.kind == "s":
            at = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else -1
            if not 0 <= at < len(self.texts):
                raise DataError(f"{self.name}: row {self.row} names a text that is not there", hint=_HINT)
            return self.texts[at]
        if self.kind in ("n", ""):
            try:
                return float(raw)
            except ValueError:
                return _plain(raw[:_LONGEST])
        return _plain(raw[:_LONGEST])


def _column(place: str) -> int:
    """Return the column of a cell's place, from 0; −1 if it is none.

    Examples
    --------
    >>> _column("A1"), _column("AB12"), _column("1A")
    (0, 27, -1)
    """
    number = 0
    for letter in place[:8]:
        code = ord(letter) - 64
        if not 1 <= code <= 26:
            break
        number = 26 * number + code
    return number - 1
