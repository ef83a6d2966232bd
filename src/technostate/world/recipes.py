"""How the embedded worlds, the fine table, the trade panel and the elasticity sets are made from raw data."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from technostate.evidence import derived_from
from technostate.evidence.readers import icio as icio_reader
from technostate.evidence.readers import wiod as wiod_reader
from technostate.evidence.readers.icio import IcioTable, TradeCube
from technostate.world import storage
from technostate.world.embedded import pack_tariff, write_embedded
from technostate.world.fine import fine_from_icio
from technostate.world.icio import sector_titles, world_from_icio
from technostate.world.wiod import world_from_wiod

#: Embedded figures of the ICIO tables are rounded to USD 0.1 million, of the panel and WIOD to USD 1 million.
ICIO_PER_MUSD = 10


def build_worlds(raw: Path, out: Path) -> list[Path]:
    """Write every embedded file of this room and return the paths.

    Parameters
    ----------
    raw : path
        The folder that holds the raw data sets.
    out : path
        Where the files go.

    Raises
    ------
    DataError
        If a raw file is missing or malformed.
    """
    table = icio_reader.read_icio(raw / icio_reader.ICIO_FOLDER)
    cube = icio_reader.read_trade_cube(raw / icio_reader.CUBE_FOLDER)
    return [
        *build_wiod(raw / wiod_reader.FOLDER, out),
        build_icio(table, cube, out),
        build_fine(table, cube, out),
        build_panel(table, cube, out),
        build_elasticities(cube, out),
    ]


def build_wiod(raw: Path, out: Path) -> list[Path]:
    """Write ``wiod-YYYY.npz`` for every year of the release in the folder `raw` and return the paths."""
    return [build_wiod_year(raw, out, year) for year in wiod_reader.YEARS]


def build_wiod_year(raw: Path, out: Path, year: int) -> Path:
    """Write one year's ``wiod-YYYY.npz`` and return its path."""
    path = out / f"wiod-{year}.npz"
    write_embedded(path, world_from_wiod(wiod_reader.read_wiod(raw, year)), per_musd=1)
    return path


def build_icio(table: IcioTable, cube: TradeCube, out: Path) -> Path:
    """Write ``icio-2022.npz`` and return its path."""
    path = out / "icio-2022.npz"
    write_embedded(path, world_from_icio(table, cube), per_musd=ICIO_PER_MUSD)
    return path


def build_fine(table: IcioTable, cube: TradeCube, out: Path) -> Path:
    """Write ``icio-fine.npz``, the 80 × 36 intermediate table, and return its path."""
    path = out / "icio-fine.npz"
    origin = derived_from(
        "Inter-country intermediate table 2022, 80 economies x 36 sectors",
        icio_reader.ICIO_ORIGIN,
        note="sectors merged; rounded to USD 0.1 million; without ROW, value added and final demand",
    )
    fine = fine_from_icio(table, tuple(code for code in cube.sectors if code != "SVC"), origin)
    arrays = {
        "intermediate": np.rint(fine.intermediate * ICIO_PER_MUSD).astype(np.int64),
        "gross_output": np.rint(fine.gross_output * ICIO_PER_MUSD).astype(np.int64),
        "regions": np.array(fine.regions),
        "sectors": np.array(fine.sectors),
        "sector_titles": np.array([fine.sector_titles[code] for code in fine.sectors]),
    }
    meta = {
        "format": "technostate fine table 1",
        "year": fine.year,
        "per_musd": ICIO_PER_MUSD,
        "kind": fine.kind,
        "unit": "USD million, current prices",
        "origin": origin.as_dict(),
    }
    storage.save(path, arrays, meta)
    return path


def build_panel(table: IcioTable, cube: TradeCube, out: Path) -> Path:
    """Write ``icio-trade-panel.npz`` and return its path."""
    path = out / "icio-trade-panel.npz"
    titles = sector_titles(table, cube.sectors)
    tariff = pack_tariff(cube.tariff)
    arrays = {
        "flow": np.ascontiguousarray(np.moveaxis(np.rint(cube.flow).astype(np.int64), 0, -1)),
        # Yearly changes: most tariffs stay what they were.
        "tariff": np.diff(tariff, axis=0, prepend=np.zeros_like(tariff[:1])),
        "years": np.array(cube.years),
        "regions": np.array(cube.regions),
        "sectors": np.array(cube.sectors),
        "sector_titles": np.array([titles[code] for code in cube.sectors]),
    }
    meta = {
        "format": "technostate trade panel 1",
        "kind": "derived",
        "unit": "USD million, current prices",
        "origin": derived_from(
            "Trade panel 2011-2022, 28 sectors x 81 regions",
            icio_reader.CUBE_ORIGIN,
            note="flows rounded to USD 1 million",
        ).as_dict(),
        "tariff_origin": icio_reader.TARIFF_ORIGIN.as_dict(),
    }
    storage.save(path, arrays, meta)
    return path


def build_elasticities(cube: TradeCube, out: Path) -> Path:
    """Write ``icio-elasticities.npz`` and return its path."""
    path = out / "icio-elasticities.npz"
    arrays = {"sectors": np.array(cube.sectors), **cube.elasticities}
    citations = {name: icio_reader.ELASTICITY_ORIGINS.get(name, "not found") for name in cube.elasticities}
    storage.save(path, arrays, {"format": "technostate elasticities 1", "citations": citations})
    return path
