"""Carving products out of the sectors of a world."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from technostate.evidence import Origin, derived_from
from technostate.world.product import Carved, Margin, Product
from technostate.world.products.assembly import put_columns, put_rows, widened
from technostate.world.products.fitting import check_fit, levels
from technostate.world.products.rows import carved_of, rows_of
from technostate.world.world import World


def carve(world: World, products: Iterable[Product], *, name: str = "") -> World:
    """Return a world in which products are sectors of their own, placed after its sectors in the order given.

    Each sale of a parent is divided: a share between 0 and 1 is the product's, the rest keeps the parent's code. Shares
    follow from makers, users and odds of links, for all products of a parent at once; inputs are divided likewise, so
    that value added has the share that is wanted. Balances hold, and adding products to their parents gives the world
    again. What the table cannot hold is told in `World.carved`, never forced. A product with neither makers, users nor
    odds is the same part of everything its parent sells, exactly.

    Parameters
    ----------
    products : iterable of Product
        A product of a product is carved after it.
    name : str
        Of the result; the world's name with those of the products by default.

    Returns
    -------
    World
        Of kind ``"modelled"``: shares are assumptions. Tariffs and trade elasticities are those of the parents.

    Raises
    ------
    LabelError
        If products do not fit the world; lists all that is wrong.
    ConvergenceError
        If margins contradict each other so that no division is found.

    Examples
    --------
    >>> from technostate.world import load
    >>> from technostate.world.products import Assumed
    >>> bolts = Product("bolts", "Bolts", "c12", "wiod-2011", Assumed.at(0.01, "musd", "assumed"))
    >>> carve(load("wiod-2011"), [bolts]).sectors[-2:]
    ('c35', 'bolts')
    """
    chosen = tuple(products)
    check_fit(world, chosen)
    found, order = world, (*world.sectors, *(product.name for product in chosen))
    for level in levels(chosen, world.sectors):
        found = _level(found, level, order)
    title = name or "+".join((world.name, *(product.name for product in chosen)))
    sources = dict.fromkeys(origin for product in chosen for origin in origins_of(product))
    note = "products carved out of sectors; their shares and values are partly assumed"
    return replace(found, name=title, origin=derived_from(title, world.origin, *sources, note=note))


def origins_of(product: Product) -> tuple[Origin, ...]:
    """Return the sources of a product's numbers, those that are named."""
    used = dict.fromkeys(number.source for _, _, number in product.numbers() if number.source)
    return tuple(
        Origin(
            row.issuer,
            row.title,
            f"{row.issuer}. {row.title} ({row.date}).",
            row.date,
            row.terms,
            row.url,
            note=f"for the product {product.name}; {row.checked}",
        )
        for row in (product.sources[key] for key in used)
    )


def _level(world: World, products: Sequence[Product], order: Sequence[str]) -> World:
    """Return a world with products of sectors that it has; all rows are divided before any column."""
    by_parent: dict[str, list[Product]] = {}
    for product in products:
        by_parent.setdefault(product.parent, []).append(product)
    groups = [rows_of(world, members) for members in by_parent.values()]
    known = {**world.products, **{product.name: product for product in products}}
    codes = tuple(code for code in order if code in world.sectors or code in known)
    wide = widened(world, codes, {code: product.parent for code, product in known.items()})
    for group in groups:
        put_rows(wide, group)
    short = [pair for group in groups for pair in put_columns(wide, group, world)]
    carved = {row.code: row for row in world.carved} | {
        row.code: row for rows in groups for row in carved_of(rows, world)
    }
    for values in wide.flat.values():
        values.setflags(write=False)
    source = [world.sector_index(code if code in world.sectors else wide.parents[code]) for code in codes]
    arrays: dict[str, Any] = {**wide.flat}
    return replace(
        world,
        sectors=codes,
        **arrays,
        trade_elasticity=world.trade_elasticity[source],
        tariff=None if world.tariff is None else world.tariff[source],
        kind="modelled",
        sector_titles={**world.sector_titles, **{row.name: row.title for row in products}},
        products={code: _settled(known[code], world) for code in codes if code in known},
        carved=tuple(_with(carved[code], short) for code in codes if code in carved),
    )


def _settled(product: Product, world: World) -> Product:
    """Return a product that says what is used instead of it: the goods of the table's own sector unless it did."""
    return product if product.instead else replace(product, instead=world.root_of(product.parent))


def _with(carved: Carved, short: Sequence[tuple[str, Margin]]) -> Carved:
    """Return what became of a product with the value added that it could not have."""
    unmet = [*carved.unmet, *(margin for code, margin in short if code == carved.code)]
    return replace(carved, unmet=tuple(sorted(unmet, key=lambda margin: -abs(margin.got - margin.wanted))))
