"""Delimited text as people save it: other separators, decimal commas, blank lines, a byte-order mark."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from technostate.errors import DataError
from technostate.evidence.printable import shown

#: Text with another separator than a comma is rewritten in memory; longer files are refused.
MOST_REWRITTEN = 256 * 2**20
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
_DECIMAL = re.compile(r"[-+]?[0-9]*,[0-9]+(?:[eE][-+]?[0-9]+)?")
_WORDS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def separator(line: str) -> str:
    r"""Return what separates the fields of a header: a tab, or the most frequent of comma, semicolon and bar.

    Examples
    --------
    >>> separator("region;sector;value"), separator("a,b"), separator("a\tb, c")
    (';', ',', '\t')
    """
    return "\t" if "\t" in line else max(",;|", key=line.count)


def plain(data: bytes, where: str) -> tuple[bytes, int]:
    """Return a CSV as comma-separated UTF-8 with decimal points, and the number of the line its header is in.

    Decimal commas are read where fields are separated by semicolons or tabs, unless they may be thousands.

    Raises
    ------
    DataError
        If the text is empty or UTF-16, holds NUL bytes, or its numbers can be read in two ways.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(f"{where} is UTF-16 or UTF-32", hint="save it as CSV in UTF-8")
    if b"\0" in data[: 2**16] or b"\0" in data[-(2**16) :]:
        raise DataError(f"{where} holds NUL bytes: it is no text", hint="it may be cut off or damaged")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        raise DataError(f"{where} is empty", hint="it may be cut off")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    first = 1
    named = ""
    while True:
        line, _, rest = data.partition(b"\n")
        if not rest or (line.strip(b" \t\r;,") and not line.startswith(b"sep=")):
            break
        # Excel writes the separator into a line of its own.
        named = line[4:5].decode("ascii", "replace") if line.startswith(b"sep=") else named
        data, first = rest, first + 1
    mark = named or separator(line.decode("utf-8", "replace"))
    return (data if mark == "," else _rewritten(data, where, mark)), first


def _rewritten(data: bytes, where: str, mark: str) -> bytes:
    word = _WORDS.get(mark, repr(mark))
    if len(data) > MOST_REWRITTEN:
        raise DataError(
            f"{where} is separated by {word} and has more than {MOST_REWRITTEN // 2**20} MiB",
            hint="save it with commas",
        )
    try:
        rows = list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=mark))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{where} cannot be read ({error})", hint="save it as CSV in UTF-8") from None
    names = [name.strip().casefold() for name in rows[0]]
    # In a tidy table only the figures are numbers; in a wide one all columns but the first.
    columns = [names.index("value")] if "value" in names else list(range(1, len(names)))
    _point_decimals(rows, columns, f"{where} is separated by {word}")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _point_decimals(rows: list[list[str]], columns: Iterable[int], where: str) -> None:
    """Turn decimal commas into points, in place; refuse what could be read in two ways."""
    cells = [(row, at) for row in rows[1:] for at in columns if at < len(row) and "," in row[at]]
    commas = [(row, at) for row, at in cells if _DECIMAL.fullmatch(row[at].strip())]
    if commas and any("." in row[at] for row in rows[1:] for at in columns if at < len(row)):
        raise DataError(f"{where} and has decimal commas and points", hint="write every figure with a decimal point")
    if commas and all(_THOUSANDS.fullmatch(row[at].strip()) for row, at in commas):
        row, at = commas[0]
        raise DataError(
            f"{where}; {shown(row[at])} may have a decimal comma or a mark of thousands",
            hint="write every figure with a decimal point and without marks of thousands",
        )
    for row, at in commas:
        row[at] = row[at].strip().replace(",", ".")
