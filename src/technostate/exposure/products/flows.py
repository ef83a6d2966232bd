"""Flows of trade by product as arrays, read from a table in BACI's layout block by block."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.evidence.printable import printable, shown

if TYPE_CHECKING:
    import polars as pl

#: Flows of one year at most; a year of BACI has some eleven million.
LIMIT_ROWS = 40_000_000
#: Products of one year at most; the Harmonised System has some 5,600.
LIMIT_PRODUCTS = 20_000
#: Bytes of text at most: a year of BACI has some 350 MB.
LIMIT_BYTES = 4 * 2**30
#: Bytes of text that are taken apart at once.
BLOCK = 32 * 2**20
#: Bytes of memory that a byte of text takes at most while a year is read and sorted (measured: 2.7).
MEMORY = 3
#: Column → the names that it has had.
COLUMNS = {"t": ("t", "year"), "i": ("i",), "j": ("j",), "k": ("k", "hs6"), "v": ("v",)}
#: Thousand US dollars that no flow of a product reaches: the trade of the world has some 25,000,000,000.
_MOST = 1e10
#: Codes of goods that nobody has classified begin with this, and some have letters.
_NOT_SPECIFIED = "9999"
_BASE = 1000


@dataclass(frozen=True)
class Flows:
    """Flows of one year, sorted by product, importer and exporter.

    Parameters
    ----------
    codes : array (K,)
        Codes of the products as numbers, ascending.
    product : array (F,)
        Positions in `codes`.
    importer, exporter : array (F,)
        Positions among the regions.
    value : array (F,)
        US dollars.
    unclassified, at_home : int
        Rows left out: of products that are not specified, and from a country to itself.
    """

    codes: NDArray[np.uint32]
    product: NDArray[np.uint16]
    importer: NDArray[np.uint16]
    exporter: NDArray[np.uint16]
    value: NDArray[np.int64]
    unclassified: int = 0
    at_home: int = 0


def read(stream: IO[bytes], name: str, year: int, place: Mapping[int, int]) -> Flows:
    """Return the flows of a table with the columns t, i (exporter), j (importer), k, v (thousand US dollars).

    Quantities (q) are not read: a value has a meaning for every product, a weight has not.

    Parameters
    ----------
    name : str
        Of the table, for messages.
    place : mapping of int to int
        Number of a country → position among the regions.

    Raises
    ------
    DataError
        If the table is malformed, of another year, names a country that is not known or a flow twice, or is too large.
    """
    position = np.full(_BASE, -1, dtype=np.int32)
    for number, at in place.items():
        position[number] = at
    parts: list[tuple[NDArray[Any], ...]] = []
    unclassified = at_home = count = 0
    for first, frame in _blocks(stream, name):
        rows = _checked(frame, name, first, year, position)
        keep = rows["code"] > 0
        unclassified += int((~keep).sum())
        home = keep & (rows["i"] == rows["j"])
        at_home += int(home.sum())
        keep &= ~home
        parts.append(tuple(rows[key][keep] for key in ("code", "i", "j", "value", "line")))
        count += int(keep.sum())
        if count > LIMIT_ROWS:
            raise DataError(f"{name} has more than {LIMIT_ROWS:,} flows", hint="one file holds one year of BACI")
    if not count:
        raise DataError(f"{name} has no flow", hint="the file is cut off: download it again")
    columns = [np.concatenate([part[at] for part in parts]) for at in range(5)]
    parts.clear()
    return _sorted(columns, name, position, unclassified, at_home)


def _sorted(
    columns: list[NDArray[Any]], name: str, position: NDArray[np.int32], unclassified: int, at_home: int
) -> Flows:
    code, exporter, importer, value, line = columns
    key = (code.astype(np.int64) * _BASE + importer) * _BASE + exporter
    order = np.argsort(key, kind="stable")
    key = key[order]
    if (same := np.flatnonzero(key[1:] == key[:-1])).size:
        at = order[same[0] + 1]
        raise DataError(
            f"{name} line {line[at]}: product {code[at]:06d} from {exporter[at]} to {importer[at]} is there twice",
            hint="the file is damaged: download it again",
        )
    codes, product = np.unique(code[order], return_inverse=True)
    if len(codes) > LIMIT_PRODUCTS:
        raise DataError(
            f"{name} has {len(codes):,} products", hint=f"at most {LIMIT_PRODUCTS:,}: BACI has codes of six digits"
        )
    return Flows(
        codes.astype(np.uint32),
        product.astype(np.uint16),
        position[importer[order]].astype(np.uint16),
        position[exporter[order]].astype(np.uint16),
        value[order],
        unclassified,
        at_home,
    )


def _blocks(stream: IO[bytes], name: str) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the line on which a block begins, and its rows as text under the keys of `COLUMNS`."""
    import polars as pl

    head = stream.readline(10_000)
    names = _header(head, name)
    line, rest, size = 2, b"", len(head)
    while True:
        data = stream.read(BLOCK)
        size += len(data)
        if size > LIMIT_BYTES:
            raise DataError(f"{name} has more than {LIMIT_BYTES / 2**20:,.0f} MiB", hint="one file holds one year")
        whole, newline, rest = (rest + data).rpartition(b"\n") if data else (rest, b"", b"")
        if not data and not whole:
            return
        if data and not newline:
            # A block without an end of line is no table.
            raise DataError(f"{name} line {line} is longer than {BLOCK:,} bytes" if len(data) == BLOCK else
                            f"{name} line {line} is cut off", hint="download the file again")  # fmt: skip
        if b"\0" in whole:
            raise DataError(f"{name} contains NUL bytes after line {line}", hint="it is a binary file, or damaged")
        lines = whole.count(b"\n") + 1
        if not (whole := whole.rstrip(b"\r\n \t")):
            line += lines
            continue
        try:
            frame = pl.read_csv(
                io.BytesIO(whole), has_header=False, schema=dict.fromkeys(names, pl.String), quote_char=None,
                encoding="utf8-lossy",
            ).select(pl.col(key).str.strip_chars(' \t\r"') for key in COLUMNS)  # fmt: skip
        except pl.exceptions.PolarsError:
            raise _ragged(whole, name, line, len(names)) from None
        if frame.height != whole.count(b"\n") + 1:
            raise _ragged(whole, name, line, len(names))
        yield line, frame
        line += lines


