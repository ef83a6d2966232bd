"""The folder of a run: what it may hold, batches that are whole or absent, and the two tables at the end.

spec.json says what is run. While it runs, batches/NNNNN.parquet holds what is done; at the end paths.parquet (draw,
region, year, outcomes) and draws.parquet (draw, why it failed, dimensions) take their place. Every file is written
aside, synced and renamed, so that a kill leaves whole files only.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from technostate.errors import DataError, RunError
from technostate.futures.batches import DIMENSION, LEVEL
from technostate.futures.plan import BATCH, Plan

if TYPE_CHECKING:
    import polars as pl

SPECIFICATION, DRAWS, PATHS, BATCHES, LOCK = "spec.json", "draws.parquet", "paths.parquet", "batches", ".lock"
_ANOTHER = "choose another folder with --out"


class Folder:
    """A run's folder.

    Parameters
    ----------
    path : Path
        It is made where it does not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def opened(self, plan: Plan) -> Iterator[None]:
        """Make the folder the plan's for as long as the block lasts.

        Raises
        ------
        DataError
            If it cannot be written, holds other things or another run, or a second process is at work in it.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._require(plan)
            with (self.path / LOCK).open("ab") as lock:
                take(lock.fileno(), self.path)
                self._say(plan)
                (self.path / BATCHES).mkdir(exist_ok=True)
                for left in [*self.path.glob(".*.part"), *(self.path / BATCHES).glob(".*.part")]:
                    left.unlink(missing_ok=True)
                yield
            if self.done:
                (self.path / LOCK).unlink(missing_ok=True)
        except OSError as error:
            raise DataError(f"{self.path} cannot be written: {error.strerror}", hint=_ANOTHER) from None

    def _require(self, plan: Plan) -> None:
        """Refuse a folder of another run, or of something else."""
        if (self.path / SPECIFICATION).exists():
            there = read_plan(self.path)
            if there.hash != plan.hash:
                words = ", ".join(there.differences(plan)) or "another specification"
                raise DataError(f"{self.path} holds another run, {there.name} ({there.hash}): {words}", hint=_ANOTHER)
        elif other := sorted(item.name for item in self.path.iterdir() if not item.name.startswith(".")):
            raise DataError(f"{self.path} holds {other[0]} and no run", hint=_ANOTHER)

    def _say(self, plan: Plan) -> None:
        """Write spec.json where it says something else: titles and milestones may change, paths do not by them."""
        text = (json.dumps(plan.record(), ensure_ascii=False, indent=2) + "\n").encode()
        file = self.path / SPECIFICATION
        if not file.exists() or file.read_bytes() != text:
            write(file, text)

    @property
    def done(self) -> bool:
        """Whether both tables are there."""
        return (self.path / PATHS).exists() and (self.path / DRAWS).exists()

    def batch(self, number: int) -> Path:
        """Return the file of a batch."""
        return self.path / BATCHES / f"{number:05d}.parquet"

    def existing(self, plan: Plan) -> set[int]:
        """Return the batches of the plan that are there; a damaged one is as good as absent."""
        return {number for number in range(plan.batches) if self._intact(plan, number)}

    def _intact(self, plan: Plan, number: int) -> bool:
        import polars as pl

        path = self.batch(number)
        if not path.exists():
            return False
        try:
            found = pl.scan_parquet(path).select("plan", "draw").unique().sort("draw").collect()
        except (OSError, pl.exceptions.PolarsError):
            return False
        return set(found["plan"]) == {plan.hash} and found["draw"].to_list() == list(plan.draws(number))

    def finish(self, plan: Plan, rows: int) -> None:
        """Make the two tables of the batches, in the order of draws and as a stream, and leave the batches away.

        Parameters
        ----------
        rows : int
            Regions × years, of which a row group of paths holds those of a batch.
        """
        import polars as pl

        files = [self.batch(number) for number in range(plan.batches)]
        try:
            lines = pl.scan_parquet(files)
            mine = [DIMENSION + str(row["name"]) for row in plan.dimensions]
            draws = pl.concat([_draws(path, mine) for path in files])
            aside(self.path / DRAWS, lambda part: draws.write_parquet(part, compression_level=LEVEL))
            paths = lines.filter(pl.col("failed").is_null()).select(pl.exclude("plan", "failed", *mine))
            aside(
                self.path / PATHS,
                lambda part: paths.sink_parquet(part, compression_level=LEVEL, row_group_size=BATCH * rows),
            )
        except pl.exceptions.PolarsError as error:
            raise RunError(f"{self.path}: the batches cannot be put together: {error}", hint=again(self.path)) from None
        self.clean()

    def clean(self) -> None:
        """Remove the batches of a finished run."""
        for path in (self.path / BATCHES).glob("*.parquet"):
            path.unlink(missing_ok=True)
        with suppress(OSError):
            (self.path / BATCHES).rmdir()


def _draws(path: Path, dimensions: list[str]) -> pl.DataFrame:
    """Return a batch's draws, a row each."""
    import polars as pl

    names = {name: name.removeprefix(DIMENSION) for name in dimensions}
    found = pl.scan_parquet(path).select("draw", "failed", *dimensions).unique().sort("draw").collect()
    return found.rename(names)


def read_plan(path: Path) -> Plan:
    """Return the plan in a run's folder.

    Raises
    ------
    DataError
        If there is none, or it is not what it says.
    """
    file = path / SPECIFICATION
    try:
        record: Any = json.loads(file.read_text("utf-8"))
        if not isinstance(record, dict):
            raise ValueError("it is no table")
        return Plan.of(record)
    except OSError as error:
        raise DataError(
            f"{path} is no run: {file.name}: {error.strerror}",
            hint="make one: technostate futures run china-brief --runs 128 --seed 1 --out DIR",
        ) from None
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(f"{file} is not what a run writes: {error}", hint=_ANOTHER) from None


def again(path: Path) -> str:
    """Return what to do where a run ended early."""
    return f"the same command goes on with what {path} holds"


def write(path: Path, data: bytes) -> None:
    """Write a file aside, sync it and give it its name.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is as it was.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        _settle(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def aside(path: Path, make: Callable[[Path], object]) -> None:
    """Let a function write a file aside, then sync it and give it its name.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is as it was.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    try:
        make(Path(name))
        _settle(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _settle(part: Path, path: Path) -> None:
    """Sync a file, make it as readable as others, and give it its name."""
    handle = os.open(part, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(0o666 & ~mask)
    part.replace(path)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def take(handle: int, path: Path) -> None:
    """Refuse a folder in which another process is at work; the system lets go of it however that process ends."""
    try:
        import fcntl
    except ImportError:  # a system without these locks: two runs would do the same work and write the same bytes
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DataError(
            f"another process is running in {path}", hint="wait for its end, or choose another folder with --out"
        ) from None
