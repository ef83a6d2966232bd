"""Rows of figures from delimited text, one at a time: labels apart, numbers as an array."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from technostate.errors import DataError
from technostate.evidence.printable import shown
from technostate.world.formats.assemble import report
from technostate.world.formats.members import Members
from technostate.world.table import Array

#: No row of an honest table is longer than this.
LONGEST_ROW = 32 * 2**20
#: All that is unpacked from one archive while it is read row by row.
LARGEST = 64 * 2**30
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True)
class Line:
    """A row: its number in the file, its labels, and its figures as text."""

    number: int
    labels: tuple[str, ...]
    rest: str


def lines(files: Members, name: str, *, labels: int, mark: str) -> Iterator[Line]:
    """Yield the rows of a text that are not blank.

    Parameters
    ----------
    labels : int
        Fields at the beginning of a row that are labels.
    mark : str
        What separates fields.

    Raises
    ------
    DataError
        If the text is no UTF-8, holds NUL bytes, or has a row longer than any table's.
    """
    where = f"{files.name}: {name}"
    with files.open(name) as stream:
        number = 0
        while data := stream.readline(LONGEST_ROW + 1):
            number += 1
            if len(data) > LONGEST_ROW:
                raise DataError(
                    f"{where}: line {number} is longer than {LONGEST_ROW // 2**20} MiB", hint="it is no table"
                )
            if b"\0" in data:
                raise DataError(
                    f"{where}: line {number} holds NUL bytes", hint="it is binary, or UTF-16: save it as UTF-8"
                )
            try:
                text = data.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
            except UnicodeDecodeError:
                raise DataError(f"{where}: line {number} is not UTF-8", hint="save it again as UTF-8") from None
            if text.strip(mark + ' \t"'):
                *first, rest = text.split(mark, labels) if labels else (text,)
                yield Line(number, tuple(map(plain, first)), rest)


def plain(text: str) -> str:
    """Return a field without spaces and quotes around it."""
    return text.strip().strip('"').strip()


def numbers(line: Line, columns: Sequence[str], where: str, mark: str) -> Array:
    """Return the figures of a row; blank fields are NaN.

    Parameters
    ----------
    columns : sequence of str
        What each figure is, for the error.

    Raises
    ------
    DataError
        If there are more or fewer than columns, or one is no number: by line and column.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found: Array = np.fromstring(line.rest, dtype=np.float64, sep=mark)
    except (ValueError, DeprecationWarning):
        found = np.empty(0)
    if len(found) == len(columns):
        return found
    cells = list(map(plain, line.rest.split(mark)))
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    place = f"line {line.number}" + (f" ({' '.join(line.labels)})" if any(line.labels) else "")
    if len(cells) != len(columns):
        report(where, [f"{place} has {len(cells)} figures, the header names {len(columns)}"], "the file may be cut off")
    wrong = [
        f"{place}, column {column}: {shown(cell)} is not a number"
        for cell, column in zip(cells, columns, strict=True)
        if cell and not _NUMBER.fullmatch(cell)
    ]
    report(where, wrong, "figures are plain decimals with a point, without marks of thousands")
    return np.array([float(cell) if cell else np.nan for cell in cells])
