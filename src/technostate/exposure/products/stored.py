"""Trade by product in the user's store: years beside each other, in packed chunks with a checksum each."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import LabelError, StoreError, TechnostateError
from technostate.evidence.origin import Origin
from technostate.evidence.printable import shown
from technostate.evidence.store import Part, Store
from technostate.evidence.store_errors import RESTORE
from technostate.exposure.products.flows import Flows

PART = Part(
    "trade",
    (
        (
            "CREATE TABLE trade_year(id INTEGER PRIMARY KEY, year INTEGER NOT NULL, classification TEXT NOT NULL, "
            "vintage TEXT NOT NULL, record TEXT NOT NULL, mark TEXT NOT NULL, products BLOB NOT NULL, "
            "UNIQUE(year, classification, vintage))",
            "CREATE TABLE trade_chunk(owner INTEGER NOT NULL REFERENCES trade_year(id) ON DELETE CASCADE, "
            "number INTEGER NOT NULL, packed BLOB NOT NULL, PRIMARY KEY(owner, number))",
            "CREATE TABLE trade_state(years INTEGER NOT NULL)",
            "INSERT INTO trade_state VALUES (0)",
        ),
    ),
)
#: Flows in one chunk, and the columns in which they lie there one after the other.
CHUNK = 2**20
_COLUMNS = (("product", "<u2"), ("importer", "<u2"), ("exporter", "<u2"), ("value", "<i8"))
_WIDTH = sum(np.dtype(kind).itemsize for _, kind in _COLUMNS)
#: Bytes of a list of products, unpacked, at most.
_MOST_TITLES = 16 * 2**20

Chunk = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Edition:
    """A year of trade in the store.

    Parameters
    ----------
    classification : str
        Revision of the Harmonised System, for example ``"HS17"``.
    regions : tuple of str
        Labels of importers and exporters; ROW last.
    rest : tuple of str
        Names of what ROW holds.
    rows, size : int
        Flows, and bytes that they take in the store.
    chunks : tuple of str
        Checksum of each.
    """

    id: int
    year: int
    classification: str
    vintage: str
    regions: tuple[str, ...]
    rest: tuple[str, ...]
    rows: int
    size: int
    origin: Origin
    chunks: tuple[str, ...]
    products: str

    @property
    def name(self) -> str:
        """As it is listed: ``trade/HS17/2020``."""
        return f"trade/{self.classification}/{self.year}"


def write(
    db: sqlite3.Connection, flows: Flows, *, year: int, classification: str, vintage: str, regions: tuple[str, ...],
    rest: tuple[str, ...], titles: Mapping[int, str], origin: Origin,
) -> int:  # fmt: skip
    """Write a year within a transaction and return its bytes; one of the same vintage is replaced, others stay.

    Parameters
    ----------
    titles : mapping of int to str
        Code as a number → title of the product; those that do not flow are left out.
    """
    key = year, classification, vintage
    db.execute("DELETE FROM trade_year WHERE (year, classification, vintage) = (?, ?, ?)", key)
    products = zlib.compress(json.dumps([[int(code), titles.get(int(code), "")] for code in flows.codes]).encode(), 6)
    owner = db.execute(
        "INSERT INTO trade_year(year, classification, vintage, record, mark, products) VALUES (?, ?, ?, '', '', ?)",
        (*key, products),
    ).lastrowid
    digests, size = [], len(products)
    for number, start in enumerate(range(0, len(flows.value), CHUNK)):
        columns = (getattr(flows, name)[start : start + CHUNK].astype(kind).tobytes() for name, kind in _COLUMNS)
        packed = zlib.compress(b"".join(columns), 6)
        db.execute("INSERT INTO trade_chunk VALUES (?, ?, ?)", (owner, number, packed))
        digests.append(_digest(number, packed))
        size += len(packed)
    record = json.dumps(
        {"regions": regions, "rest": rest, "rows": len(flows.value), "size": size, "chunks": digests,
         "products": _digest(-1, products), "origin": origin.as_dict()}, sort_keys=True,
    )  # fmt: skip
    db.execute("UPDATE trade_year SET record = ?, mark = ? WHERE id = ?", (record, _mark(key, record), owner))
    _counted(db)
    return size


def editions(store: Store | None) -> tuple[Edition, ...]:
    """Return all years in the store, by year, classification and vintage; raises `StoreError` for a damaged one."""
    if store is None or not store.has(PART):
        return ()
    with store.reading():
        rows = store.rows(
            "SELECT id, year, classification, vintage, record, mark FROM trade_year "
            "ORDER BY year, classification, vintage"
        )
        expected = store.rows("SELECT years FROM trade_state")
    if expected != [(len(rows),)]:
        raise _damaged(store, "the list of its years of trade")
    return tuple(_edition(store, row) for row in rows)


def find(
    store: Store | None, year: int | None = None, classification: str | None = None, vintage: str | None = None
) -> Edition | None:
    """Return the newest year of trade that was asked for, of its newest vintage; None where the store has no trade.

    Raises
    ------
    LabelError
        If the store has trade, and not that.
    """
    known = editions(store)
    if not known:
        return None
    asked = {"year": year, "classification": classification, "vintage": vintage}
    found = [it for it in known if all(want in (None, getattr(it, name)) for name, want in asked.items())]
    if not found:
        wanted = ", ".join(f"{name} {shown(want)}" for name, want in asked.items() if want is not None)
        has = ", ".join(f"{it.year} ({it.classification}, {it.vintage})" for it in known[-8:])
        raise LabelError(f"the store has no trade of {wanted}", hint=f"it has {has}")
    return max(found, key=lambda it: (it.year, it.vintage, it.classification[:2] == "HS", _age(it.classification)))


def products(store: Store, edition: Edition) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return codes as numbers, ascending, and titles (empty where none was given)."""
    rows = store.rows("SELECT products FROM trade_year WHERE id = ?", (edition.id,))
    try:
        content = rows[0][0]
        if _digest(-1, content) != edition.products:
            raise ValueError("another checksum")
        pairs = json.loads(_unpacked(content, _MOST_TITLES))
        return tuple(int(code) for code, _ in pairs), tuple(str(title) for _, title in pairs)
    except (ValueError, TypeError, IndexError, zlib.error):
        raise _damaged(store, f"the products of {edition.name}") from None


