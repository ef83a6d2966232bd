"""Where a user's worlds and tariffs lie in the store: rows of records, and chunks with a checksum each."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, StoreError
from technostate.evidence.store import Part
from technostate.evidence.store_errors import RESTORE

#: Tables of worlds and tariffs; a new vintage stands beside the old one.
PART = Part(
    "tables",
    (
        (
            "CREATE TABLE stored_table(id INTEGER PRIMARY KEY, what TEXT NOT NULL, name TEXT NOT NULL, "
            "vintage TEXT NOT NULL, year INTEGER NOT NULL, record TEXT NOT NULL, digest TEXT NOT NULL, "
            "UNIQUE(what, name, vintage))",
            "CREATE TABLE stored_chunk(owner INTEGER NOT NULL REFERENCES stored_table(id) ON DELETE CASCADE, "
            "array TEXT NOT NULL, number INTEGER NOT NULL, digest TEXT NOT NULL, packed BLOB NOT NULL, "
            "PRIMARY KEY(owner, array, number))",
            # How many tables there should be.
            "CREATE TABLE stored_state(tables INTEGER NOT NULL)",
            "INSERT INTO stored_state VALUES (0)",
        ),
    ),
)
#: Bytes of figures in one chunk, before packing.
CHUNK = 8 * 2**20
#: Array, number, checksum, packed figures.
Chunk: TypeAlias = tuple[str, int, str, bytes]
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


def check_name(name: str, taken: Iterable[str]) -> str:
    """Return a name under which a table can stand in the store.

    Parameters
    ----------
    taken : iterable of str
        Names of what ships, which a user's tables do not hide.

    Raises
    ------
    DataError
        If it has other characters than small letters, digits, '_' and '-', or is taken.
    """
    if not _NAME.fullmatch(name):
        raise DataError(
            f"{name[:80]!r} is no name for a table",
            hint="use small letters, digits, '_' and '-': --option name=NAME",
        )
    if name in taken:
        raise DataError(f"{name} ships with technostate", hint="give the table another name: --option name=NAME")
    return name


def digest_of(*parts: bytes) -> str:
    """Return a checksum over parts, in hexadecimal digits."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def packed(array: str, values: NDArray[Any]) -> list[Chunk]:
    """Return an array as chunks; each checksum also covers where the chunk stands."""
    flat = np.ascontiguousarray(values).reshape(-1)
    step = max(1, CHUNK // flat.itemsize)
    found = []
    for number, start in enumerate(range(0, flat.size, step)):
        data = zlib.compress(flat[start : start + step].tobytes(), 1)
        found.append((array, number, digest_of(f"{array} {number} ".encode(), data), data))
    return found


def insert(db: sqlite3.Connection, owner: int, chunks: Iterable[Chunk]) -> None:
    """Write chunks of a table inside an open transaction; packing them before keeps the store locked for less long."""
    db.executemany("INSERT INTO stored_chunk VALUES (?, ?, ?, ?, ?)", ((owner, *chunk) for chunk in chunks))


def unpack(
    db: sqlite3.Connection, owner: int, array: str, shape: tuple[int, ...], kind: str, what: str
) -> NDArray[Any]:
    """Return the array that `packed` made, every chunk verified.

    Parameters
    ----------
    kind : str
        NumPy's name of the type, for example ``"<f8"``.
    what : str
        Whose array it is, for the error.

    Raises
    ------
    StoreError
        If a chunk is missing or damaged.
    """
    whole: NDArray[Any] = np.empty(shape, dtype=kind)
    flat = whole.reshape(-1)
    filled = 0
    for number, packed in _verified(db, owner, array, what):
        reader = zlib.decompressobj()
        try:
            data = reader.decompress(packed, CHUNK + 1)
        except zlib.error:
            raise _damaged(what, array, number) from None
        count = len(data) // flat.itemsize
        if len(data) > CHUNK or len(data) % flat.itemsize or filled + count > flat.size:
            raise _damaged(what, array, number)
        flat[filled : filled + count] = np.frombuffer(data, dtype=kind)
        filled += count
    if filled != flat.size:
        raise _damaged(what, array, -1)
    return whole


def _verified(db: sqlite3.Connection, owner: int, array: str, what: str) -> Iterator[tuple[int, bytes]]:
    found = db.execute(
        "SELECT number, digest, packed FROM stored_chunk WHERE owner = ? AND array = ? ORDER BY number", (owner, array)
    )
    for expected, (number, digest, packed) in enumerate(found):
        if number != expected or not isinstance(packed, bytes):
            raise _damaged(what, array, expected)
        if digest != digest_of(f"{array} {number} ".encode(), packed):
            raise _damaged(what, array, number)
        yield number, packed


def _damaged(what: str, array: str, number: int) -> StoreError:
    place = f"chunk {number} of its {array}" if number >= 0 else f"the end of its {array}"
    return StoreError(f"{what} is damaged in the store: {place}", hint=RESTORE)
