"""The equations of the equilibrium: what is wrong with wages, prices and expenditure."""

from __future__ import annotations

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.decade.kernel.powers import Floats, Integers, apart, exponentials, logarithms


@compiled(fastmath=SUMS)
def trade(A: Floats, B: Floats, cost: Floats, X: Floats, V: Floats, F: Floats, U: Floats) -> None:
    """One pass over importers: price sums V, duty-free shares F and demand U on exporters (all (T, N)).

    A (T, N importer, N exporter) is π·κ^(−θ), B is A / (1 + τ), cost is ĉ^(−θ), X expenditure.
    """
    T, N, _ = A.shape
    for t in range(T):
        c, u = cost[t], U[t]
        u[:] = 0.0
        for n in range(N):
            a, b = A[t, n], B[t, n]
            total, free = 0.0, 0.0
            for i in range(N):
                total += a[i] * c[i]
                free += b[i] * c[i]
            if total > 0.0:
                V[t, n] = total
                F[t, n] = free / total
                z = X[t, n] / total
                for i in range(N):
                    u[i] += z * b[i]
            else:
                V[t, n] = 1.0
                F[t, n] = 1.0


@compiled(fastmath=SUMS)
def trade_without_duty(A: Floats, cost: Floats, X: Floats, V: Floats, U: Floats) -> None:
    """`trade` where no tariff is left, so that all shares are free of duty."""
    T, N, _ = A.shape
    for t in range(T):
        c, u = cost[t], U[t]
        u[:] = 0.0
        for n in range(N):
            a = A[t, n]
            total = 0.0
            for i in range(N):
                total += a[i] * c[i]
            if total > 0.0:
                V[t, n] = total
                z = X[t, n] / total
                for i in range(N):
                    u[i] += z * a[i]
            else:
                V[t, n] = 1.0


@compiled(fastmath=SUMS)
def by_region(M: Floats, x: Floats, out: Floats) -> None:
    """out[n, j] = Σ_k M[n, j, k] x[n, k]."""
    N, T = x.shape
    for n in range(N):
        row = x[n]
        for j in range(T):
            m = M[n, j]
            total = 0.0
            for k in range(T):
                total += m[k] * row[k]
            out[n, j] = total


@compiled(fastmath=SUMS)
def residuals(
    A: Floats,
    B: Floats,
    duty: bool,
    G: Floats,
    Gt: Floats,
    va: Floats,
    shift: Floats,
    al: Floats,
    VA: Floats,
    hold: Floats,
    share: Floats,
    theta: Floats,
    z: Floats,
    r: Floats,
    s: Floats,
    work: Integers,
) -> float:
    """Residuals r of wages (trade balance), prices and expenditure at z = (log w, log P, X / value added).

    `s` (5, T·N) and `work` are scratch; afterwards `s[2]` holds duty-free shares and `s[3]` sales, both (T, N).
    Returns the largest residual, infinite where one is not a number.
    """
    T, N, _ = A.shape
    size = N * T
    lw = z[:N]
    lP, X = z[N : N + size].reshape(N, T), z[N + size :].reshape(N, T)
    rw = r[:N]
    rP, rX = r[N : N + size].reshape(N, T), r[N + size :].reshape(N, T)
    cost, V = s[0].reshape(T, N), s[1].reshape(T, N)
    F, U, XT = s[2].reshape(T, N), s[3].reshape(T, N), s[4].reshape(T, N)

    by_region(Gt, lP, rP)
    for n in range(N):
        for t in range(T):
            cost[t, n] = -theta[t] * (rP[n, t] + va[n, t] * lw[n] + shift[n, t])
            XT[t, n] = X[n, t] * VA[n]
    exponentials(s[0], work)
    if duty:
        trade(A, B, cost, XT, V, F, U)
    else:
        trade_without_duty(A, cost, XT, V, U)
        s[2][:] = 1.0
    logarithms(s[1], work)

    factor, income, balance = apart(N), apart(N), apart(N)
    world, owed = 0.0, 0.0
    for n in range(N):
        factor[n] = np.exp(lw[n]) * VA[n]
        world += factor[n]
        owed += share[n] * factor[n]
    for n in range(N):
        balance[n] = hold[n] + (share[n] - owed / world) * factor[n]
        income[n] = factor[n] + balance[n]
    # The sum keeps what a comparison loses: NaN.
    largest, summed = 0.0, 0.0
    for t in range(T):
        for n in range(N):
            sales = cost[t, n] * U[t, n]
            paid = F[t, n] * XT[t, n]
            U[t, n] = sales
            income[n] += XT[t, n] - paid
            balance[n] += sales - paid
    for n in range(N):
        for t in range(T):
            rP[n, t] = -V[t, n] / theta[t] - lP[n, t]
            largest = max(largest, abs(rP[n, t]))
            summed += rP[n, t]
    # Expenditure has been used: its scratch now holds sales by region.
    Y = s[4].reshape(N, T)
    for n in range(N):
        for t in range(T):
            Y[n, t] = U[t, n]
    by_region(G, Y, rX)
    for n in range(N):
        rw[n] = balance[n] / factor[n]
        largest = max(largest, abs(rw[n]))
        for t in range(T):
            gap = (rX[n, t] + al[n, t] * income[n]) / VA[n] - X[n, t]
            rX[n, t] = gap
            largest = max(largest, abs(gap))
            summed += gap
    return largest if np.isfinite(summed) else np.inf
