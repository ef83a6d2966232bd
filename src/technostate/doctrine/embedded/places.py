"""Where formulations stand in the embedded collections: document, paragraph, offset and length of every hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from technostate.doctrine import formulations, sensed
from technostate.doctrine.embedded.files import HITS, documents, every_document, formulation_places, read_table
from technostate.doctrine.embedded.records import CountedDocument, Hit
from technostate.doctrine.formulation import Formulation
from technostate.errors import LabelError

if TYPE_CHECKING:
    import polars as pl


def hits(formulation: str, collection: str, *, sense: str | None = None) -> tuple[Hit, ...]:
    """Return where a formulation stands in a collection, in the order of documents and text.

    Parameters
    ----------
    formulation : str
        An id or a variant.
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

    item, number = formulation_in(formulation, collection)
    names = [document.id for document in every_document()]
    wanted = [place for place, item in enumerate(every_document()) if item.collection == collection]
    part = read_table(HITS).filter((pl.col("formulation") == number) & pl.col("document").is_in(wanted))
    if sense is not None:
        sensed.check(item, documents(collection)[0].language, sense)
        told = read_table(sensed.SENSES).filter(sense=sense)
        part = part.join(told, on=["document", "paragraph", "offset"], how="semi")
    rows = part.select("document", "paragraph", "offset", "length").sort("document", "paragraph", "offset").iter_rows()
    return tuple(Hit(names[document], *rest) for document, *rest in rows)


def table(collection: str, *, sense: str | None = None) -> pl.DataFrame:
    """Return every hit of every formulation in a collection: what whole-lexicon views start from.

    Parameters
    ----------
    sense : str or None
        As `hits` takes it: of the hits of 安全 only those with the sense; every other formulation is left as it is.

    Returns
    -------
    polars.DataFrame
        Columns formulation (place among the formulations sorted by id), document (place in `documents`), paragraph
        (from 1), offset and length; sorted by document, paragraph, offset and formulation.

    Raises
    ------
    LabelError
        If there is no such collection, or its hits of 安全 have no such sense.

    Examples
    --------
    >>> table("nss").columns
    ['formulation', 'document', 'paragraph', 'offset', 'length']
    """
    import polars as pl

    wanted = [every_document().index(item) for item in documents(collection)]
    renumbered = {place: at for at, place in enumerate(wanted)}
    places = {formulation_places()[name]: at for at, name in enumerate(sorted(formulation_places()))}
    part = read_table(HITS).filter(pl.col("document").is_in(wanted))
    if sense is not None:
        sensed.check(formulations.find(sensed.FORMULATION), documents(collection)[0].language, sense)
        chosen = read_table(sensed.SENSES).filter(pl.col("sense") == sense)
        security = pl.col("formulation") == formulation_places()[sensed.FORMULATION]
        kept = part.filter(security).join(chosen, on=["document", "paragraph", "offset"], how="semi")
        part = pl.concat([part.filter(~security), kept])
    return part.with_columns(
        pl.col("formulation").replace_strict(places, return_dtype=pl.Int32),
        pl.col("document").replace_strict(renumbered, return_dtype=pl.Int32),
    ).sort("document", "paragraph", "offset", "formulation")


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
    part = read_table(HITS).filter(pl.col("document") == every_document().index(document))
    rows = part.select("formulation", "paragraph", "offset", "length").iter_rows()
    return frozenset((names[number], *where) for number, *where in rows)


def formulation_in(term: str, collection: str) -> tuple[Formulation, int]:
    """Return a formulation and its place in the table of hits; raises `LabelError` if it was not looked for."""
    language = documents(collection)[0].language
    try:
        item = formulations.find(term)
    except LabelError as error:
        raise LabelError(
            f"{term!r} is no formulation of the lexicon, and the embedded counts hold no text to look for it in",
            hint=f"{error.hint}; to count any other term, import the texts: technostate doctrine import",
        ) from None
    if not item.variants(language):
        raise LabelError(
            f"{item.id} has no variant in the language of {collection} ({language}), so that it was not looked for",
            hint="compare it in a collection of another language",
        )
    return item, formulation_places()[item.id]
