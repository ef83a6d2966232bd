"""`technostate world`: the input–output tables, their regions, sectors and lists."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from technostate.cli.output import STANDARD, Output, apart, emit
from technostate.cli.values import OwnStore, Whole, reads

app = App(name="world", help="List the input–output tables, show one's regions, sectors and lists, and its products.")


@app.command(name="list")
def list_(*, store: OwnStore = None, output: Output = STANDARD) -> None:
    """List the worlds that ship, and your own."""
    from technostate.view.worlds import listing

    reads(store)
    emit(output, listing)


@app.command
def show(
    name: str,
    *,
    year: Whole | None = None,
    to_musd: float | None = None,
    products: Annotated[list[str] | None, Parameter(name="--products")] = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Show the regions, sectors and named lists of a world.

    Parameters
    ----------
    name : str
        The name of a shipped world, with products as icio-2022+products, or the path of a world's file.
    year : int
        Of a world's file that holds several years, or does not say its year.
    to_musd : float
        What one unit of a world's file is in USD million, where it is in another unit.
    products : list of str
        Files of products that are carved out of the world (docs/products.md).
    """
    from technostate.view.worlds import one

    reads(store)
    apart(output, name, *(products or ()))
    emit(output, lambda: one(name, year=year, to_musd=to_musd, products=tuple(products or ())))


@app.command(name="products")
def products_(
    name: str | None = None,
    *,
    world: str | None = None,
    products: Annotated[list[str] | None, Parameter(name="--products")] = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """List the products that are carved out of sectors, or show every number of one and what the table could not hold.

    Parameters
    ----------
    name : str
        Of a product, such as magnets.
    world : str
        From which it is carved, such as icio-2022+products or a file's path; by default a shipped one that has it.
    products : list of str
        Files of products of one's own (docs/products.md).
    """
    from technostate.view.products import products as view

    reads(store)
    apart(output, world, *(products or ()))
    emit(output, lambda: view(name, world=world, files=tuple(products or ())))
