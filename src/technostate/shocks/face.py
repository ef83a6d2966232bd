"""What a reader sees of a shock's world: regions, titles, the products it bears on; kept, so that no table is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from technostate.shocks.kept import Packing
from technostate.shocks.runs import Runs

if TYPE_CHECKING:
    from technostate.shocks.impact.stage import Stage
    from technostate.shocks.specification import Shock
    from technostate.world.products import Carved, Product


@dataclass(frozen=True)
class Face:
    """What is said of a world beside a shock's figures.

    Parameters
    ----------
    regions : tuple of str
        At the division that is run.
    titles : mapping of str to str
        Sector → its title.
    carved : tuple of Carved
        What the table could hold of each product that the measures bear on, in the order of the world's sectors.
    roots : tuple of str
        The table's own sector that each is a part of.
    count : int
        Products of the world, whether or not the shock bears on them.
    """

    regions: tuple[str, ...]
    titles: Mapping[str, str]
    carved: tuple[Carved, ...]
    roots: tuple[str, ...]
    count: int

    @property
    def touched(self) -> tuple[str, ...]:
        """Codes of the products that the measures bear on."""
        return tuple(row.code for row in self.carved)


def face(shock: Shock, runs: Runs) -> Face:
    """Return what is said of a shock's world, kept where parts are."""
    here = runs.of(shock)
    if here.parts is None:
        return _made(shock, here.stage)
    return here.parts.answer({"face": here.world_question(shock)}, lambda: _made(shock, here.stage), FACE)


def products_of(found: Face, runs: Runs) -> tuple[Product, ...]:
    """Return the products that a shock bears on; those of a shipped world from their files, without its table."""
    from technostate.world.products import product

    if runs.world is None or isinstance(runs.world, str):
        return tuple(map(product, found.touched))
    return tuple(runs.world.products[code] for code in found.touched)


def _made(shock: Shock, stage: Stage) -> Face:
    world = stage.fine
    there = np.zeros(len(world.sectors), bool)
    for step in stage.resolve(shock).steps if world.products else ():
        if step.links is not None:
            there |= step.links.any((1, 2))
        elif step.nodes is not None and step.kind != "transfer_freeze":
            there |= step.nodes.any(0)
    codes = [code for code, on in zip(world.sectors, there, strict=True) if on and code in world.products]
    carved = {row.code: row for row in world.carved}
    return Face(
        stage.world.regions,
        dict(world.sector_titles),
        tuple(carved[code] for code in codes),
        tuple(map(world.root_of, codes)),
        len(world.products),
    )


def _pack(found: Face) -> bytes:
    return json.dumps(asdict(found), ensure_ascii=False).encode()


def _unpack(content: bytes) -> Face:
    from technostate.world.products import Carved, Margin

    try:
        data: dict[str, Any] = json.loads(content)
        carved = tuple(
            Carved(**{**row, "unmet": tuple(Margin(**gap) for gap in row["unmet"])}) for row in data["carved"]
        )
        return Face(tuple(data["regions"]), data["titles"], carved, tuple(data["roots"]), data["count"])
    except (KeyError, TypeError, UnicodeDecodeError) as error:
        raise ValueError(f"no face of a world: {error}") from None


#: How it is kept.
FACE = Packing(_pack, _unpack, ("shocks", "states", "world"))
