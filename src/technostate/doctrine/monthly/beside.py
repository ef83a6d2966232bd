"""The evening news beside yearly reports: whether both speak of the same things in the same years.

Two questions, both by Spearman's rank correlation: over formulations within a year (are those that are frequent in one
frequent in the other?), and over years for one term (do they rise and fall together?).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine.monthly.rates import UNIT, per_million, told
from technostate.doctrine.monthly.stored import NAME, ORIGIN, Items, find, series
from technostate.doctrine.views.collection import CountedCollection, shipped
from technostate.doctrine.views.record import Answer
from technostate.errors import LabelError
from technostate.evidence.figure import Figure
from technostate.evidence.origin import Origin, derived_from

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Months that a year must have counted.
_FULL = 12
#: Years, or formulations, below which no correlation is computed.
FEWEST = 5
#: The yearly reports, and the reports that come every five years.
REPORTS = ("gwr", "congress")


@dataclass(frozen=True)
class YearBeside:
    """The evening news of a year beside the Government Work Report of its March.

    Parameters
    ----------
    formulations : int
        Those with a hit in either.
    rho : Figure or None
        Spearman's rank correlation of their rates.
    """

    year: int
    formulations: int
    rho: Figure | None


@dataclass(frozen=True)
class TermBeside:
    """A term by year in the evening news and in reports, per million characters; None where there is no report."""

    year: int
    months: int
    news: Figure | None
    gwr: Figure | None
    congress: Figure | None


@dataclass(frozen=True)
class Beside(Answer):
    """The evening news beside reports.

    Parameters
    ----------
    rows : tuple of YearBeside
        Over formulations, year by year.
    term : str
        Empty where none was asked.
    items : str
        In which items.
    years : tuple of TermBeside
        Of the term.
    rho : Figure or None
        Of the term over years with both twelve months of news and a Government Work Report.
    """

    term: str
    items: Items
    years: tuple[TermBeside, ...]
    rho: Figure | None


def beside(term: str = "", items: Items = "all") -> Beside:
    """Return the agreement of the evening news with Government Work Reports, and one term beside both reports.

    Parameters
    ----------
    term : str
        A formulation or one of its Chinese terms; empty: none.
    items : {"all", "domestic", "foreign", "both"}
        Of the evening news.

    Raises
    ------
    LabelError
        If the term was not counted in one of them.
    """
    reports = {name: shipped(name) for name in REPORTS}
    origin = derived_from("The evening news beside reports", ORIGIN, *(item.origin for item in reports.values()))
    years = _years(reports["gwr"], term, reports, items) if term else ()
    both = [row for row in years if row.months == _FULL and row.news and row.gwr]
    rho = _rho(
        np.array([row.news.value for row in both if row.news], dtype=float),
        np.array([row.gwr.value for row in both if row.gwr], dtype=float),
        origin,
    )
    notes = (
        "Government Work Reports are of March: a term that is new in autumn is in the report of the next year.",
        *told(items, "2012"),
    )
    counted = {find(term): series(term).terms} if term else {}
    return Beside(
        NAME, UNIT, origin, notes, _agreement(reports["gwr"], items, origin), counted, find(term) if term else "",
        items, years, rho,
    )  # fmt: skip


def spearman(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; NaN where one does not vary.

    Parameters
    ----------
    one, other : ndarray of float64, shape (n,)

    Examples
    --------
    >>> round(spearman(np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 4, 3])), 3)
    0.8
    """
    ranks = [_ranks(values) for values in (one, other)]
    centred = [values - values.mean() for values in ranks]
    norm = math.sqrt(float(np.sum(centred[0] ** 2) * np.sum(centred[1] ** 2)))
    return float(np.sum(centred[0] * centred[1])) / norm if norm else math.nan


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, inverse, number = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(number)
    ranks: NDArray[np.float64] = (last - (number - 1) / 2)[inverse]
    return ranks


def _rho(
    one: NDArray[np.float64], other: NDArray[np.float64], origin: Origin, year: int | None = None
) -> Figure | None:
    value = spearman(one, other) if len(one) >= FEWEST else math.nan
    return Figure(value, "1", "derived", origin, year=year) if math.isfinite(value) else None


def _agreement(reports: CountedCollection, items: Items, origin: Origin) -> tuple[YearBeside, ...]:
    """Correlate over formulations, for each year with twelve months of news and a report."""
    chosen = [(at, item) for at, item in enumerate(reports.formulations) if item.zh]
    news = [series(item.id if len(item.zh) > 1 else item.zh[0], items).by_year() for _, item in chosen]
    rows = []
    for member, document in enumerate(reports.members):
        year = document.year
        if year is None or year not in news[0] or news[0][year][2] < _FULL:
            continue
        ours = np.array([found[year][0] / found[year][1] for found in news])
        theirs = np.array([reports.counts[at, member] / document.extent for at, _ in chosen])
        said = (ours > 0) | (theirs > 0)
        rows.append(YearBeside(year, int(said.sum()), _rho(ours[said], theirs[said], origin, year)))
    return tuple(rows)


def _years(
    gwr: CountedCollection, term: str, reports: dict[str, CountedCollection], items: Items
) -> tuple[TermBeside, ...]:
    name = find(term)
    found = series(name, items).by_year()
    rates = {report: _report_rates(texts, name) for report, texts in reports.items()}
    return tuple(
        TermBeside(
            year, months, per_million(hits, size, year), rates["gwr"].get(year), rates["congress"].get(year)
        )
        for year, (hits, size, months) in found.items()
    )  # fmt: skip


def _report_rates(texts: CountedCollection, name: str) -> dict[int, Figure]:
    """Return the rate of a term in each report by its year; of one that reports do not count, none."""
    try:
        place = texts.find(name)
    except LabelError:
        return {}
    found = {}
    for at, member in enumerate(texts.members):
        rate = per_million(int(texts.counts[place, at]), member.extent, member.year)
        if member.year is not None and rate is not None:
            found[member.year] = Figure(
                rate.value, rate.unit, rate.kind, texts.origin, year=member.year, range=rate.range
            )
    return found
