"""What is wanted of the rows of the products of one parent, and as much of it as the parent has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from technostate.world.assumed import Assumed
from technostate.world.product import OTHERS, Product
from technostate.world.table import Array

#: Of what a maker sells or a user buys of the parent, so much may at most be of its products.
MOST = 0.98
_ROUNDS = 200


@dataclass(frozen=True, eq=False)
class Targets:
    """Sales by maker (P, N) and purchases by user (P, U), USD million: as wanted, and as the parent can hold.

    Parameters
    ----------
    value : array (P,)
        World value that is wanted.
    """

    value: Array
    makers_wanted: Array
    users_wanted: Array
    makers: Array
    users: Array


def targets(
    products: Sequence[Product], cells: Array, log_odds: Array, regions: Sequence[str], users: Sequence[str]
) -> Targets:
    """Return what is wanted of products and what can be held.

    Parameters
    ----------
    cells : array (N origin, N buyer, U)
        What the parent sells, none negative.
    log_odds : array (P, N origin, N buyer)
        −∞ where a product is not sold.
    users : sequence of str
        Sectors and final demand, in the order of the last axis.
    """
    sold, bought = cells.sum(axis=(1, 2)), cells.sum(axis=(0, 1))
    value = np.array([world_value(product, float(sold.sum())) for product in products])
    shares = [(shares_of(row.makers, regions, sold), shares_of(row.users, users, bought)) for row in products]
    makers, uses = (np.array([pair[side] for pair in shares]) * value[:, None] for side in (0, 1))
    open_ = np.isfinite(log_odds)
    # A maker can sell no more of a product than its parent sells to the product's users, and the other way round.
    most_made = np.array([np.einsum("inu,in,u->i", cells, o, u > 0) for o, u in zip(open_, uses, strict=True)])
    most_used = np.array([np.einsum("inu,in,i->u", cells, o, m > 0) for o, m in zip(open_, makers, strict=True)])
    held_makers = _held(makers, MOST * most_made, MOST * sold)
    held_users = _held(uses, MOST * most_used, MOST * bought)
    least = np.minimum(held_makers.sum(axis=1), held_users.sum(axis=1))
    return Targets(value, makers, uses, _with_sums(held_makers, least), _with_sums(held_users, least))


def _with_sums(table: Array, sums: Array) -> Array:
    """Return a table (P, L) scaled to sums (P,)."""
    total = table.sum(axis=1)
    scaled: Array = table * np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)[:, None]
    return scaled


def world_value(product: Product, parent: float) -> float:
    """Return the value of a product that is wanted, USD million; below 1 it is a share of what the parent sells."""
    central = product.value.central
    return central * parent if central < 1.0 else central


def shares_of(given: Mapping[str, Assumed], labels: Sequence[str], size: Array) -> Array:
    """Return shares that add up to one; others are in proportion to `size`, and all are where none is given."""
    named = np.array([given[label].central if label in given else 0.0 for label in labels])
    if not given:
        own: Array = size / size.sum()
        return own
    if OTHERS in given:
        others = np.array([label not in given for label in labels]) * size
        named = named + given[OTHERS].central * (others / others.sum() if others.any() else others)
    found: Array = named / named.sum()
    return found


def _held(wanted: Array, most_each: Array, most: Array) -> Array:
    """Return what can be held (P, L) of what is wanted; what is too much goes to the others in proportion.

    Parameters
    ----------
    most_each : array (P, L)
        By product.
    most : array (L,)
        By all products together.
    """
    held = np.array(wanted)
    full = np.zeros(held.shape, bool)
    for _ in range(_ROUNDS):
        over = held > most_each
        held = np.minimum(held, most_each)
        total = held.sum(axis=0)
        crowded = total > most
        held = held * np.where(crowded, most / np.where(crowded, total, 1.0), 1.0)
        full |= over | crowded
        short = wanted.sum(axis=1) - held.sum(axis=1)
        room = np.where(full, 0.0, held)
        spread = room.sum(axis=1)
        short = np.where(spread > 0, short, 0.0)
        if short.max(initial=0.0) <= 1e-12 * wanted.sum():
            break
        held = held + room * np.divide(short, spread, out=np.zeros_like(short), where=spread > 0)[:, None]
    return held
