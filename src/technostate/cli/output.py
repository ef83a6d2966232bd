"""Where an answer goes, the same for every command: the options, and the one place that writes."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Group, Parameter

from technostate.errors import DataError, visible

if TYPE_CHECKING:
    from technostate.write import View
    from technostate.write.view import Make

_GROUP = Group("Output", sort_key=9)
#: Columns of text that is not printed on a terminal.
_WIDTH = 110


@Parameter(name="*", group=_GROUP)
@dataclass(frozen=True)
class Output:
    """Where an answer goes.

    Parameters
    ----------
    format : str
        text, md, html, json, csv, xlsx, parquet; svg, png, pdf or vega for a chart.
    out : str
        File to write, its suffix says the format; - for standard output.
    json : bool
        Short for --format json.
    chart : int
        Number of the chart on the page, from 1: which one svg, png, pdf, vega or csv is of.
    cite : str
        Print citations instead, one for each origin: text, bibtex, ris or csl-json; --out x.bib or x.ris says it too.
    """

    format: Annotated[str | None, Parameter(name=["--format", "-f"])] = None
    out: Annotated[str | None, Parameter(name=["--out", "-o"], allow_leading_hyphen=True)] = None
    json: Annotated[bool, Parameter(name="--json", negative="")] = False
    chart: Annotated[int | None, Parameter(name="--chart")] = None
    cite: Annotated[str | None, Parameter(name="--cite")] = None

    @property
    def style(self) -> str | None:
        """The style of the citations that are asked for, also by the end of the file's name; None for an answer."""
        from technostate.write import cite

        if self.cite is not None:
            return cite.check(self.cite)
        return cite.of_file(self.out) if self.out and self.format is None and not self.json else None

    @property
    def path(self) -> Path | None:
        """The file to write, None for standard output."""
        return None if self.out in (None, "-") else Path(str(self.out))


#: For commands whose signature needs a default.
STANDARD = Output()


def chosen(output: Output, *, otherwise: str = "text") -> str:
    """Return the format that is asked for, and refuse what cannot be written, before any work.

    Parameters
    ----------
    otherwise : str
        Format where nothing is said.

    Raises
    ------
    DataError
        If the options ask for different things, or the target cannot be written.
    """
    from technostate.write import files, formats

    if output.out == "":
        raise DataError("--out names no file", hint="--out report.html, or --out - for standard output")
    style = output.style
    if output.json and output.format not in (None, "json"):
        raise DataError(f"--json and --format {output.format} ask for different things", hint="leave one of them out")
    asked = "json" if output.json else output.format
    name = formats.chosen(output.path if style is None else None, asked, otherwise=otherwise)
    if output.chart is not None and style is None:
        formats.of_charts(name)
    if output.json and output.path is not None and formats.chosen(output.path, None, otherwise="json") != "json":
        raise DataError(f"--json and --out {output.out} ask for different things", hint="leave --json, or end in .json")
    if output.path is not None:
        files.check_target(output.path)
    elif style is None and name in formats.BINARY and sys.stdout.isatty():
        raise DataError(f"{name} is no text for a terminal", hint=f"add --out answer.{name}")
    return name


def emit(output: Output, make: Make | View[Any], *, otherwise: str = "text") -> None:
    """Write an answer where it is asked for.

    Parameters
    ----------
    make : callable or View
        Called after the target was checked.
    otherwise : str
        Format where nothing is said.
    """
    from technostate.write import files, formats

    name = chosen(output, otherwise=otherwise)
    view = make() if callable(make) else make
    if (style := output.style) is not None:
        content: str | bytes = view.cite(style)
    elif name == "text":
        on_terminal = output.path is None and (sys.stdout.isatty() or "COLUMNS" in os.environ)
        content = view.text(width(), whole=not on_terminal)
    else:
        content = formats.written(view, name, output.chart)
    if output.path is not None:
        files.write(output.path, content)
        print(visible(f"written: {output.path}"))
        return
    if isinstance(content, str):
        # A terminal obeys control characters; a file or program gets them as they are.
        sys.stdout.write(visible(content, keep="\n\t\r") if sys.stdout.isatty() else content)
    else:
        sys.stdout.buffer.write(content)
    sys.stdout.flush()


def apart(output: Output, *inputs: str | Path | None) -> None:
    """Refuse to write the answer over a file that the question reads.

    Parameters
    ----------
    inputs : str, Path or None
        Names of what ships are no files.
    """
    if output.path is None:
        return
    for item in inputs:
        with suppress(OSError, ValueError):
            if item and output.path.samefile(item) and output.path.is_file():
                raise DataError(f"--out {output.out} is the file that is read", hint="name another file with --out")


def width() -> int:
    """Return the columns of the terminal; a pipe or file has a fixed number."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return _WIDTH
    return max(shutil.get_terminal_size((_WIDTH, 24)).columns, 40)
