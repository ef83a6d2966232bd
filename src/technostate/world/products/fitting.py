"""Whether products fit a world: labels, values, what is a part of what; one error lists all that does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from technostate.errors import LabelError, nearest, with_problems
from technostate.evidence.printable import shown
from technostate.evidence.regions import is_known
from technostate.world.product import FINAL, OTHERS, SELF, Product
from technostate.world.products import library
from technostate.world.products.reading import circles
from technostate.world.products.rows import REST
from technostate.world.world import World

#: Mistakes that are listed; the number of the others is said.
_LISTED = 40


def check_fit(world: World, products: Sequence[Product]) -> None:
    """Raise `LabelError` where products cannot be carved out of a world; it lists all that is wrong."""
    problems = [*_names(world, products)]
    known = {product.name: product for product in (*world.products.values(), *products)}
    for product in products:
        problems += (f"{product.name}: {text}" for text in _labels(world, product, known))
    if not problems:
        problems += _values(world, products)
    if problems:
        raise LabelError(
            with_problems(f"the products do not fit {world.name},", problems, most=_LISTED),
            hint=f"technostate world show {world.name.partition('+')[0]} lists regions and sectors",
        )


def levels(products: Sequence[Product], sectors: Sequence[str]) -> Iterator[tuple[Product, ...]]:
    """Yield the products of sectors that are there, then the products of those, and so on."""
    there, left = set(sectors), list(products)
    while left:
        now = [product for product in left if product.parent in there]
        yield tuple(now)
        there |= {product.name for product in now}
        left = [product for product in left if product not in now]


def _names(world: World, products: Sequence[Product]) -> Iterator[str]:
    if not products:
        yield "there is no product"
    for name, count in Counter(product.name for product in products).items():
        if count > 1:
            yield f"{name} is there {count} times"
        if name in world.sectors:
            yield f"{name} is a sector of {world.name} already"
    yield from circles({product.name: product.parent for product in products})


def _labels(world: World, product: Product, known: Mapping[str, Product]) -> Iterator[str]:
    own = {name for name, other in known.items() if name not in world.sectors}
    sectors = (*world.sectors, *own)
    if product.parent not in sectors:
        # Its other labels are then those of another classification: one line says enough.
        yield f"its parent {_unknown('sector', product.parent, sectors)}"
        return
    for label in {*product.makers, *product.buyers, *(side for link in product.links for side in link)} - {OTHERS}:
        if label not in world.regions:
            yield _unknown("region", label, world.regions)
    yield from _of_trade(world, product)
    for label in product.users:
        if label in own:
            yield f"the user {shown(label)} is a product that is carved at the same time; name the sector it is part of"
        elif label not in (*world.sectors, FINAL, OTHERS):
            yield f"the user {_unknown('sector', label, (*world.sectors, FINAL))}"
    # What ships may be named where it is not carved: it is then a part of its parent.
    for what, label in [*(("the input", x) for x in product.inputs), *(("stops:", x) for x in product.stops)]:
        if label not in (*sectors, *library.names(), SELF):
            yield f"{what} {_unknown('sector', label, sectors)}"
    if product.instead in known:
        yield f"what is used instead, {product.instead}, is a product; name a sector of the table"
    elif product.instead and product.instead not in world.sectors:
        yield f"what is used instead, {_unknown('sector', product.instead, world.sectors)}"


def _of_trade(world: World, product: Product) -> Iterator[str]:
    states = {side for pair in (product.trade.flows if product.trade else ()) for side in pair}
    if groups := [region for region in world.regions if states and not is_known(region)]:
        named = ", ".join(groups[:5])
        yield f"its trade is by states, and {named} are none; carve it on a world of states, then aggregate"
    elif (hidden := sorted(states - set(world.regions))) and REST not in world.regions:
        yield f"its trade names {', '.join(hidden[:5])}, which the world does not show; it has no {REST} for them"


def _values(world: World, products: Sequence[Product]) -> Iterator[str]:
    n, j = world.shape
    size = dict(zip(world.sectors, _sales(world).reshape(n, j).sum(axis=0), strict=True))
    for level in levels(products, world.sectors):
        wanted: dict[str, float] = {}
        for product in level:
            central, parent = product.value.central, size[product.parent]
            value = central * parent if central < 1.0 else central
            if value >= parent:
                yield f"{product.name}: its value {value:,.0f} is not below the {parent:,.0f} of {product.parent}"
            size[product.name] = value
            wanted[product.parent] = wanted.get(product.parent, 0.0) + value
        for parent, total in wanted.items():
            if total >= size[parent] and sum(row.parent == parent for row in level) > 1:
                yield f"the products of {parent} are worth {total:,.0f} together, it sells {size[parent]:,.0f}"


def _sales(world: World) -> np.ndarray:
    total: np.ndarray = np.maximum(world.intermediate, 0.0).sum(axis=1) + np.maximum(world.final_demand, 0.0).sum(
        axis=1
    )
    return total


def _unknown(what: str, label: str, known: Sequence[str]) -> str:
    close = nearest(str(label), known)
    meant = f" (nearest: {', '.join(close)})" if close else ""
    return f"{shown(label)} is no {what} that the world shows{meant}"
