"""`technostate doctrine verify`: recount the embedded counts on texts that were imported."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from technostate.errors import DataError


def register(app: App) -> None:
    """Add the command to `technostate doctrine`."""
    app.command(verify)


def verify(
    imported: str,
    /,
    *,
    collection: str = "gwr",
    store: Annotated[Path | None, Parameter(name="--store", help="the store's file; the user's own by default")] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="", help="print JSON")] = False,
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
    as_json
        Print JSON.
    """
    from technostate.doctrine.verification import recount
    from technostate.evidence.store import Store

    with Store(store, create=False) as opened:
        found = recount(opened, collection, imported)
    outcomes = Counter(item.outcome for item in found)
    if as_json:
        print(json.dumps([item.as_dict() for item in found], ensure_ascii=False, indent=1))
    else:
        for item in found:
            result = item.verification
            words = "" if result is None else f"{result.shipped} hits shipped, {result.found} found"
            if result is not None and not result.same_text:
                words += "; another text" + (f": {', '.join(result.differing[:6])}" if result.differing else "")
            print(f"{item.document.id:<14} {item.outcome:<10} {words}".rstrip())
        print("; ".join(f"{count} {outcome}" for outcome, count in outcomes.items()))
    if outcomes["differs"]:
        raise DataError(
            f"{outcomes['differs']} of {len(found)} documents differ from the embedded counts",
            hint="another edition of a text has other hits; where the text is the same, the lexicon was changed",
        )
