"""How the store keeps documents and their numbered passages: write, list, read, align, forget."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from technostate.doctrine.checksums import (
    PASSAGE,
    RECORD,
    damaged,
    forget_sound,
    mark_document,
    of_passage,
    of_record,
    sound,
)
from technostate.doctrine.records import Document, DocumentDate, Flag, Passage, Precision, StoredDocument
from technostate.doctrine.schema import PART
from technostate.doctrine.tokens import fold_all, tokens
from technostate.errors import DataError, StoreError
from technostate.evidence.store import MOST, Store

__all__ = [
    "PART", "Document", "DocumentDate", "Flag", "Passage", "Precision", "StoredDocument", "aligned", "document",
    "documents", "forget", "insert", "passages",
]  # fmt: skip

# The documents of a store as long as nobody writes to it.
_LISTED: WeakKeyDictionary[Store, tuple[tuple[int, int], list[StoredDocument]]] = WeakKeyDictionary()

_COLUMNS = "title, date, issuer, type, language, source, sha256, collection, encoding"


def insert(
    db: sqlite3.Connection, document: Document, passages: Sequence[Passage], flags: Iterable[Flag] = ()
) -> int | None:
    """Write a document, its passages and their index inside the caller's transaction.

    Parameters
    ----------
    db : sqlite3.Connection
        Of `Store.writing`.

    Returns
    -------
    int or None
        The document's number, None if the collection has it already (same sha256 and language).
    """
    first = int(db.execute("SELECT coalesce(max(id), 0) + 1 FROM passage").fetchone()[0])
    record = (
        document.title, document.date.text, document.issuer, document.type, document.language, document.source,
        document.sha256, document.collection, document.encoding,
    )  # fmt: skip
    added = db.execute(
        f"INSERT INTO document({_COLUMNS}, first, passages, characters) VALUES ({'?, ' * 11}?) ON CONFLICT DO NOTHING",
        (*record, first, len(passages), sum(len(passage.text) for passage in passages)),
    )
    if not added.rowcount:
        return None
    number = int(added.lastrowid or 0)
    folded = fold_all([item.text for item in passages])
    rows = [(first + at, number, item.number, item.text, folded[at]) for at, item in enumerate(passages)]
    db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", [(*row, of_passage(*row)) for row in rows])
    db.executemany("INSERT INTO gram(rowid, tokens) VALUES (?, ?)", [(row[0], tokens(row[3], row[4])) for row in rows])
    db.executemany("INSERT INTO flag VALUES (?, ?, ?)", [(number, flag.kind, flag.text) for flag in flags])
    mark_document(db, number)
    db.execute("UPDATE tally SET documents = documents + 1")
    return number


def documents(store: Store, *, collection: str = "") -> list[StoredDocument]:
    """Return the documents of a store, or of one collection, in order of date and number.

    Parameters
    ----------
    collection : str
        All collections by default.

    Raises
    ------
    StoreError
        If a record is damaged. All are looked at, because a damaged name would leave a collection in silence.
    """
    store.require(PART)
    with store.reading() as db:
        state = store.state()
        known = _LISTED.get(store)
        if known is None or known[0] != state:
            known = _LISTED[store] = state, _read_all(store, db)
    return [item for item in known[1] if not collection or item.document.collection == collection]


def _read_all(store: Store, db: sqlite3.Connection) -> list[StoredDocument]:
    flags: dict[int, list[tuple[Any, Any]]] = {}
    for number, kind, text in db.execute("SELECT document, kind, text FROM flag ORDER BY rowid"):
        flags.setdefault(number, []).append((kind, text))
    rows = db.execute(f"SELECT {RECORD}, mark FROM document ORDER BY date, id").fetchall()
    if db.execute("SELECT documents FROM tally").fetchall() != [(len(rows),)]:
        raise damaged(store, "the table of documents")
    return [_stored(store, row, flags.get(row[0], [])) for row in rows]


def document(store: Store, number: int) -> StoredDocument:
    """Return one document by its number.

    Raises
    ------
    StoreError
        If the store has no such document, or its record is damaged.
    """
    store.require(PART)
    with store.reading() as db:
        wanted = (min(max(number, -1), MOST),)
        row = db.execute(f"SELECT {RECORD}, mark FROM document WHERE id = ?", wanted).fetchone()
        flags = db.execute("SELECT kind, text FROM flag WHERE document = ? ORDER BY rowid", wanted).fetchall()
    if row is None:
        raise StoreError(
            f"the store has no document {number}", hint="technostate doctrine documents lists them with their numbers"
        )
    return _stored(store, row, flags)


def _stored(store: Store, row: tuple[Any, ...], flags: Sequence[tuple[Any, Any]]) -> StoredDocument:
    number, size, characters, title, date, *rest, first, mark = row
    try:
        same = mark == of_record(row[:-1], flags)
        found = Document(title, DocumentDate(date), *rest)
    except (DataError, TypeError, UnicodeError):
        same = False
    if not same:
        raise damaged(store, f"the record of document {number}")
    return StoredDocument(number, found, size, characters, tuple(Flag(*flag) for flag in flags), first)


def passages(store: Store, number: int, first: int = 1, last: int | None = None) -> list[Passage]:
    """Return the passages of a document, in order.

    Parameters
    ----------
    number : int
        The document's number in the store.
    first, last : int
        Numbers of the first and last passage; all by default.

    Raises
    ------
    StoreError
        If a passage is damaged, or one is missing where all are read.
    """
    store.require(PART)
    whole = first <= 1 and last is None
    number, begin, end = (min(max(place, -MOST), MOST) for place in (number, first, MOST if last is None else last))
    with store.reading() as db:
        sql = f"{PASSAGE} WHERE document = ? AND number BETWEEN ? AND ? ORDER BY number"
        rows = db.execute(sql, (number, begin, end)).fetchall()
        size = db.execute("SELECT passages FROM document WHERE id = ?", (number,)).fetchone()
    found = [Passage(place, text) for _, place, text, _ in sound(store, rows)]
    if whole and size is not None and size != (len(found),):
        raise damaged(store, f"the table of passages of document {number}")
    return found


def aligned(store: Store, one: int, other: int) -> list[tuple[int, str, str]]:
    """Return the units that two sides of one translation memory share: (unit, text of one, text of the other).

    Parameters
    ----------
    one, other : int
        Numbers of the two documents.

    Raises
    ------
    DataError
        If the two did not come from one file.
    """
    if document(store, one).document.sha256 != document(store, other).document.sha256:
        raise DataError(
            f"documents {one} and {other} did not come from one file", hint="name the two sides of one TMX file"
        )
    right = {item.number: item.text for item in passages(store, other)}
    return [(item.number, item.text, right[item.number]) for item in passages(store, one) if item.number in right]


def forget(store: Store, collection: str) -> int:
    """Take a collection out of the store and return how many documents it had."""
    store.require(PART)
    mine = "document IN (SELECT id FROM document WHERE collection = ?)"
    with store.writing() as db:
        # The index keeps no text of its own; to forget a passage it must be told the tokens once more.
        for at, _, text, folded in sound(store, db.execute(f"{PASSAGE} WHERE {mine}", (collection,))):
            db.execute("INSERT INTO gram(gram, rowid, tokens) VALUES ('delete', ?, ?)", (at, tokens(text, folded)))
        for table in ("passage", "flag", "sketch", "outline"):
            db.execute(f"DELETE FROM {table} WHERE {mine}", (collection,))
        db.execute("DELETE FROM file WHERE collection = ?", (collection,))
        gone = db.execute("DELETE FROM document WHERE collection = ?", (collection,)).rowcount
        db.execute("UPDATE tally SET documents = documents - ?", (gone,))
    forget_sound(store)
    return gone
