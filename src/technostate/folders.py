"""Folders of the user's that the system keeps for caches, and what takes their place where there is none."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path


def user_cache() -> Path | None:
    """Return technostate's folder in the user's cache, by the custom of the system; None for a user without a home."""
    if os.name == "nt":
        given = os.environ.get("LOCALAPPDATA")
        base = Path(given) if given else _in_home("AppData/Local")
    elif sys.platform == "darwin":
        base = _in_home("Library/Caches")
    else:
        given = os.environ.get("XDG_CACHE_HOME")
        base = Path(given) if given else _in_home(".cache")
    return None if base is None else base / "technostate"


def _in_home(part: str) -> Path | None:
    try:
        return Path.home() / part
    except RuntimeError:  # a user without an account has no home
        return None


def temporary() -> Path:
    """Return technostate's own folder among the temporary ones: only this user may write there.

    Raises
    ------
    OSError
        If it cannot be made, or is somebody else's.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"technostate-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(f"{folder} is no folder")
    if hasattr(os, "getuid") and (found.st_uid != user or stat.S_IMODE(found.st_mode) & 0o022):
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


def can_write(folder: Path) -> bool:
    """Return whether files can be made in a folder, which is made where it does not exist.

    Parameters
    ----------
    folder : Path
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except (OSError, ValueError):
        return False
