"""The trade of a state, or of a group taken as one, by product: whom it buys from, within itself, and what it sells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.exposure.products.stored import Chunk
from technostate.exposure.selection import REST
from technostate.world.table import Array


@dataclass(frozen=True)
class GroupTrade:
    """Trade of a group by product (K products, R regions), US dollars.

    Parameters
    ----------
    members, partner : tuple of int
        Positions of the group's members, and of the partner's (empty without one), in `regions`.
    imports : array (K, R)
        What the group buys of each region outside it; zero for members.
    within : array (K,)
        Trade among members; zero for a single state.
    exports : array (K,)
        Sales to regions outside.
    world : array (K, R)
        Exports of each region; trade among members of the group, and among those of the partner, is home trade.
    """

    regions: tuple[str, ...]
    members: tuple[int, ...]
    partner: tuple[int, ...]
    imports: Array
    within: Array
    exports: Array
    world: Array


def group_trade(
    chunks: Iterable[Chunk], products: int, regions: Sequence[str], members: Sequence[int], partner: Sequence[int] = ()
) -> GroupTrade:
    """Return the trade of a group, added up over chunks of flows.

    Parameters
    ----------
    chunks : iterable of mapping
        Positions ``product``, ``importer``, ``exporter`` and ``value`` in US dollars, arrays of one length each.
    products : int
        How many products there are.

    Examples
    --------
    >>> flows = {"product": [0, 0, 0], "importer": [0, 0, 1], "exporter": [1, 2, 0], "value": [60, 40, 10]}
    >>> one = group_trade([{k: np.array(v) for k, v in flows.items()}], 1, ("AAA", "BBB", "CCC"), [0])
    >>> one.imports.tolist(), one.exports.tolist()
    ([[0.0, 60.0, 40.0]], [10.0])
    """
    count = len(regions)
    own, other = _flags(count, members), _flags(count, partner)
    imports, world = np.zeros((2, products * count))
    within, exports = np.zeros((2, products))
    for chunk in chunks:
        product = chunk["product"].astype(np.int64)
        value = chunk["value"].astype(np.float64)
        buys, sells = own[chunk["importer"]], own[chunk["exporter"]]
        cell = product * count + chunk["exporter"]
        inside = buys & sells
        home = inside | (other[chunk["importer"]] & other[chunk["exporter"]])
        _add(imports, cell, value, buys & ~sells)
        _add(world, cell, value, ~home)
        _add(within, product, value, inside)
        _add(exports, product, value, sells & ~buys)
    shape = products, count
    return GroupTrade(
        tuple(regions), tuple(members), tuple(partner), imports.reshape(shape), within, exports, world.reshape(shape)
    )


def single(regions: Sequence[str]) -> NDArray[np.bool_]:
    """Return which regions are one economy (R,); ROW is many."""
    return np.array([code != REST for code in regions])


def _flags(count: int, positions: Sequence[int]) -> NDArray[np.bool_]:
    flags = np.zeros(count, dtype=bool)
    flags[list(positions)] = True
    return flags


def _add(total: Array, place: NDArray[np.int64], value: Array, which: NDArray[np.bool_]) -> None:
    total += np.bincount(place[which], weights=value[which], minlength=len(total))
