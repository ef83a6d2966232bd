"""Near-duplicates: documents that share most of their overlapping strings of characters."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.doctrine.characters import normal
from technostate.doctrine.text import simplified
from technostate.doctrine.tokens import lowered

Hashes = NDArray[np.uint64]
#: Characters of one string; long enough that unrelated documents share few, short enough to survive an edit.
LENGTH = 12
#: Hashes kept of a document, and the fewer of them that are looked up.
KEPT, LOOKED_UP = 256, 24
#: Share of common strings from which two documents are near-duplicates.
THRESHOLD = 0.8
#: Documents with fewer hashes are compared by sha256 alone.
_FEWEST = 50
_SIGNS = re.compile(r"[\W_]+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Likeness:
    """Another document of the store and the estimated share of strings in common.

    Parameters
    ----------
    document : int
        Its number.
    share : float
        Estimate of the Jaccard index from `KEPT` hashes; its standard error is at most 0.031.
    """

    document: int
    share: float


def outline(texts: Sequence[str]) -> Hashes:
    """Return the smallest hashes of all strings of `LENGTH` characters of a document, sorted.

    Parameters
    ----------
    texts : sequence of str
        Its passages. Case, script, white space and punctuation do not count.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents, section 4 (the s smallest of a random permutation).
    """
    letters = lowered(simplified(normal(_SIGNS.sub("", "".join(texts)))))
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    if len(codes) < LENGTH:
        return np.array([], np.uint64)
    count = len(codes) - LENGTH + 1
    mixed = np.zeros(count, np.uint64)
    for at in range(LENGTH):
        mixed = mixed * _FACTOR + codes[at : at + count]
    # A polynomial alone keeps the order of its last letters; the finisher of SplitMix64 scatters it.
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    # Repeated strings are few: the smallest 4 × KEPT hold KEPT distinct ones, or all are sorted after all.
    few = np.unique(np.partition(mixed, 4 * KEPT)[: 4 * KEPT]) if count > 4 * KEPT else np.unique(mixed)
    return (few if len(few) >= KEPT or count <= 4 * KEPT else np.unique(mixed))[:KEPT]


def share(one: Hashes, other: Hashes) -> float:
    """Return the estimated Jaccard index of two documents from their outlines.

    Examples
    --------
    >>> plain, traditional = "总体国家安全观是根本遵循", "總體國家安全觀，是根本遵循。"
    >>> share(outline([plain]), outline([traditional]))
    1.0
    """
    smallest = np.union1d(one, other)[: max(1, min(len(one), len(other)))]
    both = np.intersect1d(one, other, assume_unique=True)
    return float(np.isin(smallest, both, assume_unique=True).mean()) if len(smallest) else 0.0


def near(db: sqlite3.Connection, hashes: Hashes) -> list[Likeness]:
    """Return the documents of the store that a document with these hashes nearly repeats, most alike first.

    Parameters
    ----------
    db : sqlite3.Connection
    hashes : array of uint64
        Its outline.
    """
    if len(hashes) < _FEWEST:
        return []
    looked_up = _signed(hashes[:LOOKED_UP])
    marks = ",".join("?" * len(looked_up))
    sql = f"SELECT document FROM sketch WHERE hash IN ({marks}) GROUP BY document HAVING count(*) >= ?"
    found = []
    for (number,) in db.execute(sql, (*looked_up, LOOKED_UP // 3)).fetchall():
        blob = db.execute("SELECT hashes FROM outline WHERE document = ?", (number,)).fetchone()[0]
        likeness = share(hashes, np.frombuffer(blob, "<u8").astype(np.uint64))
        if likeness >= THRESHOLD:
            found.append(Likeness(number, likeness))
    return sorted(found, key=lambda item: (-item.share, item.document))


def remember(db: sqlite3.Connection, number: int, hashes: Hashes) -> None:
    """Keep the outline of a document inside the caller's transaction.

    Parameters
    ----------
    db : sqlite3.Connection
    number : int
    hashes : array of uint64
    """
    db.execute("INSERT INTO outline VALUES (?, ?)", (number, hashes.astype("<u8").tobytes()))
    rows = [(value, number) for value in _signed(hashes[:LOOKED_UP])]
    db.executemany("INSERT OR IGNORE INTO sketch VALUES (?, ?)", rows)


def _signed(hashes: Hashes) -> list[int]:
    values: list[int] = hashes.astype(np.int64).tolist()
    return values
