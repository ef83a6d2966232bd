"""The embedded counts: where every formulation of the lexicon stands in four collections of official texts, no text.

Reading them needs the core installation only. A count can be checked against the published text: each hit has the
document, the paragraph (from 1) and the offset (characters of counted text before it, `technostate.doctrine.text`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from technostate.doctrine import formulations, sensed
from technostate.doctrine.formulation import Formulation
from technostate.doctrine.text import Language
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence import embedded as data
from technostate.evidence.origin import Origin
from technostate.evidence.readers.official_texts import ORIGINS
from technostate.evidence.storage import describe

if TYPE_CHECKING:
    import polars as pl

#: Files of the counts, relative to the embedded folder.
HITS = "doctrine/hits.parquet"
DOCUMENTS = "doctrine/documents.parquet"
LEXICON = "doctrine/lexicon.json"

#: What counts are divided by, a language.
UNITS: dict[Language, str] = {"zh": "hits per 10,000 Han characters", "en": "hits per 10,000 words"}


@dataclass(frozen=True)
class CountedDocument:
    """A document of a collection: what is known of it, and its size.

    Parameters
    ----------
    id : str
    collection : str
    title : str
    year : int
    date : str
        ISO 8601, as exact as it is known.
    issuer : str
    type : str
        Its genre, for example ``"report in place of a government work report"``.
    language : {"zh", "en"}
    note : str
        Why the document is unlike the others of its collection; mostly empty.
    source : str
        Public address of the text.
    sha256 : str
        Of the text as the raw set has it, without the licence footer, in UTF-8.
    sha256_counted : str
        Of the counted passages joined by line feeds, in UTF-8: what a recount starts from.
    paragraphs : int
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
    name : str
    language : {"zh", "en"}
    documents : int
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


@cache
def _table(path: str) -> pl.DataFrame:
    import polars as pl

    try:
        return pl.read_parquet(data.root() / path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise DataError(f"{path} cannot be read: {str(error).splitlines()[0]}", hint=data.REPAIR) from None


@cache
def _listed() -> dict[str, int]:
    """Return the place of each formulation in the table of hits."""
    names: list[str] = describe(data.root() / LEXICON)["formulations"]
    return {name: place for place, name in enumerate(names)}


@cache
def _documents() -> tuple[CountedDocument, ...]:
    return tuple(CountedDocument(**row) for row in _table(DOCUMENTS).iter_rows(named=True))


def documents(collection: str) -> tuple[CountedDocument, ...]:
    """Return the documents of a collection, oldest first.

    Parameters
    ----------
    collection : str
        ``"gwr"``, ``"congress"``, ``"sotu"`` or ``"nss"``.

    Raises
    ------
    LabelError
        If there is no such collection.

    Examples
    --------
    >>> report = documents("gwr")[1]
    >>> report.year, report.extent, report.type
    (1955, 51623, 'report in place of a government work report')
    """
    if collection not in ORIGINS:
        raise unknown_label("collection", collection, tuple(ORIGINS), where="the embedded counts")
    return tuple(item for item in _documents() if item.collection == collection)


def collections() -> tuple[Collection, ...]:
    """Return the collections that are counted.

    Examples
    --------
    >>> [item.name for item in collections()]
    ['gwr', 'congress', 'sotu', 'nss']
    """
    return tuple(_collection(name) for name in ORIGINS)


def _collection(name: str) -> Collection:
    items = documents(name)
    return Collection(
        name, items[0].language, len(items), items[0].year, items[-1].year, sum(item.extent for item in items),
        ORIGINS[name],
    )  # fmt: skip


def hits(formulation: str, collection: str, *, sense: str | None = None) -> tuple[Hit, ...]:
    """Return where a formulation stands in a collection, in the order of documents and text.

    Parameters
    ----------
    formulation : str
        An id or a variant.
    collection : str
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

    item, number = _place(formulation, collection)
    names = [document.id for document in _documents()]
    wanted = [place for place, item in enumerate(_documents()) if item.collection == collection]
    part = _table(HITS).filter((pl.col("formulation") == number) & pl.col("document").is_in(wanted))
    if sense is not None:
        sensed.check(item, documents(collection)[0].language, sense)
        told = _table(sensed.SENSES).filter(sense=sense)
        part = part.join(told, on=["document", "paragraph", "offset"], how="semi")
    rows = part.select("document", "paragraph", "offset", "length").sort("document", "paragraph", "offset").iter_rows()
    return tuple(Hit(names[document], *rest) for document, *rest in rows)


def table(collection: str, *, sense: str | None = None) -> pl.DataFrame:
    """Return every hit of every formulation in a collection: what whole-lexicon views start from.

    Parameters
    ----------
    collection : str
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

    wanted = [_documents().index(item) for item in documents(collection)]
    renumbered = {place: at for at, place in enumerate(wanted)}
    places = {_listed()[name]: at for at, name in enumerate(sorted(_listed()))}
    part = _table(HITS).filter(pl.col("document").is_in(wanted))
    if sense is not None:
        sensed.check(formulations.find(sensed.FORMULATION), documents(collection)[0].language, sense)
        chosen = _table(sensed.SENSES).filter(pl.col("sense") == sense)
        security = pl.col("formulation") == _listed()[sensed.FORMULATION]
        kept = part.filter(security).join(chosen, on=["document", "paragraph", "offset"], how="semi")
        part = pl.concat([part.filter(~security), kept])
    return part.with_columns(
        pl.col("formulation").replace_strict(places, return_dtype=pl.Int32),
        pl.col("document").replace_strict(renumbered, return_dtype=pl.Int32),
    ).sort("document", "paragraph", "offset", "formulation")


def places(document: CountedDocument) -> frozenset[tuple[str, int, int, int]]:
    """Return (formulation, paragraph, offset, length) of every hit in a document.

    Parameters
    ----------
    document : CountedDocument

    Examples
    --------
    >>> (report,) = (item for item in documents("gwr") if item.year == 2024)
    >>> sum(1 for name, *_ in places(report) if name == "security")
    29
    """
    import polars as pl

    names = list(_listed())
    part = _table(HITS).filter(pl.col("document") == _documents().index(document))
    rows = part.select("formulation", "paragraph", "offset", "length").iter_rows()
    return frozenset((names[number], *where) for number, *where in rows)


def counts(formulation: str, collection: str, *, sense: str | None = None) -> tuple[Count, ...]:
    """Return the count of a formulation in each document of a collection, oldest first; 0 where it has no hit.

    Parameters
    ----------
    formulation : str
        An id or a variant.
    collection : str
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
    collection : str
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
    item, _ = _place(term, collection)
    language = _collection(collection).language
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


def _place(term: str, collection: str) -> tuple[Formulation, int]:
    """Return a formulation and its place in the table of hits."""
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
    return item, _listed()[item.id]
