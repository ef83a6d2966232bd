"""Checksums of what the store keeps: a passage or a record that changed by itself is an error, never another count."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary
from zlib import crc32

from technostate.errors import StoreError
from technostate.evidence.store import Store

#: Fields of a document's record, in the order of its checksum.
RECORD = "id, passages, characters, title, date, issuer, type, language, source, sha256, collection, encoding, first"
#: What `sound` takes.
PASSAGE = "SELECT id, document, number, text, folded, mark FROM passage"
_HALF = 0x7FFFFFFF
# Passages that this process has found sound, by their ids: a second look would only cost time.
_SEEN: WeakKeyDictionary[Store, set[int]] = WeakKeyDictionary()


def _seed(at: int, document: int, number: int) -> int:
    return ((at * 31 + document) * 31 + number) & 0xFFFFFFFF


def of_passage(at: int, document: int, number: int, text: str, folded: str | None) -> int:
    """Return the checksum of a passage: CRC-32 of its text and of its folding, both begun with its place.

    Parameters
    ----------
    at, document, number : int
        Its id, its document and its number there.
    """
    seed = _seed(at, document, number)
    return (crc32(text.encode(), seed) & _HALF) << 32 | crc32(b"\0" if folded is None else folded.encode(), seed)


def of_record(record: Sequence[Any], flags: Iterable[Sequence[Any]]) -> int:
    """Return the checksum of a document's record and its flags.

    Parameters
    ----------
    record : sequence
        The values of `RECORD`.
    flags : iterable of (kind, text)
    """
    return crc32("\0".join(map(str, [*record, *(part for flag in flags for part in flag)])).encode())


def mark_document(db: sqlite3.Connection, number: int) -> None:
    """Write the checksum of a document's record inside the caller's transaction."""
    record = db.execute(f"SELECT {RECORD} FROM document WHERE id = ?", (number,)).fetchone()
    flags = db.execute("SELECT kind, text FROM flag WHERE document = ? ORDER BY rowid", (number,)).fetchall()
    db.execute("UPDATE document SET mark = ? WHERE id = ?", (of_record(record, flags), number))


def damaged(store: Store, what: str) -> StoreError:
    """Return the error for something in the store that is not what was written."""
    return StoreError(
        f"{what} in {store.path} is damaged: it is not what was written",
        hint="technostate doctrine check names all that is damaged; restore a copy, or import again into a new file",
    )


def sound(store: Store, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, int, str, str | None]]:
    """Yield id, number, text and folding of passages; what is searched of each is compared with its checksum first.

    Parameters
    ----------
    rows : iterable of (id, document, number, text, folded, mark)
        Of `PASSAGE`.

    Raises
    ------
    StoreError
        At a passage that is damaged.
    """
    seen = _SEEN.setdefault(store, set())
    for row in rows:
        at, document, number, text, folded, _ = row
        if at not in seen:
            if unsound(row):
                raise damaged(store, f"passage {number} of document {document}")
            seen.add(at)
        yield at, number, text, folded


def forget_sound(store: Store) -> None:
    """Look at every passage again: ids that became free may name others."""
    _SEEN.pop(store, None)


def unsound(row: Sequence[Any]) -> bool:
    """Return whether a row of `PASSAGE` has not its checksum; a value of another type has not."""
    *passage, mark = row
    try:
        return bool(mark != of_passage(*passage))
    except (AttributeError, TypeError, UnicodeError):
        return True
