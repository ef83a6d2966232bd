"""Finished answers to requests, compressed once and kept in memory within a bound."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from technostate.web.refused import RefusedError

#: Bytes below which nothing is compressed.
SMALL = 600


@dataclass(frozen=True, eq=False)
class Finished:
    """What is sent, compressed where that pays.

    Parameters
    ----------
    tag : str
        Of the content, as an ``ETag``.
    """

    content: bytes
    zipped: bool
    kind: str
    tag: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def finished(content: bytes, kind: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Finished:
    """Return what is sent for a content.

    Parameters
    ----------
    kind : str
        Media type.
    """
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    zipped = len(content) >= SMALL and not kind.startswith(("image/png", "font/"))
    sent = gzip.compress(content, 6, mtime=0) if zipped else content
    return Finished(sent, zipped, kind, tag, status, dict(headers or {}))


def reply(request: Request, found: Finished) -> Response:
    """Return the response: not modified where the client has it, plain where it cannot read what is compressed."""
    if found.status == 200 and not takes(request.headers.get("accept", ""), found.kind):
        raise RefusedError(406, f"the client takes no {found.kind.partition(';')[0]}", "leave out the header Accept")
    headers = {"cache-control": "no-cache", **found.headers, "etag": found.tag, "vary": "Accept-Encoding"}
    said = request.headers.get("if-none-match", "")
    if found.status == 200 and said and found.tag in (part.strip().removeprefix("W/") for part in said.split(",")):
        return Response(status_code=304, headers=headers)
    content = found.content
    if found.zipped and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
    elif found.zipped:
        content = gzip.decompress(content)
    return Response(content, found.status, headers, found.kind)


def takes(accept: str, kind: str) -> bool:
    """Return whether a client takes a media type by what it says it accepts.

    Examples
    --------
    >>> takes("text/html, application/*;q=0.5", "application/json"), takes("image/png", "application/json")
    (True, False)
    """
    if not accept.strip():
        return True
    name = kind.partition(";")[0]
    best, allowed = -1, True
    for part in accept.split(",")[:50]:
        said, *more = (word.strip().lower() for word in part.split(";"))
        closeness = {"*/*": 0, name.partition("/")[0] + "/*": 1, name: 2}.get(said, -1)
        if closeness > best:
            best, allowed = closeness, not any(re.fullmatch(r"q=0(\.0*)?", word) for word in more)
    return best >= 0 and allowed


class Kept:
    """The most recently used finished answers, up to so many bytes.

    Examples
    --------
    >>> kept = Kept(10)
    >>> for name in "abc":
    ...     kept.put(name, finished(b"12345", "text/plain"))
    >>> [kept.get(name) is not None for name in "abc"]
    [False, True, True]
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._rows: OrderedDict[object, Finished] = OrderedDict()

    def get(self, name: object) -> Finished | None:
        """Return a finished answer, None where it is not kept."""
        if name in self._rows:
            self._rows.move_to_end(name)
        return self._rows.get(name)

    def put(self, name: object, found: Finished) -> None:
        """Keep a finished answer; what was not used for longest goes."""
        size = len(found.content)
        if size > self._most // 2 or name in self._rows:
            return
        self._rows[name] = found
        self._held += size
        while self._held > self._most:
            self._held -= len(self._rows.popitem(last=False)[1].content)
