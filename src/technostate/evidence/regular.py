"""Reading a regular file within a limit: devices, pipes and files without end are never read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

#: What is said of anything that is neither a file nor a folder.
NOT_REGULAR = "it is a device, a pipe or a socket"


def _without_waiting(path: str, flags: int) -> int:
    # Some files of the system wait for ever for their first byte.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def regular_bytes(path: Path, limit: int) -> bytes:
    """Return a regular file's bytes, at most one more than the limit, whatever size the system states.

    Raises
    ------
    OSError
        If it is no regular file or cannot be read; `strerror` says why.
    ValueError
        If the name holds a NUL.
    """
    with open(path, "rb", opener=_without_waiting) as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, NOT_REGULAR)
        return stream.read(limit + 1) or b""
