"""Products of a user's files, carved out of a world."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from technostate.world import World
from technostate.world.products import carve, read_products


def names_of(files: Sequence[str | Path]) -> tuple[str, ...]:
    """Return the names of the products of files.

    Raises
    ------
    DataError
        If a file has mistakes.
    """
    return tuple(product.name for file in files for product in read_products(file))


def with_own(table: World, files: Sequence[str | Path]) -> World:
    """Return a world with the products of files carved out of it; the world itself where no file is given.

    Raises
    ------
    DataError
        If a file has mistakes.
    LabelError
        If a product does not fit the world.
    """
    products = [product for file in files for product in read_products(file)]
    return carve(table, products) if products else table
