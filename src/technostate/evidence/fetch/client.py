"""Polite reading of public addresses: pauses, retries, limits, a cache that is checked, and going on where one stopped.

An address is https, or http on this machine itself. An answer is kept on disk with its checksum and asked for again
only after half a day, and then only whether it has changed. One that was cut goes on at the byte where it stopped, if
the server marks its editions.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import ipaddress
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import technostate
from technostate import caches
from technostate.errors import DataError
from technostate.evidence.fetch.kept import Kept, Part
from technostate.evidence.printable import reason, shown

#: Bytes of the largest answer that is read.
MOST = 64 * 2**20
_CHUNK = 1 << 16
#: Answers after which the same question may succeed.
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class RefusedError(DataError):
    """A source does not answer for now; nothing more is asked of it in this run."""

    exit_code = 1


class NoAnswerError(DataError):
    """One address could not be read."""

    exit_code = 1


@dataclass(frozen=True)
class Answer:
    """What an address gave.

    Parameters
    ----------
    content : bytes
        All of it.
    day : datetime.date
        On which it was read, or found to be unchanged.
    again : bool
        Whether it is the answer kept on disk.
    """

    content: bytes
    day: dt.date
    again: bool


@dataclass
class Client:
    """Asks addresses, one at a time.

    Parameters
    ----------
    folder : Path or None
        Where answers are kept; None: nowhere.
    fresh : float
        Seconds for which a kept answer is used without asking.
    pause : float
        Seconds between two questions to one host, at least; a source may want more.
    stall : float
        Seconds without a byte after which an answer counts as cut.
    longest : float
        Seconds for one answer in all.
    tries : int
        How often one question is asked.
    patience : float
        Longest wait in seconds that a server may ask for; one that asks for more is left for this run.
    most : int
        Bytes of the largest answer.
    sleep, clock : callable
        Waiting and reading the clock.
    """

    folder: Path | None = None
    fresh: float = 12 * 3600.0
    pause: float = 1.0
    stall: float = 30.0
    longest: float = 300.0
    tries: int = 4
    patience: float = 60.0
    most: int = MOST
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, *, accept: str, types: tuple[str, ...], pause: float = 0.0) -> Answer:
        """Return what an address gives.

        Parameters
        ----------
        url : str
            https, or http on this machine.
        accept : str
            Media types that are asked for.
        types : tuple of str
            Beginnings of the media types that may come.
        pause : float
            Seconds between two questions to this host, where the source wants more than usual.

        Raises
        ------
        RefusedError
            If the server asks to wait longer than `patience`, or forbids the question.
        NoAnswerError
            If it cannot be reached, breaks off, answers with something else, or with more than `most` bytes.
        DataError
            If the address is none that may be asked.
        """
        check(url)
        kept = Kept(self.folder, f"{url}\n{accept}")
        have = kept.read()
        if have is not None and have.age() < self.fresh:
            return Answer(have.content, have.day, again=True)
        wrong = ""
        for turn in range(self.tries):
            self._wait(url, max(self.pause, pause))
            try:
                return self._ask(url, accept, types, kept)
            except _TryAgainError as error:
                wrong = str(error)
                if turn + 1 < self.tries:
                    self.sleep(error.after if error.after is not None else min(2.0**turn, self.patience))
        raise NoAnswerError(
            f"{_host(url)} gave no whole answer in {self.tries} tries: {wrong}",
            hint="run the command again later; what has come is kept, and an answer that was cut goes on where it can",
        )

    def _ask(self, url: str, accept: str, types: tuple[str, ...], kept: Kept) -> Answer:
        part, have = kept.part(), kept.read()
        headers = {"Accept": accept, "User-Agent": _AGENT, "Accept-Encoding": "identity"}
        if part is not None:
            headers |= {"Range": f"bytes={len(part.content)}-", "If-Range": part.mark}
        elif have is not None and have.mark:
            headers["If-None-Match" if have.mark.endswith('"') else "If-Modified-Since"] = have.mark
        try:
            reply = _opener(url).open(urllib.request.Request(url, headers=headers), timeout=self.stall)
        except urllib.error.HTTPError as error:
            with error:
                return self._other(url, error, kept)
        except (OSError, http.client.HTTPException) as error:
            raise _TryAgainError(_words(error)) from None
        except (ValueError, OverflowError) as error:
            raise NoAnswerError(f"{_host(url)} points to what is no address: {reason(error)}", hint=_BY_HAND) from None
        with reply:
            if reply.status == 206:
                _check_rest(reply, part, kept)
            return self._read(url, types, reply, kept, part if reply.status == 206 else None)

    def _other(self, url: str, error: urllib.error.HTTPError, kept: Kept) -> Answer:
        """Return the kept answer where it is unchanged; otherwise say what the status means."""
        have = kept.read()
        if error.code == 304 and have is not None:
            kept.write(have.content, have.mark)
            return Answer(have.content, dt.date.today(), again=True)
        if error.code == 416:
            kept.forget_part()
            raise _TryAgainError("the rest of the answer is no longer there")
        if error.code in _AGAIN:
            after = _after(error.headers.get("Retry-After"))
            if after is not None and after > self.patience:
                raise RefusedError(
                    f"{_host(url)} asks to wait {after:.0f} seconds (status {error.code})",
                    hint="run the command again after that time; what has come is kept",
                )
            raise _TryAgainError(f"status {error.code}", after)
        if error.code in (401, 403):
            raise RefusedError(f"{_host(url)} refuses the question (status {error.code})", hint=_BY_HAND)
        if 300 <= error.code < 400:
            raise NoAnswerError(
                f"{_host(url)} points elsewhere, which is not followed (status {error.code})", hint=_BY_HAND
            )
        raise NoAnswerError(f"{_host(url)} has no such thing (status {error.code}): {_path(url)}", hint=_BY_HAND)

    def _read(
        self, url: str, types: tuple[str, ...], reply: http.client.HTTPResponse, kept: Kept, part: Part | None
    ) -> Answer:
        kind = (reply.headers.get_content_type() or "").lower()
        if not kind.startswith(types):
            raise NoAnswerError(
                f"{_host(url)} answers with {kind[:60] or 'no type'}, not with {' or '.join(types)}",
                hint=f"a gateway or login page may stand between; open {url} to see it",
            )
        mark = _mark(reply)
        begun = part.content if part is not None else b""
        body = bytearray(begun)
        stated = reply.headers.get("Content-Length", "").strip()
        expected = len(begun) + int(stated) if re.fullmatch("[0-9]{1,18}", stated) else None
        if (expected or 0) > self.most:
            raise self._too_large(url)
        end = self.clock() + self.longest
        try:
            self._fill(url, reply, body, end)
            if expected is not None and len(body) != expected:
                raise _TryAgainError(f"{len(body):,} of {expected:,} bytes came")
        except (OSError, http.client.HTTPException, _TryAgainError) as error:
            kept.keep_part(bytes(body), mark)
            raise _TryAgainError(_words(error)) from None
        kept.write(bytes(body), mark)
        return Answer(bytes(body), dt.date.today(), again=False)

    def _fill(self, url: str, reply: IO[bytes], body: bytearray, end: float) -> None:
        while True:
            # One read of the socket at a time, so that a server that drips bytes cannot hold us.
            chunk = reply.read1(_CHUNK) if isinstance(reply, http.client.HTTPResponse) else reply.read(_CHUNK)
            if not chunk:
                return
            body += chunk
            if len(body) > self.most:
                raise self._too_large(url)
            if self.clock() > end:
                raise _TryAgainError(f"only {len(body):,} bytes came in {self.longest:.0f} seconds")

    def _too_large(self, url: str) -> NoAnswerError:
        return NoAnswerError(f"{_host(url)} answers with more than {self.most / 2**20:g} MB", hint=_BY_HAND)

    def _wait(self, url: str, pause: float) -> None:
        host, now = _host(url), self.clock()
        left = self._last.get(host, -pause) + pause - now
        if left > 0:
            self.sleep(left)
        self._last[host] = self.clock()


class _TryAgainError(Exception):
    """The same question may succeed later, after the seconds that the server names."""

    def __init__(self, words: str, after: float | None = None) -> None:
        super().__init__(words)
        self.after = after


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows only to addresses that may be asked."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        check(newurl)
        if _is_here(newurl) and not _is_here(req.full_url):
            raise DataError(f"{_host(req.full_url)} points to this machine itself: {newurl}", hint=_BY_HAND)
        # A public server must not make us ask one that only this network can reach.
        if _is_inside(newurl) and not _is_inside(req.full_url):
            raise DataError(f"{_host(req.full_url)} points into this network: {_host(newurl)}", hint=_BY_HAND)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_AGENT = f"technostate/{technostate.__version__} (research tool; one question at a time)"
_BY_HAND = "download the file by hand, and import it: technostate data kinds"


def check(url: str) -> None:
    """Raise `DataError` unless the address is https, or http on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        host = None
    if not host or not re.fullmatch("[!-~]{1,8000}", url):
        raise DataError(f"{shown(url, 200)} is no address", hint="write https://host/path, other letters as %XX")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(url)):
        raise DataError(f"{url} is not asked: it is not https", hint="only a server on this machine may be http")
    if parts.username or parts.password:
        raise DataError(f"the address of {host} has a name or password in it", hint="leave it out")


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_inside(url: str) -> bool:
    """Return whether a host, however it is written, is no public one; a name that is not known here is."""
    try:
        found = {str(item[4][0]) for item in socket.getaddrinfo(urlsplit(url).hostname, None)}
        return any(not ipaddress.ip_address(address.partition("%")[0]).is_global for address in found)
    except (OSError, ValueError):
        return False


