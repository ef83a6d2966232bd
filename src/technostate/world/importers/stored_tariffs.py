"""A user's tariffs in the store, and a world with them laid over its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, StoreError
from technostate.evidence import Origin
from technostate.evidence.own.kinds import Taken
from technostate.evidence.regions import EU27_2020
from technostate.evidence.store import Store
from technostate.evidence.store_errors import RESTORE
from technostate.world.importers import rows
from technostate.world.importers.part import PART, digest_of, insert, packed, unpack
from technostate.world.labels import EDITION
from technostate.world.table import Array
from technostate.world.world import World

WHAT = "tariffs"


@dataclass(frozen=True)
class TariffBatch:
    """Rates of one year, checked and not yet written.

    Parameters
    ----------
    importers, exporters, sectors : sequence of str
        Of each rate.
    rates : array (K,)
        Ad-valorem fractions.
    file : str
        Name of the file that they came from.
    """

    name: str
    year: int
    vintage: str
    importers: Sequence[str]
    exporters: Sequence[str]
    sectors: Sequence[str]
    rates: Array
    file: str
    said: tuple[str, ...] = ()

    def write(self, store: Store) -> Taken:
        """Write the rates in one transaction; older vintages of the name stay."""
        regions = sorted({*self.importers, *self.exporters})
        sectors = sorted(set(self.sectors))
        place, kind = ({label: at for at, label in enumerate(labels)} for labels in (regions, sectors))
        places = np.array(
            [[kind[s] for s in self.sectors], [place[i] for i in self.importers], [place[e] for e in self.exporters]],
            dtype=np.int32,
        )
        record = {"regions": regions, "sectors": sectors, "count": len(self.rates), "file": self.file}
        store.require(PART)
        chunks = [*packed("places", places), *packed("rates", np.asarray(self.rates, dtype=np.float64))]
        with store.writing() as db:
            insert(db, rows.begin(db, WHAT, self.name, self.vintage, self.year, record), chunks)
        return Taken(WHAT, (self.name,), self.vintage, self.said)


def names(store: Store) -> tuple[str, ...]:
    """Return the names of the tariffs in a store, sorted."""
    return rows.names(store, WHAT)


def identity(store: Store, name: str) -> str:
    """Return what stored tariffs are told apart by: name, vintage and a checksum of what they hold."""
    row = rows.find(store, WHAT, name)
    found = store.rows("SELECT digest FROM stored_chunk WHERE owner = ? ORDER BY array, number", (row.id,))
    return f"{row.name} {row.vintage} {digest_of(*(str(digest).encode() for (digest,) in found))}"


def laid_over(world: World, store: Store, name: str) -> World:
    """Return a world with stored tariffs laid over its own; links that they do not name keep theirs.

    ``EU`` stands for every member that the world shows, unless the member has a rate of its own. Economies that the
    world does not show are in its rest, whose rates stay as they are.

    Raises
    ------
    DataError
        If sectors of the tariffs are none of the world's, or no pair of its regions is there.
    LabelError
        If there are no tariffs of this name.
    StoreError
        If they are damaged.
    """
    row = rows.find(store, WHAT, name)
    what = f"tariffs {row.name}"
    regions, sectors, places, rates = _read(store, row)
    strangers = [sector for sector in sectors if sector not in world.sectors]
    if strangers:
        raise DataError(
            f"{what} have {len(strangers)} sectors that {world.name} has not: {', '.join(strangers[:8])}",
            hint="import them again with --option sectors=FILE (from,to), to being sectors of the world",
        )
    n, j = world.shape
    table: Array = np.full((j, n, n), np.nan) if world.tariff is None else np.array(world.tariff)
    own = np.arange(n)
    table[:, own, own] = 0.0
    laid = 0
    # Groups first, so that a member's own rate stands above that of its group.
    for members in (True, False):
        for at in np.flatnonzero((places[1:] == _place(regions, "EU")).any(axis=0) == members).tolist():
            sector, importer, exporter = places[:, at]
            laid += _lay(table, world, sectors[sector], regions[importer], regions[exporter], float(rates[at]))
    if not laid:
        raise DataError(f"{what} name no pair of regions of {world.name}", hint="are its regions groups of states?")
    origin = Origin("the user", f"own {what}", row.record["file"], row.vintage, "the user's", note=f"{laid:,} links")
    return replace(world, tariff=table, tariff_origin=origin)


def check(store: Store) -> int:
    """Read every edition of tariffs whole and return how many there are; raises `StoreError` at a damaged one."""
    found = rows.listed(store, WHAT)
    for name, vintage, _ in found:
        _read(store, rows.find(store, WHAT, f"{name}{EDITION}{vintage}"))
    return len(found)


def _read(store: Store, row: rows.Row) -> tuple[list[str], list[str], NDArray[np.int32], Array]:
    """Return labels of regions and sectors, places (3, K) of sector, importer and exporter in them, and rates (K,)."""
    what = f"tariffs {row.name}"
    try:
        regions, sectors, count = row.record["regions"], row.record["sectors"], int(row.record["count"])
    except (KeyError, TypeError, ValueError):
        raise StoreError(f"{what} are damaged in the store: their record", hint=RESTORE) from None
    with store.reading() as db:
        places: NDArray[np.int32] = unpack(db, row.id, "places", (3, count), "<i4", what)
        rates: Array = unpack(db, row.id, "rates", (count,), "<f8", what)
    return regions, sectors, places, rates


def _place(regions: Sequence[str], label: str) -> int:
    return regions.index(label) if label in regions else -1


def _lay(table: Array, world: World, sector: str, importer: str, exporter: str, rate: float) -> int:
    """Write one rate to every link that it is for; return how many."""
    sides = [
        [at for at, label in enumerate(world.regions) if label == code or (code == "EU" and label in EU27_2020)]
        for code in (importer, exporter)
    ]
    j = [at for at, label in enumerate(world.sectors) if world.root_of(label) == sector or label == sector]
    links = [(k, n, i) for k in j for n in sides[0] for i in sides[1] if n != i]
    for link in links:
        table[link] = rate
    return len(links)
