"""Key word in context: every hit of a formulation with the text around it. Needs the user's texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine import citations
from technostate.doctrine import documents as stored
from technostate.doctrine.text import counted
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.record import Answer, terms_of
from technostate.errors import DataError

if TYPE_CHECKING:
    from technostate.evidence.store import Store

#: Characters on each side of a hit.
WIDTH = {"zh": 20, "en": 50}
WIDEST = 500


@dataclass(frozen=True)
class Line:
    """A hit in its context.

    Parameters
    ----------
    document : str
        Its number in the store.
    offset : int
        Characters of counted text before the hit.
    left, hit, right : str
        Counted text of the paragraph: before, at and after the hit.
    citation : str
        Of the paragraph; empty unless asked for.
    """

    document: str
    title: str
    date: str
    paragraph: int
    offset: int
    left: str
    hit: str
    right: str
    citation: str = ""


@dataclass(frozen=True)
class Kwic(Answer):
    """All hits of one formulation.

    Parameters
    ----------
    width : int
        Characters on each side.
    paragraphs : dict of str to int
        Paragraphs of each document with a hit.
    """

    formulation: str
    width: int
    paragraphs: dict[str, int]


def kwic(
    texts: CountedCollection,
    passages: Callable[[int], Sequence[tuple[int, str]]],
    term: str,
    *,
    width: int | None = None,
    cite: Callable[[int, int], str] | None = None,
) -> Kwic:
    """Return every hit of a formulation with the text on both sides, in the order of the texts.

    Parameters
    ----------
    texts : CountedCollection
        Of the user's store.
    passages : callable
        Number and counted text of the paragraphs of the member at a place (`counted_passages`).
    width : int, optional
        Characters on each side, 0 to 500; 20 in Chinese and 50 in English by default.
    cite : callable, optional
        Citation of a paragraph of the member at a place (`passage_citations`).

    Raises
    ------
    LabelError
        If the term was not counted.
    DataError
        If the width is out of range.
    """
    texts = texts.naming((term,))
    place = texts.find(term)
    side = WIDTH[texts.language] if width is None else width
    if not 0 <= side <= WIDEST:
        raise DataError(f"the width is {side}", hint=f"0 to {WIDEST} characters on each side")
    rows = []
    sizes: dict[str, int] = {}
    for at in np.unique(texts.document[texts.formulation == place]).tolist():
        mine = np.flatnonzero((texts.formulation == place) & (texts.document == at))
        found, member = dict(passages(at)), texts.members[at]
        sizes[member.id] = member.paragraphs
        for hit in mine.tolist():
            number, start = int(texts.paragraph[hit]), int(texts.offset[hit])
            text, end = found[number], start + int(texts.length[hit])
            left, right = text[max(0, start - side) : start], text[end : end + side]
            source = cite(at, number) if cite else ""
            rows.append(Line(member.id, member.title, member.date, number, start, left, text[start:end], right, source))
    item = texts.formulations[place]
    return Kwic(
        texts.name,
        "hits",
        texts.origin,
        texts.notes,
        tuple(rows),
        terms_of([item], texts.language),
        item.id,
        side,
        sizes,
    )


def counted_passages(store: Store, texts: CountedCollection) -> Callable[[int], Sequence[tuple[int, str]]]:
    """Return a function from the place of a member to the number and counted text of its paragraphs.

    Parameters
    ----------
    texts : CountedCollection
        Of this store.
    """

    @lru_cache(maxsize=2)
    def read(at: int) -> tuple[tuple[int, str], ...]:
        return tuple(
            (item.number, counted(item.text, texts.language))
            for item in stored.passages(store, int(texts.members[at].id))
        )

    return read


def passage_citations(store: Store, texts: CountedCollection, style: str) -> Callable[[int, int], str]:
    """Return a function from the place of a member and a paragraph's number to the paragraph's citation.

    Parameters
    ----------
    texts : CountedCollection
        Of this store.
    style : str
        As in `citations.cite`, for example ``"chicago"``.
    """

    @cache
    def made(at: int, paragraph: int) -> str:
        return citations.cite(stored.document(store, int(texts.members[at].id)).document, paragraph, style)

    return made
