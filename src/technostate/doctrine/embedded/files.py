"""The files of the embedded counts, read once: documents, collections and the order of the formulations."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from technostate.doctrine.embedded.records import Collection, CountedDocument
from technostate.errors import DataError, unknown_label
from technostate.evidence import embedded as data
from technostate.evidence.readers.official_texts import ORIGINS
from technostate.evidence.storage import describe

if TYPE_CHECKING:
    import polars as pl

#: Files of the counts, relative to the embedded folder.
HITS = "doctrine/hits.parquet"
DOCUMENTS = "doctrine/documents.parquet"
LEXICON = "doctrine/lexicon.json"


@cache
def read_table(path: str) -> pl.DataFrame:
    """Return a table of the embedded counts; raises `DataError` if it cannot be read."""
    import polars as pl

    try:
        return pl.read_parquet(data.root() / path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise DataError(f"{path} cannot be read: {str(error).splitlines()[0]}", hint=data.REPAIR) from None


@cache
def counted_terms() -> tuple[tuple[str, str, str], ...]:
    """Return (formulation, language, text) of each term in the order of the table of hits."""
    rows: list[list[str]] = describe(data.root() / LEXICON)["terms"]
    return tuple((formulation, language, text) for formulation, language, text in rows)


@cache
def formulation_places() -> dict[str, int]:
    """Return the place of each formulation that was counted, sorted by id."""
    return {name: place for place, name in enumerate(sorted({row[0] for row in counted_terms()}))}


@cache
def read_hits() -> pl.DataFrame:
    """Return the table of hits with the formulation and the length of each, which its term decides."""
    import polars as pl

    places = formulation_places()
    table = read_table(HITS)
    numbers = pl.Series([places[name] for name, _, _ in counted_terms()], dtype=pl.Int32)
    lengths = pl.Series([len(text) for _, _, text in counted_terms()], dtype=pl.Int32)
    return table.with_columns(formulation=numbers.gather(table["term"]), length=lengths.gather(table["term"]))


@cache
def every_document() -> tuple[CountedDocument, ...]:
    """Return the documents of all collections in the order of the table."""
    return tuple(CountedDocument(**row) for row in read_table(DOCUMENTS).iter_rows(named=True))


@cache
def document_places(collection: str) -> dict[int, int]:
    """Return the place of each document of a collection in the table → its place in `documents`."""
    mine = [place for place, item in enumerate(every_document()) if item.collection == collection]
    return {place: at for at, place in enumerate(mine)}


def documents(collection: str) -> tuple[CountedDocument, ...]:
    """Return the documents of a collection, oldest first.

    Parameters
    ----------
    collection : str
        One of `collections`.

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
    return tuple(item for item in every_document() if item.collection == collection)


def collections() -> tuple[Collection, ...]:
    """Return the collections that are counted.

    Examples
    --------
    >>> [item.name for item in collections()]
    ['gwr', 'congress', 'sotu', 'nss', 'laws', 'speeches', 'readouts', 'budget']
    """
    return tuple(collection_of(name) for name in ORIGINS)


def collection_of(name: str) -> Collection:
    """Return one collection; raises `LabelError` if there is none of that name."""
    items = documents(name)
    return Collection(
        name, items[0].language, len(items), items[0].year, items[-1].year, sum(item.extent for item in items),
        ORIGINS[name],
    )  # fmt: skip
