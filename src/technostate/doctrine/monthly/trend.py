"""Trend by the month: hits of a term, characters, and their rate with its exact interval."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass

from technostate.doctrine.monthly.rates import UNIT, per_million, told
from technostate.doctrine.monthly.stored import NAME, ORIGIN, Items, MonthlySeries, series
from technostate.doctrine.views import figures
from technostate.doctrine.views.record import Answer
from technostate.errors import DataError
from technostate.evidence.figure import Figure


@dataclass(frozen=True)
class MonthRow:
    """A term in one month.

    Parameters
    ----------
    month : str
        As ``2018-03``.
    count, characters : int
        Hits, and Han characters of titles and texts, as plain numbers.
    per_million : float or None
        Hits per million Han characters; None where no such item was broadcast.
    term : str
        The term, or the id of a concept.
    clips : int
        Items that were counted.
    hits, size : Figure
        `count` and `characters`.
    rate : Figure or None
        `per_million` with its exact 95 % interval.
    note : str
        Days of the month without any item; mostly empty.
    """

    month: str
    count: int
    characters: int
    per_million: float | None
    term: str
    clips: int
    hits: Figure
    size: Figure
    rate: Figure | None
    note: str


@dataclass(frozen=True)
class YearRow:
    """The same over the months of a year that are counted."""

    term: str
    year: int
    months: int
    hits: Figure
    rate: Figure | None


@dataclass(frozen=True)
class MonthlyTrend(Answer):
    """Terms by the month.

    Parameters
    ----------
    term : str
        As asked for; several joined by ``; ``.
    items : str
        In which items.
    years : tuple of YearRow
        Of each term, year by year.
    """

    term: str
    items: Items
    years: tuple[YearRow, ...]


def trend(terms: Sequence[str], items: Items = "all") -> MonthlyTrend:
    """Return how often terms stand in the evening news, month by month.

    Parameters
    ----------
    terms : sequence of str
        Chinese terms, or ids of formulations, each once.
    items : {"all", "domestic", "foreign", "both"}
        In which items.

    Raises
    ------
    LabelError
        If a term was not counted.
    DataError
        If no term is named, or one twice.

    Examples
    --------
    >>> rows = {row.month: row for row in trend(["军民融合"]).rows}
    >>> rows["2018-03"].count, rows["2018-03"].characters, round(rows["2018-03"].per_million, 1)
    (50, 228438, 218.9)
    """
    found = [series(term, items) for term in terms]
    if not found or len({item.name for item in found}) < len(found):
        raise DataError(
            "name one or more terms, each once", hint="technostate doctrine trend 军民融合 --collection xwlb"
        )
    return MonthlyTrend(
        NAME, UNIT, ORIGIN, told(items, found[0].months[0]), tuple(row for item in found for row in _rows(item)),
        {item.name: item.terms for item in found}, "; ".join(terms), items,
        tuple(row for item in found for row in _years(item)),
    )  # fmt: skip


def _rows(item: MonthlySeries) -> list[MonthRow]:
    made = []
    for at, month in enumerate(item.months):
        year, number = int(month[:4]), int(month[5:])
        hits, size, days = int(item.count[at]), int(item.characters[at]), int(item.days[at])
        rate, length = per_million(hits, size, year), calendar.monthrange(year, number)[1]
        made.append(
            MonthRow(
                month, hits, size, None if rate is None else rate.value, item.name, int(item.clips[at]),
                figures.count(hits, ORIGIN, year), figures.count(size, ORIGIN, year), rate,
                "" if days == length else f"{days} of {length} days have items",
            )
        )  # fmt: skip
    return made


def _years(item: MonthlySeries) -> list[YearRow]:
    return [
        YearRow(item.name, year, number, figures.count(hits, ORIGIN, year), per_million(hits, size, year))
        for year, (hits, size, number) in item.by_year().items()
    ]
