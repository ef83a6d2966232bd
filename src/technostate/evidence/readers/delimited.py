"""Read delimited text strictly: encoding, columns, number of fields, numbers; each mistake names file and row."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError, nearest

#: Larger files are refused: no raw text file used here comes near, and a wrong path should not fill the memory.
LIMIT_BYTES = 64 * 2**20

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
MISSING: frozenset[str] = frozenset({"", "NA"})


@dataclass(frozen=True)
class Row:
    """One row of a file: its line (the header is line 1) and its fields by column."""

    file: str
    line: int
    fields: dict[str, str]

    def text(self, column: str) -> str:
        """Return a field without blanks at its ends."""
        return self.fields[column].strip()

    def number(self, column: str, *, missing: Collection[str] = MISSING) -> float | None:
        """Return a field as a number, None where it is missing; raises `DataError` for anything else."""
        text = self.text(column)
        if text in missing:
            return None
        if not _NUMBER.fullmatch(text):
            raise DataError(
                f"{self.file} line {self.line}: {column} is {text!r}, not a number",
                hint="write decimals with a point, no thousands separators; leave a missing value empty",
            )
        return float(text)

    def integer(self, column: str) -> int:
        """Return a field that must be a whole number, written as ``2020`` or ``2020.0``."""
        value = self.number(column, missing=())
        if value is None or value != int(value):
            raise DataError(
                f"{self.file} line {self.line}: {column} is {self.text(column)!r}, not a whole number",
                hint="years and codes are whole numbers",
            )
        return int(value)

    def year(self, column: str) -> int:
        """Return a field that must be a calendar year from 1000 to 2200."""
        value = self.integer(column)
        if not 1000 <= value <= 2200:
            raise DataError(f"{self.file} line {self.line}: {column} {value} is not a year", hint="write four digits")
        return value


def rows(
    path: Path, required: Sequence[str], *, encoding: str = "utf-8-sig", delimiter: str = ",", limit: int = LIMIT_BYTES
) -> Iterator[Row]:
    """Yield the rows of a delimited file after checking size, encoding and header.

    Parameters
    ----------
    required : sequence of str
        Columns that must be there; others may be.
    encoding : str
        The encoding the producer uses; UTF-8 with or without a byte-order mark by default.
    limit : int
        Largest size in bytes that is read, packed and unpacked (a name that ends in ``.gz`` is unpacked).

    Raises
    ------
    DataError
        If the file is absent, too large, empty, in another encoding, lacks a column, repeats one, or has a row
        with too few or too many fields.
    """
    lines = _decode(path, encoding, limit).splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise DataError(f"{path.name} is empty", hint="download the file again")
        names = [name.strip() for name in header]
        _check_header(path.name, names, required)
        for fields in reader:
            if not fields:
                continue
            if len(fields) != len(names):
                raise DataError(
                    f"{path.name} line {reader.line_num}: {len(fields)} fields, {len(names)} expected",
                    hint="the file is cut off or a quote is not closed",
                )
            yield Row(path.name, reader.line_num, dict(zip(names, fields, strict=True)))
    except csv.Error as error:
        raise DataError(
            f"{path.name} line {reader.line_num}: {error}", hint="the file is cut off or a quote is not closed"
        ) from None


def size_checked(path: Path, limit: int) -> Path:
    """Return the path of a file that exists and is no larger than `limit` bytes; raises `DataError` otherwise."""
    if not path.is_file():
        raise DataError(f"{path.name} is not in {path.parent}", hint="SOURCE.txt of the data set names its files")
    if path.stat().st_size > limit:
        raise DataError(
            f"{path.name} has {path.stat().st_size / 2**20:.0f} MiB, more than the limit of {limit / 2**20:.0f} MiB",
            hint="this is not the file the reader is made for",
        )
    return path


def _decode(path: Path, encoding: str, limit: int) -> str:
    data = _bytes(path, limit)
    if encoding == "latin-1" and _is_multibyte_utf8(data):
        raise DataError(f"{path.name} is UTF-8; its producer publishes it as latin-1", hint="use the file unconverted")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path.name} is not {encoding.removesuffix('-sig').upper()}: byte {error.start} cannot be read",
            hint=f"convert it: iconv -f latin-1 -t utf-8 {path.name}",
        ) from None
    if "\0" in text:
        raise DataError(f"{path.name} contains NUL bytes", hint="it is UTF-16 or a binary file, not delimited text")
    return text


def _bytes(path: Path, limit: int) -> bytes:
    """Return the content of a file, unpacked where its name ends in ``.gz``; neither size may pass `limit`."""
    size_checked(path, limit)
    if path.suffix != ".gz":
        return path.read_bytes()
    try:
        with gzip.open(path) as file:
            data = file.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            f"{path.name} cannot be unpacked: {error}", hint="the file is cut off or damaged; copy it again"
        ) from None
    if len(data) > limit:
        raise DataError(
            f"{path.name} unpacks to more than the limit of {limit / 2**20:.0f} MiB",
            hint="this is not the file the reader is made for",
        )
    return data


def _is_multibyte_utf8(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_header(file: str, names: Sequence[str], required: Sequence[str]) -> None:
    missing = [name for name in required if name not in names]
    if missing:
        close = {name: nearest(name, names, n=1) for name in missing}
        guess = "; ".join(f"{name}: is it {hit[0]!r}?" for name, hit in close.items() if hit)
        raise DataError(
            f"{file} lacks {len(missing)} column{'s' if len(missing) > 1 else ''}: {', '.join(missing)}",
            hint=(guess + " " if guess else "") + f"it has {', '.join(names[:12])}{', …' if len(names) > 12 else ''}",
        )
    repeated = sorted({name for name in required if names.count(name) > 1})
    if repeated:
        raise DataError(f"{file} has column {', '.join(repeated)} more than once", hint="keep one of them")
