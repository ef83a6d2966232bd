"""The rows of products: which part of each sale of the parent is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from technostate.world.product import FINAL, Carved, Margin, Product
from technostate.world.products.logit import Fit, Margins, fit, parts
from technostate.world.products.targets import Targets, targets
from technostate.world.table import Array
from technostate.world.world import World

#: The region that stands for states that a world does not show.
REST = "ROW"
#: Rounds in which odds of links are bent towards trade flows, in all by at most so much in logs; and the largest gap,
#: as a share of the products' value, at which they follow them.
_TRADE_STEPS, _BENT, _TRADE_MET = 12, 12.0, 1e-5
#: A margin is named as unmet where it is off by more than this part of the product's world output.
TOLD = 1e-3


@dataclass(frozen=True, eq=False)
class Rows:
    """What the products of one parent sell.

    Parameters
    ----------
    sales : array (P, N origin, N buyer, J + 1)
        By using sector, final demand last, USD million.
    part : array (P, N)
        Of the parent's sales, by maker.
    wanted : Targets
        What was asked for.
    """

    products: tuple[Product, ...]
    sales: Array
    part: Array
    wanted: Targets


def rows_of(world: World, products: Sequence[Product]) -> Rows:
    """Return the rows of products of one parent, fitted at once.

    Raises
    ------
    ConvergenceError
        If their margins contradict each other.
    """
    n, j = world.shape
    k = world.sector_index(products[0].parent)
    cells = np.concatenate(
        [
            world.intermediate.reshape(n, j, n, j)[:, k],
            world.final_demand.reshape(n, j, n)[:, k][:, :, None],
        ],
        axis=2,
    )
    # What is negative, or sold by a region that sells nothing on balance, stays with the parent.
    sold = cells.sum(axis=(1, 2))
    whole = np.where(sold[:, None, None] > 0, np.maximum(cells, 0.0), 0.0)
    odds = log_odds(products, world.regions)
    wanted = targets(products, whole, odds, world.regions, (*world.sectors, FINAL))
    if all(product.proportional for product in products):
        part = np.where(sold > 0, (wanted.value / whole.sum())[:, None], 0.0)
        sales = part[:, :, None, None] * cells
    else:
        sales = _traded(products, whole, odds, wanted, world)
        part = np.divide(sales.sum(axis=(2, 3)), sold, out=np.zeros((len(products), n)), where=sold > 0)
        # Where negative sales are large, what is positive can be more than all sales together.
        most = np.maximum(part.sum(axis=0), 1.0)
        part, sales = part / most, sales / most[:, None, None]
    return Rows(tuple(products), sales, part, wanted)


def log_odds(products: Sequence[Product], regions: Sequence[str]) -> Array:
    """Return the log odds of links (P, N origin, N buyer); −∞ where a product is not sold."""
    found = np.ones((len(products), len(regions), len(regions)))
    for odds, product in zip(found, products, strict=True):
        for buyer, number in product.buyers.items():
            odds[:, regions.index(buyer)] *= number.central
        for (seller, buyer), number in product.links.items():
            odds[regions.index(seller), regions.index(buyer)] *= number.central
        shares = trade_shares(product, regions)
        # A link that the flows do not have is not served, where its exporter has flows at all.
        odds[(shares == 0) & shares.any(axis=1, keepdims=True) & ~np.eye(len(regions), dtype=bool)] = 0.0
    with np.errstate(divide="ignore"):
        logs: Array = np.log(found)
    return logs


def _traded(products: Sequence[Product], cells: Array, odds: Array, wanted: Targets, world: World) -> Array:
    """Return the sales of products (P, N, N, U) whose exports follow trade flows as far as the parent's do reach.

    Odds of links are multiplied by what the flows say over what the fit gives, and fitted anew: proportional fitting
    of a third margin, whose steps become smaller by themselves.
    """
    what = f"{products[0].parent} of {world.name}"
    shares = np.array([trade_shares(product, world.regions) for product in products])
    (sales, near), bent = _fitted(cells, odds, wanted, what), np.zeros_like(odds)
    for _ in range(_TRADE_STEPS if shares.any() else 0):
        flows, asked = links_of(sales, shares)
        if np.abs(flows - asked)[shares > 0].max() <= _TRADE_MET * wanted.value.sum():
            break
        move = (asked > 0) & (flows > 0)
        ratio = np.divide(asked, flows, out=np.ones_like(flows), where=move)
        # A link that is full stays short whatever its odds: they are held where bending further has no effect.
        bent = np.clip(bent + np.log(ratio), -_BENT, _BENT)
        sales, near = _fitted(cells, odds + bent, wanted, what, near)
    return sales


def trade_shares(product: Product, regions: Sequence[str]) -> Array:
    """Return the shares of buyers in each maker's exports (N, N) that a product's flows say; zeros where they do not.

    States that the world does not show are part of its rest of the world.
    """
    place = {region: at for at, region in enumerate(regions)}
    table = np.zeros((len(regions), len(regions)))
    for (seller, buyer), value in (product.trade.flows if product.trade else {}).items():
        table[place.get(seller, place.get(REST, 0)), place.get(buyer, place.get(REST, 0))] += value
    np.fill_diagonal(table, 0.0)
    whole = table.sum(axis=1, keepdims=True)
    found: Array = np.divide(table, whole, out=np.zeros_like(table), where=whole > 0)
    return found


def links_of(sales: Array, shares: Array) -> tuple[Array, Array]:
    """Return sales by link (P, N, N) and what shares of each maker's exports ask for."""
    flows = sales.sum(axis=3)
    abroad = flows.sum(axis=2) - np.einsum("pii->pi", flows)
    return flows, shares * abroad[:, :, None]


