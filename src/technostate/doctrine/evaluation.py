"""Which passages answer a query: the index narrows down, the passage itself decides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.doctrine.checksums import PASSAGE, sound
from technostate.doctrine.query import And, Expression, Not, Or, Term
from technostate.doctrine.tokens import fold_words
from technostate.evidence.store import Store

Ids = NDArray[np.int64]
#: Passages read at once to be verified.
_CHUNK = 2_000
#: Parentheses within each other that SQLite is given; deeper questions are answered by sets of passages.
_DEEPEST = 20


def fulltext(expression: Expression, depth: int = 0) -> str:
    """Return the full-text query that is the same question, empty if there is none.

    Parameters
    ----------
    depth : int
        How deep in parentheses it will stand.

    Examples
    --------
    >>> from technostate.doctrine.query import parse
    >>> fulltext(parse("安全 发展 (AI OR 强军) NOT 生产"))
    '"安全" AND "发展" AND ("ai" OR "强军") NOT "生产"'
    """
    if isinstance(expression, Term):
        return expression.filter if expression.proven else ""
    if isinstance(expression, Not) or depth > _DEEPEST:
        return ""
    # A chain is written flat, because every parenthesis costs a place on the parser's stack.
    chain = _chain(expression)
    if isinstance(expression, Or):
        parts = [fulltext(item, depth) for item in chain]
        return " OR ".join(parts) if all(parts) else ""
    held = [_enclosed(item, depth) for item in chain if not isinstance(item, Not)]
    left_out = [_enclosed(item.inner, depth) for item in chain if isinstance(item, Not)]
    if not held or not all([*held, *left_out]):
        return ""
    return " AND ".join(held) + "".join(f" NOT {item}" for item in left_out)


def _chain(expression: And | Or) -> list[Expression]:
    """Return what one operator joins, from left to right."""
    found: list[Expression] = []
    item: Expression = expression
    while isinstance(item, type(expression)):
        found.append(item.right)
        item = item.left
    return [item, *reversed(found)]


def _enclosed(expression: Expression, depth: int) -> str:
    text = fulltext(expression, depth + 1)
    return text if isinstance(expression, Term) or not text else f"({text})"


def evaluate(store: Store, db: sqlite3.Connection, expression: Expression) -> Ids:
    """Return the sorted ids of the passages that answer the expression.

    Parameters
    ----------
    db : sqlite3.Connection
        Of `Store.reading`.

    Raises
    ------
    StoreError
        If a passage that is read is damaged.
    """
    if isinstance(expression, Term):
        return _with_term(store, db, expression)
    if isinstance(expression, Not):
        everything = _ids(db.execute("SELECT id FROM passage ORDER BY id"))
        return np.setdiff1d(everything, evaluate(store, db, expression.inner), assume_unique=True)
    left = evaluate(store, db, expression.left)
    if isinstance(expression, Or):
        return np.union1d(left, evaluate(store, db, expression.right))
    if isinstance(expression.right, Not):
        return np.setdiff1d(left, evaluate(store, db, expression.right.inner), assume_unique=True)
    return np.intersect1d(left, evaluate(store, db, expression.right), assume_unique=True)


def _with_term(store: Store, db: sqlite3.Connection, term: Term) -> Ids:
    narrowed = term.filter
    if narrowed:
        candidates = _ids(db.execute("SELECT rowid FROM gram WHERE gram MATCH ? ORDER BY rowid", (narrowed,)))
        if term.proven:
            return candidates
        rows = _rows(db, candidates)
    else:
        rows = iter(db.execute(f"{PASSAGE} ORDER BY id"))
    read = sound(store, rows)
    pattern, wide, folded = term.pattern, term.wide, term.folded
    if wide:
        return np.array([at for at, _, text, other in read if folded in (text if other is None else other)], np.int64)
    found = ((at, fold_words(text)) for at, _, text, _ in read)
    # The plain search is many times faster than the pattern, which then looks at the ends of the words.
    return np.array([at for at, text in found if folded in text and pattern.search(text)], np.int64)


def _rows(db: sqlite3.Connection, ids: Ids) -> Iterator[tuple[Any, ...]]:
    for at in range(0, len(ids), _CHUNK):
        chunk = ids[at : at + _CHUNK].tolist()
        marks = ",".join("?" * len(chunk))
        yield from db.execute(f"{PASSAGE} WHERE id IN ({marks}) ORDER BY id", chunk)


def _ids(cursor: sqlite3.Cursor) -> Ids:
    return np.array([row[0] for row in cursor.fetchall()], np.int64)
