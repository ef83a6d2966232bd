"""The observatory's folder: answers, the table of jobs, and the lock of the server that has the workers."""

from __future__ import annotations

import hashlib
from pathlib import Path

from technostate import caches
from technostate.errors import DataError
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


def shelf(place: Path, store: str | None = None) -> Shelf:
    """Return the shelf of a folder.

    Parameters
    ----------
    store : str, optional
        File of the user's own data: its name, size and time of writing tell its answers apart.
    """
    return Shelf(place / "answers", store=_told_apart(store) if store else "")


def table(place: Path) -> Path:
    """Return the file of the table of jobs."""
    return place / "jobs.sqlite"


def lock(place: Path) -> Path:
    """Return the file whose lock the server has that starts workers."""
    return place / "lock"


def _told_apart(store: str) -> str:
    try:
        found = Path(store).stat()
    except OSError as error:
        raise DataError(f"{store}: {error.strerror}", hint="name the file of your own data with --store") from None
    said = f"{Path(store).resolve()} {found.st_size} {found.st_mtime_ns}"
    return hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest()[:16]
