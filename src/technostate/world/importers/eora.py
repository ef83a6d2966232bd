"""Kind ``eora26``: Eora26, 189 countries with 26 sectors, as ``Eora26_2015_bp.zip`` or a folder of its files.

The layout is that of pymrio's ``parse_eora26``: tab-separated figures without labels in ``Eora26_YYYY_bp_T.txt``,
``_FD.txt`` and ``_VA.txt``; labels in ``labels_T.txt`` (country, code, system, sector) and ``labels_FD.txt`` (country,
code, system, category), in the archive or in ``indices.zip`` beside it. The row and column ``ROW`` are statistical
discrepancies and no country: what is sold there is discrepancy, what is bought there is left in value added. Figures
are thousand USD.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import numpy as np

from technostate.errors import DataError
from technostate.evidence.own.kinds import Asked, Kind
from technostate.world.formats.assemble import report
from technostate.world.formats.members import Members, members
from technostate.world.importers.accounts import Account, world_of
from technostate.world.importers.batch import OPTIONS, WorldBatch, check_options, iso3, named, opened, origin
from technostate.world.importers.fold import Fold, axes
from technostate.world.importers.matrices import add_matrix, is_stock
from technostate.world.importers.text import lines, plain

URL = "https://worldmrio.com/eora26/"
#: Eora's label of statistical discrepancies.
UNSOLD = "ROW"
_TABLE = re.compile(r"Eora26_([0-9]{4})_(bp|pp)_(T|FD|VA)\.txt")
_CODES = {"SDS": "SSD", "PSE": "PSE", "TMP": "TLS"}
_HINT = "take Eora26_YYYY_bp.zip as it is, with indices.zip beside it; or the folder of its files"


def country(code: str) -> str:
    """Return our label for Eora's code of a country.

    Examples
    --------
    >>> country("CHN"), country("SDS"), country("ROM")
    ('CHN', 'SSD', 'ROU')
    """
    return _CODES.get(code) or iso3(code)


def read(path: Path, asked: Asked) -> WorldBatch:
    """Read the table of a year; raises `DataError` with one message."""
    check_options(asked, KIND.options)
    files = opened(path, (".zip", "a folder of .txt"))
    year, price, tables = _tables(files, asked)
    labels = _labels(files, "labels_T.txt", path)
    uses = [(row[1], row[3]) for row in _labels(files, "labels_FD.txt", path)]
    held = [(row[1], row[3]) for row in labels]
    nodes = [node for node in held if node[0] != UNSOLD]
    fold = Fold(files.name, axes(files.name, nodes, asked, country))
    if strangers := sorted({region for region, _ in uses} - set(fold.axes.region_of) - {UNSOLD}):
        report(
            files.name, [f"labels_FD.txt has countries that labels_T.txt has not: {', '.join(strangers[:5])}"], _HINT
        )
    rows = [-1 if node[0] == UNSOLD else fold.node(*node) for node in held]
    columns = np.array([fold.unsold if row < 0 else row for row in rows], dtype=np.intp)
    final = np.array(
        [fold.unsold if region == UNSOLD else fold.use(region, stock=is_stock(use)) for region, use in uses],
        dtype=np.intp,
    )
    add_matrix(fold, files, tables["T"], rows, columns)
    add_matrix(fold, files, tables["FD"], rows, final)
    with files.open(tables["VA"]) as stream:
        inputs = sum(1 for line in stream if line.strip())
    costs = np.array([fold.nowhere if row < 0 else row for row in rows], dtype=np.intp)
    add_matrix(fold, files, tables["VA"], [fold.value_added] * inputs, costs)
    vintage = asked.vintage or f"{year}, release not stated"
    account = Account(
        named(asked, f"eora26-{year}{'-pp' if price == 'pp' else ''}"), year,
        f"Eora26, {len(fold.axes.sectors)} sectors",
        origin("Eora", "Eora26 multi-region input-output table", "Lenzen et al. (2012, 2013), Eora26, "
               f"{'basic' if price == 'bp' else 'purchasers’'} prices, {year}", vintage, KIND.terms, URL),
        "value added, and what is bought from statistical discrepancies", "sales", 0.001, balanced=False,
    )  # fmt: skip
    world, said = world_of(fold, account, asked)
    return WorldBatch(world, vintage, said)


def _tables(files: Members, asked: Asked) -> tuple[int, str, dict[str, str]]:
    """Return year, prices and the three files of the year that was asked for, or of the only one."""
    found: dict[tuple[int, str], dict[str, str]] = {}
    for name in files.names:
        if match := _TABLE.fullmatch(PurePosixPath(name).name):
            found.setdefault((int(match[1]), match[2]), {})[match[3]] = name
    whole = {key: tables for key, tables in found.items() if set(tables) == {"T", "FD", "VA"}}
    if not whole:
        raise DataError(f"{files.name} lacks T, FD or VA of Eora26", hint=_HINT)
    chosen = [key for key in whole if asked.year in (None, key[0])]
    if len({year for year, _ in chosen}) != 1:
        held = ", ".join(sorted({str(year) for year, _ in whole}))
        raise DataError(f"{files.name} holds the years {held}", hint="choose one: --year YYYY")
    key = min(chosen)
    return *key, whole[key]


def _labels(files: Members, name: str, path: Path) -> list[list[str]]:
    """Return the rows of a file of labels, from the archive or from ``indices.zip`` beside it."""
    beside = path.with_name("indices.zip")
    for source in (files, members(beside)) if beside.is_file() else (files,):
        if held := [label for label in source.names if PurePosixPath(label).name == name]:
            rows = [list(map(plain, line.rest.split("\t"))) for line in lines(source, held[0], labels=0, mark="\t")]
            if short := [at for at, row in enumerate(rows, 1) if len(row) < 4]:
                report(source.name, [f"{name} line {short[0]} has fewer than four fields"], _HINT)
            return rows
    raise DataError(f"{files.name} has no {name}", hint=_HINT)


KIND = Kind(
    "eora26", "Eora", "Eora26 multi-region input-output tables, 1990 to 2017", "Eora26_2015_bp.zip, indices.zip", URL,
    "world", read, OPTIONS, "free for academic work at universities; other use needs a licence of the producer",
)  # fmt: skip
