"""Pages that are no answer: errors, waiting, jobs, the list of all questions."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import Any

from technostate.errors import LabelError
from technostate.notices import in_words
from technostate.web import shell
from technostate.web.asked import Asked
from technostate.web.job import OPEN, Job
from technostate.web.links import entrance
from technostate.web.question import Question
from technostate.web.questions import QUESTIONS
from technostate.write.markup import Markup, Node, element, join


def framed(title: str, lead: str, *inside: Node, room: str = "", refresh: int = 0) -> str:
    """Return a page that is no answer.

    Parameters
    ----------
    refresh : int
        Seconds after which a reader without script gets it again; 0 for never.
    """
    page = shell.message(title, lead, join(*inside), room=room)
    return with_refresh(page, refresh) if refresh else page


def with_refresh(page: str, seconds: int) -> str:
    """Return a page that a browser without script asks for again."""
    again = element("noscript", element("meta", http_equiv="refresh", content=seconds))
    return page.replace("</head>", f"{again}</head>", 1)


def error(status: int, message: str, hint: str) -> str:
    """Return the page of an error."""
    titles = {404: "There is no such page", 422: "This cannot be asked", 429: "Too much at once"}
    back = element("p", element("a", "All pages", href="/"), class_="note")
    return framed(titles.get(status, "This did not work"), "", wrong(message, hint), back)


def wrong(message: str, hint: str) -> Markup:
    """Return what is wrong and what to do."""
    said = [element("p", line) for line in message.splitlines()]
    tip = element("p", element("strong", "What to do: "), hint) if hint else None
    return element("div", said, tip, class_="warn", role="alert")


def waiting(job: Job, address: str) -> Markup:
    """Return what stands in place of an answer that is being made; it asks for itself again."""
    words = job.words or ("The figures are being made." if job.state == "running" else "Waiting for its turn.")
    return element(
        "div", element("p", words, role="status"), bar(job),
        element("p", element("a", "Look again", href=address), class_="note"),
        hx_get=address, hx_trigger="every 2s", hx_select="#answer", hx_target="#answer", hx_swap="outerHTML",
        class_="waiting",
    )  # fmt: skip


def bar(job: Job) -> Markup:
    """Return how far a job is."""
    value = None if job.done is None else f"{min(max(job.done, 0.0), 1.0):.3f}"
    said = "" if job.done is None else f"{100 * job.done:.0f} %"
    return Markup(element("progress", said, value=value, max=1, aria_label="How far it is"))


def contents() -> Markup:
    """Return a list of all questions, with an address of each."""
    rows = [
        element("li", element("a", row.title, href=address), ". ", row.words)
        for row in QUESTIONS
        if (address := _address(row)) is not None
    ]
    return element("ul", rows, class_="questions")


def _address(row: Question) -> str | None:
    return row.examples[0] if row.examples else entrance(row)


def would_run(asked: Asked, latest: Job | None) -> Markup:
    """Return what a long question would run and the button that runs it; the open job where there is one."""
    if latest is not None and latest.state in OPEN:
        link = element("a", "See how far it is", href=f"/jobs/{latest.id}")
        return element("div", element("p", "This is being computed now. ", link), class_="run")
    rows = [(row.title, asked.given.get(row.name) or "as it is by default") for row in asked.question.parameters
            if not asked.question.form or asked.given.get(row.name)]  # fmt: skip
    fields = [element("input", type="hidden", name="question", value=asked.question.key)]
    fields += [element("input", type="hidden", name=name, value=text) for name, text in asked.given.items()]
    last = None
    if latest is not None and latest.state in ("failed", "cancelled"):
        last = element("p", f"The last run ended: {latest.error or latest.state}", class_="warn")
    return element(
        "div", element("p", "This takes from some seconds to some minutes and was not computed yet. What would run:"),
        element("dl", [join(element("dt", name), element("dd", text)) for name, text in rows]), last,
        element("form", fields, element("button", "Run it"), action="/jobs", method="post"), class_="run",
    )  # fmt: skip


def state_of(job: Job) -> dict[str, Any]:
    """Return a job in plain JSON types, as programs see it."""
    asked = None
    with suppress(LabelError):
        asked = job.what().address
    moments = {name: None if at is None else dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="seconds")
               for name, at in (("asked", job.asked), ("begun", job.begun), ("ended", job.ended))}  # fmt: skip
    error = {"message": job.error, "hint": job.hint} if job.error else None
    left = None if job.left is None else round(job.left, 1)
    return {
        "id": job.id, "question": job.question, "values": dict(job.values), "state": job.state, "words": job.words,
        "done": job.done, "seconds_left": left, **moments, "attempts": job.attempts, "error": error, "answer": asked,
        "address": f"/jobs/{job.id}",
    }  # fmt: skip


def state_json(job: Job) -> bytes:
    """Return a job as JSON."""
    return json.dumps({"job": state_of(job)}, ensure_ascii=False).encode()


def title(job: Job) -> str:
    """Return what a job asks, in words."""
    name = next((row.title for row in QUESTIONS if row.key == job.question), job.question)
    said = ", ".join(job.values.values())
    return f"{name}: {said}" if said else name


def job(found: Job) -> Markup:
    """Return how a job stands, with the button that cancels it; it asks for itself again while it is open."""
    words = {
        "waiting": found.words or "Waiting for its turn.", "running": found.words or "The figures are being made.",
        "cancelled": "Cancelled.", "failed": found.error or "It failed.", "done": "Done.",
    }[found.state]  # fmt: skip
    left = None if found.left is None else element("p", in_words(found.left), class_="note")
    where = None
    with suppress(LabelError):
        where = element("p", element("a", "The page of the answer", href=found.what().address), class_="note")
    tip = element("p", found.hint, class_="note") if found.state == "failed" and found.hint else None
    inside = [element("p", words, role="status"), left, tip]
    live: dict[str, str] = {}
    if found.state in OPEN:
        button = element("button", "Cancel")
        inside += [bar(found), element("form", button, action=f"/jobs/{found.id}/cancel", method="post")]
        live = {"hx_get": f"/jobs/{found.id}", "hx_trigger": "every 1s", "hx_swap": "outerHTML"}
    return element("div", inside, where, id="job", class_="job", **live)


def row(found: Job) -> Markup:
    """Return a job as a row of a table."""
    at = dt.datetime.fromtimestamp(found.asked, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
    link = element("a", title(found), href=f"/jobs/{found.id}")
    return element("tr", element("td", at), element("td", link), element("td", found.state))
