"""Read Parquet strictly: a truncated file, a missing column or a wrong type is one `DataError`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from technostate.errors import DataError, nearest
from technostate.evidence.readers.delimited import LIMIT_BYTES, Row, size_checked

if TYPE_CHECKING:
    import polars as pl

#: Longer tables are refused: a small Parquet file can hold billions of equal rows.
LIMIT_ROWS = 20_000_000


def frame(path: Path, columns: Mapping[str, str], *, limit: int = LIMIT_BYTES) -> pl.DataFrame:
    """Return the named columns of a Parquet file as a polars frame.

    Parameters
    ----------
    columns : mapping of str to str
        Column → ``"text"``, ``"integer"`` or ``"number"``.
    limit : int
        Largest size in bytes that is read.

    Raises
    ------
    DataError
        If the file is absent, too large, cut off or no Parquet file, or a column is missing or of another type.
    """
    import polars as pl

    size_checked(path, limit)
    try:
        names = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise _unreadable(path, error) from None
    missing = [name for name in columns if name not in names]
    if missing:
        close = nearest(missing[0], names, n=1)
        raise DataError(
            f"{path.name} lacks {len(missing)} column{'s' if len(missing) > 1 else ''}: {', '.join(missing)}",
            hint=(f"is {missing[0]} named {close[0]!r}? " if close else "") + f"it has {', '.join(list(names)[:12])}",
        )
    types = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64}
    try:
        data = pl.read_parquet(path, columns=list(columns), n_rows=LIMIT_ROWS + 1)
        if data.height > LIMIT_ROWS:
            raise DataError(f"{path.name} has more than {LIMIT_ROWS:,} rows", hint="this is not the file expected")
        return data.select(pl.col(name).cast(types[sort]) for name, sort in columns.items())
    except pl.exceptions.InvalidOperationError as error:
        raise DataError(
            f"{path.name} has a column of the wrong type: {str(error).splitlines()[0]}",
            hint="expected " + ", ".join(f"{name}: {sort}" for name, sort in columns.items()),
        ) from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise _unreadable(path, error) from None


def rows(path: Path, columns: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows of a Parquet file as those of a text file, missing figures empty; raises `DataError` like `frame`.

    Parameters
    ----------
    path : Path
        The file; its first row of figures is line 1.
    columns : mapping of str to str
        As `frame` takes them.
    """
    names = list(columns)
    for line, cells in enumerate(frame(path, columns).iter_rows(), start=1):
        # A float's text reads back as the same float.
        yield Row(
            path.name, line, {name: "" if cell is None else str(cell) for name, cell in zip(names, cells, strict=True)}
        )


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(
        f"{path.name} cannot be read as Parquet: {str(error).splitlines()[0]}",
        hint="the file is cut off or damaged; copy it again",
    )
