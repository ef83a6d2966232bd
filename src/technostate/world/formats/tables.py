"""One tidy table from CSV or Parquet bytes: known columns only, labels as text, figures as numbers, numbered rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.evidence.printable import printable, reason, shown
from technostate.world import memory
from technostate.world.formats.delimited import plain

if TYPE_CHECKING:
    import polars as pl

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
#: Tables of sales: a cell that is not listed is zero.
SALES = ("intermediate", "final_demand", "inventories")
#: Tables in which a cell that is not listed is unknown.
PARTIAL = ("tariff", "taxes_on_products", "trade_elasticity")
#: Columns of a tidy table; others are not read. Year and unit may stand in each row.
COLUMNS = ("table", *KEYS, "value", "year", "unit")
#: Longer tables are refused: one of the most nodes that fit into memory lists fewer cells that are not zero.
MOST_ROWS = 50_000_000
#: Bytes that a row of text takes while it is read.
_ROW = 400
_DAMAGED = "it may be cut off, damaged or in another encoding; tables are UTF-8 with the same fields in every row"


def encode(frame: pl.DataFrame, suffix: str, metadata: dict[str, str] | None = None) -> bytes:
    """Return a frame as CSV or Parquet bytes.

    Parameters
    ----------
    suffix : str
        ``".csv"`` or ``".parquet"``.
    metadata : dict, optional
        For Parquet.
    """
    buffer = io.BytesIO()
    if suffix == ".csv":
        frame.write_csv(buffer)
    else:
        frame.write_parquet(buffer, statistics=False, metadata=metadata)
    return buffer.getvalue()


def decode(data: bytes, where: str) -> pl.DataFrame:
    """Return the known columns of a CSV or Parquet file; keys are text, ``value`` is text or a number.

    A first column ``line`` (CSV: of the file, the header's is 1) or ``row`` (Parquet) numbers the rows; rows without
    any field are left out.

    Parameters
    ----------
    where : str
        The file's name, for messages; its suffix says the format.

    Raises
    ------
    DataError
        If the file cannot be read, a column is there twice, or is of a type that is neither text nor numbers.
    """
    import polars as pl

    try:
        if where.lower().endswith(".parquet"):
            return _parquet(data, where)
        return _csv(data, where)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        longer = "" if where.lower().endswith(".parquet") else _longer_row(data, where)
        raise DataError(f"{where} cannot be read: {longer or reason(error)}", hint=_DAMAGED) from None


def _longer_row(data: bytes, where: str) -> str:
    """Return which row has more fields than the header, by its line; empty if none has."""
    text, first = plain(data, where)
    rows = csv.reader(io.StringIO(text.decode("utf-8", "replace"), newline=""))
    try:
        fields = len(next(rows))
        begins = rows.line_num
        for row in rows:
            if len(row) > fields:
                return f"line {first + begins} has {len(row)} fields, the header {fields}"
            begins = rows.line_num
    except (csv.Error, StopIteration) as error:
        return str(error)
    return ""


def _csv(data: bytes, where: str) -> pl.DataFrame:
    import polars as pl

    text, first = plain(data, where)
    frame = pl.read_csv(io.BytesIO(text), infer_schema=False, has_header=False, encoding="utf8")
    names = [(name or "").strip().casefold() for name in (frame.row(0) if frame.height else ())]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise DataError(f"{where}: column {twice[0]} is given {names.count(twice[0])} times", hint="keep one of them")
    found = {name: frame.columns[names.index(name)] for name in COLUMNS if name in names}
    stray = [column for column, name in zip(frame.columns, names, strict=True) if not name]
    lines = _line_numbers(frame, first)
    body = frame.with_columns(pl.Series("line", lines)).slice(1)
    blank = pl.all_horizontal(pl.col(c).fill_null("").str.strip_chars() == "" for c in frame.columns)
    body = body.filter(~blank)
    for column in stray:
        if (body[column].fill_null("").str.strip_chars() != "").any():
            line = body.filter(pl.col(column).fill_null("").str.strip_chars() != "")["line"][0]
            raise DataError(f"{where}: line {line} has more fields than the header", hint=_DAMAGED)
    if not found:
        line = printable(", ".join(name for name in names if name)[:80]) or "nothing"
        raise DataError(
            f"{where} has no column of a tidy table; its first line is: {line}",
            hint=f"columns are {', '.join(COLUMNS[:6])}",
        )
    return body.select("line", *(pl.col(column).alias(name) for name, column in found.items()))


def _line_numbers(frame: pl.DataFrame, first: int) -> NDArray[np.int64]:
    """Return the line of the file in which each row begins; a label with a line break makes the next ones later."""
    import polars as pl

    breaks: Any = frame.select(
        pl.sum_horizontal(
            pl.col(column).fill_null("").str.count_matches("\n", literal=True) for column in frame.columns
        )
    ).to_series()
    within = breaks.to_numpy().astype(np.int64)
    return np.arange(frame.height) + first + np.concatenate([[0], np.cumsum(within)[:-1]]).astype(np.int64)


def _parquet(data: bytes, where: str) -> pl.DataFrame:
    import polars as pl

    scan = pl.scan_parquet(io.BytesIO(data))
    schema = scan.collect_schema()
    height = int(scan.select(pl.len()).collect().item())
    if height > MOST_ROWS:
        raise DataError(f"{where} has more than {MOST_ROWS:,} rows", hint="aggregate the table first")
    memory.check_bytes(_ROW * height, where)
    known = [name for name in COLUMNS if name in schema]
    wrong = list(_wrong_types({name: schema[name] for name in known}))
    if wrong:
        raise DataError(f"{where}: {'; '.join(wrong)}", hint="labels are text, values are numbers; store them so")
    frame = scan.select(known).collect()
    text = [name for name in known if name != "value" and frame[name].dtype != pl.String]
    return frame.with_columns(pl.col(text).cast(pl.String)).with_row_index("row", offset=1)


def most_rows() -> int:
    """Return how many rows of a Parquet file are unpacked: no more than are accepted, or than the memory holds."""
    return min(MOST_ROWS, memory.free() // _ROW)


def _wrong_types(schema: dict[str, pl.DataType]) -> Iterator[str]:
    import polars as pl

    for name, kind in schema.items():
        text = kind in (pl.String, pl.Categorical, pl.Enum, pl.Null)
        if name == "value" and not (kind.is_numeric() or kind == pl.String):
            yield f"column value is of type {kind}, not numbers"
        if name != "value" and not (text or kind.is_integer()):
            yield f"column {name} is of type {kind}, not text"


def metadata(data: bytes) -> str:
    """Return what a Parquet file says under the key ``technostate``; empty if nothing."""
    import polars as pl

    try:
        return str(pl.read_parquet_metadata(io.BytesIO(data)).get("technostate", ""))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
        return ""


def numbers(frame: pl.DataFrame, keys: tuple[str, ...]) -> tuple[NDArray[np.float64], list[str]]:
    """Return the figures of a table (NaN where there is none), and what is wrong with them.

    Parameters
    ----------
    keys : tuple of str
        The labels that say where a figure stands.
    """
    import polars as pl

    column = frame["value"]
    if column.dtype == pl.String:
        column = column.str.strip_chars()
    number = column.cast(pl.Float64, strict=False)
    value: NDArray[np.float64] = number.fill_null(np.nan).to_numpy().astype(np.float64)
    bad = np.flatnonzero(~np.isfinite(value))
    counter = frame.columns[0]
    problems = []
    for at in map(int, bad[:5]):
        row = " ".join(str(frame[key][at]) for key in keys)
        cell = "empty" if column[at] in (None, "") else shown(column[at])
        problems.append(f"value in {counter} {frame[counter][at]} ({row}) is {cell}, not a finite number")
    if len(bad) > 5:
        problems.append(f"{len(bad) - 5} more values are not finite numbers")
    return value, problems


def said(frame: pl.DataFrame, name: str) -> list[str]:
    """Return what a column says, each text once in the order of the file; nothing if there is no such column."""
    if name not in frame.columns:
        return []
    return [text for text in frame[name].fill_null("").str.strip_chars().unique(maintain_order=True) if text]
