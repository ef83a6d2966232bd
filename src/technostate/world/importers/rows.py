"""What is read of, and written to, the table of stored worlds and tariffs: names, vintages, records."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from technostate.errors import StoreError, unknown_label
from technostate.evidence.store import Store
from technostate.evidence.store_errors import RESTORE
from technostate.world.importers.part import PART, digest_of
from technostate.world.labels import EDITION


@dataclass(frozen=True)
class Row:
    """One table in the store: its number there, name, vintage, year and record."""

    id: int
    name: str
    vintage: str
    year: int
    record: dict[str, Any]


def begin(db: sqlite3.Connection, what: str, name: str, vintage: str, year: int, record: dict[str, Any]) -> int:
    """Write the row of a table inside an open transaction, in place of one of the same vintage; return its number."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True)
    db.execute("DELETE FROM stored_table WHERE what = ? AND name = ? AND vintage = ?", (what, name, vintage))
    key = what, name, vintage, year
    owner = db.execute(
        "INSERT INTO stored_table(what, name, vintage, year, record, digest) VALUES (?, ?, ?, ?, ?, ?)",
        (*key, text, _mark(key, text)),
    ).lastrowid
    _counted(db)
    return int(owner or 0)


def listed(store: Store, what: str) -> tuple[tuple[str, str, int], ...]:
    """Return name, vintage and year of every table of a sort, by name and then newest vintage first.

    Raises
    ------
    StoreError
        If any table's name, vintage, year or record is not what was written, or one is gone.
    """
    if not _has_part(store):
        return ()
    with store.reading():
        found = store.rows("SELECT what, name, vintage, year, record, digest FROM stored_table ORDER BY id DESC")
        expected = store.rows("SELECT tables FROM stored_state")
    for *key, text, digest in found:
        if not isinstance(text, str) or digest != _mark(key, text):
            raise StoreError(f"{key[0]} {key[1]} is damaged in the store: its record", hint=RESTORE)
    if expected != [(len(found),)]:
        raise StoreError(f"{store.path} is damaged: the list of its worlds and tariffs", hint=RESTORE)
    mine = sorted((row for row in found if row[0] == what), key=lambda row: row[2], reverse=True)
    return tuple((name, vintage, year) for _, name, vintage, year, *_ in sorted(mine, key=lambda row: row[1]))


def names(store: Store, what: str) -> tuple[str, ...]:
    """Return the names of the tables of a sort, each once."""
    return tuple(dict.fromkeys(name for name, _, _ in listed(store, what)))


def find(store: Store, what: str, name: str) -> Row:
    """Return a table's row, its newest vintage unless one is named (``name@vintage``); the record is verified.

    Raises
    ------
    LabelError
        If there is none of that name or vintage.
    StoreError
        If the record is damaged.
    """
    base, _, vintage = name.partition(EDITION)
    editions = {found: None for label, found, _ in listed(store, what) if label == base}
    if not editions:
        raise unknown_label(what, base, names(store, what), where="the store")
    if vintage and vintage not in editions:
        raise unknown_label("vintage", vintage, tuple(editions), where=f"{what} {base}")
    wanted = vintage or next(iter(editions))
    number, year, text = store.rows(
        "SELECT id, year, record FROM stored_table WHERE what = ? AND name = ? AND vintage = ?",
        (what, base, wanted),
    )[0]
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        raise StoreError(f"{what} {base} is damaged in the store: its record", hint=RESTORE)
    return Row(int(number), base, wanted, int(year), record)


def remove(store: Store, what: str, name: str) -> tuple[str, ...]:
    """Remove a table's vintages, or the one that is named (``name@vintage``); return the vintages removed.

    Raises
    ------
    LabelError
        If there is none of that name or vintage.
    """
    base, _, vintage = name.partition(EDITION)
    find(store, what, name)
    gone = tuple(found for label, found, _ in listed(store, what) if label == base and vintage in ("", found))
    with store.writing() as db:
        db.executemany(
            "DELETE FROM stored_table WHERE what = ? AND name = ? AND vintage = ?",
            [(what, base, item) for item in gone],
        )
        _counted(db)
    return gone


def _mark(key: Sequence[object], text: str) -> str:
    return digest_of(json.dumps(list(key)).encode(), text.encode())


def _counted(db: sqlite3.Connection) -> None:
    db.execute("UPDATE stored_state SET tables = (SELECT count(*) FROM stored_table)")


def _has_part(store: Store) -> bool:
    return bool(store.rows("SELECT 1 FROM part WHERE name = ?", (PART.name,)))
