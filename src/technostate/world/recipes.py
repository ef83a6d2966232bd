"""How the embedded worlds, the fine table, the trade panel and the elasticity sets are made from raw data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import derived_from
from technostate.evidence.build import Product, Recipe
from technostate.evidence.readers import icio as icio_reader
from technostate.evidence.readers import tariffs as tariff_reader
from technostate.evidence.readers import trade_elasticities as elasticity_reader
from technostate.evidence.readers import wiod as wiod_reader
from technostate.evidence.readers.icio import IcioTable, TradeCube
from technostate.world import storage
from technostate.world.embedded import pack_tariff, write_embedded
from technostate.world.fine import fine_from_icio
from technostate.world.icio import ELASTICITY_ORIGIN, sector_titles, world_from_icio
from technostate.world.mean_tariffs import MEAN_ORIGIN, mean_tariffs
from technostate.world.wiod import world_from_wiod

#: Embedded figures of the ICIO tables are rounded to USD 0.1 million, of the panel and WIOD to USD 1 million.
ICIO_PER_MUSD = 10
#: The folder inside the embedded data.
WORLDS = "worlds"


def _wiod(raw: Path, out: Path) -> list[Product]:
    return [_wiod_year(raw / wiod_reader.FOLDER, out / WORLDS, year) for year in wiod_reader.YEARS]


def _wiod_year(raw: Path, out: Path, year: int) -> Product:
    path = build_wiod_year(raw, out, year)
    return Product(
        path=f"{WORLDS}/{path.name}",
        title=f"World input-output table {year}, 41 regions x 35 sectors (WIOD 2013)",
        kind="derived",
        origins=(wiod_reader.ORIGIN,),
        shape=(len(wiod_reader.SECTORS) * 41, len(wiod_reader.SECTORS) * 41),
        units=("musd",),
        done=(
            "Codes ROM and RoW written ROU and ROW; final uses c37 to c41 added up, c42 kept apart as inventories. "
            "Value added (output less inputs) and discrepancy (output less recorded sales) follow on reading."
        ),
    )


def _icio(raw: Path, out: Path) -> list[Product]:
    table = icio_reader.read_icio(raw / icio_reader.ICIO_FOLDER)
    cube = icio_reader.read_trade_cube(raw / icio_reader.CUBE_FOLDER)
    folder = out / WORLDS
    fgo = elasticity_reader.finer(raw)
    world = world_from_icio(table, cube, fgo)
    write_embedded(folder / "icio-2022.npz", world, per_musd=ICIO_PER_MUSD)
    build_fine(table, cube, folder)
    build_panel(table, cube, folder)
    build_elasticities(cube, fgo, folder)
    trade = (icio_reader.CUBE_ORIGIN, icio_reader.TARIFF_ORIGIN)
    return [
        Product(
            f"{WORLDS}/icio-2022.npz",
            "World input-output table 2022, 81 regions x 28 sectors (OECD ICIO 2025), rest of the world constructed",
            "derived",
            (*world.origin.inputs, icio_reader.TARIFF_ORIGIN, ELASTICITY_ORIGIN),
            world.intermediate.shape,
            ("musd", "1"),
            world.origin.note[0].upper()
            + world.origin.note[1:]
            + "; tariffs are means by importer and sector, rounded to 0.1 percentage points, of a table whose 2022 "
            "repeats 2021 and lacks the additional duties of 2018-2020; none inside customs unions.",
        ),
        Product(
            f"{WORLDS}/icio-fine.npz",
            "Intermediate sales 2022, 80 economies x 36 sectors (OECD ICIO 2025)",
            "derived",
            (icio_reader.ICIO_ORIGIN,),
            (80 * 36, 80 * 36),
            ("musd",),
            "E, I, L, N and P to T merged into REST, divisions into H and J; rounded to USD 0.1 million.",
        ),
        Product(
            f"{WORLDS}/icio-trade-panel.npz",
            "Trade flows 2011-2022, 28 sectors x 81 importers x 81 exporters, and mean tariffs by importer and sector",
            "derived",
            trade,
            cube.flow.shape,
            ("musd", "1"),
            "Flows rounded to USD 1 million; tariffs as means over partners outside the importer's customs union, "
            "weighted by imports of the year, rounded to 0.1 percentage points; those of the rest of the world, zero "
            "in the file, made missing; duties on services dropped.",
        ),
        Product(
            f"{WORLDS}/icio-elasticities.npz",
            "Trade elasticities by sector: eight sets, one of them at two levels of detail, and three of the long run",
            "measured",
            (icio_reader.CUBE_ORIGIN, *elasticity_reader.ORIGINS.values()),
            (len(cube.elasticities) + 1 + len(elasticity_reader.LOW_LONG_RUN), len(cube.sectors)),
            ("1",),
            "As bundled with the trade cube, but for FGO: estimates by GTAP sector joined with US imports of 2024 as "
            "weights (the bundled one is FGO28). The three of the long run are one number throughout.",
        ),
    ]


def build_wiod_year(raw: Path, out: Path, year: int) -> Path:
    """Write one year's ``wiod-YYYY.npz`` from the release's folder `raw` and return its path."""
    path = out / f"wiod-{year}.npz"
    write_embedded(path, world_from_wiod(wiod_reader.read_wiod(raw, year)), per_musd=1)
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
    arrays = {
        "flow": np.ascontiguousarray(np.moveaxis(np.rint(cube.flow).astype(np.int64), 0, -1)),
        "tariff": pack_tariff(mean_tariffs(cube.tariff, cube.flow, cube.regions)),
        "years": np.array(cube.years),
        "regions": np.array(cube.regions),
        "sectors": np.array(cube.sectors),
        "sector_titles": np.array([titles[code] for code in cube.sectors]),
    }
    meta = {
        "format": "technostate trade panel 2",
        "kind": "derived",
        "unit": "USD million, current prices",
        "origin": derived_from(
            "Trade panel 2011-2022, 28 sectors x 81 regions",
            icio_reader.CUBE_ORIGIN,
            note="flows rounded to USD 1 million",
        ).as_dict(),
        "tariff_origin": MEAN_ORIGIN.as_dict(),
    }
    storage.save(path, arrays, meta)
    return path


def build_elasticities(cube: TradeCube, fgo: Mapping[str, float], out: Path) -> Path:
    """Write ``icio-elasticities.npz`` and return its path.

    Parameters
    ----------
    fgo : mapping of str to float
        Sector → θ of the finer set FGO; the cube's own is written as FGO28.
    """
    path = out / "icio-elasticities.npz"
    bundled = {"FGO28" if name == "FGO" else name: values for name, values in cube.elasticities.items()}
    low = {name: np.full(len(cube.sectors), theta) for name, theta in elasticity_reader.LOW_LONG_RUN.items()}
    finer = {"FGO": np.array([fgo[code] for code in cube.sectors])}
    sets = dict(sorted((bundled | low | finer).items()))
    arrays = {"sectors": np.array(cube.sectors), **sets}
    origins = {name: elasticity_reader.ORIGINS["BLP" if name in low else name].as_dict() for name in sets}
    storage.save(path, arrays, {"format": "technostate elasticities 2", "origins": origins})
    return path


def _tariffs(raw: Path, out: Path) -> list[Product]:
    path = out / WORLDS / "icio-tariffs.npz"
    found = tariff_reader.read(raw / tariff_reader.FOLDER / "tariffs_sector_pair_year.csv")
    build_tariffs(found, path)
    return [
        Product(
            f"{WORLDS}/{path.name}",
            "Tariffs of the United States on 51 partners and of China on the United States by sector, 2017-2026",
            "derived",
            tariff_reader.ORIGINS,
            (len(found), 10),
            ("1",),
            "Rows on one product left out; rates rounded to 0.0001 percentage points.",
        )
    ]


def build_tariffs(found: Sequence[tariff_reader.Rate], path: Path) -> Path:
    """Write rates, each text column as numbers that point into its list of words, and return the path."""
    arrays: dict[str, NDArray[Any]] = {}
    for name in tariff_reader.TEXTS:
        words, place = np.unique([str(getattr(row, name)) for row in found], return_inverse=True)
        arrays |= {f"{name}_words": words, name: place.astype(np.int64).ravel()}
    arrays["year"] = np.array([row.year for row in found], dtype=np.int64)
    arrays["rate"] = np.rint([row.rate * 1e6 for row in found]).astype(np.int64)
    meta = {
        "format": "technostate tariffs 1",
        "unit": "fraction of the value, millionths",
        "origins": [origin.as_dict() for origin in tariff_reader.ORIGINS],
    }
    storage.save(path, arrays, meta)
    return path


RECIPES: tuple[Recipe, ...] = (
    Recipe("wiod", wiod_reader.FOLDER, tuple(f"{WORLDS}/wiod-{year}.npz" for year in wiod_reader.YEARS), _wiod),
    Recipe(
        "icio",
        (
            icio_reader.ICIO_FOLDER,
            icio_reader.CUBE_FOLDER,
            *(file.partition("/")[0] for file in elasticity_reader.FINER_FILES),
        ),
        tuple(f"{WORLDS}/icio-{part}.npz" for part in ("2022", "fine", "trade-panel", "elasticities")),
        _icio,
    ),
    Recipe("tariffs", tariff_reader.FOLDER, (f"{WORLDS}/icio-tariffs.npz",), _tariffs),
)
