"""The columns of products: which part of each input of the parent, and of its value added, goes into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from technostate.world.product import SELF, Product
from technostate.world.products.logit import Margins, fit, parts
from technostate.world.table import Array

#: What the parent that is left keeps at least of its value added and of its inputs, of what is its in proportion.
KEPT_VALUE, KEPT_INPUTS = 0.1, 0.03
#: Odds of an input that a product does not use: none, unless it can be made of nothing else.
_NONE = 1e-9


def columns_of(
    products: Sequence[Product],
    part: Array,
    inputs: Array,
    value_added: Array,
    sectors: Sequence[str],
    parents: Mapping[str, str],
    what: str,
) -> Array:
    """Return the part of each of the parent's inputs that goes into each product (P, J input, N region).

    Parameters
    ----------
    part : array (P, N)
        Of the parent's output that is of each product.
    inputs : array (J input, N)
        Of the parent, by input sector, products among them; USD million.
    value_added : array (N,)
        Of the parent.
    sectors : sequence of str
        J codes of the inputs.
    parents : mapping of str to str
        Product → parent, of all products among the sectors: odds of a sector hold for its products not named.

    Raises
    ------
    ConvergenceError
        If the division does not converge.
    """
    shared: Array = np.broadcast_to(part[:, None, :], (len(products), *inputs.shape))
    if all(product.as_parent for product in products):
        return shared
    bought = inputs.sum(axis=0)
    need = part * bought + _handed_over(products, part, bought, value_added)
    # A region that makes none of the products, or whose parent buys nothing, has nothing to divide.
    there = (need.sum(axis=0) > 0) & (bought > 0)
    odds = np.array([input_odds(product, sectors, parents) for product in products])
    cells = np.where(there, inputs, 0.0).T[:, :, None]
    logs: Array = np.broadcast_to(np.log(odds)[:, None, :], (len(products), len(there), len(sectors)))
    found = fit(Margins(cells, np.ascontiguousarray(logs), np.where(there, need, 0.0), None), what)
    share = parts(found.rows, found.columns, logs)[:, :, :, 0].transpose(0, 2, 1)
    return np.where(there, share, shared)


def _handed_over(products: Sequence[Product], part: Array, bought: Array, value_added: Array) -> Array:
    """Return what products need of the parent's inputs beyond their part of them (P, N), USD million.

    A product with less value added than the parent needs more inputs for the same output. All move towards what is
    wanted by the same fraction of the way: the whole of it, or as far as leaves the parent something of both.
    """
    output = part * (bought + value_added)
    wanted = np.array([
        own if row.value_added is None else row.value_added.central * made
        for row, own, made in zip(products, part * value_added, output, strict=True)
    ])  # fmt: skip
    less = part * value_added - wanted
    rest = 1.0 - part.sum(axis=0)
    give, take = less.sum(axis=0), np.maximum(-less, 0.0)
    way = np.ones(part.shape[1])
    for asked, free in (
        (give, (1.0 - KEPT_INPUTS) * rest * bought),
        (-give, (1.0 - KEPT_VALUE) * rest * value_added),
        *((row, (1.0 - KEPT_INPUTS) * share * bought) for row, share in zip(take, part, strict=True)),
    ):
        way = np.minimum(way, np.where(asked > 0, np.maximum(free, 0.0) / np.where(asked > 0, asked, 1.0), 1.0))
    handed: Array = less * way
    return handed


def input_odds(product: Product, sectors: Sequence[str], parents: Mapping[str, str]) -> Array:
    """Return the odds that an input of the parent is the product's (J,): its own, else those of what it is a part of.

    Examples
    --------
    >>> from technostate.world.products import product as shipped
    >>> input_odds(shipped("chips"), ("C26", "chips-advanced", "chips"), {"chips-advanced": "C26", "chips": "C26"})
    array([0.5, 0.5, 0.1])
    """
    given = {product.name if key == SELF else key: number.central for key, number in product.inputs.items()}
    found = []
    for sector in sectors:
        while sector not in given and sector in parents:
            sector = parents[sector]
        found.append(max(given.get(sector, 1.0), _NONE))
    return np.array(found)
