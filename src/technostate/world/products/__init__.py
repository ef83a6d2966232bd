"""Products carved out of the sectors of a world: what they are, those that ship, and how they are cut out."""

from technostate.world.assumed import Assumed, Source
from technostate.world.product import Carved, Margin, Product
from technostate.world.products.carving import carve
from technostate.world.products.library import names, product, product_set, sets
from technostate.world.products.reading import parse_products, read_products

__all__ = [
    "Assumed",
    "Carved",
    "Margin",
    "Product",
    "Source",
    "carve",
    "names",
    "parse_products",
    "product",
    "product_set",
    "read_products",
    "sets",
]
