"""`technostate assess`: write the brief on a state beside a comparator, or the long annex."""

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
from technostate.errors import ScenarioError

if TYPE_CHECKING:
    from technostate.report import Assessment, Brief
    from technostate.report.subjects import Subjects
    from technostate.shocks.progress import Show
    from technostate.write import View


def assess(
    state: str,
    /,
    *,
    against: str | None = None,
    annex: Annotated[bool, Parameter(negative="")] = False,
    peers: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    full: bool = False,
    parts: Place | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Write the two-page brief on a state beside a comparator, or the long annex, and print its findings.

    The page goes to STATE-AGAINST.html in the current folder (STATE-AGAINST-annex.html with --annex) where --out names
    no file; other formats go to standard output.

    Parameters
    ----------
    state
        A code or a name, for example CHN or China; EU for the union.
    against
        The comparator; the one that the state's own file names by default.
    annex
        Write the long page, with every section in full, instead of the two pages.
    peers
        Of the annex: codes or names, with commas between, shown beside the two; the other states that have a file by
        default.
    full
        Run shocks at full resolution (81 regions) and price with 64 draws. Takes long, can be stopped, and goes on from
        the parts that are finished.
    parts
        Folder for finished parts; the user's cache by default.
    """
    format = chosen(output, otherwise="html")
    reads(store)
    # The report solves many small systems: more BLAS threads only wait for each other, and spin while they do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from technostate.report.subjects import subjects

    if peers and not annex:
        raise ScenarioError("the brief shows no peers", hint="add --annex: the long page has them beside the two")
    who = subjects(state, against, peers or None)
    if output.out is None and output.cite is None and format == "html":
        output = replace(output, out=f"{who.state}-{who.against}{'-annex' * annex}.html")
        chosen(output)
    # What a report is made of lives to its end: to look through it again and again for what may go saves nothing.
    gc.set_threshold(50_000, 50, 50)
    with shown() as show:
        view = _made(who, show, annex=annex, full=full, parts=parts)
        show("writing", None)
        if output.path is None or output.cite is not None:
            emit(output, view, otherwise="html")
            return
        from technostate.write import files, formats

        files.write(output.path, formats.written(view, format, output.chart))
    print(summary(view, output.path))


def _made(who: Subjects, show: Show, *, annex: bool, full: bool, parts: Path | None) -> View[Brief] | View[Assessment]:
    from technostate import report

    if annex:
        return report.assess(*who.pair, peers=who.peers, progress=show, full=full, parts=parts)
    return report.brief(*who.pair, progress=show, full=full, parts=parts)


def summary(view: View[Brief] | View[Assessment], path: Path) -> str:
    """Return what the command prints: the answer of a brief, the findings, what is missing, and the path.

    Parameters
    ----------
    path : Path
        Where the report was written.
    """
    from technostate.write.sources import producers

    answer = getattr(view.data, "answer", None)
    lines = [view.title, "", *((answer.text, "") if answer is not None else ())]
    for number, finding in enumerate(view.data.findings, start=1):
        lines += [f"{number}. {finding.text}", f"   [{finding.kind}; {producers(finding.origins)}]"]
    lines += [f"-  no finding: {item.why}" for item in view.data.findings_missing]
    return "\n".join([*lines, "", f"Report: {path}"])
