"""Distortion centrality: which sectors wedges in the input network make too small.

Liu (2019, Quarterly Journal of Economics 134(4), 1883–1948). A wedge χ on an input makes its buyer spend less
on it than the technology would: with expenditure shares Ω of revenue, production elasticities are
Σ = (1 + χ)·Ω. With β the final shares, influence is ``μ′ = β′(I − Σ)⁻¹``, the Domar weight
``γ′ = β′(I − Ω)⁻¹``, and centrality ``ξ = μ / γ``. Without wedges it is one everywhere; it rises upstream,
where wedges add up. A high ξ says that a first unit of subsidy there has the highest social value under the
model's assumptions; wedges are assumed, so the result is ``modelled``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.errors import ScenarioError
from technostate.exposure.selection import Codes, nodes, regions, require_output, sectors
from technostate.exposure.system import reciprocal
from technostate.world import World
from technostate.world.table import Array


@dataclass(frozen=True)
class Centrality:
    """Influence μ, Domar weight γ and their ratio ξ of each sector (S,); ξ is NaN where nothing is sold."""

    influence: Array
    domar_weight: Array
    centrality: Array


def distortion_centrality(spending: Array, wedges: Array | float, final_shares: Array) -> Centrality:
    """Return influence, Domar weights and distortion centrality of a production network.

    Parameters
    ----------
    spending : array (S, S)
        Ω: expenditure of sector i (row) on input j (column) as a fraction of i's revenue.
    wedges : array (S, S) or float
        χ: by how much the marginal product of input j in i exceeds its price, as a fraction.
    final_shares : array (S,)
        β: final expenditure by sector; any scale (it cancels in ξ).

    Raises
    ------
    ScenarioError
        If the wedges leave no productive network: some sector's elasticities then add up to one or more.

    References
    ----------
    Liu (2019), with the symbols of the formulas above.

    Examples
    --------
    A chain of three sectors, each spending half of its revenue times 1/1.2 on the one before:

    >>> import numpy as np
    >>> chain = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]]) * 0.5 / 1.2
    >>> distortion_centrality(chain, 0.2, np.array([0, 0, 1.0])).centrality.round(6)
    array([1.44, 1.2 , 1.  ])
    """
    if np.any(np.asarray(wedges) <= -1):
        raise ScenarioError("a wedge of −1 or less leaves no price", hint="wedges are fractions, usually from 0 to 0.5")
    size = len(final_shares)
    identity: Array = np.eye(size)
    domar: Array = np.linalg.solve(identity - spending.T, final_shares).astype(np.float64)
    elasticities: Array = (1.0 + np.asarray(wedges, dtype=np.float64)) * spending
    try:
        influence: Array = np.linalg.solve(identity - elasticities.T, final_shares).astype(np.float64)
        reach = np.linalg.solve(identity - elasticities, np.ones(size))
    except np.linalg.LinAlgError:
        reach, influence = np.full(size, -1.0), domar
    if reach.min(initial=1.0) <= 0:
        raise ScenarioError(
            "with these wedges inputs are worth more than what they make: the network is not productive",
            hint="choose smaller wedges",
        )
    ratio = np.divide(influence, domar, out=np.full(size, np.nan), where=domar > 0)
    return Centrality(influence, domar, ratio)


def distortion_centrality_of(world: World, state: Codes, wedge: Array | float = 0.1) -> Centrality:
    """Return distortion centrality of a state's sectors on its domestic input network (J,); members of a group added.

    Final expenditure is everything sold outside the domestic network: final demand at home, exports, changes in
    inventories. Imported inputs come from outside, as another factor.

    Parameters
    ----------
    wedge : float or array (J, J)
        χ on every domestic input (buyer × input). No table holds it: 0.1 is an illustration, not an estimate,
        and rankings should be shown for several values.

    Raises
    ------
    ScenarioError
        If the wedge leaves no productive network.
    """
    chosen, j = nodes(world, state), world.n_sectors
    members = len(regions(world, state))
    sales = world.intermediate[np.ix_(chosen, chosen)].reshape(members, j, members, j).sum(axis=(0, 2))
    output = world.gross_output[chosen].reshape(members, j).sum(axis=0)
    final = np.maximum(output - sales.sum(axis=1), 0.0)
    return distortion_centrality((sales * reciprocal(output)).T, wedge, final)


def centrality_of_sector(world: World, state: Codes, sector: Codes, wedge: float = 0.1) -> float:
    """Return the distortion centrality of one sector (Domar-weighted mean of several), one without wedges.

    Parameters
    ----------
    wedge : float
        χ on every domestic input.

    Raises
    ------
    DataError
        If the state has no output in the sector.
    """
    require_output(world, state, sector)
    found = distortion_centrality_of(world, state, wedge)
    at = sectors(world, sector)
    at = at[found.domar_weight[at] > 0]
    return float(np.average(found.centrality[at], weights=found.domar_weight[at]))
