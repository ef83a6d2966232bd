"""The table with products after its sectors: rows first, then columns, parent by parent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.world.memory import check_bytes
from technostate.world.product import Margin
from technostate.world.products.columns import columns_of
from technostate.world.products.rows import TOLD, Rows
from technostate.world.table import Array
from technostate.world.world import World

#: What is divided in proportion to output.
_BY_OUTPUT = ("gross_output", "discrepancy", "inventories")
#: Arrays by node alone.
_NODES = ("value_added", "taxes_on_products", "gross_output", "discrepancy")


@dataclass(frozen=True, eq=False)
class Wide:
    """Arrays of a world with room for products.

    Parameters
    ----------
    codes : tuple of str
        J sectors and products, in the order in which they will stand.
    old : array
        Where the world's sectors stand among them.
    parents : mapping of str to str
        Product → parent.
    flat : mapping of str to array
        As a World has them.
    views : mapping of str to array
        The same memory by region and sector (N, J, …); arrays by node have a last axis of one.
    """

    codes: tuple[str, ...]
    old: NDArray[np.intp]
    parents: Mapping[str, str]
    flat: Mapping[str, Array]
    views: Mapping[str, Array]

    def places(self, rows: Rows) -> tuple[int, list[int]]:
        """Return where the parent and where its products stand."""
        return self.codes.index(rows.products[0].parent), [self.codes.index(row.name) for row in rows.products]


def widened(world: World, codes: Sequence[str], parents: Mapping[str, str]) -> Wide:
    """Return the arrays of a world with zeros for the codes that it does not have yet; `DataError` without memory."""
    n, j = world.shape
    more = len(codes)
    check_bytes(2 * 8 * (n * more) ** 2, f"{world.name} with {more - j} more sectors")
    old = np.array([codes.index(sector) for sector in world.sectors])
    flat: dict[str, Array] = {"intermediate": np.zeros((n * more, n * more))}
    views: dict[str, Array] = {"intermediate": flat["intermediate"].reshape(n, more, n, more)}
    for to, place in enumerate(old):
        views["intermediate"][:, place][:, :, old] = world.intermediate.reshape(n, j, n, j)[:, to]
    for name in ("final_demand", "inventories", *_NODES):
        flat[name] = np.zeros(n * more if name in _NODES else (n * more, n))
        views[name] = flat[name].reshape(n, more, -1)
        views[name][:, old] = getattr(world, name).reshape(n, j, -1)
    return Wide(tuple(codes), old, parents, flat, views)


def put_rows(wide: Wide, rows: Rows) -> None:
    """Divide what a parent sells among its products and the rest."""
    k, at = wide.places(rows)
    flows, final = wide.views["intermediate"], wide.views["final_demand"]
    sold = np.zeros((*rows.sales.shape[:3], len(wide.codes)))
    sold[..., wide.old] = rows.sales[..., :-1]
    for place, inputs, goods in zip(at, sold, rows.sales[..., -1], strict=True):
        flows[:, place], final[:, place] = inputs, goods
    _leave(flows[:, k], sold)
    _leave(final[:, k], rows.sales[..., -1])
    for name in _BY_OUTPUT:
        values = wide.views[name]
        moved = rows.part[:, :, None] * values[:, k]
        values[:, at] = moved.transpose(1, 0, 2)
        _leave(values[:, k], moved)


def put_columns(wide: Wide, rows: Rows, world: World) -> Iterator[tuple[str, Margin]]:
    """Divide what a parent buys, its taxes and its value added; yield, by product, value added that could not be had.

    Parameters
    ----------
    world : World
        From which the products are carved.
    """
    k, at = wide.places(rows)
    flows, added, taxes = (wide.views[name] for name in ("intermediate", "value_added", "taxes_on_products"))
    column, own = flows[:, :, :, k], added[:, k, 0].copy()
    inputs = column.sum(axis=0)
    what = f"the inputs of {wide.codes[k]} of {world.name}"
    output = wide.views["gross_output"][:, at, 0].T
    whole = wide.views["gross_output"][:, k, 0] + output.sum(axis=0)
    share = columns_of(rows.products, rows.part, inputs, own, whole, wide.codes, wide.parents, what)
    bought = column * share[:, None]
    # Value added is the parent's in proportion, and what the product buys less, or more, than in proportion.
    moved = rows.part * (own + inputs.sum(axis=0)) - bought.sum(axis=(1, 2))
    flows[:, :, :, at] = bought.transpose(1, 2, 3, 0)
    _leave(column, bought)
    taxed = rows.part * taxes[:, k, 0]
    taxes[:, at, 0], taxes[:, k, 0] = taxed.T, taxes[:, k, 0] - taxed.sum(axis=0)
    added[:, at, 0], added[:, k, 0] = moved.T, own - moved.sum(axis=0)
    for product, got, made in zip(rows.products, moved, output, strict=True):
        wanted = (product.value_added.central if product.value_added else np.nan) * made
        for n in np.flatnonzero(np.abs(got - wanted) > TOLD * made.sum()):
            yield product.name, Margin("value added", world.regions[n], float(wanted[n]), float(got[n]))


def _leave(values: Array, moved: Array) -> None:
    """Take what was moved (P, …) out of values (…), in place; rounding leaves nothing negative that was not."""
    rest = values - moved.sum(axis=0)
    values[...] = np.where((values >= 0) & (rest < 0), 0.0, rest)
