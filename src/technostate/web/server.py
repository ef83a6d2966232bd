"""Starts the server: checks what it was told, listens, says where."""

from __future__ import annotations

import ipaddress
import logging
import socket
import webbrowser
from pathlib import Path

from technostate.errors import DataError, visible
from technostate.web.settings import Settings

#: Connections at once.
MOST_CONNECTIONS = 400
_SHORTEST_TOKEN = 16


def run(
    host: str, port: int, *, browser: bool = False, folder: Path | None = None, token: str = "",
    names: tuple[str, ...] = (), to_all: bool = False, ahead: bool = True, store: Path | None = None,
) -> None:  # fmt: skip
    """Serve until interrupted.

    Parameters
    ----------
    browser : bool
        Open one.
    names : tuple of str
        Names under which the server is asked, beside its address.
    to_all : bool
        Whether others may read without a token.

    Raises
    ------
    DataError
        If it may not or cannot listen there, or its folder cannot be used.
    """
    from technostate.web import folder as folders

    settings = _settings(host, folder or folders.usual(), token, names, to_all, ahead, store)
    listening = listen(host, port)
    import uvicorn

    from technostate.web.app import build
    from technostate.web.connection import Connection

    logging.basicConfig(format="technostate: %(message)s", level=logging.INFO)
    app = build(settings)
    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    print(f"technostate: http://{shown}:{port}/ (Ctrl-C ends it)", flush=True)
    if browser:
        webbrowser.open(f"http://{shown}:{port}/" + (f"?token={token}" if token else ""))
    config = uvicorn.Config(
        app, http=Connection, ws="none", loop="asyncio", log_level="warning", access_log=False, proxy_headers=False,
        server_header=False, timeout_keep_alive=20, timeout_graceful_shutdown=3, limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=32_768,
    )  # fmt: skip
    uvicorn.Server(config).run([listening])


def _settings(
    host: str, folder: Path, token: str, names: tuple[str, ...], to_all: bool, ahead: bool, store: Path | None
) -> Settings:
    own = is_own(host)
    if token and (len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token):
        raise DataError(f"the token is not {_SHORTEST_TOKEN} or more letters and digits",
                        hint="python -c 'import secrets; print(secrets.token_urlsafe())' makes one")  # fmt: skip
    if not own and not token and not to_all:
        raise DataError(f"others may reach {visible(host)}", hint="give --token TOKEN, or say --open-to-all")
    if store is not None:
        from technostate.evidence.own import current

        current.use(store)
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]", host.lower(), *map(str.lower, names))
    if not own and not names:
        hosts = ()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder} cannot be made: {error.strerror}", hint="name another with --folder") from None
    return Settings(folder.resolve(), str(store.resolve()) if store else None, token, hosts, ahead)


def is_own(host: str) -> bool:
    """Return whether only this machine reaches an address.

    Examples
    --------
    >>> [is_own(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises `DataError` if it cannot."""
    if not 0 <= port <= 65_535:
        raise DataError(f"there is no port {port}", hint="between 1 and 65535, or 0 for any that is free")
    try:
        kind, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        found = socket.socket(kind, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(place)
        found.listen(256)
    except (OSError, UnicodeError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise DataError(f"port {port} of {visible(host)} cannot be used: {words}", hint="another --port") from None
    return found
