"""Sheets of figures from workbooks, row by row: .xlsx (XML) and .xlsb (binary), read as streams within limits.

Nothing is computed and no formula is run: what a workbook kept as the value of a cell is taken.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from technostate.errors import DataError, nearest
from technostate.evidence.importers.workbook_xml import Cells, XmlBook
from technostate.evidence.printable import printable, shown
from technostate.evidence.readers.arrays import DAMAGED, refuse_rare_packing
from technostate.evidence.regular import regular_stream
from technostate.world.formats.members import MOST_COMPRESSED
from technostate.world.importers.workbook_binary import BinaryBook

#: Largest size of one part of a workbook once unpacked, bytes.
LARGEST_PART = 2 * 2**30
_HINT = "save it again as .xlsx, or take it again from its producer"


class Book(Protocol):
    """An open workbook."""

    name: str
    sheets: tuple[str, ...]

    def rows(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """Yield number (from 1) and cells of the rows of a sheet that hold anything."""
        ...


@contextmanager
def opened_book(path: Path, member: str = "") -> Iterator[Book]:
    """Open a workbook by its end, ``.xlsx`` or ``.xlsb``.

    Parameters
    ----------
    member : str
        Its name inside a zip archive at the path; empty: the path itself is the workbook.

    Raises
    ------
    DataError
        If it is no workbook, is damaged, encrypted or packs implausibly well.
    """
    name = printable(PurePosixPath(member).name if member else path.name)
    try:
        with regular_stream(path) as file:
            outer = zipfile.ZipFile(file)
            with _stream(outer, member) if member else nullcontext(file) as stream, zipfile.ZipFile(stream) as archive:
                refuse_rare_packing(archive, name)
                _check_sizes(archive, name)
                kind = BinaryBook if "xl/workbook.bin" in archive.namelist() else XmlBook
                yield kind(archive, name)
    except DAMAGED as error:
        raise DataError(f"{name} is not a readable workbook ({error})", hint=_HINT) from None


def _stream(outer: zipfile.ZipFile, member: str) -> IO[bytes]:
    names = [info for info in outer.infolist() if info.filename.replace("\\", "/").endswith(member)]
    return outer.open(names[0])


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    for info in archive.infolist():
        if info.file_size > LARGEST_PART or info.file_size > MOST_COMPRESSED * max(info.compress_size, 1) + 2**20:
            raise DataError(
                f"{name}: {shown(info.filename)} would unpack {info.compress_size:,} bytes to {info.file_size:,}",
                hint=f"more than {LARGEST_PART // 2**20} MiB or {MOST_COMPRESSED} times its size is refused",
            )


def column_named(path: Path, sheet: str, column: str) -> list[str]:
    """Return the texts of one column of a sheet, below its name; blank cells are left out.

    Raises
    ------
    DataError
        If there is no such sheet or column, or it is empty.
    """
    with opened_book(path) as book:
        wanted = {name.casefold(): name for name in book.sheets}
        if sheet.casefold() not in wanted:
            close = nearest(sheet, book.sheets, n=1)
            raise DataError(
                f"{book.name} has no sheet {sheet}",
                hint=f"it has {', '.join(map(printable, close or book.sheets[:6]))}",
            )
        rows = book.rows(wanted[sheet.casefold()])
        head = next(rows, (0, {}))[1]
        places = [at for at, cell in head.items() if str(cell).strip().casefold() == column.casefold()]
        found = [str(cells[places[0]]).strip() for _, cells in rows if places and places[0] in cells]
    labels = [label for label in found if label]
    if not labels:
        raise DataError(
            f"{printable(path.name)}: sheet {sheet} has no column {column}", hint="take the release's own file"
        )
    return labels
