"""The embedded counts: where every term of the lexicon stands in eight collections of official texts, no text.

Reading them needs the core installation only. A count can be checked against the published text: each hit has the
document, the paragraph (from 1) and the offset (characters of counted text before it, `technostate.doctrine.text`).
"""

from __future__ import annotations

from technostate.doctrine.embedded.bounds import STATES, Bounds, bounds, state_of
from technostate.doctrine.embedded.files import DOCUMENTS, HITS, LEXICON, collections, documents
from technostate.doctrine.embedded.places import hits, places, table
from technostate.doctrine.embedded.records import UNITS, Collection, Count, CountedDocument, Hit

__all__ = [
    "DOCUMENTS", "HITS", "LEXICON", "STATES", "UNITS", "Bounds", "Collection", "Count", "CountedDocument", "Hit",
    "bounds", "collections", "counts", "documents", "hits", "places", "state_of", "table",
]  # fmt: skip


def counts(formulation: str, collection: str, *, sense: str | None = None) -> tuple[Count, ...]:
    """Return the count of a formulation, or of one term, in each document of a collection, oldest first, zeros too.

    Parameters
    ----------
    formulation : str
        An id, for all its terms; or a term, for that term alone.
    sense : str or None
        As `hits` takes it.

    Raises
    ------
    LabelError
        As `hits` does.

    Examples
    --------
    >>> newest = {item.document.year: item for item in counts("安全", "gwr")}[2024]
    >>> newest.count, round(newest.per_10000, 2)
    (29, 18.79)
    """
    found: dict[str, int] = {}
    for hit in hits(formulation, collection, sense=sense):
        found[hit.document] = found.get(hit.document, 0) + 1
    return tuple(Count(item, found.get(item.id, 0)) for item in documents(collection))
