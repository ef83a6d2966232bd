"""Where formulations stand in the embedded collections: document, paragraph, offset and length of every hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from technostate.doctrine import formulations, sensed
from technostate.doctrine.embedded.files import (
    counted_terms,
    document_places,
    documents,
    every_document,
    formulation_places,
    read_hits,
    read_table,
)
from technostate.doctrine.embedded.records import CountedDocument, Hit
from technostate.doctrine.formulation import Formulation, Term
from technostate.errors import LabelError

if TYPE_CHECKING:
    import polars as pl


def hits(formulation: str, collection: str, *, sense: str | None = None) -> tuple[Hit, ...]:
    """Return where a formulation, or one term alone, stands in a collection, in the order of documents and text.

    Parameters
    ----------
    formulation : str
        An id, for all its terms; or a term, for that term alone (`formulations.named`).
    sense : str or None
        Of 安全 in a Chinese collection: ``"strategic"``, ``"safety"`` or ``"other"``; every hit by default.

    Raises
    ------
    LabelError
        If one is unknown, or the formulation has no variant in the language, or no senses.

    Examples
    --------
    >>> found = hits("军民融合", "gwr")
    >>> sorted({hit.document for hit in found})[0], len(found)
    ('gwr-2011', 9)
    """
    import polars as pl

    item = named_in(formulation, collection)
    names = [document.id for document in every_document()]
    part = hits_of(item, documents(collection)[0].language)
    part = part.filter(pl.col("document").is_in(list(document_places(collection))))
    if sense is not None:
        concept = formulations.find(item.formulation) if isinstance(item, Term) else item
        sensed.check(concept, documents(collection)[0].language, sense)
        sensed.check_collection(collection)
        told = read_table(sensed.SENSES).filter(sense=sense)
        part = part.join(told, on=["document", "paragraph", "offset"], how="semi")
    rows = part.select("document", "paragraph", "offset", "length").sort("document", "paragraph", "offset").iter_rows()
    return tuple(Hit(names[document], *rest) for document, *rest in rows)


def hits_of(item: Formulation | Term, language: str) -> pl.DataFrame:
    """Return the rows of the table of hits for a formulation, or for one term of a language alone.

    A formulation's hits are of all its languages, which no document shares.
    """
    import polars as pl

    if isinstance(item, Term):
        return read_hits().filter(pl.col("term") == counted_terms().index((item.formulation, language, item.text)))
    return read_hits().filter("whole", pl.col("formulation") == formulation_places()[item.id])


def table(collection: str, *, sense: str | None = None) -> pl.DataFrame:
    """Return every hit of every formulation in a collection: what whole-lexicon views start from.

    Parameters
    ----------
    sense : str or None
        As `hits` takes it: of the hits of 安全 only those with the sense; every other formulation is left as it is.

    Returns
    -------
    polars.DataFrame
        A row a hit of a term: term (place among the terms of the language), document (place in `documents`), paragraph
        (from 1), offset, whole (whether it counts for the formulation), formulation (place among those sorted by id)
        and length; sorted by document, paragraph, offset, formulation and term.

    Raises
    ------
    LabelError
        If there is no such collection, or its hits of 安全 have no such sense.

    Examples
    --------
    >>> table("nss").columns
    ['term', 'document', 'paragraph', 'offset', 'whole', 'formulation', 'length']
    """
    import polars as pl

    renumbered = document_places(collection)
    language = documents(collection)[0].language
    spoken = [place for place, row in enumerate(counted_terms()) if row[1] == language]
    terms = {place: at for at, place in enumerate(spoken)}
    part = read_hits().filter(pl.col("document").is_in(list(renumbered)))
    if sense is not None:
        sensed.check(formulations.find(sensed.FORMULATION), language, sense)
        sensed.check_collection(collection)
        chosen = read_table(sensed.SENSES).filter(pl.col("sense") == sense)
        security = pl.col("formulation") == formulation_places()[sensed.FORMULATION]
        kept = part.filter(security).join(chosen, on=["document", "paragraph", "offset"], how="semi")
        part = pl.concat([part.filter(~security), kept])
    return part.with_columns(
        pl.col("term").replace_strict(terms, return_dtype=pl.Int32),
        pl.col("document").replace_strict(renumbered, return_dtype=pl.Int32),
    ).sort("document", "paragraph", "offset", "formulation", "term")


def places(document: CountedDocument) -> frozenset[tuple[str, int, int, int]]:
    """Return (formulation, paragraph, offset, length) of every hit in a document.

    Examples
    --------
    >>> (report,) = (item for item in documents("gwr") if item.year == 2024)
    >>> sum(1 for name, *_ in places(report) if name == "security")
    29
    """
    import polars as pl

    names = list(formulation_places())
    part = read_hits().filter("whole", pl.col("document") == every_document().index(document))
    rows = part.select("formulation", "paragraph", "offset", "length").iter_rows()
    return frozenset((names[number], *where) for number, *where in rows)


def named_in(term: str, collection: str) -> Formulation | Term:
    """Return what a word names in a collection; raises `LabelError` if it was not looked for."""
    language = documents(collection)[0].language
    try:
        item = formulations.named(term, language)
    except LabelError as error:
        raise LabelError(
            f"{term!r} is no formulation of the lexicon, and the embedded counts hold no text to look for it in",
            hint=f"{error.hint}; to count any other term, import the texts: technostate doctrine import",
        ) from None
    if isinstance(item, Formulation) and not item.variants(language):
        raise LabelError(
            f"{item.id} has no variant in the language of {collection} ({language}), so that it was not looked for",
            hint="compare it in a collection of another language",
        )
    return item
