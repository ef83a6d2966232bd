"""Documents and their numbered passages: what they are, and how the store keeps and indexes them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from technostate.doctrine.tokens import fold_all, tokens
from technostate.errors import DataError, StoreError
from technostate.evidence.store import Part, Store

Precision = Literal["day", "month", "year", "unknown"]
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, order=True)
class DocumentDate:
    """A date as exact as it is known.

    Parameters
    ----------
    text : str
        ISO 8601: ``"2014-12-31"``, ``"2014-12"``, ``"2014"``, or empty where nothing is known.

    Raises
    ------
    DataError
        If the text is no such date.

    Examples
    --------
    >>> DocumentDate("2014-12").precision, DocumentDate("2014-12").last
    ('month', datetime.date(2014, 12, 31))
    """

    text: str = ""

    def __post_init__(self) -> None:
        if not self.text:
            return
        found = _DATE.fullmatch(self.text)
        try:
            if not found:
                raise ValueError
            dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            raise DataError(f"{self.text!r} is not a date", hint="write YYYY, YYYY-MM or YYYY-MM-DD") from None

    @property
    def precision(self) -> Precision:
        """How exact the date is."""
        exact: dict[int, Precision] = {10: "day", 7: "month", 4: "year"}
        return exact.get(len(self.text), "unknown")

    @property
    def year(self) -> int | None:
        """The year, or None."""
        return int(self.text[:4]) if self.text else None

    @property
    def first(self) -> dt.date | None:
        """The first day that the date can mean."""
        return dt.date.fromisoformat(self.text + "-01-01"[len(self.text) - 10 or 6 :]) if self.text else None

    @property
    def last(self) -> dt.date | None:
        """The last day that the date can mean."""
        if not self.text:
            return None
        year, month, day = (*map(int, self.text.split("-")), 0, 0)[:3]
        month = month or 12
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])


@dataclass(frozen=True)
class Document:
    """What is known of a document.

    Parameters
    ----------
    title : str
    date : DocumentDate
    issuer : str
        Who issued or spoke it; empty where unknown.
    type : str
        For example ``"report"``, ``"speech"``, ``"law"``; empty where unknown.
    language : str
        ``"zh"``, ``"en"``, … or ``"und"``.
    source : str
        Public address, or the file's name within the folder that was imported (never a path of the machine).
    sha256 : str
        Of the file; where a file holds many documents, of the document's own text in UTF-8.
    collection : str
    encoding : str
        In which the file was read.
    """

    title: str
    date: DocumentDate
    issuer: str
    type: str
    language: str
    source: str
    sha256: str
    collection: str
    encoding: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the record as plain JSON types."""
        names = ("title", "issuer", "type", "language", "source", "sha256", "collection", "encoding")
        return {
            "date": self.date.text, "date_precision": self.date.precision,
            **{name: str(getattr(self, name)) for name in names},
        }  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """A paragraph, numbered from 1 (in a translation memory by its unit)."""

    number: int
    text: str


@dataclass(frozen=True)
class Flag:
    """Something about a document that a reader should know.

    Parameters
    ----------
    kind : str
        ``near-duplicate``, ``date``, ``lines``, ``short`` or ``cut``.
    text : str
        What was found, in words.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class StoredDocument:
    """A document in a store, with its number there, its counts and its flags."""

    id: int
    document: Document
    passages: int
    characters: int
    flags: tuple[Flag, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain JSON types."""
        flags = [{"kind": flag.kind, "text": flag.text} for flag in self.flags]
        return {
            "id": self.id, **self.document.as_dict(),
            "passages": self.passages, "characters": self.characters, "flags": flags,
        }  # fmt: skip


PART = Part(
    "documents",
    (
        (
            """CREATE TABLE document(
                id INTEGER PRIMARY KEY, collection TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT NOT NULL,
                date TEXT NOT NULL, issuer TEXT NOT NULL, type TEXT NOT NULL, language TEXT NOT NULL,
                source TEXT NOT NULL, encoding TEXT NOT NULL,
                first INTEGER NOT NULL, passages INTEGER NOT NULL, characters INTEGER NOT NULL,
                UNIQUE(collection, sha256, language))""",
            # The passages of a document have consecutive ids from document.first on.
            """CREATE TABLE passage(
                id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document(id),
                number INTEGER NOT NULL, text TEXT NOT NULL, folded TEXT)""",
            "CREATE INDEX passage_of ON passage(document, number)",
            "CREATE VIRTUAL TABLE gram USING fts5(tokens, content='', columnsize=0, detail=none, tokenize='ascii')",
            "CREATE TABLE flag(document INTEGER NOT NULL REFERENCES document(id), kind TEXT, text TEXT)",
            "CREATE INDEX flag_of ON flag(document)",
            "CREATE TABLE sketch(hash INTEGER, document INTEGER, PRIMARY KEY(hash, document)) WITHOUT ROWID",
            "CREATE TABLE outline(document INTEGER PRIMARY KEY REFERENCES document(id), hashes BLOB NOT NULL)",
            """CREATE TABLE file(
                collection TEXT, sha256 TEXT, recipe TEXT, name TEXT, documents INTEGER,
                PRIMARY KEY(collection, sha256, recipe)) WITHOUT ROWID""",
        ),
    ),
)

