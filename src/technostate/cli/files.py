"""Files that commands write: whole or not at all, and refused before the work where they cannot be written."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from technostate.errors import DataError


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all: into a temporary file beside it, which then takes its place.

    Parameters
    ----------
    path : Path
    text : str

    Raises
    ------
    DataError
        If the folder does not exist or cannot be written.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        with suppress(OSError):
            # mkstemp makes private files; a report is as readable as any other file its user writes.
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise DataError(f"{path} cannot be written: {error.strerror}", hint="choose another place with --out") from None


def check_target(out: Path) -> None:
    """Refuse a target that cannot be written, before the work is done.

    Parameters
    ----------
    out : Path

    Raises
    ------
    DataError
        If it is a folder, or its folder does not exist.
    """
    if out.is_dir():
        raise DataError(f"{out} is a folder", hint="name a file in it, for example --out report.html")
    if not out.parent.is_dir():
        raise DataError(f"the folder {out.parent} does not exist", hint="create it, or choose another with --out")
