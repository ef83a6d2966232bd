"""The question: who depends on whom between a state and its comparator, from 1995 to 2022."""

from __future__ import annotations

from dataclasses import replace

from technostate import exposure as room
from technostate.exposure import Chokepoints
from technostate.view.dependence.blocks import blocks
from technostate.view.dependence.data import Dependence, tidy
from technostate.view.dependence.paths import paths
from technostate.view.dependence.purchases import import_shares
from technostate.view.dependence.who import disjoint, shown, who
from technostate.view.exposure_data import chokepoints_of, partners_of, rest_of, sectors_of
from technostate.view.shell import command
from technostate.world import World
from technostate.write import View
from technostate.write.names import first, name, the


def dependence(state: str, against: str, peers: tuple[str, ...] = ()) -> View[Dependence]:
    """Return who depends on whom: by year, partner and sector, a state beside its comparator.

    Parameters
    ----------
    state, against : str
        A code, a name, a group's key, or several joined by ``+``. A table that does not show one is said to lack it.
    peers : tuple of str
        Others whose paths are shown beside the two.

    Raises
    ------
    LabelError
        If a name is unknown, or the state is its own comparator.

    Examples
    --------
    >>> found = dependence("CHN", "USA").data
    >>> path = found.reliance("USA", "CHN")
    >>> round(path.joined[1995].value, 4), round(path.joined[2011].value, 4), round(path.apart[2022].value, 4)
    (0.0024, 0.0206, 0.0133)
    """
    asked = who(state, against, peers)
    over = paths(asked)
    shares, no_shares = import_shares(asked)
    data = Dependence(
        asked.state,
        asked.against,
        asked.peers,
        over.reliances,
        over.definitions,
        over.circulations,
        shares,
        over.notes,
        (*over.missing, *no_shares),
    )
    listed = None
    if over.latest is not None:
        data, listed = _with_lists(data, over.latest)
    return View(
        f"{name(asked.state)} and {the(asked.against)}: who depends on whom",
        data,
        blocks(data, listed, None if over.latest is None else over.latest.shape),
        tuple(tidy(data)),
        command("exposure", asked.state, against=asked.against, peers=",".join(asked.peers)),
    )


def _with_lists(data: Dependence, world: World) -> tuple[Dependence, Chokepoints | None]:
    """Return the data with partners, sectors and products of one world, and the products as the room gives them."""
    members, others = shown(world.regions, data.state), shown(world.regions, data.against)
    if not members:
        why = f"{first(data.state)} is no region of {world.name}: no partners, sectors or chokepoints."
        return replace(data, missing=(*data.missing, why)), None
    suppliers, dependents = room.suppliers(world, data.state), room.dependents(world, data.state)
    listed = room.chokepoint_table(world, data.state)
    by_sector = (
        room.reliance_by_sector(world, data.state, partner=data.against) if disjoint(members, others) else ()
    )  # fmt: skip
    made = replace(
        data,
        world=world.name,
        year=world.year,
        suppliers=partners_of(suppliers, world.year),
        rest_of_world=rest_of(suppliers, world.year),
        dependents=partners_of(dependents, world.year),
        rest_dependent=rest_of(dependents, world.year),
        sectors=sectors_of(by_sector, data.state, data.against, world.year, world.origin),
        chokepoints=chokepoints_of(listed, data.state, world.year),
    )
    return made, listed
