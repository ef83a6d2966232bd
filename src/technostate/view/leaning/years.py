"""How many economies lean more on each of two, in every embedded table: the tables' flows are kept, not the tables."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from technostate import world as worlds
from technostate.errors import DataError
from technostate.evidence import Figure, Origin, derived_from
from technostate.exposure import between
from technostate.exposure.flows import Look, Variant, flow_cube
from technostate.shocks.kept import Packing, kept_in
from technostate.view.dependence.who import shown
from technostate.view.leaning.data import YearOf
from technostate.world.table import Array
from technostate.write.names import name


class Way(NamedTuple):
    """A definition of reliance: how the room is asked, and in words."""

    variant: Variant
    look: Look
    words: str


#: Definitions side by side.
WAYS: Mapping[str, Way] = {
    "look_through": Way("gross", "look_through", "looking through supply chains"),
    "face_value": Way("gross", "face_value", "direct purchases only"),
    "net": Way("net", "look_through", "looking through supply chains, the buyer’s own unit of output left out"),
}


class Flows(NamedTuple):
    """What each region of a table makes for the output of each region's sectors.

    Parameters
    ----------
    flows : array (N, N, J)
        USD million: supplier, buyer, buyer's sector.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Array
    origin: Origin

    def among_regions(self, sector: str | None) -> Array:
        """Return the flows among regions (N, N), into one sector of the buyers or into all."""
        total: Array = self.flows.sum(axis=2) if sector is None else self.flows[:, :, self.sectors.index(sector)]
        return total


def counted(key: str, count: tuple[int, int, int], origin: Origin) -> YearOf:
    """Return counts of a year's table: more on the first, more on the second, alike.

    Parameters
    ----------
    key : str
        Name of the world.

    Raises
    ------
    DataError
        If there is no economy to count.
    """
    total, year = sum(count), int(key[-4:])
    if not total:
        raise DataError(
            f"no other economy of {key} has output there", hint="ask for another sector, or for all of them"
        )
    return YearOf(key, year, *count, Figure(count[0] / total, "1", "derived", origin, "", year))


def years_of(one: str, other: str, measure: str, sector: str | None) -> tuple[YearOf, ...]:
    """Return how many economies lean more on each of two in every embedded table that has the two and the sector.

    Parameters
    ----------
    one, other : str
        Codes, or keys of groups.
    measure : str
        A key of `WAYS`.
    """
    found = dict[str, tuple[int, int, int]]()
    sources = dict[str, list[Origin]]()
    for key in sorted(worlds.names(), key=lambda key: int(key[-4:])):
        table = flows_of(key, measure)
        sides = shown(table.regions, one), shown(table.regions, other)
        if all(sides) and (sector is None or sector in table.sectors):
            found[key] = between.counted(between.leans(table.regions, table.among_regions(sector), *sides)[0])
            sources.setdefault(family(key), []).append(table.origin)
    title = f"Share of economies that take more of their inputs from {name(one)} than from {name(other)}"
    # Years of one classification have one origin, so that an answer cites it once.
    origins = {kind: derived_from(f"{title}, {WAYS[measure].words}", *each) for kind, each in sources.items()}
    return tuple(counted(key, count, origins[family(key)]) for key, count in found.items())


def family(key: str) -> str:
    """Return the name of a world without its year: tables of one classification."""
    return key.rpartition("-")[0]


@lru_cache(maxsize=64)
def flows_of(key: str, measure: str) -> Flows:
    """Return the flows of an embedded table, kept in the user's cache.

    Parameters
    ----------
    measure : str
        A key of `WAYS`.
    """
    way = WAYS[measure]

    def make() -> Flows:
        table = worlds.load(key)
        return Flows(table.regions, table.sectors, flow_cube(table, way.variant, way.look), table.origin)

    kept = kept_in(None)
    question = {"asks": "flows among regions", "world": key, "measure": measure}
    return make() if kept is None else kept.answer(question, make, _PACKING)


def _pack(found: Flows) -> bytes:
    buffer = io.BytesIO()
    labels = json.dumps([found.regions, found.sectors, found.origin.as_dict()])
    np.savez(buffer, labels=np.array(labels), flows=found.flows)
    return buffer.getvalue()


def _unpack(content: bytes) -> Flows:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            regions, sectors, origin = json.loads(str(file["labels"]))
            return Flows(tuple(regions), tuple(sectors), file["flows"], Origin.from_dict(origin))
    except (OSError, KeyError, TypeError) as error:
        raise ValueError(f"no flows: {error}") from None


_PACKING = Packing(_pack, _unpack, ("exposure", "world"))
