"""Figures as bytes: regions with the number of their years, then all years, then all values, compressed."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Mapping

#: More bytes than any series has, unpacked: a store that somebody made may say anything.
LIMIT = 256 * 2**20


def packed(values: Mapping[str, Mapping[int, float]]) -> bytes:
    """Return region → year → value as bytes, each value to the last bit.

    Examples
    --------
    >>> unpacked(packed({"CHN": {2020: 0.1, 2021: 0.2}, "USA": {2020: 1e300}}))
    {'CHN': {2020: 0.1, 2021: 0.2}, 'USA': {2020: 1e+300}}
    """
    head = json.dumps([[region, len(path)] for region, path in values.items()], ensure_ascii=False).encode()
    years = array("h", [year for path in values.values() for year in path])
    figures = array("d", [value for path in values.values() for value in path.values()])
    return zlib.compress(b"\n".join((head, _ordered(years) + _ordered(figures))), 6)


def unpacked(content: bytes) -> dict[str, dict[int, float]]:
    """Return what `packed` was given; raises `ValueError` if it is anything else."""
    machine = zlib.decompressobj()
    try:
        head, found, rest = machine.decompress(content, LIMIT).partition(b"\n")
        if not found or machine.unconsumed_tail or not machine.eof:
            raise ValueError("it is cut off, or larger than any series")
        counts = [(str(region), int(years)) for region, years in json.loads(head)]
    except (zlib.error, TypeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    total = sum(number for _, number in counts)
    if len(rest) != 10 * total or min((number for _, number in counts), default=0) < 0:
        raise ValueError(f"{len(rest)} bytes for {total} figures")
    years, figures = array("h"), array("d")
    years.frombytes(rest[: 2 * total])
    figures.frombytes(rest[2 * total :])
    if sys.byteorder == "big":
        years.byteswap()
        figures.byteswap()
    values: dict[str, dict[int, float]] = {}
    start = 0
    for region, number in counts:
        values[region] = dict(zip(years[start : start + number], figures[start : start + number], strict=True))
        start += number
    return values


def _ordered(numbers: array[int] | array[float]) -> bytes:
    """Return numbers as bytes in the same order on every machine, the lowest first."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()
