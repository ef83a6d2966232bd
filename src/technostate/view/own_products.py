"""Products of a user's files, carved out of a world."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from technostate.world import World
from technostate.world.products import carve, read_products


def each(files: str | Path | Sequence[str | Path]) -> Sequence[str | Path]:
    """Return files as a sequence; one alone may be given without brackets.

    Examples
    --------
    >>> each("bolts.yaml"), each(["bolts.yaml", "nuts.yaml"])
    (('bolts.yaml',), ['bolts.yaml', 'nuts.yaml'])
    """
    return (files,) if isinstance(files, str | Path) else files


def names_of(files: str | Path | Sequence[str | Path]) -> tuple[str, ...]:
    """Return the names of the products of files.

    Raises
    ------
    DataError
        If a file has mistakes.
    """
    return tuple(product.name for file in each(files) for product in read_products(file))


def with_own(table: World, files: str | Path | Sequence[str | Path]) -> World:
    """Return a world with the products of files carved out of it; the world itself where no file is given.

    Raises
    ------
    DataError
        If a file has mistakes.
    LabelError
        If a product does not fit the world.
    """
    products = [product for file in each(files) for product in read_products(file)]
    return carve(table, products) if products else table
