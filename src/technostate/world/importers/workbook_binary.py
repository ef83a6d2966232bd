"""Sheets of an .xlsb workbook (Microsoft's [MS-XLSB] records): numbers and texts of cells, formulas' kept values.

A part is a run of records: number and length as little-endian groups of seven bits, then the record's bytes. A cell
record begins with its column (4 bytes) and style (4 bytes).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from technostate.errors import DataError
from technostate.evidence.importers.workbook_xml import MOST_COLUMNS, MOST_ROWS, Cells, targets

_HINT = "save it again as .xlsx, or take it again from its producer"
#: Records by number: a row begins; cells of kept numbers and texts, with and without a formula; a shared text; a sheet.
_ROW, _SMALL, _REAL, _TEXT, _SHARED, _FORMULA_TEXT, _FORMULA_REAL = 0, 2, 5, 6, 7, 8, 9
_ITEM, _SHEET = 19, 156
_MOST_TEXTS = 2_000_000


class BinaryBook:
    """An open .xlsb workbook; its sheets by name, in the workbook's order.

    Raises
    ------
    DataError
        If the workbook names no sheet, or a record is cut off.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name, self._archive = name, archive
        held = set(archive.namelist())
        places = targets(archive, name, "xl/_rels/workbook.bin.rels")
        self._parts: dict[str, str] = {}
        for kind, data in self._records("xl/workbook.bin"):
            if kind == _SHEET:
                label_at, offset = self._string(data, 8)
                label, _ = self._string(data, offset)
                part = places.get(label_at, "")
                if part in held:
                    self._parts[label] = part
        if not self._parts:
            numbered = sorted(part for part in held if part.startswith("xl/worksheets/sheet") and part.endswith(".bin"))
            self._parts = {part.rpartition("/")[2].removesuffix(".bin"): part for part in numbered}
        if not self._parts:
            raise DataError(f"{name} has no sheet", hint=_HINT)
        self.sheets = tuple(self._parts)
        self._texts: list[str] | None = None

    def rows(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """Yield number and cells of the rows of a sheet that hold anything.

        Raises
        ------
        DataError
            If a record is cut off, or names what is not there.
        """
        if self._texts is None:
            self._texts = self._shared()
        number, cells = 0, Cells()
        for kind, data in self._records(self._parts[sheet]):
            if kind == _ROW:
                if cells:
                    yield number, cells
                number, cells = int(struct.unpack_from("<I", data)[0]) + 1, {}
                if number > MOST_ROWS:
                    raise DataError(f"{self.name} has more than {MOST_ROWS:,} rows", hint=_HINT)
            elif kind in (_SMALL, _REAL, _TEXT, _SHARED, _FORMULA_TEXT, _FORMULA_REAL):
                column = int(struct.unpack_from("<I", data)[0])
                if column >= MOST_COLUMNS:
                    raise DataError(f"{self.name}: row {number} has a cell in column {column + 1}", hint=_HINT)
                cells[column] = self._value(kind, data, number)
        if cells:
            yield number, cells

    def _value(self, kind: int, data: bytes, row: int) -> str | float:
        if kind in (_REAL, _FORMULA_REAL):
            return float(struct.unpack_from("<d", data, 8)[0])
        if kind == _SMALL:
            return small(int(struct.unpack_from("<I", data, 8)[0]))
        if kind == _SHARED:
            at = int(struct.unpack_from("<I", data, 8)[0])
            if self._texts is None or at >= len(self._texts):
                raise DataError(f"{self.name}: row {row} names a text that is not there", hint=_HINT)
            return self._texts[at]
        return self._string(data, 8)[0]

    def _shared(self) -> list[str]:
        if "xl/sharedStrings.bin" not in self._archive.namelist():
            return []
        found: list[str] = []
        for kind, data in self._records("xl/sharedStrings.bin"):
            if kind == _ITEM:
                if len(found) >= _MOST_TEXTS:
                    raise DataError(f"{self.name} shares more than {_MOST_TEXTS:,} texts", hint=_HINT)
                found.append(self._string(data, 1)[0])
        return found

    def _string(self, data: bytes, offset: int) -> tuple[str, int]:
        """Return the counted text at an offset, and where it ends."""
        count = int(struct.unpack_from("<I", data, offset)[0])
        end = offset + 4 + 2 * count
        if end > len(data):
            raise DataError(f"{self.name}: a text is cut off", hint=_HINT)
        return data[offset + 4 : end].decode("utf-16-le", "replace"), end

    def _records(self, part: str) -> Iterator[tuple[int, bytes]]:
        """Yield number and bytes of each record of a part."""
        with self._archive.open(part) as stream:
            data, at = b"", 0
            while True:
                if len(data) - at < 2**16:
                    data, at = data[at:] + stream.read(2**20), 0
                if at >= len(data):
                    return
                kind, at = _sevens(data, at, 2)
                size, at = _sevens(data, at, 4)
                if at + size > len(data):
                    data, at = data[at:] + stream.read(at + size - len(data) + 2**20), 0
                if size > len(data) - at:
                    raise DataError(f"{self.name}: {part} is cut off", hint=_HINT)
                yield kind, data[at : at + size]
                at += size


def small(code: int) -> float:
    """Return the number that a cell of four bytes holds: 30 bits of an integer or of a double, perhaps hundredths.

    Examples
    --------
    >>> small(7 << 2 | 2), small(125 << 2 | 3), small(0x3FF00000)
    (7.0, 1.25, 1.0)
    """
    if code & 2:
        value = float(struct.unpack("<i", struct.pack("<I", code))[0] >> 2)
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (code & 0xFFFFFFFC) << 32))[0])
    return value / 100 if code & 1 else value


def _sevens(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number in groups of seven bits, and where it ends; raises `IndexError` where it is cut off."""
    number = 0
    for step in range(most):
        byte = data[at]
        at += 1
        # Numbers of records keep the mark of the first byte: 0x80 | low, high.
        number |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            break
    return number, at
