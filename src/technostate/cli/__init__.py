"""The command line: one thin module a command, imported only when it is called."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failure, 2 bad input.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``technostate``; those of the process by default.
    """
    from technostate.cli.app import run

    for stream in (sys.stdout, sys.stderr):
        # A pipe or file takes the locale's encoding, which has no 双循环 and may have no minus sign.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))
