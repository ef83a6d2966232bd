"""What stands before every door: size, host, token, origin, time; and the headers of every response."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from technostate.errors import visible
from technostate.web import refused
from technostate.web.limits import Tries, client_of
from technostate.web.refused import RefusedError
from technostate.web.settings import Settings

log = logging.getLogger("technostate.web")

#: What a page may load and do. Drawings give their marks custom properties, so attributes of style are allowed.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Of a drawing that is opened by itself: it has its own style sheet and does nothing.
POLICY_OF_DRAWINGS = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox"
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_COOKIE = "technostate"
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]{1,253})(:\d{1,5})?")
_WRITES = frozenset({"POST"})
METHODS = ("GET", "HEAD", "POST")


class Guard:
    """Checks a request, hands it on with its whole body, and gives the response its headers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._tries = Tries()
        # The cookie is no copy of the token: who reads it cannot say the token elsewhere.
        self._cookie = hashlib.sha256(b"technostate cookie\n" + settings.token.encode()).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        begun = ended = False
        status = 500

        async def headed(message: Message) -> None:
            nonlocal begun, ended, status
            if message["type"] == "http.response.start":
                begun, status = True, message["status"]
                _give_headers(message)
            await send(message)
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)

        request = Request(scope)
        try:
            welcome = self._checked(request)
            if welcome is not None:
                await welcome(scope, receive, headed)
            else:
                await self._app(scope, await self._whole(request, receive), headed)
        except RefusedError as error:
            await refused.response(_path(scope), error)(scope, receive, headed)
        except Exception:
            # What the routes could not answer was logged and said by `broken` already.
            if not ended:
                said = broken(scope)
                if begun:
                    raise
                await said(scope, receive, headed)
        if status >= 400:
            where = visible(_path(scope)[:200], keep="")
            log.info("%s %s %s from %s", status, visible(scope["method"][:20], keep=""), where, client_of(request))

    def _checked(self, request: Request) -> RedirectResponse | None:
        """Refuse what may not be asked; return a redirection that gives a reader the cookie."""
        scope, settings = request.scope, self._settings
        sent = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        most = settings.longest_query if scope["path"].startswith("/ask/") else settings.longest_address
        if sent > most:
            raise RefusedError(414, f"the address has {sent:,} characters", f"at most {most:,}")
        host = request.headers.get("host", "")
        match = _HOST.fullmatch(host)
        if match is None or (settings.hosts and match[1].lower() not in settings.hosts):
            raise RefusedError(
                400, "this server is not asked under this name", "open it under the name it was started with"
            )
        if request.method not in METHODS:
            raise RefusedError(405, "only GET, HEAD and POST are answered", "", headers={"allow": ", ".join(METHODS)})
        self._same_origin(request, host)
        return self._token(request)

    def _same_origin(self, request: Request, host: str) -> None:
        """Refuse what another site's page makes a browser send: forms, and pictures that would start work."""
        headers = request.headers
        site = headers.get("sec-fetch-site", "")
        visit = headers.get("sec-fetch-mode", "") == "navigate" and request.method not in _WRITES
        if site not in ("", "same-origin", "none") and not visit:
            raise RefusedError(403, "another site's page sent this", "open the page here and send it from there")
        origin = headers.get("origin")
        other = origin is not None and origin.partition("://")[2].lower() != host.lower()
        if request.method in _WRITES and other and not site:
            raise RefusedError(403, "another site's page sent this", "open the page here and send it from there")

    def _token(self, request: Request) -> RedirectResponse | None:
        """Refuse who does not know the token; who says it in the address gets a cookie and the address without it."""
        token = self._settings.token
        if not token:
            return None
        if hmac.compare_digest(request.cookies.get(_COOKIE, "").encode(), self._cookie.encode()):
            return None
        client = client_of(request)
        self._tries.check(client)
        kind, _, said = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and hmac.compare_digest(said.strip().encode(), token.encode()):
            return None
        try:
            pairs = parse_qsl(request.scope["query_string"].decode("latin-1"), max_num_fields=64)
        except ValueError:
            pairs = []
        told = next((text for name, text in pairs if name == "token"), None)
        if told is not None and hmac.compare_digest(told.encode("utf-8", "replace"), token.encode()):
            rest = urlencode([item for item in pairs if item[0] != "token"])
            answer = RedirectResponse(_local(_path(request.scope)) + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(
                _COOKIE, self._cookie, httponly=True, samesite="strict", secure=request.url.scheme == "https"
            )
            answer.headers["cache-control"] = "no-store"
            return answer
        if said or told is not None:
            self._tries.failed(client)
        raise RefusedError(401, "this server asks for a token", "open it with ?token=TOKEN, as it was started with",
                      headers={"www-authenticate": "Bearer"})  # fmt: skip

    async def _whole(self, request: Request, receive: Receive) -> Receive:
        """Return the request's whole body as one message; refuses one that is too large or too slow."""
        if request.method not in _WRITES:
            if request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
                raise RefusedError(400, "only a form has a body", "send it with POST", headers={"connection": "close"})
            return receive
        most, parts, size = self._settings.longest_body, [], 0
        length = request.headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length[:12]) > most:
            raise RefusedError(413, "the body is too large", f"at most {most:,} bytes", headers={"connection": "close"})
        try:
            async with asyncio.timeout(self._settings.slowest):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise RefusedError(400, "the body has no end")
                    size += len(message.get("body", b""))
                    if size > most:
                        raise RefusedError(
                            413, "the body is too large", f"at most {most:,} bytes", headers={"connection": "close"}
                        )
                    parts.append(message.get("body", b""))
                    more = message.get("more_body", False)
        except TimeoutError:
            raise RefusedError(
                408, "the body came too slowly", "send it at once", headers={"connection": "close"}
            ) from None
        body = b"".join(parts)
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        return again


def broken(scope: Scope) -> Response:
    """Log the error that is being handled, under a number, and return the response that names the number."""
    number = secrets.token_hex(4)
    log.exception("error %s at %s", number, visible(_path(scope)[:200], keep=""))
    words = f"an error of the program; the log has it under {number}"
    return refused.response(_path(scope), RefusedError(500, words, "please report it"))


def _give_headers(message: Message) -> None:
    headers = list(message.get("headers", ()))
    said: Mapping[bytes, bytes] = dict(headers)
    drawing = said.get(b"content-type", b"").startswith(b"image/svg")
    headers.append((b"content-security-policy", (POLICY_OF_DRAWINGS if drawing else POLICY).encode()))
    headers += [(name.encode(), text.encode()) for name, text in _HEADERS.items()]
    message["headers"] = headers


def _path(scope: Scope) -> str:
    """Return the path as it was sent."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    return raw.decode("latin-1").partition("?")[0]


def _local(path: str) -> str:
    """Return a path that stays on this host: two slashes at its beginning would name another."""
    return "/" + path.lstrip("/\\")
