"""The embedded worlds by name: `names()`, `load(name)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, unknown_label
from technostate.world import storage
from technostate.world.labels import label_problems
from technostate.world.records import about_of, identity_of, origins_record
from technostate.world.table import Array
from technostate.world.world import World

#: What an embedded file says it is.
MAGIC = "technostate world 1"
#: A figure is stored in no finer unit than this part of USD million.
MOST_PER_MUSD = 10**9
#: array → kind of its type and number of axes once its planes are put together.
_KINDS = {
    "intermediate": ("i", 2), "final_demand": ("i", 2), "gross_output": ("i", 1), "trade_elasticity": ("f", 1),
    "regions": ("U", 1), "sectors": ("U", 1), "sector_titles": ("U", 1), "inventories": ("i", 2), "tariff": ("i", 3),
}  # fmt: skip
_HINT = "technostate data verify lists what is damaged"
_NAME = re.compile(r"[a-z]+-\d{4}\.npz")


def folder() -> Traversable:
    """Return the folder of embedded worlds inside the package."""
    return files("technostate.evidence") / "embedded" / "worlds"


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return the names of the embedded worlds, sorted: ``icio-2022``, ``wiod-1995`` … ``wiod-2011``.

    Examples
    --------
    >>> names()[:2]
    ('icio-2022', 'wiod-1995')
    """
    found = (item.name for item in folder().iterdir()) if folder().is_dir() else ()
    return tuple(sorted(name.removesuffix(".npz") for name in found if _NAME.fullmatch(name)))


@lru_cache(maxsize=2)
def load(name: str) -> World:
    """Return an embedded world; the last two are kept in memory.

    Parameters
    ----------
    name : str
        One of `names()`.

    Raises
    ------
    LabelError
        If there is no such world, with the nearest names.
    DataError
        If its file is missing or damaged.

    Examples
    --------
    >>> world = load("wiod-2004")
    >>> world.shape, f"{world.gross_output[world.region_nodes('CHN')].sum() / 1e6:.2f} tn"
    ((41, 35), '5.37 tn')
    """
    if name not in names():
        raise unknown_label("world", name, names())
    return read_embedded(folder() / f"{name}.npz")


def write_embedded(path: Path, world: World, *, per_musd: int) -> None:
    """Write a world as an embedded file, figures rounded to 1 / `per_musd` USD million.

    Stored are intermediate sales, final demand, inventories (if known), output, tariffs (rounded to 1e-6) and
    elasticities; value added and discrepancy are recomputed on reading, so that the rounded table balances exactly.

    Parameters
    ----------
    per_musd : int
        1 stores whole USD million, 10 stores USD 0.1 million.

    Raises
    ------
    DataError
        If the world separates taxes on products, which this format does not hold.
    """
    if not np.isnan(world.taxes_on_products).all():
        raise DataError(f"{world.name}: the embedded format holds no taxes on products", hint="use world.write")
    arrays: dict[str, NDArray[Any]] = {
        "intermediate": _rounded(world.intermediate, per_musd),
        "final_demand": _rounded(world.final_demand, per_musd),
        "gross_output": _rounded(world.gross_output, per_musd),
        "trade_elasticity": world.trade_elasticity,
        "regions": np.array(world.regions),
        "sectors": np.array(world.sectors),
        "sector_titles": np.array([world.sector_titles.get(code, code) for code in world.sectors]),
    }
    if not np.isnan(world.inventories).all():
        arrays["inventories"] = _rounded(world.inventories, per_musd)
    if world.tariff is not None:
        arrays["tariff"] = pack_tariff(world.tariff)
    meta = {
        "format": MAGIC,
        "per_musd": per_musd,
        "unit": "USD million, current prices",
        **{key: getattr(world, key) for key in ("name", "year", "classification", "kind", "value_added_label")},
        "tolerance": world.tolerance,
        **origins_record(world),
    }
    storage.save(path, arrays, meta)


def read_embedded(path: Path | Traversable) -> World:
    """Return the world of an embedded file.

    Raises
    ------
    DataError
        If the file is missing, damaged or not a world.
    """
    arrays, meta = storage.load(path)
    if meta.get("format") != MAGIC:
        raise DataError(f"{path.name} is not an embedded world", hint=_HINT)
    if absent := sorted(_KINDS.keys() - arrays.keys() - {"inventories", "tariff"}):
        raise DataError(f"{path.name} lacks {', '.join(absent)}", hint=_HINT)
    per_musd = meta.get("per_musd")
    problems = [
        f"{key} is of type {arrays[key].dtype} with {arrays[key].ndim} axes"
        for key, (kind, axes) in _KINDS.items()
        if key in arrays and (arrays[key].dtype.kind != kind or arrays[key].ndim != axes)
    ]
    if type(per_musd) is not int or not 0 < per_musd <= MOST_PER_MUSD:
        problems.append(f"per_musd is no whole number from 1 to {MOST_PER_MUSD:,}")
    if not problems:
        problems += (
            text for what in ("region", "sector") for text in label_problems(what, arrays[f"{what}s"].tolist())
        )
    if problems:
        raise DataError(f"{path.name} is malformed: {'; '.join(problems)}", hint=_HINT)
    try:
        return _world(arrays, meta, path.name)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise DataError(f"{path.name} is malformed ({error!r})", hint=_HINT) from None


def _world(arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any], where: str) -> World:
    per_musd = meta["per_musd"]
    intermediate, final_demand, output = (
        _musd(arrays[key], per_musd) for key in ("intermediate", "final_demand", "gross_output")
    )
    if "inventories" in arrays:
        inventories = _musd(arrays["inventories"], per_musd)
    else:
        inventories = np.full_like(final_demand, np.nan)
    sold = intermediate.sum(axis=1) + final_demand.sum(axis=1) + np.nan_to_num(inventories).sum(axis=1)
    labels = {key: [str(label) for label in arrays[key]] for key in ("regions", "sectors")}
    name, year, regions, sectors = identity_of({**meta, **labels}, where)
    titles = dict(zip(sectors, (str(title) for title in arrays["sector_titles"]), strict=True))
    for array in (intermediate, final_demand, inventories):
        array.setflags(write=False)
    return World(
        name=name,
        year=year,
        regions=tuple(regions),
        sectors=tuple(sectors),
        intermediate=intermediate,
        final_demand=final_demand,
        inventories=inventories,
        value_added=output - intermediate.sum(axis=0),
        taxes_on_products=np.full(len(output), np.nan),
        gross_output=output,
        discrepancy=output - sold,
        trade_elasticity=arrays["trade_elasticity"],
        tariff=unpack_tariff(arrays["tariff"]) if "tariff" in arrays else None,
        **{**about_of(meta, where), "sector_titles": titles},
    )


def pack_tariff(tariff: Array) -> NDArray[np.int64]:
    """Return tariffs as integer millionths, −1 where unknown (no ad-valorem tariff is negative)."""
    return np.where(np.isnan(tariff), -1, np.rint(np.nan_to_num(tariff) * 1e6)).astype(np.int64)


def unpack_tariff(coded: NDArray[np.int64]) -> Array:
    """Return the tariffs, as fractions, that `pack_tariff` coded; NaN where unknown."""
    return np.where(coded < 0, np.nan, coded / 1e6)


def _rounded(values: Array, per_musd: int) -> NDArray[np.int64]:
    return np.rint(values * per_musd).astype(np.int64)


def _musd(values: NDArray[np.int64], per_musd: int) -> Array:
    # Division, not multiplication by 0.1: the quotient is the double nearest to the decimal figure.
    return values / np.float64(per_musd) if per_musd != 1 else values.astype(np.float64)
