"""Recount documents whose texts are at hand, and say where the embedded counts differ."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from technostate.doctrine import embedded, formulations
from technostate.doctrine.counting import Scanner
from technostate.doctrine.documents import StoredDocument, documents
from technostate.doctrine.documents import passages as passages_of
from technostate.doctrine.embedded import CountedDocument
from technostate.doctrine.text import Language, counted
from technostate.errors import DataError
from technostate.evidence.store import Store


@dataclass(frozen=True)
class Verification:
    """What a recount of one document found.

    Parameters
    ----------
    same_text : bool
        Whether the counted passages have the checksum of those that were counted for the package.
    shipped, found : int
        Hits of all formulations in the embedded counts and in the recount.
    differing : tuple of str
        Ids of the formulations whose hits (paragraph, offset, length) are not the same, sorted.
    """

    document: CountedDocument
    same_text: bool
    shipped: int
    found: int
    differing: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether every hit stands where the embedded counts say."""
        return not self.differing


@dataclass(frozen=True)
class Recount:
    """An embedded document beside the user's own text of it.

    Parameters
    ----------
    stored : StoredDocument or None
        None where the store has no document of that text, nor just one of that year.
    """

    document: CountedDocument
    stored: StoredDocument | None
    verification: Verification | None

    @property
    def outcome(self) -> str:
        """``confirmed``, ``differs`` or ``no text``."""
        if self.verification is None:
            return "no text"
        return "confirmed" if self.verification.confirmed else "differs"


def recount(store: Store, collection: str, imported: str) -> list[Recount]:
    """Recount a whole embedded collection on the texts that the user imported.

    A stored document is taken for an embedded one if its counted text has the same checksum; else if both are the only
    ones of their year that are left.

    Parameters
    ----------
    collection : str
        Of the embedded counts.
    imported : str
        Of the store.

    Raises
    ------
    LabelError
        If the embedded collection is unknown.
    DataError
        If the store has no document of that name in the language of the collection.
    """
    known = embedded.documents(collection)
    language = known[0].language
    own = documents(store, collection=imported)
    texts = {
        item.id: [counted(passage.text, language) for passage in passages_of(store, item.id)]
        for item in own
        if item.document.language == language
    }
    if not texts:
        raise DataError(
            f"the store has no document in the language {language!r} under the name {imported!r}",
            hint=f"technostate doctrine import FOLDER --collection {imported} --language {language}",
        )
    stored = {item.id: item for item in own if item.id in texts}
    by_text = {_checksum([line for line in lines if line]): number for number, lines in texts.items()}
    pairs = {item.id: by_text[item.sha256_counted] for item in known if item.sha256_counted in by_text}
    pairs |= _by_year(
        [item for item in known if item.id not in pairs],
        [item for item in stored.values() if item.id not in pairs.values()],
    )
    found = []
    for item in known:
        number = pairs.get(item.id)
        lines = [line for line in texts[number] if line] if number is not None else []
        found.append(
            Recount(
                item, None if number is None else stored[number], verify(item, lines) if number is not None else None
            )
        )
    return found


def _by_year(known: list[CountedDocument], stored: list[StoredDocument]) -> dict[str, int]:
    """Return pairs of documents that are alone in their year on both sides."""
    years = [item.document.date.year for item in stored]
    own = {item.document.date.year: item.id for item in stored if years.count(item.document.date.year) == 1}
    there = [item.year for item in known]
    return {item.id: own[item.year] for item in known if there.count(item.year) == 1 and item.year in own}


def _checksum(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def verify(document: CountedDocument, passages: Sequence[str]) -> Verification:
    """Recount every formulation in a document's passages and compare each hit with the embedded ones.

    Parameters
    ----------
    document : CountedDocument
        One of `technostate.doctrine.embedded.documents`.
    passages : sequence of str
        Its paragraphs as counted text, in order.

    Raises
    ------
    DataError
        If the extra ``doctrine`` is not installed, or a passage is not counted text.
    """
    scanner = _scanner(document.language)
    hits = scanner.scan(passages)
    names = [item.id for item in scanner.formulations]
    columns = (hits.formulation, hits.passage + 1, hits.offset, hits.length)
    found = {(names[place], *where) for place, *where in zip(*(column.tolist() for column in columns), strict=True)}
    shipped = embedded.places(document)
    differing = tuple(sorted({str(item[0]) for item in found ^ shipped}))
    return Verification(document, _checksum(passages) == document.sha256_counted, len(shipped), len(found), differing)


@lru_cache(maxsize=2)
def _scanner(language: Language) -> Scanner:
    return Scanner(formulations.default(), language)
