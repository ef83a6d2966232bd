"""The OECD's published ICIO layout, ``YYYY_SML.csv``: one wide table, nodes written ``CTRY_SECTOR``.

The first column (``V1``) names rows; columns are the nodes, then for each country its final uses ``CTRY_HFCE``,
``CTRY_NPISH``, ``CTRY_GGFC``, ``CTRY_GFCF``, ``CTRY_INVNT``, ``CTRY_DPABR``, then ``OUT``; rows are the nodes, then
``TLS`` (taxes less subsidies on products), ``VA`` (value added) and ``OUT``. Figures are USD million.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import DataError
from technostate.evidence.printable import reason
from technostate.world.formats.assemble import Draft, assemble, file_origin, report
from technostate.world.formats.choices import Choices
from technostate.world.formats.delimited import plain
from technostate.world.memory import size_problems
from technostate.world.table import Array
from technostate.world.world import World

if TYPE_CHECKING:
    import polars as pl

#: Household, non-profit and government consumption, fixed capital, inventories, residents' direct purchases abroad.
USES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
TOTALS = ("TLS", "VA", "OUT")
#: The column of line numbers; no label of a table is called so.
LINE = "line of the file"
_HINT = "columns V1, CTRY_SECTOR …, CTRY_HFCE to CTRY_DPABR by country, OUT; last rows TLS, VA, OUT"


def looks_like_sml(head: bytes) -> bool:
    """Return whether a file's first line is that of the layout."""
    lines = head.decode("utf-8-sig", "replace").splitlines()[:20]
    return any(re.search(r"_HFCE\W", f"{line},") for line in lines)


def read_sml(data: bytes, name: str, choices: Choices) -> World:
    """Read a table in the OECD's layout.

    Taxes less subsidies on intermediate products are known here, so that value added is at basic prices. Six final
    uses become final demand (five) and inventories. The OECD zeroes the smallest figures, so that rows and columns
    add up to about USD 1 million.

    Parameters
    ----------
    name : str
        The CSV's name.

    Raises
    ------
    DataError
        If labels, columns or figures are malformed; all problems are listed at once, each with its row and column.
    BalanceError
        If rows or columns do not add up.
    """
    columns, frame = _frame(data, name)
    nodes, uses, problems = _labels(columns[1:])
    problems += size_problems(len({node.partition("_")[0] for node in nodes}), max(1, _most_sectors(nodes)))
    rows = [str(label) for label in frame[columns[0]]]
    problems += _row_problems(rows, nodes, frame[LINE].to_list())
    report(name, problems, _HINT)
    regions, sectors = _axes(nodes, name)
    values = frame.drop(columns[0], LINE)
    _check_numbers(values, rows, name)
    table: Array = values.select(nodes).to_numpy().astype(np.float64)
    size = len(nodes)
    final = values.select(uses).head(size).to_numpy().reshape(size, len(regions), len(USES))
    output = values["OUT"].head(size).to_numpy().astype(np.float64)
    place = {row: position for position, row in enumerate(rows)}
    stated = table[place["OUT"]]
    gap = np.abs(stated - output)
    if (gap > 1.0 + 1e-6 * output).any():
        at = int(gap.argmax())
        report(name, [f"OUT of {nodes[at]} is {output[at]:,.3f} in its row and {stated[at]:,.3f} in its column"], _HINT)
    stock = USES.index("INVNT")
    table_year = choices.year_of(Path(name).stem)
    draft = Draft(
        name=f"icio-{table_year} ({Path(name).stem})",
        year=table_year,
        regions=regions,
        sectors=sectors,
        arrays={
            "intermediate": table[:size],
            "final_demand": np.delete(final, stock, axis=2).sum(axis=2),
            "inventories": np.ascontiguousarray(final[:, :, stock]),
            "value_added": table[place["VA"]],
            "taxes_on_products": table[place["TLS"]],
            "gross_output": output,
        },
        about={
            "classification": f"OECD ICIO, {len(sectors)} sectors",
            "value_added_label": "value added at basic prices",
            "origin": file_origin(name, table_year),
            "tolerance": max(1.0, 1e-6 * float(output.max(initial=0.0))),
        },
        factor=choices.factor(name, ["USD million"]),
    )
    return assemble(draft, imbalance=choices.imbalance)


def _most_sectors(nodes: list[str]) -> int:
    return max(Counter(node.partition("_")[0] for node in nodes).values(), default=0)


def _frame(data: bytes, name: str) -> tuple[list[str], pl.DataFrame]:
    """Return the columns and the CSV with numbers as numbers and a column of line numbers; empty lines are left out."""
    import polars as pl

    data, first = plain(data, name)
    try:
        columns = [column.strip() for column in next(csv.reader([data.split(b"\n", 1)[0].decode().strip()]))]
    except (UnicodeDecodeError, StopIteration, csv.Error) as error:
        raise DataError(f"{name}: the first line cannot be read ({error})", hint=_HINT) from None
    if twice := sorted(column for column, count in Counter(columns).items() if column and count > 1):
        raise DataError(f"{name}: columns appear more than once: {', '.join(map(repr, twice[:5]))}", hint=_HINT)
    body = data.partition(b"\n")[2]
    # A cell like " 10" is no number to the reader, but to everybody else.
    for attempt in (body, re.sub(rb"[ \t]*,[ \t]*", b",", body)):
        try:
            return columns, _numbered(attempt, columns, first + 1)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError, OSError) as error:
            why = reason(error)
    report(name, _text_in_numbers(data, columns, first), "figures are plain decimals with a point, without separators")
    raise DataError(f"{name} cannot be read: {why}", hint="it may be cut off, or not UTF-8")


