"""A world as one NPZ file: every array of `World` in double precision, labels as text, the rest as JSON."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from technostate.errors import DataError
from technostate.evidence.readers.arrays import ArraySpec, read_arrays
from technostate.world import storage
from technostate.world.embedded import MAGIC, read_embedded
from technostate.world.formats.assemble import Draft, assemble, report
from technostate.world.formats.choices import Choices
from technostate.world.memory import size_problems
from technostate.world.records import about_of, identity_of, json_record, record_of, unit_of
from technostate.world.table import ARRAYS
from technostate.world.world import World

FORMAT = "technostate world exchange 1"
_AXES = {
    "intermediate": 2, "final_demand": 2, "inventories": 2, "value_added": 1, "taxes_on_products": 1,
    "gross_output": 1, "discrepancy": 1, "trade_elasticity": 1, "tariff": 3,
}  # fmt: skip


def write_npz(world: World, path: Path) -> None:
    """Write the world to `path`; the same world gives the same bytes."""
    arrays = {key: getattr(world, key) for key in ARRAYS if getattr(world, key) is not None}
    storage.save(path, arrays, {"format": FORMAT, **record_of(world)}, level=4)


def read_npz(path: Path, choices: Choices) -> World:
    """Read a world that `write_npz` wrote, or an embedded file; never loads pickles.

    Raises
    ------
    DataError
        If the file is damaged, is no world, or has missing or malformed arrays.
    BalanceError
        If the world breaks an invariant.
    """
    specs = {key: ArraySpec("f", axes, finite=False) for key, axes in _AXES.items()}
    raw = read_arrays(path, {"meta": ArraySpec("u", 1), **specs}, optional=tuple(specs), what="world file")
    meta = json_record(raw.pop("meta").tobytes(), f"{path.name}: its record", "write it again")
    if meta.get("format") == MAGIC:
        world = read_embedded(path)
        choices.check_year(path.name, world.year)
        choices.refuse_factor(path.name)
        return world
    absent = [key for key in ("intermediate", "final_demand") if key not in raw]
    if meta.get("format") != FORMAT or absent:
        raise DataError(
            f"{path.name} is not a world file" + (f": it lacks {', '.join(absent)}" if absent else ""),
            hint="technostate.world.write(world, 'name.npz') writes one",
        )
    arrays = {key: array.astype(np.float64) for key, array in raw.items()}
    name, year, regions, sectors = identity_of(meta, f"{path.name}: its record")
    choices.check_year(path.name, year)
    report(path.name, size_problems(len(regions), len(sectors)), "aggregate the table first")
    factor = choices.factor(path.name, [unit_of(meta)])
    return assemble(Draft(name, year, regions, sectors, arrays, about_of(meta, path.name), factor))
