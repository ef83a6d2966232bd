"""The documents of the user's store, with their numbers and flags; and the source that a document is."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.doctrine.documents import Document, Flag, StoredDocument
from technostate.doctrine.documents import documents as stored
from technostate.evidence import Figure, Origin
from technostate.evidence.origin import NO_ISSUER
from technostate.evidence.store import Store
from technostate.view.doctrine.words import WHOLE, command, local
from technostate.write import Column, Prose, Table, View
from technostate.write.inline import Text


@dataclass(frozen=True)
class Listed:
    """A document of the store.

    Parameters
    ----------
    id : int
        Its number in the store.
    title, date, date_precision, issuer, type, language, source, sha256, collection, encoding : str
        As in `technostate.doctrine.documents.Document`.
    """

    id: int
    title: str
    date: str
    date_precision: str
    issuer: str
    type: str
    language: str
    source: str
    sha256: str
    collection: str
    encoding: str
    passages: int
    characters: Figure
    flags: tuple[Flag, ...]

    @classmethod
    def of(cls, item: StoredDocument) -> Listed:
        """Return a stored document with its size as a figure."""
        known = item.document
        size = Figure(item.characters, "count", "derived", source_of(known), year=known.date.year)
        return cls(
            item.id, known.title, known.date.text, known.date.precision, known.issuer, known.type, known.language,
            known.source, known.sha256, known.collection, known.encoding, item.passages, size, item.flags,
        )  # fmt: skip


@dataclass(frozen=True)
class Documents:
    """Documents of the store, in order of date and number."""

    collection: str
    documents: tuple[Listed, ...]


def source_of(document: Document) -> Origin:
    """Return a document as the source of what is counted or quoted in it."""
    date = document.date.text or "not dated"
    issued = f"{document.issuer}. " if document.issuer else ""
    public = document.source.startswith(("http://", "https://"))
    note = "" if public else f"file {document.source}, sha256 {document.sha256[:16]}"
    return Origin(
        document.issuer or NO_ISSUER, document.title or "no title", f"{issued}{document.title} ({date}).", date,
        "not found", document.source if public else "", note=note,
    )  # fmt: skip


def documents(store: Store, *, collection: str = "", flagged: bool = False) -> View[Documents]:
    """Return the documents of the store with their numbers and flags.

    Parameters
    ----------
    collection : str
        Only this collection.
    flagged : bool
        Only documents that look like duplicates, have an implausible date, or are cut or short.
    """
    found = [item for item in stored(store, collection=collection) if item.flags or not flagged]
    data = Documents(collection, tuple(map(Listed.of, found)))
    columns = (
        Column("Number"), Column("Date"), Column("Collection"), Column("Language"), Column("Title", words=True),
        Column("Passages"), Column("Characters", WHOLE), Column("Flags", words=True),
    )  # fmt: skip
    table: tuple[tuple[Text, ...], ...] = tuple(
        (str(item.id), item.date or "unknown", item.collection, item.language, local(item.title), str(item.passages),
         item.characters, "; ".join(f"{flag.kind}: {flag.text}" for flag in item.flags))
        for item in data.documents
    )  # fmt: skip
    rows = tuple(
        {"document": item.id, "date": item.date, "collection": item.collection, "language": item.language,
         "title": item.title, "issuer": item.issuer, "type": item.type, "source": item.source, "sha256": item.sha256,
         "passages": item.passages, "flags": [f"{flag.kind}: {flag.text}" for flag in item.flags],
         "measure": "characters", "figure": item.characters}
        for item in data.documents
    )  # fmt: skip
    said = f"{len(found)} documents" + (" with flags" if flagged else "") + (f" in {collection}" if collection else "")
    typed = command("documents", collection=collection, flagged=flagged)
    return View(said[:1].upper() + said[1:], data, (Table("", columns, table), Prose(f"{said}.")), rows, typed)
