"""Products carved out of sectors, as the year takes them: who can do without, what replaces them, who makes more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.year.elasticities import Elasticities
from technostate.shocks.year.parameters import Parameter, parameters

if TYPE_CHECKING:
    from technostate.world import World
    from technostate.world.assumed import Assumed
    from technostate.world.product import Product

#: Attribute of a product → its symbol, its words and its unit, and whether it is drawn evenly in logs.
_AMOUNTS = {
    "origins": ("σ", "elasticity across origins", "1", True),
    "multiple": ("M", "multiple", "ratio", True),
    "critical_elasticity": ("ε", "elasticity with other inputs", "1", False),
    "expand": ("σ_V", "elasticity of makers", "1", False),
}


@dataclass(frozen=True)
class YearProduct:
    """A product among the sectors of an economy.

    Parameters
    ----------
    code, root : str
        Its sector, and the sector of the table from which it was carved, whose class of goods it has.
    critical : bool
        Whether users hardly do without: it stands beside their other inputs, it has an outside option, and what its
        makers cannot deliver is rationed.
    instead : str
        Sector whose goods are the outside option; no product.
    origins : Parameter
        Elasticity across origins.
    multiple : Parameter
        M: price over that of the other goods at which half of its use is given up or done with them.
    critical_elasticity : Parameter
        ε between it and all other inputs.
    expand : Parameter
        Elasticity between its makers' value added and inputs: how much more they make where it is dear.
    """

    code: str
    root: str
    critical: bool
    instead: str
    origins: Parameter
    multiple: Parameter
    critical_elasticity: Parameter
    expand: Parameter

    def used_as(self, use: str) -> YearProduct:
        """Return the product on an economy whose sectors are doubled by use (`technostate.shocks.decade.by_use`)."""
        return replace(self, code=f"{self.code}|{use}", instead=f"{self.instead}|{use}")

    @property
    def name(self) -> str:
        """The product's own code, whatever it is used as."""
        return self.code.partition("|")[0]


class Places(NamedTuple):
    """Where a draw lies in the ranges of a product, 0 to 1; ½ is central."""

    origins: float = 0.5
    multiple: float = 0.5
    expand: float = 0.5


class Options(NamedTuple):
    """Products that have an outside option: their sectors, those of the other goods, and M, all (P,)."""

    product: NDArray[np.int64]
    instead: NDArray[np.int64]
    multiple: NDArray[np.float64]


def products_of(world: World) -> tuple[YearProduct, ...]:
    """Return the products of a world, in its order."""
    return tuple(_product(code, world.root_of(code), world.products[code]) for code in world.products)


def _product(code: str, root: str, product: Product) -> YearProduct:
    found = {}
    for name, (symbol, words, unit, logs) in _AMOUNTS.items():
        amount: Assumed = getattr(product, name)
        found[name] = Parameter(
            f"{words} of {code}", symbol, f"{words} of {code}", unit, amount.low, amount.central, amount.high,
            amount.status, amount.source, logs and amount.low > 0,
        )  # fmt: skip
    return YearProduct(code, root, product.critical, product.instead or root, **found)


def problems_of(products: Sequence[YearProduct], sectors: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the products of an economy of these sectors."""
    codes = [product.code for product in products]
    for product in products:
        if product.code not in sectors or codes.count(product.code) > 1:
            yield f"the product {product.code} is not one of its sectors, or is given twice"
        if product.instead not in sectors or product.instead in codes:
            yield f"{product.instead}, whose goods are to replace {product.code}, is a product or none of its sectors"
        if not product.multiple.low > 1:
            yield f"M of {product.code} begins at {product.multiple.low:g}; it is a multiple of a price, above 1"
        if not min(product.origins.low, product.critical_elasticity.low, product.expand.low) >= 0:
            yield f"an elasticity of {product.code} is negative"


def roots(sectors: Sequence[str], products: Sequence[YearProduct]) -> tuple[str, ...]:
    """Return the sector of the table that each sector is or was carved from."""
    root = {product.code: product.root for product in products}
    return tuple(root.get(code, code) for code in sectors)


def with_products(
    plain: Elasticities,
    sectors: Sequence[str],
    products: Sequence[YearProduct],
    places: Mapping[str, Places] | None = None,
    critical: float = 0.5,
) -> Elasticities:
    """Return elasticities with those of products, by sector.

    Parameters
    ----------
    plain : Elasticities
        Of sectors, products as the sectors that they were carved from.
    places : mapping of str to Places, optional
        Name of a product → where the draw lies in its ranges; central where it is not named.
    critical : float
        Place in the ranges of ε. The nest has one ε, the mean over its products.
    """
    if not products:
        return plain
    count = len(sectors)
    origins, added = plain.by_sector(count), np.array(np.broadcast_to(plain.value_added, (count,)))
    multiple = np.full(count, np.inf)
    for product in products:
        at, place = sectors.index(product.code), (places or {}).get(product.name, Places())
        origins[at] = product.origins.at(place.origins)
        added[at] = product.expand.at(place.expand)
        multiple[at] = product.multiple.at(place.multiple)
    apart = [product.critical_elasticity.at(critical) for product in products if product.critical]
    beside = float(np.mean(apart)) if apart else plain.critical
    return Elasticities(added, plain.inputs, origins, plain.final, beside, multiple)


def sliver() -> float:
    """Return δ: what weighs the outside option at equal prices."""
    return parameters()["sliver"].central
