"""Search over passages: the index narrows down, the passage itself decides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from technostate.doctrine.documents import PART, DocumentDate, Passage, StoredDocument, document, passages
from technostate.doctrine.query import And, Expression, Not, Or, Term, parse, terms
from technostate.doctrine.tokens import fold_unspaced, fold_words
from technostate.errors import DataError
from technostate.evidence.store import Store

Ids = NDArray[np.int64]
#: Passages read at once to be verified.
_CHUNK = 2_000


@dataclass(frozen=True)
class Filter:
    """Which documents are searched; empty fields admit all.

    Parameters
    ----------
    collection, issuer, type, language : str
        Equal to the document's, case ignored.
    since, until : str
        ISO dates as exact as wished; a document counts if its date can lie in the range, never if it has no date.
    """

    collection: str = ""
    issuer: str = ""
    type: str = ""
    language: str = ""
    since: str = ""
    until: str = ""

    def clause(self) -> tuple[str, list[str]]:
        """Return the SQL condition on table ``document`` and its values; raises `DataError` on a malformed date."""
        parts, values = [], []
        for name in ("collection", "issuer", "type", "language"):
            if wanted := getattr(self, name):
                parts.append(f"lower({name}) = lower(?)")
                values.append(wanted)
        # ISO text sorts as time does; of an inexact date or bound only the known part is compared.
        if since := DocumentDate(self.since).text:
            parts.append("date >= substr(?, 1, length(date)) AND date != ''")
            values.append(since)
        if until := DocumentDate(self.until).text:
            parts.append("substr(date, 1, CAST(? AS INTEGER)) <= ? AND date != ''")
            values += [str(len(until)), until]
        return " AND ".join(parts), values


@dataclass(frozen=True)
class Hit:
    """A passage that answers the query.

    Parameters
    ----------
    document : StoredDocument
    passage : Passage
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

    def as_dict(self) -> dict[str, Any]:
        """Return the hit as plain JSON types."""
        return {
            "document": self.document.as_dict(),
            "paragraph": self.passage.number,
            "text": self.passage.text,
            "spans": [list(span) for span in self.spans],
            "before": [{"paragraph": item.number, "text": item.text} for item in self.before],
            "after": [{"paragraph": item.number, "text": item.text} for item in self.after],
        }


