"""`technostate data import|kinds|remove`: the user's own series, worlds and tariffs in the store."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from technostate.cli.output import STANDARD, Output, apart, chosen, emit
from technostate.cli.values import Place, StorePath, Whole
from technostate.errors import DataError


def register(app: App) -> None:
    """Add the commands to `technostate data`."""
    app.command(import_, name="import")
    app.command(kinds)
    app.command(remove)


def import_(
    kind: str,
    file: Place,
    /,
    *,
    vintage: str = "",
    year: Whole | None = None,
    option: Annotated[list[str] | None, Parameter(name="--option", negative="")] = None,
    columns: str = "",
    store: StorePath = None,
    output: Output = STANDARD,
) -> None:
    """Import a producer's file, or a table of your own, into the store.

    Every indicator, claim, view and report then reads the newest edition; what ships stays as it is.

    Parameters
    ----------
    kind
        Kind of file, for example sipri-milex; technostate data kinds lists them. tidy is any table with a column map.
    file
        The file as its producer publishes it.
    vintage
        Edition, beginning with a year (2026-03); by default what the file or its name says.
    year
        The one to take where a file holds several.
    option
        NAME=VALUE of the kind; the option repeated.
    columns
        Of tidy: which column is what, region=ISO,year=Year,value=V.
    store
        The store's file, made where there is none; the user's own by default.
    """
    from technostate.view import own

    chosen(output)
    apart(output, file, store)
    found = own.kind(kind)
    given = list(option or ())
    if columns:
        if "columns" not in found.options:
            raise DataError(f"{kind} knows its own columns", hint="leave out --columns")
        given.append(f"columns={columns}")
    asked = own.asked_of(found, vintage=vintage, year=year, options=given)
    emit(output, own.imported(found, file, asked, store))


def kinds(*, output: Output = STANDARD) -> None:
    """List the kinds of file that can be imported: producer, name of the file, what it becomes."""
    from technostate.view.own import listing

    emit(output, listing)


def remove(name: str, /, *, vintage: str | None = None, store: StorePath = None, output: Output = STANDARD) -> None:
    """Remove a series of your own from the store; what ships stays as it is.

    Parameters
    ----------
    name
        Id of the series; technostate data list --own names them.
    vintage
        Only this edition; all of them by default.
    store
        The store's file; the user's own by default.
    """
    from technostate.view.own import removed

    chosen(output)
    emit(output, removed(name, vintage, store))
