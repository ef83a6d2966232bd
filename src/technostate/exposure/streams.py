"""Where a state's foreign inputs come from, which of its sectors buy them, and for whom these sectors make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.exposure.flows import flows_by_sector
from technostate.exposure.members import Party, party
from technostate.exposure.selection import Codes, Flags, nodes, outside, regions, require_output, share
from technostate.world import World
from technostate.world.table import Array

#: For whom a sector makes: producers and final users at home, users of both kinds abroad.
USES = ("home producers", "home final users", "users abroad")


@dataclass(frozen=True, eq=False)
class Streams:
    """Foreign inputs of a state from supplier through sector to use, fractions of all its inputs, looking through.

    Parameters
    ----------
    suppliers : tuple of str
        Regions of the table outside the state (R).
    sectors : tuple of str
        Of the state (J).
    into : array (R, J)
        From each supplier into each sector; the sum is the state's foreign input reliance.
    uses : array (J, 3)
        The same inputs by `USES` of the sector's output, in proportion to its sales: every use of a sector's output
        is taken to hold the same inputs. Rows of sectors without a sale are NaN.
    reliance : float
        The sum of `into`.
    """

    party: Party
    suppliers: tuple[str, ...]
    sectors: tuple[str, ...]
    into: Array
    uses: Array
    reliance: float


def streams(world: World, state: Codes) -> Streams:
    """Return the streams of a state's foreign inputs.

    Parameters
    ----------
    state : str or sequence of str
        A region of the world, a group's key, or codes joined by ``+``; trade inside it is at home.

    Raises
    ------
    LabelError
        If a name is unknown.
    DataError
        If the state has no output.

    Examples
    --------
    >>> from technostate.world import load
    >>> found = streams(load("icio-2022"), "CHN")
    >>> round(found.reliance, 4), round(float(np.nansum(found.uses)), 4)
    (0.0936, 0.0936)
    """
    one = party(world, state)
    require_output(world, one.members)
    own, abroad = regions(world, one.members), outside(world, one.members)
    flows = flows_by_sector(world, own, "gross", "look_through")
    into = flows[abroad] / flows.sum()
    uses = into.sum(axis=0)[:, None] * _split(world, one.members)
    names = tuple(world.regions[at] for at in abroad)
    return Streams(one, names, world.sectors, into, uses, float(into.sum()))


def _split(world: World, members: tuple[str, ...]) -> Array:
    """Return the shares of each use in the sales of each sector of a state (J, 3); inventories are apart."""
    n, j = world.shape
    home: Flags = np.zeros(n, dtype=bool)
    home[regions(world, members)] = True
    rows = nodes(world, members)
    between = world.intermediate[rows].reshape(-1, n, j).sum(axis=2)
    final = world.final_demand[rows]
    sales = np.stack(
        [between[:, home].sum(axis=1), final[:, home].sum(axis=1), (between + final)[:, ~home].sum(axis=1)], axis=1
    )
    by_sector = sales.reshape(len(members), j, 3).sum(axis=0)
    return share(by_sector, by_sector.sum(axis=1, keepdims=True))
