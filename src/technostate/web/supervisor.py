"""Keeps the workers: starts and restarts them, kills one to cancel, and lets lost jobs wait again.

Two lanes: one worker for answers that pages wait for, and one for long jobs, which is started when there is one, so
that nobody waits for a page behind somebody's minutes of work. Of several servers on one folder one has the workers.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from technostate.errors import LabelError
from technostate.web import folder
from technostate.web.job import EXAMPLE, Job
from technostate.web.jobs import Jobs
from technostate.web.shelf import Shelf

#: Seconds between two looks, after which a reader's job ends what is made ahead, and before a worker starts again.
EACH, PATIENCE, SLOWEST_START = 0.1, 3.0, 30.0
#: Seconds that a job may take.
MOST_SHORT, MOST_LONG = 300.0, 3600.0

log = logging.getLogger("technostate.web")


@dataclass
class Lane:
    """One worker and what became of it."""

    long: bool
    process: asyncio.subprocess.Process | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0
    since: float = 0.0


class Supervisor:
    """Watches the table of jobs and the workers.

    Parameters
    ----------
    store : str, optional
        File of the user's own data, for the workers.
    ahead : bool
        Whether answers are made before anybody asks.
    """

    def __init__(self, place: Path, jobs: Jobs, shelf: Shelf, *, store: str | None = None, ahead: bool = False) -> None:
        self.place = place
        self.jobs = jobs
        self.shelf = shelf
        self.store = store
        self.ahead = ahead
        self.lanes = (Lane(long=False), Lane(long=True))
        self._lock: IO[bytes] | None = None

    async def run(self) -> None:
        """Look again and again, until cancelled; then the workers end and their jobs wait for the next server."""
        try:
            while True:
                try:
                    await self.look()
                except Exception:
                    log.exception("the workers could not be looked after")
                await asyncio.sleep(EACH)
        finally:
            for lane in self.lanes:
                await self._end(lane, lost=False)
            if self._lock is not None:
                self._lock.close()

    async def look(self) -> None:
        """Look once at every lane."""
        if self._lock is None and not self._locked():
            return
        for lane in self.lanes:
            if lane.process is not None and lane.process.returncode is not None:
                self._gone(lane)
            if lane.process is not None:
                await self._watch(lane, lane.process)
            waiting = self.jobs.first(long=lane.long)
            if lane.process is None and (waiting is not None or not lane.long) and time.monotonic() > lane.not_before:
                await self._start(lane)
            elif waiting is not None and lane.process is not None and lane.process.stdin is not None:
                with suppress(OSError):
                    lane.process.stdin.write(b"\n")

    def _locked(self) -> bool:
        """Return whether this server has the workers now; what the last one left running waits again."""
        file = folder.lock(self.place).open("ab")
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass
        except OSError:
            file.close()
            return False
        self._lock = file
        for job in self.jobs.open():
            if job.state == "running":
                self.jobs.back(job.id, lost=True)
            self._of_today(job)
        return True

    def _of_today(self, job: Job) -> None:
        """Name a job's answer by today's code and data; what can no longer be asked fails and says so."""
        try:
            self.jobs.renamed(job.id, self.shelf.key(job.what()))
        except LabelError as error:
            self.jobs.end(job.id, "failed", kind="LabelError", error=str(error), hint=error.hint)

    async def _start(self, lane: Lane) -> None:
        words = [sys.executable, "-m", "technostate.web.worker", str(self.place)]
        words += (
            ["--long"] * lane.long
            + ["--ahead"] * (self.ahead and not lane.long)
            + (["--store", self.store] if self.store else [])
        )
        lane.started, lane.since = time.monotonic(), time.time()
        lane.process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            env=os.environ | {"COLUMNS": "110"},
        )

    def _gone(self, lane: Lane) -> None:
        """Note that a worker has ended: by itself, which is usual, or because something ended it."""
        process, lane.process = lane.process, None
        assert process is not None
        job = self.jobs.had(process.pid, lane.since)
        if job is not None and job.state == "running":
            log.warning("the worker ended with %s while it had job %s", process.returncode, job.id)
            self.jobs.back(job.id, lost=True)
        early = time.monotonic() - lane.started < 5 and process.returncode != 0
        lane.failures = lane.failures + 1 if early else 0
        lane.not_before = time.monotonic() + (min(2.0**lane.failures, SLOWEST_START) if early else 0)

    async def _watch(self, lane: Lane, process: asyncio.subprocess.Process) -> None:
        """End a worker whose job is cancelled, beyond its time, or made ahead while a reader waits."""
        job = self.jobs.had(process.pid, lane.since)
        if job is not None and job.state == "cancelled":
            await self._end(lane, lost=False)
        if job is None or job.state != "running":
            return
        most = MOST_LONG if job.long else MOST_SHORT
        if job.begun and time.time() - job.begun > most:
            words = f"it took longer than {most / 60:.0f} minutes"
            self.jobs.end(job.id, "failed", kind="RunError", error=words, hint="ask for fewer draws or regions")
            await self._end(lane, lost=False)
        elif job.rank >= EXAMPLE:
            first = self.jobs.first(long=lane.long)
            if first is not None and first.rank < EXAMPLE and time.time() - first.asked > PATIENCE:
                await self._end(lane, lost=False)

    async def _end(self, lane: Lane, *, lost: bool) -> None:
        """Kill a worker; the job that it has waits again."""
        process, lane.process = lane.process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        job = self.jobs.had(process.pid, lane.since)
        if job is not None:
            self.jobs.back(job.id, lost=lost)
