"""What may be lost and made anew: folders for caches, and files that are whole or are not read.

A kept file begins with a word that says what it is, its own name and a checksum of the rest: one that is cut, damaged
or exchanged with another is as good as absent.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path


def user_cache() -> Path | None:
    """Return technostate's folder in the user's cache, by the custom of the system; None for a user without a home."""
    from platformdirs import user_cache_path

    return _known(user_cache_path)


def user_data() -> Path | None:
    """Return technostate's folder for a user's data, by the custom of the system; None for a user without a home."""
    from platformdirs import user_data_path

    return _known(user_data_path)


def _known(find: Callable[..., Path]) -> Path | None:
    """Return a folder; None where a user without an account has no home to fill in."""
    try:
        folder = find("technostate", appauthor=False)
    except RuntimeError:
        return None
    return None if folder.parts and folder.parts[0].startswith("~") else folder


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
    """Return whether files can be made in a folder, which is made where it does not exist."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except (OSError, ValueError):
        return False


def read_whole(path: Path, word: str) -> bytes | None:
    """Return the content of a kept file; None where there is none, or it is not whole or not the one of that name.

    Parameters
    ----------
    word : str
        What it is, as it was written.
    """
    try:
        if not path.is_file():
            return None
        head, content = path.read_bytes().split(b"\n\n", 1)
    except (OSError, ValueError):
        return None
    return content if head == _head(path, word, content) else None


def write_whole(path: Path, word: str, content: bytes) -> None:
    """Write a kept file: it is there as a whole, or not at all.

    Parameters
    ----------
    word : str
        What it is.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_head(path, word, content) + b"\n\n" + content)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _head(path: Path, word: str, content: bytes) -> bytes:
    return f"{word}\n{path.name}\n{hashlib.sha256(content).hexdigest()}".encode(errors="surrogateescape")
