"""Where batteries lie: battery.parquet and battery.json in the folder of the run, and chunks while one is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from technostate.errors import DataError
from technostate.futures.battery.bench import schema
from technostate.futures.battery.files import ABOUT, CHUNKS, LOCK, TABLE
from technostate.futures.folder import aside, take, write

if TYPE_CHECKING:
    import polars as pl


class Shelf:
    """The batteries of a run.

    Parameters
    ----------
    path : Path
        The run's folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Keep other processes out for as long as the block lasts.

        Raises
        ------
        DataError
            If the folder cannot be written, or a second process prices its paths.
        """
        try:
            with (self.path / LOCK).open("ab") as lock:
                take(lock.fileno(), self.path)
                (self.path / CHUNKS).mkdir(exist_ok=True)
                for left in [*self.path.glob(".battery.*.part"), *(self.path / CHUNKS).glob(".*.part")]:
                    left.unlink(missing_ok=True)
                yield
            (self.path / LOCK).unlink(missing_ok=True)
        except OSError as error:
            raise DataError(
                f"{self.path} cannot be written: {error.strerror}", hint="copy the run to a folder that can"
            ) from None

    def chunk(self, key: str, number: int) -> Path:
        """Return the file of a chunk."""
        return self.path / CHUNKS / f"{key}-{number:03d}.parquet"

    def has(self, key: str, number: int, draws: Sequence[int]) -> bool:
        """Return whether a chunk is there and whole."""
        import polars as pl

        file = self.chunk(key, number)
        if not file.exists():
            return False
        try:
            found = pl.scan_parquet(file).select("battery", "draw").unique(maintain_order=True).collect()
        except (OSError, pl.exceptions.PolarsError):
            return False
        return found["battery"].unique().to_list() == [key] and sorted(found["draw"]) == sorted(draws)

    def about(self) -> dict[str, Any]:
        """Return what is said of each battery, by key; nothing where there is none.

        Raises
        ------
        DataError
            If the file is not what a battery writes.
        """
        file = self.path / ABOUT
        try:
            found: Any = json.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise DataError(f"{file} is not what a battery writes: {error}", hint="delete it, and ask again") from None
        if not isinstance(found, dict):
            raise DataError(f"{file} is not what a battery writes", hint="delete it, and ask again")
        return found

    def table(self, key: str) -> pl.DataFrame:
        """Return the rows of a battery.

        Raises
        ------
        DataError
            If there is no table, or it is damaged.
        """
        import polars as pl

        file = self.path / TABLE
        try:
            found = pl.scan_parquet(file).filter(pl.col("battery") == key).collect()
            return found.select(list(schema()))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise DataError(f"{file} is damaged: {error}", hint=f"delete it and {ABOUT}, and ask again") from None

    def finish(self, key: str, chunks: int, about: Mapping[str, Any]) -> None:
        """Put a battery's chunks beside the batteries that are there, in the order of keys, and leave chunks away."""
        import polars as pl

        known = self.about()
        parts = {key: pl.concat([pl.read_parquet(self.chunk(key, number)) for number in range(chunks)])}
        if (self.path / TABLE).exists():
            parts |= {other: self.table(other) for other in known if other != key}
        table = pl.concat([parts[name] for name in sorted(parts)])
        aside(self.path / TABLE, lambda part: table.write_parquet(part, compression_level=3))
        said = dict(sorted((known | {key: dict(about)}).items()))
        write(self.path / ABOUT, (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode())
        for number in range(chunks):
            self.chunk(key, number).unlink(missing_ok=True)
        with suppress(OSError):
            (self.path / CHUNKS).rmdir()
