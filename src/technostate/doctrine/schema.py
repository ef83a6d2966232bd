"""The tables that keep documents in the store, and what brings an older store up to date."""

from __future__ import annotations

import sqlite3

from technostate.doctrine.checksums import mark_document, of_passage
from technostate.doctrine.tokens import fold_all, tokens
from technostate.evidence.store import Part


def _reindex(db: sqlite3.Connection) -> None:
    """Fold and index every passage anew, in plain characters, and give passages and documents their checksums."""
    db.execute("INSERT INTO gram(gram) VALUES ('delete-all')")
    for (number,) in db.execute("SELECT id FROM document ORDER BY id").fetchall():
        rows = db.execute("SELECT id, number, text FROM passage WHERE document = ? ORDER BY id", (number,)).fetchall()
        folded = fold_all([text for _, _, text in rows])
        for (at, place, text), other in zip(rows, folded, strict=True):
            mark = of_passage(at, number, place, text, other)
            db.execute("UPDATE passage SET folded = ?, mark = ? WHERE id = ?", (other, mark, at))
            db.execute("INSERT INTO gram(rowid, tokens) VALUES (?, ?)", (at, tokens(text, other)))
        mark_document(db, number)


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
        (
            "ALTER TABLE passage ADD COLUMN mark INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE document ADD COLUMN mark INTEGER NOT NULL DEFAULT 0",
            # How many documents there should be: a page that lost some says nothing else.
            "CREATE TABLE tally(documents INTEGER NOT NULL)",
            "INSERT INTO tally SELECT count(*) FROM document",
            _reindex,
        ),
    ),
)
