"""What one state's exposure looks like in one world: figures, suppliers, dependents, sectors, chokepoints."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.errors import DataError
from technostate.evidence import Origin
from technostate.exposure.chokepoints import Chokepoints, chokepoint_table
from technostate.exposure.measures import Answer, parties
from technostate.exposure.measures import measure as answer
from technostate.exposure.register import MEASURES
from technostate.exposure.selection import Codes
from technostate.exposure.suppliers import (
    Partners,
    SectorReliance,
    dependents,
    reliance_by_sector,
    suppliers,
)
from technostate.world import World


@dataclass(frozen=True)
class Absent:
    """A measure that has no value for the question, and why."""

    measure: str
    why: str


@dataclass(frozen=True)
class Profile:
    """The exposure of a state in a world; each figure and table has its own unit, kind and origin.

    Parameters
    ----------
    region : str
        The state as it was named.
    supplier, sector : str or None
        What was asked about: a partner, a sector.
    figures : tuple of Answer
        The measure that was asked for, or the main ones.
    absent : tuple of Absent
        Main measures without a value here.
    suppliers, dependents : Partners or None
        None where a partner or one measure was asked for; dependents also where a sector was.
    sectors : tuple of SectorReliance
        Fractions, kind and origin as `suppliers`; empty where a sector or one measure was asked for.
    chokepoints : Chokepoints or None
        None where a partner, a sector or one measure was asked for.
    notes : tuple of str
        Sentences on whom the names stand for.
    origin : Origin
        Of the world.
    """

    world: str
    year: int
    region: str
    supplier: str | None
    sector: str | None
    sector_title: str | None
    figures: tuple[Answer, ...]
    absent: tuple[Absent, ...]
    suppliers: Partners | None
    dependents: Partners | None
    sectors: tuple[SectorReliance, ...]
    chokepoints: Chokepoints | None
    notes: tuple[str, ...]
    origin: Origin


def profile(
    world: World,
    region: Codes,
    *,
    supplier: Codes | None = None,
    sector: str | None = None,
    measure: str | None = None,
) -> Profile:
    """Return the exposure of a state: the main measures or one, its suppliers, its dependents and its chokepoints.

    Parameters
    ----------
    region : str or sequence of str
        The state: a region of the world, a group's key (``EU``), or codes joined by ``+``.
    supplier : str or sequence of str, optional
        A partner: figures are then about the two, and there are no lists of partners.
    sector : str, optional
        The state's sector.
    measure : str, optional
        One measure of `MEASURES`, alone.

    Raises
    ------
    LabelError
        If a name is unknown, or the two states have a member in common.
    DataError
        If no measure has a value there.

    Examples
    --------
    >>> from technostate.world import load
    >>> found = profile(load("icio-2022"), "CHN")
    >>> len(found.figures), found.suppliers.rows[0].region, found.chokepoints.rows[0].sector
    (8, 'USA', 'B07')
    """
    state, other = parties(world, region, supplier=supplier)
    if measure is None:
        figures, absent = _main(world, region, supplier=supplier, sector=sector)
    else:
        figures, absent = (answer(measure, world, region, supplier=supplier, sector=sector),), ()
    everything = measure is None and other is None
    return Profile(
        world=world.name,
        year=world.year,
        region=state.name,
        supplier=None if other is None else other.name,
        sector=sector,
        sector_title=None if sector is None else world.sector_titles.get(sector, sector),
        figures=figures,
        absent=absent,
        suppliers=suppliers(world, region, sector) if everything else None,
        dependents=dependents(world, region) if everything and sector is None else None,
        sectors=reliance_by_sector(world, region, partner=supplier) if measure is None and sector is None else (),
        chokepoints=chokepoint_table(world, region) if everything and sector is None else None,
        notes=tuple(one.note for one in (state, other) if one is not None and one.note),
        origin=world.origin,
    )


def _main(
    world: World, region: Codes, *, supplier: Codes | None, sector: str | None
) -> tuple[tuple[Answer, ...], tuple[Absent, ...]]:
    """Return the main measures that take the question, and those of them that have no value there."""
    figures, absent, error = [], [], None
    for entry in MEASURES.values():
        if not entry.main or (supplier is not None and entry.partner == "no"):
            continue
        try:
            figures.append(answer(entry.name, world, region, supplier=supplier, sector=sector))
        except DataError as missing:
            absent.append(Absent(entry.name, str(missing)))
            error = error or missing
    if error is not None and not figures:
        raise error
    return tuple(figures), tuple(absent)
