"""A product as plain JSON types, in the format of its file, so that a world's file can hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from technostate.world.assumed import Assumed
from technostate.world.product import Product

_YEAR = ("origins", "multiple", "critical_elasticity", "expand")
_WEEKS = ("days", "most", "slack", "postponed")


def record_of(product: Product) -> dict[str, Any]:
    """Return a product in the format that `technostate.world.products.reading.products_of` reads.

    Examples
    --------
    >>> from technostate.world.products import product
    >>> from technostate.world.products.reading import products_of
    >>> products_of(record_of(product("gas")), "a record") == (product("gas"),)
    True
    """
    found: dict[str, Any] = {
        "product": product.name,
        "title": product.title,
        "parent": product.parent,
        "of": product.of,
        "value": _amount(product.value),
        "links": [
            {"exporter": seller, "importer": buyer, "odds": _amount(odds)}
            for (seller, buyer), odds in product.links.items()
        ],
        "year": {"critical": product.critical, "instead": product.instead, **_block(product, _YEAR)},
        "weeks": {"stops": _amounts(product.stops), **_block(product, _WEEKS)},
        "notes": product.notes,
        "sources": {key: asdict(source) for key, source in product.sources.items()},
    }
    for key, inner in (("makers", "shares"), ("users", "shares"), ("buyers", "odds"), ("inputs", "odds")):
        if table := getattr(product, key):
            found[key] = {inner: _amounts(table)}
    if product.trade is not None:
        rows = [{"exporter": a, "importer": b, "value": value} for (a, b), value in product.trade.flows.items()]
        source = {"source": product.trade.source} if product.trade.source else {}
        found["trade"] = {"flows": rows, "status": product.trade.status, **source}
    if product.value_added is not None:
        found["value_added"] = _amount(product.value_added)
    return found


def _block(product: Product, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _amount(number) for name in names if (number := getattr(product, name)) is not None}


def _amounts(numbers: Mapping[str, Assumed]) -> dict[str, Any]:
    return {label: _amount(number) for label, number in numbers.items()}


def _amount(number: Assumed) -> dict[str, Any]:
    source = {"source": number.source} if number.source else {}
    return {"low": number.low, "central": number.central, "high": number.high, "status": number.status, **source}
