"""The catalogue of series: what exists, in which vintages, and the figures themselves, loaded when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from technostate.errors import DataError, LabelError, nearest
from technostate.evidence import embedded, storage
from technostate.evidence.origin import Kind, Origin
from technostate.evidence.series import Series

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Entry:
    """What the catalogue knows about a series without loading its figures.

    Parameters
    ----------
    vintage : str
        Edition of these figures.
    vintages : tuple of str
        All editions of the series that are here, newest first.
    first, last : int
        First and last year with any value.
    regions : int
        Number of regions with any value.
    stem : str
        File that holds the figures.
    """

    id: str
    title: str
    unit: str
    kind: Kind
    origin: Origin
    vintage: str
    vintages: tuple[str, ...]
    first: int
    last: int
    regions: int
    stem: str


@cache
def _editions() -> dict[str, dict[str, Entry]]:
    """Return id → vintage → entry, vintages newest first."""
    found: dict[str, dict[str, Entry]] = {}
    for path in sorted((embedded.root() / "series").glob("*.json")):
        record = storage.describe(path, lists="series")
        origins = [Origin.from_dict(item) for item in record["origins"]]
        for item in record["series"]:
            entry = Entry(
                item["id"], item["title"], item["unit"], item["kind"], origins[item["origin"]], item["vintage"], (),
                item["first"], item["last"], item["regions"], path.stem,
            )  # fmt: skip
            found.setdefault(entry.id, {})[entry.vintage] = entry
    return {series_id: _with_vintages(editions) for series_id, editions in sorted(found.items())}


def _with_vintages(editions: dict[str, Entry]) -> dict[str, Entry]:
    order = tuple(sorted(editions, reverse=True))
    return {
        vintage: Entry(**{**editions[vintage].__dict__, "vintages": order})  # all fields are plain, none is copied deep
        for vintage in order
    }


def entries() -> tuple[Entry, ...]:
    """Return the newest edition of every series, sorted by id."""
    return tuple(next(iter(editions.values())) for editions in _editions().values())


def entry(series_id: str, vintage: str | None = None) -> Entry:
    """Return one entry, the newest edition unless a vintage is named.

    Raises
    ------
    LabelError
        If there is no such series (with the nearest ids) or no such vintage (with those that exist).
    """
    try:
        editions = _editions()[series_id]
    except KeyError:
        raise _unknown(series_id) from None
    if vintage is None:
        return next(iter(editions.values()))
    if vintage not in editions:
        raise LabelError(f"{series_id} has no vintage {vintage!r}", hint=f"it has {', '.join(editions)}")
    return editions[vintage]


def _unknown(series_id: str) -> LabelError:
    ids = tuple(_editions())
    close = list(nearest(series_id, ids))
    close += [item for item in _containing(series_id.rsplit("/", 1)[-1]) if item not in close]
    suggestion = f"did you mean {' or '.join(close[:4])}? " if close else ""
    return LabelError(
        f"unknown series {series_id!r}",
        hint=f"{suggestion}{len(ids)} series exist: technostate data list --text WORD finds them",
    )


def _containing(text: str) -> list[str]:
    folded = text.casefold()
    return [item for item in _editions() if folded and folded in item.casefold()]


def search(text: str) -> tuple[Entry, ...]:
    """Return the entries whose id, title, unit or producer contains every word of `text`, case ignored.

    Examples
    --------
    >>> [found.id for found in search("military expenditure gov sipri")]
    ['sipri/milex/share-of-government']
    """
    words = text.casefold().split()
    return tuple(item for item in entries() if all(word in _haystack(item) for word in words))


def _haystack(item: Entry) -> str:
    return f"{item.id} {item.title} {item.unit} {item.origin.producer} {item.origin.title}".casefold()


@lru_cache(maxsize=64)
def _frame(stem: str) -> pl.DataFrame:
    import polars as pl

    path = embedded.root() / storage.paths(stem)[0]
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise DataError(f"{path.name} cannot be read: {str(error).splitlines()[0]}", hint=embedded.REPAIR) from None


@lru_cache(maxsize=64)
def _places(stem: str) -> dict[str, list[tuple[int, int]]]:
    """Return where the rows of each series of a file begin and how many there are: one run each."""
    found: dict[str, list[tuple[int, int]]] = {}
    start = 0
    for length, series_id in _frame(stem)["series"].rle().struct.unnest().iter_rows():
        found.setdefault(series_id, []).append((start, length))
        start += length
    return found


@lru_cache(maxsize=2048)
def load(series_id: str, vintage: str | None = None) -> Series:
    """Return a series with its figures, of the newest edition unless a vintage is named; cached.

    Parameters
    ----------
    series_id : str
        ``producer/dataset/series``.
    vintage : str, optional
        One of the entry's `vintages`.

    Raises
    ------
    LabelError
        If there is no such series or vintage; the hint has the nearest ids.
    DataError
        If the embedded file is damaged.

    Examples
    --------
    >>> research = load("worldbank/wdi/GB.XPD.RSDV.GD.ZS")
    >>> round(research.value("CHN", 2018), 2), research.unit
    (2.19, '% of GDP')
    """
    found = entry(series_id, vintage)
    values: dict[str, dict[int, float]] = {}
    for start, length in _places(found.stem).get(series_id, ()):
        values |= storage.unpack_all(_frame(found.stem).slice(start, length))
    return Series(found.id, found.title, found.unit, found.kind, found.origin, values)


def latest(series_id: str, labels: Iterable[str]) -> dict[str, tuple[int, float] | None]:
    """Return region → (year, value) of the newest figure of each of the `labels`, None where there is none."""
    series = load(series_id)
    found = {label: series.latest(label) for label in labels}
    return {label: (item.year, item.value) if item else None for label, item in found.items()}
