"""OECD Inter-Country Input-Output tables, 2025 edition: the 2022 intermediate table and the trade cube 2011–2022.

The two come from the same release by different roads: `read_icio` has 80 × 50 intermediate sales without the rest of
the world (ROW) and without final demand by destination; `read_trade_cube` has all sales by product, importer and
exporter, ROW included, with services merged into one sector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.evidence.readers.arrays import ArraySpec, read_arrays
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows

ICIO_FOLDER = "oecd_icio2022"
CUBE_FOLDER = "icio_trade_2011_2022"
CUBE_YEARS = tuple(range(2011, 2023))
#: The cube's name for all services together, and our code for it.
SERVICES = {"Services (aggregate)": "SVC"}
SERVICES_TITLE = "Services (aggregate), utilities and construction included"
#: Elasticity sets of the cube; the keys are the bundling package's.
ELASTICITY_SETS = ("BSY", "CP", "FGO", "GYY", "IS", "LL", "Shap", "U4")

ICIO_ORIGIN, CUBE_ORIGIN, TARIFF_ORIGIN = data_set("icio").origins.values()


@dataclass(frozen=True, eq=False)
class IcioTable:
    """The 2022 intermediate table, 80 regions × 50 sectors, USD million.

    Parameters
    ----------
    titles : mapping of str to str
        Sector code → the OECD's words.
    intermediate : float array (N·J, N·J)
        Sales of node i to node j, region-major, ROW neither selling nor buying.
    gross_output : float array (N·J,)
    """

    year: int
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    titles: Mapping[str, str]
    intermediate: NDArray[np.float32]
    gross_output: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TradeCube:
    """Flows and tariffs 2011–2022: axes year, sector, importer, exporter.

    Parameters
    ----------
    years, sectors, regions
        12, 28 and 81 labels; ``SVC`` is services, ``ROW`` the rest of the world.
    flow : float array (12, 28, 81, 81)
        USD million, duty excluded, sales at home on the diagonal.
    tariff : float array (12, 28, 81, 81)
        Ad-valorem fraction; NaN where ROW trades goods with others (the file's zero there means unknown); zero for
        services, which pay no customs duty, and for sales at home.
    elasticities : mapping of str to float array (28,)
        Trade elasticities by set.
    """

    years: tuple[int, ...]
    sectors: tuple[str, ...]
    regions: tuple[str, ...]
    flow: NDArray[np.float64]
    tariff: NDArray[np.float64]
    elasticities: Mapping[str, NDArray[np.float64]]


def read_icio(folder: Path) -> IcioTable:
    """Read the 2022 intermediate table.

    Parameters
    ----------
    folder : path
        The folder with ``icio2022_Z_f32.npz``, ``icio2022_nodes.csv`` and the OECD's list of sectors.

    Raises
    ------
    DataError
        If a file is missing or malformed, labels are not region-major, or sales and outputs contradict each other.
    """
    path = folder / "icio2022_Z_f32.npz"
    sales: NDArray[Any] = read_arrays(path, {"Z": ArraySpec("f", 2)}, what="ICIO table")["Z"]
    regions, sectors, output, unsold = _read_nodes(folder / "icio2022_nodes.csv")
    nodes = len(regions) * len(sectors)
    problems = []
    if sales.shape != (nodes, nodes):
        problems.append(f"Z is {sales.shape}, the node list says {(nodes, nodes)}")
    elif (sales < 0).any():
        problems.append(f"{int((sales < 0).sum())} intermediate sales are negative")
    elif (gap := np.abs(sales.sum(axis=1, dtype=np.float64) + unsold - output).max()) > 5.0:
        problems.append(f"sales differ from output by up to USD {gap:.1f} million")
    if (output < 0).any():
        problems.append(f"{int((output < 0).sum())} outputs are negative")
    titles = _read_titles(folder / "OECD_ICIO_2025_sector_code_mapping.csv")
    if absent := [code for code in sectors if code not in titles]:
        problems.append(f"sectors without a title: {', '.join(absent)}")
    if problems:
        raise DataError(f"ICIO table {path.name}: " + "; ".join(problems), hint="take the folder again from its source")
    return IcioTable(
        year=2022,
        regions=regions,
        sectors=sectors,
        titles=MappingProxyType({code: titles[code] for code in sectors}),
        intermediate=sales.astype(np.float32, copy=False),
        gross_output=output,
    )


def _read_nodes(
    path: Path,
) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.float64], NDArray[np.float64]]:
    figures = ("gross_output", "sales_to_final_and_row_z")
    listed = list(rows(path, ("country", "sector", *figures)))
    nodes = [(row.text("country"), row.text("sector")) for row in listed]
    regions = tuple(dict.fromkeys(region for region, _ in nodes))
    sectors = tuple(dict.fromkeys(sector for _, sector in nodes))
    expected = [(region, sector) for region in regions for sector in sectors]
    if nodes != expected or not nodes:
        raise DataError(
            f"{path.name}: nodes are not region-major or some are missing",
            hint=f"{len(regions)} countries × {len(sectors)} sectors need {len(expected)} lines; {len(nodes)} exist",
        )
    # A missing figure is no zero here: `missing=()` refuses it.
    output, unsold = (np.array([row.number(name, missing=()) for row in listed], dtype=np.float64) for name in figures)
    return regions, sectors, output, unsold


def _read_titles(path: Path) -> dict[str, str]:
    return {row.text("code"): row.text("economic_activity") for row in rows(path, ("code", "economic_activity"))}


def read_trade_cube(folder: Path) -> TradeCube:
    """Read flows, tariffs and elasticities 2011–2022.

    ROW's tariffs, which the file writes as zero, become NaN; duties on services, which no customs office levies, and
    on sales at home become zero.

    Parameters
    ----------
    folder : path
        The folder with ``icio_trade_2011_2022.npz``.

    Raises
    ------
    DataError
        If the file is missing or malformed, has other years or labels, or a flow or tariff is negative.
    """
    path = folder / f"{CUBE_FOLDER}.npz"
    specs = {
        "years": ArraySpec("iu", 1),
        "countries": ArraySpec("U", 1),
        "sectors": ArraySpec("U", 1),
        "flow": ArraySpec("f", 4),
        "tariff": ArraySpec("f", 4),
        **{f"elasticity_{key}": ArraySpec("f", 1) for key in ELASTICITY_SETS},
    }
    raw = read_arrays(path, specs, what="trade cube")
    years = tuple(int(year) for year in raw["years"])
    sectors = tuple(SERVICES.get(str(code), str(code)) for code in raw["sectors"])
    regions = tuple(str(code) for code in raw["countries"])
    problems = _cube_problems(raw, years, sectors, regions)
    if problems:
        raise DataError(f"trade cube {path.name}: " + "; ".join(problems), hint="take the file again from its source")
    row, services = regions.index("ROW"), sectors.index("SVC")
    tariff = raw["tariff"].astype(np.float64)
    tariff[:, :, row, :] = np.nan
    tariff[:, :, :, row] = np.nan
    tariff[:, services] = 0.0
    tariff[:, :, range(len(regions)), range(len(regions))] = 0.0
    return TradeCube(
        years=years,
        sectors=sectors,
        regions=regions,
        flow=raw["flow"].astype(np.float64),
        tariff=tariff,
        elasticities=MappingProxyType({key: raw[f"elasticity_{key}"].astype(np.float64) for key in ELASTICITY_SETS}),
    )


def _cube_problems(
    raw: dict[str, NDArray[Any]], years: tuple[int, ...], sectors: tuple[str, ...], regions: tuple[str, ...]
) -> list[str]:
    problems = []
    if years != CUBE_YEARS:
        problems.append(f"years are {years[:1]} to {years[-1:]}, not 2011 to 2022")
    for what, labels, needed in (("sectors", sectors, "SVC"), ("regions", regions, "ROW")):
        if len(set(labels)) != len(labels) or needed not in labels:
            problems.append(f"{what} are not distinct labels with {needed}")
    shape = (len(years), len(sectors), len(regions), len(regions))
    for key in ("flow", "tariff"):
        if raw[key].shape != shape:
            problems.append(f"{key} is {raw[key].shape}, the labels say {shape}")
        elif (raw[key] < 0).any():
            problems.append(f"{int((raw[key] < 0).sum())} values of {key} are negative")
    for key in ELASTICITY_SETS:
        values = raw[f"elasticity_{key}"]
        if values.shape != (len(sectors),) or (values <= 0).any():
            problems.append(f"elasticity_{key} is not {len(sectors)} positive numbers")
    return problems
