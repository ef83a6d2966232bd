"""What the embedded counts are made of: documents with their size, collections, counts and places of hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from technostate.doctrine.text import Language
from technostate.evidence.origin import Origin

#: What counts are divided by, a language.
UNITS: dict[Language, str] = {"zh": "hits per 10,000 Han characters", "en": "hits per 10,000 words"}


@dataclass(frozen=True)
class CountedDocument:
    """A document of a collection: what is known of it, and its size.

    Parameters
    ----------
    date : str
        ISO 8601, as exact as it is known.
    type : str
        Its genre, for example ``"report in place of a government work report"``.
    note : str
        Why the document is unlike the others of its collection; mostly empty.
    source : str
        Public address of the text.
    sha256 : str
        Of the text as the raw set has it, without the licence footer, in UTF-8.
    sha256_counted : str
        Of the counted passages joined by line feeds, in UTF-8: what a recount starts from.
    extent : int
        Han characters of a Chinese document, words of an English one.
    """

    id: str
    collection: str
    title: str
    year: int
    date: str
    issuer: str
    type: str
    language: Language
    note: str
    source: str
    sha256: str
    sha256_counted: str
    paragraphs: int
    extent: int

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        """How exact the date is."""
        exact: dict[int, Literal["day", "month", "year"]] = {10: "day", 7: "month", 4: "year"}
        return exact[len(self.date)]


@dataclass(frozen=True)
class Collection:
    """A collection of documents by one issuer in one language.

    Parameters
    ----------
    first, last : int
        Years.
    extent : int
        Han characters or words of all documents.
    origin : Origin
        With what is missing or unlike the rest in its note.
    """

    name: str
    language: Language
    documents: int
    first: int
    last: int
    extent: int
    origin: Origin

    @property
    def unit(self) -> str:
        """The unit of `Count.per_10000`."""
        return UNITS[self.language]


@dataclass(frozen=True)
class Count:
    """Hits of a formulation in a document, and hits per 10,000 Han characters or words."""

    document: CountedDocument
    count: int

    @property
    def per_10000(self) -> float:
        """Hits per 10,000 Han characters or words."""
        return 1e4 * self.count / self.document.extent


@dataclass(frozen=True)
class Hit:
    """Where a formulation stands: document, paragraph from 1, offset and length in characters of counted text."""

    document: str
    paragraph: int
    offset: int
    length: int
