"""A user's own tariffs: a CSV file of importer, exporter, sector and rate, laid over the rates of a world."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from technostate.errors import DataError, TechnostateError, nearest, with_problems
from technostate.evidence import Origin
from technostate.evidence.readers.delimited import Row, rows
from technostate.evidence.readers.tariffs import MOST
from technostate.evidence.regions import EU27_2020
from technostate.world.table import Array
from technostate.world.world import World

COLUMNS = ("importer", "exporter", "sector", "rate")
#: A table of all pairs of 81 regions and 28 sectors has about 180,000 rows.
MOST_BYTES, MOST_ROWS = 2**24, 250_000
#: Mistakes that are listed; the number of the others is said.
_LISTED = 20

Cell = tuple[int, int, int]


def read_tariffs(path: Path, world: World) -> dict[Cell, float]:
    """Return (sector, importer, exporter), by position in a world, → rate as a fraction, from a CSV file.

    Parameters
    ----------
    path : Path
        With columns ``importer``, ``exporter``, ``sector`` and ``rate``; codes are those of the world, and ``EU``
        stands for every member that the world shows. A product has the rate of what it is a part of unless the file
        has one of its own.

    Raises
    ------
    DataError
        If the file cannot be read, is too large, or has mistakes: one error lists them by line.
    """
    if path.exists() and not path.is_file():
        raise DataError(f"{path} is no file: a folder, a device or a pipe", hint="give the path of a CSV file")
    found: dict[Cell, float] = {}
    problems: list[str] = []
    for number, row in enumerate(rows(path, COLUMNS, limit=MOST_BYTES), 1):
        if number > MOST_ROWS:
            problems.append(f"it has more than {MOST_ROWS:,} rows")
            break
        _read(row, world, found, problems)
    if not found and not problems:
        problems.append("it has no row")
    if problems:
        raise DataError(
            with_problems(f"{path.name} has", problems, most=_LISTED),
            hint="a row is importer, exporter, sector, rate: USA,CHN,C26,0.25 is 25 per cent",
        )
    return found | dict(_of_products(found, world))


def _of_products(found: Mapping[Cell, float], world: World) -> Iterator[tuple[Cell, float]]:
    """Yield the rates of products that a file does not name: those of the nearest that they are a part of."""
    pairs = {(n, i) for _, n, i in found}
    for product in world.products:
        chain = [product]
        while (parent := world.parent_of(chain[-1])) != chain[-1]:
            chain.append(parent)
        places = [world.sector_index(sector) for sector in chain]
        for n, i in pairs:
            rate = next((found[j, n, i] for j in places if (j, n, i) in found), None)
            if rate is not None:
                yield (places[0], n, i), rate


def _read(row: Row, world: World, found: dict[Cell, float], problems: list[str]) -> None:
    where, before = f"line {row.line}", len(problems)
    try:
        rate = row.number("rate", missing=())
    except TechnostateError:
        rate = None
    if rate is None:
        problems.append(f"{where}: rate is {row.text('rate')!r}, not a number")
    elif not -1.0 < rate <= MOST:
        meant = f"; is {rate / 100:g} meant?" if 1 < abs(rate) <= 1000 else ""
        problems.append(f"{where}: rate is {rate:g}; a fraction above -1 to {MOST:g} is needed{meant}")
    sides = [_places(row.text(name), world.regions, f"{where}: {name}", problems) for name in COLUMNS[:2]]
    sectors = _places(row.text("sector"), world.sectors, f"{where}: sector", problems)
    cells = [(j, n, i) for j in sectors for n in sides[0] for i in sides[1] if n != i]
    if len(problems) == before and not cells:
        problems.append(f"{where}: importer and exporter are the same")
    if again := [cell for cell in cells if cell in found]:
        j, n, i = again[0]
        names = f"{world.regions[n]}, {world.regions[i]}, {world.sectors[j]}"
        problems.append(f"{where}: {names} stands there twice")
    if rate is not None:
        found.update(dict.fromkeys(cells, rate))


def _places(code: str, known: tuple[str, ...], where: str, problems: list[str]) -> list[int]:
    if code in known:
        return [known.index(code)]
    members = [position for position, label in enumerate(known) if label in EU27_2020] if code == "EU" else []
    if not members:
        close = nearest(code, known)
        problems.append(f"{where} {code[:40]!r} is unknown" + (f" (nearest: {', '.join(close)})" if close else ""))
    return members


def overlaid(world: World, path: Path) -> World:
    """Return a world with a user's tariffs laid over its own; links that the file does not name keep theirs.

    Raises
    ------
    DataError
        As `read_tariffs`.
    """
    cells = read_tariffs(path, world)
    n, j = world.shape
    table: Array = np.full((j, n, n), np.nan) if world.tariff is None else np.array(world.tariff)
    own = np.arange(n)
    table[:, own, own] = 0.0
    for cell, rate in cells.items():
        table[cell] = rate
    name = os.fspath(path.name)
    origin = Origin("the user", f"own tariffs, {name}", name, "not dated", "the user's", note=f"{len(cells)} links")
    return replace(world, tariff=table, tariff_origin=origin)
