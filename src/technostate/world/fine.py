"""The finer intermediate-only table of 2022: 80 economies × 36 sectors, without ROW and without final demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np

from technostate.errors import DataError
from technostate.evidence import Kind, Origin
from technostate.evidence.readers.icio import IcioTable
from technostate.world import storage
from technostate.world.embedded import folder
from technostate.world.grid import Grid
from technostate.world.icio import merge_sectors, sector_bridge
from technostate.world.table import Array

#: What is kept apart among services; H and J are summed from their divisions.
KEPT_SERVICES = ("D", "F", "G", "H", "J", "K", "M", "O")
REST = "REST"
#: Name of the embedded file.
FILE = "icio-fine.npz"
#: What messages call it, with its year.
NAME = "the fine table of {}"
TITLES = {
    "H": "Transportation and storage",
    "J": "Information and communication",
    "O": "Public administration and defence; compulsory social security (mostly civil administration)",
    REST: "Other services (E, I, L, N, P, Q, R, S, T)",
}


@dataclass(frozen=True, eq=False)
class FineTable(Grid):
    """Intermediate sales among economies, USD million at basic prices; node (region r, sector s) is r·J + s.

    The table has no ROW: inputs bought from ROW are part of `residual`, sales to ROW are in output alone.

    Parameters
    ----------
    regions : tuple of str
        N = 80 codes.
    sectors : tuple of str
        J = 36 codes: 27 goods, D, F, G, H, J, K, M, O (mostly civil administration; defence is a part) and REST.
    intermediate : array (N·J, N·J)
        Sales of node i to node j.
    gross_output : array (N·J,)
    """

    name: str
    year: int
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: Array
    gross_output: Array
    origin: Origin
    kind: Kind = "derived"
    sector_titles: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        nodes = len(self.regions) * len(self.sectors)
        if self.intermediate.shape != (nodes, nodes) or self.gross_output.shape != (nodes,):
            raise DataError("fine table: array shapes differ from the labels", hint="nodes are region-major")
        for array in (self.intermediate, self.gross_output):
            array.setflags(write=False)

    @property
    def value_added(self) -> Array:
        """The `residual`: value added with taxes on products and inputs from ROW in it (N·J,), an upper bound."""
        return self.residual

    @cached_property
    def residual(self) -> Array:
        """Output less intermediate inputs from the 80: value added, taxes on products and inputs from ROW (N·J,)."""
        rest: Array = self.gross_output - self.intermediate.sum(axis=0)
        return rest


def fine_from_icio(table: IcioTable, goods: tuple[str, ...], origin: Origin) -> FineTable:
    """Return the 36-sector table of the 50-sector one.

    Parameters
    ----------
    goods : tuple of str
        The 27 goods sectors, kept as they are.
    """
    sectors = (*goods, *KEPT_SERVICES, REST)
    bridge = sector_bridge(tuple(_code(sector, sectors) for sector in table.sectors), sectors, REST)
    intermediate, outputs = merge_sectors(table, bridge)
    nodes = outputs.size
    return FineTable(
        name=NAME.format(table.year),
        year=table.year,
        regions=table.regions,
        sectors=sectors,
        intermediate=intermediate.reshape(nodes, nodes),
        gross_output=outputs.ravel(),
        origin=origin,
        sector_titles={code: TITLES.get(code) or table.titles[code] for code in sectors},
    )


def _code(sector: str, kept: tuple[str, ...]) -> str:
    """Return the sector's own code, its section's letter for the divisions of H and J, or REST."""
    if sector in kept:
        return sector
    return sector[0] if sector[0] in kept else REST


@lru_cache(maxsize=1)
def fine_intermediate() -> FineTable:
    """Return the embedded 80 × 36 intermediate table of 2022.

    Raises
    ------
    DataError
        If its file is missing or damaged.

    Examples
    --------
    >>> table = fine_intermediate()
    >>> len(table.regions), len(table.sectors), table.sectors[-3:]
    (80, 36, ('M', 'O', 'REST'))
    """
    return read_fine(folder() / FILE)


def read_fine(path: Path | Traversable) -> FineTable:
    """Return the fine table of an embedded file.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    arrays, meta = storage.load(path)
    labels = {key: tuple(str(code) for code in arrays[key]) for key in ("regions", "sectors", "sector_titles")}
    return FineTable(
        name=NAME.format(meta["year"]),
        year=meta["year"],
        regions=labels["regions"],
        sectors=labels["sectors"],
        intermediate=arrays["intermediate"] / np.float64(meta["per_musd"]),
        gross_output=arrays["gross_output"] / np.float64(meta["per_musd"]),
        origin=Origin.from_dict(meta["origin"]),
        kind=meta["kind"],
        sector_titles=dict(zip(labels["sectors"], labels["sector_titles"], strict=True)),
    )
