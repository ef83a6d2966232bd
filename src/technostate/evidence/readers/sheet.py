"""Read one sheet of a workbook (.xlsx): the figures and words of its cells, formulas by their last result."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from technostate.errors import DataError, nearest
from technostate.evidence.readers.delimited import LIMIT_BYTES, size_checked

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: Columns beyond the last that the format knows are refused.
_LETTERS = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


def sheet(path: Path, name: str) -> list[dict[int, str]]:
    """Return the rows of a sheet, each as column (from 0) → text; empty cells are absent.

    Parameters
    ----------
    name : str
        As the tab shows it, blanks at its ends ignored.

    Raises
    ------
    DataError
        If the file is absent, too large, no workbook or damaged, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(size_checked(path, LIMIT_BYTES)) as archive:
            book, links = _xml(archive, "xl/workbook.xml"), _xml(archive, "xl/_rels/workbook.xml.rels")
            targets = {link.get("Id"): link.get("Target", "") for link in links}
            sheets = {tab.get("name", "").strip(): targets[tab.get(_REL)] for tab in book.iter(f"{_MAIN}sheet")}
            if name not in sheets:
                close = nearest(name, sheets, n=1) or list(sheets)[:1]
                raise DataError(f"{path.name} has no sheet {name!r}", hint=f"is it {''.join(close)!r}?")
            words = [_words(item) for item in _xml(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]
            cells = _xml(archive, f"xl/{sheets[name].removeprefix('/xl/')}")
        return [
            {_column(cell): text for cell in row.iter(f"{_MAIN}c") if (text := _text(cell, words))}
            for row in cells.iter(f"{_MAIN}row")
        ]
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, IndexError, ValueError) as error:
        raise DataError(
            f"{path.name} cannot be read as a workbook: {error}", hint="the file is cut off or damaged; copy it again"
        ) from None


def _xml(archive: zipfile.ZipFile, member: str) -> ElementTree.Element:
    if archive.getinfo(member).file_size > LIMIT_BYTES:
        raise ValueError(f"{member} unpacks to more than {LIMIT_BYTES / 2**20:.0f} MiB")
    data = archive.read(member)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # entities can multiply without bound
        raise ValueError(f"{member} declares entities")
    return ElementTree.fromstring(data)


def _words(item: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))


def _text(cell: ElementTree.Element, words: list[str]) -> str:
    value = cell.find(f"{_MAIN}v")
    if cell.get("t") == "inlineStr":
        return _words(cell).strip()
    if value is None or not value.text:
        return ""
    return (words[int(value.text)] if cell.get("t") == "s" else value.text).strip()


def _column(cell: ElementTree.Element) -> int:
    match = _LETTERS.fullmatch(cell.get("r", ""))
    if match is None:
        raise ValueError(f"a cell has the place {cell.get('r')!r}")
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1
