"""The user's series in the store: editions side by side, each with a checksum compared at every reading."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from technostate import units
from technostate.errors import DataError, LabelError, StoreError, TechnostateError
from technostate.evidence import shipped
from technostate.evidence.editions import Entry
from technostate.evidence.origin import Origin
from technostate.evidence.own.figures import packed, unpacked
from technostate.evidence.printable import is_printable, shown
from technostate.evidence.series import Series
from technostate.evidence.store import Part, Store
from technostate.evidence.store_errors import RESTORE

PART = Part(
    "series",
    (
        (
            # The figures stand last, so that a listing does not read their pages.
            """CREATE TABLE series(
                id INTEGER PRIMARY KEY, series TEXT NOT NULL, vintage TEXT NOT NULL, title TEXT NOT NULL,
                unit TEXT NOT NULL, kind TEXT NOT NULL, origin TEXT NOT NULL, first INTEGER NOT NULL,
                last INTEGER NOT NULL, regions INTEGER NOT NULL, digest BLOB NOT NULL, mark BLOB NOT NULL,
                figures BLOB NOT NULL, UNIQUE(series, vintage))""",
            # A number that is another after every change, and how many editions there should be.
            "CREATE TABLE series_state(stamp INTEGER NOT NULL, editions INTEGER NOT NULL)",
            "INSERT INTO series_state VALUES (0, 0)",
        ),
    ),
)
#: Longest vintage and id that is kept.
LONGEST = 200
_RECORD = "series, vintage, title, unit, kind, origin, first, last, regions, digest"


def write(store: Store, vintage: str, series: Sequence[Series]) -> None:
    """Write series of one vintage in one transaction; the same edition is replaced, other vintages stay.

    Parameters
    ----------
    vintage : str
        Begins with a year.
    series : sequence of Series
        Each id once.

    Raises
    ------
    DataError
        If the vintage has no year, an id is there twice, or a series has no figure or not its usual unit.
    StoreError
        If the store cannot be written; nothing is then.
    """
    _check(vintage, series)
    store.require(PART)
    with store.writing() as db:
        for item in series:
            _check_unit(db, item, vintage)
            content = packed(item.values)
            digest = _digest(content)
            record = (
                item.id, vintage, item.title, item.unit, item.kind, _origin_text(item.origin), item.years[0],
                item.years[-1], len(item.regions), digest,
            )  # fmt: skip
            db.execute(
                f"INSERT INTO series({_RECORD}, mark, figures) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT(series, vintage) DO UPDATE SET title = excluded.title, unit = excluded.unit, "
                "kind = excluded.kind, origin = excluded.origin, first = excluded.first, last = excluded.last, "
                "regions = excluded.regions, digest = excluded.digest, mark = excluded.mark, "
                "figures = excluded.figures",
                (*record, _mark(record), content),
            )
        _changed(db)


def remove(store: Store, series_id: str, vintage: str | None = None) -> tuple[str, ...]:
    """Remove a series, or one edition of it, and return the vintages that went.

    Raises
    ------
    LabelError
        If the store has no such series or vintage.
    """
    known = [item for item in editions(store) if item.id == series_id]
    gone = tuple(item.vintage for item in known if vintage in (None, item.vintage))
    if not gone:
        listed = f"technostate data list --own --store {store.path}"
        had = f"it has {', '.join(item.vintage for item in known)}" if known else listed
        what = f"{series_id} of the vintage {vintage!r}" if vintage and known else series_id
        raise LabelError(f"{store.path} has no series {shown(what)}", hint=had)
    with store.writing() as db:
        db.executemany("DELETE FROM series WHERE series = ? AND vintage = ?", [(series_id, item) for item in gone])
        _changed(db)
    return gone


def stamp(store: Store | None) -> int:
    """Return a number that is another after every change of the store's series; 0 where it has none.

    What is cached under it is read anew as soon as any process has imported something.
    """
    if store is None or not store.has(PART):
        return 0
    return _state(store)[0]


def editions(store: Store | None) -> tuple[Entry, ...]:
    """Return all editions in the store, by id and vintage; raises `StoreError` if one is not what was written."""
    if store is None or not store.has(PART):
        return ()
    with store.reading():
        rows = store.rows(f"SELECT {_RECORD}, mark FROM series ORDER BY series, vintage")
        expected = _state(store)[1]
    if len(rows) != expected:
        raise _damaged(store, f"{expected} editions of series were written and {len(rows)} are there")
    return tuple(_entry(store, row) for row in rows)


def load(store: Store, series_id: str, vintage: str) -> Series:
    """Return one edition with its figures.

    Raises
    ------
    LabelError
        If it is not there.
    StoreError
        If it is not what was written.
    """
    sql = f"SELECT {_RECORD}, mark, figures FROM series WHERE series = ? AND vintage = ?"
    rows = store.rows(sql, (series_id, vintage))
    if not rows:
        if any((item.id, item.vintage) == (series_id, vintage) for item in editions(store)):
            raise _damaged(store, f"{series_id}, {vintage}, is listed and not found")
        raise LabelError(f"{series_id}, {vintage}, is no longer in {store.path}", hint="technostate data list --own")
    *row, content = rows[0]
    entry = _entry(store, row)
    try:
        if not isinstance(content, bytes) or _digest(content) != row[-2]:
            raise ValueError("it has another checksum")
        return Series(entry.id, entry.title, entry.unit, entry.kind, entry.origin, unpacked(content))
    except (ValueError, TechnostateError):
        raise _damaged(store, f"the figures of {series_id}, {vintage}") from None


def check(store: Store) -> int:
    """Read every edition with its figures and return how many there are; raises `StoreError` at a damaged one."""
    found = editions(store)
    for item in found:
        load(store, item.id, item.vintage)
    return len(found)


def _check(vintage: str, series: Sequence[Series]) -> None:
    if not re.match(r"(1[89]|20)\d\d(?!\d)", vintage) or len(vintage) > LONGEST or not is_printable(vintage):
        raise DataError(
            f"the vintage {shown(vintage)} does not begin with a year",
            hint="--vintage 2026-03, for example: the edition's year, with month or day where they are known",
        )
    if not series:
        raise DataError("there is no series to write", hint="the file has no figures, or not the ones expected")
    ids = [item.id for item in series]
    if twice := sorted({item for item in ids if ids.count(item) > 1} if len(set(ids)) < len(ids) else ()):
        raise DataError(f"series {', '.join(twice[:5])} twice", hint="give each series its own id")
    for item in series:
        if not item.years:
            raise DataError(f"{item.id} has no figure", hint="leave the series out; missing is not zero")
        if len(item.id) > LONGEST or not is_printable(item.id + item.title):
            raise DataError(f"{shown(item.id)} is too long or not printable", hint="a short id in plain letters")
        if not -(2**15) <= item.years[0] <= item.years[-1] < 2**15:
            raise DataError(f"{item.id} has the years {item.years[0]} to {item.years[-1]}", hint="calendar years")


def _check_unit(db: sqlite3.Connection, item: Series, vintage: str) -> None:
    """Refuse an edition in another unit than the others: an indicator reads whichever is the newest."""
    others = [(entry.unit, f"the embedded {entry.vintage}") for entry in shipped.editions().get(item.id, ())]
    rows = db.execute("SELECT unit, vintage FROM series WHERE series = ? AND vintage <> ?", (item.id, vintage))
    others += [(str(unit), f"your {other}") for unit, other in rows.fetchall()]
    for unit, whose in others:
        if unit != item.unit:
            raise DataError(
                f"{item.id} is in {item.unit!r} ({units.unit(item.unit).title}), {whose} is in {unit!r}",
                hint=f"convert the figures to {unit!r}, or give the series another id",
            )


def _changed(db: sqlite3.Connection) -> None:
    db.execute(
        "UPDATE series_state SET stamp = ?, editions = (SELECT count(*) FROM series)", (1 + secrets.randbits(61),)
    )


def _state(store: Store) -> tuple[int, int]:
    rows = store.rows("SELECT stamp, editions FROM series_state")
    if len(rows) != 1 or not all(isinstance(item, int) for item in rows[0]):
        raise _damaged(store, "the count of its series")
    return rows[0][0], rows[0][1]


def _entry(store: Store, row: Sequence[Any]) -> Entry:
    *record, mark = row
    series_id, vintage, title, unit, kind, origin, first, last, regions, _ = record
    try:
        if mark != _mark(record):
            raise ValueError("it has another checksum")
        source = _origin(origin)
    except (ValueError, TypeError, TechnostateError):
        what = f"the record of {series_id}, {vintage}" if isinstance(series_id, str) else "the record of a series"
        raise _damaged(store, what) from None
    return Entry(series_id, title, unit, kind, source, vintage, (), first, last, regions, "")


def _damaged(store: Store, what: str) -> StoreError:
    return StoreError(f"{store.path} is damaged: {what}: not what was written", hint=RESTORE)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:16]


def _mark(record: Sequence[Any]) -> bytes:
    *fields, digest = record
    return _digest(json.dumps([*fields, digest.hex() if isinstance(digest, bytes) else None]).encode())


def _origin_text(origin: Origin) -> str:
    return json.dumps(origin.as_dict(), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=1024)
def _origin(text: str) -> Origin:
    """Return an origin; hundreds of series share one, which is read once."""
    record = json.loads(text)
    if not isinstance(record, dict):
        raise ValueError("no record")
    return Origin.from_dict(record)
