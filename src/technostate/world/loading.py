"""Worlds by name: those that ship, those with products carved out of them, and the user's own in the store."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from technostate.errors import LabelError, unknown_label
from technostate.evidence.own import current
from technostate.evidence.store import Store
from technostate.world import embedded
from technostate.world.labels import EDITION
from technostate.world.products.carving import carve
from technostate.world.products.library import product_set
from technostate.world.world import World

#: Stands between the name of a world and those of products or sets of them.
WITH = "+"


def own_names() -> tuple[str, ...]:
    """Return the names of the worlds in the user's store that is read, sorted; none where there is no store."""
    store = current.opened()
    if store is None:
        return ()
    from technostate.world.importers import stored

    return stored.names(store)


def is_named(name: str) -> bool:
    """Return whether a text names a world: one that ships or one in the store, with or without products or vintage.

    Examples
    --------
    >>> is_named("icio-2022+products"), is_named("atlantis-2022")
    (True, False)
    """
    base = name.partition(WITH)[0]
    return base in embedded.names() or base.partition(EDITION)[0] in own_names()


def load(name: str) -> World:
    """Return a world by its name: one that ships or one in the user's store, or either with products carved out of it.

    The last two are kept in memory; one of the store is read again as soon as anything was written there.

    Products are carved anew each time: that takes as long as reading a kept table would.

    Parameters
    ----------
    name : str
        One of `names()`; with ``+`` and a set or a product after it, more than one if need be: ``icio-2022+products``,
        ``icio-2022+chips-advanced+magnets``; or one of `own_names()`, with ``@`` and a vintage for an older one.

    Raises
    ------
    LabelError
        If there is no such world or product, with the nearest names, or a product stands there twice.
    DataError
        If its file is missing or damaged, or it does not fit into memory.
    StoreError
        If it is damaged in the store.

    Examples
    --------
    >>> world = load("wiod-2004")
    >>> world.shape, f"{world.gross_output[world.region_nodes('CHN')].sum() / 1e6:.2f} tn"
    ((41, 35), '5.37 tn')
    >>> load("icio-2022+magnets").sectors[-2:]
    ('SVC', 'magnets')
    """
    if name in embedded.names():
        return embedded.load(name)
    base, *parts = name.split(WITH)
    store = current.opened()
    if store is not None and base.partition(EDITION)[0] in own_names():
        world = _own(store.path, store.state(), base)
        return _with(world, parts, name) if parts else world
    if not parts or base not in embedded.names():
        raise unknown_label("world", base, (*embedded.names(), *own_names()))
    return _carved(name)


@lru_cache(maxsize=2)
def _own(path: Path, state: tuple[int, int], name: str) -> World:
    from technostate.world.importers import stored

    with Store(path, create=False) as store:
        return stored.load(store, name)


@lru_cache(maxsize=2)
def _carved(name: str) -> World:
    base, *parts = name.split(WITH)
    return _with(embedded.load(base), parts, name)


def _with(world: World, parts: list[str], name: str) -> World:
    products = [product for part in parts for product in product_set(part)]
    names = [product.name for product in products]
    if twice := sorted({found for found in names if names.count(found) > 1}):
        raise LabelError(f"{', '.join(twice)} of {name} stands there twice", hint="name each set and product once")
    return carve(world, products, name=name)
