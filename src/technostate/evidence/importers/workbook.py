"""Workbooks (.xlsx) as rows of cells: numbers and texts, nothing computed, nothing unpacked to a disk."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from technostate.errors import DataError
from technostate.evidence.importers.files import damaged, opened
from technostate.evidence.importers.workbook_xml import XmlBook
from technostate.evidence.printable import printable, shown
from technostate.evidence.readers.arrays import DAMAGED

#: Bytes of one sheet and of the shared texts, unpacked.
LIMIT_MEMBER = 512 * 2**20
#: Cells of all rows of a sheet, empty ones between others included.
LIMIT_CELLS = 20_000_000
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
                archive = self._stack.enter_context(zipfile.ZipFile(stream))
                if "xl/workbook.xml" not in archive.namelist():
                    raise DataError(f"{self.name} is no .xlsx workbook", hint="download the file again")
                self._book = XmlBook(archive, self.name, LIMIT_MEMBER)
            except DAMAGED:
                raise DataError(
                    f"{self.name} is no .xlsx workbook, or it is damaged", hint="download the file again"
                ) from None
        except BaseException:
            self._stack.close()
            raise

    def __enter__(self) -> Workbook:
        """Return the workbook."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._stack.close()

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets, in order."""
        return self._book.sheets

    def sheet(self, pattern: str) -> str | None:
        """Return the name of the first sheet that matches a regular expression, without case, or None."""
        return next((name for name in self.sheets if re.search(pattern, name, re.IGNORECASE)), None)

    def lines(self, sheet: str) -> Iterator[Line]:
        """Yield the rows of a sheet that have any cell.

        Raises
        ------
        DataError
            If there is no such sheet, or it is damaged or too large.
        """
        if sheet not in self.sheets:
            raise DataError(
                f"{self.name} has no sheet {shown(sheet)}", hint="it has " + ", ".join(map(shown, self.sheets[:12]))
            )
        cells = 0
        try:
            for number, row in self._book.rows(sheet):
                width = 1 + max(row)
                cells += width
                if cells > LIMIT_CELLS:
                    raise DataError(f"{self.name} has too many cells", hint="keep only the columns that are needed")
                yield Line(number, tuple(map(row.get, range(width))))
        except DAMAGED as error:
            raise damaged(f"{self.name}, sheet {shown(sheet)}", error) from None


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