def _mark(reply: http.client.HTTPResponse) -> str:
    """Return the server's mark of the edition; empty where it is weak, or nothing to be sent back as a header."""
    mark = str(reply.headers.get("ETag") or reply.headers.get("Last-Modified") or "")
    return mark if re.fullmatch("[ -~]{1,500}", mark) and not mark.startswith("W/") else ""


def _check_rest(reply: http.client.HTTPResponse, part: Part | None, kept: Kept) -> None:
    """Raise unless a partial answer is the rest of the edition whose beginning is kept; a wrong one is begun anew."""
    begins = re.match(r"bytes ([0-9]{1,18})-", reply.headers.get("Content-Range", ""))
    mark = _mark(reply)
    if part is None or begins is None or int(begins[1]) != len(part.content) or mark not in ("", part.mark):
        kept.forget_part()
        raise _TryAgainError("another part of the answer came than was asked for")


def _opener(url: str) -> urllib.request.OpenerDirector:
    # A proxy of the environment serves everything but this machine itself.
    around = [urllib.request.ProxyHandler({})] if _is_here(url) else []
    return urllib.request.build_opener(_Redirects, *around)


def _host(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _words(error: BaseException) -> str:
    reason = getattr(error, "reason", None)
    if isinstance(error, TimeoutError) or isinstance(reason, TimeoutError):
        return "no byte came in time"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer was cut"
    return str(reason or error) or type(error).__name__


def _after(text: str | None) -> float | None:
    """Return the seconds that Retry-After names, as a number or as a date; None where it names none."""
    if not text:
        return None
    if text.strip().isdecimal():
        return min(float(text), 1e6)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError, TypeError):
        return None


def folder() -> Path | None:
    """Return where answers are kept between runs; None for a user without a place of their own."""
    place = caches.user_cache()
    found = None if place is None else place / "fetched"
    return found if found is not None and caches.can_write(found) else None
