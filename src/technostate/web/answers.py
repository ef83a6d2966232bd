"""Pages and their twins: an address, the answer on the shelf or made now, and the page around it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from technostate.errors import LabelError
from technostate.web import frames, shell
from technostate.web.asked import Asked, read
from technostate.web.bundle import Bundle
from technostate.web.job import Job
from technostate.web.questions import question
from technostate.web.refused import RefusedError
from technostate.web.replies import Finished, finished, reply
from technostate.web.route import NoPageError, found
from technostate.web.serving import Serving, around
from technostate.web.shelf import edition
from technostate.write.markup import Markup, element, join

#: Media types of the twins.
KINDS = {
    ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
    ".vl.json": "application/json", "": "text/html; charset=utf-8",
}  # fmt: skip


def said(request: Request) -> list[tuple[str, str]]:
    """Return what the query of an address says; raises `RefusedError` where it says too much."""
    serving: Serving = request.app.state.serving
    try:
        text = request.scope["query_string"].decode("ascii")
        return parse_qsl(text, max_num_fields=serving.settings.most_fields, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise RefusedError(422, "the query of the address cannot be read", "name=value, with & between") from None


async def answer(request: Request) -> Response:
    """Answer a request for a page or a twin."""
    serving: Serving = request.app.state.serving
    pairs = said(request)
    path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace").partition("?")[0]
    chart = next((text for name, text in pairs if name == "chart"), "")
    asked, suffix = found(path, [(name, text) for name, text in pairs if name != "chart"])
    if chart and not (chart.isascii() and chart.isdigit() and len(chart) < 4):
        raise RefusedError(422, f"chart is a number, not {chart[:40]!r}", "charts of an answer are counted from 1")
    if suffix in (".svg", ".png", ".vl.json") and not chart:
        chart = "1"
    other = next((text for name, text in pairs if name == "edition" and text != edition()), "")[:80]
    key = serving.shelf.key(asked)
    name = (key, suffix, chart, other)
    kept = serving.kept.get(name)
    if kept is None:
        bundle = await asyncio.to_thread(serving.shelf.read, key)
        if bundle is None:
            job = await _wanted(request, serving, asked, key, suffix)
            if job is not None:
                return reply(request, _not_yet(asked, job, suffix))
            bundle = await asyncio.to_thread(serving.shelf.read, key)
            if bundle is None:
                raise RefusedError(503, "the answer was made and cannot be read", "ask again")
        kept = await asyncio.to_thread(_written, asked, bundle, suffix, chart, other)
        serving.kept.put(name, kept)
    return reply(request, kept)


async def _wanted(request: Request, serving: Serving, asked: Asked, key: str, suffix: str) -> Job | None:
    """Have an answer made that is not kept, and wait for it; None where it is there then."""
    failed = serving.failed(key)
    if failed is None and asked.question.long:
        raise LongWorkError(asked, suffix, serving.jobs.latest(key))
    if failed is None:
        client = serving.limits.work(request)
        wait = serving.settings.wait_data if suffix else serving.settings.wait_page
        failed = await serving.made(asked, key, client, serving.settings.wait_home if asked.path == "/" else wait)
    if failed is None or failed.state in ("waiting", "running"):
        return failed
    raise RefusedError(*_why(failed), asked=asked)


def _why(job: Job) -> tuple[int, str, str]:
    """Return status, message and hint of a job that made no answer."""
    if job.state == "cancelled":
        return 409, "the work was cancelled", "ask again"
    status = {"ProgramError": 500, "StoreError": 503, "RunError": 503}.get(job.kind, 422)
    return status, job.error or "the work has ended without an answer", job.hint or "ask again"


def _not_yet(asked: Asked, job: Job, suffix: str) -> Finished:
    """Return what is sent while an answer is being made."""
    headers = {"retry-after": "2", "cache-control": "no-store"}
    if suffix:
        return finished(frames.state_json(job), "application/json", status=202, headers=headers)
    inside = frames.waiting(job, asked.address)
    if asked.path == "/":
        inside = join(inside, frames.contents())
    page = shell.page(asked, None, around=around(asked, None), waiting=inside)
    return finished(frames.with_refresh(page, 2).encode(), KINDS[""], status=202, headers=headers)


def _written(asked: Asked, bundle: Bundle, suffix: str, chart: str, other: str) -> Finished:
    """Return a page or a twin, ready to be sent."""
    if not suffix:
        beside = join(_of_another(asked, other), around(asked, bundle))
        return finished(shell.page(asked, bundle, around=beside or None).encode(), KINDS[""])
    content = bundle.chart(int(chart), suffix) if chart else bundle.data(suffix)
    if content is None:
        have = ", ".join(_formats(bundle, chart)) or "none"
        raise RefusedError(404, f"{'this chart' if chart else 'this answer'} is not kept as {suffix}", f"kept: {have}")
    headers = {}
    if suffix in (".csv", ".svg", ".png", ".vl.json"):
        name = "-".join(part for part in (*asked.path.strip("/").split("/"), *(("chart", chart) if chart else ())))
        safe = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in name)
        headers["content-disposition"] = f"{'inline' if suffix in ('.svg', '.png') else 'attachment'}; " + (
            f'filename="technostate-{safe}{suffix}"'
        )
    return finished(content, KINDS[suffix], headers=headers)


def _formats(bundle: Bundle, chart: str) -> list[str]:
    start = f"chart-{int(chart)}." if chart else "data."
    return sorted("." + name.removeprefix(start) for name in bundle.members if name.startswith(start))


def _of_another(asked: Asked, other: str) -> Markup | None:
    """Return a note that a link was made with another edition."""
    if not other:
        return None
    words = f"This link was made with edition {other}; the figures below are of edition {edition()}."
    return element("p", words, class_="warn", role="note")


class LongWorkError(Exception):
    """An answer that takes minutes is asked for, and nobody has it made yet.

    Parameters
    ----------
    suffix : str
        Of the format that is asked for.
    latest : Job, optional
        The job that makes it.
    """

    def __init__(self, asked: Asked, suffix: str, latest: Job | None) -> None:
        super().__init__(asked.address)
        self.asked = asked
        self.suffix = suffix
        self.latest = latest


def not_run(request: Request, error: LongWorkError) -> Response:
    """Return what would run, and the button that has it run; or how far the job is that makes it."""
    asked, job = error.asked, error.latest
    if error.suffix:
        if job is not None and job.state in ("waiting", "running"):
            return reply(request, _not_yet(asked, job, error.suffix))
        raise RefusedError(
            404, "this answer takes minutes and was not made yet",
            f'POST /api/jobs with {{"question": "{asked.question.key}", "values": …}} has it made',
        )  # fmt: skip
    headers = {"cache-control": "no-store"}
    page = shell.page(asked, None, around=around(asked, None), waiting=frames.would_run(asked, job))
    return reply(request, finished(page.encode(), KINDS[""], headers=headers))


async def ask(request: Request) -> Response:
    """Answer what the controls of a page send: the address of what was chosen."""
    asked = chosen(request.path_params["key"], said(request))
    return RedirectResponse(asked.address, 303)


def chosen(key: str, pairs: Iterable[tuple[str, str]]) -> Asked:
    """Return what is asked by a question's key and fields of a form, the empty ones left out.

    Raises
    ------
    NoPageError
        If there is no such question.
    LabelError
        If what is said is not possible.
    """
    try:
        row = question(key)
    except LabelError as error:
        raise NoPageError(str(error), hint=error.hint) from None
    return read(row, [(name, text) for name, text in pairs if text.strip() and name != "question"])
