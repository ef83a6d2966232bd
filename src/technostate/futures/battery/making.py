"""The price of security on snapshots of paths: made in processes, kept in the run's folder, read as a pair is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, RunError
from technostate.evidence.origin import Origin
from technostate.futures import scenarios
from technostate.futures.battery.asked import LEAST, Asked
from technostate.futures.battery.bench import BARE, CHUNK, Bench, content
from technostate.futures.battery.kept import Shelf
from technostate.futures.folder import again, write
from technostate.futures.here import here
from technostate.futures.price.cases import notes_of
from technostate.futures.price.priced import Insured, Priced
from technostate.futures.run import Run, read
from technostate.futures.scenario import Scenario
from technostate.shocks.progress import Show, silent

if TYPE_CHECKING:
    import polars as pl

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Battery:
    """A finished battery.

    Parameters
    ----------
    sides : tuple of two Priced
        A case each snapshot that has an answer.
    failed : mapping of str to str
        Side and draw → why there is none.
    """

    asked: Asked
    sides: tuple[Priced, Priced]
    failed: Mapping[str, str]


def priced(folder: str | Path, asked: Asked, *, workers: int = 1, progress: Show = silent) -> Battery:
    """Return a battery of a run: the kept one, or the one made now, which is then kept in the run's folder.

    What a stop leaves is not done again; the table has the same bytes at any number of workers.

    Parameters
    ----------
    folder : str or Path
        Of a finished run.
    asked : Asked
        Where the run has fewer paths than snapshots are asked for, all of them are priced.
    workers : int
        Processes; one works in this process.

    Raises
    ------
    DataError
        If there is no finished run, it is of other code, has too few paths, or its folder cannot be written.
    ScenarioError
        If the question does not fit the paths.
    RunError
        If a process is lost, the disk is full, or no snapshot has an answer.
    """
    run = read(Path(folder))
    asked = fitted(asked, run)
    shelf, key = Shelf(run.folder), asked.key(run.plan.hash)
    if key not in shelf.about():
        _require_here(run)
        _make(run, asked, shelf, key, workers, progress)
    return _read(shelf, key)


def fitted(asked: Asked, run: Run) -> Asked:
    """Return a question on no more snapshots than a run has paths."""
    if len(run.draws) < LEAST:
        raise DataError(f"{len(run.draws)} paths are too few to be priced", hint=f"a run of at least {LEAST} draws")
    return replace(asked, terms=replace(asked.terms, draws=min(asked.snapshots, len(run.draws))))


def batteries(folder: str | Path) -> tuple[Battery, ...]:
    """Return the batteries that a run's folder holds, in the order of their pairs and years."""
    shelf = Shelf(Path(folder))
    found = [_read(shelf, key) for key in shelf.about()]
    return tuple(sorted(found, key=lambda item: (item.asked.state, item.asked.against, item.asked.year)))


def _require_here(run: Run) -> None:
    plan = run.plan
    if (plan.version, plan.data, plan.code) != here():
        raise DataError(
            f"the paths in {run.folder} were made by other code or from other data, and cannot be followed again here",
            hint="run the scenario anew in another folder",
        )


def _make(run: Run, asked: Asked, shelf: Shelf, key: str, workers: int, progress: Show) -> None:
    scenario = scenarios.made(run.plan.scenario, where=f"the scenario of {run.folder}")
    pairs = list(zip(run.draws["draw"].to_list(), asked.cases(), strict=False))
    chunks = [pairs[first : first + CHUNK] for first in range(0, len(pairs), CHUNK)]
    words = f"{asked.state} and {asked.against}: {len(pairs)} paths priced in {asked.year}"
    with shelf.opened():
        missing = [at for at, chunk in enumerate(chunks) if not shelf.has(key, at, [draw for draw, _ in chunk])]
        progress(words, 1.0 - len(missing) / len(chunks))
        # What is wrong with the question is said here, before any process is started.
        bench = Bench.of(scenario, asked)
        task = _Task(scenario, asked, key, run.plan.seed)
        try:
            for done, (at, data) in enumerate(_each(task, bench, {at: chunks[at] for at in missing}, workers), 1):
                write(shelf.chunk(key, at), data)
                progress(words, 1.0 - (len(missing) - done) / len(chunks))
            shelf.finish(key, len(chunks), _about(bench))
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"stopped; what is priced is kept: {again(run.folder)}") from None
        except OSError as error:
            raise RunError(f"{run.folder}: {error.strerror or error}", hint=again(run.folder)) from None


