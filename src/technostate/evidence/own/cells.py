"""A user's table as rows of cells, whatever holds it: separated text, plain or packed, or a sheet of a workbook."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from technostate.errors import DataError, nearest
from technostate.evidence.importers.files import LIMIT_COLUMNS, Text, text
from technostate.evidence.importers.workbook import Cell, Workbook, text_of
from technostate.evidence.printable import printable, shortened, shown

#: How a separator is named, as a shell takes no tab.
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
#: Lines in which the header is looked for: programs put titles and dates above it.
PREAMBLE = 40
LIMIT_ROWS = 5_000_000

_Line = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class Found:
    """A row: the file and its line as an error names them, and the cells by the name of their column."""

    file: str
    line: int
    cells: Mapping[str, Cell]

    @property
    def where(self) -> str:
        """File and line in words."""
        return f"{self.file} line {self.line}"


@dataclass(frozen=True)
class Table:
    """A header and the rows below it.

    Parameters
    ----------
    names : tuple of str
        Columns in their order, without blanks at the ends.
    """

    file: str
    names: tuple[str, ...]
    rows: Iterator[Found]


@contextmanager
def opened(path: Path, wanted: Sequence[str], *, sheet: str = "", separator: str = "") -> Iterator[Table]:
    """Give the table of a file: the first line that has all the wanted columns is its header.

    Parameters
    ----------
    wanted : sequence of str
        Names of columns, exactly as they are written.
    sheet : str
        Of a workbook; the only one by default.
    separator : str
        One of `SEPARATORS`; found from the header by default.

    Raises
    ------
    DataError
        If the file cannot be read, no line has the wanted columns, or a name is there twice; while reading, if a row
        has more cells than the header, or a quote is not closed.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        if separator:
            raise DataError("a workbook has no separator", hint="leave out --option separator=…")
        with Workbook(path) as book:
            name = _sheet(book, sheet)
            lines: Iterator[_Line] = ((line.number, line.cells) for line in book.lines(name))
            place = f"{book.name}, {printable(shortened(name, 60))}"
            yield _table(place, list(islice(lines, PREAMBLE)), lines, wanted, cut=False)
        return
    if sheet:
        raise DataError(f"{printable(path.name)} is no workbook and has no sheets", hint="leave out --option sheet=…")
    if separator and separator not in SEPARATORS:
        raise DataError(f"{shown(separator)} is no separator", hint=f"it is one of {', '.join(SEPARATORS)}")
    source = text(path, "*.csv", "*.tsv", "*.txt")
    tried = [SEPARATORS[separator]] if separator else list(SEPARATORS.values())
    heads = {mark: _head(source, mark) for mark in tried}
    # A file has the separator with which a line has the columns; else that which makes most of them, for the error.
    mark = max(tried, key=lambda item: _matches(heads[item], wanted))
    lines = _separated(source, mark)
    yield _table(source.name, list(islice(lines, PREAMBLE)), lines, wanted, cut=True)


def _sheet(book: Workbook, name: str) -> str:
    if name:
        return name
    if len(book.sheets) > 1:
        raise DataError(
            f"{book.name} has {len(book.sheets)} sheets: {', '.join(map(shown, book.sheets[:12]))}",
            hint="name the one that is meant: --option sheet=NAME",
        )
    return book.sheets[0]


def _separated(source: Text, mark: str) -> Iterator[_Line]:
    reader = csv.reader(source.lines(), delimiter=mark, strict=True)
    try:
        for count, fields in enumerate(reader, start=1):
            _check_width(source.name, reader.line_num, len(fields))
            if count > LIMIT_ROWS:
                raise DataError(f"{source.name} has more than {LIMIT_ROWS:,} rows", hint="split the file")
            if any(field.strip() for field in fields):
                yield reader.line_num, fields
    except csv.Error as error:
        raise DataError(
            f"{source.name} line {reader.line_num}: {error}", hint="the file is cut off or a quote is not closed"
        ) from None


def _head(source: Text, mark: str) -> list[_Line]:
    """Return the first lines as a separator cuts them, up to where its quotes make no sense."""
    found: list[_Line] = []
    reader = csv.reader(islice(source.lines(), PREAMBLE), delimiter=mark)
    with suppress(csv.Error):
        for fields in reader:
            _check_width(source.name, reader.line_num, len(fields))
            found.append((reader.line_num, fields))
    return found


def _check_width(file: str, line: int, fields: int) -> None:
    if fields > LIMIT_COLUMNS:
        raise DataError(f"{file} line {line} has more than {LIMIT_COLUMNS:,} fields", hint="keep the columns needed")


def _names(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(text_of(cell).lstrip("\ufeff") for cell in cells)


def _matches(head: Iterable[_Line], wanted: Sequence[str]) -> tuple[int, int]:
    """Return how many of the wanted columns the best line has, and how many cells that line has."""
    return max(
        ((sum(name in names for name in wanted), len(names)) for names in (_names(cells) for _, cells in head)),
        default=(0, 0),
    )


def _table(file: str, head: list[_Line], rest: Iterator[_Line], wanted: Sequence[str], *, cut: bool) -> Table:
    """Return the table that begins within the first lines.

    Parameters
    ----------
    cut : bool
        Whether a row with too few cells is an error; a workbook leaves empty ones at the end out.
    """
    if not head:
        raise DataError(f"{file} is empty", hint="name a file with a header and rows")
    for at, (_, cells) in enumerate(head):
        names = _names(cells)
        if all(name in names for name in wanted):
            if twice := sorted(name for name, count in Counter(names).items() if name and count > 1):
                raise DataError(
                    f"{file} has {len(twice)} columns twice: {', '.join(map(shown, twice[:5]))}", hint="rename them"
                )
            return Table(file, names, _rows(file, names, chain(head[at + 1 :], rest), cut))
    best = max((_names(cells) for _, cells in head), key=lambda names: (sum(n in names for n in wanted), len(names)))
    missing = [name for name in wanted if name not in best]
    close = {name: nearest(name, best, n=1) for name in missing}
    guess = "".join(f"{name}: is it {shown(hit[0])}? " for name, hit in close.items() if hit)
    listed = ", ".join(shown(name, 40) for name in best[:12]) + (", …" if len(best) > 12 else "")
    raise DataError(
        f"{file} has no column {', '.join(map(shown, missing))}", hint=f"{guess}its header seems to be {listed}"
    )


def _rows(file: str, names: tuple[str, ...], lines: Iterable[_Line], cut: bool) -> Iterator[Found]:
    for line, cells in lines:
        row = list(cells)
        while len(row) > len(names) and not text_of(row[-1]):
            row.pop()
        if len(row) > len(names) or (cut and len(row) < len(names)):
            raise DataError(
                f"{file} line {line}: {len(row)} fields, {len(names)} expected",
                hint="the file is cut off, or a text with a separator in it has no quotes",
            )
        row += [None] * (len(names) - len(row))
        yield Found(file, line, dict(zip(names, row, strict=True)))
