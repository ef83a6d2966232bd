"""How the embedded counts are made: every term of the lexicon, found in eight collections of official texts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine import formulations, senses, term_hits
from technostate.doctrine.embedded import DOCUMENTS, HITS, LEXICON
from technostate.doctrine.formulation import Term
from technostate.doctrine.sensed import COLLECTIONS, RULES, SENSES
from technostate.doctrine.text import Language, counted, extent, paragraphs
from technostate.evidence.build import Product, Recipe, dump
from technostate.evidence.readers import official_texts
from technostate.evidence.readers.official_text import OfficialText

if TYPE_CHECKING:
    import polars as pl

DONE = (
    "Licence footers cut, texts split into paragraphs, Chinese folded to simplified characters (OpenCC t2s) without "
    "whitespace, English single-spaced. Every term of the shipped lexicon found by the rules of docs/doctrine.md. "
    "Texts are not shipped."
)
SENSED = "Sense of each 安全 in the Chinese documents by the rules of that version; docs/codebook.md has their errors."


def passages(text: str, language: Language) -> list[str]:
    """Return the numbered paragraphs of a text as they are counted; paragraph 1 is the first."""
    return [counted(paragraph, language) for paragraph in paragraphs(text)]


def hits_of(texts: Sequence[list[str]], terms: Sequence[Term], language: Language) -> pl.DataFrame:
    """Return where terms stand in some documents of one language.

    Parameters
    ----------
    texts : sequence of list of str
        Counted passages of each document.
    terms : sequence of Term
        Those of other languages are not looked for.

    Returns
    -------
    polars.DataFrame
        Columns term and document (places in their lists, from 0), paragraph (from 1), offset (characters of counted
        text) and whole (whether the hit counts for the term's formulation).
    """
    import polars as pl

    spoken = [place for place, item in enumerate(terms) if item.language == language]
    passages = (passage for document in texts for passage in document)
    found = term_hits.scan([terms[place] for place in spoken], language, passages)
    begins = np.cumsum([0, *(len(document) for document in texts)])
    document = np.searchsorted(begins, found.passage, side="right") - 1
    columns = {
        "term": np.array(spoken, dtype=np.int64)[found.term],
        "document": document,
        "paragraph": found.passage - begins[document] + 1,
        "offset": found.offset,
        "whole": found.whole,
    }
    kinds = (pl.Int16, pl.Int16, pl.Int16, pl.Int32, pl.Boolean)
    return pl.DataFrame(columns).cast(dict(zip(columns, kinds, strict=True)))


def senses_of(texts: Sequence[list[str]]) -> pl.DataFrame:
    """Return the sense of every 安全 in some Chinese documents.

    Parameters
    ----------
    texts : sequence of list of str
        Counted passages of each document.

    Returns
    -------
    polars.DataFrame
        Columns document (place in the list, from 0), paragraph (from 1), offset and sense.
    """
    import polars as pl

    rows = [
        (document, paragraph, offset, found.sense)
        for document, passages in enumerate(texts)
        for paragraph, passage in enumerate(passages, 1)
        for offset, found in senses.senses(passage)
    ]
    schema = {"document": pl.Int16, "paragraph": pl.Int16, "offset": pl.Int32, "sense": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _run(raw: Path, out: Path) -> list[Product]:
    import polars as pl

    lexicon, terms = formulations.default(), formulations.terms()
    texts = sorted(official_texts.read_folder(raw), key=lambda item: item.language)
    tables: list[pl.DataFrame] = []
    records: list[dict[str, str | int]] = []
    for language in ("en", "zh"):
        chosen = [item for item in texts if item.language == language]
        scanned = [passages(item.text, language) for item in chosen]
        table = hits_of(scanned, terms, language)
        tables.append(table.with_columns((pl.col("document") + len(records)).cast(pl.Int16)))
        if language == "zh":
            told = [
                lines if item.collection in COLLECTIONS else [] for item, lines in zip(chosen, scanned, strict=True)
            ]
            sensed = senses_of(told).with_columns((pl.col("document") + len(records)).cast(pl.Int16))
        records += [_record(item, language, found) for item, found in zip(chosen, scanned, strict=True)]
    hits = pl.concat(tables).sort("term", "document", "paragraph", "offset")
    frame = pl.DataFrame(records)
    for path, table in ((HITS, hits), (DOCUMENTS, frame), (SENSES, sensed)):
        table.write_parquet(out / path, compression="zstd", compression_level=19, row_group_size=1 << 20)
    listing = {
        "fingerprint": formulations.fingerprint(lexicon),
        "terms": [[item.formulation, item.language, item.text] for item in terms],
    }
    (out / LEXICON).write_text(dump(listing), encoding="utf-8", newline="\n")
    (out / RULES).write_text(dump({"rules": senses.version()}), encoding="utf-8", newline="\n")
    origins = tuple(official_texts.ORIGINS.values())
    chinese = tuple(official_texts.ORIGINS[name] for name in COLLECTIONS)
    return [
        Product(HITS, "Hits of terms in official texts", "derived", origins, hits.shape, ("1",), DONE),
        Product(DOCUMENTS, "Documents the hits are in", "derived", origins, frame.shape, ("1",), DONE),
        Product(LEXICON, "Terms that were counted", "derived", origins, (len(terms),), ("1",), DONE),
        Product(SENSES, "Senses of 安全 in official texts", "derived", chinese, sensed.shape, ("1",), SENSED),
        Product(RULES, "Version of the rules of the senses", "derived", chinese, (1,), ("1",), SENSED),
    ]


def _record(item: OfficialText, language: Language, found: list[str]) -> dict[str, str | int]:
    whole = "\n".join(found)
    return {
        "id": item.id,
        "collection": item.collection,
        "title": item.title,
        "year": int(item.date[:4]),
        "date": item.date,
        "issuer": item.issuer,
        "type": item.type,
        "language": language,
        "note": item.note,
        "source": item.source,
        "sha256": hashlib.sha256(item.text.encode()).hexdigest(),
        "sha256_counted": hashlib.sha256(whole.encode()).hexdigest(),
        "paragraphs": len(found),
        "extent": sum(extent(passage, language) for passage in found),
    }


RECIPES: tuple[Recipe, ...] = (
    Recipe("doctrine", official_texts.SOURCES, (HITS, DOCUMENTS, LEXICON, SENSES, RULES), _run),
)
