"""`technostate mcp`: questions for an assistant, over standard input and output."""

from __future__ import annotations

from technostate.cli.values import OwnStore, reads
from technostate.errors import DataError


def mcp(*, store: OwnStore = None) -> None:
    """Answer an assistant by the Model Context Protocol, over standard input and output, until it hangs up."""
    reads(store)
    try:
        from technostate.web.mcp import app
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types", "anyio"):
            raise
        raise DataError(
            "the package mcp is not installed, by which assistants ask", hint="pip install 'technostate[mcp]'"
        ) from None
    app.run("stdio")
