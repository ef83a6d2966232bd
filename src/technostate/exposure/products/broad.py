"""What a broad sector hides: a partner's part of all that a state buys of it, beside its part of one good within."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate.errors import LabelError
from technostate.evidence.origin import Origin, derived_from
from technostate.exposure.flows import sales_by_region
from technostate.exposure.members import party
from technostate.exposure.products.minerals import Mineral
from technostate.exposure.selection import regions
from technostate.world import World


@dataclass(frozen=True)
class Broad:
    """A sector as a state buys it, and one good of it.

    Parameters
    ----------
    share : float
        The partner's share of all purchases of the sector by the state, own goods included; a fraction.
    mineral : Mineral
        The good.
    mineral_share : float
        The partner's share of the world's production of it.
    """

    sector: str
    title: str
    share: float
    world: str
    year: int
    origin: Origin
    mineral: Mineral
    mineral_share: float


def broad(world: World, state: str, partner: str, minerals: Sequence[Mineral]) -> Broad | None:
    """Return the good of which the partner makes most, and the sector that holds it; None where there is none.

    A world that does not show the two, or has not the sector, has no answer.

    Examples
    --------
    >>> from technostate.exposure.products.minerals import minerals
    >>> from technostate.world import load
    >>> found = broad(load("icio-2022"), "DEU", "CHN", minerals())
    >>> found.sector, found.mineral.title, found.share < 0.1 < 0.9 < found.mineral_share
    ('C24B', 'gallium', True)
    """
    try:
        buyer, seller = party(world, state).members, party(world, partner).members
    except LabelError:
        return None
    held = [(share, item) for item in minerals
            if item.sector in world.sectors and (share := item.share_of(seller)) is not None]  # fmt: skip
    if not held or set(buyer) & set(seller):
        return None
    part, good = max(held, key=lambda pair: pair[0])
    at = world.sectors.index(good.sector)
    flows = sales_by_region(world).reshape(*world.shape, world.n_regions)[:, at]
    purchases = flows[:, regions(world, buyer)].sum(axis=1)
    title = f"Share of {partner} in all purchases of {good.sector} by {state}, {world.year}"
    return Broad(
        good.sector, world.sector_titles.get(good.sector, good.sector),
        float(purchases[regions(world, seller)].sum() / purchases.sum()), world.name, world.year,
        derived_from(title, world.origin, note="intermediate and final purchases, from whom they were bought"),
        good, part,
    )  # fmt: skip
