"""What can be imported: a kind of file, what is said beside it, and what is written to the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from technostate.evidence.origin import Origin
from technostate.evidence.printable import printable
from technostate.evidence.series import Series

if TYPE_CHECKING:
    from technostate.evidence.store import Store


@dataclass(frozen=True)
class Asked:
    """What the user says beside the file.

    Parameters
    ----------
    vintage : str
        Edition of the figures, beginning with a year (``"2026-03"``); empty: what the file or its name says.
    year : int or None
        The one to take where a file holds several; None: all.
    options : mapping of str to str
        By the names that the kind lists in `Kind.options`.
    """

    vintage: str = ""
    year: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What an import has written, as it is told.

    Parameters
    ----------
    what : str
        ``"series"``, ``"world"``, ``"tariffs"``, ``"trade"``.
    names : tuple of str
        Ids of series, names of worlds, years of trade.
    vintage : str
        Edition under which they stand.
    said : tuple of str
        What was left out or should be known, in sentences.
    """

    what: str
    names: tuple[str, ...]
    vintage: str
    said: tuple[str, ...] = ()


class Batch(Protocol):
    """What a reader has made of a file, checked whole and not yet written."""

    def write(self, store: Store) -> Taken:
        """Write all of it in one transaction."""
        ...


@dataclass(frozen=True)
class Kind:
    """A kind of file that can be imported.

    Parameters
    ----------
    name : str
        As it is typed, for example ``"sipri-milex"``.
    producer, title : str
        Whose file it is and what it holds.
    file : str
        Name of the file as its producer publishes it, for example ``"SIPRI-Milex-data-1949-2024.xlsx"``.
    url : str
        The producer's page from which a user takes it.
    makes : str
        ``"series"``, ``"world"``, ``"tariffs"`` or ``"trade"``.
    read : callable
        The file and what is said beside it → a batch. Raises `DataError` with one clear message, nothing written.
    options : mapping of str to str
        Name → what it says, of the options that this kind understands beside vintage and year.
    terms : str
        The producer's words on reuse, as far as they are known; shown when the file has been imported.
    """

    name: str
    producer: str
    title: str
    file: str
    url: str
    makes: str
    read: Callable[[Path, Asked], Batch]
    options: Mapping[str, str] = field(default_factory=dict)
    terms: str = "not found"


@dataclass(frozen=True)
class SeriesBatch:
    """Series that are published together, in one vintage.

    Parameters
    ----------
    vintage : str
        Edition; begins with a year.
    series : tuple of Series
        Each with its own origin.
    said : tuple of str
        What was left out or should be known, in sentences.
    """

    vintage: str
    series: tuple[Series, ...]
    said: tuple[str, ...] = ()

    def taken_from(self, file: str, day: dt.date) -> SeriesBatch:
        """Return the batch with the user's file and the day of its import in every origin.

        Parameters
        ----------
        file : str
            Its name without folders.
        """
        words = f"imported from {printable(file)} on {day.isoformat()}"

        @cache
        def marked(origin: Origin) -> Origin:
            inputs = tuple(marked(item) for item in origin.inputs)
            return replace(origin, imported=words, inputs=inputs)

        return replace(self, series=tuple(replace(item, origin=marked(item.origin)) for item in self.series))

    def write(self, store: Store) -> Taken:
        """Write all series in one transaction; an older vintage of each stays."""
        from technostate.evidence.own.series import write

        write(store, self.vintage, self.series)
        return Taken("series", tuple(item.id for item in self.series), self.vintage, self.said)
