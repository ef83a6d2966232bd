"""What a run has made: how many draws have a path, why others have none, and how to read it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from technostate.futures.run import Run
from technostate.view.shell import command
from technostate.write import Items, Prose, View
from technostate.write.blocks import Block


@dataclass(frozen=True)
class Finished:
    """A finished run in numbers.

    Parameters
    ----------
    run : str
        Its hash.
    folder : str
        Where it lies.
    failed : dict of str to int
        Why draws have no path, and how many.
    """

    scenario: str
    run: str
    folder: str
    draws: int
    paths: int
    failed: dict[str, int]


def finished(run: Run) -> View[Finished]:
    """Return what a run has made."""
    failed = dict(Counter(run.failed.values()).most_common())
    data = Finished(run.plan.name, run.plan.hash, str(run.folder), run.plan.runs, len(run.draws), failed)
    read = command("futures", "show", data.folder)
    words = (
        f"{data.paths:,} of {data.draws:,} draws of {data.scenario} have a path: {len(run.regions)} regions, "
        f"{run.years[0]} to {run.years[-1]}, in {data.folder}. To read them: {read}"
    )
    rows = tuple((f"{count:,} draws have no path: {why}",) for why, count in failed.items())
    blocks: tuple[Block, ...] = (Prose((words,)), *([Items(rows, warn=True)] if rows else []))
    return View(f"Run of {data.scenario}", data, blocks, (), read)
