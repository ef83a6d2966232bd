"""Worlds as tidy tables: one figure a row, in CSV or Parquet, as a folder, a zip archive or a single file.

A folder or archive holds ``world.json`` and one file a table (``intermediate.csv``, …). A single file has a column
``table`` more. Columns are region, sector (the seller's, or the node's), to_region, to_sector (the buyer's) and value;
in ``tariff`` region is the exporter and to_region the importer. In the three tables of sales a cell that is not listed
is zero; in all others every cell is listed or the table is absent, except that a tariff or tax not listed is unknown.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, nearest
from technostate.world.formats.assemble import (
    Draft,
    about_of,
    assemble,
    identity_of,
    json_record,
    record_of,
    report,
    size_problems,
    year_of,
)
from technostate.world.formats.members import Members
from technostate.world.world import Array, World

if TYPE_CHECKING:
    import polars as pl

RECORD = "world.json"
FORMAT = "technostate world folder 1"
KEYS = ("region", "sector", "to_region", "to_sector")
#: table → which of the keys it uses, in the order of the axes of its array.
TABLES: Mapping[str, tuple[str, ...]] = {
    "gross_output": ("region", "sector"),
    "value_added": ("region", "sector"),
    "taxes_on_products": ("region", "sector"),
    "discrepancy": ("region", "sector"),
    "intermediate": ("region", "sector", "to_region", "to_sector"),
    "final_demand": ("region", "sector", "to_region"),
    "inventories": ("region", "sector", "to_region"),
    "tariff": ("sector", "to_region", "region"),
    "trade_elasticity": ("sector",),
}
#: Longer tables are refused: one of the most nodes that fit into memory lists fewer cells that are not zero.
MOST_ROWS = 50_000_000
#: Tables of sales: a cell that is not listed is zero.
SALES = ("intermediate", "final_demand", "inventories")
#: Tables in which a cell that is not listed is unknown.
PARTIAL = ("tariff", "taxes_on_products", "trade_elasticity")
_HINT = "columns table, region, sector, to_region, to_sector, value in UTF-8; decimals with a point"


def frames(world: World) -> dict[str, pl.DataFrame]:
    """Return the tables of a world as tidy frames, ``gross_output`` first; unknown figures and zero sales left out."""
    import polars as pl

    labels = {
        "region": np.array(world.regions), "to_region": np.array(world.regions),
        "sector": np.array(world.sectors), "to_sector": np.array(world.sectors),
    }  # fmt: skip
    found = {}
    for table, keys in TABLES.items():
        array = getattr(world, table)
        if array is None or np.isnan(array).all():
            continue
        cube = array.reshape([len(labels[key]) for key in keys])
        listed = ~np.isnan(cube)
        if table in SALES and (cube != 0).any():
            listed &= cube != 0
        at = np.nonzero(listed)
        columns: dict[str, Any] = {key: labels[key][at[axis]] for axis, key in enumerate(keys)}
        found[table] = pl.DataFrame({**{key: columns[key] for key in KEYS if key in columns}, "value": cube[at]})
    return found


def single(world: World) -> pl.DataFrame:
    """Return all tables of a world in one frame with a column ``table``."""
    import polars as pl

    return pl.concat(
        [
            frame.select(
                pl.lit(table).alias("table"),
                *[pl.col(key) if key in frame.columns else pl.lit(None, dtype=pl.String).alias(key) for key in KEYS],
                "value",
            )
            for table, frame in frames(world).items()
        ]
    )


def files(world: World, suffix: str) -> dict[str, bytes]:
    """Return the folder's files: name → bytes; `suffix` is ``".csv"`` or ``".parquet"``."""
    record = {"format": FORMAT, **record_of(world)}
    found = {RECORD: (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()}
    for table, frame in frames(world).items():
        found[table + suffix] = encode(frame, suffix)
    return found


def encode(frame: pl.DataFrame, suffix: str, metadata: dict[str, str] | None = None) -> bytes:
    """Return a frame as CSV or Parquet bytes."""
    buffer = io.BytesIO()
    if suffix == ".csv":
        frame.write_csv(buffer)
    else:
        frame.write_parquet(buffer, statistics=False, metadata=metadata)
    return buffer.getvalue()


def decode(data: bytes, where: str) -> pl.DataFrame:
    """Return CSV (all columns as text) or Parquet bytes as a frame; raises `DataError` if they cannot be read."""
    import polars as pl

    try:
        if where.lower().endswith(".parquet"):
            return bounded(pl.read_parquet(io.BytesIO(data), n_rows=MOST_ROWS + 1), where)
        return pl.read_csv(io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")), infer_schema=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:200]
        hint = "it may be cut off, damaged or in another encoding; tables are UTF-8 with the same fields in every row"
        raise DataError(f"{where} cannot be read: {reason}", hint=hint) from None


def bounded(frame: pl.DataFrame, where: str) -> pl.DataFrame:
    """Return the frame; raises `DataError` for more than `MOST_ROWS` rows (a small Parquet file can hold billions)."""
    if frame.height > MOST_ROWS:
        raise DataError(f"{where} has more than {MOST_ROWS:,} rows", hint="aggregate the table first")
    return frame


def read_folder(source: Members) -> World:
    """Read a folder or archive with ``world.json``.

    Raises
    ------
    DataError
        If the record or a table is malformed; all problems of all tables are listed at once.
    BalanceError
        If the world breaks an invariant.
    """
    where = f"{source.path.name}: {RECORD}"
    record = json_record(source.text(RECORD), where, "technostate.world.write writes one")
    name, year, regions, sectors = identity_of(record, where)
    parts = {}
    for table in TABLES:
        for suffix in (".csv", ".parquet"):
            if table + suffix in source.names:
                parts[table] = decode(source.read(table + suffix), f"{source.path.name}: {table}{suffix}")
    arrays = _arrays(source.path.name, parts, regions, sectors)
    return assemble(Draft(name, year, regions, sectors, arrays, about_of(record, source.path.name)))


def read_single(source: Members, name: str, *, year: int | None, imbalance: float) -> World:
    """Read a single tidy CSV or Parquet file; labels stand in the order in which they first appear.

    Raises
    ------
    DataError
        If columns, labels or figures are malformed; all problems are listed at once.
    BalanceError
        If the world is not balanced or breaks another invariant.
    """
    import polars as pl

    data = source.read(name)
    frame = decode(data, name)
    absent = [column for column in ("table", *KEYS, "value") if column not in frame.columns]
    if absent:
        raise DataError(f"{name} lacks {', '.join(absent)}", hint=f"it has {', '.join(frame.columns[:8])}; {_HINT}")
    unknown = [table for table in frame["table"].unique(maintain_order=True) if table not in TABLES]
    if unknown:
        close = nearest(str(unknown[0]), TABLES)
        raise DataError(
            f"{name} has unknown tables: {', '.join(map(str, unknown[:5]))}",
            hint=(f"did you mean {close[0]}? " if close else "") + f"tables are {', '.join(TABLES)}",
        )
    record = _parquet_record(data) if name.lower().endswith(".parquet") else {}
    parts = {table: frame.filter(pl.col("table") == table) for table in TABLES if (frame["table"] == table).any()}
    regions = record.get("regions") or _order(frame, ("region", "to_region"))
    sectors = record.get("sectors") or _order(frame, ("sector", "to_sector"))
    arrays = _arrays(name, parts, regions, sectors)
    stem = Path(name).stem
    draft = Draft(
        str(record.get("name", stem)),
        int(record["year"]) if "year" in record and year is None else year_of(stem, year),
        regions,
        sectors,
        arrays,
        about_of(record, name),
    )
    return assemble(draft, imbalance=imbalance)


def _parquet_record(data: bytes) -> dict[str, Any]:
    import polars as pl

    try:
        record = json.loads(pl.read_parquet_metadata(io.BytesIO(data)).get("technostate", "{}"))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _order(frame: pl.DataFrame, columns: tuple[str, ...]) -> list[str]:
    seen: dict[str, None] = {}
    for column in columns:
        for label in frame[column].drop_nulls().unique(maintain_order=True):
            if str(label):
                seen.setdefault(str(label))
    return list(seen)


def _arrays(where: str, parts: Mapping[str, pl.DataFrame], regions: list[str], sectors: list[str]) -> dict[str, Array]:
    """Return the arrays of all tables; raises one `DataError` that lists all problems."""
    problems = [f"there is no table {table}" for table in ("intermediate", "final_demand") if table not in parts]
    for what, names in (("region", regions), ("sector", sectors)):
        if not names or len(set(names)) != len(names):
            problems.append(f"{what} labels are missing or repeated")
    problems += size_problems(len(regions), len(sectors))
    arrays: dict[str, Array] = {}
    labels = {"region": regions, "to_region": regions, "sector": sectors, "to_sector": sectors}
    if not problems:
        for table, frame in parts.items():
            array, found = _array(table, frame, labels)
            arrays[table] = array
            problems += [f"{table}: {problem}" for problem in found]
    report(where, problems, _HINT)
    return arrays


def _array(table: str, frame: pl.DataFrame, labels: Mapping[str, list[str]]) -> tuple[Array, list[str]]:
    """Return a table's array in the shape of `World`, and what is wrong with it."""
    keys = TABLES[table]
    absent = [column for column in (*keys, "value") if column not in frame.columns]
    if absent:
        return np.empty(0), [f"lacks column {', '.join(absent)}"]
    problems = []
    shape = [len(labels[key]) for key in keys]
    flat = np.zeros(frame.height, dtype=np.int64)
    good = np.ones(frame.height, dtype=bool)
    for key, size in zip(keys, shape, strict=True):
        positions, strangers = _positions(frame, key, labels[key])
        problems += strangers
        good &= positions >= 0
        flat = flat * size + positions
    value, texts = _values(frame, keys)
    problems += texts
    filled = np.full(int(np.prod(shape)), 0.0 if table in SALES else np.nan)
    filled[flat[good]] = value[good]
    cells, counts = np.unique(flat[good], return_counts=True)
    if (counts > 1).any():
        cell = _cell(int(cells[counts > 1][0]), keys, labels)
        problems.append(f"{int((counts > 1).sum())} cells appear more than once, first {cell}")
    if table not in SALES and table not in PARTIAL and not problems and len(cells) < filled.size:
        first = int(np.flatnonzero(~np.isin(np.arange(filled.size), cells))[0])
        problems.append(f"{filled.size - len(cells)} cells are missing, first {_cell(first, keys, labels)}")
    return filled.reshape(_world_shape(table, labels)), problems


def _world_shape(table: str, labels: Mapping[str, list[str]]) -> tuple[int, ...]:
    n, j = len(labels["region"]), len(labels["sector"])
    if table in SALES:
        return (n * j, n * j if table == "intermediate" else n)
    return {"tariff": (j, n, n), "trade_elasticity": (j,)}.get(table, (n * j,))


def _positions(frame: pl.DataFrame, key: str, labels: list[str]) -> tuple[NDArray[np.int64], list[str]]:
    import polars as pl

    place = {label: position for position, label in enumerate(labels)}
    column = frame[key].cast(pl.String).fill_null("")
    positions = column.replace_strict(place, default=-1, return_dtype=pl.Int64).to_numpy()
    strangers = column.filter(pl.Series(positions < 0)).unique(maintain_order=True).to_list()
    problems = []
    for label in strangers[:5]:
        line = int(np.flatnonzero(positions < 0)[0]) + 2
        close = nearest(str(label), labels, n=1)
        problems.append(
            f"{key} {label!r} is unknown, first in line {line}" + (f" (did you mean {close[0]}?)" if close else "")
        )
    return positions, problems


def _values(frame: pl.DataFrame, keys: tuple[str, ...]) -> tuple[Array, list[str]]:
    import polars as pl

    column = frame["value"]
    number = column.cast(pl.Float64, strict=False)
    value: Array = number.fill_null(np.nan).to_numpy().astype(np.float64)
    bad = np.flatnonzero(~np.isfinite(value))
    problems = []
    for at in bad[:5]:
        row = " ".join(str(frame[key][int(at)]) for key in keys)
        problems.append(f"value in line {int(at) + 2} ({row}) is {column[int(at)]!r}, not a finite number")
    if len(bad) > 5:
        problems.append(f"{len(bad) - 5} more values are not finite numbers")
    return value, problems


def _cell(position: int, keys: tuple[str, ...], labels: Mapping[str, list[str]]) -> str:
    at = np.unravel_index(position, [len(labels[key]) for key in keys])
    return " ".join(f"{key} {labels[key][int(index)]}" for key, index in zip(keys, at, strict=True))
