"""Tariffs between pairs of states by sector, 2017 to 2026: statutory and collected rates, each row with its source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows

FOLDER = "tariffs_2017_2026"
ORIGINS = tuple(data_set("tariffs").origins.values())
#: A rate above this is more likely per cent than a fraction.
MOST = 3.0
#: Rows on one product of a sector: no rate of the sector follows from them.
_ONE_PRODUCT = "statutory, one product"

#: Columns of words.
TEXTS = ("importer", "exporter", "sector", "as_of", "kind", "basis", "weights", "source")

Basis = Literal["total", "added"]


@dataclass(frozen=True)
class Rate:
    """The rate of one importer on one sector of one exporter.

    Parameters
    ----------
    exporter : str
        A code, ``EU``, or ``ROW:`` and a name that no world shows apart.
    as_of : str
        ``mean of the year``, ``whole year`` (collected), or a day.
    rate : float
        Ad-valorem fraction.
    kind : str
        Statutory, collected, or collected in 2024 with what was added since.
    basis : {"total", "added"}
        The whole rate, or what came on top of the rate before.
    weights, source : str
        What the mean over products weighs with, and where the row comes from.
    """

    importer: str
    exporter: str
    sector: str
    year: int
    as_of: str
    rate: float
    kind: str
    basis: Basis
    weights: str
    source: str


def read(path: Path) -> tuple[Rate, ...]:
    """Return the rates of the file, in its order, without the rows on a single product.

    Raises
    ------
    DataError
        If the file is malformed, a rate is missing, negative or above 3, a basis is unknown, or a row stands twice.
    """
    columns = ("importer", "exporter", "sector", "year", "as_of", "rate", "kind", "basis", "weights", "source")
    found: list[Rate] = []
    seen: set[tuple[str, ...]] = set()
    for row in rows(path, columns):
        where = f"{row.file} line {row.line}"
        if row.text("kind") == _ONE_PRODUCT:
            continue
        rate, basis = row.number("rate", missing=()), row.text("basis")
        if rate is None or not 0.0 <= rate <= MOST:
            raise DataError(f"{where}: rate is {row.text('rate')}", hint="a fraction from 0 to 3 is needed")
        if basis not in ("total", "added"):
            raise DataError(f"{where}: basis is {basis!r}", hint="it is total or added")
        key = tuple(row.text(name) for name in (*columns[:5], "kind", "basis"))
        if key in seen:
            raise DataError(f"{where}: the same pair, sector and date stand there twice", hint="remove a row")
        seen.add(key)
        texts = {name: row.text(name) for name in ("importer", "exporter", "sector", "as_of", "kind", "weights")}
        found.append(
            Rate(year=row.year("year"), rate=rate, basis=basis, source=row.text("source"), **texts)  # type: ignore[arg-type]
        )
    return tuple(found)
