"""`technostate doctrine verify`: recount the embedded counts on texts that were imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cyclopts import App

from technostate.cli.output import STANDARD, Output, chosen, emit
from technostate.cli.values import StorePath
from technostate.errors import DataError

if TYPE_CHECKING:
    from technostate.view.doctrine.verify import Verified
    from technostate.write import View


def register(app: App) -> None:
    """Add the command to `technostate doctrine`."""
    app.command(verify)


def verify(
    imported: str,
    /,
    *,
    collection: str = "gwr",
    store: StorePath = None,
    output: Output = STANDARD,
) -> None:
    """Recount the embedded counts of a collection on texts that were imported; an error if a hit differs.

    Parameters
    ----------
    imported
        Name of the imported collection.
    collection
        The embedded one: gwr, congress, sotu or nss.
    store
        The store's file.
    """
    from technostate.evidence.store import Store
    from technostate.view.doctrine.verify import verify as recounted

    chosen(output)
    with Store(store, create=False) as opened:
        view: View[Verified] = recounted(opened, imported, collection)
    emit(output, view)
    differing = view.data.tally.get("differs", 0)
    if differing:
        raise DataError(
            f"{differing} of {len(view.data.documents)} documents differ from the embedded counts",
            hint="another edition of a text has other hits; where the text is the same, the lexicon was changed",
        )
