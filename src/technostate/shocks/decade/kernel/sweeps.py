"""Sweeps towards the equilibrium: the step of approximate inverses, made longer by what past sweeps have shown."""

from __future__ import annotations

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.decade.kernel.equations import by_region, residuals
from technostate.shocks.decade.kernel.powers import Floats, Integers, apart


@compiled()
def solve_small(M: Floats, b: Floats) -> None:
    """Replace b by the solution of M x = b; of M, symmetric and positive definite, the upper half is read and lost."""
    size = b.size
    # What is left is symmetric too, so that the upper half is enough.
    for c in range(size):
        inverse = 1.0 / M[c, c]
        for a in range(c + 1, size):
            factor = M[c, a] * inverse
            for d in range(a, size):
                M[a, d] -= factor * M[c, d]
            b[a] -= factor * b[c]
    for c in range(size - 1, -1, -1):
        for d in range(c + 1, size):
            b[c] -= M[c, d] * b[d]
        b[c] /= M[c, c]


@compiled(fastmath=SUMS)
def add_product(M: Floats, x: Floats, out: Floats) -> None:
    """Add M x to out."""
    for a in range(out.size):
        row = M[a]
        total = 0.0
        for b in range(x.size):
            total += row[b] * x[b]
        out[a] += total


@compiled(fastmath=SUMS)
def product(x: Floats, y: Floats) -> float:
    """Return Σ x y."""
    total = 0.0
    for i in range(x.size):
        total += x[i] * y[i]
    return total


@compiled(fastmath=SUMS)
def extrapolate(g: Floats, dR: Floats, dS: Floats, gram: Floats, count: int, step: Floats) -> None:
    """Anderson's step: g less the combination of past changes that explains it best in least squares."""
    size = g.size
    gamma, scale = apart(count), apart(count)
    M = apart(count * count).reshape(count, count)
    for a in range(count):
        scale[a] = 1.0 / np.sqrt(gram[a, a])
    for a in range(count):
        gamma[a] = product(dR[a], g) * scale[a]
        for c in range(a, count):
            M[a, c] = gram[a, c] * scale[a] * scale[c]
        # The gram matrix has half the digits: a small ridge stands for what it cannot resolve.
        M[a, a] += 1e-13
    solve_small(M, gamma)
    for i in range(size):
        step[i] = g[i]
    for a in range(count):
        weight = gamma[a] * scale[a]
        for i in range(size):
            step[i] -= weight * dS[a, i]


@compiled(fastmath=SUMS)
def direction(r: Floats, z: Floats, H: Floats, K: Floats, W: Floats, answers: Floats, g: Floats) -> None:
    """Write to g the step that the approximate inverses take from residuals r: Newton on a simpler world."""
    N, T, _ = H.shape
    size = N * T
    gP, gX = g[N : N + size].reshape(N, T), g[N + size :].reshape(N, T)
    X = z[N + size :].reshape(N, T)
    by_region(H, r[N : N + size].reshape(N, T), gP)
    by_region(K, r[N + size :].reshape(N, T), gX)
    pending = apart(N)
    for n in range(N):
        total = 0.0
        for t in range(T):
            total += gX[n, t]
        pending[n] = total
    wages, prices, spending = apart(N), apart(N), apart(N)
    add_product(W, r[:N], wages)
    add_product(answers[0], pending, wages)
    add_product(answers[1], wages, prices)
    add_product(answers[2], wages, spending)
    for n in range(N):
        g[n] = wages[n]
        for t in range(T):
            gP[n, t] += prices[n]
            gX[n, t] += spending[n] * X[n, t]


@compiled(fastmath=SUMS)
def remember(
    g: Floats, g_last: Floats, z: Floats, z_last: Floats, kept: int, dR: Floats, dS: Floats, gram: Floats
) -> None:
    """Put the last sweep's change in the place of the oldest of `memory` changes, and its products with all kept."""
    memory = dR.shape[0]
    at = kept % memory
    row, sums = dR[at], dS[at]
    for i in range(g.size):
        row[i] = g[i] - g_last[i]
        sums[i] = row[i] + z[i] - z_last[i]
    for a in range(min(kept + 1, memory)):
        total = 0.0
        other = dR[a]
        for i in range(g.size):
            total += other[i] * row[i]
        gram[a, at] = total
        gram[at, a] = total


@compiled()
def to_numeraire(z: Floats, VA: Floats, block: Integers, target: Floats) -> None:
    """Shift log wages so that each group's value added is its target: the numeraire."""
    added = apart(target.size)
    for n in range(VA.size):
        added[block[n]] += np.exp(z[n]) * VA[n]
    for n in range(VA.size):
        z[n] -= np.log(added[block[n]] / target[block[n]])


@compiled(fastmath=SUMS)
def solve(
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
    H: Floats,
    K: Floats,
    W: Floats,
    answers: Floats,
    block: Integers,
    target: Floats,
    z: Floats,
    tolerance: float,
    most: int,
    memory: int,
    longest: float,
    trace: Floats,
) -> int:
    """Improve z in place until every residual is below the tolerance; return the number of sweeps made.

    Parameters
    ----------
    A, B : array (T, N importer, N exporter)
        π·κ^(−θ) and the same over 1 + τ; `duty` says whether they differ.
    G, Gt : array (N, T, T)
        Inputs by (input, user) and transposed.
    va, shift, al : array (N, T)
        Value-added shares, log cost shifts, final shares.
    VA, hold, share : array (N,)
        Value added at base wages, deficits held, deficits as a share of value added.
    theta : array (T,)
    H, K : array (N, T, T)
        Approximate inverses for prices and expenditure.
    W : array (N, N)
        Approximate inverse for wages.
    answers : array (3, N, N)
        Of wages to expenditure, of prices to wages, of log expenditure to wages.
    block : array (N,)
        Numbers of the groups of regions that trade with each other; `target` is value added of each group.
    z : array (N + 2·N·T,)
        Log wages, log prices, expenditure over value added: start and result.
    most, memory : int
        Largest number of sweeps; number of past sweeps combined.
    longest : float
        Largest change of a log wage in one step.
    trace : array (most,)
        Receives the largest residual of every sweep.
    """
    T, N, _ = A.shape
    size = z.size
    r, g, g_last, z_last, step = apart(size), apart(size), apart(size), apart(size), apart(size)
    s = apart(5 * T * N).reshape(5, T * N)
    work = np.empty(T * N, np.int64)
    dR, dS = apart(memory * size).reshape(memory, size), apart(memory * size).reshape(memory, size)
    gram = apart(memory * memory).reshape(memory, memory)
    kept, best = 0, np.inf
    to_numeraire(z, VA, block, target)
    fresh = True
    for sweep in range(most):
        largest = residuals(A, B, duty, G, Gt, va, shift, al, VA, hold, share, theta, z, r, s, work)
        trace[sweep] = largest
        if largest < tolerance:
            return sweep + 1
        if not np.isfinite(largest):
            return -(sweep + 1)
        direction(r, z, H, K, W, answers, g)
        if largest > 20.0 * best:
            kept, fresh = 0, True
        best = min(best, largest)
        if not fresh and memory > 0:
            remember(g, g_last, z, z_last, kept, dR, dS, gram)
            kept += 1
        z_last[:] = z
        g_last[:] = g
        fresh = False
        if kept > 0:
            extrapolate(g, dR, dS, gram, min(kept, memory), step)
        else:
            step[:] = g
        far = np.abs(step[:N]).max()
        if far > longest:
            step *= longest / far
        z += step
        to_numeraire(z, VA, block, target)
    return most + 1
