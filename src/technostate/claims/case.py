"""What a rule may ask of: the state, its comparator, and the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from technostate.claims.verdict import NotTestableError
from technostate.errors import DataError, LabelError
from technostate.evidence import Series
from technostate.evidence.regions import EU27_2020

if TYPE_CHECKING:
    from technostate.doctrine.monthly.stored import MonthlyTable
    from technostate.doctrine.views import CountedCollection
    from technostate.futures.ensemble import Ensemble, Question
    from technostate.world import TradePanel


class Evidence(Protocol):
    """Where rules get figures from; what is not there raises `NotTestableError`."""

    def series(self, series_id: str) -> Series:
        """Return a series."""
        ...

    def ids(self, prefix: str) -> tuple[str, ...]:
        """Return the ids of all series that begin with `prefix`, sorted."""
        ...

    def panel(self) -> TradePanel:
        """Return the trade panel."""
        ...

    def texts(self, collection: str) -> CountedCollection:
        """Return a collection of counted texts."""
        ...

    def own_texts(self, collection: str, words: Sequence[str]) -> CountedCollection:
        """Return a collection that the user imported, counted now, with some words beside the lexicon."""
        ...

    def months(self) -> MonthlyTable:
        """Return the evening news by the month."""
        ...

    def ensemble(self, question: Question) -> Ensemble:
        """Return simulated paths."""
        ...


@dataclass(frozen=True)
class Case:
    """A state beside its comparator, and the evidence on both.

    Parameters
    ----------
    state, against : str
        Codes of the state and of its comparator.
    """

    state: str
    against: str
    evidence: Evidence

    def __post_init__(self) -> None:
        if self.state == self.against:
            raise DataError(f"{self.state} is compared with itself", hint="choose another state with --against")


def members(code: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the members of a group that a table has, or the code itself if it is no group or the table has it.

    Parameters
    ----------
    code : str
        Region or ``EU``.
    known : sequence of str
        The table's regions.

    Examples
    --------
    >>> members("CHN", ["CHN"]), members("EU", ["DEU", "FRA", "USA"])
    (('CHN',), ('DEU', 'FRA'))
    """
    if code == "EU" and code not in known:
        return tuple(region for region in EU27_2020 if region in known) or (code,)
    return (code,)


class Embedded:
    """The evidence that ships inside the package, and the user's store."""

    def __init__(self) -> None:
        self._counted: dict[tuple[object, ...], CountedCollection] = {}

    def series(self, series_id: str) -> Series:
        """Return an embedded series; raises `LabelError`, with the nearest ids, if it is not in the catalogue."""
        from technostate.evidence import catalogue

        return catalogue.load(series_id)

    def ids(self, prefix: str) -> tuple[str, ...]:
        """Return the ids of all series that begin with `prefix`, sorted."""
        from technostate.evidence import catalogue

        return tuple(key for key in _catalogue_ids(catalogue.state()) if key.startswith(prefix))

    def panel(self) -> TradePanel:
        """Return the embedded trade panel."""
        from technostate import world

        return world.panel()

    def texts(self, collection: str) -> CountedCollection:
        """Return an embedded collection; raises `NotTestableError` if there is none of this name."""
        from technostate.doctrine.views import shipped

        try:
            return shipped(collection)
        except LabelError:
            raise NotTestableError(f"the collection {collection} is not in the data") from None

    def own_texts(self, collection: str, words: Sequence[str]) -> CountedCollection:
        """Return a collection of the user's store; raises `NotTestableError` if no store is read or it has none."""
        from technostate.doctrine.documents import documents
        from technostate.doctrine.views.collection import imported
        from technostate.evidence.own import current

        store = current.opened()
        if store is None:
            raise NotTestableError(f"no store is read, so the collection {collection} is not there; name one: --store")
        if not documents(store, collection=collection):
            raise NotTestableError(
                f"the store read has no collection {collection}; technostate doctrine import adds one"
            )
        # Counting takes long, and every condition and state of a file asks the same.
        key = store.path, collection, tuple(words)
        if key not in self._counted:
            self._counted[key] = imported(store, collection, terms=words)
        return self._counted[key]

    def months(self) -> MonthlyTable:
        """Return the embedded evening news by the month."""
        from technostate.doctrine.monthly.stored import table

        return table()

    def ensemble(self, question: Question) -> Ensemble:
        """Return simulated paths, run now where they were not before; they are kept in the user's cache."""
        from technostate.evidence import catalogue

        return _ensemble(catalogue.state(), question)


@lru_cache(maxsize=8)
def _ensemble(_: int, question: Question) -> Ensemble:
    from technostate.futures.ensemble import ensemble
    from technostate.shocks.kept import kept_in

    return ensemble(question, kept_in(None))


@lru_cache(maxsize=1)
def _catalogue_ids(_: int) -> tuple[str, ...]:
    from technostate.evidence import catalogue

    return tuple(sorted(entry.id for entry in catalogue.entries()))