def chunks(store: Store, edition: Edition) -> Iterator[Chunk]:
    """Yield the flows of a year in chunks, each verified: product, importer, exporter (positions), value (USD)."""
    left = edition.rows
    for number, digest in enumerate(edition.chunks):
        rows = store.rows("SELECT packed FROM trade_chunk WHERE owner = ? AND number = ?", (edition.id, number))
        length = min(left, CHUNK)
        try:
            if _digest(number, rows[0][0]) != digest:
                raise ValueError("another checksum")
            data = _unpacked(rows[0][0], length * _WIDTH)
            if len(data) != length * _WIDTH:
                raise ValueError("another length")
        except (ValueError, TypeError, IndexError, zlib.error):
            raise _damaged(store, f"chunk {number} of {edition.name}") from None
        found: dict[str, NDArray[Any]] = {}
        offset = 0
        for name, kind in _COLUMNS:
            found[name] = np.frombuffer(data, dtype=kind, count=length, offset=offset)
            offset += found[name].nbytes
        yield found
        left -= length
    if left:
        raise _damaged(store, f"the end of {edition.name}")


def remove(store: Store, name: str, vintage: str | None = None) -> tuple[str, ...]:
    """Remove a year of trade (``trade/HS17/2020``), or one vintage of it, and return the vintages that went.

    Raises `LabelError` if the store has none of that name and vintage.
    """
    known = [it for it in editions(store) if it.name == name]
    gone = [it for it in known if vintage in (None, it.vintage)]
    if not gone:
        had = ", ".join(it.vintage for it in known) or ", ".join(sorted({it.name for it in editions(store)})) or "none"
        raise LabelError(
            f"{store.path} has no {shown(name)}{f' of {vintage}' if vintage else ''}", hint=f"it has {had}"
        )
    with store.writing() as db:
        db.executemany("DELETE FROM trade_year WHERE id = ?", [(it.id,) for it in gone])
        _counted(db)
    return tuple(it.vintage for it in gone)


def check(store: Store) -> int:
    """Read every year of trade whole and return how many there are; raises `StoreError` at a damaged one."""
    found = editions(store)
    for item in found:
        codes, _ = products(store, item)
        for chunk in chunks(store, item):
            if chunk["product"].max() >= len(codes) or max(
                chunk["importer"].max(), chunk["exporter"].max()
            ) >= len(item.regions):  # fmt: skip
                raise _damaged(store, item.name)
    return len(found)


def _edition(store: Store, row: tuple[Any, ...]) -> Edition:
    number, year, classification, vintage, text, mark = row
    try:
        if mark != _mark((year, classification, vintage), text):
            raise ValueError("another checksum")
        record = json.loads(text)
        return Edition(
            number, year, classification, vintage, tuple(record["regions"]), tuple(record["rest"]), record["rows"],
            record["size"], Origin.from_dict(record["origin"]), tuple(record["chunks"]), record["products"],
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, TechnostateError):
        raise _damaged(store, f"the record of trade in {year}") from None


def _age(classification: str) -> int:
    """Return the year of a revision: HS92 is the oldest, HS22 the newest so far."""
    digits = classification[2:]
    year = int(digits) if digits.isdigit() else 0
    return year + (1900 if year > 80 else 2000)


def _counted(db: sqlite3.Connection) -> None:
    db.execute("UPDATE trade_state SET years = (SELECT count(*) FROM trade_year)")


def _unpacked(packed: bytes, most: int) -> bytes:
    reader = zlib.decompressobj()
    data = reader.decompress(packed, most)
    if reader.unconsumed_tail or not reader.eof:
        raise ValueError("more than was written")
    return data


def _digest(number: int, packed: object) -> str:
    if not isinstance(packed, bytes):
        raise ValueError("no bytes")
    return hashlib.sha256(f"{number} ".encode() + packed).hexdigest()[:32]


def _mark(key: tuple[object, ...], record: object) -> str:
    return hashlib.sha256(json.dumps([*key, record]).encode()).hexdigest()[:32]


def _damaged(store: Store, what: str) -> StoreError:
    return StoreError(f"{store.path} is damaged: {what}: not what was written", hint=RESTORE)
