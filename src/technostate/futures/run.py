"""An ensemble of paths: the same scenario at many draws, kept while it runs, and read when it is done."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, RunError, ScenarioError, unknown_label
from technostate.futures import batches as batch_room
from technostate.futures import threads
from technostate.futures.batches import Model
from technostate.futures.folder import DRAWS, PATHS, SPECIFICATION, Folder, again, read_plan, write
from technostate.futures.plan import Plan
from technostate.shocks.progress import Show, silent

if TYPE_CHECKING:
    import polars as pl

    from technostate.futures.scenario import Scenario

Array = NDArray[np.float64]

#: Most threads of a run.
MOST_WORKERS = 256


@dataclass(frozen=True, eq=False)
class Run:
    """A finished run.

    Parameters
    ----------
    folder : Path
        Where it lies.
    plan : Plan
        What was run.
    draws : polars.DataFrame
        A row for each draw that has a path, in order: ``draw`` and one column a dimension.
    failed : mapping of int to str
        Draws without a path, and why.
    regions : tuple of str
        Sorted.
    outcomes : tuple of str
        Names.
    """

    folder: Path
    plan: Plan
    draws: pl.DataFrame
    failed: Mapping[int, str]
    regions: tuple[str, ...]
    years: tuple[int, ...]
    outcomes: tuple[str, ...]

    @property
    def scenario(self) -> Mapping[str, object]:
        """The scenario's specification, as spec.json has it."""
        return self.plan.scenario

    def paths(self, outcome: str, region: str) -> Array:
        """Return an outcome of a region as an array (runs, Y), a row for each of `draws`.

        Raises
        ------
        LabelError
            If the run has no such outcome or region.
        """
        import polars as pl

        if outcome not in self.outcomes:
            raise unknown_label("outcome", outcome, self.outcomes)
        if region not in self.regions:
            raise unknown_label("region", region, self.regions, where=str(self.folder))
        found = pl.scan_parquet(self.folder / PATHS).filter(pl.col("region") == region).select(outcome).collect()
        return found[outcome].to_numpy().astype(float).reshape(len(self.draws), len(self.years))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Outcomes that have no figure somewhere (NaN in `paths`)."""
        import polars as pl

        counts = pl.scan_parquet(self.folder / PATHS).select(pl.col(*self.outcomes).null_count()).collect()
        return tuple(name for name in self.outcomes if counts[name].item())

    def __repr__(self) -> str:
        """Return what it is in a line."""
        return (
            f"Run({self.plan.name}, {len(self.draws)} paths {self.years[0]}–{self.years[-1]}, "
            f"{len(self.failed)} failed, {self.folder})"
        )


def carry_out(
    plan: Plan,
    model: Callable[[], Model],
    out: Path,
    *,
    workers: int = 1,
    dask: str | None = None,
    show: Show = silent,
) -> Run:
    """Run a plan and return what it found; what the folder holds already is not done again.

    Parameters
    ----------
    model : callable
        Makes the model; it must be picklable where `dask` is given.
    out : Path
        The run's folder.
    workers : int
        Threads of this process.
    dask : str, optional
        Address of a Dask scheduler, whose workers do the work instead.
    show : callable
        Takes a few words and the fraction that is done.

    Raises
    ------
    DataError
        If the folder cannot be written or holds something else.
    RunError
        If the scheduler is lost, the disk is full, or no draw has a path.
    KeyboardInterrupt
        With words that say what is kept.
    """
    if not 1 <= workers <= MOST_WORKERS:
        raise ScenarioError(f"{workers} workers are asked for", hint=f"--workers 1 to {MOST_WORKERS}")
    folder = Folder(out)
    with folder.opened(plan):
        if folder.done:
            folder.clean()
            return read(out)
        missing = sorted(set(range(plan.batches)) - folder.existing(plan))
        progress = _Progress(plan, len(missing), show)
        try:
            with closing(_done(plan, model, missing, workers, dask, progress)) as found:
                for number, data in found:
                    write(folder.batch(number), data)
                    progress.batch(plan, number)
            show("putting the batches together", None)
            made = model()
            folder.finish(plan, len(made.regions) * len(made.years))
        except KeyboardInterrupt:
            words = _kept(folder, plan, "stopped")
            raise KeyboardInterrupt(f"{words}: the same command goes on from there") from None
        except RunError as error:
            raise RunError(_kept(folder, plan, str(error)), hint=error.hint) from None
        except OSError as error:
            raise RunError(_kept(folder, plan, error.strerror or str(error)), hint=again(out)) from None
    run = read(out)
    if run.draws.is_empty():
        raise RunError(f"none of {plan.runs} draws has a path; the first: {run.failed[0]}", hint="narrow the ranges")
    return run


def run(
    scenario: Scenario,
    *,
    runs: int,
    seed: int,
    out: Path,
    workers: int = 1,
    dask: str | None = None,
    progress: Show = silent,
) -> Run:
    """Run a scenario and return what it found; see `carry_out`.

    Parameters
    ----------
    runs : int
        Draws.
    seed : int
        Of the draws: draw k depends on it and on k alone.
    out : Path
        The run's folder.
    workers : int
        Threads of this process.
    dask : str, optional
        Address of a Dask scheduler, whose workers do the work instead.
    progress : callable
        Takes a few words and the fraction that is done.
    """
    from technostate.futures import model

    plan = plan_of(scenario, runs, seed)
    return carry_out(plan, partial(model.of, scenario), out, workers=workers, dask=dask, show=progress)


def plan_of(scenario: Scenario, runs: int, seed: int) -> Plan:
    """Return the plan of a scenario's run, by the version, data and code in use here."""
    from technostate.futures import model
    from technostate.futures.here import here

    return Plan(scenario.specification(), scenario.digest(), model.dimensions(scenario), runs, seed, *here())


