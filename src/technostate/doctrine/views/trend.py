"""Trend: how often formulations stand in each document of a collection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from technostate.doctrine.text import Language
from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.record import Answer, terms_of
from technostate.errors import DataError
from technostate.evidence.figure import Figure


@dataclass(frozen=True)
class TrendRow:
    """One formulation in one document.

    Parameters
    ----------
    formulation : str
        Its id.
    count : int
        The hits, as a plain number.
    characters, words : int or None
        Han characters of a Chinese document, words of an English one.
    per_10000 : float or None
        The rate, as a plain number.
    hits, size : Figure
        Size is characters or words.
    rate : Figure or None
        Hits per 10,000 with the exact 95 % interval, hits taken as a Poisson count; None in a document without text.
    note : str
        Why the document is unlike the others; mostly empty.
    """

    formulation: str
    document: str
    year: int | None
    date: str
    count: int
    characters: int | None
    words: int | None
    per_10000: float | None
    hits: Figure
    size: Figure
    rate: Figure | None
    note: str


@dataclass(frozen=True)
class Together:
    """A formulation in a year that has several documents, all of them together."""

    formulation: str
    year: int
    documents: int
    hits: Figure
    rate: Figure


@dataclass(frozen=True)
class Trend(Answer):
    """The rates of some formulations, document by document.

    Parameters
    ----------
    term : str
        As asked for; several joined by ``; ``.
    formulation : str
        Their ids, likewise.
    together : tuple of Together
        Years with several documents.
    """

    term: str
    formulation: str
    language: Language
    together: tuple[Together, ...]


def trend(texts: CountedCollection, terms: Sequence[str]) -> Trend:
    """Return how often some formulations stand in each document.

    Parameters
    ----------
    terms : sequence of str
        Ids or variants, each formulation once.

    Raises
    ------
    LabelError
        If a term was not counted.
    DataError
        If no term is named, or one twice.

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> rows = trend(shipped("gwr"), ["安全"]).rows
    >>> [(row.count, round(row.per_10000, 2)) for row in rows if row.year == 2024]
    [(29, 18.79)]
    """
    texts = texts.naming(terms)
    places = [texts.find(term) for term in terms]
    if not places or len(set(places)) < len(places):
        raise DataError("name one or more terms, each formulation once", hint="a formulation counts all its variants")
    rows = tuple(_row(texts, place, at) for place in places for at in range(len(texts.members)))
    items = [texts.formulations[place] for place in places]
    return Trend(
        texts.name, texts.unit, texts.origin, texts.notes, rows, terms_of(items, texts.language),
        term="; ".join(terms), formulation="; ".join(item.id for item in items), language=texts.language,
        together=_together(texts, places),
    )  # fmt: skip


def _row(texts: CountedCollection, place: int, at: int) -> TrendRow:
    member, count = texts.members[at], int(texts.counts[place, at])
    rate = figures.rate(count, member.extent, texts.origin, member.year)
    chinese = texts.language == "zh"
    return TrendRow(
        texts.formulations[place].id, member.id, member.year, member.date, count,
        member.extent if chinese else None, None if chinese else member.extent, None if rate is None else rate.value,
        figures.count(count, texts.origin, member.year), figures.count(member.extent, texts.origin, member.year), rate,
        member.note,
    )  # fmt: skip


def _together(texts: CountedCollection, places: Sequence[int]) -> tuple[Together, ...]:
    years: dict[int, list[int]] = defaultdict(list)
    for at, member in enumerate(texts.members):
        if member.year is not None and member.extent:
            years[member.year].append(at)
    found = []
    for place in places:
        for year, mine in years.items():
            count, extent = int(texts.counts[place, mine].sum()), int(texts.extents[mine].sum())
            rate = figures.rate(count, extent, texts.origin, year)
            if len(mine) > 1 and rate is not None:
                name, hits = texts.formulations[place].id, figures.count(count, texts.origin, year)
                found.append(Together(name, year, len(mine), hits, rate))
    return tuple(found)
