"""How much work one client may ask for, and all together; what is remembered of clients is bounded."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from technostate.web.refused import RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request

    from technostate.web.jobs import Jobs
    from technostate.web.settings import Settings

#: Clients that are remembered.
CLIENTS = 4096


class Limits:
    """Counts what clients ask for.

    Parameters
    ----------
    clock : callable
        Returns seconds.
    """

    def __init__(self, settings: Settings, jobs: Jobs, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._jobs = jobs
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def work(self, request: Request, *, long: bool) -> str:
        """Count a request that makes work and return its client.

        Parameters
        ----------
        long : bool
            Whether it is work of minutes.

        Raises
        ------
        RefusedError
            If the client asked too often, or too much is waiting.
        """
        client = client_of(request)
        self._often(client)
        most = self._settings.jobs_each if long else self._settings.pages_each
        if self._jobs.waiting(client, long=long) >= most:
            words = f"{most} {'jobs' if long else 'pages'} of yours are waiting already"
            raise RefusedError(429, words, "wait until one has ended, or cancel one", headers={"retry-after": "10"})
        if self._jobs.waiting() >= self._settings.jobs_all:
            raise RefusedError(
                429, "too much is waiting already", "ask again in a minute", headers={"retry-after": "60"}
            )
        return client

    def _often(self, client: str) -> None:
        """Take one of the client's requests of this minute; they come back evenly."""
        most, now = float(self._settings.work_each), self._clock()
        left, at = self._left.pop(client, (most, now))
        left = min(most, left + (now - at) * most / 60)
        allowed = left >= 1
        self._left[client] = (left - allowed, now)
        if len(self._left) > CLIENTS:
            self._left.popitem(last=False)
        if not allowed:
            words = f"more than {self._settings.work_each} requests for work in a minute"
            raise RefusedError(429, words, "wait a minute", headers={"retry-after": "30"})


def client_of(request: Request) -> str:
    """Return what a client is known by: its address, of version 6 the network that it can choose addresses in."""
    host = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host[:60]
    if found.version == 6 and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


class Tries:
    """Counts wrong tokens, so that nobody tries many."""

    def __init__(self, most: int = 20, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def failed(self, client: str) -> None:
        """Count one."""
        count, since = self._wrong.pop(client, (0, self._clock()))
        self._wrong[client] = (count + 1, since)
        if len(self._wrong) > CLIENTS:
            self._wrong.popitem(last=False)

    def check(self, client: str) -> None:
        """Refuse a client that said too many; it may try again after a minute."""
        count, since = self._wrong.get(client, (0, 0.0))
        if count >= self._most:
            if self._clock() - since < 60:
                raise RefusedError(429, "too many wrong tokens", "wait a minute", headers={"retry-after": "60"})
            del self._wrong[client]
