"""What the doors of one server share: the shelf, the table of jobs, finished answers, and waiting for one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable

from technostate.web import folder
from technostate.web.asked import Asked
from technostate.web.job import PAGE, Job
from technostate.web.jobs import Jobs
from technostate.web.limits import Limits
from technostate.web.replies import Finished, Kept
from technostate.web.settings import Settings

#: Seconds between two looks at a job that is waited for, and for which a failure is remembered.
EACH, REMEMBERED, AGAIN = 0.05, 600.0, 20.0


class Serving:
    """The state of one server; it holds no number, only what it finds on the shelf."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.shelf = folder.shelf(settings.folder, settings.store)
        self.jobs = Jobs(folder.table(settings.folder))
        self.kept = Kept(settings.memory)
        self.limits = Limits(settings, self.jobs)
        self.waiting = 0
        self._now: dict[Hashable, asyncio.Task[Finished | None]] = {}

    async def once(self, name: Hashable, write: Callable[[], Finished | None]) -> Finished | None:
        """Return what a thread writes; who asks for the same meanwhile gets the same."""
        task = self._now.get(name)
        if task is None:
            task = self._now[name] = asyncio.create_task(asyncio.to_thread(write))
            task.add_done_callback(lambda _: self._now.pop(name, None))
        # The reader who asked first may leave while others wait.
        return await asyncio.shield(task)

    def failed(self, job: Job | None) -> Job | None:
        """Return a job that failed to make an answer a short time ago, which would fail again; None for others."""
        if job is None or job.state != "failed":
            return None
        # A disk that is full is not what was asked for: it may have space again.
        kept = AGAIN if job.kind == "StoreError" else REMEMBERED
        if time.time() - (job.ended or 0) > kept:
            return None
        return job

    async def made(self, asked: Asked, key: str, client: str, seconds: float) -> Job | None:
        """Have an answer made and wait for it, for so many seconds at most.

        Returns
        -------
        Job or None
            The job as it stands; None where the answer is on the shelf.
        """
        job = self.jobs.ask(asked, key, PAGE, client)
        until = time.monotonic() + (seconds if self.waiting < self.settings.most_waiting else 0)
        self.waiting += 1
        try:
            # A damaged file on the shelf is no answer: only the end of the job says that there is one.
            while True:
                found = self.jobs.get(job.id)
                if found is None or found.state not in ("waiting", "running") or time.monotonic() >= until:
                    made = found is None or found.state == "done"
                    return None if made and self.shelf.has(key) else (found or job)
                await asyncio.sleep(EACH)
        finally:
            self.waiting -= 1