def _header(line: bytes, name: str) -> tuple[str, ...]:
    """Return a name for each column: the keys of `COLUMNS`, and others that are not read."""
    text = line.decode("utf-8-sig", "replace").strip()
    if not text:
        raise DataError(f"{name} is empty", hint="download the file again")
    found = [field.strip().casefold() for field in next(csv.reader([text]), [])]
    known = {old: key for key, olds in COLUMNS.items() for old in olds}
    names = [known.get(field, f"column {at}") for at, field in enumerate(found)]
    lacking = [key for key in COLUMNS if names.count(key) != 1]
    if lacking:
        hint = "columns are separated by commas" if ";" in text or "\t" in text else "BACI has t,i,j,k,v,q"
        raise DataError(
            f"{name} has not one column each of {', '.join(lacking)}", hint=f"{hint}; it has {printable(text[:80])}"
        )
    return tuple(names)


def _ragged(block: bytes, name: str, line: int, wanted: int) -> DataError:
    for at, text in enumerate(block.split(b"\n")):
        if text.count(b",") != wanted - 1:
            return DataError(
                f"{name} line {line + at}: {text.count(b',') + 1 if text.strip() else 0} fields, {wanted} expected",
                hint="the file is cut off, or numbers have decimal commas: download it again",
            )
    return DataError(f"{name} cannot be read after line {line}", hint="download it again")


def _checked(
    frame: pl.DataFrame, name: str, first: int, year: int, position: NDArray[np.int32]
) -> dict[str, NDArray[Any]]:
    """Return numbers of a block; the first row that is wrong is the error."""
    import polars as pl

    whole = frame.select(
        pl.col("t").cast(pl.Int32, strict=False).fill_null(-1),
        *(pl.col(key).cast(pl.Int32, strict=False).fill_null(-1) for key in ("i", "j")),
        pl.when(pl.col("k").str.contains(r"^\d{5,6}$"))
        .then(pl.col("k").cast(pl.UInt32, strict=False))
        .when(pl.col("k").str.starts_with(_NOT_SPECIFIED))
        .then(0)
        .alias("code"),
        pl.col("v").cast(pl.Float64, strict=False).fill_null(float("nan")),
    )
    years, value = whole["t"].to_numpy(), whole["v"].to_numpy()
    with np.errstate(invalid="ignore"):
        right = {
            "t": years == year,
            **{
                key: (number >= 0) & (number < _BASE) & (position[np.clip(number, 0, _BASE - 1)] >= 0)
                for key in ("i", "j")
                for number in (whole[key].to_numpy(),)
            },
            "k": whole["code"].is_not_null().to_numpy(),
            "v": (value >= 0) & (value < _MOST),
        }
    if not (good := np.logical_and.reduce(list(right.values()))).all():
        at = int(np.argmin(good))
        key = next(key for key, found in right.items() if not found[at])
        raise _wrong(key, frame[key][at], name, first + at, year)
    code = whole["code"].fill_null(0).to_numpy()
    # Chapter 99 with letters was set to 0; 999999 in digits is unspecified too.
    code = np.where(code // 100 == int(_NOT_SPECIFIED), 0, code)
    return {
        "code": code.astype(np.uint32),
        "i": whole["i"].to_numpy().astype(np.uint16),
        "j": whole["j"].to_numpy().astype(np.uint16),
        "value": np.rint(value * 1000.0).astype(np.int64),
        "line": np.arange(first, first + frame.height, dtype=np.uint32),
    }


def _wrong(key: str, text: str | None, name: str, line: int, year: int) -> DataError:
    found = shown(text or "")
    said = {
        "t": (f"the year {found}, not {year}", "one file holds one year, which its name says"),
        "i": (f"the exporter {found} is in no list of countries", "name the list of the same release: "
              "--option countries=country_codes_V202401.csv"),
        "j": (f"the importer {found} is in no list of countries", "name the list of the same release: "
              "--option countries=country_codes_V202401.csv"),
        "k": (f"the product {found} is no code of six digits", "BACI is published by codes of six digits"),
        "v": (f"the value {found} is no amount in thousand US dollars", "a number with a decimal point, not negative"),
    }[key]  # fmt: skip
    return DataError(f"{name} line {line}: {said[0]}", hint=said[1])
