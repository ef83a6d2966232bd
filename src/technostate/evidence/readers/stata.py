"""Read a Stata file of releases 117 and 118 (Stata 13 and later): figures and short texts, row by row as text."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from technostate.errors import DataError, nearest
from technostate.evidence.readers.delimited import LIMIT_BYTES, Row, size_checked

#: Type code → format of a figure, and the smallest figure that stands for a missing one.
_FIGURES = {
    65526: ("d", 2.0**1023), 65527: ("f", 2.0**127), 65528: ("i", 2147483621), 65529: ("h", 32741), 65530: ("b", 101),
}  # fmt: skip
#: Longest text in a field, and bytes of a variable's name and width of the count of variables by release.
_LONGEST, _NAME = 2045, {117: 33, 118: 129}


def rows(path: Path, required: Sequence[str]) -> Iterator[Row]:
    """Yield the named columns of each row; missing figures are empty, the first row of figures is line 1.

    Parameters
    ----------
    required : sequence of str
        Columns that must be there; only these are read.

    Raises
    ------
    DataError
        If the file is absent, too large, cut off, of another release or lacks a column.
    """
    names, types, layout, body = _parts(path)
    missing = [name for name in required if name not in names]
    if missing:
        close = nearest(missing[0], names, n=1)
        raise DataError(
            f"{path.name} lacks {len(missing)} column{'s' if len(missing) > 1 else ''}: {', '.join(missing)}",
            hint=(f"is {missing[0]} named {close[0]!r}? " if close else "") + f"it has {', '.join(names[:12])}",
        )
    places = [names.index(name) for name in required]
    for line, cells in enumerate(layout.iter_unpack(body), start=1):
        yield Row(
            path.name, line,
            {name: _cell(cells[at], types[at]) for name, at in zip(required, places, strict=True)},
        )  # fmt: skip


def columns(path: Path) -> tuple[str, ...]:
    """Return the names of the columns of a Stata file, in order; raises `DataError` like `rows`."""
    return tuple(_parts(path)[0])


def _parts(path: Path) -> tuple[list[str], tuple[int, ...], struct.Struct, memoryview]:
    """Return names and type codes of the columns, the layout of a row, and all rows."""
    data = size_checked(path, LIMIT_BYTES).read_bytes()
    try:
        release = int(_between(data, b"<release>", b"</release>"))
        if release not in _NAME:
            raise ValueError(f"release {release} is none of {', '.join(map(str, _NAME))}")
        order = {b"LSF": "<", b"MSF": ">"}[_between(data, b"<byteorder>", b"</byteorder>")]
        (count,) = struct.unpack_from(f"{order}H", data, _after(data, b"<K>"))
        (height,) = struct.unpack_from(f"{order}{'Q' if release > 117 else 'I'}", data, _after(data, b"<N>"))
        types = struct.unpack_from(f"{order}{count}H", data, _after(data, b"<variable_types>"))
        start, wide = _after(data, b"<varnames>"), _NAME[release]
        names = [_text(data[start + wide * at : start + wide * (at + 1)]) for at in range(count)]
        layout = struct.Struct(order + "".join(_format(code) for code in types))
        start = _after(data, b"<data>")
        body = memoryview(data)[start : start + height * layout.size]
        if len(body) < height * layout.size:
            raise ValueError(f"{height} rows are promised and {len(body) // max(layout.size, 1)} are there")
        return names, types, layout, body
    except (ValueError, KeyError, struct.error) as error:
        raise DataError(
            f"{path.name} cannot be read as a Stata file: {error}", hint="save it with Stata 14 or later, or as CSV"
        ) from None


def _after(data: bytes, tag: bytes) -> int:
    found = data.find(tag)
    if found < 0:
        raise ValueError(f"it has no {tag.decode()}")
    return found + len(tag)


def _between(data: bytes, tag: bytes, end: bytes) -> bytes:
    start = _after(data, tag)
    return data[start : start + max(0, data[start : start + 20].find(end))]


def _format(code: int) -> str:
    if code in _FIGURES:
        return _FIGURES[code][0]
    if not 1 <= code <= _LONGEST:
        raise ValueError(f"type {code} is neither a figure nor a short text")
    return f"{code}s"


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("utf-8")


def _cell(value: bytes | float, code: int) -> str:
    if isinstance(value, bytes):
        return value.partition(b"\0")[0].decode("utf-8", errors="replace")
    # A float's text reads back as the same float.
    return "" if value >= _FIGURES[code][1] else str(value)
