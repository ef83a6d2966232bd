"""The `FlowEconomy`: a year's flows between regions and sectors, as the weeks engine starts from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, with_problems

if TYPE_CHECKING:
    from technostate.world import World

Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FlowEconomy:
    """Annual flows of N regions and J sectors; node (region r, sector s) has position r·J + s. Read-only float64.

    Output is what is sold: the row sums of the three uses. Flows are an annual rate; a day is 1/365 of a year.

    Parameters
    ----------
    intermediate : array (N·J, N·J)
        Sales of the row's node to the column's for intermediate use; not negative.
    final : array (N·J, N)
        Sales to final demand of each region; not negative.
    other : array (N·J,), optional
        Sales that no region is named for (additions to stocks, discrepancies); they are constant and cannot be
        banned. None by default.
    unit : str
        Unit of the flows (`technostate.units`).
    products : mapping of str to Product
        What is known of sectors that are products carved out of others; empty by default.
    roots : mapping of str to str
        Sector → the table's own sector that it was carved out of; itself where it is not named.

    Raises
    ------
    DataError
        If labels, shapes or values are broken; lists everything that is.

    Examples
    --------
    >>> economy = FlowEconomy([[1.0, 1.0], [1.0, 1.0]], [[2.0, 0.0], [0.0, 2.0]], regions=("A", "B"), sectors=("s",))
    >>> economy.output
    array([[4.],
           [4.]])
    """

    intermediate: Array
    final: Array
    other: Array | None = None
    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    unit: str = "musd"
    name: str = ""
    products: Mapping[str, Any] = field(default_factory=dict)
    roots: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "regions", tuple(self.regions))
        object.__setattr__(self, "sectors", tuple(self.sectors))
        other = np.zeros(len(self.regions) * len(self.sectors)) if self.other is None else self.other
        for key, value in (("intermediate", self.intermediate), ("final", self.final), ("other", other)):
            array = np.array(value, dtype=np.float64, copy=True, order="C")
            array.setflags(write=False)
            object.__setattr__(self, key, array)
        problems = list(self._problems())
        if problems:
            raise DataError(
                with_problems(f"the flows of {self.name or 'the economy'} have", problems),
                hint="intermediate is (N·J, N·J), final is (N·J, N), other is (N·J,), all finite and not negative",
            )

    def _problems(self) -> Iterator[str]:
        n, j = self.shape
        for what, labels in (("regions", self.regions), ("sectors", self.sectors)):
            if not labels:
                yield f"{what} are not named"
            if len(set(labels)) != len(labels):
                yield f"{what} repeat a label"
        for key, shape in (("intermediate", (n * j, n * j)), ("final", (n * j, n)), ("other", (n * j,))):
            array: Array = getattr(self, key)
            if array.shape != shape:
                yield f"{key} has shape {array.shape}, the labels need {shape}"
            elif not np.isfinite(array).all():
                yield f"{key} has {np.count_nonzero(~np.isfinite(array))} values that are not finite"
            elif (array < 0).any():
                yield f"{key} has {np.count_nonzero(array < 0)} negative flows, the lowest {array.min():g}"

    @classmethod
    def from_world(cls, world: World) -> FlowEconomy:
        """Return the flows of a `World`.

        What a node sells beyond intermediate and final demand (changes in inventories, discrepancy) becomes `other`
        where it is positive and is dropped where it is negative: output is then the recorded sales, not the table's.
        """
        rest = world.gross_output - world.intermediate.sum(1) - world.final_demand.sum(1)
        products: Mapping[str, Any] = getattr(world, "products", {})
        roots = {code: str(getattr(world, "root_of")(code)) for code in products}  # noqa: B009
        return cls(
            world.intermediate, world.final_demand, np.maximum(rest, 0.0), world.regions, world.sectors,
            name=world.name, products=products, roots=roots,
        )  # fmt: skip

    def root_of(self, sector: str) -> str:
        """Return the table's own sector that a sector was carved out of; itself if it is one."""
        return self.roots.get(sector, sector)

    @property
    def shape(self) -> tuple[int, int]:
        """(N, J)."""
        return len(self.regions), len(self.sectors)

    @cached_property
    def output(self) -> Array:
        """Base output (N, J), annual rate."""
        n, j = self.shape
        assert self.other is not None
        total: Array = (self.intermediate.sum(1) + self.final.sum(1) + self.other).reshape(n, j)
        return total

    @cached_property
    def inputs(self) -> Array:
        """Inputs used by product and user (J product, N user region, J user sector), all origins together."""
        n, j = self.shape
        used: Array = self.intermediate.reshape(n, j, n, j).sum(0)
        return used

    @cached_property
    def final_use(self) -> Array:
        """Final demand by buyer and product (N, J), all origins together."""
        n, j = self.shape
        used: Array = self.final.reshape(n, j, n).sum(0).T
        return used

    @cached_property
    def origin_share(self) -> Array:
        """Share of each origin in a user's purchases of a product (N importer, J product, N origin, J + 1 user).

        The users are the region's sectors and, last, its final demand; zero throughout where a user does not buy.
        """
        n, j = self.shape
        share = np.zeros((n, j, n, j + 1))
        bought = self.inputs.transpose(1, 0, 2)[:, :, None, :], self.final_use[:, :, None]
        flows = (
            self.intermediate.reshape(n, j, n, j).transpose(2, 1, 0, 3),
            self.final.reshape(n, j, n).transpose(2, 1, 0),
        )
        np.divide(flows[0], bought[0], out=share[..., :j], where=bought[0] > 0)
        np.divide(flows[1], bought[1], out=share[..., j], where=bought[1] > 0)
        return share

    @cached_property
    def trade(self) -> Array:
        """Base flows of all products, for intermediate and final use (N importer, N exporter); without `other`."""
        n, j = self.shape
        flows: Array = self.intermediate.reshape(n, j, n, j).sum((1, 3)).T + self.final.reshape(n, j, n).sum(1).T
        return flows
