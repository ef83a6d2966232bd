"""Pages and their twins: an address, the answer on the shelf or made now, and the page around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from technostate.errors import LabelError
from technostate.web import frames, limits, shell, twins
from technostate.web.around import around
from technostate.web.asked import Asked, beside, read
from technostate.web.job import OPEN, READER, Job
from technostate.web.questions import question
from technostate.web.refused import RefusedError
from technostate.web.replies import Finished, finished, reply
from technostate.web.route import NoPageError, found
from technostate.web.serving import Serving
from technostate.web.shelf import edition


def said(request: Request) -> list[tuple[str, str]]:
    """Return what the query of an address says; raises `RefusedError` where it says too much."""
    serving: Serving = request.app.state.serving
    try:
        text = request.scope["query_string"].decode("ascii")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=serving.settings.most_fields, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise RefusedError(422, "the query of the address cannot be read", "name=value, with & between") from None


async def answer(request: Request) -> Response:
    """Answer a request for a page or a twin."""
    serving: Serving = request.app.state.serving
    pairs = said(request)
    path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace").partition("?")[0]
    chart = next((text for name, text in pairs if name == "chart"), "")
    asked, suffix = found(path, [item for item in pairs if item[0] != "chart"])
    if suffix and (text := asked.text(suffix)) is not None:
        return reply(request, twins.of_text(suffix, *text))
    if chart and not (chart.isascii() and chart.isdigit() and len(chart) < 4):
        raise RefusedError(422, f"chart is a number, not {chart[:40]!r}", "charts of an answer are counted from 1")
    if suffix in twins.OF_CHARTS and not chart:
        chart = "1"
    around_it = {} if suffix else {name: text for name, text in beside(pairs).items() if _counts(name, text)}
    key = serving.shelf.key(asked)
    name = (key, suffix, chart, tuple(sorted(around_it.items())))
    kept = serving.kept.get(name)
    if kept is None:

        def written() -> Finished | None:
            """Read and write in one go: no more answers are in memory at once than there are threads."""
            bundle = serving.shelf.read(key)
            return twins.written(asked, bundle, suffix, chart, around_it) if bundle is not None else None

        kept = await serving.once(name, written)
        if kept is None:
            job = await _wanted(request, serving, asked, key, suffix)
            if job is not None:
                return reply(request, _not_yet(asked, job, suffix, around_it))
            kept = await serving.once(name, written)
            if kept is None:
                raise RefusedError(503, "the answer was made and cannot be read", "ask again")
        # Anybody can write an edition: pages with a note on it are not kept.
        if "edition" not in around_it:
            serving.kept.put(name, kept)
    return reply(request, kept)


def _counts(name: str, text: str) -> bool:
    """Return whether what is said beside a question makes another page."""
    allowed = {"edition": text != edition(), "theme": text in shell.THEMES, "whole": text == "yes"}
    return bool(text) and allowed.get(name, True)


async def _wanted(request: Request, serving: Serving, asked: Asked, key: str, suffix: str) -> Job | None:
    """Have an answer made that is not kept, and wait for it; None where it is there then."""
    latest = serving.jobs.latest(key)
    failed = serving.failed(latest)
    if asked.question.long and (failed is None or not suffix):
        raise LongWorkError(asked, suffix, latest)
    if failed is None:
        opened = latest is not None and latest.state in OPEN and latest.rank <= READER
        client = limits.client_of(request) if opened else serving.limits.work(request, long=False)
        wait = serving.settings.wait_data if suffix else serving.settings.wait_page
        failed = await serving.made(asked, key, client, serving.settings.wait_home if asked.path == "/" else wait)
    if failed is None or failed.state in OPEN:
        return failed
    raise RefusedError(*_why(failed), asked=asked)


def _why(job: Job) -> tuple[int, str, str]:
    """Return status, message and hint of a job that made no answer."""
    if job.state == "cancelled":
        return 409, "the work was cancelled", "ask again"
    status = {"ProgramError": 500, "StoreError": 503, "RunError": 503}.get(job.kind, 422)
    return status, job.error or "the work has ended without an answer", job.hint or "ask again"


def _not_yet(asked: Asked, job: Job, suffix: str, around_it: Mapping[str, str]) -> Finished:
    """Return what is sent while an answer is being made."""
    headers = {"retry-after": "2", "cache-control": "no-store"}
    if suffix:
        return finished(frames.state_json(job), "application/json", status=202, headers=headers)
    inside = frames.waiting(job, asked.address)
    page = shell.page(asked, None, around=around(asked, None), waiting=inside, beside=around_it)
    # The first page has doors to all others, and is of use without its figures.
    status = 200 if asked.path == "/" else 202
    return finished(frames.with_refresh(page, 2).encode(), twins.KINDS[""], status=status, headers=headers)


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
            return reply(request, _not_yet(asked, job, error.suffix, {}))
        raise RefusedError(
            404, "this answer takes minutes and was not made yet",
            f'POST /api/jobs with {{"question": "{asked.question.key}", "values": …}} has it made',
        )  # fmt: skip
    headers = {"cache-control": "no-store"}
    wrong = job.error if job is not None and job.state == "failed" else ""
    run = frames.would_run(asked, job)
    page = shell.page(asked, None, around=around(asked, None, wrong), waiting=run, beside=beside(said(request)))
    return reply(request, finished(page.encode(), twins.KINDS[""], headers=headers))


async def ask(request: Request) -> Response:
    """Answer what the controls of a page send: the address of what was chosen, light or dark as the page was."""
    pairs = said(request) if request.method != "POST" else await fields(request)
    asked = chosen(request.path_params["key"], pairs)
    known = {row.name for row in asked.question.parameters}
    more = [(name, text) for name, text in beside(pairs).items() if text and name not in known and name != "edition"]
    return RedirectResponse(asked.address + (("&" if asked.query else "?") + urlencode(more) if more else ""), 303)


async def fields(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a form that is sent as the body of a request."""
    serving: Serving = request.app.state.serving
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise RefusedError(415, "this is no form", "send application/x-www-form-urlencoded")
    try:
        text = (await request.body()).decode("ascii")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=serving.settings.most_fields, errors="strict")
    except ValueError:
        raise RefusedError(422, "the form cannot be read", "name=value, with & between") from None


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
    return read(row, [(name, text) for name, text in pairs if (text.strip() or row.folds) and name != "question"])
