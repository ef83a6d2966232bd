"""Recount a document whose text is at hand, and say where the embedded counts differ."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from technostate.doctrine import embedded, formulations
from technostate.doctrine.counting import Scanner
from technostate.doctrine.embedded import CountedDocument
from technostate.doctrine.text import Language


@dataclass(frozen=True)
class Verification:
    """What a recount of one document found.

    Parameters
    ----------
    document : CountedDocument
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
    whole = hashlib.sha256("\n".join(passages).encode("utf-8", "surrogatepass")).hexdigest()
    differing = tuple(sorted({str(item[0]) for item in found ^ shipped}))
    return Verification(document, whole == document.sha256_counted, len(shipped), len(found), differing)


@lru_cache(maxsize=2)
def _scanner(language: Language) -> Scanner:
    return Scanner(formulations.default(), language)
