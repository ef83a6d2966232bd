"""A user's worlds in the store: written whole in one transaction, read chunk by chunk and verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from technostate.errors import DataError, StoreError
from technostate.evidence.store import Store
from technostate.evidence.store_errors import RESTORE
from technostate.world import embedded
from technostate.world.importers import rows
from technostate.world.importers.part import PART, check_name, insert, packed, unpack
from technostate.world.labels import EDITION
from technostate.world.memory import needed, size_problems
from technostate.world.records import about_of, identity_of, record_of
from technostate.world.table import ARRAYS
from technostate.world.world import World

WHAT = "world"


def write(store: Store, world: World, vintage: str) -> None:
    """Write a world under its name and vintage; one of the same name and vintage is replaced, older ones stay.

    Raises
    ------
    DataError
        If the name is none, or that of a world that ships.
    StoreError
        If the store cannot be written; it then is as it was.
    """
    check_name(world.name, embedded.names())
    arrays = {key: value for key in ARRAYS if (value := getattr(world, key)) is not None}
    record = {**record_of(world), "arrays": {key: list(value.shape) for key, value in arrays.items()}}
    store.require(PART)
    chunks = [chunk for key, value in arrays.items() for chunk in packed(key, value)]
    with store.writing() as db:
        insert(db, rows.begin(db, WHAT, world.name, vintage, world.year, record), chunks)


def names(store: Store) -> tuple[str, ...]:
    """Return the names of the worlds in a store, sorted."""
    return rows.names(store, WHAT)


@dataclass(frozen=True)
class Outline:
    """What a stored world is, without its figures: its newest vintage, and the numbers of regions and sectors."""

    name: str
    vintage: str
    year: int
    regions: int
    sectors: int
    classification: str
    tariffs: bool


def outlines(store: Store) -> tuple[Outline, ...]:
    """Return what the worlds of a store are, by name; no figure is read."""
    found = []
    for name in names(store):
        row = rows.find(store, WHAT, name)
        label, year, regions, sectors = identity_of(row.record, f"world {name}")
        about = str(row.record.get("classification", ""))
        tariffs = "tariff" in row.record.get("arrays", {})
        found.append(Outline(label, row.vintage, year, len(regions), len(sectors), about, tariffs))
    return tuple(found)


def load(store: Store, name: str) -> World:
    """Return a world of a store, its newest vintage unless one is named (``oecd-icio-2020@2023``).

    Raises
    ------
    LabelError
        If there is no such world or vintage.
    DataError
        If it does not fit into the memory that is free.
    StoreError
        If it is damaged.
    """
    with store.reading() as db:
        row = rows.find(store, WHAT, name)
        what = f"world {row.name}"
        try:
            label, year, regions, sectors = identity_of(row.record, what)
            about = about_of(row.record, what)
            shapes = {key: tuple(map(int, row.record["arrays"][key])) for key in ARRAYS if key in row.record["arrays"]}
        except (DataError, KeyError, TypeError, ValueError) as error:
            raise StoreError(f"{what} is damaged in the store: {error}", hint=RESTORE) from None
        if problems := size_problems(len(regions), len(sectors)):
            raise DataError(f"{what}: {problems[0]}", hint="import it again with --option regions=FILE or sectors=FILE")
        arrays: dict[str, Any] = {key: unpack(db, row.id, key, shape, "<f8", what) for key, shape in shapes.items()}
    for array in arrays.values():
        array.setflags(write=False)
    arrays.setdefault("trade_elasticity", np.full(len(sectors), np.nan))
    return World(name=label, year=year, regions=tuple(regions), sectors=tuple(sectors), **arrays, **about)


def check(store: Store) -> int:
    """Read every edition of a world whole and return how many there are; raises `StoreError` at a damaged one."""
    found = rows.listed(store, WHAT)
    for name, vintage, _ in found:
        load(store, f"{name}{EDITION}{vintage}")
    return len(found)


def size_of(regions: int, sectors: int) -> str:
    """Return what a world of so many regions and sectors takes, in words.

    Examples
    --------
    >>> size_of(189, 26)
    '189 regions x 26 sectors: 4,914 nodes, 0.2 GiB a table, 0.9 GiB while it is read and measured'
    """
    nodes = regions * sectors
    table, whole = 8 * nodes * nodes / 2**30, needed(regions, sectors) / 2**30
    size = f"{nodes:,} nodes, {table:.1f} GiB a table, {whole:.1f} GiB while it is read and measured"
    return f"{regions} regions x {sectors} sectors: {size}"
