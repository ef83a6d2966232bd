"""Trend: how often formulations stand in each document of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from technostate.doctrine.text import Language
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.rates import interval, per_10000
from technostate.doctrine.views.record import Table
from technostate.errors import DataError


@dataclass(frozen=True)
class TrendRow:
    """One formulation in one document.

    Parameters
    ----------
    formulation : str
        Its id.
    document : str
    year : int or None
    date : str
    count : int
        Hits.
    extent : int
        Han characters or words.
    per_10000 : float
        Hits per 10,000; NaN in a document without any character or word.
    low, high : float
        Exact 95 % interval of the rate, hits taken as a Poisson count.
    note : str
        Why the document is unlike the others; mostly empty.
    """

    formulation: str
    document: str
    year: int | None
    date: str
    count: int
    extent: int
    per_10000: float
    low: float
    high: float
    note: str


@dataclass(frozen=True)
class Trend(Table):
    """The rates of some formulations, document by document.

    Parameters
    ----------
    terms : tuple of str
        As they were asked for.
    formulations : tuple of str
        Their ids, in the same order.
    variants : tuple of tuple of str
        What was counted for each.
    language : {"zh", "en"}
    """

    view: ClassVar[str] = "trend"
    row: ClassVar[type] = TrendRow

    terms: tuple[str, ...]
    formulations: tuple[str, ...]
    variants: tuple[tuple[str, ...], ...]
    language: Language

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON types: of one term its record, of several a list ``terms`` of the same."""
        shared = {
            "collection": self.collection,
            "kind": self.kind,
            "unit": self.unit,
            "notes": list(self.notes),
            "origin": self.origin.as_dict(),
        }
        each = []
        for term, name, variants in zip(self.terms, self.formulations, self.variants, strict=True):
            rows = [self._row(row) for row in self.records() if row["formulation"] == name]
            each.append({"term": term, "formulation": name, "variants": list(variants), "rows": rows})
        return (
            {"view": self.view, **each[0], **shared} if len(each) == 1 else {"view": self.view, **shared, "terms": each}
        )

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        size = row["extent"]
        extents = {"characters": size} if self.language == "zh" else {"characters": None, "words": size}
        rest = {key: row[key] for key in ("per_10000", "low", "high", "note")}
        return {key: row[key] for key in ("document", "year", "date", "count")} | extents | rest


def trend(texts: CountedCollection, terms: Sequence[str]) -> Trend:
    """Return how often some formulations stand in each document.

    Parameters
    ----------
    texts : CountedCollection
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
    places = [texts.find(term) for term in terms]
    if not places or len(set(places)) < len(places):
        raise DataError("name one or more terms, each formulation once", hint="a formulation counts all its variants")
    rows = []
    for place in places:
        for at, member in enumerate(texts.members):
            count = int(texts.counts[place, at])
            rows.append(
                TrendRow(
                    texts.formulations[place].id, member.id, member.year, member.date, count, member.extent,
                    per_10000(count, member.extent), *interval(count, member.extent), member.note,
                )
            )  # fmt: skip
    items = [texts.formulations[place] for place in places]
    return Trend(
        texts.name, texts.unit, texts.origin, texts.notes, tuple(rows), tuple(terms), tuple(item.id for item in items),
        tuple(item.variants(texts.language) for item in items), texts.language,
    )  # fmt: skip
