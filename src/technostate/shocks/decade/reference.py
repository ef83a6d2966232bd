"""The same equilibrium in plain NumPy, as the paper states it: slow, short, and independent of the compiled solver.

Nothing is condensed, preconditioned or extrapolated: prices are iterated to their fixed point, expenditure is solved
as one dense linear system, wages move a step along excess demand. Tests and benchmarks hold the solver against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from technostate.errors import ConvergenceError

if TYPE_CHECKING:
    from technostate.shocks.decade.economy import TradeEconomy
    from technostate.shocks.decade.shares import Array


class Reference(NamedTuple):
    """Hats of wages (N,) and prices (N, J), expenditure (N, J), import shares (J, N, N), and steps made."""

    wages: Array
    prices: Array
    expenditure: Array
    import_share: Array
    steps: int


def reference(
    economy: TradeEconomy,
    *,
    tariff: Array | None = None,
    trade_cost: Array | None = None,
    productivity: Array | None = None,
    labour: Array | None = None,
    deficit: Array | None = None,
    tolerance: float = 1e-10,
    step: float = 0.3,
    most: int = 3000,
) -> Reference:
    """Return the counterfactual equilibrium by the algorithm of the paper's appendix.

    Parameters
    ----------
    tariff, trade_cost : array (J, N importer, N exporter), optional
    productivity : array (N, J), optional
    labour : array (N,), optional
    deficit : array (N,), optional
        Deficits in the counterfactual; the base's by default.

    Raises
    ------
    ConvergenceError
        If wages do not settle in `most` steps.

    References
    ----------
    Caliendo and Parro (2015), equations 10–15 and the online appendix; Alvarez and Lucas (2007).
    """
    n, j = economy.shape
    tau = economy.base_tariff if tariff is None else tariff
    wedge = (1.0 + tau) / (1.0 + economy.base_tariff) * (1.0 if trade_cost is None else trade_cost)
    skill = np.ones((n, j)) if productivity is None else productivity
    endowment = economy.value_added * (1.0 if labour is None else labour)
    owed = economy.deficit if deficit is None else deficit
    theta = economy.trade_elasticity[:, None, None]
    wages, prices = np.ones(n), np.ones((n, j))
    world = economy.value_added.sum()
    for steps in range(1, most + 1):
        for _ in range(most):
            inputs = np.exp(np.einsum("nkj,nk->nj", economy.input_share, np.log(prices)))
            cost = wages[:, None] ** economy.value_added_share * inputs / skill
            weight = economy.import_share * (wedge * cost.T[:, None, :]) ** -theta
            total = weight.sum(2)
            new = np.where(total > 0, total, 1.0).T ** (-1.0 / economy.trade_elasticity)
            change = np.abs(new / prices - 1.0).max()
            prices = new
            if change < 0.01 * tolerance:
                break
        share = weight / np.where(total > 0, total, 1.0)[:, :, None]
        spent = _expenditure(economy, share, tau, wages * endowment + owed)
        flow = share / (1.0 + tau) * spent.T[:, :, None]
        excess = (flow.sum((0, 1)) - flow.sum((0, 2)) + owed) / (wages * endowment)
        if np.abs(excess).max() < tolerance:
            return Reference(wages, prices, spent, share, steps)
        wages = wages * (1.0 + step * excess)
        wages = wages * world / (wages * endowment).sum()
    raise ConvergenceError(
        f"the reference did not settle in {most} steps (excess demand {np.abs(excess).max():.1e})",
        hint="use a smaller step",
    )


def _expenditure(economy: TradeEconomy, share: Array, tau: Array, income: Array) -> Array:
    """Solve X_n^k = Σ_j γ_n^{kj} Σ_i π_in^j X_i^j / (1 + τ_in^j) + α_n^k (income_n + revenue_n) for X (N, J)."""
    n, j = economy.shape
    net = share / (1.0 + tau)
    system = -np.einsum("nkj,jin->nkij", economy.input_share, net)
    duty = np.einsum("jni,jni->nj", net, tau)
    at = np.arange(n)
    system[at, :, at, :] -= economy.final_share[:, :, None] * duty[:, None, :]
    system = system.reshape(n * j, n * j) + np.eye(n * j)
    solved: Array = np.linalg.solve(system, (economy.final_share * income[:, None]).ravel()).reshape(n, j)
    return solved
