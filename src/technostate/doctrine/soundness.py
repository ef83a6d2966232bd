"""Whether a store holds what was written into it: pages, records, passages, index and outlines, one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from technostate.doctrine import duplicates
from technostate.doctrine.checksums import PASSAGE, RECORD, of_record, unsound
from technostate.doctrine.schema import PART
from technostate.doctrine.tokens import tokens
from technostate.errors import StoreError
from technostate.evidence.store import Store


@dataclass(frozen=True)
class Soundness:
    """What a look at all of a store found.

    Parameters
    ----------
    documents, passages : int
        How many there are.
    damage : tuple of str
        What is not as it was written, in words; empty: the store is sound.
    """

    documents: int
    passages: int
    damage: tuple[str, ...]


def check(store: Store) -> Soundness:
    """Compare all that a store keeps of documents with its checksums, and the index with the passages.

    Raises
    ------
    StoreError
        If the tables cannot be counted.
    """
    store.require(PART)
    damage: list[str] = []
    try:
        store.check()
    except StoreError as error:
        damage.append(str(error))
    with store.reading() as db:
        sizes = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("document", "passage")]
    looks: tuple[Callable[[sqlite3.Connection], Iterator[str]], ...] = (_records, _passages, _index, _outlines)
    for look in looks:
        try:
            with store.reading() as db:
                damage += look(db)
        except StoreError as error:
            damage.append(str(error))
    return Soundness(sizes[0], sizes[1], tuple(dict.fromkeys(damage)))


def _records(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the documents whose record or flags have changed, or that are missing."""
    rows = db.execute(f"SELECT {RECORD}, mark FROM document ORDER BY id").fetchall()
    for *record, mark in rows:
        flags = db.execute("SELECT kind, text FROM flag WHERE document = ? ORDER BY rowid", (record[0],)).fetchall()
        if mark != of_record(record, flags):
            yield f"the record of document {record[0]} is not what was written"
    told = db.execute("SELECT documents FROM tally").fetchall()
    if told != [(len(rows),)]:
        yield f"there are {len(rows)} documents where {told[0][0] if told else 'an unknown number'} were written"


def _passages(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the passages that have changed, and the documents that lack some."""
    sizes: dict[Any, int] = {}
    for row in db.execute(f"{PASSAGE} ORDER BY id"):
        sizes[row[1]] = sizes.get(row[1], 0) + 1
        if unsound(row):
            yield f"passage {row[2]} of document {row[1]} is not what was written"
    for number, size in db.execute("SELECT id, passages FROM document ORDER BY id"):
        if (found := sizes.pop(number, 0)) != size:
            yield f"document {number} has {found} passages where {size} were written"
    for number in sizes:
        yield f"there are passages of a document {number} that does not exist"


def _index(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the passages whose tokens in the index are not those of their text."""
    sums: dict[int, int] = {}
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.gram_terms USING fts5vocab('main', 'gram', 'instance')")
    for term, at in db.execute("SELECT term, doc FROM temp.gram_terms"):
        sums[at] = sums.get(at, 0) + _weight(term, at)
    for row in db.execute(f"{PASSAGE} ORDER BY id"):
        known = sums.pop(row[0], 0)
        # What is itself damaged was named before.
        if not unsound(row) and known != sum(_weight(word, row[0]) for word in tokens(row[3], row[4]).split()):
            yield f"the index of passage {row[2]} of document {row[1]} is not what was written"
    if sums:
        yield f"the index has {len(sums)} passages that do not exist"


def _weight(word: str, at: int) -> int:
    return crc32(word.encode(), at & 0xFFFFFFFF)


def _outlines(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the documents whose outline, by which near-duplicates are found, is not that of its text."""
    for number, blob in db.execute("SELECT document, hashes FROM outline ORDER BY document").fetchall():
        texts = db.execute("SELECT text FROM passage WHERE document = ? ORDER BY number", (number,))
        hashes = duplicates.outline([str(text) for (text,) in texts])
        kept = {row[0] for row in db.execute("SELECT hash FROM sketch WHERE document = ?", (number,))}
        if blob != duplicates.packed(hashes) or kept != set(duplicates.looked_up(hashes)):
            yield f"the outline of document {number} is not what was written"
