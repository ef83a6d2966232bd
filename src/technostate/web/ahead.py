"""What is made before anybody asks: the examples of every question, then the pages of every state with a file."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

from technostate.states.folder import codes
from technostate.web.asked import Asked, read
from technostate.web.job import AHEAD, EXAMPLE
from technostate.web.jobs import Jobs
from technostate.web.questions import QUESTIONS
from technostate.web.route import found
from technostate.web.shelf import Shelf


def examples() -> Iterator[Asked]:
    """Yield the examples of every question, those of first pages first."""
    for row in sorted(QUESTIONS, key=lambda row: (row.long, not row.first)):
        for address in row.examples:
            path, _, query = address.partition("?")
            yield found(path, parse_qsl(query))[0]


def pages_of(state: str) -> Iterator[Asked]:
    """Yield the pages of a state; what takes minutes is left to those who ask."""
    for row in QUESTIONS:
        if not row.long and row.required == ("state",):
            yield read(row, {"state": state})


def everything() -> Iterator[tuple[Asked, int]]:
    """Yield what is made ahead, each once, with its rank."""
    seen: set[str] = set()
    rows = [(asked, EXAMPLE) for asked in examples()]
    rows += [(asked, AHEAD) for state in codes() for asked in pages_of(state)]
    for asked, rank in rows:
        if asked.address not in seen:
            seen.add(asked.address)
            yield asked, rank


def plan(jobs: Jobs, shelf: Shelf) -> None:
    """Ask for everything that is not kept yet. What failed or was cancelled is not asked for again."""
    jobs.drop(EXAMPLE)
    for asked, rank in everything():
        key = shelf.key(asked)
        if not shelf.has(key):
            latest = jobs.latest(key)
            if latest is None or latest.state not in ("failed", "cancelled"):
                jobs.ask(asked, key, rank)
