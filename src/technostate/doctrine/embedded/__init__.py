"""The embedded counts: where every formulation of the lexicon stands in four collections of official texts, no text.

Reading them needs the core installation only. A count can be checked against the published text: each hit has the
document, the paragraph (from 1) and the offset (characters of counted text before it, `technostate.doctrine.text`).
"""

from __future__ import annotations

from typing import Any

from technostate.doctrine import sensed
from technostate.doctrine.embedded.files import DOCUMENTS, HITS, LEXICON, collection_of, collections, documents
from technostate.doctrine.embedded.places import formulation_in, hits, places, table
from technostate.doctrine.embedded.records import UNITS, Collection, Count, CountedDocument, Hit
from technostate.evidence.readers.official_texts import ORIGINS

__all__ = [
    "DOCUMENTS", "HITS", "LEXICON", "UNITS", "Collection", "Count", "CountedDocument", "Hit", "collections", "counts",
    "documents", "hits", "places", "table", "trend",
]  # fmt: skip


def counts(formulation: str, collection: str, *, sense: str | None = None) -> tuple[Count, ...]:
    """Return the count of a formulation in each document of a collection, oldest first; 0 where it has no hit.

    Parameters
    ----------
    formulation : str
        An id or a variant.
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


def trend(term: str, collection: str, *, sense: str | None = None) -> dict[str, Any]:
    """Return how often a formulation stands in each document of a collection, as plain JSON types.

    Parameters
    ----------
    term : str
        An id or a variant of a formulation of the lexicon; all its variants in the language are counted.
    sense : str or None
        As `hits` takes it.

    Returns
    -------
    dict
        ``term``, ``collection``, ``formulation`` (its id), ``variants`` (those counted), ``unit``, ``rows`` and
        ``origin``; with a sense, also ``sense`` and ``rules`` (their version). A row has ``document``, ``year``,
        ``count``, ``characters`` (Han characters; null in English, where ``words`` is there), ``per_10000`` and
        ``note`` (why the document is unlike the others; mostly empty).

    Raises
    ------
    LabelError
        If the term is no formulation of the lexicon: then only an imported text can answer.

    Examples
    --------
    >>> record = trend("发展", "gwr")
    >>> row = next(row for row in record["rows"] if row["year"] == 2024)
    >>> row["count"], row["characters"], round(row["per_10000"], 2)
    (141, 15432, 91.37)
    """
    item, _ = formulation_in(term, collection)
    language = collection_of(collection).language
    return {
        "term": term,
        "collection": collection,
        "formulation": item.id,
        "variants": list(item.variants(language)),
        **({} if sense is None else {"sense": sense, "rules": sensed.rules()}),
        "unit": UNITS[language],
        "rows": [_row(count) for count in counts(item.id, collection, sense=sense)],
        "origin": ORIGINS[collection].as_dict(),
    }


def _row(count: Count) -> dict[str, Any]:
    chinese = count.document.language == "zh"
    return {
        "document": count.document.id,
        "year": count.document.year,
        "count": count.count,
        "characters": count.document.extent if chinese else None,
        **({} if chinese else {"words": count.document.extent}),
        "per_10000": count.per_10000,
        "note": count.document.note,
    }
