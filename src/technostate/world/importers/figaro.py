"""Kind ``figaro``: Eurostat's FIGARO inter-country input-output tables, matrix and flat CSV, plain or zipped.

Layouts, as Eurostat publishes them since the 2022 edition: a matrix ``matrix_eu-ic-io_ind-by-ind_26ed_2023.csv`` with
the first column ``rowLabels`` and rows and columns ``AT_A01``; final uses ``AT_P3_S13``, ``_P3_S14``, ``_P3_S15``,
``_P51G``, ``_P5M``; last rows ``W2_D21X31``, ``W2_OP_RES``, ``W2_OP_NRES``, ``W2_D1``, ``W2_D29X39``, ``W2_B2A3G``. The
flat file has one cell a line: ``refArea``, ``rowIi``, ``counterpartArea``, ``colIi``, ``obsValue``. The rest of the
world is ``FIGW1``. Figures are EUR million.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import DataError
from technostate.evidence.own.kinds import Asked, Kind
from technostate.evidence.printable import reason, shown
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
    one_of,
    opened,
    origin,
    year_said,
)  # fmt: skip
from technostate.world.importers.euro import EURO, musd_per_euro
from technostate.world.importers.fold import Fold, Node, axes
from technostate.world.importers.text import lines, numbers, plain

if TYPE_CHECKING:
    import polars as pl

URL = "https://ec.europa.eu/eurostat/web/esa-supply-use-input-tables/database"
FLAT = ("refArea", "rowIi", "counterpartArea", "colIi", "obsValue")
USES, STOCKS = {"P3_S13", "P3_S14", "P3_S15", "P3", "P51G"}, {"P5M", "P52", "P53"}
TAXES, VALUE_ADDED = {"D21X31"}, {"D1", "D29X39", "B2A3G", "OP_RES", "OP_NRES"}
#: Where FIGARO files value added and taxes.
_NOWHERE = "W2"
#: A flat file of more cells is none: 50 economies have 11 million.
MOST_CELLS = 40_000_000
_BLOCK = 16 * 2**20
_HINT = "take the industry by industry (or product by product) table as CSV, matrix or flat format"


def country(code: str) -> str:
    """Return our label for FIGARO's code of an economy.

    Examples
    --------
    >>> country("AT"), country("FIGW1"), country("EL")
    ('AUT', 'ROW', 'GRC')
    """
    return "ROW" if code in ("FIGW1", "WRL_REST") else iso3(code)


def read(path: Path, asked: Asked) -> WorldBatch:
    """Read a table in either format; raises `DataError` or `BalanceError` with one message."""
    check_options(asked, KIND.options)
    files = opened(path, (".csv", ".zip"))
    name = one_of(files, (".csv",), asked, last_year)
    where = f"{files.name}: {name}" if files.name != name else name
    header = next(lines(files, name, labels=0, mark=","), None)
    columns = [plain(cell) for cell in header.rest.split(",")] if header else []
    flat = set(FLAT) <= set(columns)
    fold = _flat(files, name, where, columns, asked) if flat else _matrix(files, name, where, columns, asked)
    year = year_said(where, last_year(Path(name).stem), asked)
    edition = re.search(r"_([0-9]{2})ed", name)
    vintage = asked.vintage or (f"20{edition[1]}" if edition else f"{year}, edition not stated")
    products = any(sector.startswith("CPA_") for sector in fold.axes.sector_of)
    factor, rate = musd_per_euro(year, asked)
    account = Account(
        named(asked, f"figaro-{'pxp-' if products else ''}{year}"), year,
        f"FIGARO, {len(fold.axes.sectors)} {'products' if products else 'industries'}",
        origin("Eurostat", "FIGARO inter-country input-output tables", f"Eurostat, FIGARO tables, {vintage} edition",
               vintage, KIND.terms, URL, rate),
        "value added at basic prices, purchases of residents abroad included", "inputs", factor,
    )  # fmt: skip
    world, said = world_of(fold, account, asked)
    return WorldBatch(world, vintage, (*said, rate))


def _split(label: str) -> Node:
    region, _, rest = label.partition("_")
    return region, rest


def _is_node(label: Node) -> bool:
    return bool(label[0] and label[1]) and label[0] != _NOWHERE and label[1] not in USES | STOCKS | TAXES | VALUE_ADDED


def _row(fold: Fold, label: Node, place: str) -> int:
    if label[1] in TAXES:
        return fold.taxes
    if label[1] in VALUE_ADDED:
        return fold.value_added
    if label[0] in fold.axes.region_of and label[1] in fold.axes.sector_of:
        return fold.node(*label)
    report(fold.where, [f"{place}: {shown('_'.join(label))} is no row of the table"], _HINT)
    return -1


def _column(fold: Fold, label: Node, place: str) -> int:
    if label[0] in fold.axes.region_of and label[1] in USES | STOCKS:
        return fold.use(label[0], stock=label[1] in STOCKS)
    if label[0] in fold.axes.region_of and label[1] in fold.axes.sector_of:
        return fold.node(*label)
    report(fold.where, [f"{place}: {shown('_'.join(label))} is no column of the table"], _HINT)
    return -1


def _matrix(files: Members, name: str, where: str, header: Sequence[str], asked: Asked) -> Fold:
    labels = [_split(column) for column in header[1:]]
    nodes = [label for label in labels if _is_node(label)]
    if not nodes or header[0].casefold() != "rowlabels":
        raise DataError(
            f"{where} is no FIGARO table: its first column is {shown(header[0] if header else '')}", hint=_HINT
        )
    fold = Fold(where, axes(where, nodes, asked, country))
    columns = np.array([_column(fold, label, f"column {at}") for at, label in enumerate(labels, 2)], dtype=np.intp)
    rows = lines(files, name, labels=1, mark=",")
    next(rows)
    seen: set[Node] = set()
    for line in rows:
        label = _split(line.labels[0])
        row = _row(fold, label, f"line {line.number}")
        if label in seen:
            report(where, [f"line {line.number}: the row {line.labels[0]} stands there twice"], _HINT)
        seen.add(label)
        fold.add(row, columns, numbers(line, header[1:], where, ","), f"line {line.number} ({line.labels[0]})")
    if lacking := [label for label in nodes if label not in seen]:
        report(where, [f"{len(lacking)} rows are missing, first {'_'.join(lacking[0])}"], "the file may be cut off")
    return _closed(fold)


def _flat(files: Members, name: str, where: str, columns: Sequence[str], asked: Asked) -> Fold:
    regions: dict[str, None] = {}
    sectors: dict[str, None] = {}
    for frame in _blocks(files, name, where, columns):
        for region, sector in frame.select("refArea", "rowIi").unique(maintain_order=True).iter_rows():
            if _is_node((str(region), str(sector))):
                regions.setdefault(str(region))
                sectors.setdefault(str(sector))
    fold = Fold(where, axes(where, [(r, s) for r in regions for s in sectors], asked, country))
    cells = 0
    for frame in _blocks(files, name, where, columns):
        cells += frame.height
        if cells > MOST_CELLS:
            raise DataError(f"{where} has more than {MOST_CELLS:,} cells", hint=_HINT)
        _add_cells(fold, frame)
    return _closed(fold)


def _add_cells(fold: Fold, frame: pl.DataFrame) -> None:
    at = []
    for keys, place_of in ((("refArea", "rowIi"), _row), (("counterpartArea", "colIi"), _column)):
        pairs = frame.select(*keys)
        places = {pair: place_of(fold, (str(pair[0]), str(pair[1])), "a cell") for pair in pairs.unique().iter_rows()}
        at.append(np.fromiter((places[pair] for pair in pairs.iter_rows()), np.intp, frame.height))
    rows, columns = at
    values = frame["obsValue"].to_numpy()
    # Taxes that final users pay are no part of the accounts of producers.
    counted = (rows < fold.nodes) | (columns < fold.nodes)
    np.add.at(fold.table, (rows[counted], columns[counted]), values[counted])
    fold.filled.update(np.unique(rows).tolist())


def _blocks(files: Members, name: str, where: str, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the cells of a flat file in blocks of whole lines."""
    import polars as pl

    types = {column: pl.Float64 if column == "obsValue" else pl.String for column in columns}
    with files.open(name) as stream:
        stream.readline(2**20)
        while block := stream.read(_BLOCK):
            block += stream.readline(2**20)
            try:
                frame = pl.read_csv(io.BytesIO(block), has_header=False, schema=types).select(FLAT)
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError) as error:
                raise DataError(f"{where} cannot be read: {reason(error)}", hint=_HINT) from None
            # A cell that is not listed is nothing sold; one that is listed has a figure.
            if bad := frame.filter(pl.any_horizontal(pl.all().is_null()) | ~pl.col("obsValue").is_finite()).height:
                report(where, [f"{bad} cells lack a label or a finite figure"], _HINT)
            yield frame


def _closed(fold: Fold) -> Fold:
    lacking = [
        what
        for what, row in (("taxes on products (D21X31)", fold.taxes), ("value added (D1, B2A3G)", fold.value_added))
        if row not in fold.filled
    ]
    report(fold.where, [f"there is no row of {what}" for what in lacking], "the file may be cut off")
    return fold


KIND = Kind(
    "figaro", "Eurostat", "FIGARO inter-country input-output tables, 2010 to 2024",
    "matrix_eu-ic-io_ind-by-ind_26ed_2023.csv, flatfile_eu-ic-io_ind-by-ind_26ed_2023.zip", URL, "world", read,
    {**OPTIONS, **EURO}, "reuse is allowed if the source is named (Commission decision 2011/833/EU)",
)  # fmt: skip