def _fitted(cells: Array, odds: Array, wanted: Targets, what: str, near: Fit | None = None) -> tuple[Array, Fit]:
    """Return the sales of products (P, N, N, U) and their fit; buyers that no odds tell apart are fitted as one."""
    kinds, kind_of = np.unique(odds, axis=2, return_inverse=True)
    kind_of = kind_of.ravel()
    merged = np.stack([cells[:, kind_of == kind].sum(axis=1) for kind in range(kinds.shape[2])], axis=1)
    found = fit(Margins(merged, kinds, wanted.makers, wanted.users), what, near)
    share = parts(found.rows, found.columns, kinds)
    sales: Array = cells * share[:, :, kind_of]
    return sales, found


def carved_of(rows: Rows, world: World) -> tuple[Carved, ...]:
    """Return what became of each product: output, exports, and what the table could not hold."""
    return tuple(_carved(rows, at, world) for at in range(len(rows.products)))


def _carved(rows: Rows, at: int, world: World) -> Carved:
    product, sales = rows.products[at], rows.sales[at]
    n, j = world.shape
    output = rows.part[at] * world.gross_output.reshape(n, j)[:, world.sector_index(product.parent)]
    made, used = sales.sum(axis=(1, 2)), sales.sum(axis=(0, 1))
    abroad = made - np.einsum("iiu->i", sales)
    labels = (*world.sectors, FINAL)
    sides = (("maker", world.regions, rows.wanted.makers_wanted[at], made),
             ("user", labels, rows.wanted.users_wanted[at], used))  # fmt: skip
    margins = [Margin("value", "", float(rows.wanted.value[at]), float(sales.sum()))]
    margins += [
        Margin(kind, label, float(want), float(got))
        for kind, names, wanted, found in sides
        for label, want, got in zip(names, wanted, found, strict=True)
    ]
    flows, asked = (table[0] for table in links_of(sales[None], trade_shares(product, world.regions)[None]))
    margins += [
        Margin("link", f"{world.regions[i]} to {world.regions[n]}", float(asked[i, n]), float(flows[i, n]))
        for i, n in np.argwhere(asked > 0)
    ]
    margins.sort(key=lambda margin: -abs(margin.got - margin.wanted))
    value = max(rows.wanted.value[at], 1e-300)
    off = [abs(margin.got - margin.wanted) / value for margin in margins]
    return Carved(
        product.name,
        _by_label(world.regions, output),
        _by_label(world.regions, abroad),
        _by_label(labels, used),
        tuple(margin for margin, gap in zip(margins, off, strict=True) if gap > TOLD),
        float(max(off)),
    )


def _by_label(labels: Sequence[str], values: Array) -> dict[str, float]:
    return {label: float(value) for label, value in zip(labels, values, strict=True) if value > 0}
