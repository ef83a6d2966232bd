"""The command line: one thin module a command, imported only when it is called."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failure, 2 bad input.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``technostate``; those of the process by default.
    """
    from technostate.cli.app import run

    if sys.stdout is None or sys.stderr is None:
        # A shell that closes them (>&-) leaves none; what is printed must go somewhere.
        closed = sys.stdout is None
        sys.stdout, sys.stderr = (stream or _nowhere() for stream in (sys.stdout, sys.stderr))
        if closed:
            print("technostate: standard output is closed\nhint: write a file with --out", file=sys.stderr)
            sys.exit(1)
    if not _usable(os.environ.get("COLUMNS", "80")):
        del os.environ["COLUMNS"]
    for stream in (sys.stdout, sys.stderr):
        # A pipe or file takes the locale's encoding, which has no 双循环 and may have no minus sign.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def _usable(columns: str) -> bool:
    """Return whether help can be laid out in so many columns."""
    return columns.isdecimal() and columns.isascii() and 20 <= int(columns[:6]) <= 10_000


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