def _numbered(body: bytes, columns: list[str], first: int) -> pl.DataFrame:
    """Return the rows below the header that are not empty, with the line of each; empty last columns are dropped."""
    import polars as pl

    names = [column or f"unnamed {at}" for at, column in enumerate(columns)]
    types = {name: pl.Float64 if at else pl.String for at, name in enumerate(names)}
    frame = pl.read_csv(io.BytesIO(body), has_header=False, schema=types, infer_schema=False)
    while not columns[-1] and bool(frame[names[-1]].is_null().all()):
        frame = frame.drop(names.pop())
        columns.pop()
    blank = pl.all_horizontal(pl.col(name).is_null() for name in names)
    return frame.with_row_index(LINE, first).filter(~blank)


def _text_in_numbers(data: bytes, columns: Sequence[str], first: int) -> list[str]:
    """Return up to twelve cells that are not numbers, and rows of another length, by row and column."""
    problems: list[str] = []
    lines = data.decode("utf-8", "replace").splitlines()
    for line, row in enumerate(map(_fields, lines), start=first):
        if line == first or not row:
            continue
        if len(row) != len(columns):
            problems.append(f"row {row[0]!r} (line {line}) has {len(row)} fields, the header {len(columns)}")
        for column, cell in zip(columns[1:], row[1:], strict=False):
            try:
                float(cell or "nan")
            except ValueError:
                problems.append(f"row {row[0]!r} (line {line}), column {column!r}: {cell!r} is not a number")
        if len(problems) >= 12:
            break
    return problems


def _fields(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return line.split(",")


def _labels(columns: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return node columns, final-use columns by country in the order of the nodes' countries, and problems."""
    uses = [column for column in columns if column.rpartition("_")[2] in USES and column.count("_") == 1]
    set_of_uses = set(uses)
    nodes = [column for column in columns if column not in set_of_uses and column != "OUT"]
    problems = [f"column {column!r} is neither CTRY_SECTOR nor a final use" for column in nodes if "_" not in column][
        :5
    ]
    if "OUT" not in columns:
        problems.append("there is no column OUT")
    regions = list(dict.fromkeys(node.partition("_")[0] for node in nodes))
    wanted = [f"{region}_{use}" for region in regions for use in USES]
    missing = [column for column in wanted if column not in set_of_uses]
    strangers = sorted(set_of_uses - set(wanted))
    if missing:
        problems.append(f"{len(missing)} final-use columns are missing: {', '.join(missing[:6])}")
    if strangers:
        problems.append(f"final uses of regions that do not produce: {', '.join(strangers[:6])}")
    return nodes, wanted, problems


def _row_problems(rows: list[str], nodes: list[str], lines: list[int]) -> list[str]:
    problems = []
    if rows[: len(nodes)] != nodes:
        wrong = next((at for at, (row, node) in enumerate(zip(rows, nodes, strict=False)) if row != node), len(rows))
        found = repr(rows[wrong]) if wrong < len(rows) else "nothing"
        line = lines[wrong] if wrong < len(lines) else (lines[-1] + 1 if lines else 2)
        expected = nodes[wrong] if wrong < len(nodes) else "TLS"
        problems.append(f"rows are not the columns' nodes in their order: line {line} is {found}, not {expected!r}")
    elif missing := [total for total in TOTALS if total not in rows[len(nodes) :]]:
        problems.append(f"rows {', '.join(missing)} are missing")
    elif len(rows) != len(nodes) + len(TOTALS):
        problems.append(f"{len(rows) - len(nodes)} rows follow the nodes; TLS, VA and OUT should")
    return problems


def _axes(nodes: list[str], name: str) -> tuple[list[str], list[str]]:
    regions = list(dict.fromkeys(node.partition("_")[0] for node in nodes))
    sectors = list(dict.fromkeys(node.partition("_")[2] for node in nodes))
    if nodes != [f"{region}_{sector}" for region in regions for sector in sectors]:
        held = set(nodes)
        missing = [f"{r}_{s}" for r in regions for s in sectors if f"{r}_{s}" not in held]
        text = f"nodes are missing: {', '.join(missing[:6])}" if missing else "nodes are not ordered by country"
        report(name, [text], "every country has every sector, countries one after the other")
    return regions, sectors


def _check_numbers(values: pl.DataFrame, rows: list[str], name: str) -> None:
    problems = []
    for column in values.columns:
        series = values[column]
        if series.null_count() or not bool(series.is_finite().all()):
            at = int(np.flatnonzero(~np.isfinite(series.fill_null(np.nan).to_numpy()))[0])
            problems.append(f"row {rows[at]!r}, column {column!r} is {series[at]}, not a finite number")
    report(name, problems, "a table needs every figure; write 0 where nothing is sold")