@dataclass(frozen=True)
class Result:
    """The number of passages that answer a query, and one page of them."""

    query: str
    total: int
    hits: tuple[Hit, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain JSON types."""
        return {"query": self.query, "total": self.total, "hits": [hit.as_dict() for hit in self.hits]}


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
    store : Store
    query : str
        See `query.parse`.
    where : Filter, optional
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
    """
    expression = parse(query)
    if min(start, limit, context) < 0 or order not in {"stored", "date"}:
        raise DataError("start, limit and context cannot be negative", hint="order is stored or date")
    store.require(PART)
    condition, values = (where or Filter()).clause()
    with store.reading() as db:
        proven = _as_fulltext(expression)
        if proven and not condition and order == "stored":
            # The index alone knows the answer; counting in it touches no passage.
            total = int(db.execute("SELECT count(*) FROM gram WHERE gram MATCH ?", (proven,)).fetchone()[0])
            sql = "SELECT rowid FROM gram WHERE gram MATCH ? ORDER BY rowid LIMIT ? OFFSET ?"
            page = [row[0] for row in db.execute(sql, (proven, limit, start))]
        else:
            found = _evaluate(db, expression)
            if condition or order == "date":
                found = _admitted(db, found, condition, values, order)
            total, page = len(found), found[start : start + limit].tolist()
        places = [db.execute("SELECT document, number FROM passage WHERE id = ?", (at,)).fetchone() for at in page]
    shown = [term.pattern for term in terms(expression)], [term.wide for term in terms(expression)]
    return Result(query, total, tuple(_hit(store, place, shown, context) for place in places))


def _as_fulltext(expression: Expression) -> str:
    """Return the full-text query that is the same question, empty if there is none."""
    if isinstance(expression, Term):
        return f"({expression.filter})" if expression.proven else ""
    if isinstance(expression, Not):
        return ""
    if isinstance(expression, And) and isinstance(expression.right, Not):
        left, right, operator = _as_fulltext(expression.left), _as_fulltext(expression.right.inner), "NOT"
    else:
        left, right = _as_fulltext(expression.left), _as_fulltext(expression.right)
        operator = "OR" if isinstance(expression, Or) else "AND"
    return f"({left} {operator} {right})" if left and right else ""


def _evaluate(db: sqlite3.Connection, expression: Expression) -> Ids:
    """Return the sorted ids of the passages that answer the expression."""
    if isinstance(expression, Term):
        return _with_term(db, expression)
    if isinstance(expression, Not):
        everything = _ids(db.execute("SELECT id FROM passage ORDER BY id"))
        return np.setdiff1d(everything, _evaluate(db, expression.inner), assume_unique=True)
    left = _evaluate(db, expression.left)
    if isinstance(expression, Or):
        return np.union1d(left, _evaluate(db, expression.right))
    if isinstance(expression.right, Not):
        return np.setdiff1d(left, _evaluate(db, expression.right.inner), assume_unique=True)
    return np.intersect1d(left, _evaluate(db, expression.right), assume_unique=True)


def _with_term(db: sqlite3.Connection, term: Term) -> Ids:
    narrowed = term.filter
    if narrowed:
        candidates = _ids(db.execute("SELECT rowid FROM gram WHERE gram MATCH ? ORDER BY rowid", (narrowed,)))
        if term.proven:
            return candidates
        rows = _rows(db, candidates)
    else:
        rows = iter(db.execute("SELECT id, text, folded FROM passage ORDER BY id"))
    pattern, wide, folded = term.pattern, term.wide, term.folded
    if wide:
        return np.array([at for at, text, other in rows if folded in (text if other is None else other)], np.int64)
    found = ((at, fold_words(text)) for at, text, _ in rows)
    # The plain search is many times faster than the pattern, which then looks at the ends of the words.
    return np.array([at for at, text in found if folded in text and pattern.search(text)], np.int64)


def _rows(db: sqlite3.Connection, ids: Ids) -> Iterator[tuple[int, str, str | None]]:
    for at in range(0, len(ids), _CHUNK):
        chunk = ids[at : at + _CHUNK].tolist()
        marks = ",".join("?" * len(chunk))
        yield from db.execute(f"SELECT id, text, folded FROM passage WHERE id IN ({marks}) ORDER BY id", chunk)


def _ids(cursor: sqlite3.Cursor) -> Ids:
    return np.array([row[0] for row in cursor.fetchall()], np.int64)


def _admitted(db: sqlite3.Connection, found: Ids, condition: str, values: list[str], order: str) -> Ids:
    """Return the ids in documents that fulfil the condition; passages of a document are consecutive."""
    sql = f"SELECT first, passages, date, id FROM document WHERE {condition or '1'} ORDER BY first"
    rows = [row for row in db.execute(sql, values) if row[1]]
    if not rows or not len(found):
        return np.array([], np.int64)
    first, count = (np.array([row[at] for row in rows], np.int64) for at in (0, 1))
    at = np.searchsorted(first, found, side="right") - 1
    inside = (at >= 0) & (found < first[at] + count[at])
    found, at = found[inside], at[inside]
    if order == "stored":
        return found
    rank = np.empty(len(rows), np.int64)
    rank[sorted(range(len(rows)), key=lambda row: (rows[row][2], rows[row][3]))] = np.arange(len(rows))
    return found[np.argsort(rank[at], kind="stable")]


def _hit(store: Store, place: tuple[int, int], shown: tuple[list[Any], list[bool]], context: int) -> Hit:
    number, at = place
    found = passages(store, number, at - context, at + context)
    passage = next(item for item in found if item.number == at)
    before = tuple(item for item in found if item.number < at)
    after = tuple(item for item in found if item.number > at)
    return Hit(document(store, number), passage, _spans(passage.text, shown), before, after)


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
