"""Pages of jobs: ask for one, see how far it is, cancel it, list them. The same for programs under /api."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from technostate.web import frames
from technostate.web.answers import chosen, fields
from technostate.web.asked import Asked
from technostate.web.job import OPEN, READER, Job
from technostate.web.limits import client_of
from technostate.web.refused import RefusedError
from technostate.web.replies import finished, reply
from technostate.web.serving import Serving
from technostate.web.twins import KINDS
from technostate.write.markup import element

_NOW = {"cache-control": "no-store"}


async def begin(request: Request) -> Response:
    """Have an answer made that a form asks for; the reader goes to the page of the job."""
    asked, job = _begun(request, await fields(request))
    return RedirectResponse(f"/jobs/{job.id}" if job else asked.address, 303)


async def begin_api(request: Request) -> Response:
    """Have an answer made that a program asks for."""
    asked, job = _begun(request, await _json(request))
    if job is None:
        said = {"job": None, "answer": asked.address}
        return reply(request, finished(json.dumps(said).encode(), "application/json", headers=_NOW))
    headers = _NOW | {"location": f"/api/jobs/{job.id}"}
    return reply(request, finished(frames.state_json(job), "application/json", status=202, headers=headers))


def _begun(request: Request, pairs: list[tuple[str, str]]) -> tuple[Asked, Job | None]:
    """Return what is asked and the job that makes it; no job where the answer is kept."""
    serving: Serving = request.app.state.serving
    key = next((text for name, text in pairs if name == "question"), "")
    if not key:
        raise RefusedError(422, "no question is named", "question=KEY; /api/openapi.json lists them")
    asked = chosen(key, pairs)
    name = serving.shelf.key(asked)
    if serving.shelf.has(name) and serving.shelf.read(name) is not None:
        return asked, None
    found = serving.jobs.latest(name)
    if found is not None and found.state in OPEN and found.rank <= READER:
        return asked, found
    return asked, serving.jobs.ask(asked, name, READER, serving.limits.work(request, long=asked.question.long))


async def _json(request: Request) -> list[tuple[str, str]]:
    serving: Serving = request.app.state.serving
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, "this is no JSON", "send application/json")
    try:
        said = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise RefusedError(422, "the JSON cannot be read", '{"question": KEY, "values": {…}}') from None
    if not isinstance(said, dict) or not isinstance(said.get("question"), str) or set(said) - {"question", "values"}:
        raise RefusedError(422, "this asks for nothing", '{"question": KEY, "values": {…}}')
    values = said.get("values", {})
    if not isinstance(values, dict):
        raise RefusedError(422, "values are no object", '{"question": KEY, "values": {…}}')
    if len(values) > serving.settings.most_fields:
        raise RefusedError(422, f"{len(values):,} values are said", f"at most {serving.settings.most_fields}")
    return [("question", said["question"]), *((name, _text(name, value)) for name, value in values.items())]


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    raise RefusedError(422, f"{name[:60]}: a value is a text, a number, true, false or a list of texts")


def _job(request: Request) -> Job:
    serving: Serving = request.app.state.serving
    job = serving.jobs.get(request.path_params["id"])
    if job is None:
        raise RefusedError(404, "there is no such job", "ended jobs are forgotten in time; /jobs lists the newest")
    return job


async def show(request: Request) -> Response:
    """Show how far a job is; once it is done, go to its answer."""
    job = _job(request)
    if job.state == "done":
        return _to_its_answer(request, job.what().address)
    part = frames.job(job)
    if request.headers.get("hx-request") == "true":
        return reply(request, finished(part.encode(), KINDS[""], headers=_NOW))
    title = f"Job: {frames.title(job)}"
    page = frames.framed(title, "", part, refresh=2 if job.state in OPEN else 0)
    return reply(request, finished(page.encode(), KINDS[""], headers=_NOW))


def _to_its_answer(request: Request, address: str) -> Response:
    """Go to the answer of a job. A browser follows a redirect itself, and would swap the whole page into the part."""
    if request.headers.get("hx-request") == "true":
        return Response(status_code=200, headers={**_NOW, "hx-redirect": address})
    return RedirectResponse(address, 303, _NOW)


async def show_api(request: Request) -> Response:
    """Show a program how far a job is."""
    return reply(request, finished(frames.state_json(_job(request)), "application/json", headers=_NOW))


async def cancel(request: Request) -> Response:
    """Cancel a job; its page says so."""
    _cancelled(request)
    return RedirectResponse(f"/jobs/{request.path_params['id']}", 303)


async def cancel_api(request: Request) -> Response:
    """Cancel a job."""
    _cancelled(request)
    return await show_api(request)


def _cancelled(request: Request) -> None:
    serving: Serving = request.app.state.serving
    job = _job(request)
    if job.state in OPEN and job.client != client_of(request):
        raise RefusedError(403, "somebody else asked for this job", "who asked for it can cancel it")
    serving.jobs.end(job.id, "cancelled")


async def listed(request: Request) -> Response:
    """List the newest jobs."""
    serving: Serving = request.app.state.serving
    rows = [frames.row(job) for job in serving.jobs.listed()]
    head = element("thead", element("tr", [element("th", word, scope="col") for word in ("Asked", "What", "State")]))
    inside = element("table", head, element("tbody", rows)) if rows else element("p", "Nobody has asked for one yet.")
    page = frames.framed(
        "Jobs", "Work that readers asked for, the newest first.", element("div", inside, class_="wide")
    )
    return reply(request, finished(page.encode(), KINDS[""], headers=_NOW))


async def listed_api(request: Request) -> Response:
    """List the newest jobs for a program."""
    serving: Serving = request.app.state.serving
    said = {"jobs": [frames.state_of(job) for job in serving.jobs.listed()]}
    body = json.dumps(said, ensure_ascii=False).encode()
    return reply(request, finished(body, "application/json", headers=_NOW))


async def only_post(request: Request) -> Response:
    """Refuse to change anything by a visit."""
    raise RefusedError(
        405, "a visit changes nothing here", "use the button on the job's page", headers={"allow": "POST"}
    )
