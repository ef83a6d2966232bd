"""The labelled arrays of an input–output table, read-only; `World` is one whose accounts hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import Kind, Origin
from technostate.world.grid import Grid
from technostate.world.product import Carved, Product

Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Table(Grid):
    """The arrays and labels of a `World`, which explains them, before anything was checked."""

    name: str
    year: int
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    classification: str
    intermediate: Array
    final_demand: Array
    inventories: Array
    value_added: Array
    taxes_on_products: Array
    gross_output: Array
    discrepancy: Array
    trade_elasticity: Array
    origin: Origin
    kind: Kind = "derived"
    sector_titles: Mapping[str, str] = field(default_factory=dict)
    tariff: Array | None = None
    value_added_label: str = "value added"
    tolerance: float = 1.0
    tariff_origin: Origin | None = None
    elasticity_origin: Origin | None = None
    products: Mapping[str, Product] = field(default_factory=dict)
    carved: tuple[Carved, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "regions", tuple(self.regions))
        object.__setattr__(self, "sectors", tuple(self.sectors))
        for name in ARRAYS:
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, frozen(value))

    @cached_property
    def nodes(self) -> tuple[tuple[str, str], ...]:
        """The N·J (region, sector) pairs in array order."""
        return tuple((region, sector) for region in self.regions for sector in self.sectors)

    def parent_of(self, sector: str) -> str:
        """Return the sector or product that a product is a part of; any other sector itself.

        Raises
        ------
        LabelError
            If there is no such sector.
        """
        self.sector_index(sector)
        return self.products[sector].parent if sector in self.products else sector

    def root_of(self, sector: str) -> str:
        """Return the table's own sector that a product is a part of, by way of other products; any other sector itself.

        Raises
        ------
        LabelError
            If there is no such sector.
        """
        while (parent := self.parent_of(sector)) != sector:
            sector = parent
        return sector

    @property
    def roots(self) -> tuple[str, ...]:
        """The table's own sector of each sector (J,), in order."""
        return tuple(map(self.root_of, self.sectors))

    def region_nodes(self, region: str) -> slice:
        """Return the slice of a region's nodes in the N·J arrays."""
        start = self.region_index(region) * self.n_sectors
        return slice(start, start + self.n_sectors)


#: The array fields of a World, in the order of the data contract.
ARRAYS = (
    "intermediate",
    "final_demand",
    "inventories",
    "value_added",
    "taxes_on_products",
    "gross_output",
    "discrepancy",
    "trade_elasticity",
    "tariff",
)


def frozen(value: Array) -> Array:
    """Return an array read-only, copied unless nobody else can write to it."""
    if value.dtype == np.float64 and value.base is None and value.flags.c_contiguous and not value.flags.writeable:
        return value  # already frozen by its only owner: a 2,268 × 2,268 table need not be copied
    array = np.array(value, dtype=np.float64, copy=True, order="C")
    array.setflags(write=False)
    return array
