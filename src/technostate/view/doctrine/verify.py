"""Whether texts that were imported have the hits that ship."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from technostate.doctrine.verification import Recount, recount
from technostate.evidence import Figure, Origin
from technostate.evidence.readers.official_texts import ORIGINS
from technostate.evidence.store import Store
from technostate.view.doctrine.words import WHOLE, Row, command, known, measured
from technostate.write import Cite, Column, Mark, Prose, Table, View

_SHAPES: dict[str, Literal["yes", "no", "none"]] = {"confirmed": "yes", "differs": "no", "no text": "none"}


@dataclass(frozen=True)
class Recounted:
    """An embedded document beside the user's own text of it.

    Parameters
    ----------
    outcome : {"confirmed", "differs", "no text"}
    stored : int or None
        Number of the text in the store.
    same_text : bool or None
        Whether it is the text that was counted.
    differing : tuple of str
        Formulations whose hits stand elsewhere.
    """

    document: str
    outcome: str
    stored: int | None
    same_text: bool | None
    hits_shipped: Figure | None
    hits_found: Figure | None
    differing: tuple[str, ...]

    @classmethod
    def of(cls, item: Recount, origin: Origin) -> Recounted:
        """Return a recount with its counts as figures."""
        found = item.verification
        number = None if item.stored is None else item.stored.id
        if found is None:
            return cls(item.document.id, item.outcome, number, None, None, None, ())
        shipped, own = (
            Figure(count, "count", "derived", origin, year=item.document.year) for count in (found.shipped, found.found)
        )
        return cls(item.document.id, item.outcome, number, found.same_text, shipped, own, found.differing)


@dataclass(frozen=True)
class Verified:
    """The recount of a collection.

    Parameters
    ----------
    tally : mapping of str to int
        Outcome → documents.
    """

    collection: str
    imported: str
    tally: Mapping[str, int]
    documents: tuple[Recounted, ...]


def verify(store: Store, imported: str, collection: str = "gwr") -> View[Verified]:
    """Return the recount of an embedded collection on texts that were imported.

    Parameters
    ----------
    imported : str
        Name of the imported collection.
    collection : str
        The embedded one.
    """
    found = recount(store, collection, imported)
    origin = ORIGINS[collection]
    listed = tuple(Recounted.of(item, origin) for item in found)
    data = Verified(collection, imported, dict(Counter(item.outcome for item in listed)), listed)
    columns = (
        Column("Document"), Column("Outcome"), Column("Hits shipped", WHOLE), Column("Hits found", WHOLE),
        Column("Text"), Column("Differing", words=True),
    )  # fmt: skip
    table = tuple(
        (item.document, Mark(item.outcome, _SHAPES[item.outcome]), known(item.hits_shipped), known(item.hits_found),
         "" if item.same_text is None else "same" if item.same_text else "another", ", ".join(item.differing))
        for item in listed
    )  # fmt: skip
    rows: list[Row] = []
    for item in listed:
        keys = {"document": item.document, "outcome": item.outcome, "stored": item.stored,
                "same_text": item.same_text, "differing": item.differing}  # fmt: skip
        rows += measured(keys, hits_shipped=item.hits_shipped, hits_found=item.hits_found) or [keys]
    tally = "; ".join(f"{count} {outcome}" for outcome, count in data.tally.items())
    blocks = (Table("", columns, table), Prose((f"{tally}.", Cite((origin,)))))
    return View(f"{collection}, recounted on {imported}", data, blocks, tuple(rows),
                command("verify", imported, collection=collection))  # fmt: skip
