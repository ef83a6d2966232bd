"""`technostate doctrine check`: whether the user's store still holds what was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from technostate.errors import StoreError, visible


def register(app: App) -> None:
    """Add the command to `technostate doctrine`."""
    app.command(check)


def check(
    *,
    store: Annotated[Path | None, Parameter(name="--store", help="the store's file; the user's own by default")] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="", help="print JSON")] = False,
) -> None:
    """Compare every document, passage and index entry of the store with what was written; an error if one differs.

    Parameters
    ----------
    store
        The store's file.
    as_json
        Print JSON.
    """
    from technostate.doctrine.soundness import check as look
    from technostate.evidence.store import Store

    with Store(store, create=False) as opened:
        found, path = look(opened), opened.path
    if as_json:
        print(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
    else:
        for line in found.damage:
            print(visible(line))
        state = f"{len(found.damage)} are damaged" if found.damage else "all as written"
        print(f"{found.documents} documents, {found.passages} passages: {state}")
    if found.damage:
        raise StoreError(
            f"{path} is damaged: {found.damage[0]}", hint="restore a copy, or import again into a new file"
        )
