"""The embedded monthly counts, read once: what was counted, how often, and in how many characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from technostate.doctrine import formulations
from technostate.doctrine.embedded.files import read_table
from technostate.doctrine.monthly.classify import ABOUT
from technostate.doctrine.text import compact, spaced
from technostate.errors import LabelError, unknown_label
from technostate.evidence import embedded
from technostate.evidence.readers.evening_news import NAME, ORIGIN
from technostate.evidence.storage import describe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from technostate.evidence.origin import Origin

__all__ = [
    "COUNTS", "ITEMS", "MONTHS", "NAME", "NAMES", "ORIGIN", "Items", "MonthlySeries", "MonthlyTable", "find", "months",
    "series", "table",
]  # fmt: skip

#: Files of the counts, relative to the embedded folder.
COUNTS = "doctrine/monthly-counts.parquet"
MONTHS = "doctrine/monthly-sizes.parquet"
NAMES = "doctrine/monthly-names.json"

Items = Literal["all", "domestic", "foreign", "both"]
#: Which items may be asked.
ITEMS: tuple[Items, ...] = ("all", *ABOUT)


@dataclass(frozen=True, eq=False)
class MonthlySeries:
    """A term or concept by month.

    Parameters
    ----------
    name : str
        The term, or the id of a concept.
    terms : tuple of str
        What was counted as it.
    items : {"all", "domestic", "foreign", "both"}
        In which items.
    months : tuple of str
        As ``2018-03``, in order, none left out.
    count, characters, clips, days : ndarray of int64, shape (months,)
        Hits, Han characters of titles and texts, items, and days of the month that have any item.
    """

    name: str
    terms: tuple[str, ...]
    items: Items
    months: tuple[str, ...]
    count: NDArray[np.int64]
    characters: NDArray[np.int64]
    clips: NDArray[np.int64]
    days: NDArray[np.int64]

    def by_year(self) -> dict[int, tuple[int, int, int]]:
        """Return hits, characters and months of each year."""
        found: dict[int, tuple[int, int, int]] = {}
        for month, count, size in zip(self.months, self.count, self.characters, strict=True):
            hits, extent, number = found.get(int(month[:4]), (0, 0, 0))
            found[int(month[:4])] = hits + int(count), extent + int(size), number + 1
        return found


@dataclass(frozen=True, eq=False)
class MonthlyTable:
    """All that is counted, by month, in every item that is no clip of the whole programme.

    Parameters
    ----------
    months : tuple of str
        As ``2018-03``, in order, none left out.
    characters : ndarray of int64, shape (months,)
        Han characters of titles and texts.
    counts : mapping of str to ndarray of int64, each of shape (months,)
        Name, as `find` gives it, → hits; a name that is missing has none.
    """

    months: tuple[str, ...]
    characters: NDArray[np.int64]
    counts: Mapping[str, NDArray[np.int64]]
    origin: Origin


@cache
def table() -> MonthlyTable:
    """Return everything that is counted, by month.

    Examples
    --------
    >>> found = table()
    >>> int(found.counts["军民融合"][found.months.index("2018-03")])
    50
    """
    place = {month: at for at, month in enumerate(months())}
    characters = np.zeros(len(place), dtype=np.int64)
    for month, size in read_table(MONTHS).select("month", "characters").iter_rows():
        characters[place[month]] += size
    counts: dict[str, NDArray[np.int64]] = {}
    for name, month, count in read_table(COUNTS).select("name", "month", "count").iter_rows():
        counts.setdefault(name, np.zeros(len(place), dtype=np.int64))[place[month]] += count
    return MonthlyTable(tuple(place), characters, counts, ORIGIN)


def months() -> tuple[str, ...]:
    """Return the months that are counted.

    Examples
    --------
    >>> months()[0], len(months())
    ('2012-07', 170)
    """
    return tuple(sorted(set(read_table(MONTHS)["month"])))


def find(term: str) -> str:
    """Return the name under which a term or concept was counted: the term itself, or the id of a concept.

    Raises
    ------
    LabelError
        If it was not counted.

    Examples
    --------
    >>> find("军民融合"), find("export_controls")
    ('军民融合', 'export_controls')
    """
    names: Mapping[str, Sequence[str]] = _listing()["names"]
    folded = {name.casefold(): name for name in names}
    for wanted in (compact(term).casefold(), spaced(term).casefold()):
        if wanted in folded:
            return folded[wanted]
    try:
        item = formulations.find(term)
    except LabelError as error:
        raise LabelError(
            f"{term!r} was not counted in the evening news, and its texts do not ship",
            hint=f"{error.hint}; technostate doctrine formulations lists what was",
        ) from None
    for name in (item.id, *item.zh[:1]):
        if name in names:
            return name
    raise LabelError(f"{item.id} has no Chinese term, so none was counted", hint="ask in a collection in English")


def series(term: str, items: Items = "all") -> MonthlySeries:
    """Return a term by month.

    Parameters
    ----------
    term : str
        A Chinese term, counted alone, or the id or an English term of a formulation, counted as all its Chinese terms.
    items : {"all", "domestic", "foreign", "both"}
        Every item that is no clip of the whole programme, or those about one of the three.

    Raises
    ------
    LabelError
        If the term was not counted, or there are no such items.

    Examples
    --------
    >>> found = series("军民融合")
    >>> found.count[found.months.index("2018-03")] > 10
    np.True_
    """
    import polars as pl

    if items not in ITEMS:
        raise unknown_label("items", items, ITEMS)
    name = find(term)
    chosen = pl.lit(value=True) if items == "all" else pl.col("about") == items
    sizes = read_table(MONTHS)
    frame = (
        pl.DataFrame({"month": months()})
        .join(sizes.group_by("month").agg(pl.col("days").max()), on="month", how="left")
        .join(_sums(sizes.filter(chosen), "items", "characters"), on="month", how="left")
        .join(_sums(read_table(COUNTS).filter(chosen & (pl.col("name") == name)), "count"), on="month", how="left")
        # A month with items has every term counted: no row is no hit.
        .fill_null(0)
        .sort("month")
    )
    columns = [frame[column].cast(pl.Int64).to_numpy() for column in ("count", "characters", "items", "days")]
    return MonthlySeries(name, tuple(_listing()["names"][name]), items, tuple(frame["month"]), *columns)


def _sums(table: Any, *columns: str) -> Any:
    import polars as pl

    return table.group_by("month").agg(*(pl.col(column).sum() for column in columns))


@cache
def _listing() -> dict[str, Any]:
    return describe(embedded.root() / NAMES)
