"""Writers of data: JSON of the typed result, and CSV, xlsx and Parquet of its tidy rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
from typing import Any

from technostate.errors import DataError, visible, visible_json
from technostate.write.encode import Encoder
from technostate.write.frame import Row, columns, frame

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Characters of a cell and rows under the head of a sheet, the most that the xlsx format holds.
_CELL, _SHEET = 32_767, 1_048_575
_NO_LIMIT = "csv, parquet and json hold any length: --format csv, or save a file that ends in .csv"


def to_json(data: Any) -> str:
    """Return a result as JSON: its fields, then ``origins``, each once, to which figures refer by number from 1.

    A list without figures is written as a plain list.

    Parameters
    ----------
    data : object
        A frozen, typed result.
    """
    encoder = Encoder()
    body = encoder.plain(data)
    origins = encoder.origins()
    if origins:
        body = {**(body if isinstance(body, dict) else {"rows": body}), "origins": origins}
    return visible_json(laid(body)) + "\n"


def laid(item: Any, depth: int = 0) -> str:
    """Return JSON types as JSON text, indented; a figure, or a list without lists in it, takes one line.

    Examples
    --------
    >>> print(laid({"state": "CHN", "figures": [{"value": 1.5, "unit": "%"}]}))
    {
     "state": "CHN",
     "figures": [
      {"value": 1.5, "unit": "%"}
     ]
    }
    """
    parts = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    if not any(isinstance(part, dict | list) and part for part in parts) and (depth or not parts):
        return json.dumps(item, ensure_ascii=False, allow_nan=False)
    before = "\n" + " " * (depth + 1)
    if isinstance(item, dict):
        lines = [f"{json.dumps(key, ensure_ascii=False)}: {laid(part, depth + 1)}" for key, part in item.items()]
        return f"{{{before}{f',{before}'.join(lines)}\n{' ' * depth}}}"
    return f"[{before}{f',{before}'.join(laid(part, depth + 1) for part in item)}\n{' ' * depth}]"


def to_csv(rows: tuple[Row, ...]) -> str:
    """Return tidy rows as CSV (RFC 4180, line feeds).

    Text that a spreadsheet would run gets an apostrophe; what a terminal would obey is written as an escape.

    Examples
    --------
    >>> print(to_csv(({"name": "=1+1", "n": -2},)), end="")
    name,n
    '=1+1,-2
    """
    made = columns(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(made)
    for row in zip(*made.values(), strict=True):
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue()


def _safe(cell: Any) -> Any:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str):
        return visible(f"'{cell}" if cell.startswith(_FORMULA) else cell)
    return "" if cell is None else cell


def to_parquet(rows: tuple[Row, ...]) -> bytes:
    """Return tidy rows as a Parquet file."""
    out = io.BytesIO()
    frame(rows).write_parquet(out, compression="zstd")
    return out.getvalue()


def to_xlsx(rows: tuple[Row, ...], title: str) -> bytes:
    """Return tidy rows as a workbook of one sheet; text stays text, no cell is a formula.

    An end of a range that lies beyond what was computed is written in words, as in CSV: a cell holds no infinity.

    Parameters
    ----------
    title : str
        Of the workbook.

    Raises
    ------
    DataError
        If there are more rows than a sheet holds, or a text is longer than a cell holds: nothing is cut.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    made = columns(rows)
    if len(rows) > _SHEET:
        raise DataError(f"{len(rows):,} rows do not fit into a sheet, which holds {_SHEET:,}", hint=_NO_LIMIT)
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": dt.datetime(2000, 1, 1)})
        sheet = book.add_worksheet("figures")
        bold = book.add_format({"bold": True})
        for at, (name, cells) in enumerate(made.items()):
            sheet.write_string(0, at, name, bold)
            for down, cell in enumerate(cells, start=1):
                if cell is None:
                    continue
                if isinstance(cell, bool):
                    sheet.write_boolean(down, at, cell)
                elif isinstance(cell, int | float) and math.isfinite(cell):
                    sheet.write_number(down, at, cell)
                else:
                    sheet.write_string(down, at, _whole(str(cell), name, down))
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _whole(text: str, column: str, row: int) -> str:
    if len(text) > _CELL:
        raise DataError(
            f"row {row} has a {column} of {len(text):,} characters, and a cell of a workbook holds {_CELL:,}",
            hint=_NO_LIMIT,
        )
    return text
