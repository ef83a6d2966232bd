"""Files that are written whole or not at all, and refused before the work where they cannot be written.

A regular file is replaced by one that was finished beside it, and keeps its mode. A link stays, and its target is
written. A device or pipe (``/dev/null``, ``/dev/stdout``, a FIFO) is written to, never replaced.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from technostate.errors import DataError

#: Bytes of a file's name on the file systems in use.
LONGEST_NAME = 255
_ANOTHER = "choose another place with --out"


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all.

    Parameters
    ----------
    content : str or bytes
        Text is written as UTF-8 with line feeds.

    Raises
    ------
    DataError
        If the folder does not exist or cannot be written, or the disk is full.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    target = _target(path)
    temporary = ""
    try:
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("wb", buffering=0) as device:
                _all(device.fileno(), data)
            return
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".technostate.", suffix=".part")
        try:
            _all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        with suppress(OSError):
            # mkstemp makes private files; a report is as readable as any other file its user writes.
            Path(temporary).chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_mask())
        Path(temporary).replace(target)
        temporary = ""
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}", hint=_ANOTHER) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def check_target(out: Path) -> None:
    """Refuse a target that cannot be written, before the work is done.

    Raises
    ------
    DataError
        If it is a folder, its folder does not exist or may not be written, or its name is too long.
    """
    if len(os.fsencode(out.name)) > LONGEST_NAME:
        raise DataError(
            f"the name {out.name[:40]}… has more than {LONGEST_NAME} bytes", hint="choose a shorter one with --out"
        )
    try:
        target = _target(out)
        if target.is_dir():
            raise DataError(f"{out} is a folder", hint="name a file in it, for example --out report.html")
        if not target.parent.is_dir():
            what = "is no folder" if target.parent.exists() else "does not exist"
            raise DataError(f"the folder {target.parent} {what}", hint="create it, or " + _ANOTHER)
        special = target.exists() and not target.is_file()
        if not os.access(target if special else target.parent, os.W_OK):
            raise DataError(f"{target if special else target.parent} may not be written", hint=_ANOTHER)
    except OSError as error:
        raise DataError(f"{out} cannot be written: {error.strerror}", hint=_ANOTHER) from None
    except ValueError:
        raise DataError(f"{out!s} is no name of a file", hint=_ANOTHER) from None


def is_special(path: Path) -> bool:
    """Return whether a path is a device, a pipe or a socket."""
    with suppress(OSError, ValueError):
        return path.exists() and not path.is_file() and not path.is_dir()
    return False


def _target(path: Path) -> Path:
    """Return what a link points to, so that the link itself stays; raises `OSError` for links in a circle."""
    if not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
