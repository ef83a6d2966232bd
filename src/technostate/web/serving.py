"""What the doors of one server share: the shelf, the table of jobs, finished answers, and waiting for one."""

from __future__ import annotations

import asyncio
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from technostate.web import folder
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.job import PAGE, Job
from technostate.web.jobs import Jobs
from technostate.web.limits import Limits
from technostate.web.replies import Kept
from technostate.web.settings import Settings
from technostate.write.markup import Markup

#: Seconds between two looks at a job that is waited for, and for which a failure is remembered.
EACH, REMEMBERED = 0.05, 600.0


class Serving:
    """The state of one server; it holds no number, only what it finds on the shelf."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.shelf = folder.shelf(settings.folder, settings.store)
        self.jobs = Jobs(folder.table(settings.folder))
        self.kept = Kept(settings.memory)
        self.limits = Limits(settings, self.jobs)
        self.waiting = 0

    def failed(self, key: str) -> Job | None:
        """Return the job that failed to make an answer a short time ago: it would fail again."""
        job = self.jobs.latest(key)
        if job is None or job.state != "failed" or time.time() - (job.ended or 0) > REMEMBERED:
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
            while not self.shelf.has(key):
                found = self.jobs.get(job.id)
                if found is None or found.state not in ("waiting", "running") or time.monotonic() >= until:
                    return None if self.shelf.has(key) else (found or job)
                await asyncio.sleep(EACH)
        finally:
            self.waiting -= 1
        return None


def around(asked: Asked, bundle: Bundle | None) -> Markup | None:
    """Return what a page has beside the answer."""
    if not asked.question.around:
        return None
    module, _, name = asked.question.around.partition(":")
    make: Any = getattr(import_module(module), name)
    found: Markup | None = make(asked, bundle)
    return found


def static() -> dict[str, tuple[bytes, str]]:
    """Return the static files: name → content and media type. No other file is ever sent."""
    from importlib.resources import files

    kinds = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
             ".png": "image/png", ".woff2": "font/woff2", ".woff": "font/woff"}  # fmt: skip
    found: dict[str, tuple[bytes, str]] = {}
    fonts = files("technostate.write") / "fonts"
    own = files("technostate.web") / "static"
    styles = [_faces().encode(), (files("technostate.write") / "style.css").read_bytes()]
    for item in sorted((*own.iterdir(), *fonts.iterdir()), key=lambda item: item.name):
        suffix = Path(item.name).suffix
        if suffix == ".css":
            styles.append(item.read_bytes())
        elif suffix in kinds:
            found[item.name] = item.read_bytes(), kinds[suffix]
    found["style.css"] = b"\n".join(styles), kinds[".css"]
    return found


def _faces() -> str:
    from technostate.write.page import FACES

    return "".join(
        f'@font-face {{ font-family: "{family}"; src: url({file}) format("{kind}"); {more} font-display: swap; }}\n'
        for family, file, kind, more in FACES
    )
