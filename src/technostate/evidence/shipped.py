"""The embedded series: their editions and their figures, each file read once."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from technostate.errors import DataError
from technostate.evidence import embedded, storage
from technostate.evidence.editions import Entry
from technostate.evidence.origin import Origin

if TYPE_CHECKING:
    import polars as pl


@cache
def editions() -> dict[str, tuple[Entry, ...]]:
    """Return id → embedded editions, sorted by id; raises `DataError` if a description is damaged."""
    found: dict[str, list[Entry]] = {}
    for path in sorted((embedded.root() / "series").glob("*.json")):
        record = storage.describe(path, lists="series")
        origins = [Origin.from_dict(item) for item in record["origins"]]
        for item in record["series"]:
            entry = Entry(
                item["id"], item["title"], item["unit"], item["kind"], origins[item["origin"]], item["vintage"], (),
                item["first"], item["last"], item["regions"], path.stem,
            )  # fmt: skip
            found.setdefault(entry.id, []).append(entry)
    return {series_id: tuple(found[series_id]) for series_id in sorted(found)}


def figures(entry: Entry) -> dict[str, dict[int, float]]:
    """Return region → year → value of an embedded edition; raises `DataError` if its file is damaged."""
    values: dict[str, dict[int, float]] = {}
    for start, length in _places(entry.stem).get(entry.id, ()):
        values |= storage.unpack_all(_frame(entry.stem).slice(start, length))
    return values


@lru_cache(maxsize=64)
def _frame(stem: str) -> pl.DataFrame:
    import polars as pl

    path = embedded.root() / storage.paths(stem)[0]
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise DataError(f"{path.name} cannot be read: {str(error).splitlines()[0]}", hint=embedded.REPAIR) from None


@lru_cache(maxsize=64)
def _places(stem: str) -> dict[str, list[tuple[int, int]]]:
    """Return where the rows of each series of a file begin and how many there are: one run each."""
    found: dict[str, list[tuple[int, int]]] = {}
    start = 0
    for length, series_id in _frame(stem)["series"].rle().struct.unnest().iter_rows():
        found.setdefault(series_id, []).append((start, length))
        start += length
    return found
