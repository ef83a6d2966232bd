"""The sources of a product's numbers, as origins of figures."""

from __future__ import annotations

from technostate.evidence import Kind, Origin
from technostate.world.assumed import Assumed, Status
from technostate.world.product import Product
from technostate.world.products import library

#: How well a number is known → the kind of its figure.
KINDS: dict[Status, Kind] = {
    "measured": "measured",
    "estimated": "modelled",
    "literature": "derived",
    "assumed": "modelled",
}


def origin_of(product: Product, number: Assumed) -> Origin:
    """Return the source of one of a product's numbers; that it is set without one where it has none.

    Examples
    --------
    >>> from technostate.world.products import product
    >>> origin_of(product("magnets"), product("magnets").critical_elasticity).title
    'Assumptions about magnets'
    """
    if not number.source:
        title = f"Assumptions about {product.name}"
        return Origin(
            "technostate", title, f"technostate. {title}.", "not dated", "Apache-2.0", note="set without a source"
        )
    row = product.sources[number.source]
    return Origin(
        row.issuer,
        row.title,
        f"{row.issuer}. {row.title} ({row.date}).",
        row.date,
        row.terms,
        row.url,
        note=f"for the product {product.name}; {row.checked}",
    )


def origin_of_all(product: Product) -> Origin:
    """Return where a product's shares and values as a whole come from, for the figures of a world that has it.

    Its sources, one by one, are those of its numbers (`origin_of`): a figure of the whole world would cite fifty.
    """
    shipped = product.name in library.names() and library.product(product.name) == product
    maker = "technostate" if shipped else "the user"
    title = f"Product {product.name}: shares, value and parameters for {product.of}"
    where = f"technostate world products {product.name}"
    return Origin(maker, title, f"{maker}. {title}.", "not dated", f"of each source: {where}", note="partly assumed")
