"""Worlds by name: those that ship, and those with products carved out of them."""

from __future__ import annotations

from functools import lru_cache

from technostate.errors import LabelError, unknown_label
from technostate.world import embedded
from technostate.world.products.carving import carve
from technostate.world.products.library import product_set
from technostate.world.world import World

#: Stands between the name of a world and those of products or sets of them.
WITH = "+"


def load(name: str) -> World:
    """Return a world that ships, by its name, or one with products carved out of it; the last two are kept in memory.

    Products are carved anew each time: that takes as long as reading a kept table would.

    Parameters
    ----------
    name : str
        One of `names()`; with ``+`` and a set or a product after it, more than one if need be: ``icio-2022+products``,
        ``icio-2022+chips-advanced+magnets``.

    Raises
    ------
    LabelError
        If there is no such world or product, with the nearest names, or a product stands there twice.
    DataError
        If its file is missing or damaged.

    Examples
    --------
    >>> world = load("wiod-2004")
    >>> world.shape, f"{world.gross_output[world.region_nodes('CHN')].sum() / 1e6:.2f} tn"
    ((41, 35), '5.37 tn')
    >>> load("icio-2022+magnets").sectors[-2:]
    ('SVC', 'magnets')
    """
    return _carved(name) if WITH in name else embedded.load(name)


@lru_cache(maxsize=2)
def _carved(name: str) -> World:
    base, *parts = name.split(WITH)
    if base not in embedded.names():
        raise unknown_label("world", base, embedded.names())
    products = [product for part in parts for product in product_set(part)]
    names = [product.name for product in products]
    if twice := sorted({found for found in names if names.count(found) > 1}):
        raise LabelError(f"{', '.join(twice)} of {name} stands there twice", hint="name each set and product once")
    return carve(embedded.load(base), products, name=name)
