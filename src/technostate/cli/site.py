"""`technostate site`: the observatory as files."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from technostate.cli.values import OwnStore, Place, between_commas
from technostate.errors import visible


def site(
    *,
    out: Place,
    states: Annotated[list[str] | None, Parameter(negative="")] = None,
    long: bool = True,
    progress: Annotated[bool, Parameter(negative="")] = False,
    folder: Place | None = None,
    store: OwnStore = None,
) -> None:
    """Write the pages of the observatory as files that need no server.

    Parameters
    ----------
    out
        Folder to write; a new one, or one written before.
    states
        States whose pages are written, with commas between; those of the examples by default.
    long
        Write also what takes minutes to compute: shocks, prices.
    progress
        Say each page on standard error.
    folder
        Where answers are kept; stopped, the same command goes on from there. In the user's cache by default.
    """
    from technostate.cli.progress import shown
    from technostate.cli.values import reads
    from technostate.web import folder as folders
    from technostate.web import site as pages

    reads(store)
    codes = pages.states_named(between_commas(states or ()))
    asks = tuple(pages.pages(codes, long=long))
    shelf = folders.shelf(folder or folders.usual(), str(store) if store else None)
    with shown() as draw:

        def show(words: str, done: float | None) -> None:
            if progress:
                print(f"technostate: {100 * (done or 0):.0f} % {visible(words)}", file=sys.stderr, flush=True)
            else:
                draw(words, done)

        written = pages.write(out, asks, shelf, show)
    print(visible(f"written: {out}: {written.pages} pages, {written.files} files"))
    for address, why in written.left_out:
        print(visible(f"left out: {address}: {why}"), file=sys.stderr)
