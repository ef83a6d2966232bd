"""A world as tidy tables: one figure a row, in CSV or Parquet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from technostate.world.formats.tables import KEYS, SALES, TABLES, encode
from technostate.world.records import RECORD, record_of
from technostate.world.world import World

if TYPE_CHECKING:
    import polars as pl

FORMAT = "technostate world folder 1"


def frames(world: World) -> dict[str, pl.DataFrame]:
    """Return the tables of a world as tidy frames, ``gross_output`` first; unknown figures and zero sales left out."""
    import polars as pl

    labels = {
        "region": np.array(world.regions), "to_region": np.array(world.regions),
        "sector": np.array(world.sectors), "to_sector": np.array(world.sectors),
    }  # fmt: skip
    found = {}
    for table, keys in TABLES.items():
        array = getattr(world, table)
        if array is None or np.isnan(array).all():
            continue
        cube = array.reshape([len(labels[key]) for key in keys])
        listed = ~np.isnan(cube)
        if table in SALES and (cube != 0).any():
            listed &= cube != 0
        at = np.nonzero(listed)
        columns: dict[str, Any] = {key: labels[key][at[axis]] for axis, key in enumerate(keys)}
        found[table] = pl.DataFrame({**{key: columns[key] for key in KEYS if key in columns}, "value": cube[at]})
    return found


def single(world: World) -> pl.DataFrame:
    """Return all tables of a world in one frame with a column ``table``."""
    import polars as pl

    return pl.concat(
        [
            frame.select(
                pl.lit(table).alias("table"),
                *[pl.col(key) if key in frame.columns else pl.lit(None, dtype=pl.String).alias(key) for key in KEYS],
                "value",
            )
            for table, frame in frames(world).items()
        ]
    )


def files(world: World, suffix: str) -> dict[str, bytes]:
    """Return the folder's files: name → bytes; `suffix` is ``".csv"`` or ``".parquet"``."""
    record = {"format": FORMAT, **record_of(world)}
    found = {RECORD: (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()}
    for table, frame in frames(world).items():
        found[table + suffix] = encode(frame, suffix)
    return found
