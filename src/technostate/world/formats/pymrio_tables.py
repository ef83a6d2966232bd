"""One table of a saved pymrio system, text or Parquet: labels of rows and columns, and figures."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from technostate.errors import DataError
from technostate.evidence.printable import reason
from technostate.world.formats.assemble import report
from technostate.world.formats.delimited import separator
from technostate.world.formats.members import Members
from technostate.world.memory import MOST_NODES, check_bytes
from technostate.world.table import Array

if TYPE_CHECKING:
    import polars as pl

#: The labels of a row or a column: region and sector, or region and category, or one label.
Node: TypeAlias = tuple[str, ...]
HINT = "the folder is written by pymrio's save() or save_all(): Z, Y, unit and file_parameters.json"


def read_table(source: Members, name: str, levels: int) -> tuple[list[Node], list[Node], Array]:
    """Return row labels (pairs), column labels (pairs, or singles for one level) and figures.

    Parameters
    ----------
    levels : int
        Lines of labels in the header.

    Raises
    ------
    DataError
        If the table is malformed; problems are listed by row and column.
    """
    where = f"{source.name}: {name}"
    rows, columns, values = (_from_parquet if name.endswith(".parquet") else _from_text)(source, name, where, levels)
    if not columns:
        raise DataError(f"{where} has no columns of figures", hint=HINT)
    return rows, columns, values


def units(source: Members, name: str) -> list[str]:
    """Return the units that a file of units names, each once, sorted; none if there is no such file."""
    if name not in source.names:
        return []
    if name.endswith(".parquet"):
        frame = _frame(source, name)
        cells = frame["unit"].to_list() if "unit" in frame.columns else []
    else:
        cells = [line[-1] for line in islice(_lines(source, name), 1, None)]
    return sorted({str(cell).strip() or "(blank)" for cell in cells if cell is not None})


def _lines(source: Members, name: str) -> Iterator[list[str]]:
    """Yield the lines of a text table that are not blank; the separator is that of its first line."""
    text = source.text(name)
    head = text.lstrip().split("\n", 1)[0]
    # A header of one field has no separator: pymrio's own is a tab.
    mark = found if (found := separator(head)) in head else "\t"
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        yield from (line for line in lines if any(cell.strip() for cell in line))
    except csv.Error as error:
        raise DataError(f"{source.name}: {name} is not a table of text ({error})", hint=HINT) from None


def _from_text(source: Members, name: str, where: str, levels: int) -> tuple[list[Node], list[Node], Array]:
    lines = _lines(source, name)
    header = list(islice(lines, levels + 1 if levels > 1 else 1))[:levels]
    if len({len(line) for line in header}) > 1:
        raise DataError(f"{where}: the lines of its header have different lengths", hint=HINT)
    columns: list[Node] = list(zip(*(line[2:] for line in header), strict=True))
    if len(columns) > MOST_NODES:
        report(
            where, [f"{len(columns):,} columns are more than the limit of {MOST_NODES:,}"], "aggregate the table first"
        )
    check_bytes(8 * len(columns) ** 2, where)
    rows: list[Node] = []
    problems: list[str] = []
    values = []
    for line in lines:
        rows.append(tuple(line[:2]))
        if len(rows) > MOST_NODES:
            report(where, [f"its rows are more than the limit of {MOST_NODES:,}"], "aggregate the table first")
        if len(line) != len(columns) + 2:
            problems.append(f"row {' '.join(line[:2])!r} has {len(line)} fields, the header {len(columns) + 2}")
            continue
        try:
            values.append(np.array([float(cell) for cell in line[2:]]))
        except ValueError:
            problems += _bad_cells(line, columns)
    report(where, problems, HINT)
    if not values:
        raise DataError(f"{where} is empty", hint=HINT)
    table = np.stack(values)
    report(where, _not_finite(rows, columns, table), HINT)
    return rows, columns, table


def _bad_cells(line: Sequence[str], columns: Sequence[Node]) -> list[str]:
    found = []
    for column, cell in zip(columns, line[2:], strict=True):
        try:
            float(cell)
        except ValueError:
            found.append(f"row {' '.join(line[:2])!r}, column {' '.join(column)!r}: {cell!r} is not a number")
    return found[:3]


def _not_finite(rows: Sequence[Node], columns: Sequence[Node], values: Array) -> list[str]:
    return [
        f"row {' '.join(rows[row])!r}, column {' '.join(columns[column])!r} is not a finite number"
        for row, column in np.argwhere(~np.isfinite(values))[:3]
    ]


def _frame(source: Members, name: str) -> pl.DataFrame:
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(source.read(name)), n_rows=MOST_NODES + 1)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise DataError(f"{source.name}: {name} cannot be read ({reason(error)})", hint=HINT) from None
    if frame.height > MOST_NODES or frame.width > MOST_NODES + 2:
        raise DataError(
            f"{source.name}: {name} has more than {MOST_NODES:,} rows or columns", hint="aggregate the table first"
        )
    return frame


def _from_parquet(source: Members, name: str, where: str, levels: int) -> tuple[list[Node], list[Node], Array]:
    import polars as pl

    frame = _frame(source, name)
    if not {"region", "sector"} <= set(frame.columns):
        raise DataError(f"{where} has no columns region and sector", hint=HINT)
    labels, body = frame.select("region", "sector"), frame.drop("region", "sector")
    problems = [
        f"column {column} is of type {kind}, not text"
        for column, kind in labels.schema.items()
        if kind not in (pl.String, pl.Categorical, pl.Enum) or labels[column].null_count()
    ]
    problems += [
        f"column {column} is of type {kind}, not numbers"
        for column, kind in body.schema.items()
        if not kind.is_numeric()
    ]
    columns = [_column_labels(column) for column in body.columns]
    wrong = [column for column, found in zip(body.columns, columns, strict=True) if len(found) != levels]
    problems += [
        f"column {column!r} does not name {'region and sector' if levels == 2 else 'one label'}" for column in wrong
    ]
    report(where, problems, HINT)
    rows: list[Node] = labels.cast(pl.String).rows()
    values: Array = body.cast(pl.Float64).to_numpy().astype(np.float64)
    report(where, _not_finite(rows, columns, values), HINT)
    return rows, columns, values


def _column_labels(column: str) -> Node:
    """Return the labels in a column's name; pandas writes two of them as a tuple."""
    if not column.startswith("("):
        return (column,)
    try:
        found = ast.literal_eval(column) if len(column) < 2_000 else ()
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return ()
    return found if isinstance(found, tuple) and all(isinstance(label, str) for label in found) else ()
