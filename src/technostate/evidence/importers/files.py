"""A user's file as lines of text: plain, gzip or one member of a zip, decoded, and never larger than the limits."""

from __future__ import annotations

import codecs
import fnmatch
import gzip
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from technostate.errors import DataError
from technostate.evidence.printable import printable, reason

#: Largest text, unpacked; the largest file of the producers here, V-Dem's country-years, has some 450 MB.
LIMIT_BYTES = 2 * 2**30
#: Longest line, in characters: V-Dem's has some 60,000, a list of all products of a trade measure some 100,000.
LIMIT_LINE = 4 * 2**20
#: Lines of a text, and fields of a line: V-Dem has some 5,000 columns.
LIMIT_LINES, LIMIT_COLUMNS = 50_000_000, 50_000
#: Members of a zip; the largest here holds a file for each of some 270 economies.
LIMIT_MEMBERS = 2_000
_CHUNK = 2**20
_DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True)
class Text:
    """A text within a file.

    Parameters
    ----------
    path : Path
        The file.
    member : str
        Name within the zip; empty where the file is the text.
    """

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        """Name of the text itself, without folders, as it can be printed."""
        return printable(self.member.rpartition("/")[2] or self.path.name)

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends; raises `DataError` if they cannot be unpacked, decoded or are too long."""
        encoding = self._encoding()
        with self._stream() as stream:
            text = io.TextIOWrapper(stream, encoding=encoding, newline="")
            number = 0
            try:
                while line := text.readline(LIMIT_LINE):
                    number += 1
                    if number > LIMIT_LINES:
                        raise DataError(f"{self.name} has more than {LIMIT_LINES:,} lines", hint="split the file")
                    if len(line) == LIMIT_LINE:
                        raise DataError(
                            f"{self.name} line {number} is longer than {LIMIT_LINE:,} characters",
                            hint="this is no table of text: technostate data kinds names each file",
                        )
                    if "\0" in line:
                        raise DataError(
                            f"{self.name} line {number} contains NUL bytes",
                            hint="it is a binary file: technostate data kinds names each file",
                        )
                    yield line
            except UnicodeError:
                raise DataError(
                    f"{self.name} cannot be decoded after line {number}", hint="download the file again"
                ) from None
            except _DAMAGED as error:
                raise damaged(self.name, error) from None

    def _encoding(self) -> str:
        """Return UTF-16 by its mark, else UTF-8 if the whole text is, else Windows' Western encoding."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        size = 0
        try:
            with self._stream() as stream:
                first = stream.read(_CHUNK)
                if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    return "utf-16"
                if b"\0" in first:
                    raise DataError(
                        f"{self.name} contains NUL bytes",
                        hint="it is a binary file: technostate data kinds names each file",
                    )
                chunk, legacy = first, False
                while chunk:
                    size += len(chunk)
                    if size > LIMIT_BYTES:
                        raise too_large(self.name, LIMIT_BYTES)
                    if not legacy:
                        try:
                            decoder.decode(chunk)
                        except UnicodeDecodeError:
                            legacy = True
                    chunk = stream.read(_CHUNK)
        except _DAMAGED as error:
            raise damaged(self.name, error) from None
        return "latin-1" if legacy or decoder.getstate()[0] else "utf-8-sig"

    @contextmanager
    def _stream(self) -> Iterator[IO[bytes]]:
        with opened(self.path) as raw:
            if self.member:
                with zipfile.ZipFile(raw) as archive, archive.open(self.member) as stream:
                    yield stream
            elif raw.peek(2)[:2] == b"\x1f\x8b":
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield io.BufferedReader(unpacked)
            else:
                yield raw


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """Open a regular file for reading; a device or a pipe would hold the import for ever.

    Raises
    ------
    DataError
        If it is absent, no regular file, or may not be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
    try:
        stream = open(path, "rb", opener=lambda name, _: os.open(name, flags | getattr(os, "O_BINARY", 0)))  # noqa: SIM115
    except (OSError, ValueError) as error:
        raise DataError(
            f"{printable(path.name)} cannot be read: {getattr(error, 'strerror', None) or reason(error)}",
            hint="look at its path and its rights",
        ) from None
    with stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise DataError(f"{printable(path.name)} is not a regular file", hint="name the file itself")
        yield stream


def texts(path: Path, *patterns: str) -> tuple[Text, ...]:
    """Return the texts of a file: itself, or the members of a zip whose names match, sorted.

    Parameters
    ----------
    patterns : str
        Names of the members wanted, with ``*``, in any case of letters; the first pattern that any member matches
        counts. None: ``*.csv``.

    Raises
    ------
    DataError
        If the file cannot be read, the zip is damaged or holds too much, or no member matches.
    """
    with opened(path) as raw:
        if not zipfile.is_zipfile(raw):
            return (Text(path),)
        try:
            infos = [item for item in zipfile.ZipFile(raw).infolist() if not item.is_dir()]
        except _DAMAGED as error:
            raise damaged(path.name, error) from None
    if len(infos) > LIMIT_MEMBERS:
        raise DataError(
            f"{printable(path.name)} has {len(infos):,} members", hint=f"at most {LIMIT_MEMBERS:,} are read"
        )
    if sum(item.file_size for item in infos) > 4 * LIMIT_BYTES:
        raise too_large(printable(path.name), 4 * LIMIT_BYTES)
    names = [item.filename for item in infos]
    for pattern in patterns or ("*.csv",):
        found = [name for name in names if fnmatch.fnmatch(name.rpartition("/")[2].lower(), pattern.lower())]
        if found:
            return tuple(Text(path, name) for name in sorted(found))
    listed = ", ".join(printable(name) for name in sorted(names)[:8]) + (", …" if len(names) > 8 else "")
    raise DataError(
        f"{printable(path.name)} holds no {' or '.join(patterns or ('*.csv',))}",
        hint=f"it holds {listed}" if names else "it is empty",
    )


def text(path: Path, *patterns: str) -> Text:
    """Return the one text of a file; raises `DataError` like `texts`, and where several members match."""
    found = texts(path, *patterns)
    if len(found) > 1:
        raise DataError(
            f"{printable(path.name)} holds {len(found)} tables: {', '.join(item.name for item in found[:8])}",
            hint="unpack it and name the one that is meant",
        )
    return found[0]


def damaged(name: str, error: BaseException) -> DataError:
    """Return the error for a file that cannot be unpacked or read to its end."""
    return DataError(f"{printable(name)} is damaged: {reason(error, 100)}", hint="download the file again")


def too_large(name: str, limit: int) -> DataError:
    """Return the error for a file with more bytes than `limit`."""
    return DataError(
        f"{name} has more than {limit / 2**20:,.0f} MiB unpacked", hint="technostate data kinds names each file"
    )
