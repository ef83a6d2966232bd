"""The observatory's folder: answers, the table of jobs, and the lock of the server that has the workers."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from technostate import caches
from technostate.errors import DataError, StoreError
from technostate.evidence.store import default_path
from technostate.web.asked import Asked
from technostate.web.shelf import Shelf


def usual() -> Path:
    """Return the folder in the user's cache; among the temporary ones for a user without a home.

    Raises
    ------
    DataError
        If there is none of the two.
    """
    found = caches.user_cache()
    if found is None:
        try:
            found = caches.temporary()
        except OSError as error:
            raise DataError(f"no folder for answers: {error}", hint="name one with --folder") from None
    return found / "observatory"


class OwnShelf(Shelf):
    """A shelf whose answers are told apart by the user's own data as they are now: an import makes no page stale.

    Parameters
    ----------
    path : Path, optional
        File of the user's own data, whether it is there or not.
    """

    def __init__(self, folder: Path, path: Path | None) -> None:
        super().__init__(folder)
        self._path = path

    def key(self, asked: Asked) -> str:
        """Return the name of an answer by the data of now."""
        self.store = _told_apart(self._path)
        return super().key(asked)


def shelf(place: Path, store: str | None = None) -> Shelf:
    """Return the shelf of a folder.

    Parameters
    ----------
    store : str, optional
        File of the user's own data; the usual one by default, if it is there.
    """
    return OwnShelf(place / "answers", Path(store) if store else _usual_store())


def _usual_store() -> Path | None:
    named = os.environ.get("TECHNOSTATE_STORE", "")
    try:
        return Path(named) if named else default_path()
    except StoreError:
        return None


def table(place: Path) -> Path:
    """Return the file of the table of jobs."""
    return place / "jobs.sqlite"


def lock(place: Path) -> Path:
    """Return the file whose lock the server has that starts workers."""
    return place / "lock"


def _told_apart(path: Path | None) -> str:
    """Return a digest of a store's place, size and time of writing; empty where there is none."""
    said = []
    for file in (path, Path(f"{path}-wal")) if path else ():
        with suppress(OSError, ValueError):
            found = file.stat()
            said.append(f"{file.absolute()} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(said).encode(errors="surrogateescape")).hexdigest()[:16] if said else ""
