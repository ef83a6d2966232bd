"""Reading a regular file within a limit: devices, pipes and files without end are never read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

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
    with regular_stream(path) as stream:
        return stream.read(limit + 1) or b""


@contextmanager
def regular_stream(path: Path) -> Iterator[BinaryIO]:
    """Give a regular file as a stream of bytes; raises as `regular_bytes`."""
    with open(path, "rb", opener=_without_waiting) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(errno.EINVAL, NOT_REGULAR)
        yield stream
