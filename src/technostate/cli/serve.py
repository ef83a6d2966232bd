"""`technostate serve`: the observatory in a browser, on this machine."""

from __future__ import annotations

import os
from typing import Annotated

from cyclopts import Parameter

from technostate.cli.values import OwnStore, Place, Whole


def serve(
    *,
    host: str = "127.0.0.1",
    port: Whole = 8765,
    open_: Annotated[bool, Parameter(name="--open", negative="")] = False,
    folder: Place | None = None,
    token: str | None = None,
    name: Annotated[list[str] | None, Parameter(negative="")] = None,
    open_to_all: Annotated[bool, Parameter(negative="")] = False,
    ahead: bool = True,
    store: OwnStore = None,
) -> None:
    """Serve the observatory until Ctrl-C.

    Parameters
    ----------
    host
        Address to listen at; by default only this machine reaches it.
    port
        Port to listen at; 0 for any that is free.
    open_
        Open a browser.
    folder
        Where answers and jobs are kept; in the user's cache by default.
    token
        What a client must say, at least 16 characters; TECHNOSTATE_TOKEN says it too. Needed where others reach HOST.
    name
        Name under which the server is asked, for example behind a proxy; several are possible.
    open_to_all
        Let everybody who reaches HOST read and ask for work, without a token.
    ahead
        Make the pages that are asked for first before anybody asks.
    """
    from technostate.web.server import run

    token = os.environ.get("TECHNOSTATE_TOKEN", "") if token is None else token
    run(
        host, port, browser=open_, folder=folder, token=token, names=tuple(name or ()), to_all=open_to_all,
        ahead=ahead, store=store,
    )  # fmt: skip
