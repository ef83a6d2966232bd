"""One measure of the register for one question, with unit, kind and origin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from technostate.errors import LabelError, unknown_label
from technostate.evidence import Kind, Origin, derived_from
from technostate.exposure.members import Party, party
from technostate.exposure.register import MEASURES, Measure, Need
from technostate.exposure.selection import no_value
from technostate.world import World


@dataclass(frozen=True)
class Figure:
    """One figure of exposure with all that it must carry.

    Parameters
    ----------
    value : float
    unit : str
    kind : {"derived", "modelled"}
    world, buyer : str
    supplier, sector : str or None
    measure : str
    origin : Origin
    """

    value: float
    unit: str
    kind: Kind
    world: str
    buyer: str
    supplier: str | None
    sector: str | None
    measure: str
    origin: Origin

    def as_dict(self) -> dict[str, Any]:
        """Return the figure as plain JSON types, in the order of the command line's contract."""
        return {**self.__dict__, "origin": self.origin.as_dict()}


def measure(name: str, world: World, buyer: str, supplier: str | None = None, sector: str | None = None) -> Figure:
    """Return one measure for a state.

    Parameters
    ----------
    name : str
        A key of `MEASURES`.
    world : World
    buyer : str
        The state: a region of the world, a group's key (``EU``), or codes joined by ``+``.
    supplier : str, optional
        The partner, named in the same ways; what it is, `Measure.partner_is` says.
    sector : str, optional
        A sector of the world.

    Raises
    ------
    LabelError
        If a name is unknown, or the measure needs a partner or sector that is not given, or takes none.
    DataError
        If the measure has no value there.

    Examples
    --------
    >>> from technostate.world import load
    >>> figure = measure("foreign_input_reliance", load("wiod-2004"), "CHN", "USA")
    >>> figure.unit, figure.kind, 0.01 < figure.value < 0.03
    ('1', 'derived', True)
    """
    try:
        entry = MEASURES[name]
    except KeyError:
        raise unknown_label("measure", name, tuple(MEASURES)) from None
    _check_need(entry, "partner", supplier, f"the {entry.partner_is} with --supplier, for example --supplier USA")
    _check_need(entry, "sector", sector, f"a sector with --sector, for example --sector {world.sectors[0]}")
    state = party(world, buyer)
    other = None if supplier is None else party(world, supplier)
    if sector is not None:
        world.sector_index(sector)
    value = entry.function(world, state.members, None if other is None else other.members, sector)
    if not math.isfinite(value):
        raise no_value(world, buyer, f"finite value of {name}", sector)
    return Figure(
        value=value,
        unit=entry.unit,
        kind="modelled" if "modelled" in (entry.kind, world.kind) else "derived",
        world=world.name,
        buyer=buyer,
        supplier=supplier,
        sector=sector,
        measure=name,
        origin=derived_from(entry.title, entry.source(world), note=_note(entry, state, other)),
    )


def _note(entry: Measure, *parties: Party | None) -> str:
    return " ".join([entry.definition, *(one.note for one in parties if one is not None and one.note)])


def _check_need(entry: Measure, what: Literal["partner", "sector"], given: str | None, how: str) -> None:
    need: Need = getattr(entry, what)
    if need == "must" and given is None:
        raise LabelError(f"{entry.name} needs a {what}", hint=f"name {how}")
    if need == "no" and given is not None:
        alike = [m.name for m in MEASURES.values() if getattr(m, what) != "no" and m.main]
        raise LabelError(f"{entry.name} takes no {what}, {given!r} was given", hint=f"these do: {', '.join(alike)}")
