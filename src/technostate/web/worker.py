"""The process that makes numbers: it takes jobs from the table, one at a time, and puts answers on the shelf.

``python -m technostate.web.worker FOLDER [--long] [--ahead] [--store FILE]`` is started and ended by the server.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from technostate.errors import TechnostateError
from technostate.web import folder
from technostate.web.job import EXAMPLE, Job
from technostate.web.jobs import Jobs
from technostate.web.shelf import Shelf

#: Jobs and bytes in memory after which the process ends, and is started anew.
MOST_JOBS, MOST_BYTES = 200, 1_500_000_000
#: Seconds between two words on progress, and after which a worker for long jobs with nothing to do ends.
SHOWN_EACH, IDLE = 0.2, 60.0
#: Answers after which the shelf is tidied again; the first always.
EACH_TIDY = 25
#: Errors of a disk that takes no more.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)

log = logging.getLogger("technostate.web")


class Worker:
    """Takes jobs and makes their answers.

    Parameters
    ----------
    long : bool
        Whether it takes long jobs, or the others.
    """

    def __init__(self, jobs: Jobs, shelf: Shelf, *, long: bool = False) -> None:
        self.jobs = jobs
        self.shelf = shelf
        self.long = long
        self._niced = False
        self._kept = 0
        self._usual = os.getpriority(os.PRIO_PROCESS, 0) if hasattr(os, "getpriority") else 0

    def once(self) -> bool:
        """Take a job, if there is one, and end it; returns whether there was one."""
        job = self.jobs.take(os.getpid(), long=self.long)
        if job is None:
            return False
        self._give_way(job.rank >= EXAMPLE)
        try:
            self._make(job)
        except TechnostateError as error:
            self.jobs.end(job.id, "failed", kind=type(error).__name__, error=str(error), hint=error.hint)
        except MemoryError:
            words = "the memory does not suffice"
            self.jobs.end(job.id, "failed", kind="RunError", error=words, hint="ask for fewer draws or regions")
        except Exception as error:
            self._failed(job, error)
        else:
            self.jobs.end(job.id, "done")
        return True

    def _failed(self, job: Job, error: Exception) -> None:
        """End a job by an error that is not the reader's."""
        log.exception("job %s failed: %s %s", job.id, job.question, dict(job.values))
        kind, words, hint = (
            "ProgramError",
            f"an error of the program; the log has it under {job.id}",
            "please report it",
        )
        if isinstance(error, OSError) and error.errno in _FULL:
            kind, words = "StoreError", f"the answer cannot be kept: {error.strerror}"
            hint = "free space on the disk of the server, and ask again"
        self.jobs.end(job.id, "failed", kind=kind, error=words, hint=hint)

    def _make(self, job: Job) -> None:
        from technostate.web.answer import answer

        last = 0.0

        def show(words: str, done: float | None) -> None:
            nonlocal last
            if time.monotonic() - last >= SHOWN_EACH:
                last = time.monotonic()
                self.jobs.show(job.id, words, done)

        answer(job.what(), self.shelf, show)
        self._kept += 1
        if self._kept % EACH_TIDY == 1:
            self.shelf.tidy()

    def _give_way(self, ahead: bool) -> None:
        """Lower the priority for what nobody waits for; who may not raise it again ends soon (`spent`)."""
        if ahead == self._niced or not hasattr(os, "setpriority"):
            return
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, min(self._usual + 10, 19) if ahead else self._usual)
            self._niced = ahead

    def spent(self, made: int) -> bool:
        """Return whether the process is to end after so many jobs."""
        return made >= MOST_JOBS or held() > MOST_BYTES


def held() -> int:
    """Return the bytes of memory that this process has."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def main(arguments: list[str]) -> None:
    """Take jobs until standard input ends, which it does with the process that serves."""
    place = Path(arguments[0])
    long = "--long" in arguments
    store = arguments[arguments.index("--store") + 1] if "--store" in arguments else None
    logging.basicConfig(format="technostate: %(message)s")
    _first_to_go()
    woken = threading.Event()
    threading.Thread(target=_listen, args=(woken,), daemon=True).start()
    if store is not None:
        from technostate.evidence.own import current

        current.use(store)
    worker = Worker(Jobs(folder.table(place)), folder.shelf(place, store), long=long)
    # What every answer needs is read before the first is asked for.
    import technostate.web.answer  # noqa: F401

    if "--ahead" in arguments:
        from technostate.web import ahead

        ahead.plan(worker.jobs, worker.shelf)
    made, since = 0, time.monotonic()
    while not worker.spent(made):
        if worker.once():
            made, since = made + 1, time.monotonic()
        elif long and time.monotonic() - since > IDLE:
            return
        else:
            woken.wait(1.0)
            woken.clear()


def _listen(woken: threading.Event) -> None:
    """Wake on each line; end with the process that writes them."""
    while sys.stdin.buffer.readline():
        woken.set()
    os._exit(0)


def _first_to_go() -> None:
    """Where memory runs out, this process goes before others; where the one that serves goes, this one goes too."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")
    if sys.platform == "linux":
        import ctypes
        import signal

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
