"""Answers on disk: each in a file named by what was asked, the data and the code, so that a page is never stale."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from technostate import __version__, caches
from technostate.errors import DataError
from technostate.evidence import embedded
from technostate.evidence.build import MANIFEST
from technostate.shocks import kept
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle, pack, unpack

_WORD = "technostate answer 1"
#: Bytes of all answers, and seconds after which a half-written one has nobody who writes it.
MOST_BYTES, HALF_WRITTEN = 2_000_000_000, 3600.0

#: Rooms whose code an answer depends on: all that make figures, and those that write them.
ROOMS = (
    "web", "report", "view", "write", "claims", "futures", "strategies", "dynamics", "shocks", "exposure", "doctrine",
    "world", "states", "evidence",
)  # fmt: skip


@cache
def edition() -> str:
    """Return the edition of program and data that links name, for example ``0.1.0-1a2b3c4d``."""
    return f"{__version__}-{hashlib.sha256((embedded.root() / MANIFEST).read_bytes()).hexdigest()[:8]}"


class Shelf:
    """A folder of answers.

    Parameters
    ----------
    folder : Path
        Made where it does not exist.
    store : str
        What tells the user's own data apart; empty where only what ships is read.

    Raises
    ------
    DataError
        If the folder cannot be made or written.
    """

    def __init__(self, folder: Path, *, store: str = "") -> None:
        self.folder = folder
        self.store = store
        if not caches.can_write(folder):
            raise DataError(f"{folder} cannot be written", hint="name another folder with --folder")

    def key(self, asked: Asked) -> str:
        """Return the name of an answer. Ages of figures count to this year, so the year is part of it."""
        question = {"asks": "page", "year": dt.date.today().year, "store": self.store, **asked.record()}
        return kept.key(question, ROOMS)

    def path(self, key: str) -> Path:
        """Return the file of an answer."""
        return self.folder / f"{key}.answer"

    def has(self, key: str) -> bool:
        """Return whether there is an answer of this name."""
        return self.path(key).is_file()

    def read(self, key: str) -> Bundle | None:
        """Return an answer; None where there is none that is whole."""
        content = caches.read_whole(self.path(key), _WORD)
        if content is None:
            return None
        try:
            return unpack(content)
        except ValueError:
            return None

    def write(self, key: str, bundle: Bundle) -> None:
        """Keep an answer.

        Raises
        ------
        OSError
            If it cannot be written; nothing half-written stays.
        """
        caches.write_whole(self.path(key), _WORD, pack(bundle))

    def tidy(self, most: int = MOST_BYTES) -> int:
        """Take away the oldest answers beyond so many bytes, and what a process that was killed left half-written.

        Returns
        -------
        int
            How many files went. Whoever asks for one of them gets it made anew.
        """
        rows = []
        for path in self.folder.iterdir():
            with suppress(OSError):
                said = path.stat()
                rows.append((said.st_mtime, said.st_size, path))
        gone = [path for at, _, path in rows if path.suffix == ".tmp" and time.time() - at > HALF_WRITTEN]
        held = 0
        for _, size, path in sorted(rows, reverse=True, key=lambda row: row[0]):
            if path.suffix == ".answer":
                held += size
                gone += [path] * (held > most)
        for path in gone:
            with suppress(OSError):
                path.unlink()
        return len(gone)
