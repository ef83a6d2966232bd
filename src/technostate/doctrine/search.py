"""Search over passages: a query, the documents it is asked of, and a page of hits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from technostate.doctrine.characters import normal
from technostate.doctrine.checksums import PASSAGE, damaged, sound
from technostate.doctrine.documents import PART, document, documents, passages
from technostate.doctrine.evaluation import Ids, evaluate, fulltext
from technostate.doctrine.query import notes, parse, terms
from technostate.doctrine.records import Document, DocumentDate, Passage, StoredDocument
from technostate.doctrine.tokens import fold_unspaced, fold_words
from technostate.errors import DataError
from technostate.evidence.store import MOST, Store


@dataclass(frozen=True)
class Filter:
    """Which documents are searched; empty fields admit all.

    Parameters
    ----------
    collection, issuer, type, language : str
        Equal to the document's; case, width and the way an accent is written ignored.
    since, until : str
        ISO dates as exact as wished; a document counts if its date can lie in the range, never if it has no date.
    """

    collection: str = ""
    issuer: str = ""
    type: str = ""
    language: str = ""
    since: str = ""
    until: str = ""

    def check(self) -> None:
        """Raise `DataError` if a bound is no date."""
        for bound in (self.since, self.until):
            DocumentDate(bound)

    def admits(self, document: Document) -> bool:
        """Return whether a document is searched."""
        date = document.date.text
        # ISO text sorts as time does; of an inexact date or bound only the known part is compared.
        if (self.since or self.until) and not date:
            return False
        if date < self.since[: len(date)] or (self.until and date[: len(self.until)] > self.until):
            return False
        return all(
            not wanted or _same(wanted, held)
            for wanted, held in (
                (self.collection, document.collection), (self.issuer, document.issuer), (self.type, document.type),
                (self.language, document.language),
            )
        )  # fmt: skip


def _same(one: str, other: str) -> bool:
    return one == other or normal(one).casefold() == normal(other).casefold()


@dataclass(frozen=True)
class Hit:
    """A passage that answers the query.

    Parameters
    ----------
    spans : tuple of (int, int)
        Where the terms stand, as start and end in the passage as it is counted (`text.counted`: without white space
        for Chinese terms, single-spaced for words).
    before, after : tuple of Passage
        The neighbours asked for.
    """

    document: StoredDocument
    passage: Passage
    spans: tuple[tuple[int, int], ...]
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Result:
    """The number of passages that answer a query, one page of them, and what a reader of the query should know."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()


def search(
    store: Store,
    query: str,
    where: Filter | None = None,
    *,
    start: int = 0,
    limit: int = 20,
    context: int = 0,
    order: Literal["stored", "date"] = "stored",
) -> Result:
    """Return how many passages answer a query, and one page of them.

    A term with Chinese characters is a substring of the passage without white space, traditional and simplified
    characters and cases alike; a term of one character is answered by reading every passage. Other terms are whole
    words, hyphen and space alike. NOT alone is allowed.

    Parameters
    ----------
    query : str
        See `query.parse`.
    start, limit : int
        The page.
    context : int
        Neighbouring passages before and after each hit.
    order : {"stored", "date"}
        As imported, or by date of the document.

    Raises
    ------
    DataError
        If the query does not parse or a number is negative.
    StoreError
        If something that was read is damaged.
    """
    expression = parse(query)
    if min(start, limit, context) < 0 or order not in {"stored", "date"}:
        raise DataError("start, limit and context cannot be negative", hint="order is stored or date")
    start, limit, context = (min(number, MOST) for number in (start, limit, context))
    store.require(PART)
    where = where or Filter()
    where.check()
    shown = [term.pattern for term in terms(expression)], [term.wide for term in terms(expression)]
    said = notes(query)
    with store.reading() as db:
        proven = fulltext(expression)
        if proven and where == Filter() and order == "stored":
            # The index alone knows the answer; counting in it touches no passage.
            total = int(db.execute("SELECT count(*) FROM gram WHERE gram MATCH ?", (proven,)).fetchone()[0])
            sql = "SELECT rowid FROM gram WHERE gram MATCH ? ORDER BY rowid LIMIT ? OFFSET ?"
            page = [row[0] for row in db.execute(sql, (proven, limit, start))]
        else:
            found = evaluate(store, db, expression)
            if where != Filter() or order == "date":
                admitted = [item for item in documents(store) if where.admits(item.document)]
                found = _admitted(found, admitted, order)
                said += () if admitted else ("no document of the store has what the filters ask for",)
            total, page = len(found), found[start : start + limit].tolist()
        hits = tuple(_hits(store, db, page, shown, context))
    # What the index proves must be seen in the passage.
    if proven and not all(hit.spans for hit in hits):
        raise damaged(store, "the index")
    return Result(query, total, hits, said)


def _hits(
    store: Store, db: sqlite3.Connection, page: list[int], shown: tuple[list[Any], list[bool]], context: int
) -> Iterator[Hit]:
    known: dict[int, StoredDocument] = {}
    for at in page:
        row = db.execute(f"{PASSAGE} WHERE id = ?", (at,)).fetchone()
        if row is None:
            raise damaged(store, "the index")
        (passage,) = sound(store, [row])
        if row[1] not in known:
            known[row[1]] = document(store, row[1])
        yield _hit(store, known[row[1]], Passage(*passage[1:3]), shown, context)


def _admitted(found: Ids, admitted: list[StoredDocument], order: str) -> Ids:
    """Return the ids in some documents, which are sorted by date; passages of a document are consecutive."""
    by_place = sorted((item.first, item.passages, rank) for rank, item in enumerate(admitted) if item.passages)
    if not by_place or not len(found):
        return np.array([], np.int64)
    first, count, rank = np.array(by_place, np.int64).T
    at = np.searchsorted(first, found, side="right") - 1
    inside = (at >= 0) & (found < first[at] + count[at])
    found, at = found[inside], at[inside]
    return found if order == "stored" else found[np.argsort(rank[at], kind="stable")]


def _hit(
    store: Store, known: StoredDocument, passage: Passage, shown: tuple[list[Any], list[bool]], context: int
) -> Hit:
    at = passage.number
    around = passages(store, known.id, at - context, at + context) if context else []
    before = tuple(item for item in around if item.number < at)
    after = tuple(item for item in around if item.number > at)
    return Hit(known, passage, _spans(passage.text, shown), before, after)


def _spans(text: str, shown: tuple[list[Any], list[bool]]) -> tuple[tuple[int, int], ...]:
    patterns, wide = shown
    unspaced = fold_unspaced(text) if any(wide) else ""
    spaced = fold_words(text) if not all(wide) else ""
    spans = {
        match.span()
        for pattern, is_substring in zip(patterns, wide, strict=True)
        for match in pattern.finditer(unspaced if is_substring else spaced)
    }
    return tuple(sorted(spans))
