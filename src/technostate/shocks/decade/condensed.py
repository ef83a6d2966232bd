"""What the solver needs of an economy and no scenario changes: traded sectors only, and approximate inverses.

Sectors that never cross a border cost what they are made of and sell what is asked of them, both linear, so they are
eliminated exactly: the rest is an economy of the T traded sectors with condensed input, value-added and final shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.decade.shares import Array, Shares

Integers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Inverses:
    """Approximate inverses of the solver's three residuals, and how their steps answer each other.

    Prices and expenditure keep the linkages at home and drop those across borders; everything across borders is that
    of a world of one sector with the same trade. They steer the solver and do not enter its solution.

    Parameters
    ----------
    price, spending : array (N, T, T)
    wage : array (N, N)
    answers : array (3, N, N)
        Of wages to pending steps of expenditure, of prices to wages, of expenditure (in logs) to wages.
    """

    price: Array
    spending: Array
    wage: Array
    answers: Array


@dataclass(frozen=True, eq=False)
class Condensed:
    """An economy reduced to its traded sectors.

    Parameters
    ----------
    traded, local : array of int
        Positions of the sectors that cross borders and of those that do not (S of them).
    import_share, net_share : array (T, N, N)
    inputs, inputs_t : array (N, T, T)
        Condensed inputs by (input, user), and transposed.
    value_added_share, final_share, expenditure : array (N, T)
    theta : array (T,)
    local_inverse : array (N, S, S)
        (I − inputs among local sectors)^(−1).
    inverses : Inverses
        At base shares.
    """

    traded: Integers
    local: Integers
    import_share: Array
    net_share: Array
    inputs: Array
    inputs_t: Array
    value_added_share: Array
    final_share: Array
    expenditure: Array
    theta: Array
    local_inverse: Array
    inverses: Inverses


def condense(economy: Shares, expenditure: Array) -> Condensed:
    """Return an economy of given expenditure (N, J) with the sectors eliminated that no region buys abroad."""
    share, inputs = economy.import_share, economy.input_share
    diagonal = np.arange(share.shape[1])
    abroad = np.abs(share).sum((1, 2)) - np.abs(share[:, diagonal, diagonal]).sum(1)
    # With no trade at all one sector stays, so that the arrays are never empty.
    crosses = abroad > 0
    crosses[0] |= not crosses.any()
    t, s = np.flatnonzero(crosses), np.flatnonzero(~crosses)
    among, into = inputs[:, s[:, None], s], inputs[:, s[:, None], t]
    back = inputs[:, t[:, None], s]
    inverse = np.asarray(np.linalg.inv(np.eye(s.size) - among), dtype=np.float64)
    through = np.matmul(inverse, into)
    condensed = np.ascontiguousarray(inputs[:, t[:, None], t] + np.matmul(back, through))
    added = economy.value_added_share[:, t] + np.einsum("ns,nst->nt", economy.value_added_share[:, s], through)
    local_final = np.einsum("nsu,nu->ns", inverse, economy.final_share[:, s])
    final = economy.final_share[:, t] + np.einsum("nts,ns->nt", back, local_final)
    spent = np.ascontiguousarray(expenditure[:, t])
    theta = np.ascontiguousarray(economy.trade_elasticity[t])
    kept = np.ascontiguousarray(share[t])
    net = kept if economy.tariff is None else np.ascontiguousarray(economy.net_share[t])
    return Condensed(
        traded=t,
        local=s,
        import_share=kept,
        net_share=net,
        inputs=condensed,
        inputs_t=np.ascontiguousarray(condensed.transpose(0, 2, 1)),
        value_added_share=np.ascontiguousarray(added),
        final_share=np.ascontiguousarray(final),
        expenditure=spent,
        theta=theta,
        local_inverse=inverse,
        inverses=approximate_inverses(kept, net, condensed, final, theta, spent, economy.value_added),
    )


def approximate_inverses(
    share: Array, net: Array, inputs: Array, final: Array, theta: Array, spent: Array, added: Array
) -> Inverses:
    """Return the solver's approximate inverses at given shares (T, N, N), expenditure (N, T) and value added (N,)."""
    home = np.einsum("tnn->nt", share)
    free = np.einsum("tnn->nt", net)
    duty = np.where(share.sum(2).T > 0, 1.0 - net.sum(2).T, 0.0)
    eye = np.eye(theta.size)
    price = _inverse(eye - home[:, :, None] * inputs.transpose(0, 2, 1))
    spending = _inverse(eye - (inputs * free[:, None, :] + final[:, :, None] * duty[:, None, :]))
    return Inverses(price, spending, *_across_borders(share, net, theta, spent, added))


def _across_borders(share: Array, net: Array, theta: Array, spent: Array, added: Array) -> tuple[Array, Array]:
    """Return `wage` and `answers`: the excess demand of a world of one sector, differentiated and inverted."""
    sales = np.einsum("tni,nt->ni", net, spent, optimize=True)
    bent = np.einsum("tni,nt->ni", net, spent * theta, optimize=True)
    weight = np.einsum("tni,nt->ni", share, spent * theta, optimize=True)
    bought, sold = sales.sum(1), sales.sum(0)
    part = np.clip(_ratio(added, sold), 0.05, 1.0)
    eye = np.eye(added.size)
    sources = _ratio(sales, bought[:, None])
    cost = np.linalg.solve(eye - (1.0 - part)[:, None] * sources, np.diag(part))
    met = _ratio(weight, weight.sum(1, keepdims=True))
    demand = _ratio(bent.T @ (met @ cost) - bent.sum(0)[:, None] * cost, sold[:, None])
    buyers = _ratio(sales.T, sold[:, None])
    answer = np.linalg.solve(eye - buyers * (1.0 - part), demand + buyers * part)
    # The world's level of wages is the numeraire: the second term removes that direction.
    wage = _inverse(eye - answer + np.outer(np.ones(added.size), added / added.sum()))
    received = _ratio(sales, spent.sum(1)[:, None])
    traded = (received.T - np.diag(received.sum(1))) * added / added[:, None]
    answers = np.stack([wage @ traded, sources @ cost, (1.0 - part)[:, None] * answer + np.diag(part)])
    return wage, np.ascontiguousarray(answers)


def _ratio(upper: Array, lower: Array) -> Array:
    """Divide, zero where nothing is sold or bought."""
    something = np.broadcast_to(lower > 1e-14 * lower.max(), upper.shape)
    return np.divide(upper, lower, out=np.zeros_like(upper), where=something)


def _inverse(matrix: Array) -> Array:
    """Inverse with a ridge where the matrix is singular: it only steers the solver, it does not enter the solution."""
    try:
        result = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        result = np.linalg.inv(matrix + 1e-6 * np.eye(matrix.shape[-1]))
    return np.ascontiguousarray(result)
