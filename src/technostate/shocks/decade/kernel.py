"""The compiled solver: prices, expenditure and wages of the decade's equilibrium as one accelerated fixed point.

`technostate.shocks.decade.reference` states the same equations in plain NumPy; the tests hold the two together.

Unknowns are log wages (N), log prices (N, T) and expenditure relative to value added (N, T) of the T sectors that
trade; sectors that never cross a border are linear and were eliminated (`technostate.shocks.decade.condensed`).
Each sweep evaluates all three residuals at once, multiplies each by an approximate inverse (home linkages for prices
and expenditure, a one-sector world for wages) and combines the last sweeps by Anderson's (1965) extrapolation.

One module holds it all because numba's cache on disk watches the file of the function that is called, not the files
of those it calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba  # type: ignore[import-untyped,unused-ignore]
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def _compiled(**options: Any) -> Callable[[Function], Function]:
    """Return numba's decorator, cached on disk and releasing the lock, with its type kept."""
    return cast(Callable[[Function], Function], numba.njit(cache=True, nogil=True, error_model="numpy", **options))


#: Sums may be reordered (for vector units); infinities and NaN keep their meaning.
SUMS = {"reassoc", "contract", "nsz"}

LOG2E = 1.4426950408889634
LN2_HIGH = 0.693147180369123816490
LN2_LOW = 1.90821492927058770002e-10
SQRT2 = 1.4142135623730951
MANTISSA = 0x000FFFFFFFFFFFFF
ONE = 0x3FF0000000000000


@_compiled(fastmath={"contract"})
def exponentials(x: Floats, work: Integers) -> None:
    """Replace x (flat) by exp(x) within two units of the last place; written so that it runs on vector units."""
    for i in range(x.size):
        y = min(max(x[i], -708.0), 709.0)
        k = np.floor(y * LOG2E + 0.5)
        r = (y - k * LN2_HIGH) - k * LN2_LOW
        p = 1.6059043836821613e-10
        p = p * r + 2.08767569878681e-09
        p = p * r + 2.505210838544172e-08
        p = p * r + 2.755731922398589e-07
        p = p * r + 2.7557319223985893e-06
        p = p * r + 2.48015873015873e-05
        p = p * r + 1.984126984126984e-04
        p = p * r + 1.388888888888889e-03
        p = p * r + 8.333333333333333e-03
        p = p * r + 4.1666666666666664e-02
        p = p * r + 1.6666666666666666e-01
        p = p * r + 0.5
        p = p * r + 1.0
        x[i] = p * r + 1.0
        work[i] = (np.int64(k) + 1023) << 52
    scale = work.view(np.float64)
    for i in range(x.size):
        x[i] *= scale[i]


@_compiled(fastmath={"contract"})
def logarithms(x: Floats, work: Integers) -> None:
    """Replace x (flat, positive and normal) by its natural logarithm; written so that it runs on vector units."""
    bits = x.view(np.int64)
    for i in range(x.size):
        work[i] = (bits[i] & MANTISSA) | ONE
        bits[i] = (bits[i] >> 52) - 1023
    m = work.view(np.float64)
    for i in range(x.size):
        big = m[i] > SQRT2
        f = 0.5 * m[i] if big else m[i]
        e = np.float64(bits[i]) + (1.0 if big else 0.0)
        s = (f - 1.0) / (f + 1.0)
        q = s * s
        p = 0.047619047619047616
        p = p * q + 0.05263157894736842
        p = p * q + 0.058823529411764705
        p = p * q + 0.06666666666666667
        p = p * q + 0.07692307692307693
        p = p * q + 0.09090909090909091
        p = p * q + 0.1111111111111111
        p = p * q + 0.14285714285714285
        p = p * q + 0.2
        p = p * q + 0.3333333333333333
        x[i] = e * LN2_HIGH + (2.0 * s + (2.0 * s * q * p + e * LN2_LOW))


@_compiled()
def wedges(
    share: Floats,
    traded: Integers,
    old: Floats,
    new: Floats,
    cost: Floats,
    theta: Floats,
    A: Floats,
    B: Floats,
    supply: Floats,
    linked: Floats,
) -> bool:
    """Fill A = π·κ^(−θ) and B = A / (1 + τ') for traded sectors; return whether any duty is left.

    `old` and `new` tariffs and `cost` are (J, N, N), or (0, 0, 0) where there are none. `supply` (T, N) receives the
    sums of A over exporters, `linked` (N importer, N exporter) the sums over sectors.
    """
    T, N, _ = share.shape
    x, work = np.empty(N), np.empty(N, np.int64)
    duty = False
    linked[:] = 0.0
    for t in range(T):
        j = traded[t]
        for n in range(N):
            moved = False
            for i in range(N):
                x[i] = 1.0
            if new.size > 0:
                for i in range(N):
                    x[i] += new[j, n, i]
                    duty |= new[j, n, i] != 0.0
                if old.size > 0:
                    for i in range(N):
                        x[i] /= 1.0 + old[j, n, i]
            if cost.size > 0:
                for i in range(N):
                    x[i] *= cost[j, n, i]
            for i in range(N):
                moved |= x[i] != 1.0
                # A stopped link is taken out after the logarithms.
                x[i] = min(x[i], 1e300)
            if moved:
                logarithms(x, work)
                for i in range(N):
                    x[i] *= -theta[t]
                exponentials(x, work)
            total = 0.0
            for i in range(N):
                weight = share[t, n, i]
                if moved:
                    stopped = cost.size > 0 and cost[j, n, i] == np.inf
                    weight = 0.0 if stopped else weight * x[i]
                A[t, n, i] = weight
                B[t, n, i] = weight / (1.0 + new[j, n, i]) if new.size > 0 else weight
                total += weight
                linked[n, i] += weight
            supply[t, n] = total
    return duty


