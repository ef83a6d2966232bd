"""A job: what is asked, who waits for it, and how far it is."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from technostate.web.asked import Asked, read
from technostate.web.questions import question

#: Ranks, best first: a reader waits on a page; a reader's job; examples and first pages, made ahead.
PAGE, READER, EXAMPLE, AHEAD = range(4)
#: States of a job that has not ended.
OPEN = ("waiting", "running")
#: Losses of its worker or server after which a job is given up.
ATTEMPTS = 2
#: Columns of the table, in the order of a job's fields.
COLUMNS = (
    "id, key, question, said, long, rank, state, words, done, client, asked, begun, ended, attempts, worker, "
    "kind, error, hint"
)


@dataclass(frozen=True)
class Job:
    """A row of the table.

    Parameters
    ----------
    key : str
        Name of the answer on the shelf.
    long : bool
        Whether it is work of more than some seconds.
    state : str
        ``waiting``, ``running``, ``done``, ``failed`` or ``cancelled``.
    words, done
        What is being done, and which fraction is done, None where that is not known.
    asked, begun, ended : float
        Seconds since 1970.
    worker : int
        Process that has it.
    kind, error, hint : str
        Why it failed: the error's name, message and hint.
    """

    id: str
    key: str
    question: str
    values: Mapping[str, str]
    long: bool
    rank: int
    state: str
    words: str
    done: float | None
    client: str
    asked: float
    begun: float | None
    ended: float | None
    attempts: int
    worker: int | None
    kind: str
    error: str
    hint: str

    def what(self) -> Asked:
        """Return what is asked; raises `LabelError` if it can no longer be asked."""
        return read(question(self.question), self.values)

    @property
    def left(self) -> float | None:
        """Seconds that are left at the pace so far, None where there is no pace yet."""
        if self.state != "running" or not self.begun or not self.done:
            return None
        elapsed = time.time() - self.begun
        return elapsed / self.done * (1 - self.done) if elapsed > 1 else None


def job_of(row: Iterable[Any]) -> Job:
    """Return the job of a row of the table."""
    name, key, asks, said, long, *rest = row
    return Job(name, key, asks, json.loads(said), bool(long), *rest)
