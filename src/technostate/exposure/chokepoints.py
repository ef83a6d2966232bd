"""Chokepoints: every product of a sector table under three definitions of a critical import, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from technostate.evidence import Kind, Origin, derived_from
from technostate.exposure.concentration import Row, check_row
from technostate.exposure.dependency_rules import (
    Substitution,
    chokepoint_index,
    commission_dependent,
    merics_dependent,
)
from technostate.exposure.imports import import_profile
from technostate.exposure.members import party
from technostate.exposure.selection import Codes
from technostate.world import World

#: What stands under a table of chokepoints.
DEFINITIONS = (
    "Three definitions side by side, made for single customs products (HS6); on broad sectors they are analogues. "
    "European Commission (2021): concentration of outside suppliers (HHI) above 0.4, imports above half of all "
    "purchases, imports above exports. MERICS (Zenglein 2020): net importer, over half of imports from one "
    "supplier, which holds over 30 % of world exports. Index: foreign share × concentration × (1 − own exports "
    "over imports), no threshold. The rest of the world is many economies and no supplier."
)


@dataclass(frozen=True)
class Chokepoint:
    """One product as the three definitions see it; fractions unless said otherwise.

    Parameters
    ----------
    sector : str
        Code of the product's sector.
    supplier : str
        Its largest outside supplier; empty where no single economy supplies.
    concentration, rest_of_world, foreign_share, import_ratio, supplier_share, world_share : float
        See `ImportProfile`; NaN where nothing is bought.
    commission, merics : bool
        Whether all conditions of the definition hold.
    index : float
        Foreign share × concentration × (1 − substitutability).
    index_row_as_one : float
        The same with ROW as one supplier; the index over all single economies lies between the two.
    recorded_at_home : bool
        False where the table records no output of the product in the state. Often the producer put it into
        another sector (retail and motor trade in China, WIOD c19), and the figures say little.
    title : str
        The sector's title in the table; the code where it has none.
    """

    sector: str
    supplier: str
    concentration: float
    rest_of_world: float
    foreign_share: float
    import_ratio: float
    supplier_share: float
    world_share: float
    commission: bool
    merics: bool
    index: float
    index_row_as_one: float
    recorded_at_home: bool
    title: str

    @property
    def ranked(self) -> bool:
        """Whether the index says something: it is a number, and the product is recorded at home."""
        return math.isfinite(self.index) and self.recorded_at_home


#: Unit of each figure of a `Chokepoint`.
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "concentration": "index",
        "rest_of_world": "1",
        "foreign_share": "1",
        "import_ratio": "ratio",
        "supplier_share": "1",
        "world_share": "1",
        "index": "index",
        "index_row_as_one": "index",
    }
)


@dataclass(frozen=True)
class Chokepoints:
    """The products of a state by chokepoint index, highest first, with where the figures come from.

    Parameters
    ----------
    title, note : str
        What is shown, and the three definitions.
    rows : tuple of Chokepoint
        Products with an index that are recorded at home; units in `UNITS`.
    left_out : tuple of str
        Sectors of the other products.
    """

    title: str
    note: str
    kind: Kind
    origin: Origin
    rows: tuple[Chokepoint, ...]
    left_out: tuple[str, ...]

    @property
    def commission(self) -> int:
        """How many products the Commission's indicators flag."""
        return sum(row.commission for row in self.rows)

    @property
    def merics(self) -> int:
        """How many products MERICS' conditions flag."""
        return sum(row.merics for row in self.rows)


def chokepoints(
    world: World, buyer: Codes, substitution: Substitution = "exports", row: Row = "many"
) -> tuple[Chokepoint, ...]:
    """Return every product of the world as the three definitions see it for a buyer, highest index first.

    Products without an index (no single economy supplies them), or without recorded output in the state, come last.

    Parameters
    ----------
    substitution : {"exports", "elasticity"}
        For the index, see `chokepoint_index`.
    row : {"many", "one"}
        Whether ROW, in concentration and index, is many economies or counts as one: an upper bound. It is no
        supplier, and no verdict counts it as one.

    Examples
    --------
    >>> from technostate.world import load
    >>> first = chokepoints(load("wiod-2004"), "CHN")[0]
    >>> first.index > 0 and first.supplier != "CHN"
    True
    """
    many, whole = import_profile(world, buyer), import_profile(world, buyer, "one")
    profile = many if check_row(row) == "many" else whole
    commission, merics = commission_dependent(many), merics_dependent(many)
    index, upper = (chokepoint_index(one, substitution, world.trade_elasticity) for one in (profile, whole))
    rows = [
        Chokepoint(
            sector=sector,
            supplier=profile.top_supplier[s],
            concentration=float(profile.concentration[s]),
            rest_of_world=float(profile.rest_of_world[s]),
            foreign_share=float(profile.foreign_share[s]),
            import_ratio=float(profile.import_ratio[s]),
            supplier_share=float(profile.top_share[s]),
            world_share=float(profile.top_world_share[s]),
            commission=bool(commission[s]),
            merics=bool(merics[s]),
            index=float(index[s]),
            index_row_as_one=float(upper[s]),
            recorded_at_home=bool(profile.recorded_at_home[s]),
            title=world.sector_titles.get(sector, sector),
        )
        for s, sector in enumerate(world.sectors)
    ]
    return tuple(sorted(rows, key=_rank))


def chokepoint(world: World, buyer: Codes, sector: str, row: Row = "many") -> Chokepoint:
    """Return one product as the three definitions see it for a buyer.

    Raises
    ------
    LabelError
        If a name is unknown.
    """
    world.sector_index(sector)
    return next(found for found in chokepoints(world, buyer, row=row) if found.sector == sector)


def chokepoint_table(world: World, region: Codes) -> Chokepoints:
    """Return the products of a state by chokepoint index with definitions, kind and origin.

    Parameters
    ----------
    region : str or sequence of str
        The buyer, as `technostate.exposure.party` reads names.
    """
    buyer = party(world, region)
    rows = chokepoints(world, buyer.members)
    title = f"Concentrated imports of {buyer.name} by product of the sector table, {world.year}"
    return Chokepoints(
        title=title,
        note=DEFINITIONS,
        kind="modelled" if world.kind == "modelled" else "derived",
        origin=derived_from(title, world.origin, note=DEFINITIONS),
        rows=tuple(found for found in rows if found.ranked),
        left_out=tuple(found.sector for found in rows if not found.ranked),
    )


def _rank(row: Chokepoint) -> tuple[bool, float]:
    return not row.ranked, -row.index if math.isfinite(row.index) else math.inf
