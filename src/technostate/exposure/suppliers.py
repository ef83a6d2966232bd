"""Who supplies a state, and who is supplied by it, looking through supply chains: economies by share, ROW apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from technostate.evidence import Kind, Origin, derived_from
from technostate.exposure.flows import input_flows
from technostate.exposure.members import party
from technostate.exposure.reliance import foreign_input_reliance_by_sector, input_reliance_matrix
from technostate.exposure.selection import REST, Codes, regions, require_output
from technostate.world import World


@dataclass(frozen=True)
class Partner:
    """One economy in a list of partners.

    Parameters
    ----------
    share : float
        A fraction of all inputs.
    place : int
        From 1, the largest.
    """

    region: str
    share: float
    place: int


@dataclass(frozen=True)
class Partners:
    """Suppliers or dependents of a state, largest first, with where the figures come from.

    Parameters
    ----------
    unit : str
        Of every share: ``1``.
    home : float
        What the state makes of its own inputs.
    rest_of_world : float or None
        ROW's share: all economies that the table does not show apart, which are no partner; None without ROW.
    """

    title: str
    unit: str
    kind: Kind
    origin: Origin
    home: float
    rest_of_world: float | None
    rows: tuple[Partner, ...]


@dataclass(frozen=True)
class SectorReliance:
    """Reliance of one sector on inputs from abroad, of a state and of its partner; fractions, None without a value.

    Parameters
    ----------
    on_all : float or None
        The state's sector on all others.
    on_partner, of_partner, partner_on_all : float or None
        The state's sector on the partner, the partner's on the state, and the partner's on all others.
    """

    sector: str
    title: str
    on_all: float | None
    on_partner: float | None = None
    of_partner: float | None = None
    partner_on_all: float | None = None


def suppliers(world: World, region: Codes, sector: Codes | None = None) -> Partners:
    """Return the shares of foreign economies in all inputs of a state (in a sector), own unit of output included.

    Parameters
    ----------
    region : str or sequence of str
        The buyer, as `party` reads names.
    sector : str or sequence of str, optional
        The buyer's columns; all by default.

    Raises
    ------
    LabelError
        If a name is unknown.
    DataError
        If the state has no output there.

    Examples
    --------
    >>> from technostate.world import load
    >>> found = suppliers(load("icio-2022"), "CHN")
    >>> found.rows[0].region, round(found.rows[0].share, 4), round(found.rest_of_world, 4)
    ('USA', 0.0074, 0.01)
    """
    buyer = party(world, region)
    flows = input_flows(world, require_output(world, buyer.members, sector))
    whose = (
        buyer.name if sector is None else f"{buyer.name} in {sector if isinstance(sector, str) else ', '.join(sector)}"
    )
    title = f"Suppliers' shares in all inputs of {whose}, looking through supply chains, {world.year}"
    shares = {code: float(part) for code, part in zip(world.regions, flows / flows.sum(), strict=True)}
    return _partners(world, title, shares, buyer.members, home=sum(shares[code] for code in buyer.members))


def dependents(world: World, region: Codes) -> Partners:
    """Return the share of a state in all inputs of each other economy; economies without output are absent.

    Parameters
    ----------
    region : str or sequence of str
        The supplier, as `party` reads names.

    Examples
    --------
    >>> from technostate.world import load
    >>> dependents(load("icio-2022"), "CHN").rows[0].region
    'KHM'
    """
    supplier = party(world, region)
    own = regions(world, supplier.members)
    found = input_reliance_matrix(world)[own].sum(axis=0)
    title = f"Share of {supplier.name} in all inputs of other states, looking through supply chains, {world.year}"
    shares = {code: float(part) for code, part in zip(world.regions, found, strict=True) if np.isfinite(part)}
    return _partners(world, title, shares, supplier.members, home=suppliers(world, supplier.members).home)


def reliance_by_sector(world: World, region: Codes, *, partner: Codes | None = None) -> tuple[SectorReliance, ...]:
    """Return each sector's look-through reliance, in the table's order: on all others, and on a partner both ways.

    Raises
    ------
    LabelError
        If a name is unknown, or the two have a member in common.
    """
    state = party(world, region).members
    by = foreign_input_reliance_by_sector
    columns = {"on_all": by(world, state)}
    if partner is not None:
        other = party(world, partner).members
        columns |= {
            "on_partner": by(world, state, supplier=other),
            "of_partner": by(world, other, supplier=state),
            "partner_on_all": by(world, other),
        }
    return tuple(
        SectorReliance(code, world.sector_titles.get(code, code), **{key: _known(v[at]) for key, v in columns.items()})
        for at, code in enumerate(world.sectors)
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _partners(
    world: World, title: str, shares: Mapping[str, float], members: tuple[str, ...], *, home: float
) -> Partners:
    abroad = {code: part for code, part in shares.items() if code not in members}
    rest = abroad.pop(REST, None)
    ordered = sorted(abroad, key=lambda code: -abroad[code])
    return Partners(
        title=title,
        unit="1",
        kind="modelled" if world.kind == "modelled" else "derived",
        origin=derived_from(title, world.origin),
        home=home,
        rest_of_world=rest,
        rows=tuple(Partner(code, abroad[code], place) for place, code in enumerate(ordered, start=1)),
    )
