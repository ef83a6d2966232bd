"""The server's doors put together: routes, what stands before them, and what runs beside them."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from technostate.errors import TechnostateError
from technostate.web import answers, assets, jobpages, openapi, refused
from technostate.web.guard import Guard, broken
from technostate.web.replies import finished, reply
from technostate.web.serving import Serving
from technostate.web.settings import Settings
from technostate.web.supervisor import Supervisor

log = logging.getLogger("technostate.web")


def build(settings: Settings) -> ASGIApp:
    """Return the application.

    Raises
    ------
    DataError
        If its folder cannot be used.
    """
    held = Serving(settings)
    app = Starlette(
        routes=[
            Route("/jobs", jobpages.begin, methods=["POST"]),
            Route("/jobs", jobpages.listed),
            Route("/jobs/{id}", jobpages.show),
            Route("/jobs/{id}/cancel", jobpages.cancel, methods=["POST"]),
            Route("/jobs/{id}/cancel", jobpages.only_post),
            Route("/api/jobs", jobpages.begin_api, methods=["POST"]),
            Route("/api/jobs", jobpages.listed_api),
            Route("/api/jobs/{id}", jobpages.show_api),
            Route("/api/jobs/{id}/cancel", jobpages.cancel_api, methods=["POST"]),
            Route("/api/jobs/{id}/cancel", jobpages.only_post),
            Route("/api/openapi.json", openapi_json),
            Route("/ask/{key}", answers.ask, methods=["GET", "POST"]),
            Route("/static/{name}", static),
            Route("/{path:path}", answers.answer),
        ],
        lifespan=_lives,
        exception_handlers={
            404: _refused,
            405: _refused,
            refused.RefusedError: _refused,
            TechnostateError: _refused,
            answers.LongWorkError: _long,
            sqlite3.Error: _no_table,
            Exception: _broken,
        },
    )
    app.router.redirect_slashes = False
    app.state.serving = held
    headers = {"cache-control": assets.KEPT}
    app.state.files = {
        name: finished(item.content, item.kind, headers=headers) for name, item in assets.assets().items()
    }
    return Guard(app, settings)


@asynccontextmanager
async def _lives(app: Starlette) -> AsyncIterator[None]:
    """Keep the workers as long as the server lives."""
    held: Serving = app.state.serving
    settings = held.settings
    # Each thread has memory of its own: two are enough to read and compress beside the loop.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2))
    tasks = []
    if settings.works:
        supervisor = Supervisor(settings.folder, held.jobs, held.shelf, store=settings.store, ahead=settings.ahead)
        tasks.append(asyncio.create_task(supervisor.run()))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        held.jobs.close()


async def openapi_json(request: Request) -> Response:
    """Answer with the description of the API."""
    return reply(request, finished(openapi.as_json(), "application/json"))


async def static(request: Request) -> Response:
    """Answer with a static file out of the table."""
    found = request.app.state.files.get(request.path_params["name"])
    if found is None:
        raise refused.RefusedError(404, "there is no such file")
    return reply(request, found)


async def _refused(request: Request, error: Exception) -> Response:
    return refused.response(request.scope["path"], refused.of(request, error))


async def _no_table(request: Request, error: Exception) -> Response:
    """Say that the table of jobs cannot be written or read; what is kept is answered without it."""
    log.error("the table of jobs: %s", error)
    words = f"no work can be asked for now: the table of jobs says {error}"
    hint = "pages that are kept are answered; free space on the disk or start the server again"
    headers = {"retry-after": "30"}
    return refused.response(request.scope["path"], refused.RefusedError(503, words, hint, headers=headers))


async def _broken(request: Request, error: Exception) -> Response:
    return broken(request.scope)


async def _long(request: Request, error: Exception) -> Response:
    assert isinstance(error, answers.LongWorkError)
    try:
        return answers.not_run(request, error)
    except (refused.RefusedError, TechnostateError) as refusal:
        return await _refused(request, refusal)
