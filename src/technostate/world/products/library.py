"""The products that ship, and sets of them, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from technostate.errors import DataError, unknown_label
from technostate.evidence.plain_yaml import plain
from technostate.world.product import Product
from technostate.world.products.reading import parse_products

_SETS = "sets.yaml"


def folder() -> Traversable:
    """Return the folder of the shipped products' files."""
    return resources.files(__package__) / "library"


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return the names of the products that ship: those of the sets first, in order, then the others by name.

    Examples
    --------
    >>> names()[:3]
    ('chips-advanced', 'chips', 'devices')
    """
    files = {item.name.removesuffix(".yaml") for item in folder().iterdir() if item.name.endswith(".yaml")}
    files.discard(_SETS.removesuffix(".yaml"))
    in_sets = dict.fromkeys(name for members in sets().values() for name in members)
    return (*in_sets, *sorted(files - in_sets.keys()))


@lru_cache(maxsize=1)
def sets() -> Mapping[str, tuple[str, ...]]:
    """Return name of a set → its products, in the order in which they stand after the table's sectors."""
    found = plain((folder() / _SETS).read_text("utf-8"), _SETS)
    if not isinstance(found, dict):
        raise DataError(f"{_SETS} is no mapping of names to products", hint="reinstall technostate")
    return MappingProxyType({str(name): tuple(map(str, members)) for name, members in found.items()})


@lru_cache(maxsize=64)
def product(name: str) -> Product:
    """Return a product that ships.

    Raises
    ------
    LabelError
        If there is none of that name, with the nearest names.

    Examples
    --------
    >>> product("magnets").makers["CHN"].central
    0.92
    """
    if name not in names():
        raise unknown_label("product", name, names())
    (found,) = parse_products((folder() / f"{name}.yaml").read_text("utf-8"), where=f"{name}.yaml")
    return found


def product_set(name: str) -> tuple[Product, ...]:
    """Return the products of a set that ships, or one product by its name.

    Raises
    ------
    LabelError
        If it is neither, with the nearest names.

    Examples
    --------
    >>> len(product_set("products")), [product.parent for product in product_set("chips-auto")]
    (10, ['C26'])
    """
    if name in sets():
        return tuple(map(product, sets()[name]))
    if name not in names():
        raise unknown_label("product or set of products", name, (*sets(), *names()))
    return (product(name),)
