"""`technostate assess`: write the report on a state beside a comparator."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from technostate.cli.progress import shown
from technostate.errors import DataError
from technostate.write.files import check_target, write

if TYPE_CHECKING:
    from technostate.report import Assessment

Format = Literal["html", "json", "md"]

_SUFFIXES: dict[str, Format] = {".html": "html", ".htm": "html", ".json": "json", ".md": "md", ".markdown": "md"}


def assess(
    state: str,
    /,
    *,
    against: str | None = None,
    peers: Annotated[str | None, Parameter(help="codes joined by commas, shown beside the two")] = None,
    out: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
    format: Format | None = None,
    full: bool = False,
    parts: Path | None = None,
) -> None:
    """Write the report on a state beside a comparator, and print its five findings.

    Parameters
    ----------
    state
        ISO 3166 alpha-3 code, for example CHN, or EU.
    against
        The comparator; the one that the state's own file names by default.
    peers
        Codes joined by commas; the other states that have a file by default.
    out
        File to write; - for standard output. By default json and md go to standard output, and html to
        STATE-AGAINST.html in the current folder.
    format
        html, json or md; by default what the name of the file says, else html.
    full
        Run the shocks at full resolution (81 regions) with 64 draws. Takes long, can be stopped, and goes on from the
        parts that are finished.
    parts
        Folder for finished parts of the shocks; the user's cache by default with --full.
    """
    kind = _format(format, out)
    if out is not None and str(out) != "-":
        check_target(out)
    # The report solves many small systems: more BLAS threads only wait for each other, and spin while they do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from technostate.report import assess as make

    chosen = None if peers is None else [code.strip() for code in peers.split(",") if code.strip()]
    with shown() as show:
        assessment = make(state, against, peers=chosen, progress=show, full=full, parts=parts)
        show("writing", None)
        text = _written(assessment, kind)
    if out is None and kind == "html":
        out = Path(f"{assessment.state}-{assessment.against}.html")
        check_target(out)
    if out is None or str(out) == "-":
        sys.stdout.write(text)
        return
    write(out, text)
    print(summary(assessment, out))


def summary(assessment: Assessment, path: Path) -> str:
    """Return what the command prints: the findings, what is missing, and the path.

    Parameters
    ----------
    path : Path
        Where the report was written.
    """
    names = assessment.names
    lines = [f"{names[assessment.state]} beside {names[assessment.against]}", ""]
    for number, finding in enumerate(assessment.findings, start=1):
        lines += [f"{number}. {finding['text']}", f"   [{finding['kind']}; {_sources(finding)}]"]
    lines += [f"-  no finding: {item['why']}" for item in assessment.findings_missing]
    return "\n".join([*lines, "", f"Report: {path}"])


def _format(format: Format | None, out: Path | None) -> Format:
    if format is not None:
        return format
    if out is None or str(out) == "-":
        return "html"
    suffix = out.suffix.lower()
    if suffix not in _SUFFIXES:
        raise DataError(
            f"the name {out.name!r} does not say which format to write",
            hint="end it in .html, .json or .md, or give --format",
        )
    return _SUFFIXES[suffix]


def _written(assessment: Assessment, kind: Format) -> str:
    from technostate import report

    return {"html": report.to_html, "json": report.to_json, "md": report.to_markdown}[kind](assessment)


def _sources(finding: dict[str, object]) -> str:
    from technostate.report.sources import producers

    return producers(finding)
