"""What a file may be at most, and the file as it is handed to an importer: read once, safely."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from technostate.errors import DataError

MEBIBYTE = 2**20
#: Largest file, in bytes; the largest texts of the shared corpus are a thousandth of it.
FILE = 64 * MEBIBYTE
#: Largest member of a zip file when unpacked, and how many times its packed size it may be.
MEMBER = 64 * MEBIBYTE
RATIO = 200
MEMBERS = 10_000
#: Largest html page, in bytes, in tags, and in attributes of one tag; the search for its main text takes about a second
#: for 10,000 elements, and the parser compares each attribute of a tag with all before it.
PAGE = 4 * MEBIBYTE
TAGS = 60_000
ATTRIBUTES = 500
#: Depth of nested elements or JSON values.
DEPTH = 200
PDF_PAGES = 5_000
#: Objects (words, lines, pictures) of one page of a PDF file; a map of roads has some ten thousand.
PDF_OBJECTS = 500_000
#: What a second process may take for one file: bytes of memory beyond its start, seconds of processor time, and seconds
#: in all on a machine that is busy.
MEMORY = 1024 * MEBIBYTE
SECONDS = 60
PATIENCE = 240
COLUMNS = 1_000
#: Rows of a table, each a document, and characters of all of them together: no more than the largest file has bytes.
ROWS = 200_000
TEXT = FILE
#: Characters of one document, and paragraphs.
CHARACTERS = 30_000_000
PASSAGES = 1_000_000


@dataclass(frozen=True)
class SourceFile:
    """A file to import.

    Parameters
    ----------
    name : str
        Its path within the folder that is imported, with forward slashes: what is kept as its source.
    columns : mapping of str to str
        Field of a document → column of a table; empty to go by the columns' usual names.
    remarks : list of str
        What an importer left out, in words; it adds to them while it reads.
    """

    name: str
    data: bytes
    sha256: str
    columns: Mapping[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list, compare=False)

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return Path(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending in lower case, with its dot."""
        return Path(self.name).suffix.lower()


def shown(name: str | os.PathLike[str]) -> str:
    r"""Return a file's name as it can be stored and printed: what is no UTF-8 or no character is replaced.

    Examples
    --------
    >>> shown("a\x1b[2J\udcff.txt")
    'a\ufffd[2J\ufffd.txt'
    """
    return re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", os.fspath(name))


def read(path: Path, name: str, columns: Mapping[str, str] | None = None) -> SourceFile:
    """Read a regular file that is not too large.

    Parameters
    ----------
    name : str
        What the source will be called.

    Raises
    ------
    DataError
        If it is no regular file (a pipe would wait for ever), too large, or cannot be read.
    """
    try:
        with open(path, "rb", opener=_opened) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise DataError(
                    f"{name} is not a regular file", hint="only files can be read: save what it gives to a file first"
                )
            data = file.read(FILE + 1)
    except OSError as error:
        raise DataError(f"{name} cannot be read: {error.strerror}", hint="look at the file's rights") from None
    except ValueError:
        raise DataError(f"{name} is no name of a file", hint="look at its characters") from None
    if len(data) > FILE:
        raise DataError(f"{name} is larger than {FILE // MEBIBYTE} MB", hint="split it into smaller files")
    return SourceFile(name, data, hashlib.sha256(data).hexdigest(), columns or {})


def _opened(path: str, flags: int) -> int:
    """Open without waiting: a pipe that nobody writes to would hold the import for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class Package:
    """A zip file of an office document: members are read in memory, never unpacked to a disk.

    Raises
    ------
    DataError
        If it is no zip file, is encrypted, or holds too much.
    """

    def __init__(self, file: SourceFile) -> None:
        self._name = file.name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file.data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise DataError(
                f"{file.name} is damaged: {str(error)[:100]}", hint="save it again with its program"
            ) from None
        if len(members) > MEMBERS:
            raise DataError(f"{file.name} has {len(members)} members", hint=f"at most {MEMBERS} are read")
        for member in members:
            if member.file_size > max(MEBIBYTE, RATIO * member.compress_size) or member.file_size > MEMBER:
                raise DataError(
                    f"{file.name}: {member.filename[:80]!r} would unpack to {member.file_size:,} bytes "
                    f"from {member.compress_size:,}",
                    hint=f"at most {RATIO} times its packed size and {MEMBER // MEBIBYTE} MB are unpacked",
                )
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """Return a member unpacked; raises `DataError` if it is missing, damaged, encrypted or larger than it says."""
        import zlib

        try:
            with self._zip.open(name) as member:
                data = member.read(MEMBER + 1)
        except KeyError:
            raise DataError(f"{self._name} has no {name}", hint="save it again with its program") from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            NotImplementedError,
            OSError,
            EOFError,
            ValueError,
        ) as error:
            raise DataError(
                f"{self._name}: {name} cannot be unpacked: {str(error)[:100]}", hint="remove its password"
            ) from None
        if len(data) > MEMBER:
            raise DataError(f"{self._name}: {name} is larger than it says", hint="the file is damaged or hostile")
        return data
