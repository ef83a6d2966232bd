"""World Input-Output Database, 2013 release: yearly world tables 1995–2011 as repacked NPZ files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.evidence.readers.arrays import ArraySpec, read_arrays
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows

FOLDER = "wiod2013_1995_2011"
YEARS = tuple(range(1995, 2012))
#: Final uses in the order of the columns of each region: households, NPISH, government, fixed capital, inventories.
USES = ("c37", "c38", "c39", "c41", "c42")
#: The release's own codes that are not ISO 3166 alpha-3 (design law 3).
RENAMED = {"ROM": "ROU", "RoW": "ROW"}
SECTORS = tuple(f"c{k}" for k in range(1, 36))
CLASSIFICATION = "WIOD 2013 (NACE 1.1)"

ORIGIN = data_set("wiod").origins["wiod"]

_SPECS = {
    "Z": ArraySpec("iu", 2),
    "F": ArraySpec("iu", 2),
    "output": ArraySpec("iu", 1),
    "countries": ArraySpec("U", 1),
    "industries": ArraySpec("U", 1),
}


@dataclass(frozen=True, eq=False)
class WiodTable:
    """One year's table as published (codes apart), integers, USD million.

    Parameters
    ----------
    regions, sectors : tuple of str
        41 codes (ISO alpha-3 and ROW) and c1 to c35.
    titles : dict of str to str
        Sector code → the classification's words.
    intermediate : int array (N·J, N·J)
        Sales of node i (row) to node j, region-major.
    final_demand : int array (N·J, N, 5)
        Sales to the uses of `USES` by region.
    gross_output : int array (N·J,)
    """

    year: int
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    titles: dict[str, str]
    intermediate: NDArray[np.int64]
    final_demand: NDArray[np.int64]
    gross_output: NDArray[np.int64]


def read_wiod(folder: Path, year: int) -> WiodTable:
    """Read one year's table.

    Parameters
    ----------
    folder : path
        The folder with ``wiot_YYYY.npz`` and ``industries.csv``.
    year : int
        1995 to 2011.

    Raises
    ------
    DataError
        If the year is outside the release, a file is missing or malformed, labels are not those of the release,
        output is negative, or sales differ from output by more than rounding explains.
    """
    if year not in YEARS:
        raise DataError(f"WIOD 2013 has no table for {year}", hint=f"years {YEARS[0]} to {YEARS[-1]} exist")
    path = folder / f"wiot_{year}.npz"
    raw = read_arrays(path, _SPECS, what="WIOD table")
    regions = tuple(RENAMED.get(str(code), str(code)) for code in raw["countries"])
    sectors = tuple(str(code) for code in raw["industries"])
    problems = _problems(raw, regions, sectors)
    if problems:
        raise DataError(
            f"WIOD table {path.name}: " + "; ".join(problems),
            hint="the file is not the 2013 release's table of that year; take it again",
        )
    nodes = len(regions) * len(sectors)
    return WiodTable(
        year=year,
        regions=regions,
        sectors=sectors,
        titles=read_titles(folder / "industries.csv"),
        intermediate=raw["Z"].astype(np.int64),
        final_demand=raw["F"].astype(np.int64).reshape(nodes, len(regions), len(USES)),
        gross_output=raw["output"].astype(np.int64),
    )


def _problems(raw: dict[str, NDArray[Any]], regions: tuple[str, ...], sectors: tuple[str, ...]) -> list[str]:
    problems = []
    if sectors != SECTORS:
        problems.append(f"sectors are not c1 to c35 (found {', '.join(sectors[:4])} …)")
    malformed = [code for code in regions if not (len(code) == 3 and code.isascii() and code.isupper())]
    if malformed or len(set(regions)) != len(regions) or "ROW" not in regions:
        problems.append(f"regions are not distinct alpha-3 codes with ROW ({', '.join(malformed) or 'duplicates'})")
    n, nodes = len(regions), len(regions) * len(sectors)
    shapes = {"Z": (nodes, nodes), "F": (nodes, n * len(USES)), "output": (nodes,)}
    wrong = [f"{key} is {raw[key].shape}, not {shape}" for key, shape in shapes.items() if raw[key].shape != shape]
    if wrong:
        return problems + wrong
    if (raw["output"] < 0).any():
        problems.append(f"{int((raw['output'] < 0).sum())} outputs are negative")
    gap = raw["output"] - raw["Z"].sum(axis=1, dtype=np.int64) - raw["F"].sum(axis=1, dtype=np.int64)
    # Cells were truncated to integers: at most one million a cell, in one direction.
    if np.abs(gap).max(initial=0) > nodes + raw["F"].shape[1]:
        problems.append(f"sales differ from output by up to USD {int(np.abs(gap).max())} million")
    return problems


def read_titles(path: Path) -> dict[str, str]:
    """Read ``industries.csv`` (columns code, nace1, industry) as code → title; raises `DataError`."""
    titles = {row.text("code"): row.text("industry") for row in rows(path, ("code", "nace1", "industry"))}
    if tuple(titles) != SECTORS:
        raise DataError(f"{path.name}: codes are not c1 to c35", hint="the classification of WIOD 2013 has 35 sectors")
    return titles
