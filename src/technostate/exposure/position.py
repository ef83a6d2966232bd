"""How far a sector stands from final use and from primary inputs."""

from __future__ import annotations

import numpy as np

from technostate.exposure.selection import Codes, require_output, share
from technostate.exposure.system import leontief, once_per_world
from technostate.world import World
from technostate.world.table import Array


@once_per_world
def upstreamness_by_node(world: World) -> Array:
    """Return the mean number of production stages between each node's output and final use (N·J,), at least 1.

    ``U = (I − Δ)⁻¹ 1`` with Δ_ij = z_ij / x_i, which is ``(L·x)_i / x_i``. Changes in inventories, and output
    that no recorded sale explains, count as final use. NaN for nodes without output.

    References
    ----------
    Antràs, Chor, Fally and Hillberry (2012, American Economic Review 102(3), 412–416). They scale
    the flows for exports and inventories of one country's table; a world table has no exports.
    """
    return share(leontief(world).solve(np.asarray(world.gross_output)), world.gross_output)


def downstreamness_by_node(world: World) -> Array:
    """Return the mean number of stages between primary inputs and each node's output (N·J,), at least 1.

    ``D = 1ᵀL``: the column sums of the Leontief inverse. NaN for nodes without output.

    References
    ----------
    Fally (2012), "Production Staging: Measurement and Facts"; Miller and Temurshoev (2017, International
    Regional Science Review 40(5), 443–475), input downstreamness.
    """
    return np.where(world.gross_output > 0, leontief(world).multipliers, np.nan)


def upstreamness(world: World, state: Codes, sector: Codes | None = None) -> float:
    """Return the output-weighted upstreamness of a state (in a sector), in production stages.

    Raises
    ------
    DataError
        If there is no output.

    Examples
    --------
    >>> from technostate.world import load
    >>> world = load("wiod-2004")
    >>> upstreamness(world, "CHN", "c2") > upstreamness(world, "CHN", "c18")
    True
    """
    return _mean(world, upstreamness_by_node(world), state, sector)


def downstreamness(world: World, state: Codes, sector: Codes | None = None) -> float:
    """Return the output-weighted downstreamness of a state (in a sector), in production stages.

    Raises
    ------
    DataError
        If there is no output.
    """
    return _mean(world, downstreamness_by_node(world), state, sector)


def _mean(world: World, values: Array, state: Codes, sector: Codes | None) -> float:
    chosen = require_output(world, state, sector)
    active = chosen[world.gross_output[chosen] > 0]
    return float(np.average(values[active], weights=world.gross_output[active]))
