"""The input–output tables: which there are, and the regions, sectors and lists of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from technostate import world as worlds
from technostate.evidence import Figure
from technostate.view.load import typed_world, world_of
from technostate.view.own_products import each, with_own
from technostate.view.sectors import lists
from technostate.view.shell import command, quoted
from technostate.world import World
from technostate.write import Cite, Column, Items, Prose, Section, See, Table, View
from technostate.write.names import name


@dataclass(frozen=True)
class Summary:
    """What a world is.

    Parameters
    ----------
    tariffs, elasticities : bool
        Whether it has them.
    """

    name: str
    year: int
    regions: int
    sectors: int
    classification: str
    tariffs: bool
    elasticities: bool


@dataclass(frozen=True)
class Region:
    """A region of a world with its size."""

    code: str
    name: str
    value_added: Figure


@dataclass(frozen=True)
class Sector:
    """A sector of a world with its size over all regions."""

    code: str
    title: str
    output: Figure


@dataclass(frozen=True)
class Shown:
    """A world's labels and sizes.

    Parameters
    ----------
    lists : mapping of str to tuple of str
        Named lists of sectors, which shocks and exposure understand → codes.
    """

    world: Summary
    regions: tuple[Region, ...]
    sectors: tuple[Sector, ...]
    lists: dict[str, tuple[str, ...]]
    value_added_is: str


def listing() -> View[tuple[Summary, ...]]:
    """Return the worlds that ship and those in the user's store."""
    own = _own()
    found = (*(_summary(worlds.load(key)) for key in worlds.names()), *own)
    columns = (Column("World"), Column("Year"), Column("Regions"), Column("Sectors"), Column("Classification"),
               Column("Tariffs"))  # fmt: skip
    rows = tuple(
        (
            See(row.name, "world", row.name) if row not in own else row.name,
            str(row.year),
            str(row.regions),
            str(row.sectors),
            row.classification,
            "yes" if row.tariffs else "no",
        )
        for row in found
    )
    note = (
        "The classifications of WIOD and ICIO are two: no line joins their figures. "
        "technostate world show NAME shows regions, sectors and lists; a file's path is a world too. "
        "technostate world products lists what can be carved out of sectors, as in icio-2022+products."
    )
    title = f"{len(found)} worlds" + (f", {len(own)} of them in your store" if own else "")
    return View(title, found, (Table("", columns, rows), Prose(note, note=True)),
                tuple({**vars(row)} for row in found), "technostate world list")  # fmt: skip


def one(
    world: str | World,
    *,
    year: int | None = None,
    to_musd: float | None = None,
    products: str | Path | Sequence[str | Path] = (),
) -> View[Shown]:
    """Return the regions, sectors and named lists of a world.

    Parameters
    ----------
    world : str or World
        The name of a shipped world, a world, or the path of a world's file.
    year, to_musd : optional
        Of a world's file: its year, or one of several; what one of its units is in USD million.
    products : str, Path or sequence of them
        Files of products that are carved out of the world.
    """
    base = world_of(world, year=year, to_musd=to_musd)
    products = each(products)
    table = with_own(base, products)
    titles = table.sector_titles
    size = table.value_added.reshape(table.shape).sum(axis=1)
    output = table.gross_output.reshape(table.shape).sum(axis=0)

    def figure(value: float, region: str = "") -> Figure:
        return Figure(float(value), "musd", table.kind, table.origin, region, table.year)

    data = Shown(
        _summary(table),
        tuple(Region(code, name(code), figure(size[at], code)) for at, code in enumerate(table.regions)),
        tuple(Sector(code, titles.get(code, code), figure(output[at])) for at, code in enumerate(table.sectors)),
        lists(table),
        table.value_added_label,
    )
    regions = tuple((row.code, row.name, row.value_added) for row in data.regions)
    sectors = tuple((row.code, row.title, row.output) for row in data.sectors)
    named = tuple(f"{key}: {' '.join(codes)}" for key, codes in data.lists.items())
    blocks = (
        Prose((f"{table.classification}; current prices, million US dollars.", Cite((table.origin,)))),
        Section(
            f"{len(regions)} regions",
            (Table("", (Column("Code"), Column("Name"), Column(data.value_added_is.capitalize())), regions),),
        ),
        Section(
            f"{len(sectors)} sectors",
            (Table("", (Column("Code"), Column("Title", words=True), Column("Gross output, all regions")), sectors),),
        ),
        Section("Named lists of sectors", (Items(named),)),
    )
    rows = [{"what": "value added", "sector": None, "figure": row.value_added} for row in data.regions]
    rows += [{"what": "gross output", "sector": row.code, "figure": row.output} for row in data.sectors]
    return View(
        f"{table.name}, {table.year}",
        data,
        blocks,
        tuple(rows),
        command("world", "show", typed_world(world, base), year=year, to_musd=to_musd)
        + "".join(f" --products {quoted(str(file))}" for file in products),
    )


def _own() -> tuple[Summary, ...]:
    from technostate.evidence.own import current
    from technostate.world.importers import stored

    store = current.opened()
    rows = () if store is None else stored.outlines(store)
    return tuple(
        Summary(row.name, row.year, row.regions, row.sectors, row.classification, row.tariffs, False) for row in rows
    )


def _summary(table: World) -> Summary:
    n, j = table.shape
    return Summary(table.name, table.year, n, j, table.classification, table.tariff is not None,
                   not np.isnan(table.trade_elasticity).any())  # fmt: skip


def world(
    name: str | World | None = None, *, year: int | None = None, to_musd: float | None = None
) -> View[tuple[Summary, ...]] | View[Shown]:
    """Return the worlds that ship, or the labels and sizes of one; see `listing` and `one`.

    Parameters
    ----------
    name : str or World, optional
        A shipped world, a world, or the path of a world's file.
    year, to_musd : optional
        Of a world's file: its year, or one of several; what one of its units is in USD million.
    """
    return listing() if name is None else one(name, year=year, to_musd=to_musd)
