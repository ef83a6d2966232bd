"""GMRES (Saad and Schultz 1986) for the residuals' derivative, with the regions' own blocks as preconditioner."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.kernels import SUMS, compiled
from technostate.shocks.year.kernel.derivative import Production, Trade, product

Floats = NDArray[np.float64]


@compiled(fastmath=SUMS)
def dot(a: Floats, b: Floats) -> float:
    """Return the inner product of two vectors."""
    total = 0.0
    for i in range(a.size):
        total += a[i] * b[i]
    return total


@compiled(fastmath=SUMS)
def add(a: Floats, factor: float, b: Floats) -> None:
    """Add factor · b to a."""
    for i in range(a.size):
        a[i] += factor * b[i]


@compiled(fastmath=SUMS)
def precondition(inverse: Floats, v: Floats, out: Floats) -> None:
    """Replace out (3, N, J) by the product of the blocks' inverses (N, 3J, 3J) with v (3, N, J)."""
    _, N, J = v.shape
    row = np.empty(3 * J)
    for n in range(N):
        for part in range(3):
            for j in range(J):
                row[part * J + j] = v[part, n, j]
        for part in range(3):
            for j in range(J):
                line = inverse[n, part * J + j]
                total = 0.0
                for c in range(3 * J):
                    total += line[c] * row[c]
                out[part, n, j] = total


@compiled()
def gmres(
    trade: Trade, production: Production, inverse: Floats, b: Floats, tolerance: float, most: int
) -> tuple[Floats, int]:
    """Return x with derivative(x) ≈ b within `tolerance` of |b|, and the number of products used.

    Preconditioned from the right, so that the residual is the true one.

    Parameters
    ----------
    inverse : array (N, 3J, 3J)
    b : array (3, N, J)
    """
    size = b.size
    shape = b.shape
    beta = np.sqrt(dot(b.ravel(), b.ravel()))
    basis = np.empty((most + 1, size))
    basis[0] = b.ravel() / beta
    triangle = np.zeros((most, most))
    cosine, sine = np.empty(most), np.empty(most)
    target = np.zeros(most + 1)
    target[0] = beta
    near, v = np.empty(shape), np.empty(shape)
    column = np.empty(most + 1)
    used = 0
    for m in range(most):
        precondition(inverse, basis[m].reshape(shape), near)
        product(trade, production, near, v)
        flat = v.ravel()
        used = m + 1
        for k in range(m + 1):
            column[k] = dot(basis[k], flat)
            add(flat, -column[k], basis[k])
        # Once more, for digits lost where v was nearly inside the basis.
        for k in range(m + 1):
            again = dot(basis[k], flat)
            column[k] += again
            add(flat, -again, basis[k])
        length = np.sqrt(dot(flat, flat))
        # Givens' rotations keep the least-squares problem triangular, its residual at the end of the target.
        for k in range(m):
            one, two = column[k], column[k + 1]
            column[k] = cosine[k] * one + sine[k] * two
            column[k + 1] = cosine[k] * two - sine[k] * one
        last = np.hypot(column[m], length)
        cosine[m], sine[m] = (column[m] / last, length / last) if last > 0.0 else (1.0, 0.0)
        column[m] = last
        triangle[: m + 1, m] = column[: m + 1]
        target[m + 1] = -sine[m] * target[m]
        target[m] = cosine[m] * target[m]
        if not abs(target[m + 1]) > tolerance * beta or length <= 1e-15 * beta or not np.isfinite(length):
            break
        basis[m + 1] = flat / length
    # A region cut off entirely leaves its price level open: the smallest solution of a singular system.
    weights = np.linalg.lstsq(np.ascontiguousarray(triangle[:used, :used]), target[:used].copy())[0]
    mixed = np.zeros(size)
    for k in range(used):
        add(mixed, weights[k], basis[k])
    precondition(inverse, mixed.reshape(shape), near)
    return near, used
