"""Requests that are refused: status, message and hint, as a page or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from technostate.errors import TechnostateError, visible
from technostate.web import frames, shell
from technostate.web.around import around
from technostate.web.asked import Asked
from technostate.web.route import SUFFIXES


class RefusedError(Exception):
    """A request that is not answered.

    Parameters
    ----------
    status : int
        Of HTTP.
    hint : str
        What a client can do.
    asked : Asked, optional
        Whose page it would have been.
    """

    def __init__(
        self,
        status: int,
        message: str,
        hint: str = "",
        *,
        asked: Asked | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.hint = hint
        self.asked = asked
        self.headers = dict(headers or {})


def from_error(error: TechnostateError, status: int) -> RefusedError:
    """Return the refusal that says what an error says."""
    return RefusedError(status, str(error), error.hint)


def as_json(status: int, message: str, hint: str) -> bytes:
    """Return the body of an error for programs."""
    said = {"error": {"status": status, "message": message, "hint": hint}}
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


def response(path: str, refused: RefusedError) -> Response:
    """Return what is sent for a refusal: JSON where a program asks, a page otherwise."""
    message, hint = visible(refused.message)[:2000], visible(refused.hint)[:1000]
    headers = {"cache-control": "no-store", **refused.headers}
    if for_programs(path):
        return Response(as_json(refused.status, message, hint), refused.status, headers, "application/json")
    if refused.asked is not None:
        beside = around(refused.asked, None, message)
        page = shell.page(refused.asked, None, around=beside, waiting=frames.wrong(message, hint))
    else:
        page = frames.error(refused.status, message, hint)
    return Response(page.encode(), refused.status, headers, "text/html; charset=utf-8")


def for_programs(path: str) -> bool:
    """Return whether an address is read by programs."""
    return path.startswith(("/api/", "/static/")) or path.endswith(SUFFIXES)


def of(request: Request, error: Exception) -> RefusedError:
    """Return the refusal of a request for an error that is known."""
    from starlette.exceptions import HTTPException

    from technostate.web.route import NoPageError

    if isinstance(error, RefusedError):
        return error
    if isinstance(error, HTTPException):
        words = {404: "there is no such page", 405: f"{request.method} is not for this address"}
        hint = "the home page lists what there is" if error.status_code == 404 else ""
        return RefusedError(error.status_code, words.get(error.status_code, error.detail), hint, headers=error.headers)
    assert isinstance(error, TechnostateError)
    return from_error(error, 404 if isinstance(error, NoPageError) else 422)