class _Progress:
    """Counts draws that are begun, and batches that are whole."""

    def __init__(self, plan: Plan, missing: int, show: Show) -> None:
        self._show, self._runs, self._begun = show, plan.runs, plan.runs
        self._whole = plan.batches - missing
        self._words = f"{plan.name}: {plan.runs:,} draws"
        self._begun = min(plan.runs, self._whole * len(plan.draws(0)))
        show(self._words, self._begun / self._runs)

    def draw(self) -> None:
        self._begun += 1
        self._show(self._words, min(self._begun / self._runs, 1.0))

    def batch(self, plan: Plan, number: int) -> None:
        self._whole += 1
        begun = min(plan.runs, self._whole * len(plan.draws(0)))
        if begun > self._begun:
            self._begun = begun
            self._show(self._words, min(begun / self._runs, 1.0))


def _done(
    plan: Plan,
    model: Callable[[], Model],
    missing: list[int],
    workers: int,
    dask: str | None,
    progress: _Progress,
) -> Generator[tuple[int, bytes], None, None]:
    """Yield batches and their bytes, from threads or from a cluster."""
    if not missing:
        return
    if dask is not None:
        from technostate.futures import cluster

        yield from cluster.each(missing, plan, model, dask)
        return
    made = model()
    yield from threads.each(
        missing, lambda batch, step: batch_room.content(plan, made, batch, step), workers, progress.draw
    )


def _kept(folder: Folder, plan: Plan, words: str) -> str:
    kept = sum(1 for number in range(plan.batches) if folder.batch(number).exists())
    return f"{words}; {kept} of {plan.batches} batches are kept in {folder.path}"


def read(out: Path) -> Run:
    """Return the run that lies in a folder.

    Raises
    ------
    DataError
        If there is none, it is not finished, or a table is not what a run writes.
    """
    import polars as pl

    folder = Folder(Path(out))
    plan = read_plan(folder.path)
    if not folder.done:
        raise DataError(
            f"the run in {out} is not finished",
            hint=f"technostate futures run {plan.name} --runs {plan.runs} --seed {plan.seed} --out {out} goes on with "
            "what it holds; a scenario of your own is named by its file",
        )
    try:
        table = pl.read_parquet(folder.path / DRAWS)
        paths = pl.scan_parquet(folder.path / PATHS)
        names = tuple(name for name in paths.collect_schema().names() if name not in ("draw", "region", "year"))
        regions = paths.select(pl.col("region").unique()).collect()["region"].sort().to_list()
        years = paths.select(pl.col("year").unique()).collect()["year"].sort().to_list()
        rows = paths.select(pl.len()).collect().item()
        solved = table.filter(pl.col("failed").is_null()).drop("failed")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"{out} is damaged: {error}", hint=f"delete it and run {plan.name} again") from None
    if len(table) != plan.runs or rows != len(solved) * len(regions) * len(years):
        raise DataError(f"{out} is damaged: its tables and {SPECIFICATION} disagree", hint=f"run {plan.name} again")
    missed = table.filter(pl.col("failed").is_not_null())
    failed = dict(zip(missed["draw"], missed["failed"], strict=True))
    return Run(folder.path, plan, solved, failed, tuple(regions), tuple(years), names)