_COLUMNS = "title, date, issuer, type, language, source, sha256, collection, encoding"


def insert(
    db: sqlite3.Connection, document: Document, passages: Sequence[Passage], flags: Iterable[Flag] = ()
) -> int | None:
    """Write a document, its passages and their index inside the caller's transaction.

    Parameters
    ----------
    db : sqlite3.Connection
        Of `Store.writing`.
    document : Document
    passages : sequence of Passage
    flags : iterable of Flag

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
    db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?)", rows)
    db.executemany("INSERT INTO gram(rowid, tokens) VALUES (?, ?)", [(row[0], tokens(row[3], row[4])) for row in rows])
    db.executemany("INSERT INTO flag VALUES (?, ?, ?)", [(number, flag.kind, flag.text) for flag in flags])
    return number


def documents(store: Store, *, collection: str = "") -> list[StoredDocument]:
    """Return the documents of a store, or of one collection, in order of date and number.

    Parameters
    ----------
    store : Store
    collection : str
        All collections by default.
    """
    store.require(PART)
    where, values = ("WHERE collection = ?", (collection,)) if collection else ("", ())
    flags: dict[int, list[Flag]] = {}
    for number, kind, text in store.rows("SELECT document, kind, text FROM flag ORDER BY rowid"):
        flags.setdefault(number, []).append(Flag(kind, text))
    rows = store.rows(f"SELECT id, passages, characters, {_COLUMNS} FROM document {where} ORDER BY date, id", values)
    return [_stored(row, tuple(flags.get(row[0], ()))) for row in rows]


def document(store: Store, number: int) -> StoredDocument:
    """Return one document by its number.

    Raises
    ------
    StoreError
        If the store has no such document.
    """
    store.require(PART)
    rows = store.rows(f"SELECT id, passages, characters, {_COLUMNS} FROM document WHERE id = ?", (number,))
    if not rows:
        raise StoreError(
            f"the store has no document {number}", hint="technostate doctrine documents lists them with their numbers"
        )
    flags = store.rows("SELECT kind, text FROM flag WHERE document = ? ORDER BY rowid", (number,))
    return _stored(rows[0], tuple(Flag(kind, text) for kind, text in flags))


def _stored(row: tuple[Any, ...], flags: tuple[Flag, ...]) -> StoredDocument:
    title, date, *rest = row[3:]
    return StoredDocument(row[0], Document(title, DocumentDate(date), *rest), row[1], row[2], flags)


def passages(store: Store, number: int, first: int = 1, last: int | None = None) -> list[Passage]:
    """Return the passages of a document, in order.

    Parameters
    ----------
    store : Store
    number : int
        The document's number in the store.
    first, last : int
        Numbers of the first and last passage; all by default.
    """
    store.require(PART)
    end = 2**62 if last is None else last
    rows = store.rows(
        "SELECT number, text FROM passage WHERE document = ? AND number BETWEEN ? AND ? ORDER BY number",
        (number, first, end),
    )
    return [Passage(at, text) for at, text in rows]


def aligned(store: Store, one: int, other: int) -> list[tuple[int, str, str]]:
    """Return the units that two sides of one translation memory share: (unit, text of one, text of the other).

    Parameters
    ----------
    store : Store
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
    """Take a collection out of the store and return how many documents it had.

    Parameters
    ----------
    store : Store
    collection : str
    """
    store.require(PART)
    mine = "document IN (SELECT id FROM document WHERE collection = ?)"
    with store.writing() as db:
        # The index keeps no text of its own; to forget a passage it must be told the tokens once more.
        for number, text, folded in db.execute(f"SELECT id, text, folded FROM passage WHERE {mine}", (collection,)):
            db.execute("INSERT INTO gram(gram, rowid, tokens) VALUES ('delete', ?, ?)", (number, tokens(text, folded)))
        for table in ("passage", "flag", "sketch", "outline"):
            db.execute(f"DELETE FROM {table} WHERE {mine}", (collection,))
        db.execute("DELETE FROM file WHERE collection = ?", (collection,))
        return db.execute("DELETE FROM document WHERE collection = ?", (collection,)).rowcount
