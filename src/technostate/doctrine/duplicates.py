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
    hashes : array of uint64
        Its outline.
    """
    if len(hashes) < _FEWEST:
        return []
    wanted = looked_up(hashes)
    marks = ",".join("?" * len(wanted))
    sql = f"SELECT document FROM sketch WHERE hash IN ({marks}) GROUP BY document HAVING count(*) >= ?"
    found = []
    for (number,) in db.execute(sql, (*wanted, LOOKED_UP // 3)).fetchall():
        row = db.execute(
            "SELECT hashes FROM outline WHERE document = ? AND document IN (SELECT id FROM document)", (number,)
        ).fetchone()
        # An outline that is damaged is like none; `soundness.check` names it.
        whole = row is not None and isinstance(row[0], bytes) and len(row[0]) % 8 == 0
        likeness = share(hashes, np.frombuffer(row[0], "<u8").astype(np.uint64)) if whole else 0.0
        if likeness >= THRESHOLD:
            found.append(Likeness(number, likeness))
    return sorted(found, key=lambda item: (-item.share, item.document))


def remember(db: sqlite3.Connection, number: int, hashes: Hashes) -> None:
    """Keep the outline of a document inside the caller's transaction."""
    db.execute("INSERT INTO outline VALUES (?, ?)", (number, packed(hashes)))
    db.executemany("INSERT OR IGNORE INTO sketch VALUES (?, ?)", [(value, number) for value in looked_up(hashes)])


def packed(hashes: Hashes) -> bytes:
    """Return an outline as the store keeps it."""
    return hashes.astype("<u8").tobytes()


def looked_up(hashes: Hashes) -> list[int]:
    """Return the few hashes by which documents that may be alike are found, as SQLite's signed numbers."""
    values: list[int] = hashes[:LOOKED_UP].astype(np.int64).tolist()
    return values
