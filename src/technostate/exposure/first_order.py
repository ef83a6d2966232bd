"""Friends and enemies: first-order exposure of income and welfare to productivity anywhere.

Kleinman, Liu and Redding (2024, "International Friends and Enemies", American Economic Journal: Macroeconomics
16(4), 350–385; NBER Working Paper 27587 of 2020). One sector, trade shares S (importer n spends S_ni on exporter
i), sales shares T (exporter i earns T_in from importer n), trade elasticity θ, q shares in world income:

    M = T·S − I,   V = (T·Ψ + θ·T·S) / (1 + θ),   W = −θ/(1 + θ) · (I − V + 1·q′)⁻¹ · M,   U = (Ψ − S)·W + S

``d ln income = W·d ln productivity`` with world income as numeraire, ``d ln real expenditure = U·d ln
productivity``. Ψ is income over expenditure (diagonal), so that deficits stay fixed in units of world income;
with balanced trade Ψ = I and the matrices are the paper's. Rows of W sum to zero, rows of U to one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.errors import BalanceError, DataError, ScenarioError
from technostate.exposure.flows import sales_by_region
from technostate.exposure.selection import Codes, by_region, partners, regions
from technostate.world import World
from technostate.world.table import Array


@dataclass(frozen=True)
class ProductivityExposure:
    """Elasticities to productivity: rows are who is exposed, columns whose productivity rises; kind ``modelled``.

    Parameters
    ----------
    income : array (N, N)
        W, nominal income in units of world income.
    welfare : array (N, N)
        U, real expenditure.
    expenditure : array (N,)
        Spending of each region, the weights of a group, in the unit of the flows.
    """

    income: Array
    welfare: Array
    expenditure: Array


def exposure_matrices(flows: Array, elasticity: float) -> ProductivityExposure:
    """Return W and U from a matrix of trade flows.

    Parameters
    ----------
    flows : array (N, N)
        Sales of exporter i (row) to importer n (column), home sales on the diagonal, any currency.
    elasticity : float
        Trade elasticity θ, positive.

    Raises
    ------
    ScenarioError
        If θ is not positive.
    DataError
        If a flow is negative.
    BalanceError
        If a region neither sells nor buys.

    References
    ----------
    Kleinman, Liu and Redding (2024), baseline model of one sector, with deficits held as described in
    `technostate.exposure.first_order`.

    Examples
    --------
    >>> import numpy as np
    >>> found = exposure_matrices(np.array([[8.0, 2.0], [2.0, 8.0]]), elasticity=5.0)
    >>> found.welfare.sum(axis=1).round(12), found.income.sum(axis=1).round(12) + 0.0
    (array([1., 1.]), array([0., 0.]))
    """
    if not elasticity > 0:
        raise ScenarioError(f"trade elasticity is {elasticity}", hint="give a positive θ, for example 5")
    if (flows < 0).any():
        raise DataError("a trade flow is negative", hint="net flows have no share; use gross flows")
    income, expenditure = flows.sum(axis=1), flows.sum(axis=0)
    if income.min() <= 0 or expenditure.min() <= 0:
        raise BalanceError("a region sells or buys nothing", hint="leave regions without trade and home sales out")
    spending = (flows / expenditure).T
    earning = flows / income[:, None]
    balance = income / expenditure
    cross = earning @ spending
    shares = income / income.sum()
    size = len(income)
    network = (earning * balance + elasticity * cross) / (1.0 + elasticity)
    response = np.linalg.solve(np.eye(size) - network + shares[None, :], cross - np.eye(size))
    incomes = -elasticity / (1.0 + elasticity) * response
    welfare = (np.diag(balance) - spending) @ incomes + spending
    return ProductivityExposure(incomes, welfare, expenditure)


def productivity_exposure(world: World, elasticity: float = 5.0) -> ProductivityExposure:
    """Return W and U of a world: flows are all sales, intermediate and final, between regions.

    The baseline model has no input–output links, so gross flows stand for trade, and the regions' gross sales
    for income; changes in inventories are left out.

    Parameters
    ----------
    elasticity : float
        Trade elasticity θ; 5 in the paper's baseline.
    """
    return exposure_matrices(by_region(world, sales_by_region(world)), elasticity)


def welfare_exposure(world: World, state: Codes, *, partner: Codes, elasticity: float = 5.0) -> float:
    """Return by how many per cent the state's real expenditure moves when the partner's productivity rises 1 %.

    Parameters
    ----------
    state : str or sequence of str
        Members of a group are weighted by expenditure.
    partner : str or sequence of str
        Members of a group rise together; what a state's own productivity does, the diagonal of
        `productivity_exposure` says.
    elasticity : float
        Trade elasticity θ.

    Examples
    --------
    >>> from technostate.world import load
    >>> world = load("wiod-2004")
    >>> round(welfare_exposure(world, "CAN", partner="USA"), 4), round(welfare_exposure(world, "CHN", partner="USA"), 4)
    (0.0035, -0.0026)
    """
    found = productivity_exposure(world, elasticity)
    return _weighted(world, found.welfare, found.expenditure, state=state, partner=partner)


def income_exposure(world: World, state: Codes, *, partner: Codes, elasticity: float = 5.0) -> float:
    """Return by how many per cent the state's share of world income moves when the partner's productivity rises 1 %.

    Parameters
    ----------
    elasticity : float
        Trade elasticity θ.
    """
    found = productivity_exposure(world, elasticity)
    return _weighted(world, found.income, found.expenditure, state=state, partner=partner)


def _weighted(world: World, matrix: Array, expenditure: Array, *, state: Codes, partner: Codes) -> float:
    rows, columns = regions(world, state), partners(world, state, partner=partner)
    return float(np.average(matrix[np.ix_(rows, columns)].sum(axis=1), weights=expenditure[rows]))
