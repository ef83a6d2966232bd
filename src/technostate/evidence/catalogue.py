"""The catalogue of series: what ships and what the user has imported, by vintage; figures load when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache

from technostate.errors import LabelError, nearest
from technostate.evidence import derived, shipped
from technostate.evidence.editions import Entry, newest_first
from technostate.evidence.own import current
from technostate.evidence.own import series as stored
from technostate.evidence.series import Series


def state() -> int:
    """Return a number that is another as soon as the user's series are: what holds figures is cached under it."""
    return stored.stamp(current.opened())


def _editions() -> dict[str, dict[str, Entry]]:
    return _editions_at(state())


@lru_cache(maxsize=2)
def _editions_at(stamp: int) -> dict[str, dict[str, Entry]]:
    if not stamp:
        return overlaid(())
    return overlaid((*stored.editions(current.opened()), *map(_described, _computed(stamp).values())))


@lru_cache(maxsize=2)
def _computed(stamp: int) -> dict[str, Series]:
    """Return the series that ship computed from others, anew where the newest edition of an input is the user's own."""
    editions = overlaid(stored.editions(current.opened()))
    newest = {series_id: next(iter(held.values())) for series_id, held in editions.items()}
    made: dict[str, Series] = {}
    for row in derived.SERIES:
        if not any(item in made or newest[item].own for item in row.inputs):
            continue
        inputs = {item: made[item] if item in made else _figures(newest[item], stamp) for item in row.inputs}
        # Where the user's figures and the others have no region and year in common, what ships stays.
        with suppress(LabelError):
            series = row.of(inputs)
            made[series.id] = series
    return made


def _described(series: Series) -> Entry:
    years = series.years
    return Entry(
        series.id, series.title, series.unit, series.kind, series.origin, series.origin.vintage, (), years[0],
        years[-1], len(series.regions), "", computed=True,
    )  # fmt: skip


def overlaid(editions: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """Return id → vintage → entry, ids sorted and vintages newest first: the embedded editions and those of a store."""
    found = {series_id: list(entries) for series_id, entries in shipped.editions().items()}
    for entry in editions:
        found.setdefault(entry.id, []).append(entry)
    return {series_id: newest_first(found[series_id]) for series_id in sorted(found)}


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


def search(text: str, *, own: bool = False) -> tuple[Entry, ...]:
    """Return the entries whose id, title, unit or producer contains every word of `text`, case ignored.

    Parameters
    ----------
    own : bool
        Only the user's own, every edition; otherwise the newest of each series.

    Examples
    --------
    >>> [found.id for found in search("military expenditure gov sipri")]
    ['sipri/milex/share-of-government']
    """
    words = text.casefold().split()
    every = (item for editions in _editions().values() for item in editions.values())
    among = (item for item in every if item.own and not item.computed) if own else entries()
    return tuple(item for item in among if all(word in _haystack(item) for word in words))


def _haystack(item: Entry) -> str:
    return f"{item.id} {item.title} {item.unit} {item.origin.producer} {item.origin.title}".casefold()


def load(series_id: str, vintage: str | None = None) -> Series:
    """Return a series with its figures, of the newest edition unless a vintage is named; cached until an import.

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
    StoreError
        If the user's store is.

    Examples
    --------
    >>> research = load("worldbank/wdi/GB.XPD.RSDV.GD.ZS")
    >>> round(research.value("CHN", 2018), 2), research.unit
    (2.1, '% of GDP')
    """
    found = entry(series_id, vintage)
    return _figures(found, state())


def _figures(found: Entry, stamp: int) -> Series:
    if found.computed:
        return _computed(stamp)[found.id]
    return _own(found.id, found.vintage, stamp) if found.own else _shipped(found.id, found.vintage)


@lru_cache(maxsize=2048)
def _own(series_id: str, vintage: str, stamp: int) -> Series:
    store = current.opened()
    if store is None:
        raise LabelError(f"the store that had {series_id} is gone", hint="technostate data list --own")
    return stored.load(store, series_id, vintage)


@lru_cache(maxsize=2048)
def _shipped(series_id: str, vintage: str) -> Series:
    found = next(item for item in shipped.editions()[series_id] if item.vintage == vintage)
    return Series(found.id, found.title, found.unit, found.kind, found.origin, shipped.figures(found))


def latest(series_id: str, labels: Iterable[str]) -> dict[str, tuple[int, float] | None]:
    """Return region → (year, value) of the newest figure of each of the `labels`, None where there is none."""
    series = load(series_id)
    found = {label: series.latest(label) for label in labels}
    return {label: (item.year, item.value) if item else None for label, item in found.items()}
