"""A coarser division of a world's regions, and levels carried to it with the world's flows as weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.specification.levels import LINKS, NODES, Levels, neutral

if TYPE_CHECKING:
    from technostate.shocks.specification.step import Step
    from technostate.world import World

Array = NDArray[np.float64]
Positions = NDArray[np.intp]


class Division:
    """Groups of a world's regions, with the flows among them; made once for many shocks.

    Parameters
    ----------
    world : World
        The fine world, of N regions and J sectors.
    regions : mapping of str to str
        Region → group, for every region (`technostate.world.grouping`); groups stand in the order in which the
        world's regions first reach them.
    name : str
        Name of the coarse world.
    """

    def __init__(self, world: World, regions: Mapping[str, str], name: str = "") -> None:
        from technostate.world import bilateral_sales

        self.fine, self.sectors = world.regions, world.sectors
        self.groups = tuple(dict.fromkeys(regions[region] for region in world.regions))
        self.name = name or f"{world.name} at {len(self.groups)} regions"
        self.group_of = np.array([self.groups.index(regions[region]) for region in world.regions])
        self._into = np.zeros((len(world.regions), len(self.groups)))
        self._into[np.arange(len(world.regions)), self.group_of] = 1.0
        self._flow = np.maximum(bilateral_sales(world), 0.0)
        self._group_flow = self._into.T @ self._flow @ self._into
        self._members = np.outer(self._into.sum(0), self._into.sum(0))
        output = np.maximum(world.gross_output.reshape(world.shape), 0.0)
        final = np.maximum(np.einsum("ijn->nj", world.final_demand.reshape(*world.shape, -1)), 0.0)
        # Users hold stocks of what they use: (N user, J product), whether or not they make it.
        used = np.maximum(np.einsum("ijnk->nj", world.intermediate.reshape(*world.shape, *world.shape)), 0.0)
        self._weight = {"capacity": output, "demand": final, "stock_days": used}

    def levels(self, fine: Levels, at: Positions | None = None) -> Levels:
        """Return levels on the groups: means weighted by flows, output, final demand or use; members alike without.

        Trade among members of a group is trade at home there, which no measure touches. What is untouched stays
        exactly neutral.

        Parameters
        ----------
        at : array of int, optional
            Positions, in a flat array over sectors, importers and exporters, of all links that may be touched; they
            are looked for where it is not given.
        """
        found = neutral(len(self.groups), len(self.sectors))
        for name, value in LINKS.items():
            found[name] = self._links(getattr(fine, name), value, found[name], at)
        if found["delivered"].flags.writeable:
            # Weights of a total ban add up to one but for rounding.
            found["delivered"] = np.maximum(found["delivered"], 0.0)
        for name, value in NODES.items():
            found[name] = self._nodes(getattr(fine, name), value, self._weight[name], found[name])
        found["transfers"] = self._into.T @ fine.transfers
        return Levels(**found)

    def links(self, values: Array, untouched: float, at: Positions) -> Array:
        """Return values of links on the groups, weighted by the world's flows, as `levels` does for each of its fields.

        Parameters
        ----------
        values : array (J, N importer, N exporter)
            On the fine regions.
        untouched : float
            Where nothing happens.
        at : array of int
            Positions, in a flat array, of the links that may differ.

        Returns
        -------
        array (J, N importer, N exporter)
            On the groups.
        """
        shape = len(self.sectors), len(self.groups), len(self.groups)
        return self._links(values, untouched, np.broadcast_to(untouched, shape), at)

    def hidden(self, step: Step) -> tuple[str, ...]:
        """Return the groups inside which a measure bears on trade, which the division cannot show."""
        if step.links is None:
            return ()
        importer, exporter = np.nonzero(step.links.any(0))
        inside = self.group_of[importer][self.group_of[importer] == self.group_of[exporter]]
        return tuple(self.groups[at] for at in sorted(set(inside.tolist())))

    def _links(self, values: Array, value: float, untouched: Array, at: Positions | None) -> Array:
        if not values.flags.writeable:
            # A neutral array, of one number in memory.
            return untouched
        if at is None:
            at = np.flatnonzero(values != value)
        sector, importer, exporter = np.unravel_index(at, values.shape)
        groups = len(self.groups)
        to, by = self.group_of[importer], self.group_of[exporter]
        # Trade inside a group is trade at home there.
        between = to != by
        if not between.any():
            return untouched
        at = at[between]
        cell = (sector[between] * groups + to[between]) * groups + by[between]
        change = values.ravel()[at] - value
        shape, size = untouched.shape, untouched.size
        weighted: Array = np.bincount(cell, self._flow.ravel()[at] * change, size).astype(np.float64).reshape(shape)
        plain: Array = np.bincount(cell, change, size).astype(np.float64).reshape(shape)
        # What is not touched stays at its value, and so do its members in the mean.
        return value + _mean(weighted, self._group_flow, plain, self._members)

    def _nodes(self, values: Array, value: float, weight: Array, untouched: Array) -> Array:
        if not values.flags.writeable:
            return untouched
        touched = values != value
        if not touched.any():
            return untouched
        into = self._into
        mean = _mean(into.T @ (values * weight), into.T @ weight, into.T @ values, into.sum(0)[:, None])
        return np.where(into.T @ touched > 0, mean, value)


def _mean(weighted: Array, weight: Array, plain: Array, count: Array) -> Array:
    """Return the weighted mean; where nothing is traded every member counts alike."""
    mean: Array = np.divide(weighted, weight, out=plain / count, where=weight > 0)
    return mean
