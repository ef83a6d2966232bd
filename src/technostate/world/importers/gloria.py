"""Kind ``gloria``: GLORIA, 164 regions with 120 sectors, as ``GLORIA_MRIOs_59_2022.zip`` or a folder of its files.

The layout is that of pymrio's ``parse_gloria_sut``: comma-separated figures without labels in
``…_T-Results_YYYY_0VV_Markup001(full).csv``, ``…_Y-Results_…`` and ``…_V-Results_…``; labels in the sheets ``Regions``
(``Region_acronyms``), ``Sectors`` (``Sector_names``) and ``Value added and final demand`` (``Final_demand_names``,
``Value_added_names``) of ``GLORIA_ReadMe_0VV.xlsx`` beside it. T is a supply and use table: each region has its
industries and then its products, and supply is diagonal, so that a product's row is its industry's. Figures are
thousand USD at basic prices (Markup001).
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import numpy as np

from technostate.errors import DataError
from technostate.evidence.own.kinds import Asked, Kind
from technostate.world.formats.assemble import report
from technostate.world.formats.members import Members
from technostate.world.importers.accounts import Account, world_of
from technostate.world.importers.batch import OPTIONS, WorldBatch, check_options, iso3, named, opened, origin
from technostate.world.importers.fold import Fold, axes
from technostate.world.importers.matrices import add_matrix, is_stock
from technostate.world.importers.workbook import column_named
from technostate.world.table import Array

URL = "https://ielab.info/resources/gloria/about"
_TABLE = re.compile(r".*_([TYV])-Results_([0-9]{4})_([0-9]{3}[a-z]?)_Markup001\(full\)\.csv")
_CODES = {"DYE": "YEM", "CSK": "CSK"}
#: A producer's own use of the industries' block is rounding.
_DIAGONAL = 1e-6
_HINT = (
    "take GLORIA_MRIOs_VV_YYYY.zip (Markup001), with GLORIA_ReadMe_0VV.xlsx beside it or named: --option labels=FILE"
)


def read(path: Path, asked: Asked) -> WorldBatch:
    """Read the table of a year at basic prices; raises `DataError` with one message."""
    check_options(asked, KIND.options)
    files = opened(path, (".zip", "a folder of .csv"))
    year, release, tables = _tables(files, asked)
    book = _readme(path, release, asked)
    regions = column_named(book, "Regions", "Region_acronyms")
    sectors = column_named(book, "Sectors", "Sector_names")
    uses = column_named(book, "Value added and final demand", "Final_demand_names")
    costs = column_named(book, "Value added and final demand", "Value_added_names")
    fold = Fold(files.name, axes(files.name, [(r, s) for r in regions for s in sectors], asked, iso3))
    block = len(sectors)
    place = [fold.node(region, sector) for region in regions for sector in sectors]
    industries = np.full(2 * len(place), fold.nowhere, dtype=np.intp)
    rows = []
    for region in range(len(regions)):
        own = place[region * block : (region + 1) * block]
        industries[2 * region * block : (2 * region + 1) * block] = own
        rows += [-1] * block + own
    final = np.array([fold.use(r, stock=is_stock(use)) for r in regions for use in uses], dtype=np.intp)
    add_matrix(fold, files, tables["T"], rows, industries, mark=",", check=_supply(files.name, block))
    add_matrix(fold, files, tables["Y"], rows, final, mark=",")
    add_matrix(fold, files, tables["V"], [fold.value_added] * (len(regions) * len(costs)), industries, mark=",")
    vintage = asked.vintage or f"{year}, release {release}"
    account = Account(
        named(asked, f"gloria-{year}"), year, f"GLORIA, {len(fold.axes.sectors)} sectors",
        origin("GLORIA", "Global Resource Input-Output Assessment", "Lenzen et al. (2022), Implementing the material "
               f"footprint, Nature Sustainability 5: 157-166; GLORIA release {release}, {year}", vintage, KIND.terms,
               URL),
        "value added including taxes less subsidies on products", "sales", 0.001, balanced=False,
    )  # fmt: skip
    world, said = world_of(fold, account, asked)
    return WorldBatch(world, vintage, said)


def _supply(where: str, block: int):  # type: ignore[no-untyped-def]
    """Return a check that an industry supplies only its own product: only then is a product's row its industry's."""

    def check(at: int, _: tuple[str, ...], values: Array) -> None:
        region, within = divmod(at, 2 * block)
        if within >= block:
            return
        supply = np.abs(np.nan_to_num(values))
        own = float(supply[2 * region * block + block + within])
        if float(supply.sum()) - own > _DIAGONAL * max(own, 1.0):
            report(where, [f"industry {within + 1} of region {region + 1} supplies products of others"], _HINT)

    return check


def _tables(files: Members, asked: Asked) -> tuple[int, str, dict[str, str]]:
    found: dict[tuple[int, str], dict[str, str]] = {}
    for name in files.names:
        if match := _TABLE.fullmatch(PurePosixPath(name).name):
            found.setdefault((int(match[2]), match[3]), {})[match[1]] = name
    whole = {key: tables for key, tables in found.items() if set(tables) == {"T", "Y", "V"}}
    chosen = [key for key in whole if asked.year in (None, key[0])]
    if not whole:
        raise DataError(f"{files.name} lacks T, Y or V of GLORIA at basic prices", hint=_HINT)
    if len(chosen) != 1:
        held = ", ".join(sorted({str(year) for year, _ in whole}))
        raise DataError(f"{files.name} holds the years {held}", hint="choose one: --year YYYY")
    return *chosen[0], whole[chosen[0]]


def _readme(path: Path, release: str, asked: Asked) -> Path:
    """Return the workbook of labels: the one that is named, or that of the release beside the tables or in them."""
    if named_by_user := asked.options.get("labels"):
        return Path(named_by_user)
    name = f"GLORIA_ReadMe_{release}.xlsx"
    places = [path.parent / name, path / name, path.parent / "GLORIA_ReadMe.xlsx"]
    for place in places:
        if place.is_file():
            return place
    raise DataError(f"the labels of {path.name} are not there: {name}", hint=_HINT)


KIND = Kind(
    "gloria", "Industrial Ecology Virtual Laboratory", "GLORIA multi-region tables, 1990 to 2028",
    "GLORIA_MRIOs_59_2022.zip, GLORIA_ReadMe_059.xlsx", URL, "world", read,
    {**OPTIONS, "labels": "the workbook GLORIA_ReadMe_0VV.xlsx, where it does not lie beside the tables"},
    "free for academic work; other use needs the producer's consent",
)  # fmt: skip
