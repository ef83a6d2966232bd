"""`technostate assess`: write the report on a state beside a comparator."""

from __future__ import annotations

import gc
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, chosen, emit
from technostate.cli.progress import shown
from technostate.cli.values import OwnStore, Place, reads

if TYPE_CHECKING:
    from technostate.report import Assessment
    from technostate.write import View


def assess(
    state: str,
    /,
    *,
    against: str | None = None,
    peers: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    full: bool = False,
    parts: Place | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Write the report on a state beside a comparator, and print its five findings.

    The page goes to STATE-AGAINST.html in the current folder where --out names no file; other formats go to standard
    output.

    Parameters
    ----------
    state
        A code or a name, for example CHN or China; EU for the union.
    against
        The comparator; the one that the state's own file names by default.
    peers
        Codes or names, with commas between, shown beside the two; the other states that have a file by default.
    full
        Run the shocks at full resolution (81 regions) with 64 draws. Takes long, can be stopped, and goes on from the
        parts that are finished.
    parts
        Folder for finished parts of the shocks; the user's cache by default with --full.
    """
    format = chosen(output, otherwise="html")
    reads(store)
    # The report solves many small systems: more BLAS threads only wait for each other, and spin while they do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from technostate.report.subjects import subjects

    who = subjects(state, against, peers or None)
    if output.out is None and output.cite is None and format == "html":
        output = replace(output, out=f"{who.state}-{who.against}.html")
        chosen(output)
    from technostate.report import assess as make

    # What a report is made of lives to its end: to look through it again and again for what may go saves nothing.
    gc.set_threshold(50_000, 50, 50)
    with shown() as show:
        view = make(*who.pair, peers=who.peers, progress=show, full=full, parts=parts)
        show("writing", None)
        if output.path is None or output.cite is not None:
            emit(output, view, otherwise="html")
            return
        from technostate.write import files, formats

        files.write(output.path, formats.written(view, format, output.chart))
    print(summary(view, output.path))


def summary(view: View[Assessment], path: Path) -> str:
    """Return what the command prints: the findings, what is missing, and the path.

    Parameters
    ----------
    path : Path
        Where the report was written.
    """
    from technostate.write.sources import producers

    lines = [view.title, ""]
    for number, finding in enumerate(view.data.findings, start=1):
        lines += [f"{number}. {finding.text}", f"   [{finding.kind}; {producers(finding.origins)}]"]
    lines += [f"-  no finding: {item.why}" for item in view.data.findings_missing]
    return "\n".join([*lines, "", f"Report: {path}"])
