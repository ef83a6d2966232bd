"""Work that is asked for, in one table: answers that pages miss, readers' jobs, answers made ahead.

The process that serves writes what is asked, a worker takes the best-ranked and says how far it is. Asking twice for
the same answer is one job. The table outlives both processes.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from technostate.errors import DataError
from technostate.web.asked import Asked
from technostate.web.job import ATTEMPTS, COLUMNS, READER, Job, job_of

#: Jobs that have ended and are remembered.
REMEMBERED = 500

_TABLE = """
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, question TEXT NOT NULL, said TEXT NOT NULL, long INTEGER NOT NULL,
    rank INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'waiting', words TEXT NOT NULL DEFAULT '', done REAL,
    client TEXT NOT NULL, asked REAL NOT NULL, begun REAL, ended REAL, attempts INTEGER NOT NULL DEFAULT 0,
    worker INTEGER, kind TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '');
CREATE UNIQUE INDEX IF NOT EXISTS open_jobs ON jobs (key) WHERE state IN ('waiting', 'running');
CREATE INDEX IF NOT EXISTS jobs_in_order ON jobs (state, long, rank, asked);
CREATE INDEX IF NOT EXISTS jobs_by_key ON jobs (key, asked);
"""


class Jobs:
    """The table of jobs in a file; each process opens its own.

    Raises
    ------
    DataError
        If the file cannot be made or read. A damaged one is put aside, and a new one begun.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = self._opened()
        except sqlite3.OperationalError as error:
            raise DataError(f"{path}: {error}", hint="name another folder with --folder") from None
        except sqlite3.DatabaseError:
            path.replace(path.with_suffix(".damaged"))
            for rest in ("-wal", "-shm"):
                Path(f"{path}{rest}").unlink(missing_ok=True)
            self._file = self._opened()

    def _opened(self) -> sqlite3.Connection:
        file = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        try:
            file.execute("PRAGMA journal_mode=WAL")
            file.execute("PRAGMA synchronous=NORMAL")
            file.executescript(_TABLE)
        except sqlite3.DatabaseError:
            file.close()
            raise
        return file

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def ask(self, asked: Asked, key: str, rank: int, client: str = "") -> Job:
        """Return the job that makes an answer: the one that is open, else a new one.

        Parameters
        ----------
        rank : int
            An open job that is asked for again gets the better rank of the two.
        """
        said = json.dumps(asked.record()["values"], ensure_ascii=False)
        with self._transaction():
            known = asked.question.long or asked.question.slow
            long = known or self._one("question = ? AND long", asked.question.key) is not None
            row = (secrets.token_hex(8), key, asked.question.key, said, long, rank, client, time.time())
            found = self._one("key = ? AND state IN ('waiting', 'running')", key)
            if found is None:
                self._file.execute(
                    "INSERT INTO jobs (id, key, question, said, long, rank, client, asked) VALUES (?,?,?,?,?,?,?,?)",
                    row,
                )
            elif rank < found.rank:
                # Who asks for what was to be made ahead waits for it from then on; a reader's job stays that reader's.
                owner = found.client if found.rank <= READER else client
                self._file.execute(
                    "UPDATE jobs SET rank = ?, client = ?, asked = ? WHERE id = ?", (rank, owner, time.time(), found.id)
                )
        job = self._one("key = ? AND state IN ('waiting', 'running')", key) or self.latest(key)
        assert job is not None
        return job

    def get(self, name: str) -> Job | None:
        """Return a job by its id."""
        return self._one("id = ?", name)

    def latest(self, key: str) -> Job | None:
        """Return the newest job for an answer."""
        return self._one("key = ?", key)

    def listed(self, most: int = 50, *, rank: int = READER) -> list[Job]:
        """Return the newest jobs up to a rank."""
        return self._some("rank <= ? ORDER BY asked DESC, rowid DESC LIMIT ?", rank, most)

    def open(self) -> list[Job]:
        """Return the jobs that have not ended, in the order in which they are taken."""
        return self._some("state IN ('waiting', 'running') ORDER BY state, rank, asked, rowid")

    def had(self, worker: int, since: float) -> Job | None:
        """Return the job that a worker took last, whatever became of it.

        Parameters
        ----------
        since : float
            When the worker was started: its number may have been another's before.
        """
        found = self._some("worker = ? AND begun >= ? ORDER BY begun DESC LIMIT 1", worker, since)
        return found[0] if found else None

    def first(self, *, long: bool) -> Job | None:
        """Return the job that is to be taken next."""
        found = self._some("state = 'waiting' AND long = ? ORDER BY rank, asked, rowid LIMIT 1", long)
        return found[0] if found else None

    def waiting(self, client: str | None = None, *, long: bool | None = None) -> int:
        """Return how many jobs of readers are open, of one client or of all.

        Parameters
        ----------
        long : bool, optional
            Long ones or the others; both by default.
        """
        words = "SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running') AND rank <= ?"
        values: list[object] = [READER]
        for column, value in (("client", client), ("long", long)):
            if value is not None:
                words += f" AND {column} = ?"
                values.append(value)
        return int(self._file.execute(words, values).fetchone()[0])

    def take(self, worker: int, *, long: bool) -> Job | None:
        """Give a worker the best-ranked job that waits, None where none does."""
        with self._transaction():
            job = self.first(long=long)
            if job is None:
                return None
            self._file.execute(
                "UPDATE jobs SET state = 'running', worker = ?, begun = ?, words = '', done = NULL WHERE id = ?",
                (worker, time.time(), job.id),
            )
        return self.get(job.id)

    def show(self, name: str, words: str, done: float | None) -> None:
        """Say how far a running job is."""
        self._file.execute(
            "UPDATE jobs SET words = ?, done = ? WHERE id = ? AND state = 'running'", (words[:200], done, name)
        )

    def end(self, name: str, state: str, *, kind: str = "", error: str = "", hint: str = "") -> bool:
        """End an open job; what has ended stays as it is.

        Returns
        -------
        bool
            Whether it was open.
        """
        changed = self._file.execute(
            "UPDATE jobs SET state = ?, ended = ?, kind = ?, error = ?, hint = ? "
            "WHERE id = ? AND state IN ('waiting', 'running')",
            (state, time.time(), kind, error[:2000], hint[:1000], name),
        ).rowcount
        self._file.execute(
            "DELETE FROM jobs WHERE state NOT IN ('waiting', 'running') AND rowid NOT IN (SELECT rowid FROM jobs "
            "WHERE state NOT IN ('waiting', 'running') ORDER BY ended DESC LIMIT ?)",
            (REMEMBERED,),
        )
        return bool(changed)

    def back(self, name: str, *, lost: bool) -> None:
        """Let a running job wait again; one whose worker was lost too often fails and says so.

        Parameters
        ----------
        lost : bool
            Whether its worker ended by itself; not where it was told to stop.
        """
        job = self.get(name)
        if job is None or job.state != "running":
            return
        attempts = job.attempts + lost
        if attempts >= ATTEMPTS:
            error = f"the work was lost {attempts} times: its process ended before its end"
            self.end(name, "failed", kind="RunError", error=error, hint="ask for fewer draws or regions, or ask again")
            return
        words = "begun again: its process ended before its end" if lost else ""
        self._file.execute(
            "UPDATE jobs SET state = 'waiting', worker = NULL, begun = NULL, done = NULL, words = ?, attempts = ? "
            "WHERE id = ? AND state = 'running'",
            (words, attempts, name),
        )

    def lengthen(self, name: str) -> None:
        """Let a running job wait among the long ones: it takes longer than others can wait for."""
        self._file.execute(
            "UPDATE jobs SET state = 'waiting', long = 1, worker = NULL, begun = NULL, done = NULL, words = '' "
            "WHERE id = ? AND state = 'running'",
            (name,),
        )

    def renamed(self, name: str, key: str) -> None:
        """Give an open job the name of its answer by the data and code of today; one that is asked twice ends."""
        with suppress(sqlite3.IntegrityError):
            self._file.execute("UPDATE jobs SET key = ? WHERE id = ?", (key, name))
            return
        self.end(name, "cancelled", error="asked for twice")

    def drop(self, rank: int) -> None:
        """Forget what waits at a rank and after it."""
        self._file.execute("DELETE FROM jobs WHERE state = 'waiting' AND rank >= ?", (rank,))

    def _one(self, where: str, *values: Any) -> Job | None:
        found = self._some(f"{where} ORDER BY asked DESC, rowid DESC LIMIT 1", *values)
        return found[0] if found else None

    def _some(self, where: str, *values: Any) -> list[Job]:
        return [job_of(row) for row in self._file.execute(f"SELECT {COLUMNS} FROM jobs WHERE {where}", values)]

    def _transaction(self) -> _Transaction:
        return _Transaction(self._file)


class _Transaction:
    """Takes the right to write at once, so that two processes never read the same row to change it."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def __enter__(self) -> None:
        self._file.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._file.execute("ROLLBACK" if kind else "COMMIT")