def _about(bench: Bench) -> dict[str, Any]:
    sides = [
        {
            "shocks": {key: shock.title for key, shock in side.here.shocks.items()},
            "strategic": [side.here.year.base.sectors[at] for at in side.here.strategic],
            "notes": list(notes_of(side.here)),
            "origins": [origin.as_dict() for origin in side.here.origins],
        }
        for side in bench.sides
    ]
    return {"asked": bench.asked.record(), "sides": sides}


@dataclass(frozen=True)
class _Task:
    """What every process makes its bench of."""

    scenario: Scenario
    asked: Asked
    key: str
    seed: int


_bench: list[Bench] = []


def _begin(task: _Task) -> None:
    """Make the bench of a process."""
    _bench[:] = [Bench.of(task.scenario, task.asked)]


def _one(task: _Task, chunk: list[tuple[int, int]]) -> bytes:
    return content(_bench[0], task.key, task.seed, chunk)


def _each(
    task: _Task, bench: Bench, chunks: Mapping[int, list[tuple[int, int]]], workers: int
) -> Iterator[tuple[int, bytes]]:
    """Yield chunks and their bytes as they are done; the year's engine holds the lock, so processes share the work."""
    workers = min(workers, len(chunks))
    if workers <= 1:
        for at, chunk in chunks.items():
            yield at, content(bench, task.key, task.seed, chunk)
        return
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (task,)) as pool:
        running: dict[Future[bytes], int] = {pool.submit(_one, task, chunk): at for at, chunk in chunks.items()}
        try:
            while running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in sorted(done, key=running.__getitem__):
                    yield running.pop(future), future.result()
        except BrokenProcessPool:
            raise RunError(
                "a process that priced paths was lost", hint="the same command goes on; --workers 1 takes less memory"
            ) from None
        finally:
            for future in running:
                future.cancel()


def _read(shelf: Shelf, key: str) -> Battery:
    """Return a kept battery."""
    import polars as pl

    try:
        about = shelf.about()[key]
        asked, said = Asked.of(about["asked"]), about["sides"]
        table = shelf.table(key)
        first, second = (
            _side(pair, asked, row, table.filter(pl.col("state") == pair[0]))
            for pair, row in zip(asked.pairs, said, strict=True)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"the battery in {shelf.path} is damaged: {error}", hint="delete battery.json, and ask again"
        ) from None
    missed = table.filter(pl.col("failed").is_not_null())
    failed = {f"{row['state']}, draw {row['draw']}": row["failed"] for row in missed.iter_rows(named=True)}
    return Battery(asked, (first, second), failed)


def _side(pair: tuple[str, str], asked: Asked, said: Mapping[str, Any], table: pl.DataFrame) -> Priced:
    """Return the rows of a side as a priced pair, a case each snapshot."""
    import polars as pl

    solved = table.filter(pl.col("failed").is_null())
    if solved.is_empty():
        raise RunError(f"no snapshot of {pair[0]} has an answer", hint="narrow the ranges, or ask for another year")
    shocks, rents = dict(said["shocks"]), tuple(solved["rent"].unique(maintain_order=True))
    draws = solved["draw"].n_unique()
    one = solved.unique("draw", keep="first", maintain_order=True)
    levers = solved.select("lever", "target", "form").unique(maintain_order=True).rows()
    size = (draws, len(levers), len(shocks), len(rents))
    losses = solved["loss"].cast(pl.Float64).fill_null(float("nan")).to_numpy().reshape(size)
    premiums = solved["premium"].to_numpy().reshape(size)[:, :, 0, 0]
    if levers[0][0] != BARE:
        raise ValueError("its first rows are not those without a lever")
    rows = tuple(
        Insured(lever[0], lever[1], lever[2], premiums[:, at].copy(), losses[:, at].transpose(1, 2, 0).copy())
        for at, lever in enumerate(levers)
        if at
    )
    terms = asked.terms
    return Priced(
        *pair, terms.world, terms.wedge, terms.days, shocks, rents, tuple(said["strategic"]),
        losses[:, 0].transpose(1, 2, 0).copy(), rows, float(np.median(one["military"].to_numpy())),
        one["elastic"].to_numpy(), int(np.isnan(losses).sum()), losses.size,
        tuple(Origin.from_dict(row) for row in said["origins"]), tuple(said["notes"]),
    )  # fmt: skip
