"""Kind ``exiobase3``: EXIOBASE 3 monetary tables as ``IOT_2020_ixi.zip`` or ``IOT_2020_pxp.zip``, or a folder of them.

The layout is that of pymrio's ``parse_exiobase3``: tab-separated ``Z.txt`` (or ``A.txt`` with ``x.txt``) with two lines
of region and sector above the figures and a third that names the label columns, ``Y.txt`` (region, category),
``x.txt`` and ``unit.txt``. 49 regions have codes of two letters; five are rests of continents (WA, WE, WF, WL, WM),
here ``WWA`` … as older releases call them. Figures are EUR million.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import numpy as np

from technostate.errors import DataError
from technostate.evidence.own.kinds import Asked, Kind
from technostate.evidence.printable import shown
from technostate.world.formats.assemble import report
from technostate.world.formats.members import Members
from technostate.world.importers.accounts import Account, world_of
from technostate.world.importers.batch import (
    OPTIONS,
    WorldBatch,
    check_options,
    iso3,
    last_year,
    named,
    opened,
    origin,
    year_said,
)  # fmt: skip
from technostate.world.importers.euro import EURO, musd_per_euro
from technostate.world.importers.fold import Fold, Node, axes
from technostate.world.importers.matrices import add_matrix, is_stock
from technostate.world.importers.text import lines, plain
from technostate.world.table import Array

URL = "https://doi.org/10.5281/zenodo.3583070"
_RESTS = {"WA": "WWA", "WE": "WWE", "WF": "WWF", "WL": "WWL", "WM": "WWM"}
_UNITS = {"m.eur", "meur", "mill eur", "million eur", "mio. eur"}
_HINT = "take IOT_YYYY_ixi.zip or IOT_YYYY_pxp.zip (monetary tables) as they are, or the folder that comes out of it"


def country(code: str) -> str:
    """Return our label for EXIOBASE's code; rests of continents have three letters.

    Examples
    --------
    >>> country("CN"), country("WA"), country("ROM")
    ('CHN', 'WWA', 'ROU')
    """
    return _RESTS.get(code, code if code in _RESTS.values() else iso3(code))


def read(path: Path, asked: Asked) -> WorldBatch:
    """Read a table of industries or products; raises `DataError` with one message."""
    check_options(asked, KIND.options)
    files = opened(path, (".zip",))
    place = _folder(files)
    _check_unit(files, f"{place}unit.txt")
    flows = f"{place}Z.txt" if f"{place}Z.txt" in files.names else f"{place}A.txt"
    nodes = _header(files, flows)
    fold = Fold(files.name, axes(files.name, nodes, asked, country))
    rows = [fold.node(*node) for node in nodes]
    columns = np.array(rows, dtype=np.intp)
    output = _output(files, f"{place}x.txt", nodes)
    if flows.endswith("A.txt") and output is None:
        raise DataError(f"{files.name} has coefficients (A.txt) and no output (x.txt)", hint=_HINT)

    def check(at: int, labels: tuple[str, ...], _: Array) -> None:
        if labels != nodes[at]:
            report(files.name, [f"row {at + 1} is {shown(' '.join(labels))}, not {' '.join(nodes[at])}"], _HINT)

    scale = output if flows.endswith("A.txt") else None
    add_matrix(fold, files, flows, rows, columns, labels=2, skip=3, scale=scale, check=check)
    uses = _header(files, f"{place}Y.txt")
    if strangers := sorted({region for region, _ in uses} - set(fold.axes.region_of)):
        report(files.name, [f"Y.txt has regions that {flows} has not: {', '.join(strangers[:5])}"], _HINT)
    final = np.array([fold.use(region, stock=is_stock(category)) for region, category in uses], dtype=np.intp)
    add_matrix(fold, files, f"{place}Y.txt", rows, final, labels=2, skip=3, check=check)
    if output is not None:
        np.add.at(fold.table[:, fold.stated], rows, output)
    return _batch(fold, f"{path.stem} {place}", path.name, asked, "stated" if output is not None else "sales")


def _batch(fold: Fold, said_in: str, file: str, asked: Asked, side: str) -> WorldBatch:
    year = year_said(file, last_year(said_in), asked)
    system = found[0] if (found := re.search(r"ixi|pxp", said_in, re.IGNORECASE)) else "iot"
    vintage = asked.vintage or f"{year}, release not stated"
    factor, rate = musd_per_euro(year, asked)
    account = Account(
        named(asked, f"exiobase3-{system.lower()}-{year}"), year,
        f"EXIOBASE 3, {len(fold.axes.sectors)} {system.lower()}",
        origin("EXIOBASE consortium", "EXIOBASE 3", "Stadler et al. (2018), EXIOBASE 3, Journal of Industrial "
               f"Ecology 22: 502-515; {vintage}", vintage, KIND.terms, URL, rate),
        "value added including taxes less subsidies on products", "stated" if side == "stated" else "sales", factor,
        balanced=False,
    )  # fmt: skip
    world, said = world_of(fold, account, asked)
    return WorldBatch(world, vintage, (*said, rate))


def _folder(files: Members) -> str:
    """Return the folder of the tables inside, with a slash, or nothing where they lie at the top."""
    found = [PurePosixPath(name).parent for name in files.names if PurePosixPath(name).name == "Y.txt"]
    places = ["" if str(folder) == "." else f"{folder}/" for folder in found]
    whole = [place for place in places if {f"{place}Z.txt", f"{place}A.txt"} & set(files.names)]
    if len(whole) != 1:
        what = f"{len(whole)} systems" if whole else "no Y.txt beside a Z.txt or A.txt"
        raise DataError(f"{files.name} holds {what}", hint=_HINT)
    return whole[0]


def _check_unit(files: Members, name: str) -> None:
    if name not in files.names:
        return
    rows = [line.rest.split("\t")[-1] for line in lines(files, name, labels=0, mark="\t")][1:]
    if strange := sorted({plain(unit) for unit in rows if plain(unit).casefold() not in _UNITS}):
        raise DataError(f"{files.name} is in {', '.join(map(shown, strange[:3]))}, not in EUR million", hint=_HINT)


def _header(files: Members, name: str) -> list[Node]:
    """Return the labels above the figures: two lines, each after two fields for the labels of rows."""
    if name not in files.names:
        raise DataError(f"{files.name} has no {name}", hint=_HINT)
    above = []
    for line in lines(files, name, labels=2, mark="\t"):
        above.append([plain(cell) for cell in line.rest.split("\t")])
        if len(above) == 2:
            break
    if len(above) < 2 or len(above[0]) != len(above[1]) or not all(above[0]) or not all(above[1]):
        raise DataError(f"{files.name}: {name} has no two lines of labels above its figures", hint=_HINT)
    return list(zip(above[0], above[1], strict=True))


def _output(files: Members, name: str, nodes: list[Node]) -> Array | None:
    if name not in files.names:
        return None
    found = []
    rows = lines(files, name, labels=2, mark="\t")
    next(rows, None)
    for at, line in enumerate(rows):
        try:
            found.append(float(plain(line.rest)))
        except ValueError:
            report(files.name, [f"{name} line {line.number}: {shown(plain(line.rest))} is not a number"], _HINT)
        if at < len(nodes) and line.labels != nodes[at]:
            report(
                files.name, [f"{name} line {line.number} is {' '.join(line.labels)}, not {' '.join(nodes[at])}"], _HINT
            )
    if len(found) != len(nodes) or not np.isfinite(found).all():
        report(files.name, [f"{name} has {len(found)} figures, {len(nodes)} nodes are labelled"], _HINT)
    return np.array(found)


KIND = Kind(
    "exiobase3", "EXIOBASE consortium", "EXIOBASE 3 monetary input-output tables",
    "IOT_2020_ixi.zip, IOT_2020_pxp.zip", URL, "world", read, {**OPTIONS, **EURO},
    "CC BY-SA 4.0 since release 3.8; older releases have other terms",
)  # fmt: skip
