"""The `World`: one year's regions × sectors table, labelled, balanced and immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.errors import unknown_label
from technostate.evidence import Kind, Origin
from technostate.evidence.regions import missing

Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class World:
    """A year's inter-regional input–output table, current USD million, basic prices.

    N regions, J sectors; node ``(region r, sector s)`` has position ``r * J + s``. Rows sell, columns buy.
    Arrays are copied to read-only float64 on construction and every invariant is checked
    (`technostate.world.invariants`): one error lists all that is broken.

    Parameters
    ----------
    name : str
        For example ``"wiod-2004"``.
    regions : tuple of str
        N codes: ISO 3166 alpha-3, keys of groups, ``ROW``.
    sectors : tuple of str
        J codes of `classification`.
    classification : str
        Name of the sector classification, for example ``"WIOD 2013 (NACE 1.1)"``.
    intermediate : array (N·J, N·J)
        Sales of node i to node j for intermediate use.
    final_demand : array (N·J, N)
        Sales to final demand of each region, changes in inventories excluded.
    inventories : array (N·J, N)
        Changes in inventories by region of use; negative where stocks were drawn down; NaN throughout where
        the source has none apart from final demand.
    value_added : array (N·J,)
        What is left of output after intermediate inputs, by node; `value_added_label` says what it includes.
    taxes_on_products : array (N·J,)
        Taxes less subsidies on products paid on intermediate inputs; NaN where the source does not separate them.
    gross_output : array (N·J,)
    discrepancy : array (N·J,)
        Output less all recorded sales (rounding and what the source does not balance).
    trade_elasticity : array (J,)
        Trade elasticity θ; NaN where none was chosen.
    origin : Origin
        Of the flows and outputs.
    tariff : array (J, N importer, N exporter), optional
        Ad-valorem tariff as a fraction; NaN where unknown.
    tolerance : float
        Largest accepted accounting gap of a node, USD million.
    tariff_origin, elasticity_origin : Origin, optional
        Of `tariff` and `trade_elasticity`, where they come from elsewhere than the flows; a figure that does not read
        them does not cite them.

    Raises
    ------
    BalanceError
        If shapes, labels, signs or balances are broken; lists every violation.
    """

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

    def __post_init__(self) -> None:
        from technostate.world.invariants import check

        object.__setattr__(self, "regions", tuple(self.regions))
        object.__setattr__(self, "sectors", tuple(self.sectors))
        for name in ARRAYS:
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, _frozen(value))
        check(self)

    @property
    def n_regions(self) -> int:
        """Number of regions N."""
        return len(self.regions)

    @property
    def n_sectors(self) -> int:
        """Number of sectors J."""
        return len(self.sectors)

    @property
    def shape(self) -> tuple[int, int]:
        """(N, J)."""
        return self.n_regions, self.n_sectors

    @cached_property
    def nodes(self) -> tuple[tuple[str, str], ...]:
        """The N·J (region, sector) pairs in array order."""
        return tuple((region, sector) for region in self.regions for sector in self.sectors)

    def region_index(self, region: str) -> int:
        """Return the position of a region; raises `LabelError` naming the nearest ones."""
        try:
            return self.regions.index(region)
        except ValueError:
            raise missing(region, self.regions, self.name, lacks="is not shown apart in") from None

    def sector_index(self, sector: str) -> int:
        """Return the position of a sector; raises `LabelError` naming the nearest ones."""
        try:
            return self.sectors.index(sector)
        except ValueError:
            raise unknown_label("sector", sector, self.sectors, where=self.name) from None

    def node(self, region: str, sector: str) -> int:
        """Return the position of a node in the N·J arrays."""
        return self.region_index(region) * self.n_sectors + self.sector_index(sector)

    def region_nodes(self, region: str) -> slice:
        """Return the slice of a region's nodes in the N·J arrays."""
        start = self.region_index(region) * self.n_sectors
        return slice(start, start + self.n_sectors)

    @cached_property
    def technical_coefficients(self) -> Array:
        """A (N·J, N·J): intermediate input per unit of the column's output; columns without output are zero."""
        output = self.gross_output
        scale = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
        return _frozen(self.intermediate * scale)


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


def _frozen(value: Array) -> Array:
    if value.dtype == np.float64 and value.base is None and value.flags.c_contiguous and not value.flags.writeable:
        return value  # already frozen by its only owner: a 2,268 × 2,268 table need not be copied
    array = np.array(value, dtype=np.float64, copy=True, order="C")
    array.setflags(write=False)
    return array