@_compiled(fastmath=SUMS)
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


@_compiled(fastmath=SUMS)
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


@_compiled(fastmath=SUMS)
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


@_compiled(fastmath=SUMS)
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

    factor, income, balance = np.empty(N), np.empty(N), np.empty(N)
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


@_compiled()
def solve_small(M: Floats, b: Floats) -> None:
    """Replace b by the solution of M x = b, M symmetric and positive definite up to rounding (elimination in place)."""
    size = b.size
    for c in range(size):
        for a in range(c + 1, size):
            factor = M[a, c] / M[c, c]
            for d in range(c + 1, size):
                M[a, d] -= factor * M[c, d]
            b[a] -= factor * b[c]
    for c in range(size - 1, -1, -1):
        for d in range(c + 1, size):
            b[c] -= M[c, d] * b[d]
        b[c] /= M[c, c]


@_compiled(fastmath=SUMS)
def add_product(M: Floats, x: Floats, out: Floats) -> None:
    """Add M x to out."""
    for a in range(out.size):
        row = M[a]
        total = 0.0
        for b in range(x.size):
            total += row[b] * x[b]
        out[a] += total


@_compiled(fastmath=SUMS)
def extrapolate(g: Floats, dR: Floats, dS: Floats, gram: Floats, count: int, step: Floats) -> None:
    """Anderson's step: g less the combination of past changes that explains it best in least squares."""
    size = g.size
    step[:] = g
    b = np.empty(count)
    M = np.empty((count, count))
    for a in range(count):
        total = 0.0
        row = dR[a]
        for i in range(size):
            total += row[i] * g[i]
        scale = np.sqrt(gram[a, a])
        b[a] = total / scale
        for c in range(count):
            M[a, c] = gram[a, c] / (scale * np.sqrt(gram[c, c]))
        # The gram matrix has half the digits: a small ridge stands for what it cannot resolve.
        M[a, a] += 1e-13
    gamma = b
    solve_small(M, gamma)
    for a in range(count):
        weight = gamma[a] / np.sqrt(gram[a, a])
        row = dS[a]
        for i in range(size):
            step[i] -= weight * row[i]


@_compiled(fastmath=SUMS)
def direction(r: Floats, z: Floats, H: Floats, K: Floats, W: Floats, answers: Floats, g: Floats) -> None:
    """Write to g the step that the approximate inverses take from residuals r: Newton on a simpler world."""
    N, T, _ = H.shape
    size = N * T
    gP, gX = g[N : N + size].reshape(N, T), g[N + size :].reshape(N, T)
    X = z[N + size :].reshape(N, T)
    by_region(H, r[N : N + size].reshape(N, T), gP)
    by_region(K, r[N + size :].reshape(N, T), gX)
    pending = np.empty(N)
    for n in range(N):
        total = 0.0
        for t in range(T):
            total += gX[n, t]
        pending[n] = total
    wages, prices, spending = np.zeros(N), np.zeros(N), np.zeros(N)
    add_product(W, r[:N], wages)
    add_product(answers[0], pending, wages)
    add_product(answers[1], wages, prices)
    add_product(answers[2], wages, spending)
    for n in range(N):
        g[n] = wages[n]
        for t in range(T):
            gP[n, t] += prices[n]
            gX[n, t] += spending[n] * X[n, t]


@_compiled(fastmath=SUMS)
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


@_compiled()
def to_numeraire(z: Floats, VA: Floats, block: Integers, target: Floats) -> None:
    """Shift log wages so that each group's value added is its target: the numeraire."""
    added = np.zeros(target.size)
    for n in range(VA.size):
        added[block[n]] += np.exp(z[n]) * VA[n]
    for n in range(VA.size):
        z[n] -= np.log(added[block[n]] / target[block[n]])


@_compiled(fastmath=SUMS)
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
    tolerance : float
    most, memory : int
        Largest number of sweeps; number of past sweeps combined.
    longest : float
        Largest change of a log wage in one step.
    trace : array (most,)
        Receives the largest residual of every sweep.
    """
    T, N, _ = A.shape
    size = z.size
    r, g, g_last, z_last, step = np.empty(size), np.empty(size), np.empty(size), np.empty(size), np.empty(size)
    s = np.empty((5, T * N))
    work = np.empty(T * N, np.int64)
    dR, dS, gram = np.empty((memory, size)), np.empty((memory, size)), np.zeros((memory, memory))
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
