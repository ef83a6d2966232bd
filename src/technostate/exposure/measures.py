"""One measure of the register for one question, with unit, kind and origin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from technostate.errors import LabelError, unknown_label
from technostate.evidence import Kind, Origin, derived_from
from technostate.exposure.members import Party, party
from technostate.exposure.register import MEASURES, Measure, Need, evaluate, source
from technostate.exposure.selection import Codes, no_value, overlap
from technostate.world import World


@dataclass(frozen=True)
class Answer:
    """One figure of exposure with all that it must carry.

    Parameters
    ----------
    unit : str
        A symbol of `technostate.units`.
    world, buyer : str
        The table, and the state as it was named.
    supplier, sector : str or None
        The partner as it was named, whatever it is in this measure.
    measure : str
        A key of `MEASURES`.
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

    @property
    def entry(self) -> Measure:
        """The measure's row in the register: title, definition, reference, competing definitions."""
        return MEASURES[self.measure]


def measure(
    name: str, world: World, buyer: Codes, *, supplier: Codes | None = None, sector: str | None = None
) -> Answer:
    """Return one measure for a state.

    Parameters
    ----------
    name : str
        A key of `MEASURES`.
    buyer : str or sequence of str
        The state: a region of the world, a group's key (``EU``), or codes joined by ``+``.
    supplier : str or sequence of str, optional
        The partner, named in the same ways; what it is, `Measure.partner_is` says.
    sector : str, optional
        A sector of the world.

    Raises
    ------
    LabelError
        If a name is unknown, the partner has members in common with the state, or the measure needs a partner or
        sector that is not given, or takes none.
    DataError
        If the measure has no value there.

    Examples
    --------
    >>> from technostate.world import load
    >>> found = measure("foreign_input_reliance", load("wiod-2004"), "CHN", supplier="USA")
    >>> found.unit, found.kind, 0.01 < found.value < 0.03
    ('1', 'derived', True)
    """
    try:
        entry = MEASURES[name]
    except KeyError:
        raise unknown_label("measure", name, tuple(MEASURES)) from None
    _check_need(entry, "partner", supplier, f"the {entry.partner_is} with --supplier, for example --supplier USA")
    _check_need(entry, "sector", sector, f"a sector with --sector, for example --sector {world.sectors[0]}")
    state, other = parties(world, buyer, supplier=supplier)
    if sector is not None:
        world.sector_index(sector)
    value = evaluate(name, world, state.members, partner=None if other is None else other.members, sector=sector)
    if not math.isfinite(value):
        raise no_value(world, state.name, f"finite value of {name}", sector)
    return Answer(
        value=value,
        unit=entry.unit,
        kind="modelled" if "modelled" in (entry.kind, world.kind) else "derived",
        world=world.name,
        buyer=state.name,
        supplier=None if other is None else other.name,
        sector=sector,
        measure=name,
        origin=derived_from(entry.title, source(name, world), note=_note(entry, state, other)),
    )


def parties(world: World, buyer: Codes, *, supplier: Codes | None) -> tuple[Party, Party | None]:
    """Return a state and its partner as regions of a world.

    Raises
    ------
    LabelError
        If a name is unknown, or the two have members in common: nobody is its own partner.
    """
    state = party(world, buyer)
    if supplier is None:
        return state, None
    other = party(world, supplier)
    shared = [code for code in other.members if code in state.members]
    if shared:
        raise overlap(shared, state=state.name, partner=other.name)
    return state, other


def _note(entry: Measure, *found: Party | None) -> str:
    return " ".join([entry.definition, *(one.note for one in found if one is not None and one.note)])


def _check_need(entry: Measure, what: Literal["partner", "sector"], given: Codes | None, how: str) -> None:
    need: Need = getattr(entry, what)
    if need == "must" and given is None:
        raise LabelError(f"{entry.name} needs a {what}", hint=f"name {how}")
    if need == "no" and given is not None:
        alike = [m.name for m in MEASURES.values() if getattr(m, what) != "no" and m.main]
        raise LabelError(f"{entry.name} takes no {what}, {given!r} was given", hint=f"these do: {', '.join(alike)}")
