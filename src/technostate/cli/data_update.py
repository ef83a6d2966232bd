"""`technostate data update`: newer figures from producers' interfaces, asked for and never by itself."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from technostate.cli.output import STANDARD, Output, chosen, emit
from technostate.cli.values import Place, StorePath


def register(app: App) -> None:
    """Add the command to `technostate data`."""
    app.command(update)


def update(
    *names: str,
    plan: Place | None = None,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    again: Annotated[bool, Parameter(negative="")] = False,
    believe: Annotated[bool, Parameter(negative="")] = False,
    address: Annotated[list[str] | None, Parameter(name="--address", negative="")] = None,
    store: StorePath = None,
    output: Output = STANDARD,
) -> None:
    """Fetch newer figures into the store: World Bank, IMF, OECD, DBnomics, Federal Register.

    Nothing is ever fetched without this command. Older editions stay; what is cut is asked for again, and a second run
    goes on where the first was stopped.

    Parameters
    ----------
    names
        Sources or ids of series; all that --list shows by default.
    plan
        A TOML file of your own: [[series]] with id, source, query, title, unit.
    list_
        Show what would be asked and of whom, and ask nothing.
    again
        Ask even for what was asked within half a day.
    believe
        Write answers that have lost half of the figures known or changed their order of magnitude.
    address
        SOURCE=URL of a mirror; the option repeated.
    store
        The store's file, made where there is none; the user's own by default.
    """
    from technostate.cli.progress import shown
    from technostate.evidence.fetch.client import NoAnswerError
    from technostate.view import fetched as view

    chosen(output)
    rows = view.chosen(names, plan)
    mirrors = view.mirrors(address or ())
    if list_:
        emit(output, lambda: view.listing(rows))
        return
    with shown() as show:
        answer = view.fetched(rows, store, addresses=mirrors, again=again, believe=believe, progress=show)
    emit(output, answer)
    wrong = [row for row in answer.data if row.state in ("failed", "not asked")]
    if wrong:
        raise NoAnswerError(
            f"{len(wrong)} of {len(answer.data)} series were not fetched; the first: {wrong[0].words}",
            hint="what was there stays, and what has come is in the store; run the command again",
        )
