"""`technostate doctrine check`: whether the user's store still holds what was written."""

from __future__ import annotations

from cyclopts import App

from technostate.cli.output import STANDARD, Output, chosen, emit
from technostate.cli.values import StorePath
from technostate.errors import StoreError


def register(app: App) -> None:
    """Add the command to `technostate doctrine`."""
    app.command(check)


def check(
    *,
    store: StorePath = None,
    output: Output = STANDARD,
) -> None:
    """Compare every document, passage and index entry of the store with what was written; an error if one differs.

    Parameters
    ----------
    store
        The store's file.
    """
    from technostate.evidence.store import Store
    from technostate.view.doctrine.check import check as view

    chosen(output)
    with Store(store, create=False) as opened:
        looked, path = view(opened), opened.path
    emit(output, looked)
    found = looked.data
    if found.damage:
        raise StoreError(
            f"{path} is damaged: {found.damage[0]}", hint="restore a copy, or import again into a new file"
        )
