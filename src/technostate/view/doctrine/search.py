"""The passages that answer a query, and one passage cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from technostate.doctrine import citations
from technostate.doctrine import documents as stored
from technostate.doctrine.search import Filter, Hit
from technostate.doctrine.search import search as run
from technostate.errors import DataError
from technostate.evidence.store import Store
from technostate.view.doctrine.documents import Listed, source_of
from technostate.view.doctrine.words import Row, command, local
from technostate.write import Cite, Column, Items, Prose, Strong, Table, View
from technostate.write.blocks import Block, Verbatim
from technostate.write.inline import Text


@dataclass(frozen=True)
class Neighbour:
    """A passage beside one that was found."""

    paragraph: int
    text: str


@dataclass(frozen=True)
class Passage:
    """A passage that answers a query.

    Parameters
    ----------
    spans : tuple of (int, int)
        Where the terms stand, in the passage as it is counted.
    """

    document: Listed
    paragraph: int
    text: str
    spans: tuple[tuple[int, int], ...]
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]

    @classmethod
    def of(cls, hit: Hit) -> Passage:
        """Return a hit of the search as it is written."""
        before, after = (tuple(Neighbour(item.number, item.text) for item in side) for side in (hit.before, hit.after))
        return cls(Listed.of(hit.document), hit.passage.number, hit.passage.text, hit.spans, before, after)


@dataclass(frozen=True)
class Found:
    """The number of passages that answer a query, one page of them, and what a reader of the query should know."""

    query: str
    total: int
    start: int
    hits: tuple[Passage, ...]
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
) -> View[Found]:
    """Return how many passages answer a query, and one page of them.

    Parameters
    ----------
    query : str
        Terms, "phrases", beginnings*, AND, OR, NOT and parentheses.
    start, limit : int
        The page.
    context : int
        Neighbouring passages before and after each hit.
    """
    result = run(store, query, where, start=start, limit=limit, context=context, order=order)
    data = Found(query, result.total, start, tuple(map(Passage.of, result.hits)), result.notes)
    shown = f"{start + 1}–{start + len(data.hits)} of " if data.hits else ""
    blocks: list[Block] = [
        block for hit, item in zip(result.hits, data.hits, strict=True) for block in _said(hit, item)
    ]
    if result.notes:
        blocks.append(Items(result.notes, title="To know"))
    blocks.append(Prose(f"{shown}{result.total} passages"))
    chosen = where or Filter()
    options = {"issuer": chosen.issuer, "type": chosen.type, "language": chosen.language, "since": chosen.since,
               "until": chosen.until, "start": start or "", "limit": limit if limit != 20 else "",
               "context": context or "", "order": order if order != "stored" else ""}  # fmt: skip
    typed = command("search", query, collection=chosen.collection, **options)
    return View(f"Passages with {query}", data, tuple(blocks), tuple(map(_row, data.hits)), typed)


def _said(hit: Hit, item: Passage) -> tuple[Block, ...]:
    known = item.document
    place = f"[{known.id}:{item.paragraph}] "
    head = (place, local(known.title), f", {known.date or 'no date'} ({known.collection})",
            Cite((source_of(hit.document.document),)))  # fmt: skip
    before = tuple((str(part.paragraph), local(part.text)) for part in item.before)
    after = tuple((str(part.paragraph), local(part.text)) for part in item.after)
    own: tuple[Text, ...] = (Strong(f"{item.paragraph} ›"), local(item.text))
    return (Table(head, (Column(""), Column("", words=True)), (*before, own, *after)),)


def _row(item: Passage) -> Row:
    known = item.document
    return {"document": known.id, "paragraph": item.paragraph, "title": known.title, "date": known.date,
            "collection": known.collection, "text": item.text, "before": " ".join(part.text for part in item.before),
            "after": " ".join(part.text for part in item.after), "source": known.source}  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """A passage and its citation."""

    document: Listed
    paragraph: int
    style: str
    citation: str
    text: str


def passage(store: Store, document: int, paragraph: int, style: str = "chicago") -> View[Cited]:
    """Return the citation of a passage of the store.

    Parameters
    ----------
    document, paragraph : int
        Numbers as `documents` and `search` show them.
    style : str
        bibtex, csl-json, ris, gb7714 or chicago.

    Raises
    ------
    DataError
        If the document has no such paragraph.
    """
    known = stored.document(store, document)
    found = stored.passages(store, document, paragraph, paragraph)
    if not found:
        raise DataError(
            f"document {document} has no paragraph {paragraph}", hint=f"it has {known.passages}, numbered from 1"
        )
    citation = citations.cite(known.document, paragraph, style)
    data = Cited(Listed.of(known), paragraph, style, citation, found[0].text)
    row = {"document": document, "paragraph": paragraph, "style": style, "citation": citation, "text": found[0].text}
    blocks = (Verbatim(data.citation), Prose((local(found[0].text), Cite((source_of(known.document),))), note=True))
    typed = command("cite", str(document), str(paragraph), style=style)
    return View(f"Document {document}, paragraph {paragraph}", data, blocks, (row,), typed)
